"""What fills a gap of a text, as Discord and a reader's language show it."""

import unicodedata

import discord
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list

from bot.core.notices import (
    Countries,
    Day,
    Languages,
    Moment,
    OfRole,
    Place,
    Someone,
    Value,
    Wall,
    Weekdays,
    Written,
)


def shown(locale: str, value: Value) -> str:
    """Answer what stands in a gap, in one reader's language; words of a person as they are."""
    if isinstance(value, Written):
        return written_in(locale, value)
    if isinstance(value, Weekdays | Countries | Languages):
        return _named(locale, value)
    if isinstance(value, Moment):
        return discord.utils.format_dt(value.at, "R" if value.until else "t" if value.time_only else "f")
    if isinstance(value, Place):
        return f"<#{value.channel}>"
    if isinstance(value, Someone):
        return f"<@{value.who}>"
    if isinstance(value, OfRole):
        return f"<@&{value.role}>"
    if isinstance(value, Day):
        if value.short:
            return format_skeleton("MMMd", value.on, locale=locale)
        return format_date(value.on, "long", locale=locale)
    if isinstance(value, Wall):
        return f"{format_date(value.at, 'full', locale=locale)}, {value.at:%H:%M}"
    return str(value)


def written_in(locale: str, written: Written) -> str:
    """Answer words that come in several languages in the reader's."""
    return written.by_locale.get(locale, written.words)


def _named(locale: str, value: Weekdays | Countries | Languages) -> str:
    known = Locale.parse(locale)
    if isinstance(value, Weekdays):
        return format_list([known.days["stand-alone"]["wide"][day] for day in value.days], locale=locale)
    of = known.territories if isinstance(value, Countries) else known.languages
    return format_list([of.get(code, code) for code in value.codes], locale=locale)


def sorted_as(name: str) -> str:
    """Answer by what a name is sorted: an accent changes no place, so that Ávila stands beside Avila."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold()) if sign.isalpha())
