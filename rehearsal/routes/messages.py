"""Messages in channels and direct messages (Discord: Resources, "Message")."""

from rehearsal import shapes
from rehearsal.calls import Call, Route, ids
from rehearsal.errors import ApiError, invalid, missing_permissions, unknown
from rehearsal.permissions import Permission
from rehearsal.posting import Draft, Posting
from rehearsal.records import CATEGORY, DM, Channel, Json, Message

MAX_AGE_MS = 14 * 24 * 3600 * 1000


class Messages:
    """The message routes, over one posting desk."""

    def __init__(self, posting: Posting) -> None:
        self._posting = posting

    async def history(self, call: Call) -> list[Json]:
        """Get Channel Messages, newest first; without Read Message History there are none."""
        channel = call.channel()
        limit = call.number("limit", 50, 100)
        if not self._may(call, channel, Permission.READ_MESSAGE_HISTORY):
            return []
        found = sorted(self._seen(call, channel), key=lambda m: int(m.id))
        if "before" in call.query:
            found = [m for m in found if int(m.id) < int(call.query["before"])]
        if "after" in call.query:
            found = [m for m in found if int(m.id) > int(call.query["after"])][:limit]
        if "around" in call.query:
            middle = int(call.query["around"])
            found = sorted(sorted(found, key=lambda m: abs(int(m.id) - middle))[:limit], key=lambda m: int(m.id))
        return [self._shown(call, m) for m in reversed(found[-limit:])]

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
        elif not self._may(call, channel, Permission.SEND_MESSAGES):
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

    def _seen(self, call: Call, channel: Channel) -> list[Message]:
        return list(call.world.visible_messages(call.actor, channel))

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
        # A bot reaches people it shares the server with, if they let it (Discord: code 50007).
        if call.actor.bot and not (person.dms_open and person.present):
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
