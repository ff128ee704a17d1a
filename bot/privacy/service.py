"""A member's own home: settings, and stopping everything."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.feature import Feature
from bot.core.ground import Ground
from bot.core.ids import EVERYWHERE, CircleId, PersonNumber, PlatformId, Visitor
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.people.model import NotATime, QuietHours, Settings, UnknownZone, known_zone, minutes_from
from bot.people.service import People
from bot.privacy import store
from bot.privacy.apart import OwnApart
from bot.privacy.erasing import Erasures
from bot.privacy.model import Home, SettingsSaved, Stopped

SETTINGS = "people.settings"
"""The yes to keeping a language and quiet hours."""


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
        self.apart = OwnApart(people, consents)
        self.erasures = Erasures(ground, people, circles, features)
        self._on_settled: list[Settled] = []
        consents.on_withdrawal(self._drop_settings)

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
        person = await self._people.find(visitor.platform_id)
        copy = None if person is None else await self._database.glance(lambda tx: store.wish_of(tx, person.number))
        settings, away = await self.settings(visitor.platform_id), await self._circles.put_away(visitor.platform_id)
        return Home(tuple(circles), settings, tuple(switched), copy, away)

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
