"""What a line for a circle that was left looks like, before and after it stands."""

from bot.core.notices import Box, Button, Form, Moment, Notice, Said, Style, button, said
from bot.farewells.model import WORDS_MOST, Letter, Line, Way
from bot.farewells.notices import line_words
from cogs.screens import not_now, screen

REASONS = frozenset({"no_permission", "channel_gone", "expired"})
"""Why a line was not posted, as far as there are words for it: `farewells.line.why.<reason>`."""


def line_screen(letter: Letter) -> Notice:
    """Answer a place's line as it is, with what can be done about it."""
    line = letter.line
    if line is None:
        write = button("farewells.button.write", f"farewells:write:{letter.place}", Style.MAIN)
        return screen(said("farewells.line.about"), said("farewells.line.kept"), rows=((write, _places()),))
    if line.way is Way.OPEN:
        return preview_screen(letter, line)
    if line.post is not None:
        down = button("farewells.button.take_down", f"farewells:unwrite:{line.line}")
        return screen(state(line), said("farewells.line.goes"), rows=((down, _places()),))
    return screen(state(line), _as_it_stands(letter, line.way), *_late(line), rows=(_ways(letter, line),))


def _late(line: Line) -> tuple[Said, ...]:
    return () if line.lost else (said("farewells.line.late"),)


def _ways(letter: Letter, line: Line) -> tuple[Button, ...]:
    change = button("farewells.button.change", f"farewells:write:{letter.place}")
    away = button("farewells.button.unwrite", f"farewells:unwrite:{line.line}")
    # Nothing can be posted again in a circle that is gone.
    return (*(() if letter.circle is None else (change,)), away, _places())


def _as_it_stands(letter: Letter, way: Way) -> Said:
    return line_words(letter.words, letter.who if way is Way.NAMED else None)


def _places() -> Button:
    return button("farewells.button.places", "farewells:places")


def state(line: Line) -> Said:
    """Answer in one sentence what is to come of a line, or became of it."""
    if line.post is not None:
        return said("farewells.line.stands", at=Moment(line.at))
    if line.lost:
        reason = line.lost if line.lost in REASONS else "other"
        return said("farewells.line.lost", why=said(f"farewells.line.why.{reason}"))
    if line.way is Way.OPEN:
        return said("farewells.line.open")
    return said(f"farewells.line.comes.{line.way}", at=Moment(line.at))


def line_form(letter: Letter) -> Form:
    """Answer the form of a line; words that were not posted stand in it."""
    words = Box(
        "words", "farewells.box.words", WORDS_MOST, hint="farewells.hint.words", filled=letter.words, long=True
    )
    day = Box("day", "farewells.box.day", 2, hint="farewells.hint.day")
    month = Box("month", "farewells.box.month", 2, hint="farewells.hint.day")
    return Form("farewells.form_title", f"farewells:written:{letter.place}", (words, day, month))


def preview_screen(letter: Letter, line: Line) -> Notice:
    """Answer a line exactly as it would stand, both ways; neither is chosen before."""
    ways = [
        button(f"farewells.button.{way}", f"farewells:decide:{line.line}:{way}")
        for way in (Way.NAMED, Way.NAMELESS)
    ]
    change = button("farewells.button.change", f"farewells:write:{letter.place}")
    return screen(
        said("farewells.line.preview", at=Moment(line.at)),
        said("farewells.line.named"),
        _as_it_stands(letter, Way.NAMED),
        said("farewells.line.nameless"),
        _as_it_stands(letter, Way.NAMELESS),
        said("farewells.line.late"),
        said("farewells.line.decides"),
        rows=((*ways, change, not_now()),),
    )


def dropped_screen(letter: Letter) -> Notice:
    """Answer that a line is taken back, and that another can be written."""
    write = button("farewells.button.write", f"farewells:write:{letter.place}")
    return screen(said("farewells.line.gone"), rows=((write, _places()),))
