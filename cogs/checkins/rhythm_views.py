"""What choosing, starting and changing a rhythm look like."""

from collections.abc import Sequence
from dataclasses import replace

from bot.checkins.model import (
    FIRST_WAYS,
    MOST_WEEKS,
    OPEN_HOURS,
    REPEATING,
    Format,
    RhythmState,
    Sketch,
    Sketched,
    Standing,
    sketch_of,
)
from bot.circles.model import Circle
from bot.core.notices import (
    Box,
    Button,
    Choice,
    Form,
    Menu,
    Moment,
    Notice,
    Plain,
    Said,
    Style,
    Wall,
    Weekdays,
    button,
    said,
)
from bot.core.scheduling.recurrence import Occurrence, Rule
from cogs.screens import clock, in_rows, listed, not_now, screen, staff_screen

HOURS = tuple(hour * 60 for hour in range(24))
"""Times offered at once, in minutes after midnight; any other can be typed."""


def sketch_screen(sketched: Sketched) -> Notice:
    """Show a rhythm as it would be, the next three times in words, and everything that can be chosen otherwise."""
    sketch = sketched.sketch
    menus = (
        Menu("checkins.menu.days", _id(sketched, "set", ":days"), _days(sketch), most=7),
        Menu("checkins.menu.weeks", _id(sketched, "set", ":weeks"), _weeks(sketch)),
        Menu("checkins.menu.minute", _id(sketched, "set", ":minute"), _minutes(sketch)),
        Menu("checkins.menu.hours", _id(sketched, "set", ":hours"), _hours(sketch)),
    )
    ways = (
        # Neither stands out: being remembered is a free choice (R22).
        button("checkins.button.start", _id(sketched, "start")),
        button("checkins.button.start_told", _id(sketched, "start_told")),
        button("checkins.button.other_format", _id(sketched, "ways")),
        button("checkins.button.type_time", _id(sketched, "type")),
        not_now(),
    )
    title = "checkins.rhythm.change_title" if sketched.rhythm else "checkins.rhythm.title"
    return staff_screen(
        said(title),
        said("checkins.rhythm.asks", format=said(f"checkins.format.{sketch.format}")),
        rule_words(sketched.rule, sketch.hours),
        coming_words(sketched.coming),
        said("checkins.rhythm.rests"),
        said("checkins.rhythm.tell_me"),
        rows=(*menus, ways),
    )


def ways_screen(sketched: Sketched, *, more: bool) -> Notice:
    """Ask how the check-ins of a rhythm are to ask, a few ways at a time (R19); the present one leads back."""
    ways = [_way(sketched, way) for way in REPEATING if (way in FIRST_WAYS) is not more]
    others = (
        button("checkins.button.first_formats", _id(sketched, "ways"))
        if more
        else button("checkins.button.other_formats", _id(sketched, "more_ways"))
    )
    return screen(said("checkins.plan.format"), rows=(*in_rows([*ways, others]), (not_now(),)))


def _way(sketched: Sketched, way: Format) -> Button:
    style = Style.MAIN if way is sketched.sketch.format else Style.PLAIN
    changed = replace(sketched.sketch, format=way)
    return button(f"checkins.format.{way}", _id(sketched, "ask", sketch=changed), style)


def _id(sketched: Sketched, action: str, more: str = "", sketch: Sketch | None = None) -> str:
    words = (sketch or sketched.sketch).words()
    return f"rhythms:{action}:{sketched.circle}:{sketched.rhythm or 0}:{words}{more}"


def _days(sketch: Sketch) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(day), said("checkins.menu.day", day=Weekdays((day,))), day in sketch.weekdays)
        for day in range(7)
    )


def _weeks(sketch: Sketch) -> tuple[Choice, ...]:
    weeks = range(1, MOST_WEEKS + 1)
    return tuple(Choice(str(n), said("checkins.menu.every", count=n), n == sketch.weeks) for n in weeks)


def _minutes(sketch: Sketch) -> tuple[Choice, ...]:
    minutes = sorted({*HOURS, sketch.minute})
    return tuple(Choice(str(minute), clock(minute), minute == sketch.minute) for minute in minutes)


def _hours(sketch: Sketch) -> tuple[Choice, ...]:
    return tuple(Choice(str(n), said("checkins.menu.open", count=n), n == sketch.hours) for n in OPEN_HOURS)


def rule_words(rule: Rule, hours: int) -> Said:
    """Answer a rule in words."""
    return said(
        "checkins.rhythm.rule",
        count=rule.interval,
        days=Weekdays(rule.weekdays),
        at=clock(rule.minute),
        zone=Plain(rule.zone),
        open=said("checkins.menu.open", count=hours),
    )


def coming_words(coming: Sequence[Occurrence]) -> Said:
    """Answer the next times, as the clock of their place shows them, with what a change of the clocks does."""
    lines = tuple(_coming(occurrence) for occurrence in coming)
    return listed((said("checkins.rhythm.coming"), *lines))


def _coming(occurrence: Occurrence) -> Said:
    wanted = Plain(f"{occurrence.wall:%H:%M}")
    return said(f"checkins.rhythm.comes.{occurrence.shift}", at=Wall(occurrence.shown), wanted=wanted)


def time_form(sketched: Sketched) -> Form:
    """Answer the form for a time, filled with the present one."""
    box = Box("time", "checkins.box.time", 10, filled=clock(sketched.sketch.minute))
    return Form("checkins.form_title", _id(sketched, "typed"), (box,))


def started_screen(standing: Standing, *, told: bool) -> Notice:
    """Answer that a rhythm runs, and what is kept about whoever started it."""
    kept = said("checkins.rhythm.told") if told else said("checkins.rhythm.not_told")
    return staff_screen(said("checkins.rhythm.started"), *_words(standing), kept, rows=in_rows(_ways(standing)))


def card_screen(standing: Standing) -> Notice:
    """Answer one rhythm: its words, how it stands, what comes next, and what was left out."""
    rhythm = standing.rhythm
    return staff_screen(
        said(f"checkins.rhythm.is.{rhythm.state}"), *_words(standing), rows=in_rows(_ways(standing))
    )


def _words(standing: Standing) -> tuple[Said, ...]:
    rhythm = standing.rhythm
    words = [rule_words(rhythm.rule, sketch_of(rhythm).hours)]
    if standing.coming:
        words.append(coming_words(standing.coming))
    if rhythm.left_out is not None:
        at, why = rhythm.left_out
        words.append(said("checkins.rhythm.left_out", at=Moment(at), why=said(f"checkins.left_out.{why}")))
    return tuple(words)


def _ways(standing: Standing) -> list[Button]:
    rhythm = standing.rhythm
    runs = rhythm.state is RhythmState.RUNNING
    first = (
        button("checkins.button.pause", f"rhythms:pause:{rhythm.rhythm}")
        if runs
        else button("checkins.button.carry_on", f"rhythms:carry_on:{rhythm.rhythm}", Style.MAIN)
    )
    return [
        first,
        button("checkins.button.change", f"rhythms:change:{rhythm.rhythm}"),
        button("checkins.button.end", f"rhythms:end:{rhythm.rhythm}"),
        button("core.button.back", f"checkins:plan_in:{rhythm.circle}"),
    ]


def end_screen(standing: Standing) -> Notice:
    """Ask before a rhythm is gone for good."""
    rhythm = standing.rhythm
    end = button("checkins.button.end_now", f"rhythms:end_now:{rhythm.rhythm}", Style.CAREFUL)
    keep = button("checkins.button.keep", f"rhythms:card:{rhythm.rhythm}")
    return staff_screen(said("checkins.rhythm.end"), *_words(standing), rows=((end, keep),))


def ended_screen(circle: Circle) -> Notice:
    """Answer that a rhythm is gone."""
    back = button("core.button.back", f"checkins:plan_in:{circle.circle}")
    return screen(said("checkins.rhythm.ended", circle=circle.name), rows=((back,),))
