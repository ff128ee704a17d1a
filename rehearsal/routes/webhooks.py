"""Webhooks: addresses that post under a name of their own (Discord: Resources, "Webhook")."""

import secrets

from rehearsal import shapes
from rehearsal.calls import Call, Route
from rehearsal.errors import ApiError, Form, missing_permissions, unknown
from rehearsal.permissions import Permission
from rehearsal.posting import Draft, Posting
from rehearsal.records import TEXT, Channel, Event, Json, Message, User, Webhook
from rehearsal.routes.answers import Answers
from rehearsal.routes.roles import needs
from rehearsal.thread_shapes import webhook

MOST = 15
REFUSED = ("discord", "clyde")
"""What a webhook's name may not contain (Discord: Webhook, "Create Webhook")."""


class Webhooks:
    """The webhook routes; an interaction's token is answered by ``answers``, under the same addresses."""

    def __init__(self, posting: Posting, answers: Answers) -> None:
        self._posting = posting
        self._answers = answers
        self._world = posting.world

    async def create(self, call: Call) -> Json:
        """Create Webhook."""
        channel = self._managed(call)
        if channel.type != TEXT:
            raise ApiError(400, 50024, "Cannot execute action on this channel type")
        _check_name(call.body, creating=True)
        if sum(one.channel_id == channel.id for one in self._world.webhooks.values()) >= MOST:
            raise ApiError(400, 30007, "Maximum number of webhooks reached (15)")
        made = Webhook(
            self._world.ids.next(), channel.id, call.body["name"], secrets.token_urlsafe(51), call.actor.id
        )
        made.application_id = self._world.application_id if call.actor.bot else None
        self._world.webhooks[made.id] = made
        self._changed(channel.id)
        return self._whole(made)

    async def of_channel(self, call: Call) -> list[Json]:
        """Get Channel Webhooks."""
        channel = self._managed(call)
        return [self._whole(one) for one in self._world.webhooks.values() if one.channel_id == channel.id]

    async def of_guild(self, call: Call) -> list[Json]:
        """Get Guild Webhooks."""
        server = needs(call, Permission.MANAGE_WEBHOOKS)
        return [self._whole(one) for one in self._world.webhooks.values() if self._server(one.channel_id) == server]

    async def show(self, call: Call) -> Json:
        """Get Webhook."""
        return self._whole(self._own(call))

    async def change(self, call: Call) -> Json:
        """Modify Webhook."""
        one = self._own(call)
        _check_name(call.body, creating=False)
        before, there = one.channel_id, str(call.body.get("channel_id") or one.channel_id)
        if self._world.channel(there).type != TEXT:
            raise ApiError(400, 50024, "Cannot execute action on this channel type")
        one.name, one.channel_id = call.body.get("name") or one.name, there
        for channel_id in dict.fromkeys((before, there)):
            self._changed(channel_id)
        return self._whole(one)

    async def delete(self, call: Call) -> None:
        """Delete Webhook."""
        self._drop(self._own(call))

    async def show_by_token(self, call: Call) -> Json:
        """Get Webhook with Token."""
        one = self._by_token(call)
        return webhook(self._server(one.channel_id), one, None)

    async def change_by_token(self, call: Call) -> Json:
        """Modify Webhook with Token: its name alone."""
        one = self._by_token(call)
        _check_name(call.body, creating=False)
        one.name = call.body.get("name") or one.name
        self._changed(one.channel_id)
        return webhook(self._server(one.channel_id), one, None)

    async def delete_by_token(self, call: Call) -> None:
        """Delete Webhook with Token."""
        self._drop(self._by_token(call))

    async def execute(self, call: Call) -> Json | None:
        """Execute Webhook; a message comes back only with ``wait``. Create Followup Message."""
        if self._is_interaction(call):
            return await self._answers.follow_up(call)
        one = self._by_token(call)
        # Webhooks know no nonce: the same body twice is two messages.
        body = {key: value for key, value in call.body.items() if key not in ("nonce", "enforce_nonce")}
        _check_speaker(body)
        if one.application_id is None and call.query.get("with_components") not in ("true", "1", "True"):
            body.pop("components", None)
        speaker = User(one.id, body.get("username") or one.name, "", "", bot=True, listed=False, present=False)
        message = self._posting.post(Draft(self._place(call, one), speaker, body, call.uploads, webhook=one))
        wanted = call.query.get("wait") in ("true", "1", "True")
        return shapes.message(self._world, message) if wanted else None

    async def show_message(self, call: Call) -> Json:
        """Get Webhook Message, and the same for an interaction's answers."""
        if self._is_interaction(call):
            return await self._answers.show(call)
        return shapes.message(self._world, self._message(call))

    async def change_message(self, call: Call) -> Json:
        """Edit Webhook Message, and the same for an interaction's answers."""
        if self._is_interaction(call):
            return await self._answers.change(call)
        changed = self._posting.edit(self._message(call), call.body, call.uploads)
        return shapes.message(self._world, changed)

    async def delete_message(self, call: Call) -> None:
        """Delete Webhook Message, and the same for an interaction's answers."""
        if self._is_interaction(call):
            return await self._answers.delete(call)
        return self._posting.delete(self._message(call))

    def _is_interaction(self, call: Call) -> bool:
        return call.path["webhook_id"] not in self._world.webhooks

    def _managed(self, call: Call) -> Channel:
        channel = call.channel()
        if not self._world.channel_permissions(call.actor, channel) & Permission.MANAGE_WEBHOOKS:
            raise missing_permissions()
        return channel

    def _own(self, call: Call) -> Webhook:
        one = self._world.webhooks.get(call.path["webhook_id"])
        if one is None:
            raise unknown("Webhook")
        channel = self._world.channel(one.channel_id)
        manages = self._world.channel_permissions(call.actor, channel) & Permission.MANAGE_WEBHOOKS
        if not manages and one.application_id != call.actor.id:
            raise missing_permissions()
        return one

    def _by_token(self, call: Call) -> Webhook:
        one = self._world.webhooks.get(call.path["webhook_id"])
        if one is None:
            raise unknown("Webhook")
        if not secrets.compare_digest(one.token.encode(), call.path["token"].encode(errors="surrogateescape")):
            raise ApiError(401, 50027, "Invalid Webhook Token")
        return one

    def _place(self, call: Call, one: Webhook) -> Channel:
        thread = call.query.get("thread_id")
        if thread is None:
            return self._world.channel(one.channel_id)
        channel = self._world.channel(thread)
        if channel.parent_id != one.channel_id or channel.thread is None:
            raise unknown("Channel")
        return channel

    def _message(self, call: Call) -> Message:
        one = self._by_token(call)
        message = self._place(call, one).messages.get(call.path["message_id"])
        if message is None or message.webhook is not one:
            raise unknown("Message")
        return message

    def _drop(self, one: Webhook) -> None:
        del self._world.webhooks[one.id]
        self._changed(one.channel_id)

    def _changed(self, channel_id: str) -> None:
        data = {"guild_id": self._server(channel_id), "channel_id": channel_id}
        self._world.tell(Event("WEBHOOKS_UPDATE", data))

    def _server(self, channel_id: str) -> str:
        return self._world.server_of(self._world.channel(channel_id))

    def _whole(self, one: Webhook) -> Json:
        return webhook(self._server(one.channel_id), one, shapes.user(self._world.user(one.maker_id)))

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of this file."""
        one, token = "/webhooks/{webhook_id}", "/webhooks/{webhook_id}/{token}"
        return (
            Route("POST", "/channels/{channel_id}/webhooks", self.create),
            Route("GET", "/channels/{channel_id}/webhooks", self.of_channel),
            Route("GET", "/guilds/{guild_id}/webhooks", self.of_guild),
            Route("GET", one, self.show),
            Route("PATCH", one, self.change),
            Route("DELETE", one, self.delete),
            Route("GET", token, self.show_by_token, "token"),
            Route("PATCH", token, self.change_by_token, "token"),
            Route("DELETE", token, self.delete_by_token, "token"),
            Route("POST", token, self.execute, "token"),
            Route("GET", f"{token}/messages/{{message_id}}", self.show_message, "token"),
            Route("PATCH", f"{token}/messages/{{message_id}}", self.change_message, "token"),
            Route("DELETE", f"{token}/messages/{{message_id}}", self.delete_message, "token"),
        )


def _check_name(body: Json, creating: bool) -> None:
    form = Form()
    name = body.get("name")
    if creating or name is not None:
        form.length("name", name, 1, 80)
        _refuse_words(form, "name", name)
    form.check()


def _check_speaker(body: Json) -> None:
    form = Form()
    if body.get("username") is not None:
        form.length("username", body["username"], 1, 80)
        _refuse_words(form, "username", body["username"])
    form.check()


def _refuse_words(form: Form, path: str, name: object) -> None:
    for word in REFUSED:
        if word in str(name).lower():
            form.fault(path, "USERNAME_INVALID_CONTAINS", f'Username cannot contain "{word}"')
