"""What a run shows: where each kill fell, what was lost, what was doubled. Pure rules."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from benchmarks.crash.sink import Asked

MOST_NEEDED = 10
"""A run proves something only if so many kills fell between claim and mark-sent, or one in five of fewer."""


class Fell(StrEnum):
    """Where one delivery stood when its worker was killed."""

    CLAIMED = "claimed, request not sent"
    REQUESTED = "request sent, not recorded"
    RECORDED = "recorded, not answered"
    ANSWERED = "answered, not marked sent"


@dataclass(frozen=True)
class Kill:
    """One kill: when its worker began and died (monotonic seconds), and what that worker had claimed."""

    began: float
    died: float
    under_way: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """What became of a run."""

    rows: int
    asked_for: int
    fell: tuple[Mapping[Fell, int], ...]
    lost: int
    doubled: int
    merged: int
    unfinished: int

    @property
    def between(self) -> int:
        """Answer how many kills fell between a claim and its mark."""
        return sum(bool(one) for one in self.fell)

    @property
    def recorded_unmarked(self) -> int:
        """Answer how many kills left at least one message that stood and was not marked sent."""
        return sum(bool(one.get(Fell.RECORDED) or one.get(Fell.ANSWERED)) for one in self.fell)

    @property
    def needed(self) -> int:
        """Answer how many kills must fall between a claim and its mark."""
        return min(MOST_NEEDED, -(-self.asked_for // 5))

    def faults(self) -> list[str]:
        """Answer what breaks the promise, or keeps the run from proving it."""
        found = {
            f"{self.lost} lost": self.lost,
            f"{self.doubled} doubled": self.doubled,
            f"{self.unfinished} not marked sent, or not due again": self.unfinished,
            f"only {len(self.fell)} of {self.asked_for} kills fell": len(self.fell) < self.asked_for,
            f"only {self.between} kills fell between claim and mark": self.between < self.needed,
        }
        return [what for what, broken in found.items() if broken]

    def as_json(self) -> dict[str, Any]:
        """Answer the figures."""
        total = Counter[str]()
        for one in self.fell:
            total.update({str(fell): count for fell, count in one.items()})
        return {
            "name": "crash",
            "rows": self.rows,
            "kills": len(self.fell),
            "lost": self.lost,
            "doubled": self.doubled,
            "merged_by_the_sink": self.merged,
            "kills_between_claim_and_mark": self.between,
            "kills_with_an_unmarked_message": self.recorded_unmarked,
            "kills_outside": len(self.fell) - self.between,
            "deliveries_under_way_at_a_kill": {str(fell): total[fell] for fell in Fell},
            "each": [{str(fell): count for fell, count in one.items()} for one in self.fell],
            "faults": self.faults(),
        }


def fell_at(kill: Kill, asked: Sequence[Asked]) -> dict[Fell, int]:
    """Answer how many of the killed worker's deliveries stood where; empty for a kill outside of all."""
    found = Counter[Fell]()
    for once in kill.under_way:
        tries = [one for one in asked if one.once == once and kill.began <= one.received]
        # A later worker's try of the same delivery comes long after; the first is this worker's own.
        found[_stood(kill, min(tries, key=lambda one: one.received, default=None))] += 1
    return dict(found)


def _stood(kill: Kill, one: Asked | None) -> Fell:
    if one is None or one.received > kill.died + _ON_THE_WIRE:
        return Fell.CLAIMED
    if one.recorded is None or one.recorded > kill.died:
        return Fell.REQUESTED
    if one.answered is None or one.answered > kill.died:
        return Fell.RECORDED
    return Fell.ANSWERED


_ON_THE_WIRE = 0.05
"""Seconds in which a request that left before the kill may still arrive; no restarted worker is that quick."""


def posted(asked: Sequence[Asked]) -> Counter[str]:
    """Answer how many messages each delivery has."""
    return Counter(one.once for one in asked if one.recorded is not None and not one.merged)
