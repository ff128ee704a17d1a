"""Presses and commands handed to a bot one after the other, and how long each waited for its answer.

Time counts in the server's process, from handing an interaction to the gateway until its answer arrived.
"""

import asyncio
import gc
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from benchmarks.figures import median, quantile
from benchmarks.processes import Address, Kind, running
from rehearsal.person import People, visit
from rehearsal.records import Channel, Event, Interaction, Json, Message, User
from rehearsal.screen import Screen
from rehearsal.server import Rehearsal

PRESSES = 50
"""Interactions of each kind in one round."""

WARM_UP = 2
"""Rounds that only warm up."""

COMMAND, PRESS = 2, 3
WHO = "Ana"


@dataclass
class Asked:
    """One kind of interaction, and the milliseconds each took."""

    server: Rehearsal
    kind: int
    data: tuple[Json, ...]
    channel: Channel
    message: Message | None = None
    took: list[float] = field(default_factory=list[float])

    async def ask(self, times: int) -> None:
        """Hand in so many interactions, one after the other."""
        with _Answers(self.server) as answers:
            for number in range(times):
                self.took.append(await self._once(answers, self.data[number % len(self.data)]))

    async def _once(self, answers: "_Answers", data: Json) -> float:
        desk, world = self.server.desk, self.server.world
        made = desk.ask(_who(self.server), self.channel, self.kind, data)
        made.message = self.message
        taken = answers.of(made.id)
        began = time.perf_counter()
        desk.send(made)
        await asyncio.wait_for(taken, world.answer_limit + 1)
        return (answers.arrived_at - began) * 1000


class _Answers:
    """Hears when the answer to an interaction arrived, and that it was taken."""

    def __init__(self, server: Rehearsal) -> None:
        self._server = server
        self._waited_for = ""
        self._taken = asyncio.get_running_loop().create_future()
        self._awaiting = server.desk.awaiting
        self.arrived_at = 0.0

    def __enter__(self) -> Self:
        self._server.desk.awaiting = self._arrived
        self._server.world.listeners.append(self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.world.listeners.remove(self._hear)
        self._server.desk.awaiting = self._awaiting

    def of(self, interaction: str) -> "asyncio.Future[None]":
        """Answer what is done once the server has taken the answer."""
        self._waited_for = interaction
        self._taken = asyncio.get_running_loop().create_future()
        return self._taken

    def _arrived(self, number: str, token: str) -> Interaction:
        # What the server then does with the answer is its own cost and no bot's.
        if number == self._waited_for:
            self.arrived_at = time.perf_counter()
        return self._awaiting(number, token)

    def _hear(self, event: Event) -> None:
        if event.name == "INTERACTION_CREATE" or event.interaction is None:
            return
        assert event.name != "NO_ANSWER", "every press is answered"
        if event.interaction.id == self._waited_for and not self._taken.done():
            self._taken.set_result(None)


def _who(server: Rehearsal) -> User:
    return server.world.person(WHO)


@asynccontextmanager
async def server_with(kind: Kind, folder: Path) -> AsyncGenerator[tuple[Rehearsal, People]]:
    """Run a server and a bot on it, which keeps its files in a folder, until the block ends."""
    server = Rehearsal(limits=False)
    await server.start()
    try:
        environment = Address(server.url, server.bot_token).environment(folder) | {"BARE_COMMANDS": "1"}
        async with running(kind, environment), visit(server.url) as people:
            yield server, people
    finally:
        await server.stop()


def command(server: Rehearsal, name: str) -> Asked:
    """Answer a command in a channel everybody sees."""
    found = next(one for one in server.world.commands if one["name"] == name)
    general = next(one for one in server.world.guild_channels() if one.name == "general")
    data: Json = {"id": found["id"], "name": name, "type": 1}
    if found.get("guild_id"):
        data["guild_id"] = found["guild_id"]
    return Asked(server, COMMAND, (data,), general)


def presses(server: Rehearsal, screen: Screen, *custom_ids: str) -> Asked:
    """Answer presses of buttons on a screen, by turns."""
    channel = server.world.channel(str(screen.channel_id))
    data = tuple({"component_type": 2, "custom_id": one, "id": 1} for one in custom_ids)
    return Asked(server, PRESS, data, channel, channel.messages[str(screen.message_id)])


async def circle(people: People) -> None:
    """Make a circle with a check-in that stands open; Ana is in it, and is counted."""
    robin, ana = people["Robin"], people[WHO]
    screen = await robin.press(await robin.press(await robin.command("desk"), "Set up"), "Begin")
    screen = await robin.submit(await robin.press(screen, "Type it"), {"answer": "North"})
    for chosen in (("Europe/Berlin",), ("en",), ("DE", "GB")):
        screen = await robin.choose(await robin.press(screen, "Next"), *chosen)
    for label in ("Next", "Next", "Use the suggested text", "Next"):
        screen = await robin.press(screen, label)
    screen = await robin.submit(await robin.press(screen, "Type it"), {"answer": "Kim at the library"})
    await robin.press(await robin.press(screen, "Next"), "Make all of this")
    screen = await ana.press((await ana.look("north-door"))[0], "Join")
    for label in ("I agree, let me in", "Choose what I say yes to", "Switch on: Keeping my check-in answers"):
        screen = await ana.press(screen, label)
    screen = await robin.command("plan")
    for label in ("Ask for a check-in", "Steady, wobbly, stormy", "Open it now"):
        screen = await robin.press(screen, label)


@dataclass(frozen=True)
class Pair:
    """Hearth beside its yardstick."""

    name: str
    hearth: Asked
    yardstick: Asked

    def times(self, share: float) -> float:
        """Answer how many times the yardstick's quantile Hearth took."""
        return quantile(self.hearth.took, share) / quantile(self.yardstick.took, share)


@dataclass(frozen=True)
class Group:
    """Pairs, and what holds meanwhile."""

    pairs: Sequence[Pair]
    meanwhile: Callable[[], AbstractContextManager[object]] = nullcontext


async def in_turn(rounds: int, *groups: Group) -> None:
    """Ask every kind in turn, round by round; what a group names holds while its pairs are asked."""
    asked = [one for group in groups for pair in group.pairs for one in (pair.yardstick, pair.hearth)]
    for number in range(rounds + WARM_UP):
        if number == WARM_UP:
            for one in asked:
                one.took.clear()
        # The server's own collector stops no bot's press.
        gc.collect()
        gc.disable()
        for group in groups:
            with group.meanwhile():
                for pair in group.pairs:
                    await pair.yardstick.ask(PRESSES)
                    await pair.hearth.ask(PRESSES)
        gc.enable()


def by_round(asked: Asked) -> list[list[float]]:
    """Answer what each took, round by round."""
    return [asked.took[first : first + PRESSES] for first in range(0, len(asked.took), PRESSES)]


def spread(pair: Pair) -> tuple[float, float]:
    """Answer the smallest and the largest ratio of the medians of a round."""
    rounds = [
        median(mine) / median(other)
        for mine, other in zip(by_round(pair.hearth), by_round(pair.yardstick), strict=True)
    ]
    return min(rounds), max(rounds)


def figures(pairs: Sequence[Pair], side: Callable[[Pair], Asked]) -> dict[str, float]:
    """Answer p50 and p99 of one side, in milliseconds."""
    return {
        f"{pair.name}_ms_p{share:g}": quantile(side(pair).took, share / 100) for pair in pairs for share in (50, 99)
    }
