"""The open interactions: asked by people, answered once and in time by the bot."""

import asyncio
import secrets
import time

from rehearsal import shapes
from rehearsal.clock import made_at
from rehearsal.errors import ApiError, unknown
from rehearsal.permissions import IN_DIRECT_MESSAGES
from rehearsal.records import DM, Channel, Event, Interaction, Json, Message, User
from rehearsal.world import World

ATTACHMENT_LIMIT = 10_485_760


class Desk:
    """Keeps every interaction and its time limits (Discord: Interactions, "Receiving and Responding")."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._by_token: dict[str, Interaction] = {}
        # Interactions whose modal is still open on a person's screen, oldest first.
        self.forms: dict[str, Interaction] = {}

    def ask(self, person: User, channel: Channel, kind: int, data: Json) -> Interaction:
        """Begin an interaction; :meth:`send` puts it before the bot."""
        world = self.world
        guild = None if channel.type == DM else world.server_of(channel)
        number, token = world.ids.next(), secrets.token_urlsafe(64)
        made = Interaction(number, token, kind, person.id, channel.id, guild, data, time.monotonic())
        world.interactions[made.id] = self._by_token[token] = made
        return made

    def send(self, interaction: Interaction) -> None:
        """Put an interaction before the bot and watch the time it takes."""
        interaction.asked = time.monotonic()
        channel = self.world.channels[interaction.channel_id]
        loop = asyncio.get_running_loop()
        limit = self.world.answer_limit
        self._timers[interaction.id] = loop.call_later(limit, self._too_late, interaction)
        data = self._payload(interaction, channel)
        self.world.tell(Event("INTERACTION_CREATE", data, channel, None, interaction))

    def settle(self, interaction: Interaction, kind: int) -> None:
        """Note the first answer; a form that was answered closes on its person's screen."""
        interaction.answer = kind
        self._timers.pop(interaction.id).cancel()
        if interaction.parent is not None:
            self.forms.pop(interaction.parent.id, None)
        if interaction.modal is not None:
            self.forms[interaction.id] = interaction

    def _too_late(self, interaction: Interaction) -> None:
        self._timers.pop(interaction.id, None)
        if interaction.answer is None:
            interaction.late = True
            text = "The application did not respond"
            # An unanswered autocomplete shows no options; it is no error on the person's screen.
            if interaction.type != 4:
                self.world.tell(Event("NO_ANSWER", {"text": text}, None, None, interaction))

    def close(self) -> None:
        """Stop watching."""
        for timer in self._timers.values():
            timer.cancel()

    def awaiting(self, number: str, token: str) -> Interaction:
        """Return an interaction that can be answered now: 10062 if not (any more), 40060 if it was."""
        interaction = self.world.interactions.get(number)
        if interaction is None or not secrets.compare_digest(interaction.token.encode(), token.encode()):
            raise unknown("Interaction")
        if interaction.answer is not None:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        if interaction.late or time.monotonic() - interaction.asked > self.world.answer_limit:
            raise unknown("Interaction")
        return interaction

    def answered(self, token: str) -> Interaction:
        """Return the interaction of a token that still lives: 15 minutes of the world's time."""
        interaction = self._by_token.get(token)
        if interaction is None:
            raise unknown("Webhook")
        age = self.world.clock.now() - made_at(interaction.id)
        if age.total_seconds() > self.world.token_minutes * 60:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        if interaction.answer is None:
            raise unknown("Webhook")
        return interaction

    def _payload(self, one: Interaction, channel: Channel) -> Json:
        world = self.world
        person = world.users[one.person_id]
        payload: Json = {
            "id": one.id,
            "application_id": world.application_id,
            "type": one.type,
            "token": one.token,
            "version": 1,
            "data": one.data,
            "channel_id": channel.id,
            "channel": self._channel(person, channel),
            "locale": person.locale,
            "app_permissions": str(self._bot_permissions(channel)),
            "entitlements": [],
            "authorizing_integration_owners": shapes.installed_by(one.guild_id),
            "context": 1 if channel.type == DM else 0,
            "attachment_size_limit": ATTACHMENT_LIMIT,
        }
        if one.guild_id is None:
            payload["user"] = shapes.user(person)
        else:
            bits = str(world.channel_permissions(person, channel))
            payload["member"] = shapes.member(world, person, one.guild_id) | {"permissions": bits}
            payload["guild_id"], payload["guild_locale"] = one.guild_id, "en-US"
            payload["guild"] = {"id": one.guild_id, "locale": "en-US", "features": []}
        if one.message is not None:
            payload["message"] = shapes.message(world, one.message)
        return payload

    def _channel(self, person: User, channel: Channel) -> Json:
        shape = shapes.channel(self.world, channel)
        if channel.type == DM:
            shape["recipients"] = [shapes.user(person)]
            return shape
        shape.pop("permission_overwrites", None)
        return shape

    def _bot_permissions(self, channel: Channel) -> int:
        if channel.type == DM:
            return IN_DIRECT_MESSAGES
        return self.world.channel_permissions(self.world.bot, channel)


def original_of(world: World, interaction: Interaction) -> Message:
    """Return the first answer to an interaction, which is for a press the message pressed."""
    channel = world.channels.get(interaction.channel_id)
    message = channel.messages.get(interaction.original or "") if channel else None
    if message is None:
        raise unknown("Message")
    return message
