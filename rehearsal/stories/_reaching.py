"""What stories of reaching somebody share: switches with hours, pages counted, and times read from screens."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from rehearsal.screen import Screen
from rehearsal.stage import Stage

Some = TypeVar("Some")

WHOLE_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PAGE = "Someone asks if you are around."
"""The one line that a page is."""

ALONE = "I am not okay to be alone"
WRITING = "/channels/{channel_id}/messages"

LATE = timedelta(seconds=45)
"""How far a step may lie from its minute: people take seconds to press and read."""


async def can_be_asked(stage: Stage, name: str, start: str, end: str, *, wakes: bool = False) -> None:
    """Tell how somebody switches on that they can be asked, with hours and a test page seen."""
    person = stage.people[name]
    first = await person.press(await _switches(stage, name), "Switch on: I can be asked")
    stage.teller.reads(first.text, PAGE, "Not answering is free")
    mine = await person.press(await person.press(first, "Switch on: I can be asked"), "Look at my switch")
    form = await person.choose(await person.press(mine, "My hours"), *WHOLE_WEEK, menu="Choose days to add a time")
    mine = await person.press(await person.submit(form, {"start": start, "end": end}), "Back")
    if wakes:
        mine = await person.press(await person.press(mine, "Wake me too"), "Yes: wake me too")
    await person.press(mine, "Send me a test page")
    sent = last(stage, await person.look(None), f"a test page of {name}")
    seen = await person.press(sent, "Seen, this was a test")
    stage.teller.reads(seen.text, "The test page reached you")
    woken = ", and agrees to be woken" if wakes else ""
    stage.teller.step(f"{name} can be asked from {start} to {end}{woken}, and has seen a test page.")


async def switch(stage: Stage, name: str) -> Screen:
    """Answer somebody's own switch, which is on."""
    person = stage.people[name]
    return await person.press(await person.command("my"), "I can be asked")


async def _switches(stage: Stage, name: str) -> Screen:
    person = stage.people[name]
    return await person.press(await person.command("my"), "North: what I say yes to")


def last(stage: Stage, found: Sequence[Some], what: str) -> Some:
    """Answer the last of what somebody sees; breaks the story where there is nothing."""
    stage.teller.expect(found, f"There is nothing where {what} was expected.")
    return found[-1]


async def pages(stage: Stage, *names: str) -> dict[str, int]:
    """Answer how many pages lie in somebody's direct messages, test pages left aside."""
    return {name: len(await _asking(stage, name)) for name in names}


async def page(stage: Stage, name: str) -> Screen:
    """Answer the last page somebody got."""
    return last(stage, await _asking(stage, name), f"a page of {name}")


async def _asking(stage: Stage, name: str) -> list[Screen]:
    return [screen for screen in await stage.people[name].look(None) if "Look" in screen.buttons]


@dataclass
class Asked:
    """Who was asked, and how often; `now` breaks the story where it was anybody else."""

    stage: Stage
    names: tuple[str, ...]
    counts: dict[str, int]

    @classmethod
    async def begin(cls, stage: Stage, *names: str) -> "Asked":
        """Count from here on."""
        return cls(stage, names, await pages(stage, *names))

    async def now(self, *names: str) -> None:
        """Expect that since the last look exactly these got one page each."""
        found = await pages(self.stage, *self.names)
        more = {name: found[name] - self.counts[name] for name in self.names if found[name] != self.counts[name]}
        wanted = dict.fromkeys(names, 1)
        self.stage.teller.expect(more == wanted, f"Asked were {more or 'none'}, and it was for {wanted or 'none'}.")
        self.counts = found


def time_in(stage: Stage, text: str, before: str, after: str) -> datetime:
    """Answer the time that stands between some words."""
    found = re.search(re.escape(before) + r"<t:(\d+):t>" + re.escape(after), text)
    stage.teller.expect(found, f"“{before}(a time){after}” was expected, but it reads: {text!r}")
    return datetime.fromtimestamp(int(found[1]) if found else 0, UTC)


def next_time(stage: Stage, screen: Screen) -> datetime:
    """Answer when the screen says that people are asked next."""
    return time_in(stage, screen.text, "Around ", " I ask again, or ask others.")


def truth_time(stage: Stage, screen: Screen) -> datetime:
    """Answer when the screen says that it will tell plainly."""
    return time_in(stage, screen.text, "At ", " I tell you plainly if nobody has answered.")


def near(stage: Stage, what: str, said: datetime, due: datetime) -> None:
    """Break the story unless a time that was told is the one that is due."""
    stage.teller.expect(abs(said - due) < LATE, f"{what}: {said:%H:%M:%S} is told, and {due:%H:%M:%S} is due.")


async def until(stage: Stage, at: datetime) -> None:
    """Let time pass up to an instant; breaks the story unless all that was due there is done."""
    moved = await stage.people.until(at.isoformat())
    stage.teller.expect(moved["settled"], f"Time went on to {at:%H:%M}, and the bot did not follow.")


def now(stage: Stage) -> datetime:
    """Answer the world's time."""
    return stage.server.world.clock.now()


async def reads_reach(stage: Stage, name: str, *parts: str, never: tuple[str, ...] = ()) -> Screen:
    """Open Reach, and break the story unless it says all of this and nothing of that."""
    screen = await stage.people[name].command("reach")
    stage.teller.reads(screen.text, *parts)
    for part in never:
        stage.teller.expect(part not in screen.text, f"“{part}” is told, and is not so: {screen.text!r}")
    return screen
