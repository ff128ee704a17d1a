"""What a member's own home looks like."""

from collections.abc import Iterable

from bot.circles.model import Circle
from bot.core.notices import (
    Box,
    Button,
    Form,
    Menu,
    Moment,
    Notice,
    Plain,
    Row,
    Said,
    Someone,
    Style,
    Together,
    button,
    said,
)
from bot.people.model import QuietHours
from bot.privacy.model import ApartList, Erased, Home, Kept, SettingsSaved, Stopped, TookDown
from cogs.screens import clock, listed, not_now, screen

APART_AT_ONCE = 10
"""People that one choice puts on the list, or takes off it."""

LANGUAGES = ("en", "es")
"""Languages a member can choose."""


def home_words(home: Home) -> tuple[Said, ...]:
    """Answer what stands above the doors of one's own home."""
    circles = (
        said("privacy.home.circles", circles=names(home.circles)) if home.circles else said("privacy.home.none")
    )
    # First of all: whoever did not ask for it must see it.
    copy = (said("kept.asked_for", at=Moment(home.copy.ready_at)),) if home.copy else ()
    return (*copy, said("privacy.home.title"), circles, *_settings(home))


def _settings(home: Home) -> tuple[Said, ...]:
    kept = home.settings
    language = (
        (said("privacy.home.language", language=said(f"core.language.{kept.language}")),) if kept.language else ()
    )
    return (*language, *((quiet_words(kept.quiet),) if kept.quiet else ()))


def names(circles: Iterable[Circle]) -> str:
    """Answer the names of circles as one list."""
    return ", ".join(circle.name for circle in circles)


def quiet_words(quiet: QuietHours) -> Said:
    """Answer quiet hours in words."""
    return said(
        "privacy.home.quiet", start=clock(quiet.start_minute), end=clock(quiet.end_minute), zone=Plain(quiet.zone)
    )


def language_screen() -> Notice:
    """Ask for a language, saying that the choice is kept."""
    choices: list[Button] = [
        button("privacy.button.keep_language", f"privacy:speak:{code}", language=said(f"core.language.{code}"))
        for code in LANGUAGES
    ]
    return screen(said("privacy.language"), rows=((*choices, _forget_settings(), _back()),))


def quiet_screen(settings: SettingsSaved) -> Notice:
    """Ask for quiet hours, saying that they are kept."""
    now = quiet_words(settings.quiet) if settings.quiet else said("privacy.quiet_none")
    type_it = button("privacy.button.type_quiet", "privacy:quiet_form", Style.MAIN)
    return screen(said("privacy.quiet"), now, rows=((type_it, _forget_settings(), _back()),))


def quiet_form(settings: SettingsSaved) -> Form:
    """Answer the form for quiet hours, filled with those that are kept or with the suggested ones."""
    quiet = settings.quiet
    start, end, zone = (
        (clock(quiet.start_minute), clock(quiet.end_minute), quiet.zone) if quiet else ("21:00", "09:00", "")
    )
    return Form(
        "privacy.form_title",
        "privacy:save_quiet",
        (
            Box("start", "privacy.box.start", 10, filled=start),
            Box("end", "privacy.box.end", 10, filled=end),
            Box("zone", "privacy.box.zone", 60, hint="privacy.hint.zone", filled=zone),
        ),
    )


def saved_screen(saved: SettingsSaved) -> Notice:
    """Answer what is kept now."""
    if saved.settings.language is None and saved.quiet is None:
        return screen(said("privacy.settings_gone"), rows=((_back(),),))
    language = saved.settings.language
    said_language = (said("privacy.home.language", language=said(f"core.language.{language}")),) if language else ()
    quiet = (quiet_words(saved.quiet),) if saved.quiet else ()
    return screen(said("privacy.saved"), *said_language, *quiet, rows=((_back(), _forget_settings()),))


def stopped_screen(stopped: Stopped) -> Notice:
    """Answer that everything has stopped, with erasing as the second choice (R26)."""
    inside = (said("privacy.still_inside", circles=names(stopped.circles)),) if stopped.circles else ()
    look = button("privacy.button.erase_too", "privacy:look")
    return screen(said("privacy.stopped"), *inside, rows=((look, _back()),))


def took_down_screen(took: TookDown) -> Notice:
    """Answer what became of each post, above what is kept still."""
    posts = took.posts
    became = (("went", posts.went), ("missing", posts.missing), ("not_let", posts.not_let), ("waits", posts.waits))
    lines = tuple(said(f"privacy.took_down.{how}", count=count) for how, count in became if count)
    return kept_screen(took.kept, lines or (said("privacy.took_down.none"),))


def kept_screen(kept: Kept, before: tuple[Said, ...] = ()) -> Notice:
    """Show what would go, by feature, before anything goes; `before` is what was just done."""
    if not kept.anything:
        return screen(*before, said("privacy.nothing_kept"), rows=((_back(),),))
    lines = tuple(
        said(f"privacy.kept.{feature}", count=count) for feature, count in sorted(kept.rows.items()) if count
    )
    circles = (said("privacy.would_leave", circles=names(kept.circles)),) if kept.circles else ()
    posted = (said("privacy.posted", count=kept.posted),) if kept.posted else ()
    down = (button("privacy.button.take_down", "privacy:take_down"),) if kept.posted else ()
    erase = button("privacy.button.erase_now", "privacy:erase", Style.CAREFUL)
    return screen(
        *before,
        said("privacy.would_go"),
        listed(lines),
        *posted,
        *circles,
        *_what_stays(kept.stays),
        rows=((*down, erase, not_now()),),
    )


def erased_screen(erased: Erased) -> Notice:
    """Answer the receipt: what went, what stays and why."""
    lines = tuple(
        said(f"privacy.gone.{feature}", count=count) for feature, count in sorted(erased.rows.items()) if count
    )
    roles = (said("privacy.role_stays", circles=names(erased.role_stays)),) if erased.role_stays else ()
    rows = (said("privacy.rows_remain"),) if erased.rows_remain else ()
    copies = (said("privacy.copies_remain"),) if erased.copies_remain else ()
    gone = (listed(lines),) if lines else ()
    again = ((button("privacy.button.erase_rest", "privacy:erase"),),) if erased.rows_remain else ()
    return screen(said("privacy.erased"), *gone, *roles, *rows, *copies, *_what_stays(erased.stays), rows=again)


def _what_stays(features: tuple[str, ...]) -> tuple[Said, ...]:
    """Answer what erasing leaves and why, feature by feature; the same before it and after it (R175)."""
    of_each = (said(f"privacy.stays.{feature}") for feature in sorted(features))
    everywhere = (said("privacy.stays_backups"), said("privacy.stays_discord"))
    return said("privacy.stays_title"), listed((*of_each, *everywhere))


def apart_screen(kept: ApartList) -> Notice:
    """Answer whom the member would rather not meet, what is kept, and what it cannot do (R28)."""
    add = Menu("privacy.menu.apart_add", "privacy:apart_add", most=APART_AT_ONCE, of_people=True)
    if not kept.who:
        return screen(said("privacy.apart"), said("privacy.apart_none"), rows=(add, (_back(),)))
    people = tuple(said("privacy.apart_one", who=Someone(one)) for one in kept.who)
    off = Menu("privacy.menu.apart_off", "privacy:apart_off", most=APART_AT_ONCE, of_people=True)
    clear = button("privacy.button.apart_clear", "privacy:apart_clear")
    listed_now = said("privacy.apart_now", people=Together(people))
    rows: tuple[Row, ...] = (add, off, (clear, _back()))
    return screen(said("privacy.apart"), listed_now, rows=rows)


def _forget_settings() -> Button:
    return button("privacy.button.forget_settings", "privacy:forget_settings")


def _back() -> Button:
    return button("core.button.back", "privacy:home")
