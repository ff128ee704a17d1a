"""One's own home: switches, quiet hours, language, stopping everything, being forgotten."""

import pytest

from bot.core.ids import PlatformId
from bot.core.keeping import NotKept, WhyNot
from bot.privacy.erasing import Erasures
from rehearsal.screen import Screen
from rehearsal.stories.first import people_rows, rows_about, spellings_of, traces
from tests.stories.conftest import Evening
from tests.stories.test_checkin import answers_kept
from tests.stories.test_circle import FOUNDER, rows_about_people

EVERY_COMMAND = ("help", "escape", "my", "checkin", "plan")
LOOKING = (
    "What else is here",
    "What is mine",
    "How this works",
    "Check in",
    "Back",
    "My language",
    "My quiet hours",
    "See and erase",
    "Stop everything",
    "Pass",
    "Join",
)


async def test_with_no_yes_given_every_command_and_button_keeps_nothing_and_sends_no_message(
    circle: Evening,
) -> None:
    before = await rows_in_every_table(circle)
    await circle.open_checkin()
    opened = await rows_in_every_table(circle)
    sam = circle["Sam"]
    for command in EVERY_COMMAND:
        screen = await sam.command(command)
        for label in LOOKING:
            if any(label in shown for shown in screen.buttons):
                screen = await sam.press(screen, label)
    await sam.command("my", dm=True)
    await sam.press((await sam.look("north-door"))[0], "Join")
    assert await rows_in_every_table(circle) == opened
    assert opened["consent"] == before["consent"]
    requests = await circle.people.requests()
    assert not [one for one in requests if one["route"].startswith("/users/@me/channels")]


async def test_a_yes_is_given_and_taken_back_with_one_press_each_from_the_same_place(circle: Evening) -> None:
    ana = circle["Ana"]
    switches = await ana.press(await ana.command("my"), "North: what I say yes to")
    assert "(off," in switches.text
    given = await ana.press(switches, "Switch on: Keeping my")
    assert "on since" in given.text
    taken = await ana.press(given, "Switch off: Keeping my")
    assert "(off," in taken.text


async def test_taking_a_yes_back_takes_the_answer_it_allowed(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    ana = circle["Ana"]
    switches = await ana.press(await ana.command("my"), "North: what I say yes to")
    await ana.press(switches, "Switch off: Keeping my")
    assert await answers_kept(circle) == 0


async def test_leaving_and_coming_back_revives_no_yes(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    ana = circle["Ana"]
    inside = await ana.press(await ana.command("my"), "North: look in or leave")
    await ana.press(inside, "Leave North")
    assert await answers_kept(circle) == 0
    await circle.join("Ana")
    switches = await ana.press(await ana.command("my"), "North: what I say yes to")
    assert "(off," in switches.text


async def test_the_last_yes_taken_back_forgets_the_person(evening: Evening) -> None:
    await evening.set_up()
    await evening.join("Ana")
    ana = evening["Ana"]
    await ana.press(await ana.press(await ana.command("my"), "North: look in or leave"), "Leave North")
    assert await rows_about_people(evening) == FOUNDER


async def test_quiet_hours_are_kept_and_a_time_that_cannot_be_read_saves_nothing(circle: Evening) -> None:
    ana = circle["Ana"]
    quiet = await ana.press(await ana.command("my"), "My quiet hours")
    refused = await ana.submit(await ana.press(quiet, "Type"), {"start": "late", "end": "9", "zone": "berlin"})
    assert "Nothing was saved" in refused.text
    zone = await ana.submit(await ana.press(quiet, "Type"), {"start": "21:00", "end": "9", "zone": "Europe/Berlim"})
    assert "Europe/Berlin" in zone.text
    saved = await ana.submit(await ana.press(quiet, "Type"), {"start": "9pm", "end": "09:00", "zone": "berlin"})
    assert "21:00 to 09:00, Europe/Berlin" in saved.text
    assert "21:00 to 09:00" in (await ana.command("my", dm=True)).text


async def test_a_kept_language_is_spoken_everywhere_even_in_a_direct_message(circle: Evening) -> None:
    ana = circle["Ana"]
    saved = await ana.press(await ana.press(await ana.command("my"), "My language"), "Keep: Español")
    assert "Guardado" in saved.text
    assert "Lo tuyo" in (await ana.command("my", dm=True)).text


async def test_one_press_stops_everything_even_from_a_direct_message(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    ana = circle["Ana"]
    await ana.press(await ana.press(await ana.command("my"), "My language"), "Keep: English")
    stopped = await ana.press(await ana.command("my", dm=True), "Stop everything")
    assert "Everything has stopped" in stopped.text
    assert "still inside: North" in stopped.text
    assert await answers_kept(circle) == 0
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT count(*) AS held FROM person_settings"))
    assert row == {"held": 0}


async def test_erasing_shows_what_goes_and_leaves_no_trace_in_any_file(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    ana, data = circle["Ana"], circle.folder / "data"
    before = people_rows(data)
    held = await ana.press(await ana.command("my"), "See and erase")
    assert "sealed entries of check-ins" in held.text
    erased = await ana.press(held, "Erase all of this now")
    assert "Gone" in erased.text
    gone = before - people_rows(data)
    assert len(gone) == 1
    row = next(iter(gone))
    assert rows_about(data, row[0]) == []
    assert traces(data, spellings_of(ana) | {str(place): part for place, part in enumerate(row[1:])}) == []
    assert "north-room" not in await ana.channels()


async def test_erasing_when_nothing_is_kept_says_so(evening: Evening) -> None:
    sam = evening["Sam"]
    assert "Nothing is kept about you" in (await sam.press(await sam.command("my"), "See and erase")).text


async def test_erasing_tells_the_truth_when_the_role_cannot_be_taken(circle: Evening) -> None:
    role = circle.server.world.bot_role
    circle.server.world.change_role(role, permissions=role.permissions & ~(1 << 28))
    ana = circle["Ana"]
    erased = await ana.press(await ana.press(await ana.command("my"), "See and erase"), "Erase all of this now")
    assert "did not let" in erased.text
    assert "North" in erased.text


async def test_an_old_button_is_answered_kindly(circle: Evening) -> None:
    ana = circle["Ana"]
    home = await ana.command("my")
    stop: Screen = await ana.press(home, "Stop everything")
    assert "Everything has stopped" in stop.text
    again = await ana.press(await ana.command("my"), "Stop everything")
    assert "Everything has stopped" in again.text


async def rows_in_every_table(circle: Evening) -> dict[str, int]:
    """Count the rows of every table of both files."""
    counts: dict[str, int] = {}
    for file in (circle.stores.main, circle.stores.people_file):
        names = await file.read(
            lambda tx: [str(row["name"]) for row in tx.all("SELECT name FROM sqlite_master WHERE type = 'table'")]
        )
        for name in names:
            # The names come from the file itself.
            row = await file.read(lambda tx, table=name: tx.one(f'SELECT count(*) AS held FROM "{table}"'))  # noqa: S608
            assert row is not None
            held = row["held"]
            assert isinstance(held, int)
            counts[name] = held
    return counts


async def test_an_erasing_cut_short_by_a_crash_is_finished_at_the_next_start(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    ana = await circle.hearth.people.find(PlatformId(int(circle["Ana"].id)))
    assert ana is not None
    await circle.hearth.people.forget(ana.number)
    assert rows_about(circle.folder / "data", ana.number) == ["consent", "checkin_answer", "checkin_audience"]
    await circle.hearth.privacy.erasures.finish()
    assert rows_about(circle.folder / "data", ana.number) == []
    assert await rows_about_people(circle) == FOUNDER + 5


async def test_an_erasing_that_found_no_room_for_the_rows_is_finished_by_pressing_again(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise NotKept(WhyNot.FULL, "no room")

    await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    ana = circle["Ana"]
    person = await circle.hearth.people.find(PlatformId(int(ana.id)))
    assert person is not None
    screen = await ana.press(await ana.command("my"), "See and erase")
    with monkeypatch.context() as disk:
        disk.setattr(Erasures, "_erase_rows", full)
        receipt = await ana.press(screen, "Erase all of this now")
    # The key is gone, and that is what was promised; of the rows the truth is told.
    assert "Erased. It cannot be read any more" in receipt.text
    assert "The disk had no room to let go of every row" in receipt.text
    assert rows_about(circle.folder / "data", person.number) != []
    await ana.press(receipt, "Try again")
    assert rows_about(circle.folder / "data", person.number) == []
    roles = circle.server.world.roles
    assert "North" not in [roles[role].name for role in circle.server.world.person("Ana").roles]
