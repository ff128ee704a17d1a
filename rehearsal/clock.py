"""The world's time and the ids made from it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


class WorldClock:
    """Tells the time of the rehearsed world: the real time plus an offset."""

    def __init__(self, start: datetime | None = None) -> None:
        self._offset = timedelta() if start is None else start - datetime.now(UTC)
        self.listeners: list[Callable[[], None]] = []

    @property
    def offset(self) -> timedelta:
        """How far the world is ahead of the real time."""
        return self._offset

    @offset.setter
    def offset(self, offset: timedelta) -> None:
        self._offset = offset
        for listener in self.listeners:
            listener()

    def now(self) -> datetime:
        """Return the world's time in UTC."""
        return datetime.now(UTC) + self._offset

    def iso(self) -> str:
        """Return the world's time as Discord writes timestamps."""
        return self.now().isoformat()

    def offset_at(self, instant: datetime) -> timedelta:
        """Return the offset that makes it this instant now."""
        return instant - datetime.now(UTC)


class Snowflakes:
    """Hands out ids that grow with the world's time (Discord: Reference, "Snowflakes")."""

    def __init__(self, clock: WorldClock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        """Return an id greater than every id before it, even when the clock was moved back."""
        milliseconds = (self._clock.now() - DISCORD_EPOCH) // timedelta(milliseconds=1)
        self._last = max(self._last + 1, milliseconds << 22)
        return str(self._last)


def made_at(snowflake: str) -> datetime:
    """Return the moment an id was made (Discord: Reference, "Snowflakes")."""
    return DISCORD_EPOCH + timedelta(milliseconds=int(snowflake) >> 22)
