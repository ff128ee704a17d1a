"""How the bot answers an interaction (Discord: Interactions, "Receiving and Responding")."""

from rehearsal import shapes
from rehearsal.calls import Call, Route, whole
from rehearsal.component_rules import ComponentRules, numbered
from rehearsal.desk import Desk, original_of
from rehearsal.errors import Form, invalid, not_here, unknown
from rehearsal.posting import Draft, Posting
from rehearsal.records import LOADING, Channel, Event, Interaction, Json, Message
from rehearsal.world import World

REPLY, DEFER, DEFER_EDIT, EDIT, CHOICES, MODAL = 4, 5, 6, 7, 8, 9


class Answers:
    """The routes behind an interaction's token."""

    def __init__(self, world: World, desk: Desk, posting: Posting) -> None:
        self._world = world
        self._desk = desk
        self._posting = posting

    async def callback(self, call: Call) -> Json | None:
        """Create Interaction Response."""
        interaction = self._desk.awaiting(call.path["interaction_id"], call.path["token"])
        kind = call.body.get("type")
        self._fits(interaction, kind)
        data = call.body.get("data") or {}
        shown: Message | None = None
        if kind == CHOICES:
            self._choices(interaction, data)
        elif kind == MODAL:
            self._modal(interaction, data)
        elif kind == EDIT:
            shown = self._edit(interaction, data, call)
        elif kind == DEFER_EDIT:
            interaction.original = interaction.message.id if interaction.message else None
        else:
            shown = self._reply(interaction, data, call, loading=kind == DEFER)
        self._desk.settle(interaction, whole(kind))
        if call.query.get("with_response") in ("true", "1", "True"):
            return shapes.callback(self._world, interaction, shown)
        return None

    def _fits(self, interaction: Interaction, kind: object) -> None:
        fitting = {
            2: (REPLY, DEFER, MODAL),
            3: (REPLY, DEFER, DEFER_EDIT, EDIT, MODAL),
            4: (CHOICES,),
            5: (REPLY, DEFER, DEFER_EDIT, EDIT),
        }[interaction.type]
        if kind in (10, 12):
            raise not_here(f"interaction responses of type {kind}")
        changes = kind in (DEFER_EDIT, EDIT)
        if kind not in fitting or (changes and interaction.message is None):
            allowed = ", ".join(map(str, fitting))
            raise invalid("type", "BASE_TYPE_CHOICES", f"Value must be one of ({allowed}).")

    def _channel(self, interaction: Interaction) -> Channel:
        return self._world.channel(interaction.channel_id)

    def _draft(self, interaction: Interaction, body: Json, call: Call) -> Draft:
        return Draft(self._channel(interaction), self._world.bot, body, call.uploads, interaction)

    def _reply(self, interaction: Interaction, data: Json, call: Call, loading: bool) -> Message:
        if loading:
            message = self._thinking(interaction, whole(data.get("flags")))
        else:
            message = self._posting.post(self._draft(interaction, data, call))
        interaction.original = message.id
        return message

    def _thinking(self, interaction: Interaction, flags: int) -> Message:
        return self._posting.post_thinking(self._channel(interaction), self._world.bot, interaction, flags)

    def _edit(self, interaction: Interaction, data: Json, call: Call) -> Message:
        message = interaction.message
        if message is None or message.id not in self._channel(interaction).messages:
            raise unknown("Message")
        interaction.original = message.id
        return self._posting.edit(message, data, call.uploads, interaction)

    def _choices(self, interaction: Interaction, data: Json) -> None:
        choices = data.get("choices")
        form = Form()
        if not isinstance(choices, list) or len(choices) > 25:
            raise invalid("data.choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
        for index, choice in enumerate(choices):
            form.length(f"data.choices.{index}.name", choice.get("name"), 1, 100)
            _check_value(form, f"data.choices.{index}.value", choice.get("value"), focused_kind(interaction.data))
        form.check()
        text = ", ".join(choice["name"] for choice in choices)
        self._world.tell(Event("CHOICES", {"choices": choices, "text": text}, None, None, interaction))

    def _modal(self, interaction: Interaction, data: Json) -> None:
        form = Form()
        form.length("data.title", data.get("title"), 1, 45)
        form.length("data.custom_id", data.get("custom_id"), 1, 100)
        ComponentRules(form, "data.components").modal(data.get("components"))
        form.check()
        interaction.modal = {
            "id": interaction.id,
            "title": data["title"],
            "custom_id": data["custom_id"],
            "components": numbered(data["components"]),
        }
        told = {"modal": interaction.modal, "text": data["title"]}
        self._world.tell(Event("MODAL", told, None, None, interaction))

    async def follow_up(self, call: Call) -> Json:
        """Create Followup Message; after a deferral the first one takes the place of "thinking"."""
        interaction = self._interaction(call)
        if interaction.original is not None:
            first = self._channel(interaction).messages.get(interaction.original)
            if first is not None and first.flags & LOADING:
                return self._shape(self._posting.finish(first, call.body, call.uploads, interaction))
        if interaction.answer == CHOICES:
            raise unknown("Webhook")
        return self._shape(self._posting.post(self._draft(interaction, call.body, call)))

    async def show(self, call: Call) -> Json:
        """Get Original Interaction Response, Get Followup Message."""
        return self._shape(self._message(call, self._interaction(call)))

    async def change(self, call: Call) -> Json:
        """Edit Original Interaction Response, Edit Followup Message."""
        interaction = self._interaction(call)
        message = self._message(call, interaction)
        if message.flags & LOADING:
            return self._shape(self._posting.finish(message, call.body, call.uploads, interaction))
        return self._shape(self._posting.edit(message, call.body, call.uploads, interaction))

    async def delete(self, call: Call) -> None:
        """Delete Original Interaction Response, Delete Followup Message."""
        interaction = self._interaction(call)
        self._posting.delete(self._message(call, interaction), interaction)

    def _interaction(self, call: Call) -> Interaction:
        if call.path["webhook_id"] != self._world.application_id:
            raise unknown("Webhook")
        return self._desk.answered(call.path["token"])

    def _message(self, call: Call, interaction: Interaction) -> Message:
        number = call.path["message_id"]
        if number == "@original":
            return original_of(self._world, interaction)
        message = self._channel(interaction).messages.get(number)
        if message is None or message.author_id != self._world.bot.id:
            raise unknown("Message")
        if message.interaction is not interaction and number != interaction.original:
            raise unknown("Message")
        return message

    def _shape(self, message: Message) -> Json:
        return shapes.message(self._world, message)

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of this file; the others share their addresses with webhooks."""
        return (Route("POST", "/interactions/{interaction_id}/{token}/callback", self.callback, "token"),)


def focused_kind(data: Json) -> int:
    """Return the type of the option a person is typing into (3 text, 4 whole number, 10 number)."""
    for option in data.get("options") or []:
        if option.get("focused"):
            return option["type"]
        if option.get("options"):
            return focused_kind(option)
    return 3


def _check_value(form: Form, path: str, value: object, kind: int) -> None:
    if kind == 3:
        form.length(path, value, 1, 100)
    elif isinstance(value, bool) or not isinstance(value, int if kind == 4 else int | float):
        form.fault(path, "NUMBER_TYPE_COERCE", "Could not interpret value as a number.")
