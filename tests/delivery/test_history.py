"""Reading back a channel: found however far back, and no guess where the look does not reach."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

import discord
import pytest
from discord.http import HTTPClient

from cogs.history import TooFarBack, carrying

SINCE = datetime(2027, 3, 20, 18, 0, tzinfo=UTC)
FIRST = discord.utils.time_snowflake(SINCE)


class Channel:
    """Stands for Discord's history of one channel, newest first, as many as it holds."""

    def __init__(self, count: int, ours: int | None) -> None:
        self._messages = [
            {"id": str(FIRST + number), "components": [_row("posted~once")] if number == ours else []}
            for number in reversed(range(count))
        ]

    async def logs_from(self, _: int, limit: int, before: int | None = None) -> Sequence[dict[str, Any]]:
        return [one for one in self._messages if before is None or int(one["id"]) < before][:limit]


def _row(custom_id: str) -> dict[str, Any]:
    return {"type": 1, "components": [{"type": 2, "custom_id": custom_id}]}


async def found(channel: Channel) -> int | None:
    return await carrying(cast(HTTPClient, channel), 1, "once", SINCE)


async def test_a_post_is_found_under_hundreds_of_later_messages() -> None:
    assert await found(Channel(450, ours=0)) == FIRST


async def test_a_quiet_channel_without_it_holds_nothing_of_ours() -> None:
    assert await found(Channel(30, ours=None)) is None


async def test_where_more_was_said_than_a_look_takes_in_nobody_guesses() -> None:
    with pytest.raises(TooFarBack):
        await found(Channel(1_200, ours=0))
