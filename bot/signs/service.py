"""Reading `config/signs.yaml`, and texts by it."""

import asyncio
import hmac
import logging
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import cast

import yaml

from bot.core.ids import PersonNumber, Private
from bot.core.refusals import SettingsFault
from bot.core.texts import LOADER
from bot.signs.model import NOTHING, Reading
from bot.signs.model.lexicon import Lexicon
from bot.signs.model.sheet import Entry, Sheet, WrongEntry, lexicon_of

LOG = logging.getLogger(__name__)


class Signs:
    """Reads texts that people hand in, in memory alone; nobody but their writer hears of it (R17, R81)."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @classmethod
    def load(cls, path: Path) -> "Signs":
        """Read the rules; raises SettingsFault naming file and line of one that cannot be used."""
        try:
            return cls(lexicon_of(_sheet(path)))
        except WrongEntry as fault:
            raise SettingsFault(f"{path}, line {fault.line}: {fault}. Mend that line.") from None

    def read(self, text: Private, locale: str) -> Reading:
        """Answer what a text is read as; it is kept nowhere."""
        return self._lexicon.read(text, locale)


class Reader:
    """Reads with rules that are taken in once somebody writes: they take half a second and 33 MB."""

    def __init__(self, load: Callable[[], Signs]) -> None:
        self._load = load
        self._taken: asyncio.Future[Signs | None] | None = None

    def begin(self) -> None:
        """Begin to take the rules in, once; where they cannot be used the log says why, and texts are not read."""
        if self._taken is None:
            self._taken = asyncio.ensure_future(self._take())

    async def _take(self) -> Signs | None:
        try:
            return await asyncio.to_thread(self._load)
        except SettingsFault as fault:
            LOG.error("no text is read for signs: %s", fault)
            return None

    async def read(self, text: Private, locale: str) -> Reading:
        """Answer what a text is read as; it is kept nowhere."""
        self.begin()
        signs = await self._taken if self._taken is not None else None
        return NOTHING if signs is None else signs.read(text, locale)


class Offered:
    """Who had an offer today, in memory alone: gone at midnight and when the process ends (R101).

    People stand in it under a secret of this very run, so the memory of the process names nobody.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._day: date | None = None
        self._had: set[bytes] = set()

    def had(self, person: PersonNumber, day: date) -> bool:
        """Tell whether somebody had an offer on this day."""
        return day == self._day and self._key(person) in self._had

    def note(self, person: PersonNumber, day: date) -> None:
        """Remember for the rest of the day that somebody had one."""
        if day != self._day:
            self._day, self._had = day, set()
        self._had.add(self._key(person))

    def _key(self, person: PersonNumber) -> bytes:
        return hmac.digest(self._secret, str(person).encode(), "sha256")


def _sheet(path: Path) -> Sheet:
    try:
        written = path.read_text(encoding="utf-8")
        node = cast(yaml.Node | None, yaml.compose(written, LOADER))  # pyright: ignore[reportUnknownMemberType]
    except FileNotFoundError:
        raise SettingsFault(f"{path} is missing: restore it from the download of this version.") from None
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingsFault(f"{path} cannot be read ({type(fault).__name__}): check its rights.") from None
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise SettingsFault(f"{path}, line {line}: {fault.problem or 'not YAML'}. Mend that line.") from None
    except yaml.YAMLError:
        raise SettingsFault(f"{path} holds a sign that YAML does not allow: remove it.") from None
    return Sheet(_entry(node) if node is not None else Entry(1, ""))


def _entry(node: yaml.Node) -> Entry:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Entry(line, {_entry(key).written: _entry(value) for key, value in _pairs(node)})
    if isinstance(node, yaml.SequenceNode):
        return Entry(line, [_entry(one) for one in cast(list[yaml.Node], node.value)])
    return Entry(line, str(node.value))


def _pairs(node: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    yield from cast(list[tuple[yaml.Node, yaml.Node]], node.value)
