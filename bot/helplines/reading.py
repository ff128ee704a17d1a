"""The files of config/helplines: read at start into a Directory, and judged line by line before anybody presses."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.core.notices import Written
from bot.core.texts import compose_yaml
from bot.helplines.fields import Fields, fault_at, fields_of
from bot.helplines.model import Directory, Emergency, Hours, Kind, Known, Line, Opening, Topic, Way
from bot.helplines.model.hours import DAY

NAME_MOST = 100
"""Characters of a line's name: it also stands in a menu."""

ABOUT_MOST = 300
"""Characters of what a line says about itself."""

MENU_MOST = 25
"""Countries of one menu (Discord: String Select)."""

MENUS = ("europe", "europe_emergency", "americas", "elsewhere")
"""The menus that countries are offered in; each has its words in the texts."""

BEYOND = ("EU", "INT")
"""Files of no country: numbers that hold in several, and directories."""

EMERGENCY, WORDS = "emergency.yaml", "words.yaml"
"""The two files beside those of countries."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Glossary = Mapping[str, Written]
"""Words that several lines share, in every language, by how the files say them."""

_CODE = re.compile(r"[A-Z]{2}|INT")
_IDENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER = re.compile(r"(?:TTY )?[+*(]?\d[\d ()*#-]*")
_REMARK = re.compile(r"(?P<way>.+?) \((?P<remark>[^()]*[^\W\d][^()]*)\)")
_WORD = re.compile(r"(?P<word>[A-Za-z]+(?: or [A-Za-z]+)*) to (?P<number>[\d -]+)")
_LINK = re.compile(r"https?://[^\s<>|\\`\"]+")
_SPAN = re.compile(r"(?:(?P<days>[a-z, -]+) )?(?P<from>\d\d:\d\d)-(?P<to>\d\d:\d\d)")
_LANGUAGE = re.compile(r"[a-z]{2}")


def read_directory(folder: Path, checked: Path | None = None) -> Directory:
    """Read every file of the folder, and when the host checked lines, from a file that need not be there.

    Raises SettingsFault naming file, line and what to mend.
    """
    glossary = _glossary(folder / WORDS)
    found = [line for path in _country_files(folder) for line in _lines_of(path, glossary)]
    dates = read_checked(checked) if checked is not None and checked.exists() else {}
    lines = tuple(replace(line, checked=dates.get(line.ident)) for line in found)
    menus, emergency = _emergency(folder / EMERGENCY)
    own = tuple(line for line in lines if line.country not in BEYOND)
    links = tuple(line for line in lines if line.country == "INT" and line.site)
    return Directory(own, emergency, menus, links, tuple(line for line in lines if line.country in BEYOND))


def read_checked(path: Path) -> dict[str, date]:
    """Read when the host checked lines; raises SettingsFault where a day is none."""
    return {ident: _day(path, ident, written) for ident, written in _pairs(path).items()}


def _day(path: Path, ident: str, written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise fault_at(path, 1, f"the day of {ident} is no date: write it as 2026-05-03") from None


def _pairs(path: Path) -> dict[str, str]:
    fields = fields_of(path, compose_yaml(path))
    return {name: fields.text(name) for name in fields.names}


def _country_files(folder: Path) -> Iterator[Path]:
    return iter(sorted(path for path in folder.glob("*.yaml") if path.name not in (EMERGENCY, WORDS)))


def _glossary(path: Path) -> Glossary:
    if not path.exists():
        return {}
    fields = fields_of(path, compose_yaml(path))
    return {phrase: fields.written(phrase) for phrase in fields.names}


def _lines_of(path: Path, glossary: Glossary) -> Iterator[Line]:
    fields = fields_of(path, compose_yaml(path)).only("country", "zone", "lines")
    country = fields.text("country")
    if not _CODE.fullmatch(country) or path.stem != country:
        raise fields.fault("country", f"{country} is not what the file is called: name both by the country's code")
    zone = _zone(fields)
    known: set[str] = set()
    for one in fields.each("lines"):
        line = _line(one, country, zone, glossary)
        if line.ident in known:
            raise one.fault("id", f"{line.ident} is there twice: give each line a name of its own")
        known.add(line.ident)
        yield line


def _zone(fields: Fields, otherwise: str | None = None) -> str | None:
    zone = fields.text("zone", otherwise or "")
    try:
        return ZoneInfo(zone).key if zone else None
    except (KeyError, ValueError, OSError):
        raise fields.fault("zone", f"{zone} is no time zone: write one such as Europe/Madrid") from None


def _line(fields: Fields, country: str, zone: str | None, glossary: Glossary) -> Line:
    fields.only(*_FIELDS)
    ident = fields.text("id")
    if not _IDENT.fullmatch(ident) or not ident.startswith(f"{country.lower()}-"):
        raise fields.fault(
            "id", f"{ident} is no id: write small letters, digits and -, beginning {country.lower()}-"
        )
    spoken = fields.texts("languages")
    return Line(
        ident=ident,
        country=country,
        name=_shared(fields.short("name", NAME_MOST), glossary),
        topics=_topics(fields, country),
        call=tuple(_call(fields, number, glossary) for number in fields.texts("call")),
        text=_text(fields, glossary) if fields.has("text") else None,
        chat=_chat(fields, glossary) if fields.has("chat") else None,
        site=_site(fields),
        hours=_hours(fields, _zone(fields, zone)),
        cost=_shared(fields.text("cost", Known.UNKNOWN), glossary),
        on_bill=fields.one_of("on_bill", Known, Known.UNKNOWN),
        may_contact_police=fields.one_of("may_contact_police", Known, Known.UNKNOWN),
        languages=tuple(one for one in spoken if _LANGUAGE.fullmatch(one)),
        more_languages=tuple(_shared(one, glossary) for one in spoken if not _LANGUAGE.fullmatch(one)),
        about=fields.written("about", ABOUT_MOST) if fields.has("about") else None,
        source=fields.text("source"),
        dated=_shared(fields.text("date"), glossary),
        confidence=fields.text("confidence"),
    )


_FIELDS = (
    *("id", "name", "topics", "call", "text", "chat", "site", "hours", "open", "sure", "zone", "cost", "on_bill"),
    *("may_contact_police", "languages", "about", "source", "date", "confidence", "note"),
)


def _shared(words: str, glossary: Glossary) -> Written:
    return Written(words, glossary[words].by_locale) if words in glossary else Written(words)


def _topics(fields: Fields, country: str) -> tuple[Topic, ...]:
    named = fields.texts("topics")
    for topic in named:
        if topic not in set(Topic):
            raise fields.fault("topics", f"{topic} is no topic: choose from {', '.join(Topic)}")
    if not named and country not in BEYOND:
        raise fields.fault("topics", f"a line needs a topic: choose from {', '.join(Topic)}")
    return tuple(Topic(topic) for topic in named)


def _call(fields: Fields, stored: str, glossary: Glossary) -> Way:
    way, remark = _apart(stored, glossary)
    if not _NUMBER.fullmatch(way):
        raise fields.fault("call", f"{stored} is no number: write its digits as they are dialled, in quotes")
    return Way(stored, number=way, remark=remark)


def _text(fields: Fields, glossary: Glossary) -> Way:
    stored = fields.text("text")
    way, remark = _apart(stored, glossary)
    found = _WORD.fullmatch(way)
    if found is not None:
        return Way(stored, number=found["number"], word=found["word"], remark=remark)
    service, number = ("WhatsApp", way.removeprefix("WhatsApp ")) if way.startswith("WhatsApp ") else ("", way)
    if not _NUMBER.fullmatch(number):
        raise fields.fault("text", f"{stored} is no number: write it such as 85258, or SHOUT to 85258, in quotes")
    return Way(stored, number=number, service=service, remark=remark)


def _chat(fields: Fields, glossary: Glossary) -> Way:
    stored = fields.text("chat")
    way, remark = _apart(stored, glossary)
    if _LINK.fullmatch(way):
        return Way(stored, link=way, remark=remark)
    if _NUMBER.fullmatch(stored):
        return Way(stored, number=stored)
    if "://" in stored:
        raise fields.fault("chat", f"{stored} is no address: write it with https:// and no space")
    # Words say where the chat is, and `yes` with a remark that its address is not known.
    known = stored != _NO_ADDRESS
    return Way(stored, remark=_shared(stored, glossary) if known else None)


_NO_ADDRESS = "yes (address not found)"


def _apart(stored: str, glossary: Glossary) -> tuple[str, Written | None]:
    found = _REMARK.fullmatch(stored)
    return (stored, None) if found is None else (found["way"], _shared(found["remark"], glossary))


def _site(fields: Fields) -> str:
    site = fields.text("site", "")
    if site and not _LINK.fullmatch(site):
        raise fields.fault("site", f"{site} is no address: write it with https:// and no space")
    return site


def _hours(fields: Fields, zone: str | None) -> Hours:
    stored = fields.text("hours", Known.UNKNOWN)
    sure = fields.one_of("sure", Known, Known.YES) is Known.YES
    spans = fields.texts("open")
    if spans == ("always",):
        return Hours(always=True, sure=sure, zone=zone, stored=stored)
    return Hours(tuple(_opening(fields, span) for span in spans), sure=sure, zone=zone, stored=stored)


def _opening(fields: Fields, span: str) -> Opening:
    found = _SPAN.fullmatch(span)
    if found is None:
        raise fields.fault("open", f"{span} are no hours: {_AS_HOURS}")
    start, end = _minute(found["from"]), _minute(found["to"])
    # Without days the source says none: then it is never said that somebody answers now.
    days = _days(found["days"]) if found["days"] else ()
    if (found["days"] and not days) or not 0 <= start < DAY or not 0 <= end <= DAY or start == end:
        raise fields.fault("open", f"{span} are no hours: {_AS_HOURS}")
    return Opening(days, start, end if end > start else end + DAY)


_AS_HOURS = "write them as mon-fri 10:00-18:00, or always"


def _days(written: str) -> tuple[int, ...]:
    found: set[int] = set()
    for part in written.replace("daily", "mon-sun").split(","):
        first, _, last = part.strip().partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            return ()
        found |= set(range(DAYS.index(first), DAYS.index(last or first) + 1))
    return tuple(sorted(found))


def _minute(written: str) -> int:
    hour, minute = (int(part) for part in written.split(":"))
    return hour * 60 + minute if minute < 60 else -1


def _emergency(path: Path) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], tuple[Emergency, ...]]:
    fields = fields_of(path, compose_yaml(path)).only("menus", "numbers")
    numbers = tuple(_emergency_number(one) for one in fields.each("numbers"))
    menus = fields.inside("menus").only(*MENUS)
    named = tuple((name, menus.texts(name)) for name in menus.names)
    for name, codes in named:
        if len(codes) > MENU_MOST:
            raise menus.fault(name, f"a menu holds {MENU_MOST} countries at most: move some to another one")
        for code in codes:
            if not any(one.country == code and one.shown for one in numbers):
                raise menus.fault(name, f"{code} has no emergency number below: add it with its source")
    return named, numbers


def _emergency_number(fields: Fields) -> Emergency:
    fields.only("country", "kind", "number", "service", "shown", "about", "confidence", "source", "date", "note")
    number = fields.text("number")
    if not (number.isascii() and number.isdigit()):
        raise fields.fault("number", f"{number} is no emergency number: write its digits alone, in quotes")
    return Emergency(
        country=fields.text("country"),
        kind=fields.one_of("kind", Kind),
        number=number,
        source=fields.text("source"),
        dated=fields.text("date"),
        confidence=fields.text("confidence"),
        shown=fields.one_of("shown", Known, Known.YES) is Known.YES,
        about=fields.written("about", ABOUT_MOST) if fields.has("about") else None,
    )
