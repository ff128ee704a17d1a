"""What checking a circle's numbers looks like."""

from bot.core.notices import Button, Choice, Menu, Notice, Row, Said, Style, button, said
from bot.helplines.confirming import ToCheck
from bot.helplines.model import CONFIRMED_MOST, Entry
from bot.helplines.notices import checked_words, short_words
from cogs.screens import listed, screen, staff_screen


def check_screen(seen: ToCheck) -> Notice:
    """Answer up to six lines with their source or date, a menu for others, and the press that dates them."""
    circle = seen.circle
    title = said("helplines.check.title", circle=circle.name)
    if not seen.shown:
        none = said("helplines.check.none", circle=circle.name)
        return screen(title, none, rows=(_onward(seen),))
    state = said("helplines.check.before" if seen.checked_before else "helplines.check.suggested")
    shown = tuple(listed((short_words(entry), checked_words(entry))) for entry in seen.shown)
    return staff_screen(title, state, *shown, rows=(*_menu(seen), _onward(seen)))


def _menu(seen: ToCheck) -> tuple[Row, ...]:
    ticked = {entry.line.ident for entry in seen.shown} if seen.checked_before else set[str]()
    choices = tuple(
        Choice(entry.line.ident, _candidate(entry), entry.line.ident in ticked) for entry in seen.candidates
    )
    most = min(CONFIRMED_MOST, len(choices))
    return (Menu("helplines.menu.check", f"helplines:checked:{seen.circle.circle}", choices, most=most),)


def _candidate(entry: Entry) -> Said:
    line = entry.line
    ways = (*line.call, *(way for way in (line.text, line.chat) if way is not None))
    number = next((way.number for way in ways if way.number), "")
    if not number:
        return said("helplines.check.candidate_only", name=line.name)
    return said("helplines.check.candidate", name=line.name, number=number)


def _onward(seen: ToCheck) -> tuple[Button, ...]:
    circle = seen.circle.circle
    right = button("helplines.button.right", f"helplines:right:{circle}:{seen.mark}", Style.MAIN)
    standing = button("helplines.button.standing", f"setup:standing:{circle}")
    card = button("helplines.button.to_circle", f"desk:card:{circle}")
    return (*((right,) if seen.shown else ()), standing, card)
