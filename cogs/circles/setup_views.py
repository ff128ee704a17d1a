"""What setting up a circle and changing its settings look like."""

from types import MappingProxyType

from bot.circles.model import (
    CONTACT_MOST,
    COUNTRIES_MOST,
    LIMITS_MOST,
    NAME_MOST,
    Circle,
    Draft,
    Settings,
    Spot,
    StandingPost,
    Step,
    channel_name,
)
from bot.circles.notices import door_link
from bot.core.notices import (
    Box,
    Button,
    Choice,
    Countries,
    Form,
    Menu,
    Notice,
    Place,
    Plain,
    Said,
    Style,
    Value,
    button,
    said,
)
from cogs.screens import listed, not_now, screen, staff_screen

ZONES = (
    "Europe/London",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/Helsinki",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Toronto",
    "America/Mexico_City",
    "America/Bogota",
    "America/Argentina/Buenos_Aires",
    "America/Sao_Paulo",
    "Africa/Johannesburg",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Manila",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
    "UTC",
)
"""Zones offered at once; any other can be typed."""

COUNTRIES = tuple(
    code
    for group in ("AR AT AU BE BR", "CA CH DE ES FI", "FR GB IE IN IT", "JP MX NL NO NZ", "PL PT SE US ZA")
    for code in group.split()
)
"""Countries offered, by ISO code: those help lines are known for."""

LANGUAGES = ("en", "es")
"""Languages a circle's posts can be in."""

ASKED_BY_FORM = MappingProxyType({Step.NAME: NAME_MOST, Step.LIMITS: LIMITS_MOST, Step.CONTACT: CONTACT_MOST})
"""Steps answered by typing, with the most characters."""

ORDER = tuple(Step)


def intro_screen(missing: tuple[str, ...]) -> Notice:
    """Answer what set-up will ask, how long it takes, and what is missing for it."""
    lacking = tuple(said("circles.setup.lacks", permission=said(f"core.permission.{name}")) for name in missing)
    begin = button("circles.button.begin", "setup:begin", Style.MAIN)
    return staff_screen(said("circles.setup.intro"), *lacking, rows=((begin, not_now()),))


def step_screen(about: str, step: Step, settings: Settings, *, is_draft: bool) -> Notice:
    """Answer one question with its present answer; `about` is `draft:<id>` or `circle:<id>`."""
    answered = _answer(step, settings)
    now = said("circles.setup.now", answer=answered) if answered else said("circles.setup.not_yet")
    count = said("circles.setup.count", step=ORDER.index(step) + 1, steps=len(ORDER))
    paragraphs = (
        (count, said(f"circles.setup.ask.{step}"), now) if is_draft else (said(f"circles.setup.ask.{step}"), now)
    )
    menus = _menus(about, step, settings)
    show = screen if is_draft else staff_screen
    return show(*paragraphs, rows=(*menus, _ways(about, step, settings, is_draft=is_draft)))


def _ways(about: str, step: Step, settings: Settings, *, is_draft: bool) -> tuple[Button, ...]:
    ways: list[Button] = []
    if step in (*ASKED_BY_FORM, Step.ZONE):
        ways.append(button("circles.button.type_it", f"setup:form:{about}:{step}", Style.MAIN))
    if step is Step.LIMITS and not settings.limits:
        ways.append(button("circles.button.use_suggested", f"setup:suggested:{about}"))
    if step is Step.SEEN_BY:
        ways.append(button("circles.button.members_only", f"setup:members_only:{about}"))
    if is_draft:
        return (*ways, *_onward(about, step, settings))
    return (*ways, button("core.button.back", f"desk:card:{about.split(':')[1]}"))


def _onward(about: str, step: Step, settings: Settings) -> tuple[Button, ...]:
    here = ORDER.index(step)
    back = [button("core.button.back", f"setup:step:{about}:{ORDER[here - 1]}")] if here else []
    if step in settings.missing():
        return (*back, not_now())
    last = here + 1 == len(ORDER)
    onward = f"setup:review:{about}" if last else f"setup:step:{about}:{ORDER[here + 1]}"
    return (*back, button("circles.button.next", onward, Style.MAIN), not_now())


def _menus(about: str, step: Step, settings: Settings) -> tuple[Menu, ...]:
    custom_id = f"setup:choose:{about}:{step}"
    if step is Step.ZONE:
        zones = tuple(Choice(zone, Plain(zone.replace("_", " ")), zone == settings.zone) for zone in ZONES)
        return (Menu("circles.menu.zone", custom_id, zones),)
    if step is Step.LANGUAGE:
        languages = tuple(
            Choice(code, said(f"core.language.{code}"), code == settings.language) for code in LANGUAGES
        )
        return (Menu("circles.menu.language", custom_id, languages),)
    if step is Step.COUNTRIES:
        countries = tuple(Choice(code, Countries((code,)), code in settings.countries) for code in COUNTRIES)
        return (Menu("circles.menu.countries", custom_id, countries, most=COUNTRIES_MOST),)
    if step is Step.SEEN_BY:
        return (Menu("circles.menu.seen_by", custom_id, of_roles=True),)
    return ()


def _answer(step: Step, settings: Settings) -> Value | None:
    if step is Step.SEEN_BY:
        return said("circles.setup.seen_by_staff" if settings.staff_role else "circles.setup.seen_by_members")
    answers: dict[Step, Value] = {
        Step.NAME: settings.name,
        Step.ZONE: Plain(settings.zone),
        Step.LANGUAGE: said(f"core.language.{settings.language or LANGUAGES[0]}"),
        Step.COUNTRIES: Countries(settings.countries),
        Step.LIMITS: settings.limits,
        Step.CONTACT: settings.contact,
    }
    return None if step in settings.missing() else answers[step]


def step_form(about: str, step: Step, settings: Settings) -> Form:
    """Answer the form of a step that is typed, with the present answer in it."""
    filled = {
        Step.NAME: settings.name,
        Step.ZONE: settings.zone,
        Step.LIMITS: settings.limits,
        Step.CONTACT: settings.contact,
    }[step]
    box = Box(
        "answer",
        f"circles.box.{step}",
        ASKED_BY_FORM.get(step, 60),
        hint=f"circles.hint.{step}",
        filled=filled,
        long=step is Step.LIMITS,
        required=True,
    )
    return Form("circles.form_title", f"setup:answer:{about}:{step}", (box,))


def review_screen(draft: Draft, missing: tuple[str, ...]) -> Notice:
    """Answer everything that was answered, and exactly what will be made, before anything is made."""
    settings = draft.settings
    lines = tuple(_line(step, settings) for step in ORDER if step is not Step.LIMITS)
    made = said(
        "circles.setup.will_make",
        role=settings.name,
        door=Plain(channel_name(settings.name, "door")),
        room=Plain(channel_name(settings.name, "room")),
    )
    lacking = tuple(said("circles.setup.lacks", permission=said(f"core.permission.{name}")) for name in missing)
    create = button("circles.button.create", f"setup:create:{draft.draft}", Style.MAIN)
    change = button("core.button.back", f"setup:step:draft:{draft.draft}:{ORDER[-1]}")
    return staff_screen(
        said("circles.setup.review"),
        listed(lines),
        made,
        *lacking,
        rows=((create, change, not_now()),),
    )


def _line(step: Step, settings: Settings) -> Said:
    return said(f"circles.setup.line.{step}", answer=_answer(step, settings) or "")


def created_screen(circle: Circle) -> Notice:
    """Answer that the circle stands and where its door is, and lead on to what is left of set-up (F39)."""
    numbers = button("circles.button.look_at_numbers", f"helplines:check:{circle.circle}", Style.MAIN)
    created = said("circles.setup.created", circle=circle.name, door=door_link(circle))
    return screen(created, said("circles.setup.left"), rows=((numbers, *_afterwards(circle)),))


def standing_screen(circle: Circle, standing: StandingPost | None) -> Notice:
    """Answer where the post stands that helps when the bot does not answer, or ask where it is to stand."""
    what = said("circles.standing.what", circle=circle.name)
    if standing is not None and standing.post is not None and standing.lost is None:
        stands = said("circles.standing.stands", place=Place(standing.channel))
        return screen(what, stands, rows=(_afterwards(circle),))
    spots = tuple(
        button(f"circles.button.standing.{spot}", f"setup:place:{circle.circle}:{spot}", Style.MAIN)
        for spot in Spot
        if spot.of(circle) is not None
    )
    return staff_screen(what, said("circles.standing.ask"), rows=((*spots, _to_card(circle)),))


def _afterwards(circle: Circle) -> tuple[Button, ...]:
    join = button("circles.button.join_too", f"circles:door:{circle.circle}")
    return (join, _to_card(circle), button("circles.button.set_up_another", "setup:intro"))


def _to_card(circle: Circle) -> Button:
    return button("circles.button.to_circle", f"desk:card:{circle.circle}")


def planners_screen(circle: Circle) -> Notice:
    """Answer who may plan, and the choice of one more role."""
    key = "circles.planners.role" if circle.settings.planner_role else "circles.planners.moderators"
    menu = Menu("circles.menu.planners", f"setup:planners:{circle.circle}", of_roles=True)
    alone = button("circles.button.moderators_only", f"setup:no_planners:{circle.circle}")
    back = button("core.button.back", f"desk:card:{circle.circle}")
    return staff_screen(said("circles.planners.ask"), said(key), rows=(menu, (alone, back)))
