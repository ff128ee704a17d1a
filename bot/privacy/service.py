"""A member's own home: settings, stopping everything, being forgotten."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.feature import Feature
from bot.core.ground import Ground
from bot.core.ids import EVERYWHERE, CircleId, PersonNumber, PlatformId, Visitor
from bot.core.refusals import Refusal
from bot.core.storage.database import NotScrubbed, Transaction
from bot.people.model import NotATime, QuietHours, Settings, UnknownZone, known_zone, minutes_from
from bot.people.service import People
from bot.privacy import store
from bot.privacy.apart import OwnApart
from bot.privacy.model import Erased, Home, Kept, SettingsSaved, Stopped

SETTINGS = "people.settings"
"""The yes to keeping a language and quiet hours."""


Erasing = Callable[[Transaction, PersonNumber], None]
"""Hears of somebody inside the transaction that deletes every row about them, before it does."""

Settled = Callable[[PersonNumber], Awaitable[None]]
"""Hears of somebody who settled something anew, once that stands."""


class Privacy:
    """What a member can do with everything that is theirs."""

    def __init__(
        self, ground: Ground, people: People, consents: Consents, circles: Circles, features: Iterable[Feature]
    ) -> None:
        self._database = ground.database
        self._people = people
        self._consents = consents
        self._circles = circles
        self._ground = ground
        self._tables = store.personal_tables(features)
        self.apart = OwnApart(people, consents)
        self._on_erase: list[Erasing] = []
        self._on_settled: list[Settled] = []
        consents.on_withdrawal(self._drop_settings)

    def on_erase(self, told: Erasing) -> None:
        """Have a feature told, inside the transaction, of somebody whose rows are about to go."""
        self._on_erase.append(told)

    def on_settled(self, told: Settled) -> None:
        """Have a feature told of somebody whose settings are others now, such as their time zone."""
        self._on_settled.append(told)

    def _drop_settings(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        if (circle, purpose) == (EVERYWHERE, SETTINGS):
            self._people.drop_settings_in(tx, person)

    async def home(self, visitor: Visitor) -> Home:
        """Answer what is the visitor's own, from any server or direct message; keeps nothing."""
        circles = await self._circles.memberships(visitor.platform_id)
        switched = await self._circles.switched(visitor.platform_id)
        return Home(tuple(circles), await self.settings(visitor.platform_id), tuple(switched))

    async def settings(self, platform_id: PlatformId) -> Settings:
        """Answer what somebody settled, or empty settings."""
        person = await self._people.find(platform_id)
        return Settings() if person is None else await self._people.settings(person)

    async def save_language(self, visitor: Visitor, language: str) -> SettingsSaved:
        """Keep a language; the press that names what is kept is the yes to it."""
        before = await self.settings(visitor.platform_id)
        return await self._save(visitor, replace(before, language=language))

    async def save_quiet_hours(self, visitor: Visitor, start: str, end: str, zone: str) -> SettingsSaved:
        """Keep quiet hours from what somebody typed; what cannot be read is refused, and nothing is saved."""
        try:
            quiet = QuietHours(minutes_from(start), minutes_from(end), known_zone(zone))
        except NotATime as fault:
            raise Refusal("privacy.refused.time") from fault
        except UnknownZone as fault:
            near = ", ".join(fault.suggestions)
            raise Refusal("privacy.refused.zone_near" if near else "privacy.refused.zone", near=near) from fault
        before = await self.settings(visitor.platform_id)
        return await self._save(visitor, replace(before, quiet=quiet))

    async def clear_settings(self, visitor: Visitor) -> SettingsSaved:
        """Let go of language and quiet hours, and of the yes to keeping them."""
        await self._consents.withdraw(visitor.platform_id, EVERYWHERE, SETTINGS)
        return SettingsSaved(Settings())

    async def _save(self, visitor: Visitor, settings: Settings) -> SettingsSaved:
        await self._consents.give(visitor.platform_id, EVERYWHERE, SETTINGS)
        person = await self._people.admit(visitor.platform_id)
        await self._people.save_settings(person, settings)
        for told in self._on_settled:
            await told(person.number)
        return SettingsSaved(settings)

    async def stop(self, visitor: Visitor) -> Stopped:
        """Take back every yes at once; circles are left only by leaving them or by erasing (R26)."""
        await self._consents.stop(visitor.platform_id)
        return Stopped(tuple(await self._circles.memberships(visitor.platform_id)))

    async def kept(self, visitor: Visitor) -> Kept:
        """Answer how much is held about the visitor, before anything is erased."""
        circles = tuple(await self._circles.memberships(visitor.platform_id))
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return Kept({}, circles)
        rows = await self._database.read(lambda tx: store.count(tx, self._tables, person.number))
        return Kept(rows | {"people": rows.get("people", 0) + 1}, circles)

    async def erase(self, visitor: Visitor) -> Erased:
        """Forget the visitor: the key first, so that every copy becomes unreadable, then every row, then the roles.

        Safe to ask twice. Done before this returns; backups hold nothing that can still be read (R175).
        """
        held = await self.kept(visitor)
        person = await self._people.find(visitor.platform_id)
        inside, copies_remain = held.circles, False
        if person is not None:
            copies_remain = await self._forget(person.number)
            await self._erase_rows(person.number)
            copies_remain |= await self._copies_remain()
        else:
            # A full disk may have come between forgetting them and their rows: this press finishes that.
            await self.finish_erasing()
            inside = await self._by_role(visitor)
        stays = [circle for circle in inside if not await self._circles.take_role(circle, visitor.platform_id)]
        return Erased(held.rows, tuple(stays), copies_remain)

    async def _by_role(self, visitor: Visitor) -> tuple[Circle, ...]:
        """Answer the circles here that somebody unknown to Hearth holds the role of."""
        return tuple(one for one in await self._circles.of_server(visitor) if one.role in visitor.roles)

    async def finish_erasing(self) -> None:
        """Delete rows about people who are forgotten already, as when a crash or full disk came between (R175)."""
        held = await self._database.read(lambda tx: store.persons(tx, self._tables))
        known = await self._people.get(held)
        for person in held - known.keys():
            await self._erase_rows(person)

    async def _erase_rows(self, person: PersonNumber) -> None:
        def work(tx: Transaction) -> None:
            for told in self._on_erase:
                told(tx, person)
            store.erase(tx, self._tables, person)

        await self._database.write(work)
        self._ground.changed()

    async def _copies_remain(self) -> bool:
        """Empty the log of the deleted rows' copies; True where another program kept that from being done."""
        try:
            await self._database.empty_log()
        except NotScrubbed:
            return True
        return False

    async def _forget(self, person: PersonNumber) -> bool:
        try:
            await self._people.forget(person)
        except NotScrubbed:
            # The row is gone; its copy goes with the next start. The member is told the truth.
            return True
        return False
