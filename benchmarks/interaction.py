"""`interaction`: what a press costs with Hearth, over a bare discord.py bot on the same server process.

A screen that only reads stands beside a bare bot that answers "ok", one that writes beside a bare bot that makes
one durable row first. Each bot is a process of its own. Time counts in the server's process, from handing an
interaction to the gateway until its answer arrived; one at a time, all four in turn in every round.
"""

import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from benchmarks.bare import OK, ROW
from benchmarks.figures import Measured, median, parser, quantile, tell
from benchmarks.processes import Address, Kind, bare, hearth, running
from rehearsal.person import People, visit
from rehearsal.records import Channel, Event, Interaction, Json, Message, User
from rehearsal.screen import Screen
from rehearsal.server import Rehearsal

BAR, SLOWEST_BAR = 1.5, 2.0
"""How many times the yardstick's p50, and its p99, Hearth may take."""

ROUNDS, PRESSES = 30, 50
"""Rounds, and presses of each kind in one; the first two rounds only warm up."""

WARM_UP = 2
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
async def _server_with(kind: Kind, folder: Path) -> AsyncGenerator[tuple[Rehearsal, People]]:
    server = Rehearsal(limits=False)
    await server.start()
    try:
        environment = Address(server.url, server.bot_token).environment(folder) | {"BARE_COMMANDS": "1"}
        async with running(kind, environment), visit(server.url) as people:
            yield server, people
    finally:
        await server.stop()


def _command(server: Rehearsal, name: str) -> Asked:
    found = next(one for one in server.world.commands if one["name"] == name)
    general = next(one for one in server.world.guild_channels() if one.name == "general")
    data: Json = {"id": found["id"], "name": name, "type": 1}
    if found.get("guild_id"):
        data["guild_id"] = found["guild_id"]
    return Asked(server, COMMAND, (data,), general)


def _presses(server: Rehearsal, screen: Screen, *custom_ids: str) -> Asked:
    channel = server.world.channel(str(screen.channel_id))
    data = tuple({"component_type": 2, "custom_id": one, "id": 1} for one in custom_ids)
    return Asked(server, PRESS, data, channel, channel.messages[str(screen.message_id)])


async def _circle(people: People) -> None:
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


async def _writing(server: Rehearsal, people: People) -> Asked:
    """Answer the presses that take an answer for the circle, by turns a steady one and a wobbly one."""
    ana, custom_ids = people[WHO], list[str]()
    for choice in ("Steady", "Wobbly"):
        screen = await ana.press(await ana.command("checkin"), choice)
        custom_ids.append(screen.buttons["The circle, with my name"]["custom_id"])
        answered = await ana.press(screen, "The circle, with my name")
    return _presses(server, answered, *custom_ids)


async def _bare_press(server: Rehearsal, people: People) -> Asked:
    return _presses(server, await people[WHO].command(ROW), ROW)


@dataclass(frozen=True)
class Pair:
    """Hearth beside its yardstick."""

    name: str
    hearth: Asked
    yardstick: Asked

    def times(self, share: float) -> float:
        """Answer how many times the yardstick's quantile Hearth took."""
        return quantile(self.hearth.took, share) / quantile(self.yardstick.took, share)


async def measure(rounds: int) -> list[Pair]:
    """Measure both pairs in turn, round by round."""
    async with AsyncExitStack() as opened:
        folders = [Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="hearth-"))) for _ in range(2)]
        mine, people = await opened.enter_async_context(_server_with(hearth(), folders[0]))
        other, others = await opened.enter_async_context(_server_with(bare(folders[1]), folders[1]))
        await _circle(people)
        pairs = [
            Pair("reads", _command(mine, "help"), _command(other, OK)),
            Pair("writes", await _writing(mine, people), await _bare_press(other, others)),
        ]
        await _in_turn(pairs, rounds)
    return pairs


async def _in_turn(pairs: list[Pair], rounds: int) -> None:
    asked = [one for pair in pairs for one in (pair.yardstick, pair.hearth)]
    for number in range(rounds + WARM_UP):
        if number == WARM_UP:
            for one in asked:
                one.took.clear()
        # The server's own collector stops no bot's press.
        gc.collect()
        gc.disable()
        for one in asked:
            await one.ask(PRESSES)
        gc.enable()


def measured(pairs: list[Pair]) -> Measured:
    """Answer the worse of the two p50s, with everything beside it."""
    worst = max(pairs, key=lambda pair: pair.times(0.5))
    slow = {pair.name: pair.times(0.99) for pair in pairs}
    rounds = [
        median(mine) / median(other)
        for mine, other in zip(_by_round(worst.hearth), _by_round(worst.yardstick), strict=True)
    ]
    return Measured(
        name="interaction",
        ratio=worst.times(0.5),
        bar=BAR,
        hearth=_figures(pairs, lambda pair: pair.hearth),
        yardstick=_figures(pairs, lambda pair: pair.yardstick),
        spread=(min(rounds), max(rounds)),
        also={
            **{f"{pair.name}_p50_times": pair.times(0.5) for pair in pairs},
            **{f"{name}_p99_times": times for name, times in slow.items()},
            "p99_bar": SLOWEST_BAR,
        },
        over=tuple(
            f"{name}: p99 ratio {times:.2f} is over {SLOWEST_BAR}"
            for name, times in slow.items()
            if times > SLOWEST_BAR
        ),
    )


def _by_round(asked: Asked) -> list[list[float]]:
    return [asked.took[first : first + PRESSES] for first in range(0, len(asked.took), PRESSES)]


def _figures(pairs: list[Pair], side: Callable[[Pair], Asked]) -> dict[str, float]:
    return {
        f"{pair.name}_ms_p{share:g}": quantile(side(pair).took, share / 100) for pair in pairs for share in (50, 99)
    }


def main() -> int:
    """Measure and tell."""
    made = parser(__doc__)
    made.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds of {PRESSES} presses of each ({ROUNDS})")
    told = made.parse_args()
    return tell(measured(asyncio.run(measure(told.rounds))), as_json=told.json)


if __name__ == "__main__":
    sys.exit(main())
