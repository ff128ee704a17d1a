"""Stories to watch on the page: what is played where, and what was told so far."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from rehearsal.errors import ApiError
from rehearsal.records import Event, Json
from rehearsal.world import World

PLAYING, ENDED, BROKEN = "playing", "ended", "broken"


@dataclass
class Told:
    """A story as it is told in this world; ``home`` is the page it was begun from."""

    name: str
    about: str
    home: str
    state: str = PLAYING
    lines: list[Json] = field(default_factory=list)


@dataclass(frozen=True)
class Player:
    """What can play stories beside this world: their names, one that opens, one that ends them."""

    stories: tuple[tuple[str, str], ...]
    open: Callable[[str], Awaitable[str]]
    end: Callable[[], Awaitable[None]]


class Playbill:
    """Keeps the story of this world, if one is played here, and the player, if there is one."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.player: Player | None = None
        self.told: Told | None = None
        self.watched = asyncio.Event()
        self._acting: Json | None = None
        self._news: asyncio.Event = asyncio.Event()
        world.listeners.append(self._hear)

    def offered(self) -> list[Json]:
        """Return the stories that can be played from here, with a line about each."""
        stories = self.player.stories if self.player else ()
        return [{"name": name, "about": about} for name, about in stories]

    async def play(self, name: str) -> str:
        """Begin a story in a world of its own beside this one, and return its page; one at a time."""
        if self.player is None or name not in {known for known, _ in self.player.stories}:
            raise ApiError(404, 0, "There is no such story to play here.")
        return await self.player.open(name)

    async def end(self) -> None:
        """End the story that is played beside this world."""
        if self.player is not None:
            await self.player.end()

    def begin(self, told: Told) -> None:
        """Say that a story is played in this world."""
        self.told = told

    def line(self, text: str) -> None:
        """Tell the next line."""
        if self.told is not None:
            number = len(self.told.lines) + 1
            self.told.lines.append({"seq": number, "at": self._world.clock.iso(), "text": text})
            self._wake()

    def close(self, state: str) -> None:
        """Say that the story ended, or broke."""
        if self.told is not None:
            self.told.state = state
            self._wake()

    async def look(self, after: int, acting: str, wait: float) -> Json | None:
        """Return the story, its lines after a number, and who acts; waits for news if there is none."""
        self.watched.set()
        if wait > 0 and self.told is not None and not self._fresh(self.told, after, acting):
            try:
                async with asyncio.timeout(wait):
                    await self._news.wait()
            except TimeoutError:
                pass
        return self._shown(self.told, after) if self.told else None

    def _fresh(self, told: Told, after: int, acting: str) -> bool:
        return len(told.lines) > after or str((self._acting or {}).get("seq", "")) != acting

    def _shown(self, told: Told, after: int) -> Json:
        shown: Json = {"name": told.name, "about": told.about, "home": told.home, "state": told.state}
        return shown | {"lines": told.lines[after:], "acting": self._acting}

    def _hear(self, event: Event) -> None:
        """Note which person acts, and where."""
        if self.told is None:
            return
        person, channel = None, None
        if event.name == "INTERACTION_CREATE" and event.interaction is not None:
            person, channel = event.interaction.person_id, event.interaction.channel_id
        elif event.name == "MESSAGE_CREATE" and event.message is not None and event.message.speaker is None:
            person, channel = event.message.author_id, event.message.channel_id
        names = {one.id: one.name for one in self._world.people}
        if person in names:
            before = self._acting["seq"] if self._acting else 0
            self._acting = {"seq": before + 1, "person": names[person], "channel": channel}
            self._wake()

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()
