"""The outbox: one row for each thing that is to reach one place once, kept until it is known to stand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.delivery import resting
from bot.core.ids import ChannelId, PersonNumber, ServerId
from bot.core.lanes import Lane
from bot.core.ports import Clock
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.ageing import let_go
from bot.core.storage.database import Database, Row, Transaction
from bot.core.storage.keyring import Keyring
from bot.core.storage.reading import number, number_or_none, text
from bot.core.storage.restored import Restored

LEASE = timedelta(seconds=60)
"""How long one try may take before another may begin."""

URGENT_LEASE = timedelta(seconds=15)
"""The same for somebody who asks for help."""

SENT_STAYS = timedelta(days=7)
"""How long the row of what was sent stays, so that it is not sent again."""

LONG_AGO = timedelta(minutes=5)
"""How long ago a first try is taken to be whose moment the clock does not tell any more."""

DROPPED_STAYS = timedelta(days=30)
"""How long the record of what was not sent stays."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing for one place: a channel, or a person's direct messages.

    `kind` and `subject` say what, `due_at` which time it is for. After `expires_at` it is dropped with a record;
    without one it never is.
    """

    kind: str
    subject: int
    due_at: datetime
    lane: Lane
    server: ServerId | None = None
    channel: ChannelId | None = None
    person: PersonNumber | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery on its way: its id, which try this is, and when the first one was."""

    id: str
    delivery: Delivery
    attempts: int
    tried_at: datetime


class Dropped(StrEnum):
    """Why something was not sent, besides what a front says; part of a record, never of a sentence."""

    EXPIRED = "expired"
    """Its window was over."""
    NOT_WANTED = "not_wanted"
    """It was taken back before it was sent."""
    FROZEN = "frozen"
    """The host asked that no routine direct message goes, because files may have been copied."""
    UNKNOWN = "unknown"
    """It may stand, and nobody can look; a routine thing is not risked twice."""


class Outbox:
    """The rows; a feature puts them in its own transaction, and the sender carries them."""

    def __init__(
        self, database: Database, clock: Clock, keyring: Keyring, restored: Restored | None = None
    ) -> None:
        self._database = database
        self._clock = clock
        self._keyring = keyring
        self._restored = restored
        self._turn = 0

    def id_of(self, delivery: Delivery) -> str:
        """Answer the delivery's id: 24 signs that nobody without the keys can link to what it is about."""
        place = f"c{delivery.channel}" if delivery.channel is not None else f"p{delivery.person}"
        return self._keyring.mark(
            "delivery", delivery.kind, str(delivery.subject), str(microseconds(delivery.due_at)), place
        )

    def put(self, tx: Transaction, delivery: Delivery) -> str:
        """Note inside a transaction that something is to be sent, and answer its id.

        Noted twice, it goes once, and rests no longer. Tell the sender to look (`Sender.look_now`) afterwards.
        """
        ident = self.id_of(delivery)
        tx.run(
            "INSERT INTO outbox (delivery, kind, subject, server, channel, person, lane, state, due_at, expires_at,"
            " next_try_at) VALUES (:delivery, :kind, :subject, :server, :channel, :person, :lane, 'waiting',"
            " :due_at, :expires_at, :next_try_at) ON CONFLICT (delivery) DO UPDATE"
            " SET next_try_at = excluded.next_try_at WHERE outbox.state = 'waiting'",
            delivery=ident,
            kind=delivery.kind,
            subject=delivery.subject,
            server=delivery.server or 0,
            channel=delivery.channel,
            person=delivery.person,
            lane=delivery.lane,
            due_at=microseconds(delivery.due_at),
            expires_at=None if delivery.expires_at is None else microseconds(delivery.expires_at),
            next_try_at=microseconds(max(delivery.due_at, self._clock.now())),
        )
        return ident

    def waits(self, tx: Transaction, kind: str, subject: int) -> bool:
        """Tell whether something of this kind is still on its way for a subject."""
        row = tx.one(
            "SELECT 1 AS found FROM outbox WHERE kind = :kind AND subject = :subject"
            " AND state IN ('waiting', 'sending')",
            kind=kind,
            subject=subject,
        )
        return row is not None

    def take_back(self, tx: Transaction, kind: str, subject: int) -> int:
        """Let go inside a transaction of all rows of a subject, those of the past too.

        What is being sent in this moment may still arrive.
        """
        return tx.run("DELETE FROM outbox WHERE kind = :kind AND subject = :subject", kind=kind, subject=subject)

    def take_back_to(self, tx: Transaction, channel: ChannelId) -> None:
        """Let go inside a transaction of everything that waits for a channel."""
        tx.run("DELETE FROM outbox WHERE channel = :channel AND state = 'waiting'", channel=channel)

    def take_back_all(self, tx: Transaction, server: ServerId) -> None:
        """Let go inside a transaction of every row of a server, those of the past too."""
        tx.run("DELETE FROM outbox WHERE server = :server", server=server)

    async def hurry(self, ident: str) -> bool:
        """Have a delivery go before routine ones, for somebody who waits; False where it is not on its way."""
        return await self._database.write(lambda tx: resting.hurried(tx, ident))

    async def free_own(self) -> None:
        """Free what an earlier run was sending, once nothing of it can be in flight any more; called at start.

        It may stand, so it is looked for before a second try.
        """
        now = self._clock.now()
        await self._database.write(lambda tx: resting.free_soon(tx, now))
        # Nothing rests for so long: the clock was set back while Hearth was off.
        await self._database.write(lambda tx: resting.rest_no_longer(tx, now, now + resting.NO_REST_IS_LONGER))

    def set_back(self, tx: Transaction, now: datetime) -> None:
        """Let nothing rest until a moment that the host's clock told before it was set back.

        A first try lies in the past all the same, and longer ago than the platform surely drops a second sending:
        later tries are looked for from then on.
        """
        resting.rest_no_longer(tx, now, now)
        tx.run(
            "UPDATE outbox SET tried_at = :long_ago WHERE state IN ('waiting', 'sending') AND tried_at > :now",
            long_ago=microseconds(now - LONG_AGO),
            now=microseconds(now),
        )
        tx.run(
            "UPDATE outbox SET lease_until = :until WHERE state = 'sending' AND lease_until > :until",
            until=microseconds(now + LEASE),
        )

    async def next_try(self) -> datetime | None:
        """Answer when a row that rests now is to be looked at, or None; what is due already is the sender's."""
        now = microseconds(self._clock.now())
        row = await self._database.read(lambda tx: resting.earliest(tx, now))
        return moment(row) if row is not None else None

    async def claim(self, most: int, routine: int, busy: Collection[str]) -> list[Claimed]:
        """Take up to `most` rows that are due, `routine` of them at most from the lanes nobody waits in.

        By lane, and within a lane in turn from one server to the next. `busy` are the ids this process is sending.
        """
        now = self._clock.now()
        return await self._database.write(lambda tx: self._claim(tx, now, (most, routine), busy))

    def _claim(self, tx: Transaction, now: datetime, free: tuple[int, int], busy: Collection[str]) -> list[Claimed]:
        resting.free_lapsed(tx, microseconds(now), busy)
        most, routine = free
        taken: list[Claimed] = []
        for lane in Lane:
            end = most if lane <= Lane.START else min(most, len(taken) + routine)
            while len(taken) < end and (row := self._next_in(tx, lane, microseconds(now))) is not None:
                taken.append(_lease(tx, row, now, self._restored))
                routine -= lane > Lane.START
        return taken

    def _next_in(self, tx: Transaction, lane: Lane, now: int) -> Row | None:
        of_lane = "SELECT * FROM outbox WHERE state = 'waiting' AND lane = :lane AND next_try_at <= :now"
        in_turn = f"{of_lane} AND server > :turn ORDER BY server, next_try_at LIMIT 1"
        row = tx.one(in_turn, lane=lane, now=now, turn=self._turn)
        row = row or tx.one(f"{of_lane} ORDER BY server, next_try_at LIMIT 1", lane=lane, now=now)
        if row is not None:
            # A server with a thousand circles does not keep the others waiting.
            self._turn = number(row, "server")
        return row

    def sent(self, tx: Transaction, ident: str) -> None:
        """Note that it stands."""
        self._settle(tx, ident, "sent", None)

    def dropped(self, tx: Transaction, ident: str, why: str) -> None:
        """Note that it is not sent, and why."""
        self._settle(tx, ident, "dropped", why)

    def _settle(self, tx: Transaction, ident: str, state: str, why: str | None) -> None:
        tx.run(
            "UPDATE outbox SET state = :state, why = :why, settled_at = :now, lease_until = NULL"
            " WHERE delivery = :delivery",
            state=state,
            why=why,
            now=microseconds(self._clock.now()),
            delivery=ident,
        )

    def rest(self, tx: Transaction, ident: str, until: datetime) -> None:
        """Note that a try did not end well, and when the next one is due."""
        tx.run(
            "UPDATE outbox SET state = 'waiting', lease_until = NULL, next_try_at = :until"
            " WHERE delivery = :delivery AND state = 'sending'",
            until=microseconds(until),
            delivery=ident,
        )

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of some rows whose time is over, and answer how many."""
        past = "state = :state AND settled_at <= :at"
        sent, dropped = microseconds(now - SENT_STAYS), microseconds(now - DROPPED_STAYS)
        gone = let_go(tx, "outbox", "delivery", past, state="sent", at=sent)
        return gone + let_go(tx, "outbox", "delivery", past, state="dropped", at=dropped)


def _lease(tx: Transaction, row: Row, now: datetime, restored: Restored | None) -> Claimed:
    lane = Lane(number(row, "lane"))
    lease = URGENT_LEASE if lane is Lane.REACH else LEASE
    first, attempts = _tries(row, now, restored)
    tx.run(
        "UPDATE outbox SET state = 'sending', lease_until = :until, attempts = :attempts, tried_at = :first"
        " WHERE delivery = :delivery",
        until=microseconds(now + lease),
        attempts=attempts,
        first=microseconds(first),
        delivery=text(row, "delivery"),
    )
    expires = number_or_none(row, "expires_at")
    channel, person = number_or_none(row, "channel"), number_or_none(row, "person")
    delivery = Delivery(
        kind=text(row, "kind"),
        subject=number(row, "subject"),
        due_at=moment(number(row, "due_at")),
        lane=lane,
        server=ServerId(number(row, "server")) if row["server"] else None,
        channel=None if channel is None else ChannelId(channel),
        person=None if person is None else PersonNumber(person),
        expires_at=None if expires is None else moment(expires),
    )
    return Claimed(text(row, "delivery"), delivery, attempts, first)


def _tries(row: Row, now: datetime, restored: Restored | None) -> tuple[datetime, int]:
    """Answer when the first try was, and which one this is."""
    tried, attempts = number_or_none(row, "tried_at"), number(row, "attempts") + 1
    if tried is not None:
        return moment(tried), attempts
    if restored is not None and restored.may_stand(moment(number(row, "due_at")), now):
        # The file that was used after this copy was made may have sent it: it is looked for first.
        return min(restored.copied_at, now), attempts + 1
    return now, attempts
