"""`scripts/crash-harness`: kill a live worker, run it to the end, count what is lost and what is doubled."""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter

from benchmarks.crash import reach
from benchmarks.crash.killing import Plan, run
from benchmarks.crash.verdict import Fell, Verdict

OUTAGE_KILLS = 15
"""Kills of an outage run unless told otherwise (scale.md 2.3)."""


def main() -> int:
    """Do one run and answer 0 where nothing was lost or doubled, and 1 otherwise."""
    told = _told()
    if told.reach:
        return _reach(told.kills or Plan.kills, told.seed)
    kills = told.kills or (OUTAGE_KILLS if told.outage else Plan.kills)
    plan = Plan(told.rows, kills, told.seed, told.rate, told.outage, told.late)
    began = time.monotonic()
    verdict = asyncio.run(run(plan, _say))
    seconds = time.monotonic() - began
    if told.json:
        print(json.dumps(verdict.as_json() | {"seed": plan.seed, "outage": plan.outage, "seconds": round(seconds)}))
    else:
        print(_table(plan, verdict, seconds))
    return 1 if verdict.faults() else 0


def _reach(kills: int, seed: int) -> int:
    times = asyncio.run(reach.run(kills, seed, _say))
    print(f"{kills} kills while people are asked, {times.amid} of them amid a step, seed {seed}")
    print(f"{max(times.seconds):.1f} s from a start to the overdue step at most")
    print(f"{times.doubled} pages stand twice, {times.waiting} never went")
    print("\n".join(f"FAULT: {fault}" for fault in times.faults()))
    return 1 if times.faults() else 0


def _told() -> argparse.Namespace:
    parser = argparse.ArgumentParser("crash-harness", description=__doc__)
    parser.add_argument("--rows", type=int, default=Plan.rows, help="due rows (%(default)s)")
    parser.add_argument("--kills", type=int, help=f"kills ({Plan.kills}; {OUTAGE_KILLS} with --outage)")
    parser.add_argument("--seed", type=int, default=Plan.seed, help="draws when the kills fall (%(default)s)")
    parser.add_argument("--rate", type=float, default=Plan.rate, help="sends a second (%(default)s)")
    parser.add_argument(
        "--outage", action="store_true", help="at each kill the sink is away for longer than its nonce window"
    )
    parser.add_argument(
        "--late", type=float, default=0.0, help="share of requests that the sink records only after 1 to 5 s (0)"
    )
    parser.add_argument("--reach", action="store_true", help="kill the product itself while it asks people")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    return parser.parse_args()


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _table(plan: Plan, verdict: Verdict, seconds: float) -> str:
    lines = [
        f"{verdict.rows} rows, {len(verdict.fell)} kills, seed {plan.seed}, {plan.rate:g} sends a second, "
        f"{'outage longer than the nonce window' if plan.outage else 'a sink that drops no second sending'}, "
        f"{seconds:.0f} s",
        "",
        "kill  deliveries under way",
    ]
    for place, fell in enumerate(verdict.fell, start=1):
        lines.append(f"{place:4}  {', '.join(f'{n} {where}' for where, n in fell.items()) or 'outside of all'}")
    total = Counter[Fell]()
    for fell in verdict.fell:
        total.update(fell)
    lines += ["", *(f"{total[where]:6} {where}" for where in Fell), ""]
    lines += [
        f"{verdict.between:6} kills between claim and mark-sent ({verdict.needed} needed)",
        f"{verdict.recorded_unmarked:6} kills with a message that stood and was not marked",
        f"{verdict.merged:6} second sendings dropped by the sink",
        f"{verdict.lost:6} lost",
        f"{verdict.doubled:6} doubled",
    ]
    return "\n".join([*lines, *(f"FAULT: {fault}" for fault in verdict.faults())])


if __name__ == "__main__":
    sys.exit(main())
