"""What being worried about somebody looks like, for whoever is worried and for whoever is asked to look in."""

from collections.abc import Sequence

from bot.circles.model import Circle
from bot.core.notices import (
    Box,
    Button,
    Choice,
    Form,
    Menu,
    Moment,
    Notice,
    Plain,
    Said,
    Someone,
    Style,
    button,
    said,
)
from bot.reach.model.worry import NOTE_MOST, About, LookIn, Looking
from cogs.screens import not_now, screen


def who_screen() -> Notice:
    """Answer the choice of a person; nobody is told yet."""
    menu = Menu("reach.menu.worry", "reach:worry_who", of_people=True)
    return screen(said("reach.worry.who"), rows=(menu, (_friend(), _numbers(), not_now())))


def which_screen(circles: Sequence[Circle], about: About) -> Notice:
    """Answer the choice of a circle, for a member of several; Discord takes 25."""
    choices = tuple(Choice(str(circle.circle), circle.name) for circle in circles[:25])
    menu = Menu("reach.menu.circle", f"reach:worry_in:{_words(about)}", choices)
    return screen(said("reach.which_circle"), rows=(menu, (not_now(),)))


def looking_screen(looking: Looking) -> Notice:
    """Answer who would be told and what, before the press that tells them."""
    if not looking.anyone:
        return nobody_screen()
    words = f"{looking.circle}:{_words(looking.about)}"
    ways = (
        button("reach.button.worry_tell", f"reach:worry_go:{words}", Style.MAIN),
        button("reach.button.worry_note", f"reach:worry_note:{words}"),
    )
    shown = "reach.worry.shows_message" if looking.about.message else "reach.worry.shows_name"
    return screen(
        said("reach.worry.title", who=Someone(looking.about.who), circle=looking.circle_name),
        said(shown),
        said("reach.worry.never"),
        rows=(ways, (_friend(), _numbers(), not_now())),
    )


def _words(about: About) -> str:
    return f"{about.who}:{about.channel or 0}:{about.message or 0}"


def _numbers() -> Button:
    return button("reach.button.numbers", "helplines:open")


def _friend() -> Button:
    return button("reach.button.worry_friend", "reach:worry_friend")


def form(circle: int, about: About) -> Form:
    """Answer the form for a note; it may stay empty."""
    box = Box("note", "reach.box.note", NOTE_MOST, hint="reach.hint.note", long=True)
    return Form("reach.form_title", f"reach:worry_say:{circle}:{_words(about)}", (box,))


def told_screen() -> Notice:
    """Answer that people are asked to look in, and all that the raiser will learn."""
    return screen(said("reach.worry.told"), rows=((_friend(), _numbers()),))


def nobody_screen() -> Notice:
    """Answer at once that nobody can look in now, with what a friend can do."""
    return screen(said("reach.worry.nobody"), *_what_a_friend_can_do(), rows=((_numbers(), not_now()),))


def friend_screen() -> Notice:
    """Answer what a friend can do."""
    return screen(*_what_a_friend_can_do(), rows=((_numbers(), not_now()),))


def _what_a_friend_can_do() -> tuple[Said, ...]:
    return (said("reach.worry.friend"), said("reach.worry.friend_urgent"), said("reach.worry.friend_self"))


def look_in_screen(found: LookIn) -> Notice:
    """Answer what somebody is asked to look at, and what they can do; never who raised it (R82)."""
    told = found.told
    note = (said("reach.worry.note", note=told.note),) if told.note else ()
    title = said("reach.worry.look.title", circle=found.circle_name, at=Moment(found.raised_at))
    where = said("reach.worry.look.who", who=Someone(told.about.who))
    return screen(
        title, where, *_link(found), *note, *_stands(found), rows=((*_ways(found), _friend(), not_now()),)
    )


def _link(found: LookIn) -> tuple[Said, ...]:
    about = found.told.about
    if not about.message:
        return ()
    link = Plain(f"https://discord.com/channels/{found.server}/{about.channel}/{about.message}")
    return (said("reach.worry.look.message", link=link),)


def _stands(found: LookIn) -> tuple[Said, ...]:
    if found.writes:
        return (said("reach.worry.look.you_write"),)
    lines = [said("reach.worry.look.seen")] if found.seen else []
    if found.somebody_writes:
        lines.append(said("reach.worry.look.somebody_writes"))
    elif found.seen_by_enough and not found.seen:
        lines.append(said("reach.worry.look.seen_by_enough"))
    return (*lines, said("reach.worry.look.how")) if not found.somebody_writes else tuple(lines)


def _ways(found: LookIn) -> list[Button]:
    ways: list[Button] = []
    if not found.seen and not found.seen_by_enough:
        ways.append(button("reach.button.worry_seen", f"reach:worry_seen:{found.worry}", Style.MAIN))
    if not found.somebody_writes:
        ways.append(button("reach.button.worry_mine", f"reach:worry_mine:{found.worry}"))
    return ways
