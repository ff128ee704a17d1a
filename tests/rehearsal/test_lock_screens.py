"""What a stranger could read on a locked phone is judged, whatever story is told."""

import pytest

from bot.foundation import shipped_guard
from rehearsal import lock_screen
from rehearsal.inbox import Inbox
from rehearsal.posting import Draft, Posting
from rehearsal.records import SILENT, Channel
from rehearsal.town import riverside
from rehearsal.world import World


def said(words: str, *, direct: bool = False, flags: int = 0) -> list[str]:
    """Let the bot say something that calls Ana, or tell it her directly, and answer what offends."""
    world = riverside()
    inbox = Inbox(world)
    channel = _direct(world) if direct else world.guild_channels()[-1]
    Posting(world).post(
        Draft(channel, world.bot, {"content": words.replace("@Ana", _ana(world)), "flags": flags}, {})
    )
    return lock_screen.offences(inbox, shipped_guard().offends)


def _ana(world: World) -> str:
    return f"<@{world.person('Ana').id}>"


def _direct(world: World) -> Channel:
    return world.direct(world.bot.id, world.person("Ana").id)


@pytest.mark.parametrize("words", ["A note for survivors.", "Riverside has news.", "Bea wrote.", "En crisis"])
def test_a_direct_message_that_says_too_much_offends_silent_or_not(words: str) -> None:
    assert said(words, direct=True)
    assert said(words, direct=True, flags=SILENT)


def test_a_neutral_direct_message_passes() -> None:
    assert said("You have a note. Open it when you have privacy.", direct=True) == []


@pytest.mark.parametrize("words", ["@Ana a note for survivors", "@Ana, Bea wrote"])
def test_a_mention_that_says_too_much_offends(words: str) -> None:
    assert said(words)


@pytest.mark.parametrize("words", ["@Ana, somebody is here", "@Ana " + "a " * 60 + "Bea wrote", "Bea wrote"])
def test_what_no_stranger_reads_on_a_locked_phone_passes(words: str) -> None:
    assert said(words) == []
