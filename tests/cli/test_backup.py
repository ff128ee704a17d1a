"""`hearth backup`: what is copied, where to, and what is said when it cannot be."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.core.storage import sqlite
from bot.core.storage.lockfile import LockFile

from .conftest import Hearth


def rows_of(copy: Path, table: str) -> int:
    with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
        return int(opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - ours


def copies_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def no_room(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(sqlite.os, "fsync", no_room)
        yield


def test_without_data_there_is_nothing_to_copy_and_nothing_is_made(hearth: Hearth, tmp_path: Path) -> None:
    ran = hearth("backup")
    assert ran.returncode == 0
    assert "nothing to copy" in ran.stdout
    assert not (tmp_path / "data").exists()


def test_both_files_are_copied_for_their_owner_alone_and_the_key_is_in_neither(
    hearth: Hearth, tmp_path: Path
) -> None:
    hearth("migrate")
    ran = hearth("backup")
    assert ran.returncode == 0
    folder = tmp_path / "data" / "backups"
    main, people = copies_in(folder)
    assert (main[:7], people) == ("hearth-", "people.db")
    assert rows_of(folder / main, "migration") > 1
    assert rows_of(folder / people, "migration") >= 1
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in (main, people)} == {0o600}
    assert all(name in ran.stdout for name in (main, people, "hearth.key"))
    keys = (tmp_path / "keys" / "hearth.key").read_text().split()
    whole = b"".join((folder / name).read_bytes() for name in (main, people))
    secrets = [word for word in keys if len(word) == 64]
    assert secrets
    assert not any(bytes.fromhex(word) in whole or word.encode() in whole for word in secrets)


def test_the_bot_may_run_meanwhile(hearth: Hearth, tmp_path: Path) -> None:
    hearth("migrate")
    held = [LockFile.hold(tmp_path / "data" / name) for name in ("hearth.db", "people.db")]
    assert hearth("backup").returncode == 0
    for lock in held:
        lock.let_go()


def test_another_folder_is_filled_and_said_to_be_out_of_reach(hearth: Hearth, tmp_path: Path) -> None:
    hearth("migrate")
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "hearth-2001-01-01.db").write_bytes(b"old")
    (disk / "mine.txt").write_text("mine")
    ran = hearth("backup", "--to", str(disk))
    assert ran.returncode == 0
    assert "does not reach" in ran.stdout
    assert [name[:7] for name in copies_in(disk)] == ["hearth-", "mine.tx", "people."]
    assert not (disk / "hearth-2001-01-01.db").exists()
    assert not (tmp_path / "data" / "backups").exists()


@pytest.mark.parametrize(
    ("folder", "about"), [("data/mine", "inside the data folder"), ("keys", "key file"), (".", "key file")]
)
def test_a_folder_that_would_give_everything_away_is_refused(hearth: Hearth, folder: str, about: str) -> None:
    hearth("migrate")
    ran = hearth("backup", "--to", folder)
    assert ran.returncode == 2
    assert about in ran.stderr


def test_a_full_disk_leaves_the_older_copies_and_is_said(
    hearth: Hearth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearth("migrate")
    hearth("backup")
    folder = tmp_path / "data" / "backups"
    before = {name: (folder / name).read_bytes() for name in copies_in(folder)}
    with full_disk(monkeypatch):
        ran = hearth("backup")
    assert ran.returncode == 1
    assert "No space left on device" in ran.stderr
    assert {name: (folder / name).read_bytes() for name in copies_in(folder)} == before


def test_a_lost_key_file_is_said_before_anything_is_copied(hearth: Hearth, tmp_path: Path) -> None:
    hearth("migrate")
    (tmp_path / "keys" / "hearth.key").unlink()
    ran = hearth("backup")
    assert ran.returncode == 2
    assert "restore your key file" in ran.stderr
    assert not (tmp_path / "data" / "backups").exists()


def test_a_key_file_others_can_read_is_said_first(hearth: Hearth, tmp_path: Path) -> None:
    hearth("migrate")
    (tmp_path / "keys" / "hearth.key").chmod(0o644)
    ran = hearth("backup")
    assert ran.returncode == 2
    assert "chmod 600" in ran.stderr
