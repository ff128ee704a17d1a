"""The real Clock and Chance: the one place that asks this computer for the time and for randomness."""

import os
import secrets
from datetime import UTC, datetime, timedelta

LARGEST_NUMBER = 2**53 - 1
"""Whole numbers up to this are exact in every language that may read an export."""


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """Answer the present moment in UTC."""
        return datetime.now(UTC)


class LedClock:
    """The computer's clock moved by an offset that a rehearsal leads."""

    def __init__(self) -> None:
        self.offset = timedelta(0)

    def now(self) -> datetime:
        """Answer the present moment of the led world in UTC."""
        return datetime.now(UTC) + self.offset


class SystemChance:
    """The computer's randomness, fit for keys."""

    def number(self) -> int:
        """Answer a random whole number from 1 to 2**53 - 1."""
        return 1 + secrets.randbelow(LARGEST_NUMBER)

    def bytes(self, count: int) -> bytes:
        """Answer `count` random bytes."""
        return os.urandom(count)
