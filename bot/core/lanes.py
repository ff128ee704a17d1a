"""Lanes: what goes first where many things are due at once."""

from contextvars import ContextVar
from enum import IntEnum


class Lane(IntEnum):
    """How urgent something is; a lower lane always goes before a higher one."""

    REACH = 0
    """Somebody asks for help."""
    START = 1
    """A gathering begins, or somebody waits for the answer to a press."""
    CHECK_IN = 2
    """A check-in opens or closes."""
    REMINDER = 3
    """A reminder, a daily line, a note that something waits."""
    CLEAN_UP = 4
    """Letting go of what is old."""


LANE: ContextVar[Lane] = ContextVar("lane", default=Lane.START)
"""The lane of whatever is being done now; what nobody put in a lane has a person waiting for it."""
