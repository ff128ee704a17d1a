"""Numbers as paragraphs, for every screen that shows them and for the standing post; no database is asked."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.core.notices import (
    Audience,
    Button,
    Countries,
    Day,
    Languages,
    Listed,
    Notice,
    Plain,
    Said,
    Style,
    Together,
    Weekdays,
    button,
    lasting,
    said,
)
from bot.helplines.model import FIRST, Age, Emergency, Entry, Hours, Kind, Known, Line, Numbers, Way
from bot.helplines.model.hours import DAY, EVERY_DAY, Opening

WORDED_MOST = 64
"""How many readers' numbers are kept as paragraphs."""

STANDING_LINES = 2
"""Lines on the standing post (F39)."""


def number_lines(numbers: Numbers, *, after: int = 0, most: int = FIRST) -> tuple[Said, ...]:
    """Answer the paragraphs that show numbers: the line on the call list, emergency numbers, then lines.

    Of the lines at most `most` come, beginning behind the first `after`. Where there is no number for the
    countries, or no country is known, a directory of all countries is named and no number is guessed (R78, R79).
    """
    shown = numbers.entries[after : after + most]
    calls = (said("helplines.call_list"),) if shown or numbers.emergency else ()
    emergency = (_listed(emergency_lines(numbers)),) if numbers.emergency else ()
    links = () if shown else link_lines(numbers)
    return (*calls, *emergency, *(entry_words(entry) for entry in shown), *links)


@lru_cache(maxsize=WORDED_MOST)
def short_lines(numbers: Numbers, most: int = FIRST) -> tuple[Said, ...]:
    """Answer the same, each line as short as it can be, for a screen on which something else must be seen as well.

    What is known about each call stands behind "Numbers".
    """
    shown = numbers.entries[:most]
    calls = (said("helplines.call_list"),) if shown or numbers.emergency else ()
    emergency = (_listed(emergency_lines(numbers)),) if numbers.emergency else ()
    links = () if shown else link_lines(numbers)
    words = (*calls, *emergency, *(short_words(entry) for entry in shown), *links)
    return tuple(lasting(paragraph) for paragraph in words)


def emergency_lines(numbers: Numbers) -> tuple[Said, ...]:
    """Answer the emergency numbers, one line for each country, and what helps with one of them."""
    return tuple(line for code, found in numbers.emergency for line in _emergency(code, found))


def link_lines(numbers: Numbers) -> tuple[Said, ...]:
    """Answer the directories that know lines in all countries."""
    return tuple(said("helplines.directory", name=line.name, link=_link(line.site)) for line in numbers.links[:1])


def _emergency(code: str, found: Sequence[Emergency]) -> tuple[Said, ...]:
    by_kind: dict[Kind, list[Said]] = {}
    for one in found:
        by_kind.setdefault(one.kind, []).append(said("helplines.number", number=one.number))
    present = [kind for kind in Kind if kind in by_kind]
    kinds = tuple(
        said(f"helplines.emergency.{kind}", numbers=Listed(tuple(by_kind[kind]), either=True)) for kind in present
    )
    told = said("helplines.emergency.of", country=Countries((code,)), numbers=Listed(kinds))
    return (told, *(said("helplines.about", about=one.about) for one in found if one.about is not None))


def entry_words(entry: Entry) -> Said:
    """Answer one line: its name, who it is for, how to reach it, and what is known about the call (R80)."""
    line = entry.line
    about = () if line.about is None else (said("helplines.about", about=line.about),)
    when = said("helplines.when", hours=_hours(entry), cost=_cost(line))
    known = said("helplines.known", bill=_bill(line), police=_police(line))
    name = said("helplines.name", name=line.name)
    return _listed((name, *about, *_ways(line), when, *_spoken(line), known, checked_words(entry)))


def short_words(entry: Entry) -> Said:
    """Answer one line as short as a post needs it: name, numbers, hours."""
    line = entry.line
    return _listed((said("helplines.name", name=line.name), *_ways(line), _hours_alone(line.hours)))


def _ways(line: Line) -> Iterable[Said]:
    for way in line.call:
        yield _with_remark(said("helplines.way.call", number=way.number), way)
    if line.text is not None:
        yield _with_remark(_texting(line.text), line.text)
    if line.chat is not None:
        yield _with_remark(_chatting(line.chat), line.chat)
    if line.site and (line.chat is None or not line.chat.link):
        yield said("helplines.way.site", link=_link(line.site))


def _texting(way: Way) -> Said:
    if way.service:
        return said("helplines.way.service", service=way.service, number=way.number)
    if way.word:
        return said("helplines.way.text_word", word=way.word, number=way.number)
    return said("helplines.way.text", number=way.number)


def _chatting(way: Way) -> Said:
    if way.link:
        return said("helplines.way.chat", link=_link(way.link))
    if way.number:
        return said("helplines.way.chat_number", number=way.number)
    return said("helplines.way.chat_somewhere")


def _with_remark(words: Said, way: Way) -> Said:
    return words if way.remark is None else said("helplines.way.remarked", way=words, remark=way.remark)


def _hours(entry: Entry) -> Said:
    told = _hours_alone(entry.line.hours)
    if entry.open is None or entry.line.hours.always:
        return told
    return said("helplines.hours.open" if entry.open else "helplines.hours.shut", hours=told)


def _hours_alone(hours: Hours) -> Said:
    if not hours.known:
        return said("helplines.hours.unknown")
    told = said("helplines.hours.always") if hours.always else _openings(hours)
    return told if hours.sure else said("helplines.hours.unsure", hours=told)


def _openings(hours: Hours) -> Said:
    told = tuple(_opening(one) for one in hours.openings)
    if hours.zone is None:
        return said("helplines.hours.somewhere", openings=Listed(told))
    return said("helplines.hours.there", openings=Listed(told), zone=Plain(hours.zone.replace("_", " ")))


def _opening(opening: Opening) -> Said:
    start, end = _clock(opening.start), _clock(opening.end)
    if not opening.days:
        return said("helplines.hours.no_days", start=start, end=end)
    return said("helplines.hours.opening", days=_days(opening), start=start, end=end)


def _days(opening: Opening) -> Said:
    if opening.days == EVERY_DAY:
        return said("helplines.hours.every_day")
    if opening.run:
        first, last = Weekdays(opening.days[:1]), Weekdays(opening.days[-1:])
        return said("helplines.hours.run", first=first, last=last)
    return said("helplines.hours.days", days=Weekdays(opening.days))


def _clock(minute: int) -> Plain:
    hour, rest = divmod(minute if minute == DAY else minute % DAY, 60)
    return Plain(f"{hour:02d}:{rest:02d}")


def _cost(line: Line) -> Said:
    if line.cost.words == Known.UNKNOWN:
        return said("helplines.cost.unknown")
    return said("helplines.cost.known", cost=line.cost)


def _spoken(line: Line) -> tuple[Said, ...]:
    named = (said("helplines.languages.named", languages=Languages(line.languages)),) if line.languages else ()
    others = tuple(said("helplines.languages.more", more=more) for more in line.more_languages)
    return (said("helplines.languages.spoken", languages=Listed((*named, *others))),) if named or others else ()


def _bill(line: Line) -> Said:
    return said(f"helplines.bill.{line.on_bill}")


def _police(line: Line) -> Said:
    return said(f"helplines.police.{line.may_contact_police}")


def checked_words(entry: Entry) -> Said:
    """Answer when a line was checked by the circle, else by the host, else what its source says of its own date."""
    if entry.checked is None:
        return said("helplines.checked.never", dated=entry.line.dated)
    who = "circle" if entry.by_circle else "host"
    told = said(f"helplines.checked.{who}", day=Day(entry.checked))
    return said("helplines.checked.marked", told=told) if entry.age is Age.MARKED else told


def standing_post(numbers: Numbers) -> Notice:
    """Answer a circle's standing post, which works when the bot does not: numbers, and four lines to do (F39)."""
    shown = tuple(short_words(entry) for entry in numbers.entries[:STANDING_LINES])
    emergency = (_listed(emergency_lines(numbers)),) if numbers.emergency else ()
    paragraphs = (
        said("helplines.standing.title"),
        *emergency,
        *shown,
        *link_lines(numbers),
        said("helplines.call_list"),
        said("helplines.standing.exercise"),
        said("helplines.standing.still_works"),
    )
    return Notice(paragraphs, (standing_buttons(),), Audience.CHANNEL)


def standing_buttons() -> tuple[Button, ...]:
    """Answer the three buttons of the standing post."""
    return (
        button("helplines.button.step_out", "escape:open"),
        button("helplines.button.reach", "reach:open", Style.MAIN),
        button("helplines.button.numbers", "helplines:open"),
    )


def _listed(lines: tuple[Said, ...]) -> Said:
    return said("core.lines", lines=Together(lines))


def _link(address: str) -> Plain:
    # In angle brackets the platform shows no preview, which would say what the address is about.
    return Plain(f"<{address}>")
