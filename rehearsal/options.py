"""The options a person gave with a command, checked against the command (Discord: "Application Commands")."""

from rehearsal.errors import ApiError, invalid
from rehearsal.handing import Handed
from rehearsal.records import Json
from rehearsal.world import World

SUB, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(1, 12)


class Options:
    """Checks options and remembers which users, roles and channels they mention."""

    def __init__(self, world: World, files: Handed, autocompleting: bool) -> None:
        self._world = world
        self._files = files
        self._autocompleting = autocompleting
        self.mentioned: dict[str, list[str]] = {}

    def checked(self, known: list[Json], given: list[Json], path: str) -> list[Json]:
        """Return the options as the bot gets them, or refuse with 50035."""
        by_name = {option["name"]: option for option in known}
        found: list[Json] = []
        for index, one in enumerate(given):
            option = by_name.get(str(one.get("name")))
            if option is None:
                raise invalid(f"{path}.{index}", "COMMAND_OPTION_UNKNOWN", "This option does not exist.")
            found.append(self._one(option, one, f"{path}.{index}"))
        names = {one["name"] for one in found}
        nested = any(option["type"] in (SUB, GROUP) for option in known)
        if nested and not found:
            raise invalid(path, "BASE_TYPE_REQUIRED", "A subcommand has to be chosen.")
        missing = [o["name"] for o in known if o.get("required") and o["name"] not in names]
        if missing and not self._autocompleting:
            raise invalid(f"{path}.{missing[0]}", "BASE_TYPE_REQUIRED", "This field is required")
        return found

    def _one(self, option: Json, given: Json, path: str) -> Json:
        kind = option["type"]
        if given.get("type", kind) != kind:
            raise invalid(f"{path}.type", "BASE_TYPE_CHOICES", f"Value must be one of ({kind}).")
        sent: Json = {"name": option["name"], "type": kind}
        if kind in (SUB, GROUP):
            inner = self.checked(option.get("options") or [], given.get("options") or [], f"{path}.options")
            return sent | {"options": inner}
        if self._autocompleting:
            # While typing nothing is checked, and numbers travel as they are typed.
            sent["value"] = given.get("value", "")
            if kind in (INTEGER, NUMBER) and given.get("focused"):
                sent["value"] = str(sent["value"])
            return sent | ({"focused": True} if given.get("focused") else {})
        return sent | {"value": self._value(option, given.get("value"), f"{path}.value")}

    def _value(self, option: Json, value: object, path: str) -> object:
        kind = option["type"]
        if kind == ATTACHMENT:
            return self._files.taken(str(value), path)
        if kind in (USER, CHANNEL, ROLE, MENTIONABLE):
            return self._mention(option, str(value), path)
        fits = {
            STRING: isinstance(value, str),
            INTEGER: isinstance(value, int) and not isinstance(value, bool),
            BOOLEAN: isinstance(value, bool),
            NUMBER: isinstance(value, int | float) and not isinstance(value, bool),
        }[kind]
        if not fits:
            raise invalid(path, "COMMAND_OPTION_TYPE", "Could not interpret the value.")
        _in_range(option, value, path)
        choices = [choice["value"] for choice in option.get("choices") or []]
        if choices and value not in choices:
            raise invalid(path, "BASE_TYPE_CHOICES", "This is not one of the choices.")
        return value

    def _mention(self, option: Json, value: str, path: str) -> str:
        world, kind = self._world, option["type"]
        groups = {USER: "users", ROLE: "roles", CHANNEL: "channels"}
        group = groups.get(kind) or ("users" if value in world.users else "roles")
        known = {"users": world.users, "roles": world.roles, "channels": world.channels}[group]
        if value not in known:
            raise invalid(path, "COMMAND_OPTION_TYPE", f"{value} is not known here.")
        types = option.get("channel_types")
        if kind == CHANNEL and types and world.channels[value].type not in types:
            raise ApiError(400, 50035, "Invalid Form Body")
        self.mentioned.setdefault(group, []).append(value)
        return value


def _in_range(option: Json, value: object, path: str) -> None:
    size = len(value) if isinstance(value, str) else value
    if not isinstance(size, int | float) or isinstance(size, bool):
        return
    text = isinstance(value, str)
    low = option.get("min_length" if text else "min_value")
    high = option.get("max_length" if text else "max_value")
    if (low is not None and size < low) or (high is not None and size > high):
        raise invalid(path, "NUMBER_TYPE_MAX", f"Must be between {low} and {high}.")
    if text and not 1 <= size <= 6000:
        raise invalid(path, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 6000 in length.")
