"""The judges speak up: about the server's own answers and events, and about a bot's story."""

import os
from pathlib import Path

import discord
import discord.http
import pytest

from rehearsal import shapes
from rehearsal.judging import CONTRACTS, Judges, judges_in, why_not
from rehearsal.person import People
from rehearsal.records import Json
from rehearsal.server import Rehearsal
from tests.optional import need
from tests.rehearsal.conftest import SmallBot

ROOM = "/channels/{channel_id}/messages"


@pytest.fixture
def judges() -> Judges:
    need("contracts", why_not(os.environ.get(CONTRACTS)))
    found = judges_in(os.environ.get(CONTRACTS))
    assert found is not None
    return found


@pytest.fixture
async def server(judges: Judges, rehearsal: Rehearsal) -> Rehearsal:
    """A rehearsal whose faults are meant."""
    del judges
    return rehearsal


async def test_a_wrong_answer_and_a_wrong_event_stand_in_the_problems(
    server: Rehearsal, bot: SmallBot, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flagless(one: object) -> Json:
        return {key: value for key, value in whole(one).items() if key != "flags"} | {"wings": 2}  # pyright: ignore[reportArgumentType]

    whole = shapes.role
    monkeypatch.setattr(shapes, "role", flagless)
    await bot.http.request(discord.http.Route("GET", "/guilds/{guild}/roles", guild=bot.home.id))
    server.world.add_role(server.world.bot_role)
    found = [(one["kind"], one["what"]) for one in await people.problems()]
    assert found == [("answer", "GET /guilds/{guild_id}/roles 200"), ("event", "GUILD_ROLE_CREATE")]
    (answer, event) = server.verdicts.complaints()
    assert "0.flags: This field is required" in answer
    assert "0.wings: There is no such field." in answer
    assert "role.flags: This field is required" in event
    assert "role.wings: There is no such field." in event
    server.verdicts.forgive()


async def test_a_status_nobody_describes_is_wrong(judges: Judges) -> None:
    assert judges.answer_problems("GET", ROOM, 200, []) == []
    assert "status 201 is not described" in judges.answer_problems("GET", ROOM, 201, [])[0]
    assert judges.answer_problems("DELETE", f"{ROOM}/{{message_id}}", 204, {}) == ["a body where none is described"]


async def test_an_event_nobody_describes_is_wrong(judges: Judges) -> None:
    assert judges.event_problems("KETTLE_ON", {}) == ["no description speaks of this event"]
    assert judges.event_problems("MESSAGE_DELETE", {"id": "1", "channel_id": "2"}) == []
    assert judges.event_problems("MESSAGE_DELETE", {"id": "1", "channel_id": 2}) != []


async def test_a_refusal_speaks_of_the_kind_that_was_meant(judges: Judges, rehearsal: Rehearsal) -> None:
    del rehearsal
    text = {"type": 10, "content": 7}
    with pytest.raises(Exception, match="50035") as error:
        judges.check_request(
            "POST", ROOM, {}, {"flags": 1 << 15, "components": [{"type": 17, "components": [text]}]}
        )
    said = error.value.problems()  # pyright: ignore[reportAttributeAccessIssue]
    assert said[1:] == [
        "components.0.components.0.content: Could not interpret value as string. (STRING_TYPE_CONVERT)"
    ]


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x", "nonce": 5},
        {"content": "x", "nonce": "5", "enforce_nonce": True},
        {"content": "x", "message_reference": {"message_id": 5, "channel_id": "6", "type": 1}},
        {"embeds": [{"title": "x", "flags": 0}], "tts": False, "sticker_ids": None},
    ],
)
async def test_what_discord_takes_and_its_description_does_not_know_passes(judges: Judges, body: Json) -> None:
    judges.check_request("POST", ROOM, {}, body)
    ban = "/guilds/{guild_id}/bans/{user_id}"
    judges.check_request("PUT", ban, {}, None)


def test_without_the_folder_it_says_why(tmp_path: Path) -> None:
    assert why_not(None) == f"{CONTRACTS} names no folder"
    assert judges_in(None) is None
    assert "has no discord-openapi.json and no discord-gateway" in str(why_not(str(tmp_path)))
    assert judges_in(str(tmp_path)) is None
