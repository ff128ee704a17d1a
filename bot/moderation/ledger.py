"""Notes what moderators and facilitators do, in the transaction that does it (R66)."""

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from typing import TypeVar

from bot.consent.service import Consents
from bot.core.acting import Act, Noting, Way
from bot.core.feature import Feature
from bot.core.ids import EVERYWHERE, CircleId, Person, PersonNumber, ServerId, Visitor
from bot.core.keeping import KEPT
from bot.core.ports import Chance, Clock
from bot.core.storage.database import Database, NotScrubbed, Transaction
from bot.moderation import ACTS, KEPT_FOR
from bot.moderation.model import Change
from bot.moderation.store import ActStore
from bot.people.service import People

T = TypeVar("T")

Changed = Callable[[Transaction, Change], None]
"""Hears of an act that can be undone, inside its transaction."""


class Ledger:
    """Keeps who did what kind of thing, when and with which item, and never a word of it."""

    def __init__(
        self,
        database: Database,
        people: People,
        consents: Consents,
        *,
        clock: Clock,
        chance: Chance,
        features: Iterable[Feature],
    ) -> None:
        self._database = database
        self._clock = clock
        self._chance = chance
        self._people = people
        self._consents = consents
        self._store = ActStore()
        self._kinds = frozenset(kind for feature in features for kind in feature.acts)
        self._ways: dict[str, Way] = {}
        self._on_change: list[Changed] = []
        consents.on_withdrawal(self._unname)

    def undo_with(self, kinds: Iterable[str], way: Way) -> None:
        """Have acts of these kinds put back in a way; as `Acts.undo_with` promises."""
        self._ways.update(dict.fromkeys(kinds, way))

    def way(self, kind: str) -> Way | None:
        """Answer how acts of a kind are put back, or None where they are not."""
        return self._ways.get(kind)

    def on_change(self, told: Changed) -> None:
        """Have somebody told of every act that can be undone, inside its transaction."""
        self._on_change.append(told)

    def _unname(self, tx: Transaction, person: PersonNumber, _: CircleId, purpose: str) -> None:
        if purpose == ACTS:
            self._store.unname(tx, person)

    async def do(self, visitor: Visitor, work: Callable[[Transaction, Noting], T]) -> T:
        """Do `work` in one transaction, and note the acts it names; as `Acts.do` promises."""
        known = await self._people.find(visitor.platform_id)
        person = known or await self._people.admit(visitor.platform_id)
        changes: list[Change] = []
        try:
            done = await self._database.write(
                lambda tx: work(tx, partial(self._noting, tx, person.number, changes))
            )
            _offer_undo(changes)
            return done
        finally:
            if known is None:
                await self._forget_unless_needed(person)

    @contextmanager
    def _noting(self, tx: Transaction, by: PersonNumber, changes: list[Change], act: Act) -> Generator[None]:
        if act.kind not in self._kinds:
            raise ValueError(f"no FEATURE declares the act {act.kind}")
        way, number = self._ways.get(act.kind), self._chance.number()
        before = way.state(tx, act) if way else ""
        yield
        after = way.state(tx, act) if way else ""
        if way and before == after:
            return
        self._store.add(tx, number, act, by, self._clock.now())
        self._consents.give_in(tx, by, ACTS)
        if way:
            changes.append(Change(number, act, before, after))
            for told in self._on_change:
                told(tx, changes[-1])

    async def _forget_unless_needed(self, person: Person) -> None:
        # Where nothing was done after all, there is no reason to know them (promise 1).
        if not await self._consents.every_yes(person.number):
            with suppress(NotScrubbed):
                await self._people.forget(person.number)

    def servers(self, tx: Transaction) -> list[ServerId]:
        """Answer inside a transaction every server in which something was done."""
        return self._store.servers(tx)

    def let_go(self, tx: Transaction, server: ServerId) -> None:
        """Let go inside a transaction of everything that was done in a server that goes."""
        self._store.let_go(tx, server)

    async def unneeded(self, _: datetime) -> None:
        """Take back the yes of whoever is named beside no act any more; without another yes they are forgotten."""
        given, named = await self._database.read(
            lambda tx: (self._consents.people_with(tx, ACTS), self._store.named(tx))
        )
        for person in given:
            who = None if person in named else await self._people.reveal(person)
            if who is not None:
                await self._consents.withdraw(who, EVERYWHERE, ACTS)

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of acts past their age, and answer how many."""
        return self._store.expire(tx, now - KEPT_FOR)


def _offer_undo(changes: list[Change]) -> None:
    kept = KEPT.get()
    if kept is not None and changes:
        kept.act = changes[-1].number
