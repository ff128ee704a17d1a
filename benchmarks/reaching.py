"""People who can be asked, and somebody who asks every second: each ask is a real one, and pages one of them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from benchmarks.asking import WHO, circle
from bot.assembly import Hearth
from bot.core.ids import CircleId, PlatformId, RoleId, ServerId, Visitor
from bot.reach.model import Answers, How, Kind
from rehearsal.person import People

WILLING = ("Bea", "Cleo", "Dani")
"""They have hours, so that an ask for company pages one of them, each in turn."""

PAGE_EVERY = 1.0
"""Seconds from one ask to the next."""


async def can_be_asked(people: People) -> None:
    """Let some join and switch on that they can be asked, every day, with a test page seen."""
    for name in WILLING:
        person = people[name]
        screen = await person.press((await person.look("north-door"))[0], "Join")
        for label in ("I agree, let me in", "Choose what I say yes to", "Switch on: I can be asked"):
            screen = await person.press(screen, label)
        for label in ("Switch on: I can be asked", "Look at my switch", "My hours", "asked_hours:daily", "Back"):
            screen = await person.press(screen, label)
        for label in ("I am around for 2 hours", "Send me a test page"):
            screen = await person.press(screen, label)
        await person.press((await person.look(None))[-1], "Seen, this was a test")


@dataclass
class Pages:
    """Somebody asks for company every second, from the press to the page at the server."""

    hearth: Hearth
    visitor: Visitor
    circle: CircleId
    phones: frozenset[int]
    latency: float
    asked_at: list[datetime] = field(default_factory=list[datetime])
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    async def begin(cls, hearth: Hearth, people: People, latency: float) -> "Pages":
        """Make a circle with people who can be asked, and somebody who will ask."""
        await circle(people)
        await can_be_asked(people)
        await hearth.ground.sender.settle()
        phones = frozenset([int(str((await people[name].look(None))[-1].channel_id)) for name in WILLING])
        world = await people.world()
        who = next(one for one in world["people"] if one["name"] == WHO)
        visitor = Visitor(
            platform_id=PlatformId(int(who["id"])),
            server=ServerId(int(world["guild"]["id"])),
            roles=frozenset(RoleId(int(role)) for role in who["roles"]),
            manages_messages=False,
            manages_server=False,
            locale="en-US",
        )
        (own,) = await hearth.circles.of_member(visitor)
        return cls(hearth, visitor, own.circle, phones, latency)

    async def run(self) -> None:
        """Ask every second until it is over, each time after the ask before was ended."""
        reach, wish = self.hearth.reach, (Kind.COMPANY, Answers.HERE, True)
        while not self.over.is_set():
            self.asked_at.append(datetime.now(UTC))
            standing = await reach.ask(self.visitor, self.circle, wish)
            await asyncio.sleep(PAGE_EVERY)
            await reach.end(self.visitor, standing.ask.ask, How.LEFT)

    def waits(self, arrived: Mapping[int, list[datetime]]) -> tuple[float, ...]:
        """Answer what each page waited, in seconds from the press; each ask pages one person."""
        since = min(self.asked_at)
        came = sorted(at for phone in self.phones for at in arrived.get(phone, ()) if at >= since)
        assert len(came) == len(self.asked_at), f"{len(self.asked_at)} asks made {len(came)} pages"
        pairs = zip(self.asked_at, came, strict=True)
        return tuple((at - asked).total_seconds() - self.latency for asked, at in pairs)
