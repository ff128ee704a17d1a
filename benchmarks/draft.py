"""`draft`: what looking a draft through costs, for what gives away and for signs, and the worst drafts."""

import random
import sys
import time
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from benchmarks.chatter import ordinary
from benchmarks.figures import Measured, median, parser, quantile, tell
from bot.assembly import shipped_leak_guard, shipped_signs
from bot.core.ids import Private

DRAFTS = 2_000
LENGTH = 2_000
"""Characters of a draft."""

P99_MOST = 10.0
"""Milliseconds that one draft in a hundred may take longer than."""

WORST_MOST = 100.0
"""Milliseconds of looking for what gives away in the worst draft of 4,000 characters."""

LONG = 4_000

NAMES = tuple(Private(f"{first}{last}") for first in ("Mari", "Tobi", "Wilhel", "Xime", "Jor") for last in
              ("sol", "ah", "mina", "na", "ge", "lda", "ron", "tte", "bel", "dan"))  # fmt: skip
"""As many names as a large circle has."""

LEAKS = (
    *("call me at 212-555-0143", "mi cel es 55 1234 0000", "write to quiet.fern@example.org", "@fern_quiet"),
    *(
        "oh seven seven double oh, nine oh oh one two three",
        "i live at 1428 Maple Street",
        "discord dot gg slash ab",
    ),
    *("court is 3 June", "born on 4 July 1988", "40.7128, -74.0060", "ask Marisol", "C/ del Olmo, 45, 2º B"),
    *("2 1 2 5 5 5 0 1 4 3", "ｗｗｗ．ｅｘａｍｐｌｅ．ｏｒｇ", "f\u200be\u200br\u200bn@example.org"),
)
"""One of these stands in every second draft."""

WORST: Mapping[str, str] = MappingProxyType(
    {
        "joiners": "\u200d",
        "numbers": "212 555 0143 ",
        "digits": "5 1 7 3 9 ",
        "one_number": "7",
        "spoken": "seven double oh nine hundred ",
        "houses": "14 maple oak elm 15 ",
        "streets": "calle del olmo de la luz ",
        "dates": "court 3 june ",
        "courts": "court of the court ",
        "mails": "a.b-c@d.e",
        "ats": "@ at @ dot ",
        "dots": "a.com.b.org dot com ",
        "long_label": "a-",
        "links": "x://",
        "markers": "||**__~~`[](<@",
        "mentions": "<@!12345678901234567",
        "turned": "\u202e143-555 212",
        "apart": "a b c d @ e . c o m ",
        "names": "marisol tobiah m4risol ",
        "wide": "ｃａｌｌ ２１２",
        "degrees": "40°24'59\" ",
        "blank": " \n",
        "emoji": "👩‍👩‍👧‍👦",
    }
)
"""Texts that give each part of the reading the most to do, repeated to the full length."""


def drafts(seed: int = 7) -> Iterator[Private]:
    """Answer drafts of ordinary messages, every second with something in it that gives away."""
    chance = random.Random(seed)
    messages = list(ordinary(20_000))
    for number in range(DRAFTS):
        pieces: list[str] = []
        while sum(len(piece) + 2 for piece in pieces) < LENGTH:
            pieces.append(chance.choice(messages))
        if number % 2:
            pieces.insert(0, chance.choice(LEAKS))
        yield Private(". ".join(pieces)[:LENGTH])


def cost(text: Private, *, signs: bool, times: int = 1) -> float:
    """Answer the least time of so many readings, in milliseconds of this process's own time."""
    guard, lexicon = shipped_leak_guard(), shipped_signs() if signs else None
    costs: list[float] = []
    for _ in range(times):
        began = time.process_time()
        guard.read(text, NAMES)
        if lexicon is not None:
            lexicon.read(text, "en")
        costs.append((time.process_time() - began) * 1000)
    return min(costs)


def measure() -> Measured:
    """Measure in this very process; what others do on the machine beside it is not counted."""
    cost(Private("call me at 212-555-0143, i want to rest"), signs=True)
    costs = [cost(draft, signs=True) for draft in drafts()]
    worst = {name: cost(Private((text * LONG)[:LONG]), signs=False, times=3) for name, text in WORST.items()}
    thirds = [costs[at::3] for at in range(3)]
    p99, longest = quantile(costs, 0.99), max(worst.values())
    return Measured(
        name="draft",
        ratio=p99 / P99_MOST,
        bar=1.0,
        hearth={"ms_p50": median(costs), "ms_p99": p99, "ms_longest": max(costs)},
        yardstick={"ms_p99": P99_MOST},
        spread=(
            min(quantile(some, 0.99) for some in thirds) / P99_MOST,
            max(quantile(some, 0.99) for some in thirds) / P99_MOST,
        ),
        also={f"ms_{name}": cost for name, cost in worst.items()},
        over=(f"the worst draft takes {longest:.1f} ms, over {WORST_MOST}",) if longest > WORST_MOST else (),
    )


if __name__ == "__main__":
    told = parser(__doc__).parse_args()
    sys.exit(tell(measure(), as_json=told.json))
