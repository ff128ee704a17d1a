"""Which person, server or circle a log line means, in a sign that nobody without the keys can turn back."""

from bot.core.ports import Clock
from bot.core.storage.keyring import Keyring

SIGNS = 8
"""Letters of a pseudonym: enough to tell two lines about one circle from lines about two."""


class Pseudonym(str):
    """Stands for somebody or something for one week; the one thing about them that a log line may hold."""

    __slots__ = ()


class Pseudonyms:
    """Gives everything another sign each week, so that no log tells a longer story (safety.md 14)."""

    def __init__(self, keyring: Keyring, clock: Clock) -> None:
        self._keyring = keyring
        self._clock = clock

    def of(self, kind: str, number: int) -> Pseudonym:
        """Answer the sign of one thing of a kind, such as "server" or "circle", for this ISO week (UTC)."""
        year, week, _ = self._clock.now().isocalendar()
        mark = self._keyring.mark("log", f"{year}-{week}", kind, str(number))
        return Pseudonym(f"{kind}-{mark[:SIGNS]}")
