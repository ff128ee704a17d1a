"""A tiny frame for telling stories: one plain line for each step, one sentence when it breaks."""

import sys
from collections.abc import Awaitable, Callable

from rehearsal.person import People, visit
from rehearsal.person_forms import NothingHappened


class StoryBroken(AssertionError):
    """Something in a story did not go as told; the sentence says what."""


def to_terminal(line: str) -> None:
    """Print one line of a story."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Teller:
    """Tells a story step by step with the people of a rehearsal."""

    def __init__(self, people: People, tell: Callable[[str], None] = to_terminal) -> None:
        self.people = people
        self._tell = tell
        self.lines: list[str] = []

    def step(self, line: str) -> None:
        """Tell one line, such as “Ana joins North.”."""
        self.lines.append(line)
        self._tell(line)

    def expect(self, holds: object, sentence: str) -> None:
        """Break the story with a sentence unless something holds."""
        if not holds:
            raise StoryBroken(sentence)

    def reads(self, text: str, *parts: str) -> None:
        """Break the story unless a text holds all these parts."""
        for part in parts:
            self.expect(part.lower() in text.lower(), f"“{part}” was expected, but it reads: {text!r}")


Telling = Callable[[Teller], Awaitable[None]]


async def tell(url: str, telling: Telling, say: Callable[[str], None] = to_terminal) -> Teller:
    """Tell one story against a running rehearsal; whatever goes wrong comes out as ``StoryBroken``."""
    async with visit(url) as people:
        story = Teller(people, say)
        try:
            await telling(story)
        except NothingHappened as error:
            raise StoryBroken(str(error)) from error
        return story
