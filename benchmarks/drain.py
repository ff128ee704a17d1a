"""`drain`: check-ins due at once, over the floor at the pacer's rate; and what a page waits meanwhile.

The real bot runs in this process, the rehearsal server in one of its own. Every circle has a rhythm that is due in
the same moment; the figures count from that moment to the server's record of the last post.
"""

import asyncio
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from benchmarks.figures import Measured, median, parser, say, tell
from benchmarks.reaching import Pages
from benchmarks.real_bot import real_bot
from benchmarks.stalls import Ticker
from benchmarks.standing import Standing, check_in_at_once
from benchmarks.town import Town, town_with
from bot.assembly import Hearth
from bot.core.delivery.pacer import PER_SECOND
from rehearsal.person import visit

CHECK_INS, FULL = 1_000, 10_000
BAR = 1.03

PAGE_WAITS = 0.100
"""Seconds from the press of whoever asks to the arrival of the page at the server, at most."""

STALLS = 0.050
"""Seconds the event loop may stand still."""

POST = "/channels/{channel_id}/messages"

AHEAD = timedelta(seconds=3)
"""How long before their moment the rows are there, so that putting them is not part of it."""

PATIENCE = 60.0


@dataclass(frozen=True)
class Drained:
    """One drain."""

    check_ins: int
    pages: int
    seconds: float
    page_waits: tuple[float, ...]
    stall: float
    longest_tick: float
    refused: int

    @property
    def floor(self) -> float:
        """Answer how long everything that was let out takes at the pacer's rate, pages included."""
        return (self.check_ins + self.pages) / PER_SECOND


async def drain(check_ins: int, latency: float = 0.0) -> Drained:
    """Let so many check-ins be due in one moment, and wait until all of them stand.

    With a latency the server takes so many seconds for each post, as Discord does; a page is under way before.
    """
    with tempfile.TemporaryDirectory(prefix="hearth-drain-") as folder:
        async with (
            town_with(check_ins) as town,
            real_bot(town, Path(folder)) as (hearth, stores),
            visit(town.url) as people,
        ):
            pages = await Pages.begin(hearth, people, latency)
            due_at = hearth.ground.clock.now() + AHEAD
            await check_in_at_once(stores, hearth, town.channels, due_at)
            if latency:
                await slow_down(town, latency)
            return await _drained(town, hearth, due_at, pages, town.channels)


async def _drained(town: Town, hearth: Hearth, due_at: datetime, pages: Pages, rooms: tuple[int, ...]) -> Drained:
    standing = Standing(hearth)
    await asyncio.sleep((due_at - datetime.now(UTC)).total_seconds() - 0.1)
    ticker = Ticker()
    running, asking = asyncio.create_task(ticker.run()), asyncio.create_task(pages.run())
    async with asyncio.timeout(len(rooms) / PER_SECOND * 3 + PATIENCE):
        await standing.all_of(len(rooms))
    pages.over.set()
    await asking
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await hearth.ground.sender.settle()
    arrived, refused = await _arrived(town)
    last = max(arrived[room][0] for room in rooms)
    assert all(len(arrived[room]) == 1 for room in rooms), "each check-in stands once"
    waits = pages.waits(arrived)
    before = sum(at <= last for at in pages.asked_at)
    return Drained(len(rooms), before, (last - due_at).total_seconds(), waits, ticker.own, ticker.longest, refused)


async def slow_down(town: Town, seconds: float) -> None:
    """Have the server take so long for each post; it is recorded only then."""
    slow = {"match": {"method": "POST", "route": POST}, "do": "slow", "seconds": seconds, "times": None}
    async with aiohttp.ClientSession(town.url) as http, http.post("/rehearsal/faults", json=slow) as answer:
        answer.raise_for_status()


async def _arrived(town: Town) -> tuple[dict[int, list[datetime]], int]:
    """Answer when posts arrived in each channel, and how many requests were refused."""
    async with aiohttp.ClientSession(town.url) as http, http.get("/rehearsal/requests") as answer:
        requests = await answer.json()
    found: dict[int, list[datetime]] = {}
    refused = 0
    for request in requests:
        if request["method"] == "POST" and request["route"] == POST:
            room = int(request["bucket"].partition("[")[2].rstrip("]"))
            found.setdefault(room, []).append(datetime.fromisoformat(request["at"]))
        refused += request["status"] >= 400
    return found, refused


def measured(drains: list[Drained]) -> Measured:
    """Answer the middle drain, with the worst page and the worst stall of all."""
    ratios = [one.seconds / one.floor for one in drains]
    middle = sorted(drains, key=lambda one: one.seconds / one.floor)[len(drains) // 2]
    waits = [wait for one in drains for wait in one.page_waits]
    stall = max(one.stall for one in drains)
    over = [f"a page waited {max(waits) * 1000:.0f} ms"] if max(waits) > PAGE_WAITS else []
    over += [f"the loop stood still for {stall * 1000:.0f} ms"] if stall > STALLS else []
    return Measured(
        name="drain",
        ratio=middle.seconds / middle.floor,
        bar=BAR,
        hearth={
            "check_ins": middle.check_ins,
            "pages": middle.pages,
            "seconds": middle.seconds,
            "per_second": (middle.check_ins + middle.pages) / middle.seconds,
        },
        yardstick={"seconds": middle.floor, "per_second": PER_SECOND},
        spread=(min(ratios), max(ratios)),
        also={
            "page_ms_p50": median(waits) * 1000,
            "page_ms_most": max(waits) * 1000,
            "page_ms_bar": PAGE_WAITS * 1000,
            "page_times": max(waits) / PAGE_WAITS,
            "stall_ms": stall * 1000,
            "longest_tick_ms": max(one.longest_tick for one in drains) * 1000,
            "stall_ms_bar": STALLS * 1000,
            "refused_requests": sum(one.refused for one in drains),
        },
        over=tuple(over),
    )


def main() -> int:
    """Measure and tell."""
    made = parser(__doc__)
    made.add_argument("--full", action="store_true", help=f"{FULL:,} check-ins instead of {CHECK_INS:,}")
    made.add_argument("--rows", type=int, help="another number of check-ins")
    made.add_argument("--latency", type=float, default=0.0, help="seconds the server takes for each post (0)")
    made.add_argument("--repeats", type=int, default=1, help="drains, of which the middle one counts (1)")
    told = made.parse_args()
    rows = told.rows or (FULL if told.full else CHECK_INS)
    drains: list[Drained] = []
    for _ in range(told.repeats):
        drains.append(asyncio.run(drain(rows, told.latency)))
        say(f"drain {len(drains)} of {told.repeats}: {drains[-1].seconds:.2f} s")
    return tell(measured(drains), as_json=told.json)


if __name__ == "__main__":
    sys.exit(main())
