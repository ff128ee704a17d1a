"""What Discord answers, as the sender hears it: what is final, and what is tried again."""

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.core.ids import ChannelId
from bot.core.notices import Notice
from bot.core.ports import CannotKeep, Why
from cogs.framing import Framing
from cogs.front import DiscordFront
from cogs.rendering import Attached


class Client:
    """Stands for discord.py's client, whose every request ends in one fault."""

    def __init__(self, fault: Exception) -> None:
        self._fault = fault

    def get_channel(self, _: int) -> None:
        return None

    def get_partial_messageable(self, _: int) -> "Client":
        return self

    async def send(self, **_: object) -> None:
        raise self._fault


def answered(status: int, code: int = 0) -> discord.HTTPException:
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    kind = kinds.get(status, discord.DiscordServerError if status >= 500 else discord.HTTPException)
    response = cast(Any, SimpleNamespace(status=status, reason="invented"))
    return kind(response, {"code": code, "message": "invented"})


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (answered(400), Why.REFUSED),
        (answered(403, 50013), Why.NO_PERMISSION),
        (answered(404, 10003), Why.CHANNEL_GONE),
        (answered(404, 10008), Why.MESSAGE_GONE),
        (answered(401), Why.NOT_ANSWERED),
        (answered(429), Why.NOT_ANSWERED),
        (answered(503), Why.NOT_ANSWERED),
        (TimeoutError(), Why.NOT_ANSWERED),
        (ConnectionResetError(), Why.NOT_ANSWERED),
    ],
)
async def test_only_what_is_about_the_thing_itself_is_final(fault: Exception, why: Why) -> None:
    front = DiscordFront(cast(discord.Client, Client(fault)))

    async def attached(*_: object) -> Attached:
        return Attached()

    words = SimpleNamespace(body=lambda *_: {"content": "", "embeds": []}, view=lambda *_: None, attached=attached)
    front.speak(cast(Framing, words))
    with pytest.raises(CannotKeep) as told:
        await front.post(ChannelId(1), Notice(()), "en", "once")
    assert told.value.why is why
