"""What the host decides for the computer it runs on: settings from the environment over `.env`."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from bot.core.refusals import SettingsFault

EXAMPLE_TOKEN = "paste-the-token-here"  # noqa: S105  (says itself that it is none)
"""What `.env.example` holds instead of a token."""

LOG_FORMATS = ("text", "json")
"""How a line of the log is written: to be read, or one JSON object a line."""

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
"""What may be written into the log, most talkative first."""

_PART = re.compile(r"[A-Za-z0-9_-]+")
_LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)")
_QUOTED = re.compile(r"""(["'])(.*?)\1\s*(?:#.*)?""")


@dataclass(frozen=True, slots=True)
class Declared:
    """One setting: its default, and whether hosts may want it (`.env.example` lists those)."""

    default: str = ""
    for_hosts: bool = True


DECLARED: Mapping[str, Declared] = MappingProxyType(
    {
        "HEARTH_DISCORD_TOKEN": Declared(),
        "HEARTH_DATA_DIR": Declared("data"),
        "HEARTH_KEY_FILE": Declared("keys/hearth.key"),
        "HEARTH_LOG_LEVEL": Declared("INFO"),
        "HEARTH_LOG_FORMAT": Declared("text"),
        "HEARTH_LOG_FILE": Declared(),
        "HEARTH_DISCORD_API": Declared(),
        "HEARTH_DISCORD_GATEWAY": Declared(),
        # Checked already; it is followed once a rehearsal can lead the clock.
        "HEARTH_CLOCK_URL": Declared(for_hosts=False),
        # Only rehearsals and benchmarks know that all servers are there at once.
        "HEARTH_READY_TIMEOUT": Declared(for_hosts=False),
    }
)
"""Every setting there is, by name."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the host decided; an empty token means that there is none."""

    token: str = field(repr=False)
    api: str | None
    gateway: str | None
    clock_url: str | None
    data_dir: Path
    key_file: Path
    log_level: str
    ready_timeout: float | None
    log_format: str = LOG_FORMATS[0]
    log_file: Path | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    value: str
    place: str

    def fault(self, what: str) -> SettingsFault:
        return SettingsFault(f"{self.place}: {self.name} {what}.")


def own_environment() -> Mapping[str, str]:
    """Answer this process's environment."""
    return os.environ


def read_settings(environment: Mapping[str, str], folder: Path) -> Settings:
    """Read the settings of the environment, and those of `.env` in the folder where it has none.

    Relative paths begin at the folder. Raises `SettingsFault` naming file, line and fix.
    """
    found = _read_env_file(folder / ".env")
    for name in DECLARED:
        if environment.get(name, "").strip():
            found[name] = _Found(name, environment[name].strip(), "The environment")

    def get(name: str) -> _Found:
        here = found.get(name)
        return here if here and here.value else _Found(name, DECLARED[name].default, "The environment")

    api, gateway = get("HEARTH_DISCORD_API"), get("HEARTH_DISCORD_GATEWAY")
    _check_pair(api, gateway)
    return Settings(
        token=_token(get("HEARTH_DISCORD_TOKEN")),
        api=_loopback(api, "http"),
        gateway=_loopback(gateway, "ws"),
        clock_url=_loopback(get("HEARTH_CLOCK_URL"), "http"),
        data_dir=_path(get("HEARTH_DATA_DIR"), folder),
        key_file=_path(get("HEARTH_KEY_FILE"), folder),
        log_level=_log_level(get("HEARTH_LOG_LEVEL")),
        ready_timeout=_seconds(get("HEARTH_READY_TIMEOUT")),
        log_format=_log_format(get("HEARTH_LOG_FORMAT")),
        log_file=_path(get("HEARTH_LOG_FILE"), folder) if get("HEARTH_LOG_FILE").value else None,
    )


def _read_env_file(path: Path) -> dict[str, _Found]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        raise SettingsFault(
            ".env is not plain text: save it as UTF-8, or write it anew from .env.example."
        ) from None
    except OSError as fault:
        raise SettingsFault(
            f".env cannot be read ({fault.strerror}): give it to the user who runs Hearth."
        ) from None
    found: dict[str, _Found] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            setting = _setting(f".env, line {number}", line.strip())
            if setting.name in found:
                earlier = found[setting.name].place.removeprefix(".env, ")
                raise setting.fault(f"is already set in {earlier}; remove one of the two")
            found[setting.name] = setting
    return found


def _setting(place: str, line: str) -> _Found:
    # The line itself is never shown: it may hold the token.
    parts = _LINE.fullmatch(line)
    if parts is None:
        raise SettingsFault(
            f"{place} is no setting: write NAME=VALUE, or begin the line with # to keep it as a note."
        )
    found = _Found(parts[1], _unquoted(place, parts[2]), place)
    if found.name not in DECLARED and found.name.upper().startswith("HEART"):
        (nearest,) = get_close_matches(found.name.upper(), DECLARED, n=1, cutoff=0.0)
        raise found.fault(f"is no setting of Hearth; write {nearest} if that is meant, or remove the line")
    return found


def _unquoted(place: str, value: str) -> str:
    if value[:1] in ("'", '"'):
        quoted = _QUOTED.fullmatch(value)
        if quoted is None:
            raise SettingsFault(
                f"{place} has a quotation mark without its partner: put the same mark at both ends."
            )
        return quoted[2].strip()
    return re.split(r"(?:^|\s)#", value, maxsplit=1)[0].strip()


def _token(found: _Found) -> str:
    token = found.value
    if token == EXAMPLE_TOKEN:
        raise found.fault("still holds the example's text; put your bot's token there, or nothing to rehearse")
    if token.lower().startswith("bot "):
        raise found.fault('begins with "Bot"; write the token alone')
    if any(sign.isspace() for sign in token):
        raise found.fault("has a space in it; copy the token again, as one piece")
    if token and [bool(_PART.fullmatch(part)) for part in token.split(".")] != [True] * 3:
        raise found.fault(
            "is no bot token, which is three parts joined by dots; copy it again from the Bot page of your "
            "application (it is neither the application id nor the public key)"
        )
    return token


def _loopback(found: _Found, scheme: str) -> str | None:
    if not found.value:
        return None
    if not _is_loopback(found.value, scheme):
        raise found.fault(
            f"must be an address of this computer, such as {scheme}://127.0.0.1:8420; leave it out for Discord"
        )
    return found.value.rstrip("/")


def _is_loopback(url: str, scheme: str) -> bool:
    # Programs disagree on what a backslash or a name before "@" means, so neither is let through.
    if any(sign in url for sign in "\\@?#") or any(sign.isspace() for sign in url):
        return False
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
        return parts.scheme == scheme and (host == "localhost" or ip_address(host).is_loopback)
    except ValueError:
        return False


def _check_pair(api: _Found, gateway: _Found) -> None:
    # With one of them alone, what is meant for the rehearsal would reach Discord.
    for one, other in ((api, gateway), (gateway, api)):
        if one.value and not other.value:
            raise one.fault(f"is set without {other.name}; set both for a rehearsal, or none for Discord")


def _path(found: _Found, folder: Path) -> Path:
    try:
        return (folder / Path(found.value).expanduser()).absolute()
    except (RuntimeError, ValueError):
        raise found.fault("is no path of this computer; write it out in full") from None


def _log_level(found: _Found) -> str:
    if found.value.upper() not in LOG_LEVELS:
        raise found.fault(f"is none of {', '.join(LOG_LEVELS)}; write one of them")
    return found.value.upper()


def _log_format(found: _Found) -> str:
    if found.value.lower() not in LOG_FORMATS:
        raise found.fault(f"is none of {', '.join(LOG_FORMATS)}; write one of them")
    return found.value.lower()


def _seconds(found: _Found) -> float | None:
    if not found.value:
        return None
    if re.fullmatch(r"\d{1,3}(\.\d+)?", found.value) is None:
        raise found.fault("is no number of seconds; write one such as 2.0, or leave it out")
    return float(found.value)
