"""The rules of exercises: what a book of them must be, what leads where, and what one person keeps of it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast

FEWEST = 20
"""Exercises that a book has at least (R108)."""

IN_A_MENU = 3
"""Entries on one screen, besides "More" and "Not now" (R19)."""

BEFORE_ANY_AGAIN = 8
"""Different exercises that somebody meets who goes on asking for something different, before one comes again."""


class Kind(StrEnum):
    """What an exercise goes by."""

    WAITING = "waiting"
    SENSES = "senses"
    MOVEMENT = "movement"
    COGNITIVE = "cognitive"
    ORIENTATION = "orientation"
    SOOTHING = "soothing"
    TEMPERATURE = "temperature"
    BREATH = "breath"


class Energy(StrEnum):
    """How much it takes."""

    VERY_LOW = "very_low"
    LOW = "low"
    MEDIUM = "medium"


class Evidence(StrEnum):
    """What can honestly be said about an exercise; each has a text `escape.evidence.<value>`."""

    TRIAL = "trial"
    """A controlled trial of something close to this."""
    INDIRECT = "indirect"
    """Laboratory work, small or analogue studies, or evidence for a wider method."""
    PRACTICE = "practice"
    """It is taught, and not tested on its own."""


class Aspect(StrEnum):
    """What somebody can wish to see nothing of."""

    BODY = "body"
    """Whatever asks to notice the body, or to touch it."""
    BREATH = "breath"


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise without its words; `parts` names those words that not every exercise has.

    `seconds` are the least and the most it takes. `under_more` keeps it out of the first three of every menu; a
    `gated` one opens only behind its caution.
    """

    id: str
    kind: Kind
    good_for: tuple[str, ...]
    seconds: tuple[int, int]
    energy: Energy
    discreet: bool
    body_focus: bool
    breath_focus: bool
    self_touch: bool
    swap_for: str
    evidence: Evidence
    under_more: bool = False
    gated: bool = False
    parts: frozenset[str] = frozenset()

    @property
    def is_outward(self) -> bool:
        """Tell whether it is about neither body nor touch nor breath (R104)."""
        return not (self.body_focus or self.breath_focus or self.self_touch)

    @property
    def aspects(self) -> frozenset[str]:
        """Answer what of it somebody can wish to see nothing of."""
        body = {Aspect.BODY} if self.body_focus or self.self_touch else set[Aspect]()
        breath = {Aspect.BREATH} if self.breath_focus else set[Aspect]()
        return frozenset(body | breath)

    @property
    def place_under_more(self) -> int:
        """Answer how far down it stands: what is outward first, breath after the body, the gated last."""
        return 3 if self.gated else 2 if self.breath_focus else 0 if self.is_outward else 1


@dataclass(frozen=True, slots=True)
class Book:
    """All exercises and menus, as read at start."""

    opens_with: str
    menus: Mapping[str, tuple[str, ...]]
    exercises: Mapping[str, Exercise]

    @property
    def opening(self) -> Exercise:
        """Answer the one that everything opens with (R102)."""
        return self.exercises[self.opens_with]

    def under(self, menu: str) -> tuple[Exercise, ...]:
        """Answer all of a menu: its three, then the others that are good for it, breath and gated last (R103)."""
        first = tuple(self.exercises[name] for name in self.menus[menu])
        others = [one for one in self.exercises.values() if menu in one.good_for and one not in first]
        return (*first, *sorted(others, key=lambda one: one.place_under_more))


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a book may not be: where it stands in the file, and what to do about it."""

    where: tuple[str, ...]
    what: str


def wrong_in(book: Book) -> Iterator[Wrong]:
    """Report whatever breaks R103, R104 or R108 in the structure of a book."""
    if len(book.exercises) < FEWEST:
        yield Wrong(("exercises",), f"has {len(book.exercises)} exercises; it needs {FEWEST} at least")
    for one in book.exercises.values():
        yield from _wrong_swap(book, one)
        yield from _wrong_exercise(book, one)
    for menu, names in book.menus.items():
        yield from _wrong_menu(book, menu, names)
    yield from _wrong_opening(book)


def _wrong_swap(book: Book, one: Exercise) -> Iterator[Wrong]:
    where, other = ("exercises", one.id, "swap_for"), book.exercises.get(one.swap_for)
    if other is None or other is one:
        yield Wrong(where, f'"{one.swap_for}" is no other exercise; name one that is here')
    elif not one.is_outward and not other.is_outward:
        yield Wrong(where, "leads from body, touch or breath to another of these; name one that is none of them")
    elif other.under_more or other.gated:
        yield Wrong(where, f'"{other.id}" is under "More" alone; name another')


def _wrong_exercise(book: Book, one: Exercise) -> Iterator[Wrong]:
    for menu in one.good_for:
        if menu not in book.menus:
            yield Wrong(("exercises", one.id, "good_for"), f'"{menu}" is no menu; name one of those above')
    least, most = one.seconds
    if not 0 < least <= most:
        yield Wrong(("exercises", one.id, "seconds"), "are the least and the most, such as [30, 90]")
    if (one.breath_focus or one.gated) and not one.under_more:
        yield Wrong(("exercises", one.id), "is about breath or gated, so it needs `under_more: true`")


def _wrong_menu(book: Book, menu: str, names: tuple[str, ...]) -> Iterator[Wrong]:
    where = ("menus", menu)
    known = [book.exercises[name] for name in names if name in book.exercises]
    if len(known) != IN_A_MENU or len(set(names)) != IN_A_MENU:
        yield Wrong(where, f"needs {IN_A_MENU} different exercises that are here")
        return
    for one in known:
        if menu not in one.good_for:
            yield Wrong(where, f'"{one.id}" is not good for it; add the menu to its `good_for`, or name another')
        if one.under_more or one.gated:
            yield Wrong(where, f'"{one.id}" may stand under "More" alone; name another')
    if not known[0].is_outward:
        yield Wrong(where, "begins with one about body, touch or breath; put another first")


def _wrong_opening(book: Book) -> Iterator[Wrong]:
    opening = book.exercises.get(book.opens_with)
    if opening is None or not opening.is_outward or opening.parts & CAUTIONS:
        yield Wrong(("opens_with",), "needs an exercise without cautions, about neither body, touch nor breath")
        return
    met: dict[str, None] = {}
    while opening is not None and opening.id not in met:
        met[opening.id] = None
        opening = book.exercises.get(opening.swap_for)
    if len(met) < BEFORE_ANY_AGAIN:
        yield Wrong(
            ("exercises", next(reversed(met)), "swap_for"),
            f'comes back after {len(met)} exercises for whoever goes on pressing "Something different"; '
            f"let {BEFORE_ANY_AGAIN} at least come before",
        )


PARTS = ("needs", "know", "skip", "ways")
"""Words that an exercise can have besides `title` and `steps`, which all have."""

CAUTIONS = frozenset({"know", "skip"})
"""Those that have to be read before the steps."""


class Wish(StrEnum):
    """What somebody wants with an exercise for later."""

    KEEP = "keep"
    HIDE = "hide"


@dataclass(frozen=True, slots=True)
class Own:
    """What one person keeps: ids of liked exercises, and ids and aspects that are not to be shown (R106)."""

    kept: tuple[str, ...] = ()
    hidden: frozenset[str] = field(default_factory=frozenset[str])

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to keep."""
        return not self.kept and not self.hidden

    def shows(self, one: Exercise) -> bool:
        """Tell whether an exercise may be suggested."""
        return one.id not in self.hidden and not one.aspects & self.hidden

    def keeping(self, name: str) -> "Own":
        """Answer it with one more that is liked, the newest first, and shown again if it was hidden."""
        kept = (name, *(other for other in self.kept if other != name))[:MOST_KEPT]
        return Own(kept, self.hidden - {name})

    def hiding(self, what: str) -> "Own":
        """Answer it with an exercise or an aspect that is not to be shown any more."""
        return Own(tuple(other for other in self.kept if other != what), self.hidden | {what})

    def without(self, what: str) -> "Own":
        """Answer it with an exercise or aspect neither liked nor hidden."""
        return Own(tuple(other for other in self.kept if other != what), self.hidden - {what})

    def known(self, knows: Callable[[str], bool]) -> "Own":
        """Answer it without what a later version of the book no longer has."""
        return Own(tuple(filter(knows, self.kept)), frozenset(filter(knows, self.hidden)))

    def words(self) -> str:
        """Answer it as the text that is sealed."""
        return json.dumps([self.kept, sorted(self.hidden)], separators=(",", ":"))


MOST_KEPT = 12
"""Exercises that one person can keep: more would be a menu again."""


def own_from(words: str) -> Own:
    """Read what was kept back."""
    kept, hidden = cast(list[list[str]], json.loads(words))
    return Own(tuple(kept), frozenset(hidden))


@dataclass(frozen=True, slots=True)
class Page:
    """A few ids of a longer list, and whether there are others besides."""

    entries: tuple[str, ...]
    place: int
    last: bool

    @property
    def is_all(self) -> bool:
        """Tell whether there is nothing but this page."""
        return self.place == 0 and self.last


def page_of(first: Sequence[str], rest: Sequence[str], place: int) -> Page:
    """Answer one page: what is `first` fills the page 0 as far as it goes, `rest` never does.

    A place behind the last page answers page 0 again.
    """
    later = (*first[IN_A_MENU:], *rest)
    pages = [tuple(first[:IN_A_MENU])]
    pages += [later[start : start + IN_A_MENU] for start in range(0, len(later), IN_A_MENU)]
    place = place if place < len(pages) else 0
    return Page(pages[place], place, place == len(pages) - 1)


def suggested(book: Book, menu: str, own: Own, place: int) -> Page:
    """Answer one page of a menu for somebody: without what they hid, and breath never on the first (R103)."""
    shown = [one for one in book.under(menu) if own.shows(one)]
    first = [one.id for one in shown if not one.under_more]
    # Whoever hid the one it begins with still gets one that is about neither body, touch nor breath.
    begins = next((one.id for one in shown if one.is_outward), None)
    first.sort(key=lambda name: name != begins)
    return page_of(first, [one.id for one in shown if one.under_more], place)
