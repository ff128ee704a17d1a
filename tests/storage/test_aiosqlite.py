"""What Hearth relies on in aiosqlite beyond its documentation; red here means line.py needs another look."""

import asyncio
import sqlite3
import threading
from typing import Any, cast

import aiosqlite


async def test_execute_runs_a_whole_function_in_the_connections_one_thread_in_order() -> None:
    connection = await aiosqlite.connect(":memory:")
    execute = cast(Any, connection)._execute
    order: list[int] = []

    def work(number: int) -> int:
        order.append(number)
        return threading.get_ident()

    threads = await asyncio.gather(*(execute(work, number) for number in range(20)))
    await connection.close()
    assert order == list(range(20))
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


async def test_the_sqlite_connection_is_the_one_the_thread_may_use() -> None:
    connection = await aiosqlite.connect(":memory:")
    inner = cast(Any, connection)._conn
    assert isinstance(inner, sqlite3.Connection)
    assert (await cast(Any, connection)._execute(lambda: inner.execute("SELECT 1").fetchone())) == (1,)
    await connection.close()
