"""What a host's own search shows of a member, before and after they erase themselves (R175)."""

import shutil
from pathlib import Path

from benchmarks.find_person import BLIND, FOUND, Sought, main, numbers_of, spellings, traces
from bot.core.ids import PlatformId
from tests.stories.conftest import Evening
from tests.stories.test_apart import keeps_away_from


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
