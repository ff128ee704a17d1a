"""Swaps: a time on one date that somebody gives to another, as data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import NewType

from bot.asked.model.hours import Stretch
from bot.circles.model import Circle
from bot.core.ids import CircleId, PersonNumber

SwapId = NewType("SwapId", int)
"""One time that somebody gives to another; a random number."""

SWAP_AHEAD = timedelta(days=14)
"""How far ahead a time can be given to another."""

SWAPS_OFFERED = 20
"""Own coming times that one menu shows."""


@dataclass(frozen=True, slots=True)
class Swaps:
    """The times somebody gave to another who took them, and the times they took."""

    given: tuple[Stretch, ...] = ()
    taken: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Swap:
    """A time that one person gives; `taker` is None while nobody took it."""

    swap: SwapId
    circle: CircleId
    giver: PersonNumber
    when: Stretch
    taker: PersonNumber | None = None


class Part(StrEnum):
    """Which side of a swap somebody has."""

    GIVES = "gives"
    TAKES = "takes"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a swap; the other may be gone."""

    person: PersonNumber
    circle: CircleId
    when: Stretch


@dataclass(frozen=True, slots=True)
class Swappable:
    """What somebody sees of swaps in a circle: own coming times, what they give and take, and what is asked."""

    circle: Circle
    zone: str
    coming: tuple[Stretch, ...]
    given: tuple[Swap, ...]
    taken: tuple[Swap, ...]
    asked: tuple[Swap, ...]


def swaps_of(swaps: Iterable[Swap]) -> Mapping[PersonNumber, Swaps]:
    """Answer by person which times they gave to somebody who took them, and which they took."""
    given: dict[PersonNumber, list[Stretch]] = {}
    taken: dict[PersonNumber, list[Stretch]] = {}
    for swap in swaps:
        if swap.taker is not None:
            given.setdefault(swap.giver, []).append(swap.when)
            taken.setdefault(swap.taker, []).append(swap.when)
    people = given.keys() | taken.keys()
    return {one: Swaps(tuple(given.get(one, ())), tuple(taken.get(one, ()))) for one in people}
