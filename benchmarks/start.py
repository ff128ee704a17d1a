"""`start`: from the start of the process until it is ready, with 1,000 circles in the database, over a bare bot."""

import asyncio
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.figures import Measured, median, parser, quantile, say, tell
from benchmarks.processes import Address, Kind, bare, hearth, running
from benchmarks.real_bot import real_bot
from benchmarks.standing import check_in_at_once
from benchmarks.town import Town, town_with

BAR = 1.5
CIRCLES = 1_000
STARTS = 9
"""How often each is started, in turn; one more before only warms the disk's cache."""

COMES = timedelta(days=7)
"""When the check-ins of the circles are due: long after the measurement."""


async def _fill(town: Town, folder: Path) -> None:
    """Put a circle with a rhythm into the database for each channel, and hand in the commands."""
    async with real_bot(town, folder) as (made, stores):
        await check_in_at_once(stores, made, town.channels, datetime.now(UTC) + COMES)


async def _started(kind: Kind, address: Address, folder: Path) -> float:
    async with running(kind, address.environment(folder)) as ready:
        return ready.seconds


async def measure(starts: int) -> Measured:
    """Start both in turn."""
    with tempfile.TemporaryDirectory(prefix="hearth-start-") as made:
        folder = Path(made)
        async with town_with(CIRCLES) as town:
            await _fill(town, folder)
            address = Address(town.url, town.token)
            took: dict[str, list[float]] = {"bare": [], "hearth": []}
            for number in range(starts + 1):
                for kind in (bare(folder), hearth()):
                    took[kind.name].append(await _started(kind, address, folder))
                say(f"start {number} of {starts}: {took['bare'][-1]:.2f} s and {took['hearth'][-1]:.2f} s")
    return _measured(took["hearth"][1:], took["bare"][1:])


def _measured(mine: list[float], others: list[float]) -> Measured:
    ratios = [one / other for one, other in zip(mine, others, strict=True)]
    return Measured(
        name="start",
        ratio=median(mine) / median(others),
        bar=BAR,
        hearth={"circles": CIRCLES, "seconds": median(mine), "seconds_p90": quantile(mine, 0.9)},
        yardstick={"seconds": median(others), "seconds_p90": quantile(others, 0.9)},
        spread=(min(ratios), max(ratios)),
    )


def main() -> int:
    """Measure and tell."""
    made = parser(__doc__)
    made.add_argument("--starts", type=int, default=STARTS, help=f"starts of each ({STARTS})")
    told = made.parse_args()
    return tell(asyncio.run(measure(told.starts)), as_json=told.json)


if __name__ == "__main__":
    sys.exit(main())
