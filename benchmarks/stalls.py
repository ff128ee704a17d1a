"""How long an event loop stands still, and how much of it is this machine being busy with something else."""

import asyncio
import time
from pathlib import Path

TICK = 0.005
"""Seconds between two ticks."""

SCHEDULED = Path("/proc/thread-self/schedstat")
"""Linux: nanoseconds that this thread ran, and that it was ready to run while all cores were busy with others."""


class Ticker:
    """Ticks, and remembers the longest time between two ticks, the tick itself included.

    `longest` is what passed; `own` leaves out the time in which the kernel had no core for this thread. Where the
    kernel does not tell, the two are the same.
    """

    def __init__(self) -> None:
        self.longest = 0.0
        self.own = 0.0

    async def run(self) -> None:
        """Tick until cancelled; run it in the thread that the loop runs in."""
        before, waited_before = time.perf_counter(), waited_for_a_core()
        while True:
            await asyncio.sleep(TICK)
            now, waited = time.perf_counter(), waited_for_a_core()
            gap = now - before
            self.longest = max(self.longest, gap)
            self.own = max(self.own, gap - (waited - waited_before))
            before, waited_before = now, waited


def waited_for_a_core() -> float:
    """Answer for how many seconds so far the calling thread was ready to run and had no core."""
    try:
        return int(SCHEDULED.read_text(encoding="ascii").split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0
