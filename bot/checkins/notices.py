"""What Hearth posts for a check-in, as data."""

from bot.checkins.model import OTHER, Closed, Format, Round, Spread
from bot.checkins.model.answers import Named, Voices
from bot.core.notices import (
    Audience,
    Bars,
    Button,
    Listed,
    Moment,
    Notice,
    Picture,
    Row,
    Said,
    Someone,
    Together,
    Value,
    button,
    said,
)

NO_VOICES = Voices()

IN_A_ROW = 3
"""Buttons in one row, so that a row still reads as one on a phone."""


def choice_rows(format_: Format, round_: int) -> tuple[Row, ...]:
    """Answer the buttons of a check-in in rows, Pass among them as an equal one (R117)."""
    buttons = [
        button(f"checkins.choice.{format_}.{choice}", f"checkins:choose:{round_}:{choice}")
        for choice in format_.choices
    ]
    if format_ is Format.WORD:
        buttons.append(button("checkins.button.write", f"checkins:write:{round_}"))
    buttons.append(button("checkins.button.pass", f"checkins:pass:{round_}"))
    return tuple(_rows(buttons))


def _rows(buttons: list[Button]) -> list[tuple[Button, ...]]:
    width = 4 if len(buttons) == 4 else IN_A_ROW
    return [tuple(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def open_post(round_: Round, agreements: str) -> Notice:
    """Answer the post of an open check-in: what it is, who sees what, when it closes, and Pass (R117).

    `agreements` are the circle's own; the check-in about them shows them.
    """
    about = (said("checkins.agreements", limits=agreements),) if round_.format is Format.AGREE else ()
    said_ = (
        said(f"checkins.question.{round_.format}"),
        *about,
        said("checkins.who_sees"),
        said("checkins.closes", at=Moment(round_.closes_at)),
        candles(round_),
    )
    return Notice(said_, (*choice_rows(round_.format, round_.round), (_candle(round_),)), Audience.CIRCLE)


def candles(round_: Round) -> Said:
    """Answer how many candles are lit, in words."""
    return said(f"checkins.candles.lit.{round_.candles}")


def _candle(round_: Round) -> Button:
    return button("checkins.button.candle", f"checkins:candle:{round_.round}")


def choice_words(format_: Format, choice: str) -> Value:
    """Answer a choice as its text; a written word stays its writer's own."""
    return choice if format_ is Format.WORD else said(f"checkins.choice.{format_}.{choice}")


def named_words(format_: Format, named: tuple[Named, ...]) -> tuple[Said, ...]:
    """Answer answers beside their names, one on a line, with the lines that were added."""
    return tuple(
        said(
            "checkins.named_with_line" if one.given.line else "checkins.named",
            who=Someone(one.who),
            choice=choice_words(format_, one.given.choice),
            line=one.given.line,
        )
        for one in named
    )


def spread_words(format_: Format, spread: Spread) -> tuple[Said, ...]:
    """Answer the spread in words, the most frequent first; no line at all where it may not be shown."""
    ordered = sorted(spread.cells.items(), key=lambda cell: (cell[0] == "other", -cell[1]))
    return tuple(
        said("checkins.spread_line", count=count, choice=said(f"checkins.choice.{format_}.{choice}"))
        if choice != "other"
        else said("checkins.spread_other", count=count)
        for choice, count in ordered
    )


def spread_picture(format_: Format, spread: Spread) -> Picture | None:
    """Answer the spread as bars, in the order of the question; none where it may not be shown."""
    if not spread.can_be_shown:
        return None
    words: dict[str, Said] = {choice: said(f"checkins.choice.{format_}.{choice}") for choice in format_.choices}
    words[OTHER] = said("checkins.picture.other")
    bars = tuple((label, spread.cells[choice]) for choice, label in words.items() if choice in spread.cells)
    told = tuple(said("checkins.spread_line", choice=label, count=count) for label, count in bars)
    alt = said("checkins.picture.alt", bars=Listed(told))
    return Picture(Bars(said("checkins.picture.title"), bars), alt)


def closed_post(closed: Closed, voices: Voices = NO_VOICES, *, can_be_lit: bool = False) -> Notice:
    """Answer what stands in the channel once a check-in is closed; always with a true closing line.

    Read as plain text it says all that its picture shows (R18).
    """
    round_ = closed.round
    words = spread_words(round_.format, closed.spread)
    spread = (said("checkins.spread_title"), said("core.lines", lines=Together(words))) if words else ()
    said_ = (
        said(f"checkins.closed.{round_.format}"),
        *spread,
        *_voices(round_.format, voices),
        candles(round_),
        said("checkins.closing_line"),
    )
    take_back = (button("checkins.button.take_back", f"checkins:pass:{round_.round}"),) if voices.named else ()
    buttons = ((_candle(round_), *take_back),) if can_be_lit else ()
    return Notice(said_, buttons, Audience.CIRCLE, picture=spread_picture(round_.format, closed.spread))


def _voices(format_: Format, voices: Voices) -> tuple[Said, ...]:
    parts = (
        ("checkins.voices.words", _quoted(voices.nameless.words)),
        ("checkins.voices.lines", _quoted(voices.nameless.lines)),
        ("checkins.voices.named", named_words(format_, voices.named)),
    )
    shown = [said("core.lines", lines=Together((said(title), *lines))) for title, lines in parts if lines]
    return (*shown, said("checkins.voices.more")) if voices.more else tuple(shown)


def _quoted(words: tuple[str, ...]) -> tuple[Said, ...]:
    return tuple(said("checkins.voices.one", words=one) for one in words)
