"""Reading back what the bot posted, to know whether a sending whose answer was lost stands."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import discord
from discord.http import HTTPClient

from bot.core.ids import MessageId, Whispered
from cogs.rendering import DELIVERY_MARK

PAGE = 100
"""Messages of one look (Discord: Get Channel Messages)."""

MOST_PAGES = 10
"""How far back a look goes at most: a thousand messages."""

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far this computer's clock may be ahead of Discord's."""


class TooFarBack(Exception):
    """Raised where a look back ended before the moment it was to reach."""


async def carrying(http: HTTPClient, channel: int, once: str, since: datetime) -> int | None:
    """Answer the id of the message in a channel whose button carries `once`, made at `since` or later, or None.

    Raises `discord.Forbidden` where the bot may not read the channel's history, `TooFarBack` where more was said
    since then than a look takes in: then nobody knows.
    """
    oldest = discord.utils.time_snowflake(since - CLOCKS_DIFFER)
    before: int | None = None
    for _ in range(MOST_PAGES):
        page: Sequence[Mapping[str, Any]] = await http.logs_from(channel, PAGE, before=before)
        for message in page:
            if _carries(message.get("components", ()), once):
                return int(message["id"])
        if len(page) < PAGE or int(page[-1]["id"]) < oldest:
            return None
        before = int(page[-1]["id"])
    raise TooFarBack


async def own_in(http: HTTPClient, channel: int, before: int | None) -> tuple[tuple[Whispered, ...], int | None]:
    """Answer the bot's own messages of one page of direct messages, and before which id the next page begins."""
    page: Sequence[Mapping[str, Any]] = await http.logs_from(channel, PAGE, before=before)
    own = tuple(_whispered(one) for one in page if one["author"].get("bot", False))
    return own, int(page[-1]["id"]) if len(page) == PAGE else None


def _whispered(message: Mapping[str, Any]) -> Whispered:
    number = int(message["id"])
    ways = [one["custom_id"] for one in _walked(message.get("components", ())) if "custom_id" in one]
    way = str(ways[-1]).split(DELIVERY_MARK)[0] if ways else ""
    return Whispered(MessageId(number), discord.utils.snowflake_time(number), way)


def _walked(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for one in components:
        yield one
        yield from _walked(one.get("components", ()))


def _carries(components: Sequence[Mapping[str, Any]], once: str) -> bool:
    return any(
        str(component.get("custom_id", "")).endswith(f"{DELIVERY_MARK}{once}")
        or _carries(component.get("components", ()), once)
        for component in components
    )
