"""What a person does with threads."""

from abc import ABC, abstractmethod
from typing import Any

from rehearsal import person_forms as forms
from rehearsal.records import Json


class InThreads(ABC):
    """The calls a client makes for threads."""

    @abstractmethod
    async def call(self, method: str, path: str, body: Json | None = None) -> Any:  # noqa: ANN401  (any JSON)
        """Call the API as this person's client."""

    @abstractmethod
    async def world(self) -> Json:
        """Return the world as the public contract shows it."""

    @abstractmethod
    async def place(self, channel: str | None) -> str:
        """Return the id of a channel or thread by its name or id."""

    async def threads(self) -> list[str]:
        """Return the names of the active threads this person can see, newest first."""
        guild = (await self.world())["guild"]["id"]
        return [one["name"] for one in (await self.call("GET", f"/guilds/{guild}/threads/active"))["threads"]]

    async def begin_thread(self, channel: str, name: str, *, private: bool = False) -> str:
        """Begin a thread in a channel and return its id."""
        body: Json = {"name": name, "type": 12 if private else 11, "auto_archive_duration": 1440}
        return (await self.call("POST", f"/channels/{await self.place(channel)}/threads", body))["id"]

    async def brings(self, person: str, thread: str) -> None:
        """Put somebody into a thread."""
        target = forms.id_of(await self.world(), person)
        await self.call("PUT", f"/channels/{await self.place(thread)}/thread-members/{target}")

    async def leaves(self, thread: str) -> None:
        """Leave a thread."""
        await self.call("DELETE", f"/channels/{await self.place(thread)}/thread-members/@me")
