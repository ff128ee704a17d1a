"""What a person's client sends when they use a command, press, choose or submit; checked as Discord would."""

from rehearsal.calls import Call, Route, text_or_none, whole
from rehearsal.desk import Desk
from rehearsal.errors import ApiError, invalid, missing_access, unknown
from rehearsal.handing import Handed
from rehearsal.options import Options
from rehearsal.permissions import Permission
from rehearsal.reading import walk
from rehearsal.records import DM, LOADING, Channel, Interaction, Json, Message, User
from rehearsal.resolving import resolved
from rehearsal.submitting import filled_in
from rehearsal.threads import awake
from rehearsal.world import World

SELECT_KINDS = {5: ("users",), 6: ("roles",), 7: ("users", "roles"), 8: ("channels",)}


class Acting:
    """The one route people's clients have and bots have not."""

    def __init__(self, world: World, desk: Desk) -> None:
        self._world = world
        self._desk = desk

    async def act(self, call: Call) -> tuple[int, None, dict[str, str]]:
        """Put one act of a person before the bot; the header tells which interaction it became."""
        body, person = call.body, call.actor
        channel = self._world.channel(str(body.get("channel_id")))
        if not self._world.can_view(person, channel):
            raise missing_access()
        if channel.thread is not None:
            awake(channel)  # in an archived thread nothing can be used (Discord: Topics, "Threads")
        known = str(body.get("application_id", self._world.application_id)) == self._world.application_id
        here = channel.type == DM or self._world.is_in(self._world.bot, self._world.server_of(channel))
        if not known or not here:
            raise ApiError(404, 10002, "Unknown Application")
        kinds = {2: self._command, 3: self._press, 4: self._command, 5: self._submit}
        kind = whole(body.get("type"))
        if kind not in kinds:
            raise invalid("type", "BASE_TYPE_CHOICES", "Value must be one of (2, 3, 4, 5).")
        files = Handed(self._world, call.uploads, body)
        interaction = kinds[kind](person, channel, body, files)
        self._desk.send(interaction)
        return 204, None, {"X-Rehearsal-Interaction": interaction.id}

    def _command(self, person: User, channel: Channel, body: Json, files: Handed) -> Interaction:
        data = body.get("data") or {}
        command = self.known_command(person, channel, data)
        kind = whole(body["type"])
        options = Options(self._world, files, autocompleting=kind == 4)
        given = options.checked(command.get("options") or [], data.get("options") or [], "data.options")
        sent: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
        if given:
            sent["options"] = given
        if command.get("guild_id"):
            sent["guild_id"] = command["guild_id"]
        found = resolved(self._world, person, channel, options.mentioned) | files.resolved()
        if command["type"] != 1:
            target = str(data.get("target_id"))
            sent["target_id"] = target
            found = self._target(person, channel, command["type"], target)
        if found:
            sent["resolved"] = found
        return self._desk.ask(person, channel, kind, sent)

    def _target(self, person: User, channel: Channel, kind: int, target: str) -> Json:
        if kind == 2:
            self._world.user(target)
            return resolved(self._world, person, channel, {"users": [target]})
        message = channel.messages.get(target)
        if message is None or not self._world.can_see(person, message):
            raise unknown("Message")
        return resolved(self._world, person, channel, {"messages": [target]})

    def known_command(self, person: User, channel: Channel, data: Json) -> Json:
        """Return the command meant, if this person may use it here."""
        number, name = text_or_none(data.get("id")), data.get("name")
        kind = whole(data.get("type"), 1)
        for command in reversed(self._world.commands):
            if number is not None and command["id"] != number:
                continue
            if (number is None and command["name"] != name) or command["type"] != kind:
                continue
            if command.get("guild_id", self._world.server_of(channel)) != self._world.server_of(channel):
                continue
            if self._offered(person, channel, command):
                return command
            raise ApiError(403, 50013, "Missing Permissions")
        raise unknown("application command")

    def _offered(self, person: User, channel: Channel, command: Json) -> bool:
        if channel.type == DM:
            contexts = command.get("contexts")
            in_direct = command.get("dm_permission") is not False if contexts is None else 1 in contexts
            return in_direct and "guild_id" not in command and self._world.shares_a_server(person)
        if command.get("contexts") is not None and 0 not in command["contexts"]:
            return False
        mine = self._world.channel_permissions(person, channel)
        if not mine & Permission.USE_APPLICATION_COMMANDS:
            return False
        if mine & Permission.ADMINISTRATOR or command["default_member_permissions"] is None:
            return True
        # "0" hides a command from everybody but administrators (Discord: Application Commands, "Permissions").
        needed = int(command["default_member_permissions"])
        return needed != 0 and mine & needed == needed

    def _press(self, person: User, channel: Channel, body: Json, files: Handed) -> Interaction:
        del files  # a press carries none
        message = channel.messages.get(str(body.get("message_id")))
        if message is None or not self._world.can_see(person, message) or message.flags & LOADING:
            raise unknown("Message")
        by_bot = message.author_id == self._world.bot.id
        if not by_bot and (message.webhook is None or message.webhook.application_id is None):
            raise unknown("Message")
        data = body.get("data") or {}
        component = _component(message, data)
        kind = component["type"]
        sent: Json = {"component_type": kind, "custom_id": component["custom_id"], "id": component["id"]}
        if kind != 2:
            values = [str(one) for one in data.get("values") or []]
            _check_values(component, values)
            sent["values"] = values
            if kind != 3:
                chosen = self._chosen(person, channel, component, values)
                sent["resolved"] = resolved(self._world, person, channel, chosen)
        made = self._desk.ask(person, channel, 3, sent)
        made.message = message
        return made

    def _chosen(self, person: User, where: Channel, select: Json, values: list[str]) -> dict[str, list[str]]:
        world, server = self._world, self._world.server_of(where)
        places = [one for one in (*world.every_channel(), *world.threads()) if world.server_of(one) == server]
        channels = [one.id for one in places if self._fits(person, one, select)]
        known = {"users": world.users, "roles": world.roles_of(server), "channels": channels}
        found: dict[str, list[str]] = {}
        for value in values:
            group = next((name for name in SELECT_KINDS[select["type"]] if value in known[name]), None)
            if group is None:
                raise invalid("data.values", "SELECT_COMPONENT_INVALID_VALUE", f"{value} cannot be chosen.")
            found.setdefault(group, []).append(value)
        return found

    def _fits(self, person: User, channel: Channel, select: Json) -> bool:
        # A client offers the channels its person can see, of the types the menu names.
        types = select.get("channel_types")
        return self._world.can_view(person, channel) and (not types or channel.type in types)

    def _submit(self, person: User, channel: Channel, body: Json, files: Handed) -> Interaction:
        data = body.get("data") or {}
        opener = self._opener(person, data)
        if opener.modal is None or opener.channel_id != channel.id:
            raise unknown("Interaction")
        form = filled_in(opener.modal["components"], data.get("components") or [], files)
        sent: Json = {"custom_id": opener.modal["custom_id"], "components": form.components}
        found = (
            resolved(self._world, person, channel, self._in_form(person, channel, form.chosen)) | files.resolved()
        )
        if found:
            sent["resolved"] = found
        made = self._desk.ask(person, channel, 5, sent)
        made.parent, made.message = opener, opener.message
        return made

    def _in_form(self, person: User, where: Channel, chosen: list[tuple[Json, list[str]]]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for select, values in chosen:
            for group, names in self._chosen(person, where, select, values).items():
                found.setdefault(group, []).extend(names)
        return found

    def _opener(self, person: User, data: Json) -> Interaction:
        mine = [one for one in self._desk.forms.values() if one.person_id == person.id]
        for one in reversed(mine):
            fits = one.modal is not None and one.modal["custom_id"] == data.get("custom_id")
            if fits and data.get("id") in (None, "", one.id):
                return one
        raise unknown("Interaction")

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of this file."""
        return (Route("POST", "/interactions", self.act, "person"),)


def _component(message: Message, data: Json) -> Json:
    for component in walk(message.components):
        if component.get("custom_id") is not None and component["custom_id"] == data.get("custom_id"):
            if data.get("component_type") not in (None, component["type"]):
                break
            if component.get("disabled"):
                raise invalid("data.custom_id", "COMPONENT_DISABLED", "This component is disabled.")
            return component
    raise invalid("data.custom_id", "COMPONENT_VALIDATION_FAILED", "Component validation failed")


def _check_values(component: Json, values: list[str]) -> None:
    low, high = component.get("min_values", 1), component.get("max_values", 1)
    if not low <= len(values) <= high or len(set(values)) != len(values):
        raise invalid("data.values", "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
    allowed = {option["value"] for option in component.get("options") or []}
    if component["type"] == 3 and not set(values) <= allowed:
        raise invalid("data.values", "SELECT_COMPONENT_INVALID_VALUE", "This is not one of the options.")
