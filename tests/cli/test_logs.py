"""The log: where and how the host wants it, for the host alone, and no fault's own words in it."""

import json
import logging
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.refusals import SettingsFault
from bot.core.storage.keyring import Keyring
from bot.core.storage.pseudonyms import Pseudonyms
from bot.core.world import SystemChance
from bot.logs import KEPT_DAYS, QUIET, QUIETER, OwnFile, set_up_logs
from bot.settings import read_settings

WORDS = "words of a person"
LOG = logging.getLogger("bot.hearth")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Put back how tests log."""
    loggers = [logging.getLogger(name) for name in ("", *QUIET, *QUIETER)]
    handlers, levels = loggers[0].handlers[:], [logger.level for logger in loggers]
    loggers[0].handlers = []
    yield
    for handler in loggers[0].handlers:
        handler.close()
    loggers[0].handlers = handlers
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


def set_up(folder: Path, **chosen: str) -> None:
    set_up_logs(read_settings({f"HEARTH_LOG_{name}": value for name, value in chosen.items()}, folder))


def fail() -> None:
    try:
        raise ValueError(WORDS)
    except ValueError:
        LOG.exception("fault %s: no apology", "0042")


def test_a_line_is_one_object_with_the_kind_of_a_fault_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(tmp_path, FORMAT="json")
    fail()
    told = json.loads(capsys.readouterr().err)
    assert told.pop("at").endswith("Z")
    what = "fault 0042: no apology"
    assert told == {"level": "ERROR", "from": "bot.hearth", "what": what, "fault": "ValueError"}


def test_a_line_to_read_has_no_words_of_a_fault_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(tmp_path)
    fail()
    written = capsys.readouterr().err
    assert written.endswith("ERROR bot.hearth fault 0042: no apology (ValueError)\n")
    assert WORDS not in written


def test_a_file_is_for_its_owner_alone_even_if_it_was_there_before(tmp_path: Path) -> None:
    file = tmp_path / "hearth.log"
    file.write_text("before\n", encoding="utf-8")
    file.chmod(0o644)
    set_up(tmp_path, FILE="hearth.log", FORMAT="json")
    LOG.info("ready on %d servers", 3)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text(encoding="utf-8").splitlines()[1])["what"] == "ready on 3 servers"


def test_a_file_is_begun_anew_and_two_weeks_are_kept(tmp_path: Path) -> None:
    set_up(tmp_path, FILE="hearth.log")
    (handler,) = logging.getLogger().handlers
    assert isinstance(handler, OwnFile)
    for day in range(1, 21):
        (tmp_path / f"hearth.log.2027-02-{day:02d}").touch()
    LOG.info("ready on %d servers", 3)
    handler.doRollover()
    older = list(tmp_path.glob("hearth.log.*"))
    assert len(older) == KEPT_DAYS == 14
    assert (tmp_path / "hearth.log").read_text(encoding="utf-8") == ""
    assert {stat.S_IMODE((tmp_path / "hearth.log").stat().st_mode)} == {0o600}


@pytest.mark.parametrize(("name", "value"), [("FORMAT", "xml"), ("FILE", "no/such/folder/hearth.log")])
def test_what_cannot_be_used_is_one_sentence(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsFault, match=f"HEARTH_LOG_{name}"):
        set_up(tmp_path, **{name: value})


def test_a_sign_is_the_same_for_a_week_and_tells_nothing(tmp_path: Path) -> None:
    keys = [Keyring.open(tmp_path / name, SystemChance(), tmp_path / "data") for name in ("one.key", "other.key")]

    class Clock:
        day = 22  # a Monday of 2027

        def now(self) -> datetime:
            return datetime(2027, 3, self.day, tzinfo=UTC)

    clock = Clock()
    mine, others = (Pseudonyms(key, clock) for key in keys)
    first = mine.of("server", 1575079218532843521)
    assert first.startswith("server-")
    assert len(first) == len("server-") + 8
    assert first != others.of("server", 1575079218532843521)
    assert first != mine.of("server", 1575079218532843522)
    clock.day = 28
    assert mine.of("server", 1575079218532843521) == first
    clock.day = 29
    assert mine.of("server", 1575079218532843521) != first
