"""What the rough-weather stories share: which requests mishaps meet, and what stands afterwards."""

import asyncio
from types import SimpleNamespace
from typing import cast

import discord.http
import discord.webhook.async_
import pytest

from bot.core.storage.reading import number
from rehearsal.screen import Screen
from tests.stories.conftest import Evening

POST = ("POST", "/channels/{channel_id}/messages")
"""Posting in a channel."""

READ_BACK = ("GET", "/channels/{channel_id}/messages")
"""Reading a channel."""

EDIT = ("PATCH", "/channels/{channel_id}/messages/{message_id}")
"""Changing a post."""

ANSWER = ("POST", "/interactions/{interaction_id}/{token}/callback")
"""The first answer to a press."""

COMPLETE = ("PATCH", "/webhooks/{application_id}/{token}/messages/{message_id}")
"""What completes an answer that was held."""

FURTHER = ("POST", "/webhooks/{application_id}/{token}")
"""A further answer beside the first."""

WAITS = 0.4
"""Seconds the rehearsal waits for an answer in a story about late ones; Discord waits 3."""

LATE = 0.6
"""Seconds that are too long then, as 3.1 s are on Discord."""

IN_TIME = 0.2
"""Seconds that are long and still in time then, as 2.9 s are on Discord."""

SILENCE = "did not respond"
"""What Discord shows whoever pressed and got no answer in time."""


async def strike(circle: Evening, do: str, where: tuple[str, str], **more: object) -> int:
    """Let the next requests of one kind go wrong, once unless `times` says otherwise."""
    method, route = where
    return await circle.people.faults(do, route, method=method, **more)


async def posts(circle: Evening, name: str = "Ana") -> list[Screen]:
    """Answer every check-in in the room, as someone sees them."""
    return [screen for screen in await circle[name].look("north-room") if "Check-in" in screen.text]


async def one_post(circle: Evening) -> Screen:
    """Answer the only check-in of the room; a second one is the failure these stories look for."""
    found = await posts(circle)
    assert len(found) == 1, [screen.text for screen in found]
    return found[0]


async def held(circle: Evening, table: str) -> int:
    """Count the rows of a table."""
    row = await circle.stores.main.read(lambda tx: tx.one(f"SELECT count(*) AS held FROM {table}"))  # noqa: S608
    assert row is not None
    return number(row, "held")


async def privately(circle: Evening, name: str) -> list[Screen]:
    """Answer every private message someone got, without its later changes."""
    return [screen for screen in await circle[name].inbox() if screen.kind == "private"]


async def tried(circle: Evening, where: tuple[str, str]) -> list[int]:
    """Answer the statuses of the bot's requests of one kind, in order; 0 stands for no answer."""
    method, route = where
    plain = route.split("{")[0]
    return [
        one["status"]
        for one in await circle.people.requests()
        if one["method"] == method
        and one["route"].startswith(plain)
        and one["route"].count("{") == route.count("{")
    ]


def without_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let discord.py's own tries after a 500, 502 or 429 follow each other at once: they would rest 16 seconds."""
    hasty = cast("object", SimpleNamespace(**vars(asyncio)))
    monkeypatch.setattr(hasty, "sleep", lambda _: asyncio.sleep(0))
    monkeypatch.setattr(discord.http, "asyncio", hasty)
    monkeypatch.setattr(discord.webhook.async_, "asyncio", hasty)
