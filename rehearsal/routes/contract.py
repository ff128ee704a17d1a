"""The rehearsal's own routes: the world, each person's inbox, the bot's requests."""

from rehearsal import shapes
from rehearsal.calls import Call, Route
from rehearsal.errors import ApiError
from rehearsal.inbox import Inbox
from rehearsal.leading import Leading
from rehearsal.limits import Limits
from rehearsal.records import Json
from rehearsal.request_log import RequestLog
from rehearsal.routes import servers
from rehearsal.routes.clock import due_text
from rehearsal.verdicts import Verdicts

LONGEST_WAIT = 25.0


class Contract:
    """What the page, the stories and the tests read."""

    def __init__(self, inbox: Inbox, log: RequestLog, limits: Limits, leading: Leading, verdicts: Verdicts) -> None:
        self._inbox = inbox
        self._log = log
        self._limits = limits
        self._leading = leading
        self._verdicts = verdicts

    async def world(self, call: Call) -> Json:
        """Show the whole world."""
        world = call.world
        threads = [one for one in world.threads() if world.server_of(one) == world.guild_id]
        channels = [shapes.channel(world, c) for c in (*world.guild_channels(), *threads)]
        return {
            "now": world.clock.iso(),
            "next_due": due_text(self._leading),
            "guild": {"id": world.guild_id, "name": world.guild_name},
            "channels": [{key: c[key] for key in ("id", "name", "type", "parent_id")} for c in channels],
            "roles": [shapes.role(role) for role in world.roles_of("").values()],
            "people": [servers.person(one) for one in world.people],
            "application": {"id": world.application_id, "name": world.bot.name},
            "commands": world.commands,
            "servers": [servers.shown(world, one) for one in world.others],
        }

    async def inbox(self, call: Call) -> list[Json]:
        """Show what a person could see after an entry; ``wait`` seconds for the next one if there is none."""
        person = call.world.person(call.path["person"])
        after = _number(call.query.get("after", "0"))
        wait = min(_number(call.query.get("wait", "0")), LONGEST_WAIT)
        if wait > 0:
            return await self._inbox.wait(person, int(after), wait)
        return self._inbox.after(person, int(after))

    async def requests(self, call: Call) -> list[Json]:
        """Show the bot's requests after a number."""
        return self._log.after(int(_number(call.query.get("after", "0"))))

    async def limits(self, call: Call) -> Json:
        """Show how many of the bot's requests were refused in a way that can lead to a ban."""
        del call
        return self._limits.shown()

    async def problems(self, call: Call) -> list[Json]:
        """Show what this server itself got wrong, by Discord's descriptions."""
        del call
        return self._verdicts.problems

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of this file."""
        return (
            Route("GET", "/rehearsal/world", self.world, "token"),
            Route("GET", "/rehearsal/inbox/{person}", self.inbox, "token"),
            Route("GET", "/rehearsal/requests", self.requests, "token"),
            Route("GET", "/rehearsal/limits", self.limits, "token"),
            Route("GET", "/rehearsal/problems", self.problems, "token"),
        )


def _number(text: str) -> float:
    try:
        return max(float(text), 0)
    except ValueError as error:
        raise ApiError(400, 50035, "Invalid Form Body") from error
