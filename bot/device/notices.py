"""What stands in place of what is one's own, until the phrase was typed."""

from collections.abc import Iterable
from datetime import datetime

from bot.core.ids import Private
from bot.core.notices import Button, Moment, Notice, Said, Style, button, said
from bot.device.model import Phrase

SHOWN_MOST = 1500
"""Characters of typed words given back on a locked screen: making signs harmless can double them."""

ID_MOST = 80
"""Characters of a custom id that fit behind those of the form (Discord takes 100)."""

HOME = "privacy:home"
"""Where a right phrase leads if nothing else was asked for."""


def locked(phrase: Phrase, now: datetime, wanted: str, typed: Iterable[Private] = ()) -> Notice:
    """Answer the screen that asks for the phrase; while nothing is looked at, it says that nothing is to show.

    Stopping, erasing and keeping the phrase stand on it: they are never locked away. `typed` words of a form that
    was handed in too late are given back, so that nothing is lost.
    """
    waits = phrase.waits(now)
    told = said("device.nothing") if waits else said("device.locked")
    given_back = [said("device.typed", words=words) for words in typed if words.strip()]
    if sum(len(words) for words in typed) > SHOWN_MOST:
        given_back = []
    # Whoever forgot it stands here and gets no further: the slow way must begin on this screen.
    later = keep(phrase.goes_at) or (button("device.button.forgot", "device:forgot"),)
    ways = [*(() if waits else (type_it(wanted),)), *later, *always()]
    # Stepping away hides, so it needs no phrase; the label tells no more than that this can be put away.
    step = button("away.button.step", "away:ask")
    return Notice((told, *given_back, *goes(phrase.goes_at)), (tuple(ways), (step,)))


def type_it(wanted: str) -> Button:
    """Answer the button that opens the form for the phrase."""
    asked_for = wanted if wanted and len(wanted) <= ID_MOST else HOME
    return button("device.button.type", f"device:type:{asked_for}", Style.MAIN)


def always() -> tuple[Button, ...]:
    """Answer the ways that no phrase stands before."""
    return (
        button("device.button.stop", "device:stop"),
        button("device.button.erase_ask", "device:erase_ask"),
        button("core.button.not_now", "privacy:close"),
    )


def goes(at: datetime | None) -> tuple[Said, ...]:
    """Answer that the phrase goes by itself, if somebody asked for that (R43)."""
    return () if at is None else (said("device.goes", at=Moment(at)),)


def keep(at: datetime | None) -> tuple[Button, ...]:
    """Answer the one press that keeps it."""
    return () if at is None else (button("device.button.keep", "device:keep"),)
