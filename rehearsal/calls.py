"""One HTTP call to the API: who makes it, with what body, and how it is answered and recorded."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from rehearsal.errors import ApiError
from rehearsal.records import Channel, Json, User
from rehearsal.world import World


@dataclass
class Upload:
    """A file that came with a multipart body."""

    name: str
    content_type: str
    data: bytes


@dataclass
class Call:
    """A call as a handler sees it."""

    world: World
    path: dict[str, str]
    query: dict[str, str]
    sent: object = None
    uploads: dict[str, Upload] = field(default_factory=dict)
    caller: User | None = None
    request: web.Request | None = None
    by_bot: bool = False
    bucket: str = ""
    refusal: ApiError | None = None

    @property
    def line(self) -> asyncio.BaseTransport | None:
        """The connection the call came on; None once it is gone."""
        return self.request.transport if self.request else None

    @property
    def gone(self) -> bool:
        """Whether whoever called does not wait for the answer any more."""
        return self.line is None or self.line.is_closing()

    @property
    def judged(self) -> bool:
        """Whether the body is the JSON that Discord describes; a form may carry files and nothing else."""
        return self.sent is not None or not self.uploads

    @property
    def actor(self) -> User:
        """Whoever makes the call; 401 if nobody known does."""
        if self.caller is None:
            raise ApiError(401, 0, "401: Unauthorized")
        return self.caller

    @property
    def body(self) -> Json:
        """The body, which has to be an object (Discord answers 50109 or 50035 otherwise)."""
        if not isinstance(self.sent, dict):
            raise ApiError(400, 50035, "Invalid Form Body")
        return self.sent

    def channel(self) -> Channel:
        """Return the channel of the path, if it exists and the caller may see it (10003, 50001)."""
        channel = self.world.channel(self.path["channel_id"])
        if not self.world.can_view(self.actor, channel):
            raise ApiError(403, 50001, "Missing Access")
        return channel

    def number(self, name: str, default: int, high: int) -> int:
        """Return a whole number of the query, between 1 and ``high``."""
        text = self.query.get(name, str(default))
        if not text.isdigit() or not 1 <= int(text) <= high:
            raise ApiError(400, 50035, "Invalid Form Body")
        return int(text)


@dataclass
class Answer:
    """What a call is answered with, and for the record, in plain words, what was wrong with it."""

    status: int
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


Handler = Callable[[Call], Awaitable[object]]


@dataclass(frozen=True)
class Route:
    """One operation: method, path below /api/v10, what answers it, and who may call it."""

    method: str
    path: str
    handler: Handler
    # "bot", "person", "both"; "token" for routes whose secret stands in the path itself.
    for_whom: str = "both"


async def read_body(request: web.Request) -> tuple[object, dict[str, Upload]]:
    """Return the JSON body and the uploads of a request, be it JSON or multipart."""
    if request.content_type.startswith("multipart/"):
        return await _read_form(request)
    text = await request.text()
    return (_parsed(text) if text else None), {}


def _parsed(text: str | bytes | bytearray) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        raise ApiError(400, 50109, "The request body contains invalid JSON.") from error


async def _read_form(request: web.Request) -> tuple[object, dict[str, Upload]]:
    body: object = None
    uploads: dict[str, Upload] = {}
    form = await request.post()
    for name, value in form.items():
        if isinstance(value, web.FileField):
            number = re.sub(r"\D", "", name) or "0"
            uploads[number] = Upload(value.filename, value.content_type, value.file.read())
        elif name == "payload_json":
            # Text, or bytes where the sender named a content type for this part.
            body = _parsed(value)
    return body, uploads


def answer(status: int, body: object = None, headers: dict[str, str] | None = None) -> web.Response:
    """Return a response the way Discord sends it: the content type without a charset."""
    if body is None:
        return web.Response(status=status, headers=headers)
    data = json.dumps(body, separators=(",", ":")).encode()
    return web.Response(status=status, body=data, content_type="application/json", headers=headers)


def ids(value: object) -> list[str]:
    """Return a list of ids as texts, whether they came as numbers or texts."""
    return [str(one) for one in value] if isinstance(value, list) else []


def whole(value: object, default: int = 0) -> int:
    """Return a number that may have come as text, as permissions do."""
    if value is None:
        return default
    try:
        return int(str(value))
    except ValueError as error:
        raise ApiError(400, 50035, "Invalid Form Body") from error


def text_or_none(value: Any) -> str | None:  # noqa: ANN401  (a JSON value can be anything)
    """Return a JSON value as text, keeping null."""
    return None if value is None else str(value)
