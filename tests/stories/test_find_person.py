"""What a host's own search shows of a member, before and after they erase themselves (R175)."""

import json
import shutil
from pathlib import Path

import pytest

from benchmarks.find_person import BLIND, FOUND, Sought, main, numbers_of, spellings, traces
from bot.core.ids import PlatformId
from tests.stories.conftest import Evening
from tests.stories.reaching import can_be_asked
from tests.stories.test_apart import keeps_away_from
from tests.stories.test_audiences import NAMED
from tests.stories.test_own_words import add, allow_lines
from tests.stories.test_step_away import erase
from tests.stories.test_worry import raised

WORDS = "the fern behind the blue door"


def copied(circle: Evening, to: Path) -> Path:
    """Answer a copy of the data as it lies there now, logs beside the files included."""
    return Path(shutil.copytree(circle.folder / "data", to))


def known_in(folder: Path, sought: dict[bytes, str]) -> set[str]:
    """Answer the files in which somebody stands; a file and its log count as one."""
    return {Path(line.split(":")[0]).name.removesuffix("-wal") for line in traces(folder, sought)}


async def test_the_search_sees_a_member_everywhere_and_after_erasing_a_number_in_old_copies_alone(
    circle: Evening, tmp_path: Path
) -> None:
    ana = circle["Ana"]
    await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    await keeps_away_from(circle, "Ana", "Bea")
    await circle.stores.backups.nightly(circle.clock.now())
    person = await circle.hearth.people.find(PlatformId(int(ana.id)))
    assert person is not None
    sought = spellings(Sought(int(ana.id), (person.number,), (ana.name,)), circle.stores.keyring)
    night = f"hearth-{circle.clock.now():%Y-%m-%d}.db"
    before = copied(circle, tmp_path / "before")
    assert known_in(before, sought) == {"hearth.db", "people.db", night}
    keys = ["--keys", str(circle.folder / "keys" / "hearth.key")]
    assert numbers_of(before, int(ana.id), circle.stores.keyring) == (person.number,)
    assert main(["--data", str(before), *keys, "--id", ana.id, "--must-find"]) == FOUND

    await ana.press(await ana.press(await ana.command("my"), "See and erase"), "Erase all of this now")
    after = copied(circle, tmp_path / "after")
    assert known_in(after, sought) == {night}
    left = traces(after, sought)
    assert {line.partition(": ")[2].split(" at ")[0] for line in left} == {"number big end first"}
    assert main(["--data", str(after), *keys, "--id", ana.id]) == 0


async def test_a_key_file_that_is_not_there_is_made_by_nobody_who_only_searches(
    circle: Evening, tmp_path: Path
) -> None:
    missing = tmp_path / "elsewhere.key"
    assert main(["--data", str(tmp_path), "--keys", str(missing), "--id", circle["Ana"].id]) == BLIND
    assert not missing.exists()


async def test_with_keys_it_opens_what_is_sealed_and_after_erasing_nothing_of_it_any_more(
    circle: Evening, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await allow_lines(circle)
    await circle.open_checkin()
    await add(circle, "Ana", WORDS, NAMED)
    await keeps_away_from(circle, "Bea", "Ana")
    await circle.stores.backups.nightly(circle.clock.now())
    told = ["--keys", str(circle.folder / "keys" / "hearth.key"), "--id", circle["Ana"].id, "--word", WORDS]
    told += ["--day", f"{circle.clock.now():%Y-%m-%d}", "--remember", str(tmp_path / "ana.json"), "--json"]

    def found(folder: Path) -> dict[str, set[str]]:
        places = [["--place", one.name, str(one), *map(str, one.parent.glob(f"{one.name}-wal"))] for one in files]
        assert main(["--data", str(folder), *told, *(part for place in places for part in place)]) == FOUND
        read = json.loads(capsys.readouterr().out)
        return {name: {f"{'opened ' * ('opened' in at)}{what}" for at, what in read[name]} for name in read}

    before = copied(circle, tmp_path / "before")
    files = sorted(before.rglob("*.db"))
    night = next(one.name for one in files if one.name.startswith("hearth-"))
    seen = found(before)
    for name in ("hearth.db", night):
        assert {"opened word 1 in utf-8", "sealed value", "number big end first"} <= seen[name]
        assert {"mark on a list of people", "mark of two people", "opened platform id in digits"} <= seen[name]
        assert not {one for one in seen[name] if one.startswith(("word", "platform id", "key"))}
    assert "opened platform id in digits" in seen["people.db"]

    ana = circle["Ana"]
    await ana.press(await ana.press(await ana.command("my"), "See and erase"), "Erase all of this now")
    files = sorted(copied(circle, tmp_path / "after").rglob("*.db"))
    left = found(tmp_path / "after")
    # Another member's list is theirs, and they can still read whom they chose.
    assert left["hearth.db"] == {"mark on a list of people", "mark of two people", "opened platform id in digits"}
    assert left["people.db"] == set()
    assert "opened word 1 in utf-8" not in left[night]


@pytest.mark.parametrize(("gone", "lost"), [("Ana", {"id", "word"}), ("Dani", {"id"})])
async def test_a_worry_in_last_nights_copy_is_closed_once_either_of_the_two_is_erased(
    gone: str, lost: set[str], circle: Evening, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    await raised(circle, "Ana", "Dani", note=WORDS)
    await circle.stores.backups.nightly(circle.clock.now())
    told = ["--keys", str(circle.folder / "keys" / "hearth.key"), "--id", circle["Dani"].id, "--word", WORDS]

    def opened(folder: Path) -> set[str]:
        main(["--data", str(folder), *told, "--json"])
        (read,) = json.loads(capsys.readouterr().out).values()
        seen = {
            what for where, what in read if "/backups/hearth-" in where and "reach_worry.sealed opened" in where
        }
        return {"id" if one.startswith("platform id") else "word" for one in seen}

    assert opened(copied(circle, tmp_path / "before")) == {"id", "word"}
    await erase(circle[gone])
    assert opened(copied(circle, tmp_path / "after")) == {"id", "word"} - lost
