"""`signs`: what reading an ordinary chat message costs on one core, and the worst text there can be."""

import sys
import time
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from benchmarks.chatter import ordinary
from benchmarks.figures import Measured, median, parser, quantile, tell
from bot.assembly import shipped_signs
from bot.core.ids import Private
from bot.signs.service import Signs

MESSAGES = 50_000
ROUNDS = 5
WANTED = 50_000
"""Ordinary messages a second."""

P99_MOST = 2.0
"""Milliseconds that one message in a hundred may take longer than."""

WORST_MOST = 25.0
"""Milliseconds for the worst text of 4,000 characters."""

LONG = 4_000

WORST: Mapping[str, str] = MappingProxyType(
    {
        "hits": "i want to die ",
        "words": "i ",
        "markers": "||**i|| *want* __to__ ||d||i||e|| ",
        "apart": "d i e k i l l ",
        "starred": "k*ll s*icide d*e ",
        "digits": "k1ll mys3lf su1c1de ",
        "wide": "ｉ ｗａｎｔ ｔｏ ｄｉｅ ",
        "quotes": '"i want to die" ',
        "spanish": "ya no quiero vivir me quiero morir mañana tengo las pastillas en la mano ",
        "long sentence": "my friend told me i have a plan to end my life tonight but i dont know if i want to die ",
    }
)
"""Texts that give each part of the reading the most to do, repeated to the full length."""


def _second(signs: Signs, messages: Sequence[Private]) -> float:
    """Answer how many messages are read in a second of this process's own time."""
    began = time.process_time()
    for message in messages:
        signs.read(message, "en")
    return len(messages) / (time.process_time() - began)


def _cost(signs: Signs, text: Private, times: int = 1) -> float:
    """Answer the least time of so many readings, in milliseconds of this process's own time."""
    costs: list[float] = []
    for _ in range(times):
        began = time.process_time()
        signs.read(text, "en")
        costs.append((time.process_time() - began) * 1000)
    return min(costs)


def measure() -> Measured:
    """Measure in this very process; what others do on the machine beside it is not counted."""
    signs = shipped_signs()
    messages = [Private(message) for message in ordinary(MESSAGES)]
    rates = [_second(signs, messages) for _ in range(ROUNDS)]
    costs = [_cost(signs, message) for message in messages]
    worst = {name: _cost(signs, Private((text * LONG)[:LONG]), 3) for name, text in WORST.items()}
    p99, longest = quantile(costs, 0.99), max(worst.values())
    faults = [f"p99 {p99:.2f} ms is over {P99_MOST}"] if p99 > P99_MOST else []
    if longest > WORST_MOST:
        faults.append(f"the worst text takes {longest:.1f} ms, over {WORST_MOST}")
    return Measured(
        name="signs",
        ratio=WANTED / median(rates),
        bar=1.0,
        hearth={"messages_a_second": median(rates), "ms_p50": quantile(costs, 0.5), "ms_p99": p99},
        yardstick={"messages_a_second": WANTED},
        spread=(WANTED / max(rates), WANTED / min(rates)),
        also={f"ms_{name.replace(' ', '_')}": cost for name, cost in worst.items()},
        over=tuple(faults),
    )


if __name__ == "__main__":
    told = parser(__doc__).parse_args()
    sys.exit(tell(measure(), as_json=told.json))
