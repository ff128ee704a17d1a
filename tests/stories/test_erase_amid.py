"""Somebody is erased in the middle of something else: each has an outcome, and who is in it is told the truth."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from benchmarks.find_person import Sought, numbers_of, spellings, traces
from bot.core.ids import PlatformId, Visitor
from bot.core.storage.keychange import add_master
from bot.core.storage.sqlite import SqliteDatabase
from bot.core.world import SystemChance
from rehearsal.stories.first import people_rows, rows_about
from tests.stories.conftest import MEMBERS, Evening
from tests.stories.reaching import HERE, MINUTE, THREAD, can_be_asked, pages, reach
from tests.stories.test_audiences import NAMED
from tests.stories.test_checkin import answers_kept
from tests.stories.test_erase import erase, look, number_of
from tests.stories.test_reach_people import asks, has_it, newest

SECOND = timedelta(seconds=1)
POSTING = "/channels/{channel_id}/messages"


def visitor(circle: Evening, name: str) -> Visitor:
    """Answer somebody as a press of theirs in a direct message would come."""
    return Visitor(PlatformId(int(circle[name].id)), None, frozenset(), False, False, "en")


async def erased(circle: Evening, name: str) -> None:
    """Erase somebody, and let everything follow from it."""
    assert "Erased" in (await erase(circle, name)).text
    await circle.pass_time(SECOND)


async def together(circle: Evening) -> str:
    """Have Ana and Bea meet in a thread, and answer what it is called."""
    await can_be_asked(circle, "Bea", "Cleo", hours=False)
    await asks(circle, how=THREAD)
    await circle["Bea"].press(await has_it(circle, "Bea"), "Say hi for me")
    await circle["Ana"].press(await reach(circle, "Ana"), "Good moment")
    await circle.pass_time(SECOND)
    (talk,) = await circle["Bea"].threads()
    return talk


@pytest.mark.parametrize("how", [HERE, THREAD])
async def test_whoever_has_the_ask_of_somebody_erased_is_told_that_it_ended_and_nothing_more(
    circle: Evening, how: str
) -> None:
    await can_be_asked(circle, "Bea", "Cleo", hours=False)
    await asks(circle, how=how)
    card = await has_it(circle, "Bea")
    await erased(circle, "Ana")
    assert await pages(circle, "Bea", "Cleo") == {"Bea": 2, "Cleo": 1}
    told = await newest(circle, "Bea")
    assert "It has ended. Thank you for being there." in told.text
    assert "Ana" not in told.text
    assert "nothing to answer here any more" in (await circle["Bea"].press(card, "Say hi for me")).text
    # Nobody is asked any more, and nobody waits for a hi that can reach nobody.
    await circle.pass_time(30 * MINUTE)
    assert await pages(circle, "Bea", "Cleo") == {"Bea": 2, "Cleo": 1}


async def test_the_thread_of_somebody_erased_says_that_it_ended_to_those_who_are_in_it(circle: Evening) -> None:
    talk = await together(circle)
    before = await pages(circle, "Bea")
    await erased(circle, "Ana")
    last = (await circle["Bea"].look(talk))[-1]
    assert "This has ended" in last.text
    assert "Ana" not in last.text
    first = next(one for one in await circle["Bea"].look(talk) if one.buttons)
    assert "It has ended, and nobody is asked any more" in first.text
    assert "Enough for now" not in first.buttons
    # They read it there, so no line comes to their phone besides.
    assert await pages(circle, "Bea") == before
    # Where it stood is kept no longer than until it said so.
    await circle.pass_time(timedelta(hours=2))
    rows = await circle.stores.main.read(lambda tx: tx.all("SELECT * FROM reach_room"))
    assert rows == []


async def test_a_thread_is_told_that_it_ended_once_discord_is_back(circle: Evening) -> None:
    talk = await together(circle)
    await circle.people.faults("503", POSTING, method="POST", times=None)
    await erased(circle, "Ana")
    await circle.pass_time(timedelta(hours=3))
    assert "This has ended" not in (await circle["Bea"].look(talk))[-1].text
    await circle.people.clear_faults()
    await circle.pass_time(timedelta(minutes=15))
    assert "This has ended" in (await circle["Bea"].look(talk))[-1].text


async def test_the_ask_of_another_is_open_again_at_once_when_whoever_has_it_is_erased(circle: Evening) -> None:
    await together(circle)
    before = await pages(circle, "Cleo")
    await erased(circle, "Bea")
    screen = await reach(circle, "Ana")
    assert "Whoever had it could not come" in screen.text
    assert "Bea" not in screen.text
    assert (await pages(circle, "Cleo"))["Cleo"] == before["Cleo"] + 1


async def test_where_whoever_is_erased_was_the_only_one_the_truth_comes_at_once(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    await asks(circle)
    await erased(circle, "Bea")
    screen = await reach(circle, "Ana")
    assert "One person was asked, and nobody has answered" in screen.text
    assert "112" in screen.text


async def test_what_waits_in_the_outbox_for_somebody_erased_never_comes(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    await circle.people.faults("503", POSTING, method="POST", times=None)
    await asks(circle)
    await erased(circle, "Bea")
    await circle.people.clear_faults()
    await circle.pass_time(30 * MINUTE)
    assert await pages(circle, "Bea") == {}
    rows = await circle.stores.main.read(lambda tx: tx.all("SELECT * FROM outbox WHERE person IS NOT NULL"))
    assert rows == []


async def test_somebody_erased_while_others_choose_is_asked_by_nobody(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    choice = await circle["Ana"].press(await reach(circle, "Ana"), "I would like company")
    assert "One person in North can be asked now" in choice.text
    await erased(circle, "Bea")
    refused = await circle["Ana"].press(choice, HERE)
    assert "Nobody can be asked any more in this moment, so nothing was sent" in refused.text


After = Callable[[], Awaitable[object]]


def after_the_first(monkeypatch: pytest.MonkeyPatch, of: object, name: str, then: After) -> None:
    """Have something else happen right behind the first call of a method."""
    real, happened = getattr(of, name), False

    async def called(*told: object) -> object:
        nonlocal happened
        found = await real(*told)
        if not happened:
            happened = True
            await then()
        return found

    monkeypatch.setattr(of, name, called)


async def closing_names(circle: Evening) -> str:
    """Answer what stands in the closed check-in, once everything is drawn."""
    await circle.pass_time(timedelta(seconds=5))
    post = await circle.post("Bea")
    assert "closed" in post.text
    return post.text


async def test_somebody_erased_while_a_check_in_is_counted_is_neither_counted_nor_named(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = await circle.open_checkin()
    await circle.join("Gus")
    for name in MEMBERS[:6]:
        await circle.answer(name, "Steady" if name < "D" else "Wobbly")
    await circle.answer("Gus", "Steady", NAMED)
    erasures, people = circle.hearth.privacy.erasures, circle.hearth.people
    # The closing has everybody's keys in hand by then.
    after_the_first(monkeypatch, people, "get", lambda: erasures.erase(visitor(circle, "Ana")))
    await circle["Robin"].press(opened, "Close it now")
    said = await closing_names(circle)
    # Of three who were steady two are left, which is too few to be shown.
    assert "Steady: 3" not in said
    assert "Gus" in said
    assert await answers_kept(circle) == 1


async def test_a_check_in_that_closes_between_key_and_rows_names_nobody_who_is_erased(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = await circle.open_checkin()
    for name in ("Ana", "Bea"):
        await circle.answer(name, "Steady", NAMED)
    after_the_first(
        monkeypatch, circle.hearth.people, "forget", lambda: circle["Robin"].press(opened, "Close it now")
    )
    await erased(circle, "Ana")
    said = await closing_names(circle)
    assert "Ana" not in said
    assert "Bea" in said
    assert await answers_kept(circle) == 1


async def found_in(circle: Evening, name: str, number: int) -> list[str]:
    """Answer the files that give somebody away, without those that hold their number and nothing that opens."""
    sought = spellings(Sought(int(circle[name].id), (), (circle[name].name,)), circle.stores.keyring)
    data = circle.folder / "data"
    assert rows_about(data, number) == []
    return traces(data, sought)


async def test_somebody_erased_while_the_night_copies_the_files_is_in_no_copy(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, real = await number_of(circle, "Ana"), SqliteDatabase.copy_to
    begun, forgotten, go_on = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow(self: SqliteDatabase, target: object) -> None:
        await real(self, target)  # type: ignore[arg-type]
        if self is circle.stores.people_file and not begun.is_set():
            # The copy stands, and holds them; whoever comes now is not in it any more.
            begun.set()
            await go_on.wait()

    async def noticed() -> None:
        forgotten.set()

    monkeypatch.setattr(SqliteDatabase, "copy_to", slow)
    after_the_first(monkeypatch, circle.stores.people_file, "write", noticed)
    night = asyncio.create_task(circle.stores.backups.nightly(circle.clock.now()))
    await begun.wait()
    assert ana in {row[0] for row in people_rows(circle.folder / "data" / "backups")}
    gone = asyncio.create_task(erase(circle, "Ana"))
    await forgotten.wait()
    assert ana not in {row[0] for row in people_rows(circle.folder / "data")}
    assert not gone.done()
    go_on.set()
    await night
    assert "Erased" in (await gone).text
    assert ana not in {row[0] for row in people_rows(circle.folder / "data" / "backups")}
    assert numbers_of(circle.folder / "data", int(circle["Ana"].id), circle.stores.keyring) == ()
    assert await found_in(circle, "Ana", ana) == []


async def test_somebody_erased_while_everybodys_key_is_wrapped_anew_is_not_wrapped_back(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, renewing = await number_of(circle, "Ana"), circle.hearth.house.renewing
    await renewing.look()
    add_master(circle.stores.key_file, SystemChance(), circle.clock.now().date())
    erasing: list[asyncio.Task[object]] = []
    real = renewing.progress

    async def erased_meanwhile() -> object:
        if not erasing:
            erasing.append(asyncio.create_task(circle.hearth.privacy.erasures.erase(visitor(circle, "Ana"))))
            await asyncio.sleep(0)
        return await real()

    monkeypatch.setattr(renewing, "progress", erased_meanwhile)
    await renewing.look()
    await asyncio.gather(*erasing)
    assert (await real()).done
    assert ana not in {row[0] for row in people_rows(circle.folder / "data")}
    assert await found_in(circle, "Ana", ana) == []
    # Everybody else is known under the new key.
    assert "North" in (await circle["Bea"].command("my")).text
    assert "You are in no circle" in (await circle["Ana"].command("my")).text


async def test_pressed_twice_at_once_it_is_done_once_and_both_answers_are_true(circle: Evening) -> None:
    ana, screens = await number_of(circle, "Ana"), [await look(circle, "Ana") for _ in range(2)]
    answers = await asyncio.gather(*(circle["Ana"].press(one, "Erase all of this now") for one in screens))
    assert all("Erased. It cannot be read any more" in one.text for one in answers)
    assert sorted("Gone: 1 entry that linked your account" in one.text for one in answers) == [False, True]
    assert await found_in(circle, "Ana", ana) == []
