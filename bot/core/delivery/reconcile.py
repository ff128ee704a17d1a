"""Reconcile: before a second try, look whether the first one stands already."""

from datetime import datetime, timedelta

from bot.core.delivery.outbox import Claimed
from bot.core.ids import MessageId, PlatformId
from bot.core.lanes import Lane
from bot.core.ports import CannotKeep, Front, Why

NONCE_HOLDS = timedelta(minutes=2)
"""How long the platform surely drops a second sending: "the past few minutes" (Discord: Create Message)."""


class MayStand(Exception):
    """Raised where nobody can tell whether the first try stands, and the thing is not worth sending twice."""


async def found(front: Front, claimed: Claimed, who: PlatformId | None, now: datetime) -> MessageId | None:
    """Answer the message an earlier try left, or None where it is safe to send.

    Somebody who asks for help is rather told twice than never; a routine thing is rather dropped than doubled:
    then `MayStand` is raised. Raises CannotKeep where the platform does not answer.
    """
    if claimed.attempts == 1:
        return None
    delivery = claimed.delivery
    # The clock may have been set back since the first try.
    since = min(claimed.tried_at, now)
    try:
        if who is not None:
            return await front.find_whisper(who, claimed.id, since)
        if delivery.channel is not None:
            return await front.find(delivery.channel, claimed.id, since)
    except CannotKeep as fault:
        if fault.why is not Why.NO_PERMISSION:
            raise
        if abs(now - claimed.tried_at) > NONCE_HOLDS and delivery.lane is not Lane.REACH:
            raise MayStand from fault
    return None
