"""Who is inside a circle: its door, its gate, leaving, and its settings."""

from collections.abc import Callable
from dataclasses import replace

from bot.circles import MEMBERSHIP, SETTINGS_ACTS
from bot.circles.finding import Finding
from bot.circles.model import AtTheDoor, Circle, Joined, Left, settings_from, settings_text
from bot.circles.notices import to_the_door
from bot.circles.store import CircleStore
from bot.consent.service import Consents
from bot.core.acting import Act, Way
from bot.core.ground import Ground
from bot.core.ids import EVERYWHERE, CircleId, Person, PersonNumber, PlatformId, ServerId, Visitor
from bot.core.lacking import named
from bot.core.ports import CannotKeep, Why
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.people.service import People

TO_LET_IN = ("manage_roles",)
"""The permission that letting somebody in takes, by the platform's name."""


class Circles(Finding):
    """The circles of this instance; `access` is the one gate to a circle."""

    def __init__(self, ground: Ground, store: CircleStore, people: People, consents: Consents) -> None:
        super().__init__(ground, store, people, consents)
        ground.acts.undo_with(SETTINGS_ACTS, Way(self._settings_now, self._put_settings_back))

    async def access(self, visitor: Visitor, circle_id: CircleId) -> tuple[Circle, Person]:
        """Let a member through to a circle, or raise the refusal that says how to get in.

        The one gate: every use of a circle by a member passes here.
        """
        person = await self._people.find(visitor.platform_id)
        return await self._database.glance(lambda tx: self.access_in(tx, visitor, person, circle_id))

    async def access_from_anywhere(self, visitor: Visitor, circle_id: CircleId) -> tuple[Circle, Person]:
        """Be the same gate for a press in a direct message too, where the platform is asked which roles they hold.

        Raises CannotKeep where it does not answer.
        """
        if visitor.server is not None:
            return await self.access(visitor, circle_id)
        circle = await self.get(circle_id)
        roles = await self._front.roles_of(circle.server, visitor.platform_id)
        if roles is None:
            raise CannotKeep(Why.NOT_ANSWERED)
        return await self.access(replace(visitor, server=circle.server, roles=roles), circle_id)

    def access_in(
        self, tx: Transaction, visitor: Visitor, person: Person | None, circle_id: CircleId
    ) -> tuple[Circle, Person]:
        """Be the same gate inside a transaction, for a visitor whose `person` was looked up before."""
        circle = self._require(tx, circle_id)
        if not circle.is_open:
            raise Refusal("circles.gone")
        self._require_not_away(tx, person, circle)
        version = self._agreed_version(tx, person, circle) if person else None
        _require_near(visitor, circle, version)
        if person is None or version is None:
            raise Refusal("circles.not_inside", to_the_door(circle), circle=circle.name)
        if version != circle.agreements_version:
            raise Refusal("circles.agreements_changed", to_the_door(circle), circle=circle.name)
        if visitor.server != circle.server:
            # Only there does the platform say whether they still hold the role; a moderator may have taken it.
            raise Refusal("circles.elsewhere", circle=circle.name)
        if circle.role not in visitor.roles:
            raise Refusal("circles.role_missing", to_the_door(circle), circle=circle.name)
        return circle, person

    def _require_not_away(self, tx: Transaction, person: Person | None, circle: Circle) -> None:
        if person is not None and self._away(tx, person.number, circle.circle):
            raise Refusal("circles.away")

    def _agreed_version(self, tx: Transaction, person: Person, circle: Circle) -> int | None:
        for yes in self._consents.every_yes_in(tx, person.number):
            if yes.circle == circle.circle and yes.purpose == MEMBERSHIP:
                return yes.version
        return None

    async def door(self, visitor: Visitor, circle_id: CircleId) -> AtTheDoor:
        """Answer what somebody at a circle's door is to see; keeps nothing."""
        person = await self._people.find(visitor.platform_id)
        circle, agreed = await self._database.glance(lambda tx: self._stands(tx, person, circle_id))
        if not circle.is_open:
            raise Refusal("circles.gone")
        _require_near(visitor, circle, agreed)
        # Elsewhere than in its server the role cannot be seen; leaving must be possible from there too.
        holds_role = visitor.server != circle.server or circle.role in visitor.roles
        return AtTheDoor(circle, inside=agreed == circle.agreements_version and holds_role)

    def _stands(self, tx: Transaction, person: Person | None, circle_id: CircleId) -> tuple[Circle, int | None]:
        circle = self._require(tx, circle_id)
        self._require_not_away(tx, person, circle)
        return circle, self._agreed_version(tx, person, circle) if person else None

    async def join(self, visitor: Visitor, circle_id: CircleId, version: int) -> Joined:
        """Let somebody in who agreed to `version` of the agreements.

        Safe to ask twice. Where the server will not give the role, the yes is taken back before the refusal.
        """
        circle = (await self.door(visitor, circle_id)).circle
        if version != circle.agreements_version:
            raise Refusal("circles.agreements_changed", to_the_door(circle), circle=circle.name)
        if circle.role is None:
            raise Refusal("circles.role_gone", circle=circle.name)
        known = await self._people.find(visitor.platform_id)
        before = await self._database.glance(lambda tx: self._agreed_version(tx, known, circle)) if known else None
        await self._consents.give_version(visitor.platform_id, circle.circle, MEMBERSHIP, version)
        try:
            await self._front.let_in(circle.server, circle.role, visitor.platform_id)
        except CannotKeep as fault:
            why = await named(fault.why, self._front, circle.server, TO_LET_IN)
            if before is not None:
                # They were inside already: nothing they had said yes to may be lost by a failed second try.
                await self._consents.give_version(visitor.platform_id, circle.circle, MEMBERSHIP, before)
                raise Refusal("circles.not_let_in_again", circle=circle.name, why=why) from fault
            await self._consents.leave(visitor.platform_id, circle.circle)
            taken = await self.take_role(circle, visitor.platform_id)
            if fault.why is Why.NOT_ANSWERED and not taken:
                raise Refusal("circles.role_may_stand", circle=circle.name) from fault
            raise Refusal("circles.not_let_in", circle=circle.name, why=why) from fault
        await self._is_back(visitor.platform_id, circle.server)
        return Joined(circle)

    def gone_from(self, tx: Transaction, circle: CircleId) -> frozenset[PersonNumber]:
        """Answer inside a transaction who is noted as gone from a circle's server; they may come back."""
        return self._leavers.gone_from(tx, circle)

    async def _is_back(self, platform_id: PlatformId, server: ServerId) -> None:
        person = await self._people.find(platform_id)
        if person is None or not await self._database.glance(
            lambda tx: self._leavers.is_noted(tx, person.number, server)
        ):
            return
        await self._database.write(lambda tx: self._leavers.drop(tx, person.number, server))

    async def known_to(self, visitor: Visitor, circle_id: CircleId) -> Circle:
        """Answer a circle to whoever may be in it; raises Refusal in another server for who never was."""
        person = await self._people.find(visitor.platform_id)
        circle, agreed = await self._database.glance(lambda tx: self._stands(tx, person, circle_id))
        if visitor.server is not None:
            _require_near(visitor, circle, agreed)
        return circle

    async def leave(self, visitor: Visitor, circle_id: CircleId) -> Left:
        """Let somebody out at once, with everything they had said yes to here; done as well if they were out."""
        circle = await self.known_to(visitor, circle_id)
        await self._consents.leave(visitor.platform_id, circle.circle)
        return Left(circle, role_stays=not await self.take_role(circle, visitor.platform_id))

    async def take_role(self, circle: Circle, platform_id: PlatformId) -> bool:
        """Take a circle's role from somebody for good; False where the server would not let Hearth do it."""
        for told in self._on_out:
            await told(circle, platform_id)
        if circle.role is None:
            return True
        try:
            await self._front.let_out(circle.server, circle.role, platform_id)
        except CannotKeep:
            return False
        return True

    async def update(self, circle_id: CircleId, change: Callable[[Circle], Circle]) -> Circle:
        """Change a circle as it stands at that moment; changed agreements count up, so that all are asked anew."""
        changed = await self._database.write(lambda tx: self.update_in(tx, circle_id, change))
        self._ground.changed()
        return changed

    def update_in(self, tx: Transaction, circle_id: CircleId, change: Callable[[Circle], Circle]) -> Circle:
        """Do the same inside a transaction, after which `ground.changed` is to be called."""
        before = self._require(tx, circle_id)
        if before.closed_at is not None:
            raise Refusal("circles.closing.is_closed", circle=before.name)
        after = change(before)
        if before.settings.limits != after.settings.limits:
            after = replace(after, agreements_version=before.agreements_version + 1)
        self._store.add(tx, after)
        self.changed_in(tx, after)
        return after

    def changed_in(self, tx: Transaction, circle: Circle) -> None:
        """Tell inside a transaction whoever must hear that a circle changed."""
        for told in self._on_change:
            told(tx, circle)

    def _settings_now(self, tx: Transaction, act: Act) -> str:
        return settings_text(self._require(tx, act.circle or EVERYWHERE).settings)

    def _put_settings_back(self, tx: Transaction, act: Act, before: str) -> None:
        # Agreements that come back are new ones again: who agreed to the others meanwhile is asked anew.
        self.update_in(tx, act.circle or EVERYWHERE, lambda now: replace(now, settings=settings_from(before)))


def _require_near(visitor: Visitor, circle: Circle, agreed: int | None) -> None:
    # An id can be sent from anywhere: who is not in a circle's server hears nothing of it, not even its name.
    if agreed is None and visitor.server != circle.server:
        raise Refusal("circles.not_here")
