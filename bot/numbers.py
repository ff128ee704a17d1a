"""`hearth helplines`: look the files over, note which lines the host checked, and write them out as a list."""

import csv
import difflib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from bot.core.refusals import SettingsFault
from bot.helplines.model import Age, Directory, Emergency, Line, Way, age_of
from bot.helplines.reading import read_checked, read_directory

CHECKED = "helplines_checked.yaml"
"""The file in the data folder that notes when the host checked lines: it outlives a new version of the files."""

FORMATS = ("text", "csv", "markdown")
"""What a list can be written as."""

_SAID: Mapping[Age, str] = MappingProxyType(
    {
        Age.NEVER: "not checked here",
        Age.MARKED: "checked over 180 days ago",
        Age.HIDDEN: "checked over a year ago",
    }
)


SHIPPED = Path(__file__).parent.parent / "config"
"""The configuration that came with this version."""


def directory_of(config: Path | None, data: Path) -> Directory:
    """Read the host's own lines, or those of this version where there are none, with the dates the host noted.

    Raises SettingsFault with file and line.
    """
    own = config is not None and (config / "helplines").is_dir()
    return read_directory((config if own and config else SHIPPED) / "helplines", data / CHECKED)


def looked_over(directory: Directory, today: date) -> Iterator[str]:
    """Answer, line by line, how many there are and which the host did not check, or not lately."""
    lines, countries = len(directory.lines), len({line.country for line in directory.lines})
    yield f"Lines: {lines}. Countries: {countries}. Emergency numbers: {len(directory.emergency)}."
    old = [(line, age_of(line.checked, today)) for line in directory.lines]
    old = [(line, age) for line, age in old if age is not Age.FRESH]
    if not old:
        yield "All were checked here within 180 days."
        return
    yield f"{len(old)} to check, each at its own page, then `hearth helplines confirm ID`:"
    for line, age in old:
        about = f"{_SAID[age]}; its source: {line.dated.words}"
        yield f"  {line.ident}: {line.name.words} ({about}) {line.site}".rstrip()


def confirmed(directory: Directory, data: Path, wanted: Sequence[str], today: date) -> Iterator[str]:
    """Note that the host checked lines today, each named by its id or its country, and answer their names.

    Raises SettingsFault for one that is not there; then none is noted.
    """
    lines = [line for name in wanted for line in _named(directory, name)]
    file = data / CHECKED
    known = read_checked(file) if file.exists() else {}
    known |= dict.fromkeys((line.ident for line in lines), today)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_text("".join(f"{ident}: {day}\n" for ident, day in sorted(known.items())), encoding="utf-8")
    fresh.replace(file)
    for line in lines:
        yield f"{line.ident}: checked {today}"
    yield f"Noted in {file}. A bot that runs shows it after its next start."


def _named(directory: Directory, name: str) -> list[Line]:
    found = [line for line in directory.lines if name in (line.ident, line.country)]
    if not found:
        near = difflib.get_close_matches(name, [line.ident for line in directory.lines], n=1)
        hint = f"did you mean {near[0]}?" if near else "`hearth helplines check` lists them."
        raise SettingsFault(f"There is no line {name}: {hint} Nothing was noted.")
    return found


def written_out(directory: Directory, kind: str, locale: str) -> str:
    """Answer every line and emergency number as plain text, CSV or Markdown, in the words of a locale."""
    if kind == "csv":
        return _as_csv(directory, locale)
    title, entry = ("# {}\n", "- **{}**: {}\n") if kind == "markdown" else ("{}\n", "  {}: {}\n")
    parts: list[str] = []
    for country in sorted({one.country for one in (*directory.lines, *directory.emergency)}):
        parts.append(title.format(country))
        parts += [entry.format(f"emergency ({one.kind})", one.number) for one in directory.emergency_of(country)]
        parts += [entry.format(_name(line, locale), "; ".join(_ways(line))) for line in directory.of((country,))]
        parts.append("\n")
    return "".join(parts).rstrip("\n") + "\n"


def _as_csv(directory: Directory, locale: str) -> str:
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(_HEAD)
    table.writerows(_number_row(one) for one in directory.emergency)
    table.writerows(_line_row(line, locale) for line in directory.lines)
    return written.getvalue()


_HEAD = (
    *("country", "id", "name", "topics", "call", "text", "chat", "page", "hours", "cost", "on_bill"),
    *("may_contact_police", "source", "date", "checked"),
)


def _number_row(one: Emergency) -> tuple[str, ...]:
    return (one.country, "", f"emergency ({one.kind})", "", one.number, *[""] * 7, one.source, one.dated, "")


def _line_row(line: Line, locale: str) -> tuple[str, ...]:
    return (
        line.country,
        line.ident,
        _name(line, locale),
        " ".join(line.topics),
        "; ".join(way.stored for way in line.call),
        *(way.stored if way else "" for way in (line.text, line.chat)),
        line.site,
        line.hours.stored,
        line.cost.words,
        line.on_bill,
        line.may_contact_police,
        line.source,
        line.dated.words,
        str(line.checked or ""),
    )


def _name(line: Line, locale: str) -> str:
    return line.name.by_locale.get(locale, line.name.words)


def _ways(line: Line) -> Iterable[str]:
    named: tuple[tuple[str, Way | None], ...] = (("text", line.text), ("chat", line.chat))
    yield from (way.stored for way in line.call)
    yield from (f"{how} {way.stored}" for how, way in named if way is not None)
    if line.site:
        yield line.site
