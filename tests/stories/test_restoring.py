"""A copy that was put back: the erased stay erased, nothing is sent twice, and whoever waits is told the truth."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.find_person import Sought, spellings, traces
from bot import cli_copies, cli_restore
from bot.consent.store import TAKEN_BACK
from bot.core.ids import PlatformId
from bot.settings import read_settings
from rehearsal.person import visit
from rehearsal.screen import Screen
from rehearsal.server import Rehearsal
from rehearsal.stories.first import people_rows, rows_about
from tests.stories.conftest import Evening, FakeClock, bot_on
from tests.stories.founded import Founded
from tests.stories.reaching import ask, can_be_asked, pages, reach
from tests.stories.test_apart import keeps_away_from
from tests.stories.test_find_person import known_in
from tests.stories.test_mailbox import note_for
from tests.stories.test_rhythm import posts, start
from tests.stories.test_whispers import direct, whispers_on

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass
class Instance:
    """A host's instance over several starts of the bot, each with the same server, people and clock."""

    server: Rehearsal
    folder: Path
    clock: FakeClock = field(default_factory=FakeClock)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def copies(self) -> Path:
        return self.data / "backups"

    async def copied(self, circle: Evening, to: str | None = "disk") -> None:
        """Let a host copy while the bot runs; to another disk, unless the story says otherwise."""
        await circle.pass_time(MINUTE)
        assert (
            await cli_copies.back_up(read_settings({}, self.folder), None if to is None else self.folder / to) == 0
        )

    async def restored(self) -> None:
        """Put the copy back while the bot is off."""
        settings, other = read_settings({}, self.folder), [*(self.folder / "disk").glob("hearth-*.db")]
        named = str(other[0]) if other else "newest"
        assert await cli_restore.restore(settings, named, None, self.clock) == 0


@pytest.fixture
def instance(founded: Founded, rehearsal: Rehearsal, tmp_path: Path) -> Instance:
    founded.stand_again(rehearsal, tmp_path)
    return Instance(rehearsal, tmp_path)


class Start:
    """One start of the bot of an instance until its block ends."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    async def __aenter__(self) -> Evening:
        one = self._instance
        self._visit = visit(one.server.url)
        people = await self._visit.__aenter__()
        self._bot = bot_on(one.server, one.folder, one.clock)
        client, hearth, stores = await self._bot.__aenter__()
        evening = Evening(one.server, people, client, hearth, stores, one.clock, one.folder)
        await hearth.settle()
        return evening

    async def __aexit__(self, *fault: object) -> None:
        await self._bot.__aexit__(None, None, None)
        await self._visit.__aexit__(None, None, None)


async def erase(circle: Evening, name: str) -> None:
    own = circle[name]
    await own.press(await own.press(await own.command("my"), "See and erase"), "Erase all of this now")


async def test_who_was_erased_after_the_copy_is_found_nowhere_once_it_was_put_back(
    instance: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Start(instance) as circle:
        await circle.open_checkin()
        await circle.answer("Ana", "Steady")
        await keeps_away_from(circle, "Bea", "Ana")
        ana = circle["Ana"]
        person = await circle.hearth.people.find(PlatformId(int(ana.id)))
        assert person is not None
        sought = spellings(Sought(int(ana.id), (person.number,), (ana.name,)), circle.stores.keyring)
        await instance.copied(circle, to=None)
        await erase(circle, "Ana")
    await instance.restored()
    told = capsys.readouterr().out
    assert "People in the copy who were erased since: 1. They stay erased." in told
    assert ana.id not in told
    async with Start(instance) as circle:
        assert await circle.hearth.people.find(PlatformId(int(ana.id))) is None
        assert rows_about(instance.data, person.number) == []
        assert "North" not in (await circle["Ana"].command("my")).text
    (copy,) = instance.copies().glob("hearth-*.db")
    # The copy itself, which goes at its age, keeps a random number alone; as does the list of somebody else.
    assert known_in(instance.data, sought) == {copy.name}
    assert {line.partition(": ")[2].split(" at ")[0] for line in traces(instance.data, sought)} == {
        "number big end first"
    }


async def test_a_planned_check_in_that_came_after_the_copy_is_taken_up_and_not_posted_again(
    instance: Instance,
) -> None:
    async with Start(instance) as circle:
        await start(circle)
        await instance.copied(circle)
        due = await circle.hearth.next_step()
        assert due is not None
        await circle.pass_time(due - circle.clock.moment + MINUTE)
        assert len(await posts(circle)) == 1
        await circle.answer("Ana", "Steady")
    await instance.restored()
    instance.clock.forward(20 * MINUTE)
    async with Start(instance) as circle:
        assert len(await posts(circle)) == 1
        # The post that stands is the one that counts: its own buttons work.
        assert "counted with the circle" in (await circle.answer("Bea", "Steady")).text
        await circle.pass_time(8 * DAY)
        assert len(await posts(circle)) == 2


async def test_a_check_in_that_closed_after_the_copy_keeps_the_closing_that_stands(instance: Instance) -> None:
    names = ("Ana", "Bea", "Cleo", "Dani", "Eli", "Flor")
    async with Start(instance) as circle:
        await circle.open_checkin()
        for place, name in enumerate(names[:5]):
            await circle.answer(name, "Steady" if place < 2 else "Wobbly")
        await instance.copied(circle)
        await circle.answer(names[5], "Steady")
        await circle.pass_time(DAY)
        stands = (await circle.post("Ana")).text
        assert "3" in stands
    await instance.restored()
    async with Start(instance) as circle:
        await circle.pass_time(HOUR)
        # With 5 it would tell what the sixth had answered.
        assert (await circle.post("Ana")).text == stands


async def test_a_direct_message_and_a_test_page_that_went_after_the_copy_go_once(instance: Instance) -> None:
    async with Start(instance) as circle:
        await can_be_asked(circle, "Bea")
        await whispers_on(circle, "Ana")
        # In quiet hours: the message waits until they end, and is due after the copy.
        await circle.pass_time(5 * HOUR)
        await note_for(circle, "Ana")
        await instance.copied(circle)
        await circle.pass_time(35 * DAY)
        went = {name: len(await direct(circle, name)) for name in ("Ana", "Bea")}
        assert went["Ana"] == 1
        assert went["Bea"] > 1
    await instance.restored()
    async with Start(instance) as circle:
        await circle.pass_time(HOUR)
        assert {name: len(await direct(circle, name)) for name in ("Ana", "Bea")} == went


async def test_an_ask_that_was_open_goes_on_and_is_told_what_was_lost_and_for_how_long(instance: Instance) -> None:
    async with Start(instance) as circle:
        await can_be_asked(circle, "Bea", "Cleo")
        await ask(circle, "Ana", how="ask, open a thread")
        await circle.hearth.settle()
        await instance.copied(circle)
        bea = circle["Bea"]
        look = next(screen for screen in await bea.look(None) if "Look" in screen.buttons)
        await bea.press(await bea.press(look, "Look"), "I have it")
        await circle.pass_time(3 * MINUTE)
        before = await pages(circle, "Bea", "Cleo")
    await instance.restored()
    async with Start(instance) as circle:
        shown = (await reach(circle, "Ana")).text
        assert "Something broke here. What happened in the 3 minutes until" in shown
        assert "Your ask goes on" in shown
        assert "asked" in shown
        assert await pages(circle, "Bea", "Cleo") == before
        talk = await said_in_thread(circle)
        assert len([line for line in talk if "Something broke here" in line and "for a while" in line]) == 1
    async with Start(instance) as circle:
        talk = await said_in_thread(circle)
        assert len([line for line in talk if "for a while" in line]) == 1


async def said_in_thread(circle: Evening) -> list[str]:
    (talk,) = await circle["Ana"].threads()
    return [line.text for line in await circle["Ana"].look(talk)]


async def test_a_yes_taken_back_after_the_copy_stays_taken_back_with_what_it_allowed(instance: Instance) -> None:
    async with Start(instance) as circle:
        await whispers_on(circle, "Ana")
        await keeps_away_from(circle, "Cleo", "Dani")
        await instance.copied(circle)
        ana, bea = circle["Ana"], circle["Bea"]
        await ana.press(await ana.command("my"), "Stop everything")
        await bea.press(await bea.press(await bea.command("my"), "North: look in or leave"), "Leave North")
        await keeps_away_from(circle, "Cleo", "Eli")
        before = (
            rows_of(instance.data / "hearth.db", "consent"),
            rows_of(instance.data / "hearth.db", "person_apart"),
        )
    # Four members that are left, Cleo's list apart, and whoever set the circle up.
    assert len(people_rows(instance.data)) == 6
    await instance.restored()
    assert any(TAKEN_BACK in row for row in rows_of(instance.data / "hearth.db", "consent"))
    async with Start(instance) as circle:
        after = (
            rows_of(instance.data / "hearth.db", "consent"),
            rows_of(instance.data / "hearth.db", "person_apart"),
        )
        assert after == before
        assert await circle.hearth.people.find(PlatformId(int(bea.id))) is None
        assert len(after[1]) == 2


def rows_of(file: Path, table: str) -> set[tuple[object, ...]]:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as opened:
        return set(opened.execute(f"SELECT * FROM {table}"))  # noqa: S608 - ours


async def test_a_lost_main_file_comes_back_and_only_the_copy_is_trusted_about_the_time(
    instance: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Start(instance) as circle:
        await instance.copied(circle)
        await erase(circle, "Ana")
    for part in instance.data.glob("hearth.db*"):
        part.unlink()
    instance.clock.forward(DAY)
    await instance.restored()
    assert "cannot be read" in capsys.readouterr().out
    async with Start(instance) as circle:
        assert await circle.hearth.people.find(PlatformId(int(circle["Ana"].id))) is None
        assert "North" in (await circle["Bea"].command("my")).text
        desk: Screen = await circle["Robin"].command("desk")
        assert "is lost" in desk.text
        assert "Nobody could press" not in desk.text
        await circle.pass_time(8 * DAY)
        assert "is lost" not in (await circle["Robin"].command("desk")).text


async def test_the_daily_line_that_came_after_the_copy_is_not_repeated(instance: Instance) -> None:
    async with Start(instance) as circle:
        robin = circle["Robin"]
        chosen = await robin.choose(
            await robin.press(await robin.command("desk"), "A silent line each day"),
            "general",
            menu="Choose the channel",
        )
        await robin.choose(chosen, "21:00", menu="Choose the hour")
        await instance.copied(circle)
        await circle.pass_time(DAY)
        before = [screen.text for screen in await robin.look("general")]
        assert any("wait at the desk" in line for line in before)
    await instance.restored()
    async with Start(instance) as circle:
        await circle.pass_time(HOUR)
        after = [screen.text for screen in await circle["Robin"].look("general")]
        assert len([line for line in after if line.startswith("2 things wait at the desk")]) == 1
