"""What Hearth posts for a check-in, as data."""

from bot.checkins.model import OTHER, Closed, Format, Round, Spread
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
    Together,
    button,
    said,
)

IN_A_ROW = 3
"""Buttons in one row, so that a row still reads as one on a phone."""


def choice_rows(format_: Format, round_: int) -> tuple[Row, ...]:
    """Answer the buttons of a check-in in rows, Pass among them as an equal one (R117)."""
    buttons = [
        button(f"checkins.choice.{format_}.{choice}", f"checkins:choose:{round_}:{choice}")
        for choice in format_.choices
    ]
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
    )
    return Notice(said_, choice_rows(round_.format, round_.round), Audience.CIRCLE)


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


def closed_post(closed: Closed) -> Notice:
    """Answer what stands in the channel once a check-in is closed; always with a true closing line.

    Read as plain text it says all that its picture shows (R18).
    """
    format_ = closed.round.format
    words = spread_words(format_, closed.spread)
    spread = (said("checkins.spread_title"), said("core.lines", lines=Together(words))) if words else ()
    said_ = (said(f"checkins.closed.{format_}"), *spread, said("checkins.closing_line"))
    return Notice(said_, (), Audience.CIRCLE, picture=spread_picture(format_, closed.spread))
