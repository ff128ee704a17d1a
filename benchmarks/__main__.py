"""`make bench`: every measurement in turn, each in a process of its own; 1 where one is over its bar."""

import json
import subprocess
import sys

from benchmarks.figures import say

MEASURED = (
    "signs",
    "draft",
    "wakeup",
    "interaction",
    "first_screen",
    "start",
    "memory",
    "erase",
    "retention",
    "drain",
)
"""The measurements there are, the quick ones first."""


def main() -> int:
    """Run all, print a line for each, and answer 1 where one is over a bar or could not be made."""
    over = False
    print(f"{'':14}{'ratio':>8}{'bar':>8}   spread")
    for name in MEASURED:
        say(f"{name} ...")
        run = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}", "--json"], stdout=subprocess.PIPE, text=True
        )
        try:
            told = json.loads(run.stdout)
        except ValueError:
            print(f"{name:14} could not be measured")
            over = True
            continue
        low, high = told["spread"]
        print(f"{name:14}{told['ratio']:8.3f}{told['bar']:8.2f}   {low:.3f} to {high:.3f}", flush=True)
        for figure, value in told["also"].items():
            if figure != "over":
                print(f"{'':14}{figure} {value}")
        for fault in told["also"].get("over", ()):
            print(f"{'':14}OVER: {fault}")
        over = over or run.returncode != 0
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
