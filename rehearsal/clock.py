"""The world's time and the ids made from it."""

from datetime import UTC, datetime, timedelta

DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


class WorldClock:
    """Tells the time of the rehearsed world: the real time plus an offset."""

    def __init__(self, start: datetime | None = None) -> None:
        self.offset = timedelta() if start is None else start - datetime.now(UTC)

    def now(self) -> datetime:
        """Return the world's time in UTC."""
        return datetime.now(UTC) + self.offset

    def iso(self) -> str:
        """Return the world's time as Discord writes timestamps."""
        return self.now().isoformat()


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
