"""kill -9 in the middle of a transaction loses that transaction and nothing else."""

import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.core.refusals import SettingsFault
from bot.core.storage.sqlite import SqliteDatabase

_VICTIM = """
import asyncio, sys, time
from pathlib import Path
from bot.core.storage.sqlite import SqliteDatabase

def half(tx):
    tx.run("INSERT INTO note (id) VALUES (2)")
    tx.run("UPDATE note SET id = id + 100")
    print("between", flush=True)
    time.sleep(60)

async def main():
    db = await SqliteDatabase.open(Path(sys.argv[1]))
    await db.write(lambda tx: tx.run("CREATE TABLE note (id INTEGER PRIMARY KEY)"))
    await db.write(lambda tx: tx.run("INSERT INTO note (id) VALUES (1)"))
    await db.write(half)

asyncio.run(main())
"""


@pytest.mark.parametrize("round_number", range(2))
async def test_a_kill_between_two_statements_loses_that_transaction_alone(
    open_db: Callable[[Path], Awaitable[SqliteDatabase]], tmp_path: Path, round_number: int
) -> None:
    file = tmp_path / f"main{round_number}.db"
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", _VICTIM, str(file)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as victim:  # noqa: ASYNC220, S603
        try:
            assert victim.stdout is not None
            assert victim.stdout.readline() == "between\n"
            with pytest.raises(SettingsFault, match="Another Hearth is already using"):
                await open_db(file)
        finally:
            victim.kill()
    db = await open_db(file)
    rows = await db.read(lambda tx: tx.all("SELECT id FROM note"))
    assert [row["id"] for row in rows] == [1]
