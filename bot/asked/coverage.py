"""What moderators may know of who can be asked: how well a circle is covered, and no name."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.asked import FEATURE
from bot.asked.model import (
    FULL_LADDER,
    GAP_AHEAD,
    GAP_TOLD,
    LOAD_FOR,
    TOTAL_LEAST,
    Covered,
    covered,
    gaps,
    level,
    rest_is_due,
)
from bot.asked.model.hours import Stretch
from bot.asked.model.swaps import swaps_of
from bot.asked.store import AskedStore, SwapStore
from bot.asked.switches import Switches
from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.core.acting import Act, Noting, Way
from bot.core.ground import Ground
from bot.core.ids import ChannelId, CircleId, ServerId, Visitor
from bot.core.notices import Moment, Place, Said, said
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.moderation.service import moderated, require_moderator

POSTING = tuple(permission.name for permission in FEATURE.permissions)
"""What the private channel takes, by the platform's names."""


class Coverage:
    """The moderators' side; it never shows a list in which somebody's absence would show (R29)."""

    def __init__(self, ground: Ground, store: AskedStore, circles: Circles, switches: Switches) -> None:
        self._ground = ground
        self._database = ground.database
        self._front = ground.front
        self._store = store
        self._swaps = SwapStore()
        self._circles = circles
        self._switches = switches
        ground.acts.undo_with(("asked.did.room", "asked.did.room_off"), Way(self._room_now, self._put_room_back))

    async def circles(self, visitor: Visitor) -> list[Circle]:
        """Answer a moderator the open circles of their server; raises Refusal where there is none."""
        server = moderated(visitor)
        found = [circle for circle in await self._circles.in_server(server) if circle.is_open]
        if not found:
            raise Refusal("asked.refused.no_circle_here")
        return found

    async def see(self, visitor: Visitor, circle_id: CircleId) -> Covered:
        """Answer a moderator how a circle of their server is covered, and its private channel."""
        circle = await self._moderated(visitor, circle_id)
        now = self._ground.clock.now()
        found = await self._database.read(lambda tx: self._covered(tx, circle, now))
        if found.room is None:
            return found
        return replace(found, room_lacks=await self._lacks(circle.server, found.room))

    async def _moderated(self, visitor: Visitor, circle_id: CircleId) -> Circle:
        require_moderator(visitor)
        circle = await self._circles.get(circle_id)
        if circle.server != visitor.server:
            raise Refusal("circles.gone")
        return circle

    def _covered(self, tx: Transaction, circle: Circle, now: datetime) -> Covered:
        willing = self._switches.willing_in(tx, circle.circle, now)
        taken = self._store.taken_in(tx, circle.circle, now - LOAD_FOR)
        present = {one.person for one in willing}
        reached = sum(one.tested for one in willing)
        return Covered(
            circle=circle,
            level=level(willing),
            people=len(willing) if len(willing) >= TOTAL_LEAST else None,
            reached=reached,
            not_reached=len(willing) - reached,
            rest_due=any(rest_is_due(times, now) for person, times in taken.items() if person in present),
            gaps=tuple(self._gaps(tx, circle, now)),
            room=self._store.room(tx, circle.circle),
        )

    def _gaps(self, tx: Transaction, circle: Circle, now: datetime) -> list[Stretch]:
        # Whom no test page reached is not asked, and covers nothing.
        switches = [one for one in self._switches.all_in(tx, circle.circle) if one.tested]
        if sum(bool(one.hours.spans) and not one.is_back(now) for one in switches) < FULL_LADDER:
            # A few are asked all at once: there the hours promise nothing that a gap could break.
            return []
        ahead = Stretch(now, now + GAP_AHEAD)
        swaps = swaps_of(self._swaps.in_circle(tx, circle.circle, now))
        covering = [
            piece
            for switch in switches
            for piece in covered(switch, circle.settings.zone, swaps.get(switch.person), ahead)
        ]
        return gaps(covering, ahead)

    async def _lacks(self, server: ServerId, room: ChannelId) -> str:
        if await self._front.gone(server, None, (room,)):
            return "gone"
        if await self._front.open_to_all(server, room):
            return "open"
        return "closed" if await self._front.missing_in(server, room, POSTING) else ""

    async def choose_room(self, visitor: Visitor, circle_id: CircleId, channel: ChannelId) -> Covered:
        """Keep a channel for the people who can be asked, in place of an earlier one.

        Raises Refusal, with nothing changed, where everyone can see it, where a circle meets in it, or where
        Hearth could not write there.
        """
        circle = await self._moderated(visitor, circle_id)
        if await self._front.open_to_all(circle.server, channel):
            raise Refusal("asked.refused.room_open", channel=Place(channel))
        around = await self._circles.in_server(circle.server)
        if any(channel in (other.door, other.room) for other in around):
            raise Refusal("asked.refused.room_of_circle", channel=Place(channel))
        for name in await self._front.missing_in(circle.server, channel, POSTING):
            lacking = said(f"core.permission.{name}")
            raise Refusal("asked.refused.room_closed", channel=Place(channel), permission=lacking)

        def work(tx: Transaction, noting: Noting) -> None:
            with noting(Act("asked.did.room", circle.server, circle_id)):
                self._store.put_room(tx, circle_id, channel)

        await self._ground.acts.do(visitor, work)
        return await self.see(visitor, circle_id)

    async def clear_room(self, visitor: Visitor, circle_id: CircleId) -> Covered:
        """Have no such channel any more; done as well if there was none."""
        circle = await self._moderated(visitor, circle_id)

        def work(tx: Transaction, noting: Noting) -> None:
            if self._store.room(tx, circle_id) is not None:
                with noting(Act("asked.did.room_off", circle.server, circle_id)):
                    self._store.drop_room(tx, circle_id)

        await self._ground.acts.do(visitor, work)
        return await self.see(visitor, circle_id)

    def _room_now(self, tx: Transaction, act: Act) -> str:
        room = None if act.circle is None else self._store.room(tx, act.circle)
        return "" if room is None else str(room)

    def _put_room_back(self, tx: Transaction, act: Act, before: str) -> None:
        if act.circle is not None and before:
            self._store.put_room(tx, act.circle, ChannelId(int(before)))
        elif act.circle is not None:
            self._store.drop_room(tx, act.circle)

    async def waiting(self, server: ServerId) -> Sequence[Said]:
        """Answer what waits at a desk: a gap that begins within three days (R83), a channel that is gone."""
        now, circles = self._ground.clock.now(), await self._circles.in_server(server)
        found = await self._database.read(lambda tx: [(one, *self._told(tx, one, now)) for one in circles])
        lines: list[Said] = []
        for circle, gap, room in found:
            if gap is not None:
                begins, ends = Moment(gap.begins), Moment(gap.ends)
                lines.append(said("asked.desk.gap_waits", circle=circle.name, begins=begins, ends=ends))
            lacks = "" if room is None else await self._lacks(server, room)
            if lacks:
                lines.append(said(f"asked.desk.room_waits.{lacks}", circle=circle.name))
        return lines

    def _told(self, tx: Transaction, circle: Circle, now: datetime) -> tuple[Stretch | None, ChannelId | None]:
        coming = (gap for gap in self._gaps(tx, circle, now) if gap.begins <= now + GAP_TOLD)
        return next(coming, None), self._store.room(tx, circle.circle)
