"""Whom somebody would rather not meet: neither is asked for the other, and nobody sees a difference (R28)."""

import pytest

from bot.core.ids import PlatformId, Visitor
from rehearsal.screen import Screen
from rehearsal.stories.first import rows_about
from tests.stories.conftest import Evening
from tests.stories.reaching import ask, can_be_asked, pages, presses, reach
from tests.stories.test_worry import pages as worries_for
from tests.stories.test_worry import raised

ADD, OFF = "Choose people I'd rather not meet", "Choose people to take off"


async def own_list(circle: Evening, name: str) -> Screen:
    return await circle[name].press(await circle[name].command("my"), "Who I'd rather not meet")


async def keeps_away_from(circle: Evening, name: str, *others: str) -> Screen:
    return await circle[name].choose(await own_list(circle, name), *others, menu=ADD)


async def entries(circle: Evening) -> int:
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT count(*) AS held FROM person_apart"))
    assert row is not None
    held = row["held"]
    assert isinstance(held, int)
    return held


@pytest.mark.parametrize(("owner", "other"), [("Ana", "Bea"), ("Bea", "Ana")])
async def test_neither_is_asked_for_the_other_by_whoever_s_list_it_is(
    circle: Evening, owner: str, other: str
) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    await keeps_away_from(circle, owner, other)
    await ask(circle, "Ana")
    await circle.hearth.settle()
    assert await pages(circle, "Bea", "Cleo") == {"Cleo": 1}


@pytest.mark.parametrize(("owner", "other"), [("Ana", "Bea"), ("Bea", "Ana")])
async def test_where_the_only_one_is_kept_apart_it_reads_as_where_nobody_is_there(
    circle: Evening, owner: str, other: str
) -> None:
    nobody = (await reach(circle, "Ana")).text
    await can_be_asked(circle, "Bea")
    assert (await reach(circle, "Ana")).text != nobody
    await keeps_away_from(circle, owner, other)
    assert (await reach(circle, "Ana")).text == nobody


async def test_an_ask_that_is_on_its_way_is_over_for_who_is_kept_apart_since(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo", hours=False)
    await ask(circle, "Ana")
    await circle.hearth.settle()
    page = (await circle["Bea"].look(None))[-1]
    assert "Look" in page.buttons
    await keeps_away_from(circle, "Bea", "Ana")
    refused = await circle["Bea"].press(page, "Look")
    assert "I am here" not in " ".join(refused.buttons)
    assert "rather not" not in refused.text


async def test_a_worry_goes_to_nobody_who_is_kept_apart_from_either(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo", "Eli")
    await keeps_away_from(circle, "Bea", "Dani")
    await keeps_away_from(circle, "Ana", "Cleo")
    await raised(circle)
    assert [name for name in ("Bea", "Cleo", "Eli") if await worries_for(circle, name)] == ["Eli"]


async def test_somebody_put_on_a_list_before_they_came_is_kept_apart_when_they_come(circle: Evening) -> None:
    await keeps_away_from(circle, "Ana", "Sam")
    await circle.join("Sam")
    await can_be_asked(circle, "Sam", "Cleo")
    await ask(circle, "Ana")
    await circle.hearth.settle()
    assert await pages(circle, "Sam", "Cleo") == {"Cleo": 1}


async def test_somebody_who_erases_themselves_and_comes_back_is_still_kept_apart(circle: Evening) -> None:
    await keeps_away_from(circle, "Ana", "Bea")
    bea = circle["Bea"]
    await bea.press(await bea.press(await bea.command("my"), "See and erase"), "Erase all of this now")
    assert await entries(circle) == 1
    await circle.join("Bea")
    await can_be_asked(circle, "Bea", "Cleo")
    await ask(circle, "Ana")
    await circle.hearth.settle()
    assert await pages(circle, "Bea", "Cleo") == {"Cleo": 1}


async def test_the_list_is_shown_to_its_owner_alone_and_lets_go_of_one_or_all(circle: Evening) -> None:
    shown = await keeps_away_from(circle, "Ana", "Bea", "Cleo")
    assert all(f"@{name}" in shown.text for name in ("Bea", "Cleo"))
    assert "Nobody is on it" in (await own_list(circle, "Bea")).text
    one = await circle["Ana"].choose(shown, "Bea", menu=OFF)
    assert "@Bea" not in one.text
    assert "@Cleo" in one.text
    assert "Nobody is on it" in (await circle["Ana"].press(one, "Forget this list")).text
    assert await entries(circle) == 0


async def test_oneself_and_one_too_many_are_refused_and_nobody_is_added(circle: Evening) -> None:
    refused = await keeps_away_from(circle, "Ana", "Ana", "Bea")
    assert "Nobody was added" in refused.text
    assert await entries(circle) == 0
    ana = Visitor(PlatformId(int(circle["Ana"].id)), None, frozenset(), False, False, "en")
    await circle.hearth.privacy.apart.add(ana, [PlatformId(7_000_000 + one) for one in range(49)])
    await keeps_away_from(circle, "Ana", "Cleo")
    assert await entries(circle) == 50
    assert "holds 50" in (await keeps_away_from(circle, "Ana", "Bea")).text
    assert "The list holds" not in (await keeps_away_from(circle, "Ana", "Cleo")).text
    assert await entries(circle) == 50


async def test_a_choice_without_anybody_is_an_old_button(circle: Evening) -> None:
    await presses(circle, "Ana", "privacy:apart_add")
    assert await entries(circle) == 0


async def test_stopping_everything_lets_go_of_the_list_and_coming_back_revives_nothing(circle: Evening) -> None:
    await keeps_away_from(circle, "Ana", "Bea")
    await circle["Ana"].press(await circle["Ana"].command("my", dm=True), "Stop everything")
    assert await entries(circle) == 0
    ana = circle["Ana"]
    shown = await ana.press(await ana.command("my"), "For all circles: what I say yes to")
    assert "Switch on: Who I'd rather not meet" in shown.buttons
    assert "Nobody is on it" in (await own_list(circle, "Ana")).text


async def test_switching_it_off_takes_no_more_presses_than_switching_it_on(circle: Evening) -> None:
    ana = circle["Ana"]
    everywhere = await ana.press(await ana.command("my"), "For all circles: what I say yes to")
    first = await ana.press(everywhere, "Switch on: Who I'd rather not meet")
    await ana.choose(first, "Bea", menu=ADD)
    everywhere = await ana.press(await ana.command("my"), "For all circles: what I say yes to")
    off = await ana.press(everywhere, "Switch off: Who I'd rather not meet")
    assert "Switch on: Who I'd rather not meet" in off.buttons
    assert await entries(circle) == 0


async def test_the_file_names_nobody_and_erasing_takes_the_list_along(circle: Evening) -> None:
    await keeps_away_from(circle, "Ana", "Bea")
    rows = await circle.stores.main.read(lambda tx: tx.all("SELECT * FROM person_apart"))
    assert circle["Bea"].id not in repr(rows)
    number = rows[0]["person"]
    assert isinstance(number, int)
    ana = circle["Ana"]
    await ana.press(await ana.press(await ana.command("my"), "See and erase"), "Erase all of this now")
    assert await entries(circle) == 0
    assert rows_about(circle.folder / "data", number) == []


async def test_it_reads_in_spanish_as_well(circle: Evening) -> None:
    ana = circle["Ana"]
    await ana.press(await ana.press(await ana.command("my"), "My language"), "Keep: Español")
    shown = await ana.press(await ana.command("my"), "A quién prefiero no encontrarme")
    added = await ana.choose(shown, "Bea", menu="Elige a quién prefiero no encontrarme")
    assert "Ahora están" in added.text
