"""Through every screen that somebody can open: each handler is tried by everybody, while its screen is live."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bot.core.ids import PlatformId
from bot.core.refusals import Asked, Refusal
from rehearsal.person_forms import NothingHappened
from rehearsal.records import Channel, Json
from rehearsal.screen import Screen
from tests.matrix.kinds import Somebody
from tests.matrix.lived import WORDS
from tests.matrix.pressing import Control, Sender, controls
from tests.matrix.scenes import Scene
from tests.matrix.undoing import Stood, back, stood, touched
from tests.stories.conftest import Evening

FAULT = "Something went wrong on our side"
ENDS = ("privacy:stop", "privacy:erase", "device:stop", "device:erase", "circles:leave")
"""After these there is nothing left to try."""

EXPLORED = 2
"""How often one handler is pressed to see where it leads: a second screen may lead elsewhere."""


@dataclass
class Tried:
    """What everybody got of a handler, and the custom id it was tried with."""

    control: Control
    shown_to: str
    cells: dict[str, str] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)


class Matrix:
    """Everything that was tried so far."""

    def __init__(self, evening: Evening, kinds: Sequence[Somebody], patch: pytest.MonkeyPatch) -> None:
        self.evening = evening
        self.kinds = kinds
        self.tried: dict[str, Tried] = {}
        self._explored: Counter[str] = Counter()
        self._refused: list[Refusal] = []
        self._anew: set[str] = set()
        self._listen(patch)
        world = evening.server.world
        named = {one.name: one.id for one in (*world.roles.values(), *world.guild_channels())}
        dani = evening["Dani"].id
        self.chosen: Json = {"5": dani, "6": named["Facilitators"], "7": dani, "8": named["staff"]}

    def _listen(self, patch: pytest.MonkeyPatch) -> None:
        plain = Refusal.notice

        def noted(refusal: Refusal) -> object:
            self._refused.append(refusal)
            return plain(refusal)

        patch.setattr(Refusal, "notice", noted)

    async def play(self, scene: Scene) -> None:
        """Arrange a moment, go through all that follows from it, and undo all of it."""
        begun = await stood(self.evening)
        for handler in [one for one in self._explored if one.startswith(scene.follow)]:
            del self._explored[handler]
        # What was no longer live for whoever was shown it is tried by everybody once more.
        stale = [one for one, tried in self.tried.items() if tried.cells.get("shown") == "no"]
        self._anew = {one for one in stale if one.startswith(scene.follow)}
        await self.crawl(*await scene.arrange(self.evening))
        await back(self.evening, begun)

    async def crawl(self, *starts: tuple[str, Screen]) -> None:
        """Try everything on the screens some people see, and wherever those lead, the nearest first."""
        begun = await stood(self.evening)
        left = deque((name, screen, begun) for name, screen in starts)
        while left:
            name, screen, then = left.popleft()
            for control in controls(screen, self.chosen):
                if self._explored[control.handler] >= EXPLORED or control.custom_id.endswith(":preview"):
                    continue
                self._explored[control.handler] += 1
                await back(self.evening, then)
                led = await self._step(name, control, screen, then)
                if led is not None and control.handler not in ENDS:
                    left.append((name, led, await stood(self.evening)))
        await back(self.evening, begun)

    async def _step(self, name: str, control: Control, screen: Screen, then: Stood) -> Screen | None:
        if control.handler not in self.tried or control.handler in self._anew:
            self._anew.discard(control.handler)
            await self.everybody_tries(name, control, then)
        place = self.evening.server.world.channels[screen.channel_id or ""]
        verdict, led = await self._send(name, control, place, then)
        self.tried[control.handler].cells.setdefault("shown", verdict)
        return led

    async def everybody_tries(self, shown_to: str, control: Control, before: Stood) -> None:
        """Let one of each kind send what somebody else was shown."""
        tried = self.tried[control.handler] = Tried(control, shown_to)
        for one in self.kinds:
            verdict, screen = await self._send(one.person.name, control, one.place, before)
            if one.kind == "other" and screen is not None and ("North" in screen.text or WORDS[-1] in screen.text):
                verdict += "!"
            tried.cells[one.kind] = verdict
            tried.why[one.kind] = screen.text[:300] if screen else ""
            if verdict.startswith("does"):
                await back(self.evening, before)

    async def _send(self, name: str, control: Control, place: Channel, before: Stood) -> tuple[str, Screen | None]:
        self._refused.clear()
        try:
            screen = await Sender(self.evening, self.evening[name]).send(control, place)
        except NothingHappened as nothing:
            return "nothing", Screen("error", line=str(nothing))
        return await self.verdict(name, screen, before), screen

    def begins(self) -> None:
        """Forget what was refused before."""
        self._refused.clear()

    def explained(self, wrong: Sequence[str]) -> list[str]:
        """Answer what was read in the cells that are other than expected."""
        lines: list[str] = []
        for told in wrong:
            handler, _, rest = told.partition(": ")
            tried, kind = self.tried.get(handler), rest.split(" ")[0]
            if tried is not None and kind in tried.why:
                lines.append(f"  {handler} by {kind} as {tried.control.custom_id}: {tried.why[kind]!r}")
        return lines

    async def verdict(self, name: str, screen: Screen, before: Stood) -> str:
        """Answer in one word what came of it."""
        changed = await touched(self.evening, before)
        refused = list(self._refused)
        if FAULT in screen.text or screen.kind == "error":
            return "fault"
        word = "form" if screen.modal else "shows"
        if refused:
            word = "asks" if isinstance(refused[-1], Asked) else "no"
        if changed:
            word = f"does,{word}" if word == "no" else "does"
            word += "+" if await self._others(name, changed) else ""
        return word + ("!" if self._reveals(screen) else "")

    async def _others(self, name: str, changed: dict[str, set[object]]) -> bool:
        person = await self.evening.hearth.people.find(PlatformId(int(self.evening[name].id)))
        own = {None, person.number if person else None}
        return any(people - own for people in changed.values())

    def _reveals(self, screen: Screen) -> bool:
        return any(word in screen.text for word in WORDS[:-1])
