"""What a gateway session gets to see, by its intents (Discord: Gateway, "Gateway Intents")."""

from rehearsal import shapes
from rehearsal.records import DM, Event, Json, Message
from rehearsal.world import World

GUILDS = 1 << 0
GUILD_MEMBERS = 1 << 1
GUILD_MODERATION = 1 << 2
GUILD_WEBHOOKS = 1 << 5
GUILD_PRESENCES = 1 << 8
GUILD_MESSAGES = 1 << 9
DIRECT_MESSAGES = 1 << 12
MESSAGE_CONTENT = 1 << 15

PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT

OF_AN_INTENT = {
    "GUILD_MEMBER_ADD": GUILD_MEMBERS,
    "GUILD_MEMBER_REMOVE": GUILD_MEMBERS,
    "GUILD_BAN_ADD": GUILD_MODERATION,
    "GUILD_BAN_REMOVE": GUILD_MODERATION,
    "WEBHOOKS_UPDATE": GUILD_WEBHOOKS,
}
"""Events that one intent alone brings, whatever they say."""


def shown_to(world: World, event: Event, intents: int) -> Json | None:
    """Return what a session with these intents gets of an event; None is nothing at all."""
    name = event.name
    server = str(event.data.get("guild_id") or event.data.get("id") or "")
    known = name.startswith(("INTERACTION_", "MESSAGE_")) or server not in world.servers
    if name != "GUILD_DELETE" and not known and not world.is_in(world.bot, server):
        return None
    if name == "GUILD_CREATE":
        # A server that is new to the bot says nothing of being available (Discord: Gateway Events, "Guild Create").
        shape = shapes.gateway_guild(world, bool(intents & GUILD_MEMBERS), server)
        return {key: value for key, value in shape.items() if key != "unavailable"}
    if name == "INTERACTION_CREATE":
        return event.data
    if name.startswith("MESSAGE_"):
        return _message(world, event, intents)
    if name.startswith("THREAD_"):
        return event.data if _thread_known(world, event, intents) else None
    if name in OF_AN_INTENT:
        return event.data if intents & OF_AN_INTENT[name] else None
    if name == "GUILD_MEMBER_UPDATE":
        # The app's own member is always told of, whatever the intents.
        return event.data if intents & GUILD_MEMBERS or event.person_id == world.bot.id else None
    if name.startswith(("CHANNEL_", "GUILD_")):
        return event.data if intents & GUILDS else None
    return None


def _thread_known(world: World, event: Event, intents: int) -> bool:
    if not intents & GUILDS:
        return False
    if event.name == "THREAD_MEMBERS_UPDATE" and event.person_id != world.bot.id:
        # Of others in a thread an app hears only with the members intent (Discord: "Thread Members Update").
        if not intents & GUILD_MEMBERS:
            return False
    elif event.person_id == world.bot.id:
        return True
    return event.channel is None or world.can_view(world.bot, event.channel)


def _message(world: World, event: Event, intents: int) -> Json | None:
    channel, message = event.channel, event.message
    if channel is None or message is None or message.only_for is not None:
        return None
    if not intents & (DIRECT_MESSAGES if channel.type == DM else GUILD_MESSAGES):
        return None
    if not world.can_view(world.bot, channel):
        return None
    if event.name == "MESSAGE_DELETE" or readable(world, message, intents):
        return event.data
    return shapes.veiled(event.data)


def readable(world: World, message: Message, intents: int) -> bool:
    """Tell whether the bot may read this message's words (its own, DMs, mentions, or the intent)."""
    channel = world.channels[message.channel_id]
    mine = message.author_id == world.bot.id or world.bot.id in message.mentions
    return mine or channel.type == DM or bool(intents & MESSAGE_CONTENT)
