"""Numbers for whoever asks, also with the database gone: the lines are in memory, and so is where circles are."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from bot.circles.model import COUNTRIES_MOST, Circle, Whereabouts
from bot.circles.service import Circles
from bot.core.ground import Ground
from bot.core.ids import CircleId, Person, ServerId, Visitor
from bot.core.notebook import Notebook
from bot.core.notices import Notice
from bot.core.storage.database import Transaction
from bot.helplines.country import OwnCountry
from bot.helplines.model import Directory, Entry, Numbers, Topic, entry_of
from bot.helplines.notices import standing_post
from bot.helplines.store import HelplineStore

LOG = logging.getLogger(__name__)

PATIENCE = 0.8
"""Seconds the database may take before numbers are shown without it; the whole answer has three."""

Confirmed = Mapping[str, datetime]
"""When a circle confirmed each line, by the line's ident."""

Changed = Callable[[Transaction, CircleId], None]
"""Told of a circle whose numbers changed."""

FILES_NOTE = "numbers:files"
"""The note of what the files said at the last start."""

T = TypeVar("T")

_NONE: Sequence[Circle] = ()


class HelpLines:
    """Help lines and emergency numbers; nobody needs to be in a circle, and nothing is kept about who looks."""

    def __init__(
        self, ground: Ground, store: HelplineStore, circles: Circles, directory: Directory, own: OwnCountry
    ) -> None:
        self.own = own
        self._database = ground.database
        self._ground = ground
        self._clock = ground.clock
        self._notebook = Notebook(ground.database)
        self._store = store
        self._circles = circles
        self._directory = directory
        # What was read last, for the time when nothing can be read.
        self._where: dict[ServerId, Sequence[Whereabouts]] = {}
        self._confirmed: dict[CircleId, Confirmed] = {}
        self._on_change: list[Changed] = []
        circles.on_change(self._moved)

    def _moved(self, _: Transaction, circle: Circle) -> None:
        # Known at once, should nothing be readable from now on; where this is undone, the next look puts it right.
        others = [one for one in self._where.get(circle.server, ()) if one.circle != circle.circle]
        self._where[circle.server] = (*others, _whereabouts(circle)) if circle.is_open else tuple(others)

    def on_change(self, told: Changed) -> None:
        """Have somebody told of a circle whose numbers changed, inside a transaction."""
        self._on_change.append(told)

    @property
    def directory(self) -> Directory:
        """Answer every line, as read at start."""
        return self._directory

    async def begin(self) -> None:
        """Remember where every circle is and what it confirmed, for a time without the database.

        Where the files changed since the last start, every circle's post is made to say so.
        """
        for one in await self._circles.whereabouts():
            self._where[one.server] = (*self._where.get(one.server, ()), one)
        self._confirmed.update(await self._database.read(self._store.every))
        now = self._directory.digest()
        if await self._notebook.read(FILES_NOTE) != now:
            circles = [one.circle for around in self._where.values() for one in around]
            await self._database.write(lambda tx: self._tell(tx, circles))
            self._ground.changed()
            await self._notebook.write(FILES_NOTE, now)

    def _tell(self, tx: Transaction, circles: Iterable[CircleId]) -> None:
        for circle in circles:
            for told in self._on_change:
                told(tx, circle)

    def confirm_in(self, tx: Transaction, circle: CircleId, lines: Sequence[str], at: datetime) -> None:
        """Keep inside a transaction that a circle checked these lines, in place of what it checked before.

        `confirmed` is to be called after it.
        """
        self._store.put(tx, circle, lines, at)
        self._tell(tx, (circle,))

    def confirmed_in(self, tx: Transaction, circle: CircleId) -> Mapping[str, datetime]:
        """Answer inside a transaction when a circle checked which lines."""
        return self._store.of(tx, circle)

    async def confirmed(self, circle: CircleId) -> None:
        """Show from now on what a circle is known to have checked."""
        self._confirmed[circle] = await self._database.read(lambda tx: self._store.of(tx, circle))
        self._ground.changed()

    async def for_visitor(self, visitor: Visitor, topic: str | None = None) -> Numbers:
        """Answer the numbers for the countries of the visitor's circles here, or of every circle of the server.

        In a direct message they are those of all the visitor's circles. A country that they chose for themselves
        comes before all others. Without a country no number is guessed from the language: most people's says
        nothing about where they are (R79).
        """
        around = self._in_direct(visitor) if visitor.server is None else self._in_server(visitor)
        # Side by side: where nothing can be read, each is waited for as long as one alone.
        own, found = await asyncio.gather(_soon(self.own.of(visitor), ""), around)
        return self._of(visitor, found, topic, own)

    def for_visitor_in(self, tx: Transaction, visitor: Visitor, person: Person | None) -> Numbers:
        """Answer the same inside a transaction, for a visitor whose `person` was looked up before."""
        if visitor.server is None:
            found = [_whereabouts(one) for one in self._circles.of_member_in(tx, visitor, person)]
        else:
            self._where[visitor.server] = self._circles.whereabouts_in(tx, visitor.server)
            found = self._around(visitor, visitor.server)
        self._confirmed.update({one.circle: self._store.of(tx, one.circle) for one in found})
        return self._of(visitor, found, own="" if person is None else self.own.of_in(tx, person))

    def remembered(self, visitor: Visitor) -> Numbers:
        """Answer the same at once, by what was read last; for a time in which nothing can be read."""
        return self._of(visitor, () if visitor.server is None else self._around(visitor, visitor.server))

    def _of(
        self, visitor: Visitor, found: Sequence[Whereabouts], topic: str | None = None, own: str = ""
    ) -> Numbers:
        codes = (*((own,) if own else ()), *(code for one in found for code in one.countries))
        # As many as one circle can have: of more, one screen could not hold the emergency numbers.
        countries = list(dict.fromkeys(codes))[:COUNTRIES_MOST]
        confirmed: dict[str, datetime] = {}
        for one in found:
            for line, at in self._confirmed.get(one.circle, {}).items():
                confirmed[line] = max(at, confirmed.get(line, at))
        return self._directory.numbers(countries, visitor.locale, topic, self._clock.now(), confirmed)

    async def _in_server(self, visitor: Visitor) -> Sequence[Whereabouts]:
        server = visitor.server
        if server is None:
            return ()
        here = await _soon(self._database.read(lambda tx: self._circles.whereabouts_in(tx, server)), None)
        if here is not None:
            self._where[server] = here
            await self._refresh(one.circle for one in here)
        return self._around(visitor, server)

    def _around(self, visitor: Visitor, server: ServerId) -> Sequence[Whereabouts]:
        known = self._where.get(server, ())
        own = [one for one in known if one.role in visitor.roles]
        return own or known

    async def _in_direct(self, visitor: Visitor) -> Sequence[Whereabouts]:
        circles = await _soon(self._circles.memberships(visitor.platform_id), _NONE)
        if circles:
            await self._refresh(one.circle for one in circles)
        return [_whereabouts(one) for one in circles]

    async def _refresh(self, circles: Iterable[CircleId]) -> None:
        wanted = tuple(circles)
        found = await _soon(
            self._database.read(lambda tx: {circle: self._store.of(tx, circle) for circle in wanted}), None
        )
        self._confirmed.update(found or {})

    async def numbers(
        self,
        countries: tuple[str, ...],
        locale: str,
        topic: str | None = None,
        circle: CircleId | None = None,
    ) -> Numbers:
        """Answer the numbers for countries and a reader's locale, with a circle's own dates where it has any.

        A topic that is not known counts as all. It works with the database gone.
        """
        confirmed: Confirmed = {}
        if circle is not None:
            await self._refresh((circle,))
            confirmed = self._confirmed.get(circle, confirmed)
        return self._directory.numbers(countries, locale, topic, self._clock.now(), confirmed)

    async def checked_by(self, circle: CircleId) -> tuple[Entry, ...]:
        """Answer the lines that a circle checked, however long ago; one that left the files is not among them."""
        await self._refresh((circle,))
        confirmed = self._confirmed.get(circle, {})
        known = [self._directory.line(ident) for ident in confirmed]
        return tuple(entry_of(line, self._clock.now(), confirmed) for line in known if line is not None)

    def topics(self, countries: Iterable[str]) -> tuple[Topic, ...]:
        """Answer the topics that have a line in the countries."""
        return self._directory.topics(countries)

    async def standing_post(self, circle: Circle) -> Notice:
        """Answer what a circle's standing post says now."""
        settings = circle.settings
        return standing_post(await self.numbers(settings.countries, settings.language, None, circle.circle))


def _whereabouts(circle: Circle) -> Whereabouts:
    return Whereabouts(circle.circle, circle.server, circle.role, circle.settings.countries)


async def _soon(work: Coroutine[Any, Any, T], otherwise: T) -> T:
    """Answer what comes within PATIENCE; where nothing does, or it fails, answer `otherwise` at once."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=PATIENCE)
    if not done:
        # Left to end by itself: it only reads, and waiting for it is what must not happen.
        task.add_done_callback(_unheard)
        LOG.warning("numbers are shown without the database: it does not answer")
        return otherwise
    fault = task.exception()
    if fault is not None:
        LOG.warning("numbers are shown without the database: %s", type(fault).__name__)
        return otherwise
    return task.result()


def _unheard(task: "asyncio.Future[Any]") -> None:
    if not task.cancelled():
        task.exception()
