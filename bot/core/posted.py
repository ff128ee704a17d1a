"""What became of posts that a feature took down, because whoever they show wished it before being forgotten."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TakenDown:
    """What became of posts: `went` show them no more, `missing` were gone already.

    `not_let` still show them, as the server lets Hearth change nothing there; `waits` were not answered yet.
    """

    went: int = 0
    missing: int = 0
    not_let: int = 0
    waits: int = 0

    def __add__(self, other: "TakenDown") -> "TakenDown":
        """Answer both together."""
        return TakenDown(
            self.went + other.went,
            self.missing + other.missing,
            self.not_let + other.not_let,
            self.waits + other.waits,
        )
