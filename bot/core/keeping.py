"""What was kept while somebody waits, and how a service hears that something could not be kept."""

from contextvars import ContextVar
from enum import StrEnum


class WhyNot(StrEnum):
    """Why nothing could be kept; each has a text `core.not_kept.<value>`."""

    FULL = "full"
    """The disk has no room."""
    BUSY = "busy"
    """Another program holds the file."""


class NotKept(Exception):
    """Raised for a transaction of which nothing happened, though nothing is wrong with what was asked."""

    def __init__(self, why: WhyNot, detail: str) -> None:
        super().__init__(detail)
        self.why = why


class Kept:
    """Counts the rows that were changed for one press, and knows its act that can be undone, if there is one."""

    def __init__(self) -> None:
        self.changes = 0
        self.act: int | None = None


KEPT: ContextVar[Kept | None] = ContextVar("kept", default=None)
"""The count of the press that is being answered, so that whoever pressed can be told the truth (R12)."""
