"""Who can be asked: a switch with hours for each circle, off and on in one press, and nothing told to anyone."""

from datetime import datetime, timedelta

import pytest

from bot.asked.model import Willing
from bot.core.ids import CircleId, PersonNumber, PlatformId
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.test_mailbox import held, known, north


async def switches(circle: Evening, name: str, of: str = "North") -> Screen:
    """Open what somebody says yes to in a circle."""
    mine = await circle[name].command("my")
    if "My circles" in mine.buttons:
        # Whoever is in three or more finds their circles on a page of their own.
        mine = await circle[name].press(mine, "My circles")
    return await circle[name].press(mine, f"{of}: what I say yes to")


async def switched_on(circle: Evening, name: str) -> Screen:
    """Switch "I can be asked" on, the long way through its first screen."""
    first = await circle[name].press(await switches(circle, name), "Switch on: I can be asked")
    return await circle[name].press(first, "Switch on: I can be asked")


async def own(circle: Evening, name: str) -> Screen:
    """Open somebody's own switch from /my."""
    return await circle[name].press(await circle[name].command("my"), "asked:open")


async def with_hours(circle: Evening, name: str, *days: str, start: str, end: str) -> Screen:
    """Add a time to somebody's hours, by the names of days; it switches on what is off."""
    person = circle[name]
    if "My hours" not in (await own(circle, name)).buttons:
        await switched_on(circle, name)
    hours = await person.press(await own(circle, name), "My hours")
    form = await person.choose(hours, *days, menu="Choose days to add a time")
    return await person.submit(form, {"start": start, "end": end})


async def willing(circle: Evening, at: datetime | None = None) -> dict[str, Willing]:
    """Answer who can be asked in North at a moment, by name and in the order in which they are asked."""
    where, names = await north(circle), dict[PersonNumber, str]()
    for name in ("Ana", "Bea", "Cleo", "Dani", "Eli", "Flor"):
        found = await circle.hearth.people.find(PlatformId(int(circle[name].id)))
        if found is not None:
            names[found.number] = name
    moment = at or circle.clock.now()
    found = await circle.stores.main.read(lambda tx: circle.hearth.asked.willing_in(tx, where, moment))
    return {names[one.person]: one for one in found}


async def test_nobody_can_be_asked_before_they_said_yes(circle: Evening) -> None:
    await circle["Ana"].press(await switches(circle, "Ana"), "Switch on: I can be asked")
    assert await willing(circle) == {}
    assert await held(circle, "asked_switch") == 0


async def test_before_the_yes_one_sees_the_line_who_sees_it_and_how_long_it_is_kept(circle: Evening) -> None:
    first = await circle["Ana"].press(await switches(circle, "Ana"), "Switch on: I can be asked")
    assert "Someone asks if you are around." in first.text
    assert "lock screen" in first.text
    assert "Moderators see how well the circle is covered, and no name" in first.text
    assert "Kept are your hours" in first.text
    assert "goes after 14 days" in first.text
    assert "Whoever you answer sees who you are" in first.text


async def test_on_and_off_are_one_press_each(circle: Evening) -> None:
    on = await switched_on(circle, "Ana")
    assert "On in North" in on.text.replace("**", "")
    assert list(await willing(circle)) == ["Ana"]
    mine = await circle["Ana"].press(on, "Look at my switch")
    off = await circle["Ana"].press(mine, "Switch off: I can be asked")
    assert "not asked in North any more" in off.text
    assert await willing(circle) == {}
    assert await held(circle, "asked_switch") == 0


async def test_the_list_of_consents_switches_it_off_as_well(circle: Evening) -> None:
    await switched_on(circle, "Ana")
    listed = await switches(circle, "Ana")
    await circle["Ana"].press(listed, "Switch off: I can be asked")
    assert await willing(circle) == {}
    assert await held(circle, "asked_switch") == 0


async def test_pressed_twice_it_is_on_once(circle: Evening) -> None:
    ana = circle["Ana"]
    screens = [await ana.press(await switches(circle, "Ana"), "Switch on: I can be asked") for _ in range(2)]
    for screen in screens:
        told = (await ana.press(screen, "Switch on: I can be asked")).text
        assert "On in North" in told.replace("**", "")
    assert await held(circle, "asked_switch") == 1


async def test_whoever_is_in_no_circle_is_told_kindly_and_nothing_is_kept(circle: Evening) -> None:
    with pytest.raises(Refusal, match=r"asked\.refused\.off"):
        await circle.hearth.asked.is_willing(PlatformId(int(circle["Sam"].id)), await north(circle))
    assert await held(circle, "asked_switch") == 0


async def test_the_fewest_asks_come_first_and_then_the_longest_not_asked(circle: Evening) -> None:
    for name in ("Ana", "Bea", "Cleo"):
        await switched_on(circle, name)
    where, now = await north(circle), circle.clock.now()
    people = {name: (await known(circle, name)).number for name in ("Ana", "Bea", "Cleo")}
    asked = circle.hearth.asked

    def work(tx: Transaction) -> None:
        asked.took_in(tx, where, people["Ana"], now - timedelta(days=3))
        asked.asked_in(tx, where, people["Bea"], now - timedelta(days=1))
        asked.asked_in(tx, where, people["Cleo"], now - timedelta(days=2))

    await circle.stores.main.write(work)
    assert list(await willing(circle)) == ["Cleo", "Bea", "Ana"]
    assert [one.taken for one in (await willing(circle)).values()] == [0, 0, 1]
    later = now + timedelta(days=12)
    assert [one.taken for one in (await willing(circle, later)).values()] == [0, 0, 0]


async def test_an_ask_taken_by_whose_switch_is_off_leaves_no_row(circle: Evening) -> None:
    ana, where = await known(circle, "Ana"), await north(circle)
    now = circle.clock.now()
    await circle.stores.main.write(lambda tx: circle.hearth.asked.took_in(tx, where, ana.number, now))
    assert await held(circle, "asked_taken") == 0


@pytest.mark.parametrize(
    "ending",
    [
        ("Stop everything",),
        ("See and erase", "Erase all of this now"),
        ("North: look in or leave", "Leave North"),
    ],
)
async def test_stopping_leaving_and_erasing_end_it_at_once_and_are_told(
    circle: Evening, ending: tuple[str, ...]
) -> None:
    await switched_on(circle, "Ana")
    ana, where = await known(circle, "Ana"), await north(circle)
    told: list[tuple[CircleId, PersonNumber]] = []
    circle.hearth.asked.on_stopped(lambda _, circle_id, person: told.append((circle_id, person)))
    now = circle.clock.now()
    await circle.stores.main.write(lambda tx: circle.hearth.asked.took_in(tx, where, ana.number, now))
    screen = await circle["Ana"].command("my")
    for label in ending:
        screen = await circle["Ana"].press(screen, label)
    assert (where, ana.number) in told
    assert await willing(circle) == {}
    assert await held(circle, "asked_switch") == await held(circle, "asked_taken") == 0
    due = await circle.stores.main.read(lambda tx: tx.all("SELECT 1 FROM due WHERE kind LIKE 'asked%'"))
    assert list(due) == []
