"""Files as people take them along: plain words and plain data, in which nothing names anybody of the platform."""

import json
from collections.abc import Mapping
from datetime import UTC

from babel.dates import format_date

from bot.core.notices import Day, Moment, OfRole, Place, Said, Sheet, Someone, Value
from bot.core.texts import Texts
from cogs.showing import shown


class NamesSomebody(TypeError):
    """Raised for a value that would put an id of the platform into a file (R45)."""


class Paper:
    """Writes sheets in a reader's language; words of a person stand in them as they were written."""

    def __init__(self, texts: Texts, standing: Mapping[str, Value]) -> None:
        self._texts = texts
        self._standing = standing

    def written(self, sheet: Sheet, locale: str) -> bytes:
        """Answer what the file holds; raises NamesSomebody for what may stand in none."""
        if not sheet.records:
            return "\n\n".join(self._say(locale, paragraph) for paragraph in sheet.paragraphs).encode()
        records = [{name: self._plain(locale, value) for name, value in one.items()} for one in sheet.records]
        return json.dumps(records, ensure_ascii=False, indent=1).encode()

    def _plain(self, locale: str, value: Value | tuple[str, ...] | None) -> str | list[str] | None:
        if value is None:
            return None
        if isinstance(value, tuple):
            return [str(one) for one in value]
        if isinstance(value, Said):
            return self._say(locale, value)
        if isinstance(value, Moment):
            return value.at.isoformat()
        return value.on.isoformat() if isinstance(value, Day) else _on_paper(locale, value)

    def _say(self, locale: str, said: Said) -> str:
        return self._texts.say(locale, said.key, {**self._standing, **said.values}, _on_paper)


def _on_paper(locale: str, value: Value) -> str:
    if isinstance(value, Someone | Place | OfRole):
        raise NamesSomebody(type(value).__name__)
    if isinstance(value, Moment):
        # Nobody's own zone is known here, and a file is read anywhere.
        at = value.at.astimezone(UTC)
        return f"{format_date(at.date(), 'long', locale=locale)}, {at:%H:%M} UTC"
    return shown(locale, value)
