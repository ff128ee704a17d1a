"""What reading a draft answers: what was found, where it stands, and why it was pointed out."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What may give somebody away; where two overlap, the first of these is told."""

    MENTION = "mention"
    EMAIL = "email"
    LINK = "link"
    COORDINATES = "coordinates"
    BIRTH = "birth"
    COURT = "court"
    PHONE = "phone"
    ADDRESS = "address"
    HANDLE = "handle"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Find:
    """One thing found; `start` and `end` count characters of the draft as it was handed in.

    `why` is the key of the sentence for its writer; `sure` is false where it might be something else.
    """

    kind: Kind
    start: int
    end: int
    why: str
    sure: bool = True


def settled(finds: list[Find]) -> tuple[Find, ...]:
    """Answer the finds in the order of the draft, of those that overlap only the one that tells most."""
    order = {kind: place for place, kind in enumerate(Kind)}
    kept: list[Find] = []
    until = -1
    for find in sorted(finds, key=lambda one: (one.start, order[one.kind], -one.end)):
        if find.start >= until:
            kept.append(find)
        elif order[find.kind] < order[kept[-1].kind]:
            kept[-1] = find
        else:
            continue
        until = max(until, find.end)
    return tuple(kept)
