"""What whoever asks sees: numbers at once, what a press would do, how their ask stands, and what comes after."""

from bot.core.notices import (
    Button,
    Choice,
    Listed,
    Menu,
    Moment,
    Notice,
    OfRole,
    Row,
    Said,
    Someone,
    Style,
    button,
    said,
)
from bot.helplines.model import Numbers
from bot.helplines.notices import short_lines
from bot.reach.model import CARDS, Answers, How, Kind, State, What
from bot.reach.model.seen import Ended, Prospect, Standing, Way, Welcome
from bot.reach.notices import own_ways, standing_words
from cogs.screens import in_rows, not_now, screen

MET = (State.SAID_HI, State.TOGETHER)
"""States in which somebody is there."""

LEFT_OUT_MOST = 3
"""People who can be left out: their numbers have to fit into a button."""


def open_screen(opened: Welcome | Standing) -> Notice:
    """Answer what Reach shows: how an open ask stands, or the ways there are."""
    return standing_screen(opened) if isinstance(opened, Standing) else welcome_screen(opened)


def welcome_screen(welcome: Welcome) -> Notice:
    """Answer the first screen: kind words, who can be asked, numbers, and at most three ways (R77)."""
    anyone = bool(welcome.there)
    paragraphs = (*_last(welcome), said("reach.welcome.hello"), *_who_is_there(welcome), *_numbers(welcome.numbers))
    ways = (
        button("reach.button.alone", "reach:want:alone", Style.MAIN),
        button("reach.button.company", "reach:want:company", Style.MAIN),
        _steady(),
    )
    more = (button("reach.button.more", "reach:more"),) if anyone else ()
    if welcome.last is not None:
        more = (*more, button("reach.button.after", f"reach:after:{welcome.last.ask.ask}"))
    return screen(*paragraphs, rows=(ways if anyone else (_steady(), _more_numbers()), (*more, not_now())))


def _last(welcome: Welcome) -> tuple[Said, ...]:
    if welcome.last is None or welcome.last.ask.ended_at is None:
        return ()
    read, ask = welcome.last.last(What.READ), welcome.last.ask
    if welcome.last.last(What.CLOSED) is not None:
        return (said("reach.last.closed"),)
    if ask.how is How.NOT_REACHED and not welcome.last.had_answer:
        return (said("reach.last.not_reached"),)
    at = Moment(welcome.last.ask.ended_at, time_only=True)
    return (said("reach.last.read" if read is not None else "reach.last.over", at=at),)


def _who_is_there(welcome: Welcome) -> tuple[Said, ...]:
    if not welcome.working:
        return (said("reach.welcome.not_working"),)
    if not welcome.ways:
        return (said("reach.welcome.no_circle"),)
    if not welcome.there:
        return (_of_all("nobody", "nobody_anywhere", welcome.ways),)
    return (_of_all("how", "how_many", welcome.there),)


def _of_all(one: str, more: str, ways: tuple[Way, ...]) -> Said:
    if len(ways) == 1:
        return said(f"reach.welcome.{one}", circle=ways[0].name)
    return said(f"reach.welcome.{more}")


def _numbers(numbers: Numbers) -> tuple[Said, ...]:
    return (*short_lines(numbers), said("reach.welcome.i_cannot"))


def _steady() -> Button:
    return button("reach.button.steady", "escape:open")


def _more_numbers() -> Button:
    return button("reach.button.numbers", "helplines:open")


def wish_screen(kind: Kind, found: Welcome | Standing | Prospect) -> Notice:
    """Answer what comes after a wish: what asking would do, or a choice of circles, or how things stand."""
    if isinstance(found, Prospect):
        return prospect_screen(found)
    if isinstance(found, Welcome) and found.there:
        return which_circle_screen(kind, found.there)
    return open_screen(found)


def more_screen() -> Notice:
    """Answer the two quieter asks."""
    rows: tuple[Row, ...] = (
        (button("reach.button.know", "reach:want:know"), button("reach.button.call", "reach:want:call")),
        (button("reach.button.worry", "reach:worry"), _more_numbers(), button("core.button.back", "reach:open")),
    )
    return screen(said("reach.more_ways"), rows=rows)


def which_circle_screen(kind: Kind, ways: tuple[Way, ...]) -> Notice:
    """Answer the choice of a circle, for a member of several; Discord takes 25."""
    choices = tuple(Choice(str(way.circle), way.name) for way in ways[:25])
    menu = Menu("reach.menu.circle", f"reach:in:{kind}", choices)
    return screen(said(f"reach.kind.{kind}"), said("reach.which_circle"), rows=(menu, (not_now(),)))


def prospect_screen(prospect: Prospect) -> Notice:
    """Answer what asking would do, before it is done: who is told, when, and who else could open a thread."""
    if not prospect.level:
        return _nobody_screen(prospect)
    who = said("reach.prospect.who", circle=prospect.circle_name, count=prospect.count)
    return screen(
        said(f"reach.kind.{prospect.kind}"),
        who,
        said(f"reach.prospect.{_pace(prospect)}"),
        *_meeting(prospect),
        *_left_out(prospect),
        rows=_ways_to_ask(prospect),
    )


def _nobody_screen(prospect: Prospect) -> Notice:
    nobody = said("reach.welcome.nobody", circle=prospect.circle_name)
    words = (said(f"reach.kind.{prospect.kind}"), nobody, *_left_out(prospect), *_numbers(prospect.numbers))
    again = (_leave(prospect),) if prospect.left_out else ()
    return screen(*words, rows=((_steady(), _more_numbers()), (*again, not_now())))


def _leave(prospect: Prospect) -> Button:
    return button("reach.button.leave_out", f"reach:leave:{prospect.kind}:{prospect.circle}")


def _pace(prospect: Prospect) -> str:
    if prospect.level == 1:
        return "all_at_once"
    return {Kind.ALONE: "step_by_step_alone", Kind.CALL: "step_by_step_call"}.get(prospect.kind, "step_by_step")


def _meeting(prospect: Prospect) -> tuple[Said, ...]:
    if prospect.kind is Kind.KNOW:
        return (said("reach.prospect.know"),)
    if not prospect.thread_can_be_opened:
        why = "left_out_could_open" if prospect.seen_by_left_out else "no_thread"
        return (said(f"reach.prospect.{why}"), said("reach.prospect.adults"))
    return (*_onlookers(prospect), said("reach.prospect.here"), said("reach.prospect.adults"))


def _onlookers(prospect: Prospect) -> tuple[Said, ...]:
    onlookers = prospect.onlookers
    if onlookers is None or onlookers.everyone:
        return (said("reach.prospect.thread_everyone"),)
    roles = tuple(said("core.value", value=OfRole(role)) for role in onlookers.roles)
    first = said("reach.prospect.thread", roles=Listed(roles)) if roles else said("reach.prospect.thread_owner")
    people = tuple(said("core.value", value=Someone(who)) for who in onlookers.people)
    return (first, said("reach.prospect.thread_people", people=Listed(people))) if people else (first,)


def _left_out(prospect: Prospect) -> tuple[Said, ...]:
    count = len(prospect.left_out)
    return (said("reach.prospect.left_out", count=count),) if count else ()


def _ways_to_ask(prospect: Prospect) -> tuple[Row, ...]:
    leave = _leave(prospect)
    if prospect.kind is Kind.KNOW:
        return ((_go(prospect, said("reach.button.go_know"), Answers.HERE),), (leave, not_now()))
    thread = (
        (_go(prospect, said("reach.button.go_thread"), Answers.THREAD),) if prospect.thread_can_be_opened else ()
    )
    young = button("reach.button.young", f"reach:young:{prospect.circle}")
    return ((*thread, _go(prospect, said("reach.button.go_here"), Answers.HERE)), (young, leave, not_now()))


def _go(prospect: Prospect, label: Said, answers: Answers) -> Button:
    left_out = "".join(f":{number}" for number in prospect.left_out)
    custom_id = f"reach:go:{prospect.kind}:{prospect.circle}:{answers}:1{left_out}"
    return Button(label, custom_id, Style.MAIN)


def leave_out_screen(kind: Kind, circle: int) -> Notice:
    """Answer the choice of people who are not to be asked."""
    menu = Menu("reach.menu.leave_out", f"reach:without:{kind}:{circle}", most=LEFT_OUT_MOST, of_people=True)
    back = button("core.button.back", f"reach:back:{kind}:{circle}")
    return screen(said("reach.leave_out"), rows=(menu, (back, not_now())))


def young_screen(prospect: Prospect) -> Notice:
    """Answer numbers for young people first, and the one ask that brings nobody together (R179).

    Neither is said to be there where it is not.
    """
    first = (said("reach.young.first"),) if prospect.numbers.entries else ()
    know = (button("reach.button.go_know", f"reach:go:know:{prospect.circle}:here:0"),) if prospect.count else ()
    told = (said("reach.young.know"),) if prospect.count else ()
    rows: tuple[Row, ...] = ((_steady(), _more_numbers()), (*know, not_now()))
    return screen(*first, *_numbers(prospect.numbers), *told, rows=rows)


def standing_screen(standing: Standing) -> Notice:
    """Answer how the ask stands now, with numbers beside it for who is not okay to be alone (R78)."""
    # Once somebody has said hi, what she came for stands alone; the numbers are one press away.
    alone = standing.ask.kind in (Kind.ALONE, Kind.CALL) and standing.ask.state not in MET
    numbers = _numbers(standing.numbers) if alone and standing.numbers is not None else ()
    return screen(*standing_words(standing), *numbers, rows=own_ways(standing.ask))


def ended_screen(ended: Ended) -> Notice:
    """Answer the end: thanks in one line, and once the offer of caring notes and a card (R92, R97)."""
    care = tuple(
        button(f"reach.button.care.{when}", f"reach:care:{ended.ask}:{days}")
        for when, days in (("tomorrow", "1"), ("week", "7"), ("both", "1_7"))
    )
    thank = (button("reach.button.thank", f"reach:cards:{ended.ask}"),) if ended.had_someone else ()
    return screen(said("reach.ended"), said("reach.caring_offer"), rows=(care, (*thank, not_now())))


def cards_screen(ask: int) -> Notice:
    """Answer the thank-you cards to choose from."""
    lines = tuple(
        said("reach.card_line", number=number + 1, card=said(f"reach.card.{number}")) for number in range(CARDS)
    )
    buttons = [button("reach.button.card", f"reach:thank:{ask}:{n}", number=n + 1) for n in range(CARDS)]
    return screen(said("reach.thanks_offer"), *lines, rows=in_rows([*buttons, not_now()], 4))


def said_screen() -> Notice:
    """Answer that a sentence stands in the thread, in one line: the thread itself is what is read now."""
    return screen(said("reach.said"))


def kept_screen(key: str) -> Notice:
    """Answer one line that says what was done."""
    return screen(said(key), rows=((_steady(), button("reach.button.open", "reach:open")),))
