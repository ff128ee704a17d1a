"""Whatever moderators and facilitators change is noted: by kind, declared, with words (R66)."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from bot.assembly import FEATURES
from tests.guards.acts import unnoted, writers
from tests.guards.source import ROOT

EXCUSED: Mapping[str, str] = MappingProxyType(
    {
        "DailyLine._present": "a line goes off by itself where its channel was deleted",
        "Founding._keep": "a draft, which nobody else sees and nothing comes of",
        "Founding.expire": "drafts go at their time",
        "Founding._make_role": "what was noted when it began is carried out, step by step",
        "Founding._make_door": "the same",
        "Founding._make_room": "the same",
        "Closings.close": "the closing that was noted goes on to its count",
        "Closings._count": "the same",
        "Closings._deliver": "the same, shown",
        "Posting.posted": "the post of a check-in that was noted is tried again",
        "Rhythms._tell": "news for whoever presses, of which their own yes tells",
        "Rhythms._tell_not": "the same, taken back",
    }
)
"""Writes behind a gate for staff that are no act of anybody, each with its reason."""

BOT = {
    "bot/core/storage/database.py": "class Database:\n    async def write(self, work): ...\n",
    "bot/core/acting.py": "class Acts:\n    async def do(self, visitor, work): ...\n",
    "bot/core/ground.py": "class Ground:\n    database: Database\n    acts: Acts\n",
    "bot/moderation/service.py": "def moderated(visitor): ...\n",
}
HEAD = "class Rooms:\n    def __init__(self, ground: Ground):\n        self._database = ground.database\n"
GATE = "    async def choose(self, visitor):\n        moderated(visitor)\n"


def test_every_act_of_staff_is_noted() -> None:
    assert unnoted(ROOT, EXCUSED) == []


def test_every_excuse_is_needed() -> None:
    assert set(EXCUSED) <= writers(ROOT)


def test_every_kind_belongs_to_its_feature_and_to_no_other() -> None:
    kinds = [(feature.name, kind) for feature in FEATURES for kind in feature.acts]
    assert all(kind.startswith(f"{name}.did.") for name, kind in kinds)
    assert len({kind for _, kind in kinds}) == len(kinds)


@pytest.mark.parametrize(
    ("code", "red"),
    [
        (HEAD + GATE + "        await self._database.write(work)\n", True),
        (
            HEAD + GATE + "        await self._keep()\n    async def _keep(self): await self._database.write(1)\n",
            True,
        ),
        (HEAD + "        self._g = ground\n" + GATE + "        await self._g.database.write(work)\n", True),
        (HEAD + "        self._g = ground\n" + GATE + "        await self._g.acts.do(visitor, work)\n", False),
        (HEAD + GATE + "        await self._database.read(work)\n", False),
        (HEAD + "    async def mine(self, visitor):\n        await self._database.write(work)\n", False),
    ],
)
def test_a_write_behind_a_gate_is_seen(code: str, red: bool, tmp_path: Path) -> None:
    for place, text in {**BOT, "bot/asked/rooms.py": code}.items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(text, encoding="utf-8")
    assert bool(unnoted(tmp_path, {})) == red
