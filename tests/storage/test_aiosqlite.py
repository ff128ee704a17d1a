"""What Hearth relies on in aiosqlite beyond its documentation; red here means line.py needs another look."""

import asyncio
import sqlite3
import threading
from queue import SimpleQueue
from typing import Any, cast

import aiosqlite


async def test_what_is_queued_runs_in_the_connections_one_thread_in_order_and_needs_no_future() -> None:
    connection = await aiosqlite.connect(":memory:")
    order: list[int] = []
    threads: set[int] = set()

    def work(number: int) -> None:
        order.append(number)
        threads.add(threading.get_ident())

    for number in range(20):
        cast(Any, connection)._tx.put_nowait((None, lambda number=number: work(number)))
    # Closing goes through the same queue, behind them.
    await connection.close()
    assert order == list(range(20))
    assert len(threads) == 1
    assert threads != {threading.get_ident()}


async def test_the_thread_goes_on_after_work_that_nobody_waits_for() -> None:
    connection = await aiosqlite.connect(":memory:")
    done = threading.Event()
    cast(Any, connection)._tx.put_nowait((None, done.set))
    assert await asyncio.to_thread(done.wait, 5)
    assert (await (await connection.execute("SELECT 1")).fetchone()) == (1,)
    await connection.close()


async def test_the_sqlite_connection_is_the_one_the_thread_may_use() -> None:
    connection = await aiosqlite.connect(":memory:")
    inner = cast(Any, connection)._conn
    assert isinstance(inner, sqlite3.Connection)
    found: SimpleQueue[object] = SimpleQueue()
    cast(Any, connection)._tx.put_nowait((None, lambda: found.put(inner.execute("SELECT 1").fetchone())))
    assert await asyncio.to_thread(found.get) == (1,)
    await connection.close()
