"""What a stranger could read on a locked phone, judged: lines that rang and direct messages (R33, R34)."""

from collections.abc import Callable, Iterator

from rehearsal.inbox import Inbox
from rehearsal.reading import text_of
from rehearsal.records import DM, Json
from rehearsal.world import World

READ_LOCKED = 120
"""Letters of a mention that a stranger can read on a lock screen (R34)."""

Offends = Callable[[str], str | None]
"""Answers the word of a text that names the wound, or None."""


def nothing(_: str) -> str | None:
    """Offend nobody: names alone are looked for."""
    return None


def offences(inbox: Inbox, offends: Offends) -> list[str]:
    """Report what a bot let stand unopened that it may not; what people write themselves is their own.

    A direct message is read as it is, silent or not: a list of direct messages shows it without a sound too. It
    holds no word that names the wound and no name of a server, channel, role or person (R33). Of a mention the
    first letters are read: no such word, and nobody's name but the one called (R34).
    """
    return list(dict.fromkeys(_offences(inbox, offends)))


def _offences(inbox: Inbox, offends: Offends) -> Iterator[str]:
    world = inbox.world
    for person_id, entry in inbox.everything():
        if entry["kind"] in ("message", "edit") and _is_direct(world, entry) and _by_a_bot(world, entry):
            yield from _judged("a direct message", _words(entry), offends, _names(world))
        elif entry["kind"] == "notification" and entry["by_bot"] and not _is_direct(world, entry):
            others = _people(world) - {world.users[person_id].name}
            # Before the first colon stands who speaks: the bot.
            said = entry["text"].partition(": ")[2][:READ_LOCKED]
            yield from _judged("a line on a lock screen", said, offends, others)


def _judged(what: str, words: str, offends: Offends, names: set[str]) -> Iterator[str]:
    wound = offends(words)
    if wound is not None:
        yield f"{what} says {wound}: {words!r}"
    plain = f" {_plain(words)} "
    yield from (f"{what} names {name}: {words!r}" for name in sorted(names) if f" {_plain(name)} " in plain)


def _plain(words: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in words.casefold()).split())


def _words(entry: Json) -> str:
    return text_of(entry["message"])


def _is_direct(world: World, entry: Json) -> bool:
    channel = world.channels.get(entry["channel"])
    return channel is not None and channel.type == DM


def _by_a_bot(world: World, entry: Json) -> bool:
    # A private reply comes after a press (flag 64, Discord: Message Flags): somebody opened it.
    return world.users[entry["message"]["author"]["id"]].bot and not entry["message"]["flags"] & 64


def _people(world: World) -> set[str]:
    return {user.name for user in world.users.values() if not user.bot}


def _names(world: World) -> set[str]:
    places = {channel.name for channel in world.channels.values() if channel.name}
    roles = {role.name for role in world.roles.values()}
    return {
        name
        for name in _people(world) | places | roles | {world.name_of(one) for one in world.servers}
        if _plain(name)
    }
