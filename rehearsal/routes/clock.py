"""The led clock: people move time, the bot follows it and says when it is done."""

import math
from datetime import datetime

from rehearsal.calls import Call, Route
from rehearsal.durations import LONGEST, duration, instant, refused
from rehearsal.leading import Leading
from rehearsal.records import Json

KINDS = (("forward",), ("until",), ("settled", "next_due"), ("settled",))


class ClockRoutes:
    """The two sides of the clock's address: those who lead it, and the bot."""

    def __init__(self, leading: Leading) -> None:
        self._leading = leading

    async def follow(self, call: Call) -> Json:
        """Answer the bot's long poll with the world's offset in seconds."""
        after = call.query.get("after")
        return {"offset_seconds": await self._leading.poll(None if after is None else _seconds(after), call.line)}

    async def take(self, call: Call) -> Json:
        """Move time on, or take the bot's word that it settled what was due."""
        body = call.sent
        if not isinstance(body, dict) or set(body) not in [set(kind) for kind in KINDS]:
            raise refused("Say one of: forward (a duration), until (an instant), settled (with next_due).")
        if "settled" in body:
            due = body.get("next_due")
            self._leading.report(_seconds(body["settled"]), None if due is None else instant(due), call.line)
            return {"offset_seconds": self._leading.offset}
        if "forward" in body:
            settled = await self._leading.forward(duration(body["forward"]))
        else:
            settled = await self._leading.until(self._near(instant(body["until"])))
        return {"now": self._leading.clock.iso(), "next_due": due_text(self._leading), "settled": settled}

    def _near(self, wanted: datetime) -> datetime:
        if wanted - self._leading.clock.now() > LONGEST:
            raise refused(
                f"{wanted.isoformat()} is too far: the clock moves by at most {LONGEST.days} days at once."
            )
        return wanted

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of this file."""
        return (
            Route("GET", "/rehearsal/clock", self.follow, "token"),
            Route("POST", "/rehearsal/clock", self.take, "token"),
        )


def due_text(leading: Leading) -> str | None:
    """Return when something is due next, as it is written in answers."""
    due = leading.next_due
    return None if due is None else due.isoformat()


def _seconds(value: object) -> float:
    try:
        found = float(str(value))
    except ValueError:
        found = math.nan
    if isinstance(value, bool) or not math.isfinite(found):
        raise refused(f"{value!r} is no number of seconds.")
    return found
