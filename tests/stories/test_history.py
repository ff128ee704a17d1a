"""My check-ins: one's own answers, kept only after a yes, for nobody else."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from rehearsal.person import Person
from rehearsal.screen import Screen
from tests.stories.conftest import Evening

DAY = timedelta(days=1)


async def kept(circle: Evening) -> int:
    """Count the answers anybody keeps for themselves."""
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT count(*) AS held FROM checkin_history"))
    held = row["held"] if row else None
    assert isinstance(held, int)
    return held


async def mine(person: Person) -> Screen:
    return await person.press(await person.command("my"), "My check-ins")


async def switches(person: Person) -> Screen:
    return await person.press(await person.command("my"), "North: what I say yes to")


async def switch_on(person: Person) -> None:
    await person.press(await switches(person), "Switch on: My check-ins")


async def rounds(circle: Evening, *answers: tuple[str, str]) -> None:
    """Hold one check-in a day, in which Ana answers for somebody; each is closed in the evening."""
    for choice, seen_by in answers:
        opened = await circle.open_checkin()
        await circle.answer("Ana", choice, seen_by)
        await circle["Robin"].press(opened, "Close it now")
        await circle.pass_time(DAY)


def attached(screen: Screen) -> list[dict[str, Any]]:
    return screen.message["attachments"] if screen.message else []


async def test_without_a_yes_no_answer_is_kept_whoever_it_was_for(circle: Evening) -> None:
    await rounds(circle, ("Steady", "Only me"), ("Wobbly", "Circle without my name"))
    assert await kept(circle) == 0
    screen = await mine(circle["Ana"])
    assert "Nothing of your answers is kept for you" in screen.text
    assert attached(screen) == []


async def test_with_a_yes_every_answer_is_kept_for_oneself_newest_first_with_a_picture(circle: Evening) -> None:
    ana = circle["Ana"]
    await switch_on(ana)
    assert "nothing is here yet" in (await mine(ana)).text
    opened = await circle.open_checkin()
    answered = await circle.answer("Ana", "Stormy", "Only me")
    assert "It is kept in My check-ins, and nobody else can see it" in answered.text
    await circle["Robin"].press(opened, "Close it now")
    await circle.pass_time(DAY)
    await circle.open_checkin("Battery")
    answered = await circle.answer("Ana", "2", "Circle without my name")
    assert "counted with the circle" in answered.text
    assert "kept in My check-ins too, for you alone" in answered.text
    screen = await mine(ana)
    lines = [line for line in screen.text.splitlines() if "2027" in line]
    assert lines == [
        "**1** March 21, 2027, North: 2 (Battery, 0 to 5)",
        "**2** March 20, 2027, North: Stormy (Steady, wobbly, stormy)",
    ]
    assert screen.private
    told = "A picture with one dot for each answer, the oldest first. March 20, 2027: Stormy and March 21, 2027: 2."
    assert [(one["filename"], one["description"]) for one in attached(screen)] == [("picture.png", told)]
    back = await ana.press(screen, "Back")
    assert attached(back) == []


async def test_nobody_else_sees_or_takes_away_what_is_anas(circle: Evening) -> None:
    await switch_on(circle["Ana"])
    await rounds(circle, ("Steady", "Only me"))
    hers = await mine(circle["Ana"])
    away = hers.button("Take away: 1")
    assert away is not None
    bea = await mine(circle["Bea"])
    assert "Nothing of your answers is kept for you" in bea.text
    # As if somebody could make a button of their own: Discord's server takes none but those that were sent.
    shown = circle.server.world.channels[str(bea.channel_id)].messages[str(bea.message_id)]
    assert bea.message is not None
    for components in (shown.components, bea.message["components"]):
        components[0]["components"][0]["custom_id"] = away["custom_id"]
    await circle["Bea"].press(bea, away["custom_id"])
    assert "Nothing of your answers is kept for you" in (await mine(circle["Bea"])).text
    assert await kept(circle) == 1
    assert "Steady" in (await mine(circle["Ana"])).text
    assert "My check-ins" not in " ".join((await circle["Robin"].command("desk")).buttons)


async def test_a_second_answer_stands_instead_and_a_pass_leaves_nothing(circle: Evening) -> None:
    ana = circle["Ana"]
    await switch_on(ana)
    await circle.open_checkin()
    await circle.answer("Ana", "Steady", "Only me")
    await circle.answer("Ana", "Stormy", "Circle without my name")
    assert await kept(circle) == 1
    assert "Stormy" in (await mine(ana)).text
    assert "Nothing of it is kept" in (await ana.press(await circle.post("Ana"), "Pass")).text
    assert await kept(circle) == 0


async def test_one_can_be_taken_away_and_then_all_of_them(circle: Evening) -> None:
    ana = circle["Ana"]
    await switch_on(ana)
    await rounds(circle, ("Steady", "Only me"), ("Wobbly", "Only me"), ("Stormy", "Only me"))
    screen = await ana.press(await mine(ana), "Take away: 2")
    assert "Wobbly (" not in screen.text
    assert await kept(circle) == 2
    asked = await ana.press(screen, "Take all away")
    assert await kept(circle) == 2
    gone = await ana.press(asked, "Take all of them away")
    assert "nothing is here yet" in gone.text
    assert attached(gone) == []
    assert await kept(circle) == 0


async def test_taking_the_yes_back_takes_everything_with_it(circle: Evening) -> None:
    ana = circle["Ana"]
    for way in ("switch", "stop", "leave", "erase"):
        await switch_on(ana)
        await rounds(circle, ("Steady", "Only me"))
        assert await kept(circle) == 1
        if way == "switch":
            await ana.press(await switches(ana), "Switch off: My check-ins")
        elif way == "stop":
            await ana.press(await ana.command("my"), "Stop everything")
        elif way == "leave":
            await ana.press(await ana.press(await ana.command("my"), "North: look in"), "Leave North")
        else:
            look = await ana.press(await ana.command("my"), "See and erase")
            assert "1 sealed entry of check-ins" in look.text
            await ana.press(look, "Erase all of this now")
        assert await kept(circle) == 0
        if way == "leave":
            await circle.join("Ana")
    await circle.join("Ana")
    await rounds(circle, ("Steady", "Only me"))
    assert await kept(circle) == 0


async def test_what_is_ninety_days_old_goes_also_after_weeks_switched_off(circle: Evening) -> None:
    await switch_on(circle["Ana"])
    await rounds(circle, ("Steady", "Only me"))
    await circle.pass_time(timedelta(days=60))
    await rounds(circle, ("Stormy", "Only me"))
    await circle.pass_time(timedelta(days=27))
    assert await kept(circle) == 2
    await circle.pass_time(DAY)
    assert await kept(circle) == 1
    circle.clock.forward(timedelta(days=200))
    await circle.hearth.settle()
    assert await kept(circle) == 0


async def test_the_file_tells_neither_the_answer_nor_which_check_in_it_was(circle: Evening) -> None:
    await switch_on(circle["Ana"])
    await rounds(circle, ("Stormy", "Only me"))
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT * FROM checkin_history"))
    round_ = await circle.stores.main.read(lambda tx: tx.one("SELECT round FROM checkin_round"))
    assert row is not None
    assert round_ is not None
    assert round_["round"] not in row.values()
    assert isinstance(row["sealed"], bytes)
    assert not {b"stormy", b"lights"} & {row["sealed"][start : start + 6] for start in range(len(row["sealed"]))}
    files: list[Path] = [path for path in circle.folder.rglob("hearth.db*") if path.is_file()]
    assert files
    for path in files:
        assert b'"stormy"' not in path.read_bytes()


async def test_more_than_a_screen_holds_can_be_leafed_through_in_direct_messages_too(circle: Evening) -> None:
    ana = circle["Ana"]
    await switch_on(ana)
    await rounds(circle, *[("Steady", "Only me")] * 5, *[("Stormy", "Only me")] * 5)
    first = await ana.press(await ana.command("my", dm=True), "My check-ins")
    assert "**8**" in first.text
    assert "**9**" not in first.text
    second = await ana.press(first, "Older")
    assert [line[:5] for line in second.text.splitlines() if "2027" in line] == ["**9**", "**10*"]
    assert "Older" not in second.buttons
    assert len(attached(second)) == 1
    after = await ana.press(await ana.press(second, "Take away: 10"), "Take away: 9")
    assert "**8**" in after.text
    assert "Newer" not in after.buttons
