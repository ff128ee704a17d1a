"""What somebody sees who can be asked: the ask, what they can do with it, words to say, and how it ended."""

from bot.core.notices import Button, Moment, Notice, Place, Row, Said, Someone, Style, button, said
from bot.reach.model import Ask, How, Kind, Role, State
from bot.reach.model.seen import Card
from cogs.screens import in_rows, listed, not_now, screen


def card_screen(card: Card) -> Notice:
    """Answer an ask as it stands for whoever looks; it names nobody who asked, and no reason (R93)."""
    title = said("reach.card_screen.title", circle=card.circle_name, begun=Moment(card.ask.begun_at, until=True))
    return screen(title, *_wish(card.ask), *_stands(card), rows=_rows(card))


def over_screen() -> Notice:
    """Answer whoever had an ask that is not there any more."""
    return screen(said("reach.card_screen.over"))


def _wish(ask: Ask) -> tuple[Said, ...]:
    young = (said("reach.card_screen.young"),) if not ask.adult else ()
    return (said(f"reach.card_screen.{ask.kind}"), *young)


def _stands(card: Card) -> tuple[Said, ...]:
    ask = card.ask
    if not ask.is_open:
        return (said("reach.card_screen.over"),)
    if card.role is Role.HAS:
        return _with_you(card)
    if card.role is Role.SECOND:
        return (said("reach.card_screen.is_second", thread=_place(ask)),)
    if card.second and ask.wants_second:
        return (said("reach.card_screen.second"),)
    if ask.state.is_held:
        who = card.holder
        held = said("reach.card_screen.held_nobody")
        return (held if who is None else said("reach.card_screen.held", who=Someone(who)),)
    had = (said("reach.card_screen.had"),) if card.role is Role.HAD else ()
    return (*had, said("reach.card_screen.free_know" if ask.kind is Kind.KNOW else "reach.card_screen.free"))


def _with_you(card: Card) -> tuple[Said, ...]:
    ask = card.ask
    match ask.state:
        case State.TAKEN:
            return (said("reach.card_screen.has", at=Moment(ask.next_at, time_only=True)),)
        case State.SAID_HI:
            return (said("reach.card_screen.said_hi"),)
        case _ if ask.thread is not None and not card.words_only:
            return (said("reach.card_screen.together", thread=_place(ask)), said("reach.card_screen.look_in"))
        case _:
            return (said("reach.card_screen.words_only"),)


def _place(ask: Ask) -> Place | str:
    return "" if ask.thread is None else Place(ask.thread)


def _rows(card: Card) -> tuple[Row, ...]:
    ask = card.ask
    if not ask.is_open:
        return ((_to(f"debriefs:open:{ask.circle}", "debrief"), not_now()),) if card.role is not Role.NONE else ()
    help_ = (_to(f"reach:words:{ask.ask}", "words"), _to(f"reach:worried:{ask.ask}", "worried"))
    if card.role is Role.HAS:
        return (tuple(_holding(card)), help_)
    if card.second and ask.wants_second and card.role is Role.NONE:
        return (
            (_to(f"reach:come:{ask.ask}", "come_second", Style.MAIN), _to(f"reach:not_me:{ask.ask}", "not_me")),
        )
    if not ask.state.can_be_taken:
        return (help_,) if card.role is Role.SECOND else ()
    take = "read" if ask.kind is Kind.KNOW else "take"
    return (
        (_to(f"reach:take:{ask.ask}", take, Style.MAIN), _to(f"reach:not_me:{ask.ask}", "not_me")),
        help_,
    )


def _holding(card: Card) -> list[Button]:
    ask = card.ask
    first = [_to(f"reach:hi:{ask.ask}", "hi", Style.MAIN)] if ask.state is State.TAKEN else []
    meets = ask.thread is not None and not card.words_only
    if ask.state is State.TOGETHER and meets and not ask.wants_second:
        first.append(_to(f"reach:more_people:{ask.ask}", "second"))
    if ask.state is not State.TAKEN:
        first.append(_to(f"reach:carry_on:{ask.ask}", "carry_on"))
    return [*first, _to(f"reach:hand_over:{ask.ask}", "hand_over"), _to(f"reach:how:{ask.ask}", "how")]


def _to(custom_id: str, label: str, style: Style = Style.PLAIN) -> Button:
    return button(f"reach.button.{label}", custom_id, style)


def words_screen(ask: int) -> Notice:
    """Answer words that can be said, and what is better left out (R93)."""
    words = (
        said("reach.words.title"),
        said("reach.words.do"),
        said("reach.words.dont"),
        said("reach.words.limits"),
    )
    return screen(*words, rows=((_to(f"reach:look:{ask}", "back_to_card"),),))


def worried_screen(ask: int) -> Notice:
    """Answer what to do when worried, in its order (R94)."""
    parts = ("title", "ask", "steps", "report", "bot")
    words = tuple(said(f"reach.worried.{part}") for part in parts)
    rows = ((_to(f"reach:look:{ask}", "back_to_card"), button("reach.button.numbers", "helplines:open")),)
    return screen(*words, rows=rows)


def how_screen(ask: int) -> Notice:
    """Answer the five words of how it ended (R96)."""
    ways = [button(f"reach.how.{how}", f"reach:finish:{ask}:{how}") for how in How]
    back = _to(f"reach:look:{ask}", "back_to_card")
    return screen(said("reach.how_screen"), rows=in_rows([*ways, back]))


def quiet_screen() -> Notice:
    """Answer whoever said that it is not theirs now."""
    return screen(listed((said("reach.card_screen.kept_quiet"),)))
