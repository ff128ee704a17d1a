"""Posts of the bot's own that are deleted: many at once where Discord lets it, otherwise one by one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import discord

from bot.core.ids import ChannelId, MessageId
from bot.core.ports import CannotKeep, Why
from cogs.keeping import Keeping, kept

BULK_MOST = 100
"""Messages that Discord deletes at once (Discord: Bulk Delete Messages, which takes two at least)."""

BULK_AGE = timedelta(days=14) - timedelta(hours=1)
"""How old they may be; Discord's limit is 14 days, and its clock another than ours."""


class Deleting(Keeping):
    """The part of the front that takes posts out of channels."""

    async def take_back(
        self, place: ChannelId, messages: Sequence[MessageId], now: datetime
    ) -> frozenset[MessageId]:
        """Delete up to 100 at once where that is allowed and they are young, otherwise the first one alone."""
        young = [one for one in messages if discord.utils.snowflake_time(one) > now - BULK_AGE][:BULK_MOST]
        if len(young) > 1 and (await self._held_in(place)).manage_messages:
            try:
                await kept(self._client.http.delete_messages(place, [str(one) for one in young]))
                return frozenset(young)
            except CannotKeep as fault:
                # One of them may be too old by Discord's own clock (50034): one at a time all of them go.
                if fault.why not in (Why.REFUSED, Why.NO_PERMISSION):
                    raise
        await self._one_back(place, messages[0])
        return frozenset(messages[:1])

    async def _one_back(self, place: ChannelId, message: MessageId) -> None:
        try:
            await kept(self._client.get_partial_messageable(place).get_partial_message(message).delete())
        except CannotKeep as fault:
            if fault.why not in (Why.MESSAGE_GONE, Why.REFUSED):
                raise
