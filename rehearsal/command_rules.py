"""What Discord accepts as an application command (Discord: Interactions, "Application Commands")."""

import re

from rehearsal.errors import Form
from rehearsal.records import Json

# The documented pattern, with \w standing for letters and numbers of every script.
NAME = re.compile(r"^[-_'\w]{1,32}$")
OPTION_TYPES = range(1, 12)
LOCALES = frozenset((
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt",
    "hu", "nl", "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs",
    "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko",
))  # fmt: skip


def check_commands(commands: list[Json]) -> None:
    """Refuse a list of commands that Discord would refuse (50035)."""
    form = Form()
    seen: set[tuple[int, str]] = set()
    for index, command in enumerate(commands):
        key = (command.get("type") or 1, str(command.get("name")))
        if key in seen:
            form.fault(str(index), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Names must be unique")
        seen.add(key)
        check_command(form, f"{index}.", command)
    for kind, high in ((1, 100), (2, 15), (3, 15)):
        if sum(k == kind for k, _ in seen) > high:
            form.fault("0", "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
    form.check()


def check_command(form: Form, at: str, command: Json) -> None:
    """Note what is wrong with one command."""
    kind = command.get("type") or 1
    if kind not in (1, 2, 3):
        form.fault(f"{at}type", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3).")
    elif kind == 1:
        _name(form, f"{at}name", command.get("name"))
        form.length(f"{at}description", command.get("description"), 1, 100)
    else:
        form.length(f"{at}name", command.get("name"), 1, 32)
        if command.get("description") or command.get("options"):
            form.fault(f"{at}description", "APPLICATION_COMMAND_INVALID", "Not for this kind of command.")
    _translations(form, at, command)
    _options(form, f"{at}options", command.get("options") or [])
    if _size(command) > 8000:
        form.fault(f"{at}name", "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds 8000 characters.")


def _name(form: Form, path: str, name: object) -> None:
    form.length(path, name, 1, 32)
    if isinstance(name, str) and (not NAME.match(name) or name != name.lower()):
        form.fault(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _translations(form: Form, at: str, holder: Json) -> None:
    for name, high in (("name_localizations", 32), ("description_localizations", 100)):
        for locale, text in (holder.get(name) or {}).items():
            if locale not in LOCALES:
                form.fault(f"{at}{name}", "BASE_TYPE_CHOICES", f"{locale} is no locale of Discord.")
            form.length(f"{at}{name}.{locale}", text, 1, high)


def _options(form: Form, path: str, options: list[Json]) -> None:
    if len(options) > 25:
        form.fault(path, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    names: set[str] = set()
    optional_seen = False
    for index, option in enumerate(options):
        here = f"{path}.{index}"
        _name(form, f"{here}.name", option.get("name"))
        form.length(f"{here}.description", option.get("description"), 1, 100)
        _translations(form, f"{here}.", option)
        if option.get("name") in names:
            form.fault(f"{here}.name", "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Names must be unique")
        names.add(str(option.get("name")))
        if option.get("type") not in OPTION_TYPES:
            form.fault(f"{here}.type", "BASE_TYPE_CHOICES", "Value must be an option type.")
        if option.get("required") and optional_seen:
            message = "Required options must be placed before non-required options"
            form.fault(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional_seen = optional_seen or not option.get("required")
        _choices(form, here, option)
        _options(form, f"{here}.options", option.get("options") or [])


def _choices(form: Form, path: str, option: Json) -> None:
    choices = option.get("choices") or []
    if len(choices) > 25:
        form.fault(f"{path}.choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    if choices and option.get("autocomplete"):
        form.fault(f"{path}.choices", "APPLICATION_COMMAND_OPTION_INVALID", "Not with autocomplete.")
    for index, choice in enumerate(choices):
        form.length(f"{path}.choices.{index}.name", choice.get("name"), 1, 100)


def _size(holder: Json) -> int:
    size = len(str(holder.get("name") or "")) + len(str(holder.get("description") or ""))
    size += sum(len(str(c.get("name"))) + len(str(c.get("value"))) for c in holder.get("choices") or [])
    return size + sum(_size(option) for option in holder.get("options") or [])
