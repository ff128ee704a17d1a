"""Who is asked when: plans of steps, coverage before anything is promised, and what one moment brings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from bot.asked.model import Willing
from bot.core.ids import PersonNumber
from bot.reach.model import Ask, Kind, Page, Paged, Role, State

FEW = 2
"""Up to so many people with hours, all are asked at once instead of one after the other."""


class Whom(Enum):
    """Whom a step asks; whoever was asked before is asked again only where the step says so."""

    FIRST = 1
    FIRST_TWO = 2
    AROUND = 3
    WAKEN = 4
    """Those who agreed to be asked outside their hours too."""
    EVERYONE = 5
    NOBODY = 6
    """Nobody is asked: the person who asked is told plainly that nobody has answered."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan: so many minutes after the beginning, these people."""

    minutes: int
    whom: Whom
    again: bool = False


_FEW: tuple[Step, ...] = (Step(0, Whom.EVERYONE), Step(10, Whom.EVERYONE, again=True), Step(20, Whom.NOBODY))
_GENTLE: tuple[Step, ...] = (
    Step(0, Whom.FIRST),
    Step(10, Whom.FIRST),
    Step(20, Whom.AROUND),
    Step(40, Whom.NOBODY),
)
_CALL: tuple[Step, ...] = (Step(0, Whom.FIRST_TWO), Step(5, Whom.AROUND), Step(15, Whom.NOBODY))
_ALONE: tuple[Step, ...] = (
    Step(0, Whom.FIRST_TWO),
    Step(3, Whom.AROUND),
    Step(6, Whom.WAKEN),
    Step(10, Whom.WAKEN, again=True),
    Step(15, Whom.NOBODY),
    Step(20, Whom.EVERYONE, again=True),
    Step(30, Whom.EVERYONE, again=True),
)
_ONCE_MORE: tuple[Step, ...] = (Step(0, Whom.EVERYONE, again=True), Step(10, Whom.NOBODY))
"""What comes behind any plan that is used up, once nobody has the ask any more."""


def plan(level: int, kind: Kind) -> tuple[Step, ...]:
    """Answer the steps of an ask: one or two people are all asked at once, more one after the other (F9)."""
    if level == 1:
        return _FEW
    return {Kind.ALONE: _ALONE, Kind.CALL: _CALL}.get(kind, _GENTLE)


@dataclass(frozen=True, slots=True)
class Pool:
    """The people who can be asked for one ask at one moment, in the order they are asked.

    `around` are within their hours or said they are around; `waken` agreed to be asked outside them too.
    """

    around: tuple[PersonNumber, ...] = ()
    waken: tuple[PersonNumber, ...] = ()

    @property
    def everyone(self) -> tuple[PersonNumber, ...]:
        """Answer all of them, those around first."""
        return (*self.around, *self.waken)


def pool(willing: Sequence[Willing], kind: Kind, without: Collection[PersonNumber]) -> Pool:
    """Answer who can be asked: nobody whose test page was never seen, nobody who was left out.

    People are asked outside their hours only by someone who is not okay to be alone.
    """
    known = [one for one in willing if one.tested and one.person not in without]
    around = tuple(one.person for one in known if one.around)
    wakes = kind is Kind.ALONE
    return Pool(around, tuple(one.person for one in known if wakes and one.wake and not one.around))


def level(willing: Sequence[Willing], pool_: Pool) -> int:
    """Answer 0 where nobody would be asked, 1 where there are few, 2 from three people with hours on (F9)."""
    if not pool_.everyone:
        return 0
    with_hours = sum(one.tested and one.hours for one in willing)
    return 2 if with_hours > FEW else 1


@dataclass(frozen=True, slots=True)
class Move:
    """What one moment brings: the ask as it stands then, who is asked now, and what is told.

    `missed` counts steps whose time went by while nothing ran, and that were not made up for.
    """

    ask: Ask
    page: tuple[PersonNumber, ...] = ()
    told: bool = False
    missed: int = 0


def go_on(ask: Ask, pool_: Pool, pages: Sequence[Paged], now: datetime) -> Move:
    """Answer what an ask's next step brings, whose time has come or whose forerunner was in vain.

    Steps that ask nobody are skipped at once. Several that are overdue, as after an outage, become one: everybody
    they name is asked once, and the truth is told if it was due.
    """
    steps = _steps(ask)
    place, time = ask.step, min(ask.next_at, now)
    chosen: tuple[PersonNumber, ...] = ()
    told, asked = False, 0
    # Whoever's page has not gone out yet is asked by that one: two would come together.
    on_the_way = {one.person for one in pages if one.page is Page.WAITING}
    while place < len(steps) and time <= now:
        named = _whom(steps[place], pool_, pages, chosen)
        more = tuple(person for person in named if person not in on_the_way)
        told = told or steps[place].whom is Whom.NOBODY
        chosen, asked = (*chosen, *more), asked + bool(more)
        if named or steps[place].whom is Whom.NOBODY:
            time += _gap(steps, place)
        place += 1
    over = place >= len(steps)
    moved = replace(
        ask,
        state=State.UNANSWERED if over else State.ASKING,
        step=place,
        turn=ask.turn + bool(chosen),
        next_at=ask.ends_at if over else now + _gap(steps, place - 1),
        told_at=now if told else ask.told_at,
    )
    return Move(moved, chosen, told, max(asked - 1, 0))


def asked_anew(ask: Ask, pool_: Pool, pages: Sequence[Paged], now: datetime) -> Ask:
    """Answer an ask that nobody has any more: others are asked at once, at the next step (R87).

    Where its steps would ask nobody, everybody is asked once more, and told after ten minutes if nobody answers.
    The yes to a second person was one to the talk that is over.
    """
    steps = plan(ask.level, ask.kind)
    left = any(_whom(step, pool_, pages, ()) for step in steps[ask.step :])
    step = ask.step if left else len(steps)
    return replace(ask, state=State.ASKING, step=step, next_at=now, told_at=None, wants_second=False)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What comes by itself, as far as is known: whether the next step asks anybody, and when the truth is told."""

    asks: bool = False
    truth_at: datetime | None = None


def ahead(ask: Ask, pool_: Pool, pages: Sequence[Paged]) -> Ahead:
    """Answer what comes by itself if nobody takes an ask: its steps are gone through with the people of now."""
    if ask.state is not State.ASKING:
        return Ahead()
    known = [replace(one, page=Page.STANDS) if one.page is Page.WAITING else one for one in pages]
    going, asks = ask, None
    while going.state is State.ASKING:
        move = go_on(going, pool_, known, going.next_at)
        asks = bool(move.page) if asks is None else asks
        if move.told:
            return Ahead(asks, going.next_at)
        known += [Paged(person, move.ask.turn, going.next_at, Page.STANDS) for person in move.page]
        going = move.ask
    return Ahead(bool(asks))


def in_vain(pages: Sequence[Paged], turn: int) -> bool:
    """Tell whether everybody asked in a turn is silent already, so that waiting for them helps nobody (R85)."""
    asked = [one.page is Page.SILENT for one in pages if one.turn == turn and not one.second]
    return bool(asked) and all(asked)


def second(pool_: Pool, pages: Sequence[Paged]) -> tuple[PersonNumber, ...]:
    """Answer who is asked to come as a second person: all who are around, but whoever has it, or was silent."""
    out = _out(pages)
    return tuple(person for person in pool_.around if person not in out)


def _steps(ask: Ask) -> tuple[Step, ...]:
    steps = plan(ask.level, ask.kind)
    return steps if ask.step < len(steps) else (*steps, *_ONCE_MORE)


def _gap(steps: Sequence[Step], place: int) -> timedelta:
    if place + 1 >= len(steps):
        return timedelta(0)
    return timedelta(minutes=max(steps[place + 1].minutes - steps[place].minutes, 0))


def _whom(
    step: Step, pool_: Pool, pages: Sequence[Paged], chosen: Collection[PersonNumber]
) -> tuple[PersonNumber, ...]:
    out = {*_out(pages), *chosen}
    if not step.again:
        out |= {one.person for one in pages}
    match step.whom:
        case Whom.FIRST | Whom.FIRST_TWO | Whom.AROUND:
            most = {Whom.FIRST: 1, Whom.FIRST_TWO: 2}.get(step.whom)
            return tuple(person for person in pool_.around if person not in out)[:most]
        case Whom.WAKEN:
            return tuple(person for person in pool_.waken if person not in out)
        case Whom.EVERYONE:
            return tuple(person for person in pool_.everyone if person not in out)
        case Whom.NOBODY:
            return ()


def _out(pages: Sequence[Paged]) -> set[PersonNumber]:
    """Answer who is asked no more: whoever was silent, and whoever has it or had it."""
    return {one.person for one in pages if one.page is Page.SILENT or one.role is not Role.NONE}
