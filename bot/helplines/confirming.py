"""Checking a circle's numbers: up to six, on one screen, by a moderator; the date is the circle's own (R80)."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.core.acting import Act, Noting, Way
from bot.core.ground import Ground
from bot.core.ids import EVERYWHERE, CircleId, ServerId, Visitor
from bot.core.notices import Said, said
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.helplines.model import CONFIRMED_MOST, Age, Entry
from bot.helplines.service import HelpLines
from bot.moderation.service import moderated

CANDIDATES_MOST = 25
"""Lines that one menu holds (Discord: String Select)."""

_NEVER = "1970-01-01T00:00:00+00:00"


@dataclass(frozen=True, slots=True)
class ToCheck:
    """What a moderator checks: `shown` are up to six lines, those checked before or else suggested ones.

    `mark` says which these are, so that nothing else is taken for checked.
    """

    circle: Circle
    shown: tuple[Entry, ...]
    candidates: tuple[Entry, ...]
    checked_before: bool

    @property
    def mark(self) -> str:
        """Answer a short sign of the lines shown."""
        return hashlib.sha256(" ".join(entry.line.ident for entry in self.shown).encode()).hexdigest()[:12]


class Confirming:
    """Keeps which lines a circle checked and when; members never see who did."""

    def __init__(self, ground: Ground, circles: Circles, lines: HelpLines) -> None:
        self._ground = ground
        self._circles = circles
        self._lines = lines
        ground.acts.undo_with(("helplines.did.checked",), Way(self._now, self._put_back, self._shown_again))

    async def see(self, visitor: Visitor, circle_id: CircleId) -> ToCheck:
        """Answer a moderator which lines there are to check; raises Refusal for anyone else, or an old button."""
        circle = await self._of_moderator(visitor, circle_id)
        settings = circle.settings
        found = (await self._lines.numbers(settings.countries, settings.language, None, circle_id)).entries
        before = tuple(entry for entry in found if entry.by_circle)
        shown = (before or found)[:CONFIRMED_MOST]
        return ToCheck(circle, shown, found[:CANDIDATES_MOST], checked_before=bool(before))

    async def choose(self, visitor: Visitor, circle_id: CircleId, lines: Sequence[str]) -> ToCheck:
        """Keep that these lines, six at most, were checked now; others count as not checked by the circle."""
        seen = await self.see(visitor, circle_id)
        offered = {entry.line.ident for entry in seen.candidates}
        wanted = tuple(dict.fromkeys(lines))
        if not wanted or len(wanted) > CONFIRMED_MOST or not offered.issuperset(wanted):
            raise Refusal("core.stale")
        now, server = self._ground.clock.now(), seen.circle.server

        def work(tx: Transaction, noting: Noting) -> None:
            with noting(Act("helplines.did.checked", server, circle_id)):
                self._lines.confirm_in(tx, circle_id, wanted, now)

        await self._ground.acts.do(visitor, work)
        await self._lines.confirmed(circle_id)
        return await self.see(visitor, circle_id)

    async def confirm(self, visitor: Visitor, circle_id: CircleId, mark: str) -> ToCheck:
        """Keep that the lines on the screen were checked now; raises Refusal where they are others meanwhile."""
        seen = await self.see(visitor, circle_id)
        if not seen.shown or seen.mark != mark:
            raise Refusal("helplines.others_now")
        return await self.choose(visitor, circle_id, [entry.line.ident for entry in seen.shown])

    def _now(self, tx: Transaction, act: Act) -> str:
        checked = self._lines.confirmed_in(tx, act.circle or EVERYWHERE)
        return json.dumps({line: at.isoformat() for line, at in sorted(checked.items())})

    def _put_back(self, tx: Transaction, act: Act, before: str) -> None:
        checked = cast(dict[str, str], json.loads(before))
        # All lines of a circle were checked in one press, or none.
        at = datetime.fromisoformat(next(iter(checked.values()), _NEVER))
        self._lines.confirm_in(tx, act.circle or EVERYWHERE, tuple(checked), at)

    async def _shown_again(self, act: Act) -> None:
        await self._lines.confirmed(act.circle or EVERYWHERE)

    async def waiting(self, server: ServerId) -> Sequence[Said]:
        """Answer which circles of a server have numbers to check, for whoever moderates there (R80)."""
        found: list[Said] = []
        for circle in await self._circles.in_server(server):
            if circle.is_open:
                found += await self._of(circle)
        return found

    async def _of(self, circle: Circle) -> list[Said]:
        numbers = await self._lines.numbers(
            circle.settings.countries, circle.settings.language, None, circle.circle
        )
        checked = await self._lines.checked_by(circle.circle)
        own = [entry for entry in checked if entry.line.country in circle.settings.countries]
        if not own:
            # Where no line is known for its countries there is nothing to check.
            return [said("helplines.unchecked", circle=circle.name)] if numbers.entries else []
        old = [entry for entry in own if entry.age in (Age.MARKED, Age.HIDDEN)]
        return [said("helplines.old", circle=circle.name, count=len(old))] if old else []

    async def _of_moderator(self, visitor: Visitor, circle_id: CircleId) -> Circle:
        server = moderated(visitor)
        circle = await self._circles.get(circle_id)
        if circle.server != server:
            raise Refusal("circles.gone")
        return circle
