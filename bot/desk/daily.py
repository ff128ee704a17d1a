"""The silent line: once a day where and when a moderator chose, if something waits; and once after an outage."""

from dataclasses import replace

from bot.circles.service import Circles
from bot.core.acting import Act, Noting, Way
from bot.core.delivery.errand import Errand, Outgoing
from bot.core.delivery.outbox import Delivery
from bot.core.ground import Ground
from bot.core.ids import ChannelId, MessageId, ServerId, Visitor
from bot.core.lanes import Lane
from bot.core.notices import Place, said
from bot.core.ports import CannotKeep, Why
from bot.core.refusals import Refusal
from bot.core.scheduling.outages import Outage
from bot.core.storage.database import Transaction
from bot.core.texts import DEFAULT_LOCALE
from bot.desk.lookout import POSTING, Lookout
from bot.desk.model import (
    AWAY_WITHIN,
    HOURS,
    LINE_WITHIN,
    UTC_ZONE,
    Line,
    LineSetting,
    line_from,
    line_text,
    next_time,
)
from bot.desk.notices import away_post, line_post
from bot.desk.store import DeskStore
from bot.moderation.service import moderated

LINE = "desk.line"
"""The kind of due row, and of delivery, of the daily line."""

AWAY = "desk.away"
"""The kind of delivery that tells of an outage."""


LINE_ACTS = ("desk.did.line_on", "desk.did.line_hour", "desk.did.line_moved", "desk.did.line_off")
"""Acts that change the line."""


class DailyLine:
    """The line of each server that chose one."""

    def __init__(self, ground: Ground, store: DeskStore, circles: Circles, lookout: Lookout) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._circles = circles
        self._outages = ground.outages
        self._lookout = lookout
        ground.acts.undo_with(LINE_ACTS, Way(self._line_now, self._put_line_back))
        ground.dues.handle(LINE, self._due)
        ground.sender.handle(LINE, Errand(self._compose, self._sent, self._dropped))
        ground.sender.handle(AWAY, Errand(self._compose_away, self._sent, self._dropped))
        ground.outages.on_outage(self._tell_away)

    async def see(self, visitor: Visitor) -> LineSetting:
        """Answer a moderator how the line is set."""
        server = moderated(visitor)
        line = await self._present(server)
        if line is None or not line.is_on:
            return LineSetting(await self._zone(server), lost=line is not None)
        for_all = await self._ground.front.open_to_all(server, line.channel)
        return LineSetting(line.zone, line.channel, line.minute, is_on=True, for_all=for_all)

    async def choose_channel(self, visitor: Visitor, channel: ChannelId) -> LineSetting:
        """Move a line that is on to a channel; where it is off nothing is kept yet, and the hour is asked next.

        Raises Refusal where Hearth could not post there.
        """
        server = moderated(visitor)
        await self._require_posting(server, channel)
        line = await self._present(server)
        if line is not None and line.is_on:
            moved = replace(line, channel=channel)

            def move(tx: Transaction, noting: Noting) -> None:
                if self._store.line(tx, server) != moved:
                    with noting(Act("desk.did.line_moved", server)):
                        self._store.put_line(tx, moved)

            await self._ground.acts.do(visitor, move)
            return await self.see(visitor)
        for_all = await self._ground.front.open_to_all(server, channel)
        return LineSetting(await self._zone(server), channel, lost=line is not None, for_all=for_all)

    async def choose_hour(self, visitor: Visitor, channel: ChannelId, hour: int) -> LineSetting:
        """Switch the line on, each day at an hour from 0 to 23; raises Refusal where Hearth could not post."""
        server = moderated(visitor)
        if not 0 <= hour < HOURS:
            raise Refusal("core.stale")
        await self._require_posting(server, channel)
        line = Line(server, channel, await self._zone(server), hour * 60)

        def keep(tx: Transaction, noting: Noting) -> None:
            before = self._store.line(tx, server)
            was_on = before is not None and before.is_on
            if before != line:
                with noting(Act("desk.did.line_hour" if was_on else "desk.did.line_on", server)):
                    self._store.put_line(tx, line)
                    self._note_next(tx, line)

        await self._ground.acts.do(visitor, keep)
        self._ground.changed()
        return await self.see(visitor)

    async def switch_off(self, visitor: Visitor) -> LineSetting:
        """Have no line any more; done as well if there was none."""
        server = moderated(visitor)

        def drop(tx: Transaction, noting: Noting) -> None:
            if self._store.line(tx, server) is not None:
                with noting(Act("desk.did.line_off", server)):
                    self._store.drop_line(tx, server)
                    self._ground.dues.drop(tx, LINE, server)

        await self._ground.acts.do(visitor, drop)
        return await self.see(visitor)

    def servers(self, tx: Transaction) -> list[ServerId]:
        """Answer inside a transaction every server that has a line, on or lost."""
        return self._store.servers(tx)

    def let_go(self, tx: Transaction, server: ServerId) -> None:
        """Let go inside a transaction of what the desk of a server keeps."""
        self._store.drop_line(tx, server)
        self._store.drop_away(tx, server)
        self._ground.dues.drop(tx, LINE, server)

    def _line_now(self, tx: Transaction, act: Act) -> str:
        line = self._store.line(tx, act.server)
        return "" if line is None else line_text(line)

    def _put_line_back(self, tx: Transaction, act: Act, before: str) -> None:
        if before and (line := line_from(before)).is_on:
            self._store.put_line(tx, line)
            self._note_next(tx, line)
        else:
            self._store.drop_line(tx, act.server)
            self._ground.dues.drop(tx, LINE, act.server)

    async def _require_posting(self, server: ServerId, channel: ChannelId) -> None:
        for name in await self._ground.front.missing_in(server, channel, POSTING):
            lacking = said(f"core.permission.{name}")
            raise Refusal("desk.line.cannot_post", channel=Place(channel), permission=lacking)

    async def _zone(self, server: ServerId) -> str:
        circles = await self._circles.in_server(server)
        return next((circle.settings.zone for circle in circles), UTC_ZONE)

    async def _locale(self, server: ServerId) -> str:
        circles = await self._circles.in_server(server)
        return next((circle.settings.language for circle in circles), DEFAULT_LOCALE)

    async def _present(self, server: ServerId) -> Line | None:
        """Answer a server's line; one whose channel was deleted goes off."""
        line = await self._database.read(lambda tx: self._store.line(tx, server))
        if line is None or not line.is_on or not await self._ground.front.gone(server, None, (line.channel,)):
            return line
        await self._database.write(lambda tx: self._lose(tx, server, line.channel))
        return await self._database.read(lambda tx: self._store.line(tx, server))

    def _lose(self, tx: Transaction, server: ServerId, channel: ChannelId) -> None:
        line = self._store.line(tx, server)
        if line is not None and line.channel == channel:
            self._store.put_line(tx, replace(line, is_on=False))
            self._ground.dues.drop(tx, LINE, server)

    async def come_back(self) -> None:
        """Let no line wait for a time that a wrong clock once told; called at start and when it was set back."""

        def work(tx: Transaction) -> None:
            for line in self._store.lines_on(tx):
                due_at = self._ground.dues.due_at(tx, LINE, line.server)
                first = next_time(line, self._ground.clock.now())
                if due_at is None or due_at > next_time(line, first):
                    self._note_next(tx, line)

        await self._database.write(work)
        self._ground.changed()

    def _note_next(self, tx: Transaction, line: Line) -> None:
        at = next_time(line, self._ground.clock.now())
        self._ground.dues.add(tx, LINE, line.server, at, Lane.REMINDER)

    async def _due(self, subject: int) -> None:
        server = ServerId(subject)
        try:
            await self._present(server)
            waits = bool((await self._lookout.look(server)).lines)
        except CannotKeep as fault:
            # Put out of the server, nobody could be told; where Discord did not answer, the sender asks again.
            waits = fault.why is Why.NOT_ANSWERED

        def work(tx: Transaction) -> None:
            line, due_at = self._store.line(tx, server), self._ground.dues.due_at(tx, LINE, server)
            # Meanwhile it may have been switched off, or moved to a later hour.
            if line is None or not line.is_on or due_at is None or due_at > self._ground.clock.now():
                return
            if waits:
                expires = due_at + LINE_WITHIN
                self._ground.outbox.put(
                    tx, Delivery(LINE, server, due_at, Lane.REMINDER, server, line.channel, expires_at=expires)
                )
            self._note_next(tx, line)

        await self._database.write(work)

    def _tell_away(self, tx: Transaction, outage: Outage) -> None:
        at, expires = outage.ended_at, outage.ended_at + AWAY_WITHIN
        for line in self._store.lines_on(tx):
            self._ground.outbox.put(
                tx,
                Delivery(AWAY, outage.number, at, Lane.REMINDER, line.server, line.channel, expires_at=expires),
            )

    async def _compose(self, delivery: Delivery) -> Outgoing | None:
        server = await self._wanted(delivery)
        count = 0 if server is None else len((await self._lookout.look(server)).lines)
        if server is None or not count:
            return None
        return Outgoing(line_post(count), await self._locale(server), place=delivery.channel)

    async def _compose_away(self, delivery: Delivery) -> Outgoing | None:
        server = await self._wanted(delivery)
        if server is None:
            return None
        seen_to = await self._database.read(lambda tx: self._store.seen_to(tx, server))
        outage = await self._database.read(lambda tx: self._outages.get(tx, delivery.subject))
        if outage is None or outage.number <= seen_to:
            return None
        return Outgoing(away_post(outage), await self._locale(server), place=delivery.channel)

    async def _wanted(self, delivery: Delivery) -> ServerId | None:
        """Answer the server of a delivery, unless its line was switched off or moved meanwhile."""
        server = delivery.server
        if server is None:
            return None
        line = await self._database.read(lambda tx: self._store.line(tx, server))
        return server if line is not None and line.is_on and line.channel == delivery.channel else None

    def _sent(self, tx: Transaction, delivery: Delivery, message: MessageId) -> None:
        """Keep nothing: the outbox knows that it stands."""

    def _dropped(self, tx: Transaction, delivery: Delivery, why: str) -> None:
        if why == Why.CHANNEL_GONE and delivery.server is not None and delivery.channel is not None:
            self._lose(tx, delivery.server, delivery.channel)
