"""Where a story plays: the rehearsal server, the bot's process, the people, and the bot's files."""

from dataclasses import dataclass
from pathlib import Path

from rehearsal.bot_process import BotProcess
from rehearsal.person import People
from rehearsal.records import Json
from rehearsal.server import Rehearsal
from rehearsal.story import Teller


class WatchedBot(BotProcess):
    """A bot whose end can be waited for."""

    @property
    def has_ended(self) -> bool:
        """Tell whether it ended although nobody asked it to."""
        return self._process is not None and self._process.returncode is not None

    async def ended(self) -> None:
        """Wait until it ends by itself."""
        if self._process is not None:
            await self._process.wait()


@dataclass(frozen=True)
class Stage:
    """All that a story may use; `data_dir` and `key_file` may be read byte by byte."""

    server: Rehearsal
    bot: WatchedBot
    people: People
    teller: Teller
    data_dir: Path
    key_file: Path

    async def start_bot(self) -> None:
        """Start the bot and wait until people can use it, and it follows the clock again if it did before.

        Raises `BotEnded` if it does not come.
        """
        await self.bot.start()
        await self.bot.ready(self.server)
        await self.server.leading.followed_again()

    async def forward(self, by: str) -> Json:
        """Move time by an ISO 8601 duration; breaks the story unless the bot delivered all that was due."""
        moved = await self.people.forward(by)
        self.teller.expect(moved["settled"], f"Time went on by {by}, and the bot did not follow.")
        return moved

    async def kill_bot(self) -> None:
        """End the bot at once, as a power cut would (SIGKILL)."""
        await self.bot.kill()
