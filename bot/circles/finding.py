"""Circles as they are found: by server, by person, and where each one is."""

from collections.abc import Awaitable, Callable, Iterable, Sequence

from bot.circles import MEMBERSHIP
from bot.circles.model import NOWHERE, Circle, Whereabouts, here
from bot.circles.store import CircleStore
from bot.circles.store.leavers import LeaverStore
from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import CircleId, Person, PersonNumber, PlatformId, ServerId, Visitor
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.people.service import People

Changed = Callable[[Transaction, Circle], None]
"""Told of a circle that was changed."""

Away = Callable[[Transaction, PersonNumber, CircleId], bool]
"""Tells whether somebody put a circle of theirs away for now."""

Out = Callable[[Circle, PlatformId], Awaitable[None]]
"""Told of somebody whose role is taken for good; it never fails."""


class Finding:
    """Finds circles: those of a server, those of a person, and where they are; it lets nobody through."""

    def __init__(self, ground: Ground, store: CircleStore, people: People, consents: Consents) -> None:
        self._ground = ground
        self._database = ground.database
        self._front = ground.front
        self._store = store
        self._leavers = LeaverStore()
        self._on_change: list[Changed] = []
        self._on_out: list[Out] = []
        self._away: Away = lambda _, __, ___: False
        self._people = people
        self._consents = consents

    def on_change(self, told: Changed) -> None:
        """Have somebody told of a changed circle inside the transaction that changes it."""
        self._on_change.append(told)

    def on_out(self, told: Out) -> None:
        """Have somebody told of whoever leaves a circle for good or is erased."""
        self._on_out.append(told)

    def away_with(self, away: Away) -> None:
        """Have circles that somebody put away shown to nobody who holds their phone."""
        self._away = away

    async def get(self, circle: CircleId) -> Circle:
        """Answer a circle; one that is gone means an old button."""
        return await self._database.glance(lambda tx: self._require(tx, circle))

    def _require(self, tx: Transaction, circle: CircleId) -> Circle:
        found = self._store.get(tx, circle)
        if found is None:
            raise Refusal("circles.gone")
        return found

    def get_in(self, tx: Transaction, circle: CircleId) -> Circle | None:
        """Answer a circle inside a transaction, or None."""
        return self._store.get(tx, circle)

    async def of_server(self, visitor: Visitor) -> list[Circle]:
        """Answer every circle of the server the visitor is in, unfinished ones included; none in a DM."""
        return [] if visitor.server is None else await self.in_server(visitor.server)

    async def in_server(self, server: ServerId) -> list[Circle]:
        """Answer every circle of a server by name, unfinished ones included."""
        return await self._database.glance(lambda tx: self._store.list_for(tx, server))

    async def whereabouts(self) -> list[Whereabouts]:
        """Answer where every open circle is."""
        return await self._database.read(self._store.whereabouts)

    def whereabouts_in(self, tx: Transaction, server: ServerId) -> Sequence[Whereabouts]:
        """Answer where the open circles of a server are, inside a transaction."""
        return self._store.whereabouts_in(tx, server)

    async def open_in_server(self, visitor: Visitor) -> list[Circle]:
        """Answer the circles of this server that can be joined."""
        return [circle for circle in await self.of_server(visitor) if circle.is_open]

    async def memberships(self, platform_id: PlatformId) -> list[Circle]:
        """Answer every circle somebody is inside of, in any server; lapsed agreements count as well."""
        return await self._with_a_yes(platform_id, _to_membership)

    async def switched(self, platform_id: PlatformId) -> list[Circle]:
        """Answer every circle in which somebody said yes to something, as one who plans for it from outside may."""
        return await self._with_a_yes(platform_id, lambda _: True)

    async def _with_a_yes(self, platform_id: PlatformId, to: Callable[[str], bool]) -> list[Circle]:
        person = await self._people.find(platform_id)
        return [] if person is None else await self._database.glance(lambda tx: self._of(tx, person, to))

    def _of(
        self, tx: Transaction, person: Person, to: Callable[[str], bool], read: Iterable[Circle] = ()
    ) -> list[Circle]:
        given = self._consents.every_yes_in(tx, person.number)
        ids = dict.fromkeys(yes.circle for yes in given if to(yes.purpose))
        # Opening a circle's words takes longer than reading its row: none is opened twice.
        known = {circle.circle: circle for circle in read}
        found = [known.get(circle) or self._store.get(tx, circle) for circle in ids]
        # By name, as those of a server: rows come in the order of random numbers.
        return sorted((one for one in found if one is not None), key=lambda circle: circle.name.casefold())

    def some_of_in(self, tx: Transaction, person: PersonNumber) -> Circle | None:
        """Answer inside a transaction a circle that somebody said yes to anything in, or None."""
        found = (self._store.get(tx, one) for one in sorted(self._consents.places(tx, person)))
        return next((circle for circle in found if circle is not None), None)

    def zone_in(self, tx: Transaction, person: Person) -> str:
        """Answer inside a transaction by which clock somebody's own days go: their quiet hours', or a circle's."""
        quiet = self._people.settings_in(tx, person).quiet
        circle = self.some_of_in(tx, person.number) if quiet is None else None
        return quiet.zone if quiet is not None else circle.settings.zone if circle is not None else NOWHERE

    async def put_away(self, platform_id: PlatformId) -> bool:
        """Tell whether somebody put any circle of theirs away."""
        person = await self._people.find(platform_id)
        circles = await self.memberships(platform_id)
        if person is None:
            return False
        return await self._database.glance(lambda tx: len(self._present(tx, person, circles)) < len(circles))

    def _present(self, tx: Transaction, person: Person, circles: Iterable[Circle]) -> list[Circle]:
        return [one for one in circles if not self._away(tx, person.number, one.circle)]

    async def of_member(self, visitor: Visitor) -> list[Circle]:
        """Answer the visitor's circles: of this server, or all of them in a direct message; none they put away."""
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return []
        return await self._database.glance(lambda tx: self.of_member_in(tx, visitor, person))

    def of_member_in(self, tx: Transaction, visitor: Visitor, person: Person | None) -> list[Circle]:
        """Answer the same inside a transaction, for a visitor whose `person` was looked up before."""
        return (
            [] if person is None else self._present(tx, person, here(visitor, self._of(tx, person, _to_membership)))
        )

    async def doors(self, visitor: Visitor) -> tuple[list[Circle], list[Circle]]:
        """Answer the visitor's circles, and the others of this server that can be joined."""
        person = await self._people.find(visitor.platform_id)
        return await self._database.glance(lambda tx: self._doors(tx, visitor, person))

    def _doors(self, tx: Transaction, visitor: Visitor, person: Person | None) -> tuple[list[Circle], list[Circle]]:
        around = self._store.list_for(tx, visitor.server) if visitor.server else []
        mine = here(visitor, self._of(tx, person, _to_membership, around)) if person else []
        present = self._present(tx, person, mine) if person else []
        return present, [circle for circle in around if circle.is_open and circle not in mine]


def _to_membership(purpose: str) -> bool:
    return purpose == MEMBERSHIP
