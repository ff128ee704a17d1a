"""A circle over real files whose platform is quiet, and a member in it with as many rows as years would make."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from bot.assembly import Hearth, assemble, shipped_lines, shipped_texts
from bot.circles.model import Circle
from bot.circles.model import Settings as OfCircle
from bot.circles.store import CircleStore
from bot.core.ids import ChannelId, CircleId, MessageId, PersonNumber, PlatformId, RoleId, ServerId, Visitor
from bot.core.notices import Notice
from bot.core.ports import Front
from bot.core.scheduling.due import microseconds
from bot.core.storage.database import Transaction
from bot.core.world import SystemChance, SystemClock
from bot.settings import Settings
from bot.stores import Stores, open_stores

NORTH, SERVER, ROLE, DOOR, ROOM = CircleId(7), ServerId(5), RoleId(6), ChannelId(3), ChannelId(8)

FIRST = PlatformId(1_575_077_395_000_000_000)
"""The first member, by whom others are asked for; an id as long as they are, so that no other number is like it."""

Of = tuple[int, int, PersonNumber]
"""What rows are made of: a number to begin with, a moment in microseconds, and who asked."""

NAMED_ROUNDS = 14
"""Check-ins of two weeks, each closed with an answer beside a name: after that names go by themselves."""

POST = MessageId(9)
"""Every message there is: nobody reads them here."""


class QuietFront:
    """A platform on which everything that erasing asks for is done at once."""

    def connected(self) -> bool:
        """Hear every press."""
        return True

    async def let_in(self, _server: ServerId, _role: RoleId, _who: PlatformId) -> None:
        """Give the role."""

    async def let_out(self, _server: ServerId, _role: RoleId, _who: PlatformId) -> None:
        """Take the role."""

    async def missing_permissions(self, _server: ServerId, _wanted: tuple[str, ...]) -> tuple[str, ...]:
        """Hold every permission."""
        return ()

    async def post(self, _place: ChannelId, _notice: Notice, _locale: str, _once: str) -> MessageId:
        """Take a message."""
        return POST

    async def whisper(self, _who: PlatformId, _notice: Notice, _locale: str, _once: str) -> MessageId:
        """Take a direct message."""
        return POST

    async def revise(self, _place: ChannelId, _message: MessageId, _notice: Notice, _locale: str) -> None:
        """Take a change."""

    async def find(self, _place: ChannelId, _once: str, _since: datetime) -> MessageId:
        """Find whatever is looked for."""
        return POST


@asynccontextmanager
async def product(folder: Path) -> AsyncGenerator[tuple[Hearth, Stores]]:
    """Open the real product over the files of a folder."""
    settings = Settings("t", None, None, None, folder / "data", folder / "key", "ERROR", 0.05)
    front, chance = cast("Front", QuietFront()), SystemChance()
    async with open_stores(settings, chance) as stores:
        hearth = await assemble(stores, front, SystemClock(), chance, shipped_texts(), lines=shipped_lines())
        try:
            yield hearth, stores
        finally:
            await hearth.end()


def visitor(who: PlatformId, *, plans: bool = False) -> Visitor:
    """Answer a member of the circle; one that `plans` moderates it."""
    return Visitor(who, SERVER, frozenset({ROLE}), plans, False, "en", ROOM)


async def build(hearth: Hearth, stores: Stores, members: int) -> list[PlatformId]:
    """Make a circle with so many members, and answer who they are."""
    settings = OfCircle("North", "UTC", "en", ("DE",), limits="l", contact="c")
    circle = Circle(NORTH, SERVER, True, settings, 1, ROLE, DOOR, ROOM)
    await stores.main.write(lambda tx: CircleStore(stores.keyring).add(tx, circle))
    joined = [PlatformId(FIRST + number) for number in range(members)]
    for who in joined:
        await hearth.circles.join(visitor(who), NORTH, 1)
    return joined


async def grow(hearth: Hearth, stores: Stores, who: PlatformId, rows: int) -> PersonNumber:
    """Give a member so many more rows in nine tables, as somebody has who has been there for long.

    They were asked for by the first member. Answers what Hearth calls them.
    """
    person, asker = await hearth.people.find(who), await hearth.people.find(FIRST)
    assert person is not None and asker is not None
    of = (SystemChance().number() // 2, microseconds(datetime.now(UTC)), asker.number)
    await stores.main.write(lambda tx: _grow(tx, person.number, rows, of))
    return person.number


def _grow(tx: Transaction, person: PersonNumber, rows: int, of: Of) -> None:
    # Shares as of a member who answers daily, has much answered and is asked often; most is their own history.
    shares = {"side": 0.08, "slip": 0.2, "outbox": 0.08, "taken": 0.03, "page": 0.04, "kept": 0.03}
    for place in range(NAMED_ROUNDS):
        _round(tx, person, place, of)
    left = rows - NAMED_ROUNDS
    for name, share in shares.items():
        many = int(rows * share)
        left -= many
        for place in range(many):
            _ROWS[name](tx, person, place, of)
    for place in range(left):
        _history(tx, person, place, of)


def _history(tx: Transaction, person: PersonNumber, place: int, of: Of) -> None:
    tx.run(
        "INSERT INTO checkin_history (entry, person, circle, sealed, day) VALUES (:e, :p, :c, :s, :d)",
        e=f"{of[0]}/{place}",
        p=person,
        c=NORTH,
        s=bytes(1024),
        d=f"2026-{place % 12 + 1:02d}-01",
    )


def _round(tx: Transaction, person: PersonNumber, place: int, of: Of) -> None:
    tx.run(
        "INSERT INTO checkin_round (round, circle, format, state, post, shown, spread, opened_at, closes_at)"
        " VALUES (:r, :c, 'lights', 'closed', 9, 1, '{}', :at, :at)",
        r=of[0] + place,
        c=NORTH,
        at=of[1],
    )
    tx.run(
        "INSERT INTO checkin_answer (round, person, sealed) VALUES (:r, :p, :s)",
        r=of[0] + place,
        p=person,
        s=bytes(1024),
    )


def _side(tx: Transaction, person: PersonNumber, place: int, of: Of) -> None:
    tx.run(
        "INSERT INTO mailbox_side (side, person, circle, sealed, until) VALUES (:n, :p, :c, :s, '2100-01-01')",
        n=of[0] + place,
        p=person,
        c=NORTH,
        s=bytes(128),
    )


def _slip(tx: Transaction, person: PersonNumber, place: int, of: Of) -> None:
    tx.run(
        "INSERT INTO mailbox_slip (slip, side, person, place, sealed, made_on)"
        " VALUES (:n, :side, :p, :n, :s, '2026-11-01')",
        n=of[0] + place,
        side=of[0] + place % 100,
        p=person,
        s=bytes(1024),
    )


def _outbox(tx: Transaction, person: PersonNumber, place: int, of: Of) -> None:
    tx.run(
        "INSERT INTO outbox (delivery, kind, subject, server, person, lane, state, due_at, next_try_at, settled_at)"
        " VALUES (:d, 'reach.pages', :n, 5, :p, 0, 'sent', :at, :at, :at)",
        d=f"{of[0]}/{place}",
        n=place,
        p=person,
        at=of[1],
    )


def _taken(tx: Transaction, person: PersonNumber, place: int, of: Of) -> None:
    tx.run(
        "INSERT INTO asked_taken (taken, person, circle, taken_at) VALUES (:n, :p, :c, :at)",
        n=of[0] + place,
        p=person,
        c=NORTH,
        at=of[1],
    )


def _page(tx: Transaction, person: PersonNumber, place: int, of: Of) -> None:
    tx.run(
        "INSERT INTO reach_ask (ask, circle, person, kind, answers, adult, pace, state, begun_at, next_at, step,"
        " turn, how, ended_at)"
        " VALUES (:n, :c, :other, 'alone', 'here', 1, 0, 'asking', :at, :at, 0, 0, 'left', :at)",
        n=of[0] + place,
        c=NORTH,
        other=of[2],
        at=of[1],
    )
    tx.run(
        "INSERT INTO reach_page (ask, person, turn, at, page) VALUES (:n, :p, 0, :at, 'stands')",
        n=of[0] + place,
        p=person,
        at=of[1],
    )


def _kept(tx: Transaction, person: PersonNumber, place: int, of: Of) -> None:
    tx.run(
        "INSERT INTO debrief_kept (kept, circle, person, sealed, day) VALUES (:n, :c, :p, :s, '2026-11-01')",
        n=of[0] + place,
        c=NORTH,
        p=person,
        s=bytes(1024),
    )


_ROWS = {
    "side": _side,
    "slip": _slip,
    "outbox": _outbox,
    "taken": _taken,
    "page": _page,
    "kept": _kept,
}
"""What makes one row of each kind."""
