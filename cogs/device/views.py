"""What a phone that somebody else may look through shows."""

from datetime import datetime

from bot.core.notices import Box, Button, Form, Notice, Style, button, said
from bot.device.model import WORDS_MOST, Erased, Own, Tried
from bot.device.notices import HOME, always, goes, keep, type_it
from cogs.screens import not_now, screen


def home_screen(own: Own) -> Notice:
    """Answer whether there is a phrase, and the ways on."""
    told = said("device.home.set") if own.has_phrase else said("device.home.none")
    ways = (
        [button("device.button.lock", "device:lock"), button("device.button.remove", "device:remove")]
        if own.has_phrase
        else [button("device.button.about", "device:about", Style.MAIN)]
    )
    limits = button("device.button.limits", "device:limits")
    clear = button("device.button.clear_ask", "device:clear_ask")
    clears = button("device.button.self_ask", "device:self_ask")
    step = button("away.button.step", "away:ask")
    return screen(
        told, *goes(own.goes_at), rows=((*ways, *keep(own.goes_at), limits, _back()), (step, clear, clears))
    )


def limits_screen() -> Notice:
    """Answer what the bot cannot protect against, and whose advice to look for (R50)."""
    return screen(said("device.limits"), said("device.safer"), said("device.read_more"), rows=((_home(), _back()),))


def about_screen() -> Notice:
    """Answer what a phrase does, what it does not, and what is kept of it."""
    write = button("device.button.set", "device:set_form", Style.MAIN)
    told = (
        said("device.about.does"),
        said("device.about.not"),
        said("device.about.tries"),
        said("device.about.kept"),
    )
    return screen(*told, rows=((write, not_now()),))


def set_form() -> Form:
    """Answer the form for a new phrase, typed twice."""
    first = Box("words", "device.box.words", WORDS_MOST, hint="device.hint.words")
    return Form("device.set_form_title", "device:set", (first, Box("again", "device.box.again", WORDS_MOST)))


def phrase_form(custom_id: str) -> Form:
    """Answer the form that the phrase is typed into; it says nothing of what is behind it."""
    return Form("device.form_title", custom_id, (Box("words", "device.box.words", WORDS_MOST),))


def set_screen() -> Notice:
    """Answer that a phrase is set."""
    return screen(said("device.is_set"), rows=((button("device.button.lock", "device:lock"), _home()),))


def remove_screen(own: Own) -> Notice:
    """Answer the way with the phrase and the slow way without it."""
    ways: list[Button] = [button("device.button.remove_now", "device:remove_form", Style.MAIN)]
    if own.goes_at is None:
        ways.append(button("device.button.forgot", "device:forgot"))
    return screen(said("device.remove"), *goes(own.goes_at), rows=((*ways, *keep(own.goes_at), _home()),))


def removed_screen() -> Notice:
    """Answer that there is none any more."""
    return screen(said("device.removed"), rows=((_back(),),))


def goes_screen(at: datetime | None) -> Notice:
    """Answer when it goes, with the one press that keeps it."""
    told = goes(at) or (said("device.home.none"),)
    return screen(*told, rows=((*keep(at), not_now()),))


def kept_screen() -> Notice:
    """Answer that it stays."""
    return screen(said("device.stays"), rows=((not_now(),),))


def tried_screen(tried: Tried, wanted: str) -> Notice:
    """Answer a wrong try; from the third on there is nothing to show, and nothing that could be tried."""
    again = () if tried is Tried.NOTHING else (type_it(wanted),)
    told = said("device.nothing") if tried is Tried.NOTHING else said("device.wrong")
    return screen(told, rows=((*again, *always()),))


def opened_screen(own: Own, wanted: str) -> Notice:
    """Answer that it is open for ten minutes, with the way to what was asked for."""
    on = button("device.button.go_on", wanted or HOME, Style.MAIN)
    lock = button("device.button.lock", "device:lock")
    return screen(said("device.opened"), *goes(own.goes_at), rows=((on, *keep(own.goes_at), lock),))


def locked_again_screen() -> Notice:
    """Answer that it is closed."""
    return screen(said("device.closed"))


def stopped_screen() -> Notice:
    """Answer that everything stopped, naming nothing."""
    return screen(
        said("device.stopped"), rows=((button("device.button.erase_ask", "device:erase_ask"), not_now()),)
    )


def erase_screen() -> Notice:
    """Ask once before everything goes, showing nothing of it."""
    erase = button("device.button.erase", "device:erase", Style.CAREFUL)
    return screen(said("device.erase"), rows=((erase, not_now()),))


def erased_screen(erased: Erased) -> Notice:
    """Answer that everything went, and honestly what did not."""
    roles = (said("device.role_stays"),) if erased.role_stays else ()
    copies = (said("privacy.copies_remain"),) if erased.copies_remain else ()
    return screen(said("privacy.erased"), *roles, *copies)


def _home() -> Button:
    return button("device.button.home", "device:home")


def _back() -> Button:
    return button("core.button.back", "privacy:home")
