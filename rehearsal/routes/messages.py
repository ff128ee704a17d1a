"""Messages in channels and direct messages (Discord: Resources, "Message")."""

from collections.abc import Iterator
from itertools import islice, takewhile

from rehearsal import shapes
from rehearsal.calls import Call, Route, ids
from rehearsal.errors import ApiError, invalid, missing_permissions, unknown
from rehearsal.permissions import Permission
from rehearsal.posting import Draft, Posting
from rehearsal.records import CATEGORY, DM, Channel, Json, Message
from rehearsal.threads import awake, may_write

MAX_AGE_MS = 14 * 24 * 3600 * 1000


class Messages:
    """The message routes, over one posting desk."""

    def __init__(self, posting: Posting) -> None:
        self._posting = posting

    async def history(self, call: Call) -> list[Json]:
        """Get Channel Messages, newest first; without Read Message History there are none, for bots too."""
        channel = call.channel()
        limit = call.number("limit", 50, 100)
        anchors = [name for name in ("before", "after", "around") if name in call.query]
        if len(anchors) > 1:
            raise invalid(anchors[1], "MUTUALLY_EXCLUSIVE", "Only one of before, after and around can be given.")
        if not self._may(call, channel, Permission.READ_MESSAGE_HISTORY):
            return []
        found = (m for m in reversed(channel.messages.values()) if m.only_for in (None, call.actor.id))
        if anchors:
            return [self._shown(call, m) for m in _beside(anchors[0], _snowflake(call, anchors[0]), found, limit)]
        return [self._shown(call, m) for m in islice(found, limit)]

    async def one(self, call: Call) -> Json:
        """Get Channel Message."""
        channel = call.channel()
        if not self._may(call, channel, Permission.READ_MESSAGE_HISTORY):
            raise missing_permissions()
        return self._shown(call, self._message(call, channel))

    async def post(self, call: Call) -> Json:
        """Create Message."""
        channel = call.channel()
        if channel.type == CATEGORY:
            raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
        if channel.type == DM:
            self._open_to(call, channel)
        elif not may_write(call.world, call.actor, channel):
            raise missing_permissions()
        if call.uploads and not self._may(call, channel, Permission.ATTACH_FILES):
            raise missing_permissions()
        reference = call.body.get("message_reference")
        if reference and str(reference.get("message_id")) not in channel.messages:
            if reference.get("fail_if_not_exists", True):
                raise invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
            call.body.pop("message_reference")
        body = call.body
        if not call.actor.bot:
            # Clients cannot send components; what a person says is words and files.
            body = {key: body[key] for key in body if key not in ("components", "embeds", "flags")}
        message = self._posting.post(Draft(channel, call.actor, body, call.uploads))
        return shapes.message(call.world, message)

    async def edit(self, call: Call) -> Json:
        """Edit Message: only one's own words."""
        channel = call.channel()
        message = self._message(call, channel)
        if message.author_id != call.actor.id:
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        if channel.thread is not None:
            awake(channel)
            may_write(call.world, call.actor, channel)
        if call.uploads and not self._may(call, channel, Permission.ATTACH_FILES):
            raise missing_permissions()
        return shapes.message(call.world, self._posting.edit(message, call.body, call.uploads))

    async def delete(self, call: Call) -> None:
        """Delete Message; a private reply can be waved away by its person."""
        channel = call.channel()
        message = self._message(call, channel)
        mine = message.author_id == call.actor.id or message.only_for == call.actor.id
        if not mine and not self._may(call, channel, Permission.MANAGE_MESSAGES):
            raise missing_permissions()
        self._posting.delete(message)

    async def delete_many(self, call: Call) -> None:
        """Bulk Delete Messages: 2 to 100, none older than two weeks."""
        channel = call.channel()
        if not self._may(call, channel, Permission.MANAGE_MESSAGES) or channel.type == DM:
            raise missing_permissions()
        wanted = ids(call.body.get("messages"))
        if not 2 <= len(wanted) <= 100:
            raise ApiError(400, 50016, "Provided too few or too many messages to delete.")
        oldest = (int(call.world.ids.next()) >> 22) - MAX_AGE_MS
        if any(int(one) >> 22 < oldest for one in wanted):
            raise ApiError(400, 50034, "You can only bulk delete messages that are under 14 days old.")
        for one in wanted:
            if one in channel.messages and channel.messages[one].only_for is None:
                self._posting.delete(channel.messages[one])

    def _may(self, call: Call, channel: Channel, permission: Permission) -> bool:
        return bool(call.world.channel_permissions(call.actor, channel) & permission)

    def _message(self, call: Call, channel: Channel) -> Message:
        message = channel.messages.get(call.path["message_id"])
        if message is None or not call.world.can_see(call.actor, message):
            raise unknown("Message")
        return message

    def _shown(self, call: Call, message: Message) -> Json:
        shape = shapes.message(call.world, message)
        own = message.author_id == call.actor.id or call.actor.id in message.mentions
        content_intent = call.world.privileged_intents & (1 << 15)
        if not call.actor.bot or own or content_intent:
            return shape
        return shape if call.world.channels[message.channel_id].type == DM else shapes.veiled(shape)

    def _open_to(self, call: Call, channel: Channel) -> None:
        other = next(u for u in channel.recipients if u != call.actor.id)
        person = call.world.users[other]
        # A bot reaches people it shares a server with, if they let it (Discord: codes 50278 and 50007).
        if call.actor.bot and not call.world.shares_a_server(person):
            raise ApiError(403, 50278, "Cannot send messages to this user due to having no mutual guilds")
        if call.actor.bot and not person.dms_open:
            raise ApiError(403, 50007, "Cannot send messages to this user")

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of this file."""
        base = "/channels/{channel_id}/messages"
        return (
            Route("GET", base, self.history),
            Route("POST", base, self.post),
            Route("POST", f"{base}/bulk-delete", self.delete_many),
            Route("GET", f"{base}/{{message_id}}", self.one),
            Route("PATCH", f"{base}/{{message_id}}", self.edit),
            Route("DELETE", f"{base}/{{message_id}}", self.delete),
        )


def _snowflake(call: Call, name: str) -> int:
    text = call.query[name]
    if not (text.isascii() and text.isdigit()):
        raise invalid(name, "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
    return int(text)


def _beside(where: str, anchor: int, newest_first: Iterator[Message], limit: int) -> list[Message]:
    if where == "before":
        return list(islice((m for m in newest_first if int(m.id) < anchor), limit))
    if where == "after":
        return list(takewhile(lambda m: int(m.id) > anchor, newest_first))[-limit:]
    # Half of the limit on either side, and the message itself beside them: one more where the limit is even.
    half, found = limit // 2, list(newest_first)
    newer = [m for m in found if int(m.id) > anchor]
    older = [m for m in found if int(m.id) < anchor]
    return newer[len(newer) - min(half, len(newer)) :] + [m for m in found if int(m.id) == anchor] + older[:half]
