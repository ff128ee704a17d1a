"""The rehearsal server: REST, gateway, page and the rehearsal's own routes on one loopback port."""

import asyncio
from importlib import resources
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from rehearsal.acting import Acting
from rehearsal.api import Api
from rehearsal.clock import WorldClock
from rehearsal.desk import Desk
from rehearsal.faults import Faults
from rehearsal.gateway import Gateway
from rehearsal.inbox import Inbox
from rehearsal.leading import Leading
from rehearsal.limits import Limits
from rehearsal.playbill import Playbill
from rehearsal.posting import Posting
from rehearsal.request_log import RequestLog
from rehearsal.routes import account, channels, commands, inviting, roles, servers
from rehearsal.routes.answers import Answers
from rehearsal.routes.clock import ClockRoutes
from rehearsal.routes.contract import Contract
from rehearsal.routes.faults import FaultRoutes
from rehearsal.routes.going import Going
from rehearsal.routes.messages import Messages
from rehearsal.routes.stories import StoryRoutes
from rehearsal.routes.threads import ThreadRoutes
from rehearsal.routes.webhooks import Webhooks
from rehearsal.town import riverside
from rehearsal.verdicts import Verdicts
from rehearsal.world import World

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
PAGE = resources.files("rehearsal").joinpath("page")
TYPES = {"html": "text/html", "js": "text/javascript", "css": "text/css"}


class Rehearsal:
    """A small Discord; ``start`` opens it on 127.0.0.1 and nowhere else.

    ``limits`` False switches the bot's rate limits off, for benchmarks that measure something else.
    """

    def __init__(self, clock: WorldClock | None = None, *, limits: bool = True) -> None:
        self.world: World = riverside(clock)
        self.faults = Faults()
        self.limits = Limits(limits)
        self.verdicts = Verdicts(self.world.clock)
        self.gateway = Gateway(self.world, self.faults, self.verdicts)
        self.inbox = Inbox(self.world)
        self.requests = RequestLog(self.world.clock)
        self.desk = Desk(self.world)
        self.playbill = Playbill(self.world)
        self.leading = Leading(self.world.clock, self.gateway.connected)
        self.gateway.on_ready.append(self.leading.logged_in)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The address of the page and of the rehearsal's own routes."""
        return self.world.base_url

    @property
    def api_url(self) -> str:
        """The address the bot takes for Discord's API."""
        return f"{self.url}/api/v10"

    @property
    def gateway_url(self) -> str:
        """The address the bot takes for Discord's gateway."""
        return self.url.replace("http://", "ws://") + "/gateway"

    @property
    def bot_token(self) -> str:
        """The token the bot logs in with."""
        return self.world.bot.token

    async def start(self, port: int = 0) -> str:
        """Open the server and return its address; port 0 takes any free one."""
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.world.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self.url

    async def stop(self) -> None:
        """Close every connection and the server."""
        self.desk.close()
        self.leading.close()
        self.faults.clear()
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def bot_is_here(self, commands: bool = True, since: float = 0.0) -> None:
        """Wait for a session begun after ``since`` and, unless told otherwise, for commands to use."""
        news = asyncio.Event()
        self.world.listeners.append(hear := lambda _: news.set())
        self.gateway.on_ready.append(news.set)
        try:
            while not (self.gateway.connected(since) and (self.world.commands or not commands)):
                await news.wait()
                news.clear()
        finally:
            self.world.listeners.remove(hear)
            self.gateway.on_ready.remove(news.set)

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[_only_loopback], client_max_size=26 * 1024**2)
        api = Api(self.world, self.requests, self.faults, self.limits, self.verdicts)
        posting = Posting(self.world)
        for routes in (account.ROUTES, roles.ROUTES, channels.ROUTES, commands.ROUTES):
            api.add(app, routes)
        api.add(app, Messages(posting).routes())
        api.add(app, Acting(self.world, self.desk).routes())
        answers = Answers(self.world, self.desk, posting)
        api.add(app, ThreadRoutes(posting).routes())
        api.add(app, answers.routes())
        api.add(app, Webhooks(posting, answers).routes())
        contract = Contract(self.inbox, self.requests, self.limits, self.leading, self.verdicts)
        api.add(app, contract.routes(), prefix="")
        api.add(app, ClockRoutes(self.leading).routes(), prefix="")
        api.add(app, StoryRoutes(self.playbill).routes(), prefix="")
        api.add(app, FaultRoutes(self.faults, self.gateway, api.known).routes(), prefix="")
        api.add(app, inviting.ROUTES + servers.ROUTES, prefix="")
        api.add(app, Going(posting.threads).routes(), prefix="")
        app.router.add_get("/gateway", self.gateway.accept)
        app.router.add_get("/gateway/", self.gateway.accept)
        app.router.add_get("/attachments/{tail:.*}", self._attachment)
        app.router.add_get("/", _page)
        app.router.add_get(r"/{name:[a-z]+\.(?:js|css)}", _page)
        app.router.add_route("*", "/{tail:.*}", api.unknown)
        return app

    async def _attachment(self, request: web.Request) -> web.Response:
        if request.path not in self.world.files:
            return web.Response(status=404, text="There is no such file.")
        content_type, data = self.world.files[request.path]
        # Files come from the bot and from people: they are shown as downloads, never run as pages.
        headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=data, content_type=content_type, headers=headers)


@web.middleware
async def _only_loopback(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse other host names and pages from elsewhere, so that no web page elsewhere can talk to the rehearsal."""
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    if host not in LOOPBACK:
        return web.Response(status=403, text="The rehearsal answers on this machine only.")
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).hostname not in (*LOOPBACK, "::1"):
        return web.Response(status=403, text="The rehearsal answers to pages of this machine only.")
    return await handler(request)


async def _page(request: web.Request) -> web.Response:
    name = request.match_info.get("name", "index.html")
    file = PAGE.joinpath(name)
    if not file.is_file():
        return web.Response(status=404, text="The page has no such part.")
    return web.Response(text=file.read_text("utf-8"), content_type=TYPES[name.rsplit(".", 1)[1]])
