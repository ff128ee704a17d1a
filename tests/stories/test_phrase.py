"""A phrase before what is one's own: never before a way out, and no door for whoever only holds the phone."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.ids import PlatformId, Private, Visitor
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.core.storage.keyring import Cost, stretched
from bot.core.storage.reading import blob
from bot.device.model import Tried
from bot.device.service import GOES
from cogs import every_cog
from cogs.press import Cog, Handler, is_behind
from rehearsal.screen import Screen
from rehearsal.server import Rehearsal
from rehearsal.stories.first import people_rows, rows_about, spellings_of, traces
from tests.stories.conftest import Evening, an_evening
from tests.stories.founded import Founded

PHRASE = "blue kettle on sunday"
NEVER_BEFORE = ("escape", "helplines", "reach", "asked", "desk", "circles")
"""Features that never ask for the phrase: ways out, numbers, people, and what is no member's own."""


async def set_phrase(circle: Evening, name: str = "Ana") -> Screen:
    """Set a phrase through every screen, and close it again."""
    ana = circle[name]
    about = await ana.press(await ana.press(await ana.command("my"), "This phone"), "About a phrase")
    done = await ana.submit(await ana.press(about, "Set a phrase"), {"words": PHRASE, "again": PHRASE})
    assert "The phrase is set" in done.text
    return await ana.press(done, "Lock again")


async def type_it(circle: Evening, screen: Screen, words: str = PHRASE) -> Screen:
    """Type a phrase on a closed screen."""
    ana = circle["Ana"]
    return await ana.submit(await ana.press(screen, "Type it"), {"words": words})


async def test_what_is_ones_own_opens_with_the_phrase_for_ten_minutes(circle: Evening) -> None:
    ana = circle["Ana"]
    await set_phrase(circle)
    closed = await ana.command("my")
    assert "This opens with a phrase" in closed.text
    assert "North" not in closed.text
    opened = await type_it(circle, closed, "  Blue KETTLE  on sunday")
    assert "Your circles: North" in (await ana.press(opened, "Go on")).text
    circle.clock.forward(timedelta(minutes=9))
    assert "Your circles: North" in (await ana.command("my")).text
    circle.clock.forward(timedelta(minutes=1))
    assert "This opens with a phrase" in (await ana.command("my", dm=True)).text


async def test_the_button_of_a_screen_that_was_left_open_leads_on_to_what_it_was_for(circle: Evening) -> None:
    ana = circle["Ana"]
    home = await ana.command("my")
    await set_phrase(circle)
    closed = await ana.press(home, "Waiting for you")
    assert "This opens with a phrase" in closed.text
    assert "Nothing waits" in (await ana.press(await type_it(circle, closed), "Go on")).text


async def test_numbers_a_way_out_and_people_never_ask_for_it(circle: Evening) -> None:
    ana = circle["Ana"]
    await set_phrase(circle)
    for screen in (await ana.command("help"), await ana.command("escape"), await ana.command("reach")):
        assert "phrase" not in screen.text
    assert "phrase" not in (await ana.press(await ana.command("help"), "Numbers")).text


async def test_three_wrong_tries_show_nothing_for_ten_minutes_and_tell_nobody(
    circle: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    ana = circle["Ana"]
    await set_phrase(circle)
    screen, shown = await ana.command("my"), list[str]()
    for _ in range(3):
        screen = await type_it(circle, screen, "wrong words")
        shown.append(screen.text)
    assert ["That was not it" in text for text in shown] == [True, True, False]
    assert "Nothing to show here" in shown[2]
    for number in range(17):
        tried = await circle.hearth.device.open(_visitor(circle), Private(f"wrong words {number}"))
        assert tried is Tried.NOTHING
    assert await circle.hearth.device.open(_visitor(circle), Private(PHRASE)) is Tried.NOTHING
    assert "Type it" not in (await ana.command("my")).buttons
    assert [await circle[name].notifications() for name in ("Bea", "Robin")] == [[], []]
    assert "wrong words" not in caplog.text
    circle.clock.forward(timedelta(minutes=10))
    assert "Open for 10 minutes" in (await type_it(circle, await ana.command("my"))).text


async def test_a_try_within_the_wait_costs_no_hash(circle: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    await set_phrase(circle)
    device, who = circle.hearth.device, PlatformId(int(circle["Ana"].id))
    for number in range(3):
        assert not await device.accepts(who, Private(f"wrong words {number}"))

    def none(*_: object) -> bytes:
        raise AssertionError("looked at a try within the wait")

    monkeypatch.setattr("bot.device.service.stretched", none)
    assert not await device.accepts(who, Private(PHRASE))


async def test_a_start_in_between_gives_no_further_tries_and_leaves_nothing_open(
    rehearsal: Rehearsal, founded: Founded, tmp_path: Path
) -> None:
    founded.stand_again(rehearsal, tmp_path)
    async with an_evening(rehearsal, tmp_path) as circle:
        await set_phrase(circle)
        ana = circle["Ana"]
        assert "Open for 10" in (await type_it(circle, await ana.command("my"))).text
        await circle.hearth.device.accepts(PlatformId(int(ana.id)), Private("wrong words"))
        await circle.hearth.device.accepts(PlatformId(int(ana.id)), Private("wrong words"))
    async with an_evening(rehearsal, tmp_path) as circle:
        closed = await circle["Ana"].command("my")
        assert "This opens with a phrase" in closed.text
        assert "Nothing to show here" in (await type_it(circle, closed, "wrong words")).text


async def test_words_of_a_form_handed_in_too_late_are_given_back(circle: Evening) -> None:
    ana = circle["Ana"]
    form = await ana.press(await ana.press(await ana.command("my"), "My quiet hours"), "Type")
    await circle.hearth.device.set(_visitor(circle), PHRASE, PHRASE)
    await circle.hearth.device.lock(_visitor(circle))
    late = await ana.submit(form, {"start": "21:00", "end": "09:00", "zone": "Europe/Berlin"})
    assert "This opens with a phrase" in late.text
    assert "Europe/Berlin" in late.text


async def test_an_export_can_ask_for_it(circle: Evening) -> None:
    device = circle.hearth.device
    ana, bea = (PlatformId(int(circle[name].id)) for name in ("Ana", "Bea"))
    assert not await device.has_phrase(ana)
    await set_phrase(circle)
    assert (await device.has_phrase(ana), await device.has_phrase(bea)) == (True, False)
    assert await device.accepts(ana, Private(PHRASE))
    assert not await device.accepts(bea, Private(PHRASE))


async def test_two_people_with_the_same_phrase_have_salts_of_their_own(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    salts: list[bytes] = []

    def noted(words: Private, salt: bytes, cost: Cost) -> bytes:
        salts.append(salt)
        return stretched(words, salt, cost)

    monkeypatch.setattr("bot.device.service.stretched", noted)
    await set_phrase(circle)
    await set_phrase(circle, "Bea")
    assert len(set(salts)) == 2

    def sealed(tx: Transaction) -> list[bytes]:
        return [blob(row, "sealed") for row in tx.all("SELECT sealed FROM device_phrase")]

    one, other = await circle.stores.main.read(sealed)
    assert one != other
    assert traces(circle.folder / "data", {"phrase": PHRASE.encode()}) == []


async def test_stopping_needs_no_phrase_and_opens_nothing(circle: Evening) -> None:
    ana = circle["Ana"]
    await set_phrase(circle)
    stopped = await ana.press(await ana.command("my"), "Stop everything")
    assert "Everything has stopped" in stopped.text
    assert "North" not in stopped.text
    assert "This opens with a phrase" in (await ana.command("my")).text


async def test_erasing_needs_no_phrase_shows_nothing_and_takes_it_along(circle: Evening) -> None:
    ana, data = circle["Ana"], circle.folder / "data"
    await set_phrase(circle)
    before = people_rows(data)
    asked = await ana.press(await ana.command("my"), "Erase everything")
    erased = await ana.press(asked, "Yes, erase everything now")
    assert "Erased" in erased.text
    assert "Gone" not in erased.text
    row = next(iter(before - people_rows(data)))
    assert rows_about(data, row[0]) == []
    assert traces(data, spellings_of(ana)) == []
    assert "You are in no circle" in (await ana.command("my")).text


async def test_erasing_leaves_nothing_due_of_a_phrase_that_was_to_go(circle: Evening) -> None:
    ana = circle["Ana"]
    await set_phrase(circle)
    await ana.press(await ana.command("my"), "I forgot it")
    assert await due_about_phrases(circle) == 1
    await ana.press(await ana.press(await ana.command("my"), "Erase everything"), "Yes, erase everything now")
    assert await due_about_phrases(circle) == 0


async def test_forgotten_it_goes_after_seven_days_unless_one_press_keeps_it(circle: Evening) -> None:
    ana = circle["Ana"]
    await set_phrase(circle)
    told = await ana.press(await ana.command("my"), "I forgot it")
    assert "One press keeps it" in told.text
    await circle.pass_time(timedelta(days=6))
    closed = await ana.command("my")
    assert "One press keeps it" in closed.text
    await ana.press(closed, "Keep the phrase")
    await circle.pass_time(timedelta(days=7))
    closed = await ana.command("my")
    assert "This opens with a phrase" in closed.text
    assert "One press keeps it" not in closed.text


async def test_a_phrase_that_nobody_kept_is_gone_after_seven_days(circle: Evening) -> None:
    ana = circle["Ana"]
    await set_phrase(circle)
    await circle.hearth.device.remove_later(_visitor(circle))
    await circle.pass_time(timedelta(days=6, hours=23))
    assert await circle.hearth.device.has_phrase(PlatformId(int(ana.id)))
    circle.clock.forward(timedelta(hours=1))
    await circle.hearth.settle()
    assert "Your circles: North" in (await ana.command("my")).text


async def test_it_is_removed_with_the_phrase_alone(circle: Evening) -> None:
    ana = circle["Ana"]
    await set_phrase(circle)
    phone = await ana.press(await ana.press(await type_it(circle, await ana.command("my")), "Go on"), "This phone")
    form = await ana.press(await ana.press(phone, "Remove the phrase"), "Remove it now")
    assert "That was not it" in (await ana.submit(form, {"words": "another one"})).text
    home = await ana.press(await ana.command("my"), "This phone")
    form = await ana.press(await ana.press(home, "Remove the phrase"), "Remove it now")
    assert "The phrase is gone" in (await ana.submit(form, {"words": PHRASE})).text
    assert "Your circles: North" in (await ana.command("my")).text


async def test_a_second_one_cannot_be_set_over_it(circle: Evening) -> None:
    ana = circle["Ana"]
    tries = (
        ("abc", "abc", "shorter than 6"),
        (PHRASE, "blue kettles", "not the same"),
        ("", "", "no words"),
    )
    for words, again, told in tries:
        about = await ana.press(await ana.press(await ana.command("my"), "This phone"), "About a phrase")
        form = await ana.press(about, "Set a phrase")
        assert told in (await ana.submit(form, {"words": words, "again": again})).text
    await set_phrase(circle)
    with pytest.raises(Refusal):
        await circle.hearth.device.set(_visitor(circle), "mine now", "mine now")
    assert await circle.hearth.device.accepts(PlatformId(int(ana.id)), Private(PHRASE))


async def test_it_speaks_spanish(circle: Evening) -> None:
    ana = circle["Ana"]
    await ana.press(await ana.press(await ana.command("my"), "My language"), "Keep: Español")
    about = await ana.press(await ana.press(await ana.command("my"), "Este teléfono"), "Sobre la frase")
    done = await ana.submit(await ana.press(about, "Poner una frase"), {"words": PHRASE, "again": PHRASE})
    await ana.press(done, "Volver a cerrar")
    assert "Esto se abre con una frase" in (await ana.command("my")).text


OWN_COUNTRY = {"helplines:own", "helplines:own_keep", "helplines:own_forget"}


async def test_every_cog_says_whether_it_stands_behind_the_phrase(circle: Evening) -> None:
    for cog in every_cog(circle.hearth):
        assert "behind" in vars(type(cog)), f"{type(cog).__name__} does not say it"
        if cog.feature in NEVER_BEFORE:
            # A country of one's own is settled at home; the numbers themselves wait for nothing.
            assert {name for name, one in _handlers(cog).items() if is_behind(one)} <= OWN_COUNTRY


async def test_these_alone_of_ones_own_need_no_phrase(circle: Evening) -> None:
    free = {
        name
        for cog in every_cog(circle.hearth)
        if cog.behind
        for name, one in _handlers(cog).items()
        if not is_behind(one)
    }
    ways_out = {"removed", "forgot", "keep", "type", "open", "lock", "stop", "erase_ask", "erase"}
    # A copy is cancelled by anyone; the form for it asks for the phrase itself, anew.
    free_besides = {"copy:cancel", "copy:typed", "away:ask", "away:go"}
    assert free == {"privacy:close", "privacy:stop", *free_besides, *(f"device:{name}" for name in ways_out)}


async def due_about_phrases(circle: Evening) -> int:
    """Count what is due about a phrase."""
    return len(await circle.stores.main.read(lambda tx: tx.all("SELECT * FROM due WHERE kind = :kind", kind=GOES)))


def _visitor(circle: Evening) -> Visitor:
    who = PlatformId(int(circle["Ana"].id))
    return Visitor(who, None, frozenset(), manages_messages=False, manages_server=False, locale="en-US")


def _handlers(cog: Cog) -> dict[str, Handler]:
    doors = {f"{cog.feature}:/{door.name}": one for door, one in cog.doors().items()}
    return doors | {f"{cog.feature}:{action}": one for action, one in cog.actions().items()}
