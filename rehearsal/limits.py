"""The bot's rate limits, on real time (Discord: Topics, "Rate Limits")."""

import hashlib
import time
from dataclasses import dataclass

from rehearsal.calls import Answer, Call, Route
from rehearsal.mishaps import too_many
from rehearsal.records import Json

GLOBAL = 50
"""Requests a second, over all buckets."""

OTHERS = (50, 1.0)
TOKENS = (5, 2.0)
MESSAGE = "/channels/{channel_id}/messages/{message_id}"
RULES = (
    ("POST", "/channels/{channel_id}/messages", 5, 5.0),
    ("PATCH", MESSAGE, 5, 5.0),
    ("DELETE", MESSAGE, 5, 1.0),
)
EXEMPT = ("/interactions/", "/webhooks/")
"""Routes the limit over all buckets leaves out (Discord: Topics, "Rate Limits", "Global Rate Limit")."""

MAJOR = ("channel_id", "guild_id", "token")
KEPT_WINDOWS = 5_000


@dataclass(slots=True)
class Window:
    """What is left of one bucket until its window ends."""

    ends: float
    left: int


@dataclass(frozen=True, slots=True)
class Rule:
    """How many requests a route's buckets take in how many seconds."""

    limit: int
    seconds: float
    name: str
    exempt: bool


class Limits:
    """Counts the bot's requests; ``enforced`` False lets everything pass, for benchmarks that ask for it."""

    def __init__(self, enforced: bool = True) -> None:
        self.enforced = enforced
        self.invalid_requests = 0
        self.too_many = 0
        self._everything = Window(0.0, 0)
        self._windows: dict[str, Window] = {}
        self._rules: dict[tuple[str, str], Rule] = {}

    def take(self, route: Route, call: Call) -> tuple[dict[str, str], Answer | None]:
        """Count a request; returns the headers of its bucket and, if it is one too many, its refusal."""
        rule = self._rules.get((route.method, route.path)) or self._rule(route)
        if not self.enforced:
            return _headers(rule, rule.limit - 1, rule.seconds), None
        now = time.monotonic()
        if not rule.exempt and not _counts(self._everything, now, GLOBAL, 1.0):
            return {}, too_many(self._everything.ends - now, "global")
        window = self._windows.get(call.bucket) or self._open(call.bucket, now)
        counted = _counts(window, now, rule.limit, rule.seconds)
        headers = _headers(rule, window.left, window.ends - now)
        return headers, None if counted else too_many(window.ends - now, "user", headers)

    def note(self, given: Answer) -> None:
        """Take note of an answer: too many bad ones lead to a ban (Discord: "Invalid Request Limit")."""
        if given.status not in (401, 403, 429):
            return
        self.too_many += given.status == 429
        self.invalid_requests += given.headers.get("X-RateLimit-Scope") != "shared"

    def shown(self) -> Json:
        """Return the counts since the start."""
        return {"invalid_requests": self.invalid_requests, "too_many": self.too_many}

    def _rule(self, route: Route) -> Rule:
        exempt = route.path.startswith(EXEMPT)
        limit, seconds = TOKENS if exempt else OTHERS
        for method, path, count, length in RULES:
            if (method, path) == (route.method, route.path):
                limit, seconds = count, length
        name = hashlib.sha256(f"{route.method} {route.path}".encode()).hexdigest()[:32]
        rule = Rule(limit, seconds, name, exempt)
        self._rules[route.method, route.path] = rule
        return rule

    def _open(self, bucket: str, now: float) -> Window:
        if len(self._windows) >= KEPT_WINDOWS:
            self._windows = {key: window for key, window in self._windows.items() if window.ends > now}
        window = self._windows[bucket] = Window(0.0, 0)
        return window


def bucket_of(route: Route, path: dict[str, str]) -> str:
    """Return the bucket of a request: its route and what Discord calls its top-level resources."""
    major = ":".join(path[name][:20] for name in MAJOR if name in path)
    return f"{route.method} {route.path}" + (f" [{major}]" if major else "")


def _counts(window: Window, now: float, limit: int, seconds: float) -> bool:
    if window.ends <= now:
        window.ends, window.left = now + seconds, limit
    if window.left <= 0:
        return False
    window.left -= 1
    return True


def _headers(rule: Rule, left: int, rest: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(rule.limit),
        "X-RateLimit-Remaining": str(left),
        "X-RateLimit-Reset-After": f"{rest:.3f}",
        "X-RateLimit-Reset": f"{time.time() + rest:.3f}",
        "X-RateLimit-Bucket": rule.name,
    }
