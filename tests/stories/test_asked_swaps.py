"""Swaps: one asks, another takes, both see it and either may end it; nobody is told who the other is."""

from datetime import UTC, datetime, timedelta

import pytest

from rehearsal.screen import Screen
from tests.stories.conftest import MEMBERS, Evening
from tests.stories.test_asked import own, switched_on, willing, with_hours
from tests.stories.test_mailbox import held, waiting

MONDAY = datetime(2027, 3, 22, 19, 30, tzinfo=UTC)
"""Half past eight in the evening in Berlin, inside the hours below."""


async def swaps(circle: Evening, name: str) -> Screen:
    return await circle[name].press(await own(circle, name), "Swaps")


@pytest.fixture
async def asked(circle: Evening) -> Evening:
    """Ana, who has hours on Monday, asks for a swap; Bea and Cleo can be asked."""
    await switched_on(circle, "Bea")
    await switched_on(circle, "Cleo")
    await with_hours(circle, "Ana", "Monday", start="20:00", end="22:00")
    screen = await swaps(circle, "Ana")
    (menu,) = screen.selects
    await circle["Ana"].choose(screen, menu["options"][0]["value"])
    await circle.hearth.settle()
    return circle


async def around(circle: Evening, at: datetime = MONDAY) -> set[str]:
    return {name for name, one in (await willing(circle, at)).items() if one.around}


async def test_until_somebody_takes_it_it_stays_ones_own(asked: Evening) -> None:
    assert "Nobody has taken it yet, so it is yours" in (await swaps(asked, "Ana")).text
    assert await around(asked) == {"Ana"}
    assert await around(asked, MONDAY + timedelta(days=7)) == {"Ana"}


async def test_the_others_are_left_a_note_without_a_name(asked: Evening) -> None:
    for name in ("Bea", "Cleo"):
        note = (await waiting(asked, name)).text
        assert "would like to swap" in note
        assert not any(member in note for member in MEMBERS)
    assert "would like to swap" not in (await waiting(asked, "Ana")).text
    assert "Somebody asks" in (await swaps(asked, "Bea")).text


async def test_whoever_takes_it_can_be_asked_then_and_the_other_not(asked: Evening) -> None:
    taken = await asked["Bea"].press(await swaps(asked, "Bea"), "Take 1")
    assert "You take" in taken.text
    assert await around(asked) == {"Bea"}
    assert await around(asked, MONDAY + timedelta(days=7)) == {"Ana"}
    await asked.hearth.settle()
    assert "Somebody takes your time" in (await waiting(asked, "Ana")).text
    given = (await swaps(asked, "Ana")).text
    assert "Somebody takes it" in given
    assert "Bea" not in given


async def test_exactly_one_gets_it_and_the_other_is_told(asked: Evening) -> None:
    beas, cleos = await swaps(asked, "Bea"), await swaps(asked, "Cleo")
    await asked["Bea"].press(beas, "Take 1")
    refused = await asked["Cleo"].press(cleos, "Take 1")
    assert "Somebody else has taken it already" in refused.text
    assert await around(asked) == {"Bea"}


@pytest.mark.parametrize("way", ["End 1", "Step back now", "Switch off: I can be asked"])
async def test_whoever_took_it_may_end_it_in_any_way_and_it_is_the_others_again(asked: Evening, way: str) -> None:
    taken = await asked["Bea"].press(await swaps(asked, "Bea"), "Take 1")
    await asked.pass_time(timedelta(minutes=1))
    await asked["Bea"].press(taken if way == "End 1" else await own(asked, "Bea"), way)
    assert await around(asked) == {"Ana"}
    await asked.hearth.settle()
    note = (await waiting(asked, "Ana")).text
    assert "It is yours again" in note
    assert "Bea" not in note


@pytest.mark.parametrize("way", ["End 1", "Switch off: I can be asked"])
async def test_whoever_gave_it_may_end_it_and_the_other_is_told(asked: Evening, way: str) -> None:
    await asked["Bea"].press(await swaps(asked, "Bea"), "Take 1")
    await asked.pass_time(timedelta(minutes=1))
    await asked["Ana"].press(await (swaps if way == "End 1" else own)(asked, "Ana"), way)
    assert "Bea" not in await around(asked)
    await asked.hearth.settle()
    assert "no longer needed" in (await waiting(asked, "Bea")).text
    assert await held(asked, "asked_swap") == 0
    assert "There is no swap now" in (await swaps(asked, "Bea")).text


async def test_erasing_leaves_the_other_no_swap_with_nobody(asked: Evening) -> None:
    await asked["Bea"].press(await swaps(asked, "Bea"), "Take 1")
    await asked.pass_time(timedelta(minutes=1))
    kept = await asked["Ana"].press(await asked["Ana"].command("my"), "See and erase")
    assert "I can be asked" in kept.text
    await asked["Ana"].press(kept, "Erase all of this now")
    await asked.hearth.settle()
    assert await around(asked) == set()
    assert "no longer needed" in (await waiting(asked, "Bea")).text
    assert await held(asked, "asked_swap") == 0


async def test_an_old_button_of_a_swap_that_is_over_changes_nothing(asked: Evening) -> None:
    beas = await swaps(asked, "Bea")
    await asked.pass_time(timedelta(days=3))
    refused = await asked["Bea"].press(beas, "Take 1")
    assert "not here any more" in refused.text
    assert await held(asked, "asked_swap") == 0


async def test_stepped_back_nothing_can_be_taken(asked: Evening) -> None:
    beas = await swaps(asked, "Bea")
    await asked["Bea"].press(await own(asked, "Bea"), "Step back now")
    assert "You have stepped back" in (await asked["Bea"].press(beas, "Take 1")).text
    assert await around(asked) == {"Ana"}


async def test_a_time_that_was_asked_is_not_offered_again(asked: Evening) -> None:
    again = await swaps(asked, "Ana")
    (menu,) = again.selects
    assert [one["label"] for one in menu["options"]] == ["Monday, March 29, 2027, 20:00 to 22:00"]
    await asked["Ana"].choose(again, menu["options"][0]["value"])
    assert await held(asked, "asked_swap") == 2
