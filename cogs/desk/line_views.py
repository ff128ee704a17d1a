"""What setting the moderators' silent line looks like."""

from bot.core.notices import Button, Choice, Menu, Notice, Place, Plain, Row, Said, button, said
from bot.desk.model import HOURS, LineSetting
from cogs.screens import staff_screen


def line_screen(setting: LineSetting) -> Notice:
    """Answer what the line is, who will see it, how it is set, and the menus that change it."""
    return staff_screen(
        said("desk.line.title"),
        said("desk.line.what", example=said("desk.line.post", count=2)),
        said("desk.line.who_sees"),
        *_state(setting),
        rows=_rows(setting),
    )


def _state(setting: LineSetting) -> tuple[Said, ...]:
    zone = Plain(setting.zone)
    if setting.channel is None:
        return (said("desk.line.lost" if setting.lost else "desk.line.is_off"),)
    channel = Place(setting.channel)
    warned = (said("desk.line.for_all", channel=channel),) if setting.for_all else ()
    if setting.minute is None:
        return (*warned, said("desk.line.which_hour", channel=channel, zone=zone))
    return (said("desk.line.is_on", channel=channel, hour=_hour(setting.minute // 60), zone=zone), *warned)


def _rows(setting: LineSetting) -> tuple[Row, ...]:
    channels = Menu("desk.menu.channel", "desk:line_channel", of_channels=True)
    ways: list[Button] = [button("core.button.back", "desk:open")]
    if setting.is_on or setting.lost:
        off = "desk.button.line_off" if setting.is_on else "desk.button.line_stays_off"
        ways.insert(0, button(off, "desk:line_off"))
    if setting.channel is None:
        return (channels, tuple(ways))
    return (channels, _hours(setting.channel, setting.minute), tuple(ways))


def _hours(channel: int, minute: int | None) -> Menu:
    choices = tuple(Choice(str(hour), _hour(hour), minute == hour * 60) for hour in range(HOURS))
    return Menu("desk.menu.hour", f"desk:line_hour:{channel}", choices)


def _hour(hour: int) -> Plain:
    return Plain(f"{hour:02d}:00")
