"""What one's own switch looks like."""

from collections.abc import Sequence

from bot.asked.model import Mine, PageTest, Standing, Switch
from bot.circles.model import Circle
from bot.core.notices import Button, Moment, Notice, Row, Said, Style, button, said
from cogs.asked.weekly_views import hours_words
from cogs.screens import clock, in_rows, not_now, screen

MOST_CIRCLES = 9
"""Circles shown as buttons on one screen."""


def circles_screen(standings: Sequence[Standing]) -> Notice:
    """Answer a button for each circle, saying whether the switch is on there."""
    buttons = [_of_circle(standing) for standing in standings[:MOST_CIRCLES]]
    return screen(said("asked.which"), rows=in_rows([*buttons, _home()]))


def _of_circle(standing: Standing) -> Button:
    key = "asked.button.circle_off" if standing.switch is None else "asked.button.circle_on"
    return button(key, f"asked:mine:{standing.circle.circle}", circle=standing.circle.name)


def mine_screen(mine: Mine) -> Notice:
    """Answer how one's switch stands in a circle, or what it means while it is off (R22)."""
    if mine.switch is None:
        return _before(mine.circle)
    return _state(mine, mine.switch)


def on_screen(mine: Mine) -> Notice:
    """Answer that the switch is on, with a test page as the next step, and hours after it."""
    if mine.switch is None or mine.switch.test is not PageTest.NONE:
        return mine_screen(mine)
    circle = mine.circle.circle
    ways = (
        button("asked.button.test_first", f"asked:test:{circle}", Style.MAIN),
        button("asked.button.hours", f"asked_hours:open:{circle}"),
        button("asked.button.look", f"asked:mine:{circle}"),
    )
    return screen(said("asked.is_on", circle=mine.circle.name), said("asked.test.first"), rows=(ways,))


def _before(circle: Circle) -> Notice:
    switch_on = button("asked.button.switch_on", f"asked:on:{circle.circle}", Style.MAIN)
    return screen(
        said("asked.before.title", circle=circle.name),
        said("asked.before.what", line=said("asked.page")),
        said("asked.before.when"),
        said(
            "asked.before.kept", audience=said("asked.willing.audience"), retention=said("asked.willing.retention")
        ),
        rows=((switch_on, not_now()),),
    )


def off_screen(circle: Circle) -> Notice:
    """Answer that the switch is off and nothing of it is kept."""
    again = button("asked.button.look", f"asked:mine:{circle.circle}")
    return screen(said("asked.is_off", circle=circle.name), rows=((again, _home()),))


def _state(mine: Mine, switch: Switch) -> Notice:
    wake = said("asked.mine.wakes" if switch.wake else "asked.mine.sleeps")
    return screen(
        said("asked.mine.title", circle=mine.circle.name),
        _now(mine, switch),
        hours_words(mine),
        wake,
        test_words(switch),
        *_load(mine),
        rows=_ways(mine, switch),
    )


def _now(mine: Mine, switch: Switch) -> Said:
    if mine.is_back:
        until = switch.back_until
        return said("asked.mine.back") if until is None else said("asked.mine.rests", until=Moment(until))
    if not switch.tested and mine.around:
        return said("asked.mine.untested")
    if mine.around_until is not None:
        return said("asked.mine.around_until", until=Moment(mine.around_until))
    return said("asked.mine.in_hours" if mine.around else "asked.mine.not_now")


def test_words(switch: Switch) -> Said:
    """Answer how one's last test page ended; nobody else is told."""
    if switch.test_at is None:
        return said(f"asked.test.{PageTest.NONE}")
    return said(f"asked.test.{switch.test}", at=Moment(switch.test_at))


def _load(mine: Mine) -> tuple[Said, ...]:
    taken = (said("asked.mine.taken", count=mine.taken),) if mine.taken else ()
    if mine.rest_due:
        return (*taken, said("asked.mine.rest_due"))
    return (*taken, said("asked.mine.rest_offered")) if mine.took_lately and not mine.is_back else taken


def _ways(mine: Mine, switch: Switch) -> tuple[Row, ...]:
    circle = mine.circle.circle
    if mine.is_back:
        first = [button("asked.button.again", f"asked:again:{circle}", Style.MAIN)]
    else:
        first = [button("asked.button.back", f"asked:back:{circle}")]
        if mine.rest_due or mine.took_lately:
            first.append(button("asked.button.rest", f"asked:rest:{circle}"))
    first.append(button("asked.button.debrief", f"debriefs:open:{circle}"))
    first.append(button("asked.button.switch_off", f"asked:off:{circle}"))
    wake = (
        button("asked.button.wake_off", f"asked:wake_off:{circle}")
        if switch.wake
        else button("asked.button.wake", f"asked:wake:{circle}")
    )
    more = [button("asked.button.hours", f"asked_hours:open:{circle}"), wake]
    more.append(button("asked.button.test", f"asked:test:{circle}"))
    more.append(button("asked.button.swaps", f"asked_swap:open:{circle}"))
    # Stepped back, coming again is a press of its own.
    around = () if mine.is_back else (_around(mine),)
    return (tuple(first), *around, tuple(more), (_home(),))


def _around(mine: Mine) -> tuple[Button, ...]:
    circle = mine.circle.circle
    ways = (
        button("asked.button.now", f"asked:now:{circle}"),
        button("asked.button.tonight", f"asked:tonight:{circle}", until=clock(mine.tonight)),
    )
    if mine.around_until is None:
        return ways
    return (*ways, button("asked.button.no_more", f"asked:not_now:{circle}"))


def wake_screen(mine: Mine) -> Notice:
    """Say what being woken means, before the yes to it (R9)."""
    circle = mine.circle.circle
    yes = button("asked.button.wake_on", f"asked:wake_on:{circle}", Style.MAIN)
    return screen(said("asked.wake.what"), said("asked.wake.ends"), rows=((yes, _back(circle)),))


def tested_screen(mine: Mine, state: PageTest) -> Notice:
    """Answer what became of a test page, and how direct messages are opened where they are closed."""
    circle = mine.circle.circle
    again = button("asked.button.test", f"asked:test:{circle}")
    if state is PageTest.NOT_DELIVERED:
        told = (said("asked.tested.closed"), said("asked.tested.how_to_open"))
        return screen(*told, rows=((again, _back(circle)),))
    told = said("asked.tested.seen") if state is PageTest.SEEN else said("asked.tested.sent")
    hours = button("asked.button.hours", f"asked_hours:open:{circle}")
    return screen(told, rows=((hours, _back(circle), again),))


def seen_screen(*, current: bool) -> Notice:
    """Thank whoever saw a test page; for one of an earlier time, say that it changed nothing."""
    return screen(said("asked.seen.thanks" if current else "asked.seen.earlier"))


def _back(circle: int) -> Button:
    return button("asked.button.look", f"asked:mine:{circle}")


def _home() -> Button:
    return button("core.button.back", "privacy:home")
