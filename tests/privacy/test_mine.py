"""The story of one who uses everything and is forgotten, as a test; planted faults turn it red (R175)."""

import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from bot.cli import SHIPPED
from bot.core.feature import Erase
from bot.foundation import shipped_guard
from rehearsal.person import People
from rehearsal.running import Plan, Story, play
from rehearsal.stage import Stage
from rehearsal.stories import mine
from rehearsal.story import StoryBroken, Teller
from tests.guards.tables import features
from tests.privacy.planted import FAULTS

RED: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("export",): ("The copy holds what is another's: it was a long hour",),
    ("log line",): ("Nobody may ever stand in the log, at DEBUG: platform id in digits",),
    # These are seen at the end, all at once.
    ("table", "backup", "copy of the people file"): (
        "Still there after erasing: ",
        "both database files: platform id big end first in hearth.db",
        "the nights' copies of hearth.db: platform id big end first in hearth-",
        "the copy of people.db: look-up value in people.db",
    ),
}
"""The faults that are planted together, and what the story says as it breaks."""


async def told(story: Story, *faults: str) -> tuple[int, list[str]]:
    """Play a story with the bot as it is with some faults, and answer how it ended and all it told."""
    said: list[str] = []
    command = (sys.executable, "-m", "tests.privacy.planted", ",".join(faults), "--folder", str(SHIPPED), "run")
    return await play(story, Plan(command, 0, offends=shipped_guard().offends), said.append), said


async def test_who_used_everything_and_is_erased_is_found_nowhere_but_where_it_is_listed() -> None:
    ended, said = await told(mine.story)
    sys.stdout.write("\n".join(["", *said, ""]))
    assert ended == 0, said[-1]
    declared = {one.name for feature in features() for one in feature.tables if one.erase is Erase.DELETE}
    assert declared >= mine.UNUSED.keys()
    assert f"Of {len(declared)} tables about people, {len(declared - mine.UNUSED.keys())} held" in "\n".join(said)
    assert said[-1].startswith("Nothing of Marisol is anywhere else")


@pytest.mark.parametrize("faults", RED)
async def test_planted_faults_turn_it_red(faults: tuple[str, ...]) -> None:
    ended, said = await told(mine.brief, *faults)
    assert ended == 1
    assert said[-1].startswith("The story broke: ")
    for part in RED[faults]:
        assert part in said[-1]


def test_every_fault_is_planted() -> None:
    assert FAULTS.keys() == {fault for faults in RED for fault in faults}


def test_a_table_about_people_in_which_she_never_stood_breaks_the_story(tmp_path: Path) -> None:
    for file in ("hearth.db", "people.db"):
        with closing(sqlite3.connect(tmp_path / file, isolation_level=None)) as made:
            made.execute(f"CREATE TABLE of_{file[:6]} (entry INTEGER, person INTEGER)")
            made.execute("CREATE TABLE about_nobody (entry INTEGER)")
    stage = cast(Stage, SimpleNamespace(data_dir=tmp_path, teller=Teller(cast(People, None))))
    with pytest.raises(StoryBroken, match="no row of hers was ever in of_hearth, of_people"):
        mine._everything_was_used(stage, mine.Kept(stage, 1))
