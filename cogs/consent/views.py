"""What the switches for each purpose look like."""

from collections.abc import Iterable

from bot.consent.model import Standing
from bot.core.notices import Button, Day, Notice, Said, Style, button, said
from cogs.screens import in_rows, screen


def switches_screen(circle: int, standings: Iterable[Standing]) -> Notice:
    """Answer each purpose: what is kept, who sees it, how long, since when, which wording, its own switch (R22).

    What has no switch says itself how it ends, such as leaving.
    """
    standing = list(standings)
    back = button("core.button.back", "privacy:home")
    if not standing:
        return screen(said("consent.nothing_to_switch"), rows=((back,),))
    buttons = [_switch(each, circle) for each in standing if each.purpose.switchable]
    return screen(said("consent.title"), *(_purpose(each) for each in standing), rows=in_rows([*buttons, back]))


def _purpose(standing: Standing) -> Said:
    key = standing.purpose.key
    return said(
        "consent.purpose",
        name=said(f"{key}.name"),
        what=said(f"{key}.what"),
        audience=said(f"{key}.audience"),
        retention=said(f"{key}.retention"),
        now=_now(standing),
        wording=standing.wording,
    )


def _now(standing: Standing) -> Said:
    if standing.since is not None:
        return said("consent.on_since", day=Day(standing.since))
    # A yes to other words holds for nothing any more, and that is not somebody's own doing (R25).
    return said("consent.off") if standing.lapsed is None else said("consent.lapsed", day=Day(standing.lapsed))


def _switch(standing: Standing, circle: int) -> Button:
    key = standing.purpose.key
    name = said(f"{key}.name")
    if standing.given:
        return button("consent.button.off", f"consent:off:{circle}:{key}", name=name)
    return button("consent.button.on", _way_on(standing, circle), Style.MAIN, name=name)


def _way_on(standing: Standing, circle: int) -> str:
    first, key = standing.purpose.first_screen, standing.purpose.key
    if first is None:
        return f"consent:on:{circle}:{key}"
    # The first screen of what is settled for one circle is that circle's.
    return first if standing.purpose.everywhere else f"{first}:{circle}"
