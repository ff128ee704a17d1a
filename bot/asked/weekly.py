"""Choosing one's weekly hours, on one's own clock."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.asked.model import SPANS_MOST, Switch
from bot.asked.model.hours import Hours, Span, span_from
from bot.asked.switches import Switches
from bot.asked.testing import PageTests
from bot.circles.model import Circle
from bot.core.ids import CircleId, Visitor
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.people.model import NotATime, UnknownZone, known_zone, minutes_from


class Weekly:
    """The hours of each person who can be asked; every change is kept at once."""

    def __init__(self, switches: Switches, tests: PageTests) -> None:
        self._switches = switches
        self._tests = tests

    async def add(self, visitor: Visitor, circle: CircleId, days: Sequence[int], start: str, end: str) -> None:
        """Keep a typed time on some weekdays (Monday is 0); the same one twice is kept once.

        Raises Refusal, with nothing saved, for words that name no time, or for more than 21 times in a week.
        """
        try:
            minutes = minutes_from(start), minutes_from(end)
        except NotATime as fault:
            raise Refusal("asked.refused.time") from fault
        await self.add_each(visitor, circle, days, *minutes)

    async def add_each(self, visitor: Visitor, circle: CircleId, days: Sequence[int], start: int, end: int) -> None:
        """Keep a time on some weekdays, in minutes after midnight; otherwise as `add`."""
        if not days or not set(days) <= set(range(7)):
            raise Refusal("core.stale")
        added = {Span(day, start, end) for day in days}

        def with_them(hours: Hours) -> Hours:
            spans = tuple(sorted({*hours.spans, *added}))
            if len(spans) > SPANS_MOST:
                raise Refusal("asked.refused.too_many", most=SPANS_MOST)
            return replace(hours, spans=spans)

        await self._change(visitor, circle, with_them)

    async def take_away(self, visitor: Visitor, circle: CircleId, words: Sequence[str]) -> None:
        """Let go of times, each written as `Span.words`; done as well if one was gone."""
        try:
            gone = {span_from(one) for one in words}
        except ValueError as fault:
            raise Refusal("core.stale") from fault
        await self._change(
            visitor, circle, lambda h: replace(h, spans=tuple(one for one in h.spans if one not in gone))
        )

    async def choose_zone(self, visitor: Visitor, circle: CircleId, typed: str) -> None:
        """Keep a typed time zone for the hours; no words mean the circle's. Raises Refusal for an unknown one."""
        try:
            zone = known_zone(typed) if typed.strip() else None
        except UnknownZone as fault:
            near = ", ".join(fault.suggestions)
            raise Refusal("asked.refused.zone_near" if near else "asked.refused.zone", near=near) from fault
        await self._change(visitor, circle, lambda hours: replace(hours, zone=zone))

    async def _change(self, visitor: Visitor, circle_id: CircleId, change: Callable[[Hours], Hours]) -> None:
        def work(tx: Transaction, switch: Switch, circle: Circle) -> Switch:
            changed = replace(switch, hours=change(switch.hours))
            self._tests.plan(tx, changed, circle)
            return changed

        await self._switches.change(visitor, circle_id, work)
