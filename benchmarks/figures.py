"""How a measurement is told: one line of JSON, or a small table."""

import argparse
import json
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Figures = Mapping[str, float | int | str]


@dataclass(frozen=True)
class Measured:
    """One measurement; it passes where the ratio is at most the bar and nothing is `over` another bar.

    `spread` is the smallest and the largest ratio of the repeats.
    """

    name: str
    ratio: float
    bar: float
    hearth: Figures
    yardstick: Figures
    spread: tuple[float, float]
    also: Figures = field(default_factory=dict[str, Any])
    over: tuple[str, ...] = ()

    def faults(self) -> list[str]:
        """Answer what is over its bar."""
        ratio = [f"ratio {self.ratio:.3f} is over {self.bar}"] if self.ratio > self.bar else []
        return [*ratio, *self.over]

    def as_json(self) -> str:
        """Answer the figures in one line."""
        return json.dumps(
            {
                "name": self.name,
                "ratio": round(self.ratio, 4),
                "bar": self.bar,
                "hearth": _rounded(self.hearth),
                "yardstick": _rounded(self.yardstick),
                "spread": [round(end, 4) for end in self.spread],
                "also": {**_rounded(self.also), "over": self.faults()},
            }
        )

    def as_table(self) -> str:
        """Answer the figures for a person."""
        low, high = self.spread
        lines = [f"{self.name}: ratio {self.ratio:.3f} (from {low:.3f} to {high:.3f}), bar {self.bar}"]
        for title, figures in (("hearth", self.hearth), ("yardstick", self.yardstick), ("also", self.also)):
            lines += [f"  {title:9}  {name:28} {value}" for name, value in _rounded(figures).items()]
        return "\n".join([*lines, *(f"  OVER: {fault}" for fault in self.faults())])


def _rounded(figures: Figures) -> dict[str, Any]:
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}


def tell(measured: Measured, *, as_json: bool) -> int:
    """Print a measurement and answer 0 where it passes, and 1 otherwise."""
    print(measured.as_json() if as_json else measured.as_table())
    return 1 if measured.faults() else 0


def parser(about: str | None) -> argparse.ArgumentParser:
    """Answer a command line with what every measurement understands."""
    made = argparse.ArgumentParser(description=about)
    made.add_argument("--json", action="store_true", help="print one line of JSON")
    return made


def quantile(values: Sequence[float], share: float) -> float:
    """Answer the value that a share (0 to 1) of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def median(values: Sequence[float]) -> float:
    """Answer the middle value."""
    return statistics.median(values)


def say(line: str) -> None:
    """Tell how far it is, beside the figures."""
    print(line, file=sys.stderr)
