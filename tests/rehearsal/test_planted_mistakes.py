"""Mistakes that bots really make are refused with where and why; the same calls without them are not."""

import os
from typing import Any

import aiohttp
import pytest

from rehearsal.judging import CONTRACTS, why_not
from rehearsal.permissions import Permission
from rehearsal.person import People
from rehearsal.records import Json
from rehearsal.server import Rehearsal
from tests.optional import need
from tests.rehearsal.mistakes import BY_DESCRIPTION, BY_HAND, RIGHT, Mistake


async def call(rehearsal: Rehearsal, people: People, name: str, body: Any) -> tuple[int, Json]:  # noqa: ANN401  (any JSON)
    """Make one of the right calls, with this body, as the bot; answers its status and what was recorded of it."""
    method, path, _ = RIGHT[name]
    # A mistake in a webhook is to be refused for itself, not because webhooks are none of Willow's business.
    rehearsal.world.bot_role.permissions |= Permission.MANAGE_WEBHOOKS
    headers = {"Authorization": f"Bot {rehearsal.bot_token}"}
    async with aiohttp.ClientSession(headers=headers) as http:
        gaps = await _gaps(rehearsal, people, http, path)
        if isinstance(body, dict):
            body = {key: gaps["person"] if value == "{person}" else value for key, value in body.items()}
        async with http.request(method, rehearsal.api_url + path.format(**gaps), json=body) as answer:
            await answer.read()
    return answer.status, rehearsal.requests.after(0)[-1]


async def _gaps(rehearsal: Rehearsal, people: People, http: aiohttp.ClientSession, path: str) -> dict[str, str]:
    world, url = rehearsal.world, rehearsal.api_url
    general = next(one.id for one in world.channels.values() if one.name == "general")
    gaps = {"guild": world.guild_id, "app": world.application_id, "general": general, "person": people["Ana"].id}
    if "{message}" in path:
        async with http.post(f"{url}/channels/{general}/messages", json={"content": "Hello"}) as answer:
            gaps["message"] = (await answer.json())["id"]
    if "{interaction}" in path:
        hello = {"name": "hello", "description": "Say hello", "type": 1}
        async with http.post(f"{url}/applications/{world.application_id}/commands", json=hello) as answer:
            command = await answer.json()
        data = {"id": command["id"], "name": "hello", "type": 1}
        await people["Ana"].call("POST", "/interactions", {"type": 2, "channel_id": general, "data": data})
        asked = list(world.interactions.values())[-1]
        gaps["interaction"] = f"{asked.id}/{asked.token}"
    return gaps


@pytest.fixture
def without_descriptions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the rules written by hand alone."""
    monkeypatch.delenv(CONTRACTS, raising=False)


@pytest.fixture
def with_descriptions() -> None:
    need("contracts", why_not(os.environ.get(CONTRACTS)))


@pytest.mark.parametrize("mistake", BY_HAND, ids=str)
async def test_a_mistake_is_refused_by_hand(
    mistake: Mistake, without_descriptions: None, rehearsal: Rehearsal, people: People
) -> None:
    await refused(mistake, rehearsal, people)


@pytest.mark.parametrize("mistake", BY_DESCRIPTION, ids=str)
async def test_a_mistake_is_refused_by_description(
    mistake: Mistake, with_descriptions: None, rehearsal: Rehearsal, people: People
) -> None:
    await refused(mistake, rehearsal, people)


async def refused(mistake: Mistake, rehearsal: Rehearsal, people: People) -> None:
    """Make the mistake, and see it refused with where and why."""
    status, noted = await call(rehearsal, people, mistake.call, mistake.body)
    assert (status, noted["status"]) == (400, 400)
    assert noted["problems"][0].startswith(("50035", "50006"))
    assert mistake.where in "; ".join(noted["problems"])


@pytest.mark.parametrize("name", RIGHT)
async def test_the_same_call_without_the_mistake_is_not(name: str, rehearsal: Rehearsal, people: People) -> None:
    status, noted = await call(rehearsal, people, name, RIGHT[name][2])
    # 403: Willow may not clear messages away, which says nothing against the call.
    assert status in (200, 201, 204, 403, 501)
    assert not any(line.startswith(("50035", "50006")) for line in noted["problems"])


def test_no_mistake_has_two_names() -> None:
    names = [mistake.name for mistake in (*BY_HAND, *BY_DESCRIPTION)]
    assert len(names) == len(set(names))
