"""The log: fixed sentences with counts, kinds and pseudonyms, and no word of anybody (promise 5)."""

import json
import logging
import os
import time
from io import TextIOWrapper
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path
from typing import cast

from bot.core.refusals import SettingsFault
from bot.settings import Settings

QUIET = ("discord", "aiohttp", "aiosqlite", "apscheduler")
"""Loggers that would write what members said: aiosqlite logs SQL parameters, discord.gateway whole events."""

QUIETER = ("discord.http", "discord.webhook")
"""Loggers whose warnings hold ids: the address of a request names the member it is about."""

KEPT_DAYS = 14
"""Days that are kept of a log in a file (safety.md 14: 1 to 14)."""

READABLE = 0o600
"""The rights of a log file: for whoever runs Hearth alone."""


class JsonLines(logging.Formatter):
    """Writes one JSON object a line: when, how grave, where in the code, and the sentence."""

    def format(self, record: logging.LogRecord) -> str:
        """Answer the line; of a fault its kind alone, for its words could be a person's."""
        told = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"),
            "level": record.levelname,
            "from": record.name,
            "what": record.getMessage(),
        }
        kind = record.exc_info[0] if record.exc_info else None
        return json.dumps(told if kind is None else told | {"fault": kind.__name__}, ensure_ascii=False)


class TextLines(logging.Formatter):
    """Writes the same to be read; of a fault its kind alone."""

    def format(self, record: logging.LogRecord) -> str:
        """Answer the line."""
        at = self.formatTime(record, "%Y-%m-%d %H:%M:%SZ")
        kind = record.exc_info[0] if record.exc_info else None
        fault = "" if kind is None else f" ({kind.__name__})"
        return f"{at} {record.levelname} {record.name} {record.getMessage()}{fault}"


class OwnFile(TimedRotatingFileHandler):
    """A log file that nobody else can read, begun anew each day at midnight UTC; 14 days are kept."""

    def _open(self) -> TextIOWrapper:
        opened = open(self.baseFilename, self.mode, encoding="utf-8", opener=_opened)  # noqa: SIM115
        return cast(TextIOWrapper, opened)


def _opened(path: str, flags: int) -> int:
    file = os.open(path, flags, READABLE)
    # One from before may have been readable to others.
    Path(path).chmod(READABLE)
    return file


def set_up_logs(settings: Settings) -> None:
    """Write the log where and how the host wants it, and keep libraries from writing what members said into it.

    Raises `SettingsFault` for a file that cannot be written.
    """
    lines = JsonLines() if settings.log_format == "json" else TextLines()
    lines.converter = time.gmtime
    handler = _handler(settings)
    handler.setFormatter(lines)
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
    for name in QUIETER:
        logging.getLogger(name).setLevel(max(logging.ERROR, logging.getLogger().level))


def _handler(settings: Settings) -> logging.Handler:
    if settings.log_file is None:
        return logging.StreamHandler()
    try:
        return OwnFile(settings.log_file, when="midnight", utc=True, backupCount=KEPT_DAYS, encoding="utf-8")
    except OSError as fault:
        raise SettingsFault(
            f"The log file {settings.log_file} cannot be written ({fault.strerror}): name another in "
            "HEARTH_LOG_FILE, or leave it out."
        ) from None
