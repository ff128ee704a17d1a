"""Making, changing and deleting messages, whoever asks for it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from rehearsal import shapes
from rehearsal.attaching import check_files, check_named, keep, shown_files
from rehearsal.calls import Upload, whole
from rehearsal.message_rules import Pings, check_message, components_of, embeds_of, pings_of
from rehearsal.permissions import ALL
from rehearsal.reading import text_of
from rehearsal.records import (
    COMPONENTS_V2,
    DM,
    EPHEMERAL,
    LOADING,
    SUPPRESS_EMBEDS,
    Channel,
    Event,
    Interaction,
    Json,
    Message,
    User,
    Webhook,
)
from rehearsal.threads import Threads
from rehearsal.world import World

NONCE_MEMORY = 300.0
NOT_SAID = (1, 2, 4, 18, 21)
"""Messages of the platform itself, which nobody wrote (Discord: Message, "Message Types")."""


@dataclass
class Draft:
    """A message on its way: where, by whom, and from which interaction."""

    channel: Channel
    author: User
    body: Json
    uploads: Mapping[str, Upload]
    interaction: Interaction | None = None
    webhook: Webhook | None = None


class Posting:
    """Keeps the messages of the world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.threads = Threads(world)
        # (author, nonce) -> when and which; real time, as the nonce memory does not follow the clock.
        self._nonces: dict[tuple[str, str], tuple[float, Message]] = {}

    def post(self, draft: Draft) -> Message:
        """Create a message and tell of it; an enforced nonce returns the first message again."""
        body = draft.body
        flags = whole(body.get("flags"))
        check_message(body, flags, len(draft.uploads))
        check_files(draft.uploads, body)
        check_named(body.get("components") or [], _names(draft.uploads, body, []))
        earlier = self._earlier(draft)
        if earlier is not None:
            return earlier
        message = self._begin(draft, flags)
        self.fill(message, body, draft.uploads)
        self._keep(draft, message)
        return message

    def _begin(self, draft: Draft, flags: int) -> Message:
        body, world, interaction = draft.body, self.world, draft.interaction
        message = Message(world.ids.next(), draft.channel.id, draft.author.id, world.clock.iso())
        message.tts = bool(body.get("tts"))
        message.nonce = body.get("nonce")
        message.interaction = interaction
        if draft.webhook is not None:
            message.webhook, message.speaker = draft.webhook, draft.author
        # Only an interaction can be answered privately; elsewhere the flag means nothing.
        message.flags = flags if interaction else flags & ~EPHEMERAL
        if interaction is not None:
            message.only_for = interaction.person_id if flags & EPHEMERAL else None
            message.type = _kind_of_answer(interaction)
            pressed = interaction.message
            # An answer to a press quotes the message pressed, unless others could read private words there.
            if pressed is not None and pressed.only_for in (None, message.only_for):
                message.type, message.reply_to = 19, pressed.id
        if body.get("message_reference"):
            message.type, message.reply_to = 19, str(body["message_reference"].get("message_id"))
        return message

    def _keep(self, draft: Draft, message: Message) -> None:
        draft.channel.messages[message.id] = message
        if message.only_for is None:
            draft.channel.last_message_id = message.id
            if draft.channel.thread is not None and message.type not in NOT_SAID:
                self.threads.spoke(draft.channel, message)
        if message.nonce is not None:
            self._nonces[draft.author.id, str(message.nonce)] = (time.monotonic(), message)
        self._tell("MESSAGE_CREATE", message, draft.interaction)

    def _earlier(self, draft: Draft) -> Message | None:
        nonce = draft.body.get("nonce")
        if nonce is None or not draft.body.get("enforce_nonce"):
            return None
        when, message = self._nonces.get((draft.author.id, str(nonce)), (0.0, None))
        return message if message and time.monotonic() - when < NONCE_MEMORY else None

    def fill(self, message: Message, body: Json, uploads: Mapping[str, Upload]) -> None:
        """Write the body's words, components and files into a message."""
        if "content" in body:
            message.content = body["content"] or ""
        if "embeds" in body:
            message.embeds = embeds_of(body)
        self._attach(message, body, uploads)
        if "components" in body:
            message.components = shown_files(self.world, components_of(body), message.attachments)
        author = self.world.author(message)
        channel = self.world.channels[message.channel_id]
        text = text_of({"content": message.content, "components": message.components})
        # A webhook is no member: no permission keeps it from mentioning.
        permissions = ALL if message.speaker else self.world.channel_permissions(author, channel)
        allowed = body.get("allowed_mentions")
        if allowed is None and (message.interaction is not None or message.webhook is not None):
            # Interactions and webhooks mention users alone unless told otherwise (Discord: Message,
            # "Default Settings for Allowed Mentions").
            allowed = {"parse": ["users"]}
        pings = pings_of(self.world, permissions, text, allowed)
        self._replied(message, pings, body.get("allowed_mentions"))
        message.mentions, message.mention_roles = pings.users, pings.roles
        message.mention_everyone = pings.everyone

    def _replied(self, message: Message, pings: Pings, allowed: Json | None) -> None:
        target = self.world.channels[message.channel_id].messages.get(message.reply_to or "")
        wanted = allowed is None or bool(allowed.get("replied_user"))
        if message.interaction is not None or target is None or target.speaker is not None or not wanted:
            return
        if target.author_id not in pings.users:
            pings.users.append(target.author_id)

    def _attach(self, message: Message, body: Json, uploads: Mapping[str, Upload]) -> None:
        described = {str(a.get("id")): a for a in body.get("attachments") or []}
        if "attachments" in body:
            message.attachments = [a for a in message.attachments if a["id"] in described]
        for one in message.attachments:
            if "description" in described.get(one["id"], {}):
                one["description"] = described[one["id"]]["description"]
        for number, upload in uploads.items():
            kept = keep(self.world, message.channel_id, upload, described.get(number, {}))
            message.attachments.append(kept | ({"ephemeral": True} if message.only_for else {}))

    def system(self, channel: Channel, author: User, kind: int, content: str = "", **more: object) -> Message:
        """Put up what the platform itself says, such as that a thread was begun (Discord: "Message Types")."""
        message = Message(self.world.ids.next(), channel.id, author.id, self.world.clock.iso(), content)
        message.type = kind
        for name, value in more.items():
            setattr(message, name, value)
        self._keep(Draft(channel, author, {}, {}), message)
        return message

    def post_thinking(self, channel: Channel, author: User, interaction: Interaction, flags: int) -> Message:
        """Put up the "thinking" message of a deferred answer (Discord: Receiving and Responding)."""
        draft = Draft(channel, author, {}, {}, interaction)
        message = self._begin(draft, LOADING | (flags & EPHEMERAL))
        self._keep(draft, message)
        return message

    def finish(
        self, message: Message, body: Json, uploads: Mapping[str, Upload], interaction: Interaction
    ) -> Message:
        """Put the words in the place of "thinking"; who can see it was settled by the deferral."""
        flags = whole(body.get("flags"))
        check_message(body, flags, len(uploads))
        check_files(uploads, body)
        check_named(body.get("components") or [], _names(uploads, body, []))
        message.flags = (message.flags & EPHEMERAL) | (flags & (COMPONENTS_V2 | SUPPRESS_EMBEDS))
        self.fill(message, body, uploads)
        self._tell("MESSAGE_UPDATE", message, interaction)
        return message

    def edit(
        self,
        message: Message,
        body: Json,
        uploads: Mapping[str, Upload],
        interaction: Interaction | None = None,
    ) -> Message:
        """Change a message and tell of it."""
        flags = message.flags
        if body.get("flags") is not None:
            # Once Components V2, always Components V2 (Discord: Message, "Message Flags").
            flags |= whole(body["flags"]) & COMPONENTS_V2
        check_message(body, flags & COMPONENTS_V2, len(uploads), message)
        check_files(uploads, body)
        check_named(body.get("components") or [], _names(uploads, body, message.attachments))
        message.flags = flags
        if body.get("flags") is not None:
            message.flags = (flags & ~SUPPRESS_EMBEDS) | (whole(body["flags"]) & SUPPRESS_EMBEDS)
        self.fill(message, body, uploads)
        message.edited = self.world.clock.iso()
        self._tell("MESSAGE_UPDATE", message, interaction)
        return message

    def delete(self, message: Message, interaction: Interaction | None = None) -> None:
        """Delete a message and tell of it."""
        self.world.channels[message.channel_id].messages.pop(message.id, None)
        channel = self.world.channels[message.channel_id]
        if channel.thread is not None and message.only_for is None and message.type not in NOT_SAID:
            channel.thread.removed += 1
        data: Json = {"id": message.id, "channel_id": message.channel_id}
        if channel.type != DM:
            data["guild_id"] = self.world.server_of(channel)
        self.world.tell(Event("MESSAGE_DELETE", data, channel, message, interaction))

    def _tell(self, name: str, message: Message, interaction: Interaction | None) -> None:
        world = self.world
        channel = world.channels[message.channel_id]
        data = shapes.message(world, message) | {"channel_type": channel.type}
        if channel.type != DM:
            data["guild_id"] = server = world.server_of(channel)
            if message.speaker is None:
                data["member"] = shapes.partial_member(world, world.users[message.author_id], server)
        world.tell(Event(name, data, channel, message, interaction))


def _kind_of_answer(interaction: Interaction) -> int:
    """Return the message type of an answer: 20 to a command, 23 to a menu on a message or a person."""
    if interaction.type != 2:
        return 0
    return 20 if interaction.data.get("type", 1) == 1 else 23


def _names(uploads: Mapping[str, Upload], body: Json, before: list[Json]) -> set[str]:
    """Return the names of the files a message has after this body."""
    described = {str(one.get("id")): one for one in body.get("attachments") or []}
    kept = [one for one in before if "attachments" not in body or one["id"] in described]
    new = [described.get(number, {}).get("filename") or upload.name for number, upload in uploads.items()]
    return {one["filename"] for one in kept} | set(new)
