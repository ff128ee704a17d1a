"""What taking a copy along looks like, and what stands in its files."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from bot.core.ids import Private
from bot.core.notices import (
    Box,
    Button,
    Day,
    Form,
    Listed,
    Moment,
    Notice,
    Plain,
    Said,
    Sheet,
    Style,
    Together,
    Value,
    button,
    said,
)
from bot.privacy.copying import Copy, Way, Ways
from bot.privacy.seeing import Seen
from cogs.privacy.seeing_views import MARKS, line
from cogs.screens import not_now, screen

NAME = "notes"
"""What the files are called: a name is seen unopened, by whoever looks through a device (R34, R45)."""

PHRASE_MOST = 100
"""Signs of a phrase at most."""


def copy_screen(ways: Ways) -> Notice:
    """Answer where the files would lie and who could find them, before the press that asks for them (R45)."""
    if ways.way is Way.NOTHING:
        return screen(said("kept.nothing"), rows=((_home(),),))
    if ways.since is not None:
        erase = button("privacy.button.erase_too", "privacy:look")
        rows = ((_see(), erase, *_cancel(ways), _home()),)
        return screen(said("kept.copy.frozen", since=Moment(ways.since)), rows=rows)
    told = (said("kept.copy.what"), said("kept.copy.where"), said("kept.copy.safer"))
    return screen(*told, *_how(ways), rows=((*_presses(ways), _see(), not_now()),))


def _how(ways: Ways) -> tuple[Said, ...]:
    if ways.way is Way.PHRASE:
        return (said("kept.copy.phrase"),)
    young = (said("kept.copy.young"),) if ways.young else ()
    if ways.wish is None:
        return (*young, said("kept.copy.why"))
    if ways.way is Way.WAITS:
        return (*young, said("kept.copy.waits", at=Moment(ways.wish.ready_at)))
    return (*young, said("kept.copy.ready", until=Moment(ways.wish.until)))


def _presses(ways: Ways) -> tuple[Button, ...]:
    if ways.way is Way.PHRASE:
        return (button("kept.button.type", "copy:type", Style.MAIN), *_cancel(ways))
    if ways.way is Way.ASK:
        return (button("kept.button.ask", "copy:ask", Style.MAIN),)
    take = (button("kept.button.take", "copy:take", Style.MAIN),) if ways.way is Way.READY else ()
    return (*take, *_cancel(ways))


def _cancel(ways: Ways) -> tuple[Button, ...]:
    return (button("kept.button.cancel", "copy:cancel"),) if ways.wish else ()


def asked_screen(ways: Ways) -> Notice:
    """Answer from when it can be taken; where nothing was begun, how it stands."""
    if ways.way is not Way.WAITS or ways.wish is None:
        return copy_screen(ways)
    told = (said("kept.copy.asked"), said("kept.copy.waits", at=Moment(ways.wish.ready_at)))
    return screen(*told, rows=((button("kept.button.cancel", "copy:cancel"), _home()),))


def cancelled_screen() -> Notice:
    """Answer that no copy is asked for any more."""
    return screen(said("kept.copy.cancelled"), rows=((_see(), _home()),))


def phrase_form() -> Form:
    """Answer the form that the phrase is typed into."""
    return Form("device.form_title", "copy:typed", (Box("words", "device.box.words", PHRASE_MOST),))


def given_screen(copy: Copy) -> Notice:
    """Answer the files of one part, and what becomes of them."""
    more = () if copy.last else (button("kept.button.part", f"copy:take:{copy.part + 1}", Style.MAIN),)
    parts = () if copy.parts == 1 else (said("kept.copy.part", part=copy.part + 1, parts=copy.parts),)
    shown = screen(said("kept.copy.given"), *parts, rows=((*more, _home()),))
    return replace(shown, sheets=_sheets(copy))


def _sheets(copy: Copy) -> tuple[Sheet, ...]:
    name = NAME if copy.parts == 1 else f"{NAME}-{copy.part + 1}"
    groups = tuple(_group(table, tuple(of)) for table, of in groupby(copy.entries, key=lambda one: one.table))
    marks = (said("kept.copy.marks", marks=Together(tuple(said(key) for key in MARKS))), said("kept.elsewhere"))
    marks = marks if copy.last else ()
    records = tuple(_record(one) for one in copy.entries)
    return Sheet(f"{name}.txt", (*groups, *marks)), Sheet(f"{name}.json", records=records)


def _group(table: str, entries: tuple[Seen, ...]) -> Said:
    name, rule = said(f"kept.name.{table}"), said(f"kept.rule.{table}")
    return said("kept.copy.group", name=name, rule=rule, lines=Together(tuple(line(one) for one in entries)))


def _record(one: Seen) -> Mapping[str, Value | tuple[str, ...] | None]:
    at = None if one.at is None else Moment(one.at) if isinstance(one.at, datetime) else Day(one.at)
    return {
        "part": Plain(one.feature),
        "kind": Plain(one.table),
        "when": at,
        "where": one.circle or None,
        "text": one.said,
        "words": tuple(_own_words(one.said)),
    }


def _own_words(value: Value) -> Iterable[str]:
    """Answer the words of a person's own that stand in something."""
    if isinstance(value, Private):
        yield value
    elif isinstance(value, Said):
        for one in value.values.values():
            yield from _own_words(one)
    elif isinstance(value, Together | Listed):
        for one in value.lines if isinstance(value, Together) else value.items:
            yield from _own_words(one)


def _see() -> Button:
    return button("kept.button.see", "kept:see")


def _home() -> Button:
    return button("core.button.back", "privacy:home")
