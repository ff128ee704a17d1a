"""Reading a mishap out of ``POST /rehearsal/faults``; what makes no sense is refused with a sentence."""

import math
from collections.abc import Iterable
from typing import Any

from rehearsal.durations import refused
from rehearsal.faults import AT_ONCE, EVENT_FAULTS, REQUEST_FAULTS, Fault, without_names
from rehearsal.records import Json

KEYS = ("match", "do", "scope", "seconds", "code", "times", "when")
SCOPES = ("user", "global", "shared")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
LONGEST = 3600
EVENTS = (
    "INTERACTION_CREATE",
    *(f"MESSAGE_{what}" for what in ("CREATE", "UPDATE", "DELETE")),
    *(f"CHANNEL_{what}" for what in ("CREATE", "UPDATE", "DELETE")),
    *(f"GUILD_ROLE_{what}" for what in ("CREATE", "UPDATE", "DELETE")),
    "GUILD_MEMBER_UPDATE",
)


def fault_of(body: object, known: Iterable[tuple[str, str]]) -> Fault:
    """Return the mishap asked for; ``known`` are the methods and routes there are."""
    if not isinstance(body, dict):
        raise refused('A fault is an object such as {"do": "503"}.')
    given: Json = {key: value for key, value in body.items() if value is not None or key == "times"}
    strange = sorted(set(given) - set(KEYS))
    if strange:
        raise refused(f"A fault has no {strange[0]!r}; it has {_list(KEYS)}.")
    fault = Fault(_one_of("do", str(given.get("do")), (*REQUEST_FAULTS, *EVENT_FAULTS, *AT_ONCE)))
    fault.scope = _one_of("scope", given.get("scope", fault.scope), SCOPES)
    fault.when = _one_of("when", given.get("when", fault.when), ("before", "after"))
    fault.seconds = _seconds(given.get("seconds", fault.seconds))
    fault.code = _code(given.get("code", fault.code))
    fault.times = _times(given.get("times", 1), fault.do)
    _aim(fault, given.get("match", {}), known)
    return fault


def _aim(fault: Fault, match: object, known: Iterable[tuple[str, str]]) -> None:
    if not isinstance(match, dict) or not set(match) <= {"method", "route"}:
        raise refused("A match is an object with method and route, or one of them.")
    method, route = match.get("method"), match.get("route")
    if fault.do in REQUEST_FAULTS:
        fault.method = None if method is None else _one_of("method", str(method).upper(), METHODS)
        fault.route = None if route is None else str(route)
        if route is not None and not _there_is(fault, known):
            raise refused(
                f"There is no {fault.method or 'call'} {fault.route} here; /rehearsal/requests names routes."
            )
    elif method is not None:
        raise refused(f"{fault.do} meets no requests, so its match has no method.")
    elif route is not None and fault.do in AT_ONCE:
        raise refused(f"{fault.do} happens at once and meets no event, so its match has no route.")
    elif route is not None:
        fault.route = _one_of("route", route, EVENTS)


def _there_is(fault: Fault, known: Iterable[tuple[str, str]]) -> bool:
    return any(fault.meets(method, without_names(path)) for method, path in known)


def _one_of(name: str, value: object, choices: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in choices:
        raise refused(f"There is no {name} {value!r}; there are {_list(choices)}.")
    return value


def _seconds(value: Any) -> float:  # noqa: ANN401  (a JSON value can be anything)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or not 0 <= value <= LONGEST:
        raise refused(f"{value!r} is no number of seconds from 0 to {LONGEST}.")
    return float(value)


def _code(value: Any) -> int:  # noqa: ANN401  (a JSON value can be anything)
    # The codes a server may close a gateway with (Discord: Opcodes and Status Codes; RFC 6455, 7.4).
    if isinstance(value, bool) or value not in (1000, 1001, *range(4000, 4015)):
        raise refused(f"{value!r} is no code the gateway closes with: 1000, 1001, or 4000 to 4014.")
    return int(value)


def _times(value: Any, do: str) -> int | None:  # noqa: ANN401  (a JSON value can be anything)
    if do in AT_ONCE and value != 1:
        raise refused(f"{do} happens at once and once; leave times out.")
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise refused(f"{value!r} is no number of times: say 1 or more, or null for until it is cleared.")
    return value


def _list(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}"
