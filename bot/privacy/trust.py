"""Who runs this, what they could see and what is kept: the same for everybody, and of nobody (R183)."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from bot.core.feature import Ages, Erase, Feature, Table
from bot.core.host import Host
from bot.core.notices import Listed, Said, said
from bot.core.storage.backups import NIGHTS, OLDEST
from bot.core.storage.keyfile import KeyPlace, look_at

COPIES_NIGHTS, COPIES_DAYS = NIGHTS, OLDEST.days
"""How many copies of the data there are at most, and how old the oldest is."""

PAGE_MOST = 8
"""Kinds of things on one page of what is kept."""


class Level(IntEnum):
    """How the keys are held (R183); what is claimed was looked at a moment before."""

    NONE = 0
    """The key lies beside the data, others can read it, or it cannot be seen."""
    HOST = 1
    """Apart from the data, with the host, who can open all of it. No key of this version is held by others."""


@dataclass(frozen=True, slots=True)
class Keys:
    """How the keys are held now; `seen` is False where the key file cannot be looked at."""

    level: Level
    seen: bool = True
    apart: bool = True
    private: bool | None = None
    """None where the computer does not tell whether others can read it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that is kept, by its table; `own` rows can be read in full by their person.

    A `mark` is about somebody and is listed for nobody; what is neither is about no person, and goes by its `ages`.
    """

    table: str
    own: bool
    mark: bool
    ages: Ages


@dataclass(frozen=True, slots=True)
class Kept:
    """One page of all that can be kept, by feature; the `last` one tells of copies as well."""

    parts: tuple[tuple[str, tuple[Kind, ...]], ...]
    place: int
    last: bool


class Trust:
    """Answers what anybody may know of an instance; it knows no person and changes nothing."""

    def __init__(self, key_file: Path, data_dir: Path, features: Iterable[Feature]) -> None:
        self._key_file = key_file
        self._data_dir = data_dir
        self._pages = pages_of(features)
        self._host = Host()

    def run_by(self, host: Host) -> None:
        """Have it known what the host said of themselves; until then they said nothing."""
        self._host = host

    @property
    def host(self) -> Host:
        """Answer who runs this, as far as they said so."""
        return self._host

    async def keys(self) -> Keys:
        """Look how the keys are held now, and claim nothing that was not looked at (R75)."""
        return held(await asyncio.to_thread(look_at, self._key_file, self._data_dir))

    def kept(self, place: int) -> Kept:
        """Answer one page of all that can be kept about anybody; the last one for a place too high."""
        place = min(place, len(self._pages) - 1)
        return Kept(self._pages[place], place, last=place == len(self._pages) - 1)

    async def untold(self) -> Sequence[Said]:
        """Answer what a host is to be told by whoever moderates: what members miss, and a key that lies open."""
        told = self._host
        if told.rehearsal:
            return ()
        missing = tuple(said(f"trust.untold.{what}") for what in ("name", "country") if not getattr(told, what))
        lines = (said("trust.untold.all", what=Listed(missing)),) if missing else ()
        keys = await self.keys()
        return lines if keys.level is not Level.NONE else (*lines, said("trust.untold.key"))


def held(place: KeyPlace | None) -> Keys:
    """Answer what can be claimed of keys that lie in a place."""
    if place is None:
        return Keys(Level.NONE, seen=False)
    fine = place.apart and place.private is not False
    return Keys(Level.HOST if fine else Level.NONE, apart=place.apart, private=place.private)


Part = tuple[str, tuple[Kind, ...]]
"""A feature, and kinds of things it keeps."""


def pages_of(features: Iterable[Feature]) -> tuple[tuple[Part, ...], ...]:
    """Cut all that the features declare into pages: first what is about people, then what is about nobody."""
    kinds = [(feature.name, _kind(table)) for feature in features for table in feature.tables]
    kinds.sort(key=lambda one: not (one[1].own or one[1].mark))
    return tuple(_parts(kinds[start : start + PAGE_MOST]) for start in range(0, len(kinds), PAGE_MOST))


def _parts(kinds: Sequence[tuple[str, Kind]]) -> tuple[Part, ...]:
    names = dict.fromkeys(name for name, _ in kinds)
    return tuple((name, tuple(kind for of, kind in kinds if of == name)) for name in names)


def _kind(table: Table) -> Kind:
    about_people = table.erase is Erase.DELETE and table.read is not None
    own = about_people and table.read is not None and not table.read.nothing
    return Kind(table.name, own=own, mark=about_people and not own, ages=table.ages)
