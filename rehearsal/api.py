"""The way of every call: known route, known caller, handler, answer, record."""

import re
from collections.abc import Awaitable, Callable

from aiohttp import web

from rehearsal.calls import Answer, Call, Route, answer, read_body
from rehearsal.errors import ApiError, missing_access, not_here
from rehearsal.faults import Fault, Faults
from rehearsal.limits import Limits, bucket_of
from rehearsal.mishaps import befall
from rehearsal.records import Json, User
from rehearsal.request_log import RequestLog
from rehearsal.verdicts import Verdicts
from rehearsal.world import World

PREFIX = "/api/v10"


class Api:
    """Answers the API's routes, and everything else with a loud 501."""

    def __init__(self, world: World, log: RequestLog, faults: Faults, limits: Limits, verdicts: Verdicts) -> None:
        self._world = world
        self._log = log
        self._faults = faults
        self._limits = limits
        self._verdicts = verdicts
        self.known: list[tuple[str, str]] = []

    def add(self, app: web.Application, routes: tuple[Route, ...], prefix: str = PREFIX) -> None:
        """Put routes into the application."""
        for route in routes:
            app.router.add_route(route.method, prefix + route.path, self._served(route))
            if prefix == PREFIX:
                self.known.append((route.method, route.path))

    def _served(self, route: Route) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve(request: web.Request) -> web.Response:
            return await self._serve(route, request)

        return serve

    async def unknown(self, request: web.Request) -> web.Response:
        """Say loudly that there is no such thing here, and record it."""
        path = request.path.removeprefix(PREFIX)
        template = re.sub(r"/\d{15,}", "/{id}", path)

        async def refuse(call: Call) -> None:
            del call
            raise not_here(f"{request.method} {template}")

        return await self._serve(Route(request.method, template, refuse, "token"), request)

    async def _serve(self, route: Route, request: web.Request) -> web.Response:
        call = Call(self._world, dict(request.match_info), dict(request.query), request=request)
        call.caller = self._caller(request)
        call.by_bot = _is_the_bots(request, route, call.caller)
        call.bucket = bucket_of(route, call.path)
        try:
            call.sent, call.uploads = await read_body(request)
        except ApiError as error:
            call.refusal = error
        fault = self._faults.strike_request(request.method, route.path) if call.by_bot else None
        given = await (self._do(route, call) if fault is None else self._befall(fault, route, call))
        return answer(given.status or 500, given.body, given.headers)

    async def _befall(self, fault: Fault, route: Route, call: Call) -> Answer:
        done: list[Answer] = []

        async def do() -> Answer:
            done.append(await self._do(route, call, fault))
            return done[0]

        given = await befall(fault, call, do)
        if not done:
            self._record(route, call, given, fault)
        return given

    async def _do(self, route: Route, call: Call, fault: Fault | None = None) -> Answer:
        headers, given = self._limits.take(route, call) if call.by_bot else ({}, None)
        try:
            if given is None:
                given = await self._done(route, call)
        except ApiError as error:
            given = Answer(error.status, error.body(), problems=error.problems())
        given.headers |= headers
        if call.by_bot:
            self._record(route, call, given, fault)
        return given

    async def _done(self, route: Route, call: Call) -> Answer:
        if call.refusal is not None:
            raise call.refusal
        self._admit(route, call.caller)
        if call.by_bot:
            self._verdicts.check_request(call, route)
        return _answered(await route.handler(call))

    def _caller(self, request: web.Request) -> User | None:
        given = request.headers.get("Authorization", "")
        user = self._world.by_token(given.removeprefix("Bot ")) if given else None
        # A bot's token counts only with its "Bot" before it, a person's only without.
        if user is not None and user.bot != given.startswith("Bot "):
            return None
        return user

    def _admit(self, route: Route, caller: User | None) -> None:
        if route.for_whom == "token":
            return
        if caller is None:
            raise ApiError(401, 0, "401: Unauthorized")
        if route.for_whom == "bot" and not caller.bot:
            raise missing_access()
        if route.for_whom == "person" and caller.bot:
            raise ApiError(403, 20001, "Bots cannot use this endpoint")

    def _record(self, route: Route, call: Call, given: Answer, fault: Fault | None) -> None:
        entry: Json = {"method": route.method, "route": route.path, "bucket": call.bucket}
        entry |= {"body": call.sent, "status": given.status, "problems": given.problems}
        self._limits.note(given)
        self._verdicts.see_answer(route, given)
        self._log.note(entry | ({} if fault is None else {"fault": fault.do}))


def _is_the_bots(request: web.Request, route: Route, caller: User | None) -> bool:
    if not request.path.startswith(PREFIX):
        return False
    if caller is not None:
        return caller.bot
    # Interaction answers carry their secret in the path; a refused log-in is the bot's too.
    return route.for_whom == "token" or "Authorization" in request.headers


def _answered(value: object) -> Answer:
    """Return the answer a handler gave: a body, nothing, or status, body and headers."""
    if isinstance(value, tuple):
        status, body, *rest = value
        return Answer(status, body, dict(rest[0]) if rest else {})
    return Answer(204 if value is None else 200, value)
