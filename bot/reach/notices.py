"""What stands in the thread of an ask, and where people who can be asked meet; nothing in it is anybody's words."""

from datetime import datetime

from bot.core.ids import PlatformId
from bot.core.notices import Audience, Button, Moment, Notice, Place, Row, Said, Someone, Style, button, said
from bot.reach.model import PHRASES, Ask, Event, Kind, State, What
from bot.reach.model.seen import Standing

OFTEN = (What.HI, What.TOGETHER, What.SECOND)
"""Lines that name who came."""


_PRESENT: Row = (
    button("reach.button.again", "reach:open"),
    button("reach.button.steady", "escape:open"),
    button("reach.button.numbers", "helplines:open"),
)


def status_post(standing: Standing) -> Notice:
    """Answer the first message of a thread: how things stand, and the ways out of it."""
    if not standing.ask.is_open:
        return ended_post()
    return Notice(standing_words(standing), own_ways(standing.ask), Audience.TALK)


def ended_post() -> Notice:
    """Answer what the first message of a thread says once it has ended."""
    return Notice((said("reach.ended"),), (_PRESENT,), Audience.TALK)


def ended_line() -> Notice:
    """Answer the last line of a thread whose ask is not there any more; it makes phones sound and calls nobody."""
    return Notice(
        (said("reach.line.ended"),), ((button("reach.button.again", "reach:open"),),), Audience.TALK, aloud=True
    )


def standing_words(standing: Standing) -> tuple[Said, ...]:
    """Answer how an ask stands: only what was measured, and only what will surely be done (promise 3)."""
    ask = standing.ask
    title = said("reach.standing.title", circle=standing.circle_name, begun=Moment(ask.begun_at, time_only=True))
    broken = [event for event in (standing.last(What.LOST), standing.last(What.AWAY)) if event is not None]
    told = [said(f"reach.standing.{one.what}", count=max(one.count, 1), at=_time(one.at)) for one in broken]
    return (title, *told, *_state(standing))


def _state(standing: Standing) -> tuple[Said, ...]:
    ask = standing.ask
    match ask.state:
        case State.ASKING | State.UNANSWERED:
            return (*_turned(standing), *_asked(standing), *_ahead(standing))
        case State.TAKEN:
            event = standing.last(What.TAKEN)
            since = ask.begun_at if event is None else event.at
            return (said("reach.standing.taken", since=_time(since), at=_time(ask.next_at)),)
        case State.SAID_HI:
            return (_named("reach.standing.said_hi", standing.holder),)
        case State.TOGETHER:
            met = standing.last(What.TOGETHER, What.WORDS_ONLY)
            if ask.thread is not None and met is not None and met.what is What.TOGETHER:
                return (said("reach.standing.together", thread=Place(ask.thread)),)
            return (said("reach.standing.words_only"),)


def _turned(standing: Standing) -> tuple[Said, ...]:
    turn = standing.last(What.ASKED_AGAIN, What.HANDED_OVER, What.THREAD_GONE)
    return () if turn is None else (said(f"reach.standing.{turn.what}"),)


def _asked(standing: Standing) -> tuple[Said, ...]:
    if standing.stuck:
        return (said("reach.standing.stuck"),)
    told, reached = standing.ask.told_at is not None, standing.delivered
    # Whoever had it did answer, even if nobody has it now.
    more = "_more" if standing.had_answer else ""
    lines: list[Said] = []
    if reached:
        lines.append(said(f"reach.standing.{'nobody_yet' if told else 'asked'}{more}", count=reached))
    if standing.waiting:
        lines.append(said("reach.standing.asking_now", count=standing.waiting))
    nobody = "none_reached_more" if more else "nobody_reached" if told else "none_reached"
    return tuple(lines) or (said(f"reach.standing.{nobody}"),)


def _ahead(standing: Standing) -> tuple[Said, ...]:
    """Answer what comes by itself, and where answers will be."""
    ask = standing.ask
    if ask.state is State.UNANSWERED:
        further = "asks_until" if standing.waiting else "asks_no_further"
        return (said(f"reach.standing.{further}", at=_time(ask.ends_at)), *_where(standing))
    truth_at, lines = standing.ahead.truth_at, list[Said]()
    if standing.ahead.asks:
        lines.append(said("reach.standing.next", at=_time(ask.next_at)))
    if truth_at is not None and ask.told_at is None:
        lines.append(said("reach.standing.truth", at=_time(truth_at)))
    return (*lines, *_where(standing))


def _where(standing: Standing) -> tuple[Said, ...]:
    ask = standing.ask
    if not ask.adult or ask.kind is Kind.KNOW:
        return (said("reach.standing.young"),)
    if ask.thread is not None:
        return (said("reach.standing.thread", thread=Place(ask.thread)),)
    return (said("reach.standing.here"),)


def own_ways(ask: Ask) -> tuple[Row, ...]:
    """Answer the buttons of whoever asked, in the thread and behind Reach."""
    first: tuple[Button, ...] = ()
    if ask.state is State.SAID_HI:
        first = hello_ways(ask)
    elif ask.state is State.TOGETHER:
        first = (button("reach.button.enough", f"reach:end:{ask.ask}:settled"),)
    else:
        first = (
            button("reach.button.with_someone", f"reach:end:{ask.ask}:local_help"),
            button("reach.button.stop", f"reach:end:{ask.ask}:left"),
        )
    return (first, _PRESENT)


def hello_ways(ask: Ask) -> tuple[Button, ...]:
    """Answer the three answers to a hi; the talk waits for one of them."""
    meet = (button("reach.button.good_moment", f"reach:good:{ask.ask}", Style.MAIN),) if ask.may_meet else ()
    return (
        *meet,
        button("reach.button.words_only", f"reach:write:{ask.ask}"),
        button("reach.button.not_this_moment", f"reach:end:{ask.ask}:left"),
    )


def line(ask: Ask, event: Event, who: PlatformId | None, asker: PlatformId | None = None) -> Notice:
    """Answer one line of a thread; what is news for whoever asked calls them, and makes their phone sound."""
    more = "_more" if event.what is What.NOBODY_YET and event.count else ""
    words = said(f"reach.line.{event.what}{more}", **_when(event))
    news = event.what not in PHRASES
    # Who it is comes last, behind what a locked phone shows of a message (R34).
    last = said("reach.line.this_is", who=Someone(who)) if event.what in OFTEN and who is not None else None
    called = asker if news else None
    return Notice((words,), (_line_ways(ask, event),), Audience.TALK, aloud=news, calls=called, last=last)


def _line_ways(ask: Ask, event: Event) -> tuple[Button, ...]:
    match event.what:
        case What.HI:
            return hello_ways(ask)
        case What.TOGETHER:
            return tuple(button(f"reach.button.{what}", f"reach:say:{ask.ask}:{what}") for what in PHRASES)
        case What.MAY_SECOND:
            return (button("reach.button.second_yes", f"reach:second:{ask.ask}"),)
        case _:
            return (button("reach.button.again", "reach:open"),)


def _when(event: Event) -> dict[str, Moment]:
    return {"at": _time(event.at)} if event.what in (What.AWAY, What.LOST) else {}


def _named(key: str, who: PlatformId | None) -> Said:
    return said(f"{key}_nobody") if who is None else said(key, who=Someone(who))


def _time(at: datetime) -> Moment:
    return Moment(at, time_only=True)


def room_post(ask: Ask) -> Notice:
    """Answer what stands in the channel of people who can be asked: a wish and its time, and no name (R84)."""
    look = (button("reach.button.look", f"reach:look:{ask.ask}", Style.MAIN),)
    begun = Moment(ask.begun_at)
    if not ask.is_open:
        return room_over()
    if ask.state.is_held:
        return Notice((said("reach.room.held"),), (look,), Audience.CHANNEL)
    return Notice((said(f"reach.room.asks.{ask.kind}", begun=begun),), (look,), Audience.CHANNEL)


def room_over() -> Notice:
    """Answer what stands there once an ask is over."""
    return Notice((said("reach.room.over"),), (), Audience.CHANNEL)
