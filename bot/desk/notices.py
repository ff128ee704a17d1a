"""What Hearth posts for moderators, as data; who reads it is whoever can see the channel they chose."""

from datetime import timedelta

from bot.core.notices import Audience, Moment, Notice, Row, Said, button, said
from bot.core.scheduling.outages import Outage
from bot.core.storage.restored import Restored

ONE_DAY = timedelta(days=1)


def line_post(count: int) -> Notice:
    """Answer the daily line: how many things wait, and none of what they are."""
    return Notice((said("desk.line.post", count=count),), _way_in(), Audience.CHANNEL)


def away_post(outage: Outage) -> Notice:
    """Answer the line after an outage."""
    return Notice((away_words(outage),), _way_in(), Audience.CHANNEL)


def away_words(outage: Outage) -> Said:
    """Answer from when until when nobody could press; under a day, the end needs no date."""
    short = outage.ended_at - outage.begun_at < ONE_DAY
    until = Moment(outage.ended_at, time_only=short)
    return said("desk.away", begun=Moment(outage.begun_at), ended=until)


def lost_words(restored: Restored) -> Said:
    """Answer from when until when everything is lost because a copy was put back."""
    return said("desk.time_lost", begun=Moment(restored.copied_at), ended=Moment(restored.until))


def _way_in() -> tuple[Row, ...]:
    return ((button("desk.button.open", "desk:open"),),)
