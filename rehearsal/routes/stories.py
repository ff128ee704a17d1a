"""Playing a story with one press, and watching it."""

from rehearsal.calls import Call, Route
from rehearsal.errors import ApiError
from rehearsal.playbill import Playbill
from rehearsal.records import Json

LONGEST_WAIT = 25.0


class StoryRoutes:
    """The routes of the stories."""

    def __init__(self, playbill: Playbill) -> None:
        self._playbill = playbill

    async def offered(self, call: Call) -> list[Json]:
        """Show which stories can be played from here."""
        del call
        return self._playbill.offered()

    async def play(self, call: Call) -> Json:
        """Play a story in a fresh world beside this one; answers the address of its page."""
        return {"url": await self._playbill.play(str(call.body.get("name")))}

    async def end(self, call: Call) -> None:
        """End the story that plays beside this world."""
        del call
        await self._playbill.end()

    async def told(self, call: Call) -> Json:
        """Show the story played in this very world, or null; waits for its next line or act."""
        try:
            after, wait = int(call.query.get("after", "0")), float(call.query.get("wait", "0"))
        except ValueError as error:
            raise ApiError(400, 50035, "Invalid Form Body") from error
        acting = call.query.get("acting", "")
        return {"story": await self._playbill.look(max(after, 0), acting, min(wait, LONGEST_WAIT))}

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of this file."""
        return (
            Route("GET", "/rehearsal/stories", self.offered, "token"),
            Route("POST", "/rehearsal/stories", self.play, "token"),
            Route("DELETE", "/rehearsal/stories", self.end, "token"),
            Route("GET", "/rehearsal/story", self.told, "token"),
        )
