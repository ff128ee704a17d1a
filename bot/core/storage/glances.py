"""Reading at once, in the loop's own thread: from memory where no row behind it changed, else from the file."""

import re
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Generator, Hashable, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from bot.core.storage.database import NotNow, Row, T, Transaction, Value
from bot.core.storage.statements import Statements

REMEMBERED_MOST = 4_096
"""How many answers are kept in memory; the one that was used longest ago goes first."""

STEPS_MOST = 50_000
"""Steps of SQLite after which a look is too long for the loop: about two milliseconds."""

OTHERS_AFTER = 0.01
"""Seconds after which it is looked again whether something else than this process wrote the file."""

_SETTINGS = ("PRAGMA busy_timeout = 0", "PRAGMA query_only = ON")

_READ = re.compile(r"\b(?:FROM|JOIN)\s+([a-z_]+)")
_WRITTEN = re.compile(r"^\s*(?:INSERT(?: OR [A-Z]+)? INTO|UPDATE|DELETE FROM)\s+([a-z_]+)")

_FOLLOWS = (
    'SELECT m.name AS follower, f."table" AS followed FROM sqlite_schema m, pragma_foreign_key_list(m.name) f'
    " WHERE m.type = 'table' AND f.on_delete <> 'NO ACTION'"
)


@lru_cache(maxsize=1_024)
def tables_read(sql: str) -> frozenset[str]:
    """Answer the tables that a statement reads."""
    return frozenset(_READ.findall(sql))


@lru_cache(maxsize=1_024)
def table_written(sql: str) -> str | None:
    """Answer the one table that a statement writes, or None where that cannot be told."""
    found = _WRITTEN.match(sql)
    return None if found is None else found[1]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was read, and the tables it came from."""

    value: object
    tables: frozenset[str]


class Memory:
    """What was read once, for as long as no transaction writes a table it came from.

    The writer's thread says before and after each commit which tables it writes. An answer that was read while any
    commit happened is not kept, and one look never mixes answers from before and after one.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, _Answer] = OrderedDict()
        self._moves = 0
        self._committing = False
        self._followers: Mapping[str, frozenset[str]] | None = None

    def settled(self) -> int:
        """Answer a mark of this moment; raises `NotNow` while a transaction is being committed."""
        with self._lock:
            if self._committing:
                raise NotNow
            return self._moves

    def is_still(self, mark: int) -> bool:
        """Tell whether no transaction was committed since a mark, or is being committed."""
        return self._moves == mark

    def get(self, key: Hashable) -> _Answer | None:
        """Answer what is remembered, or None."""
        # Without the lock: whoever looks asks at the end whether anything was forgotten meanwhile.
        answer = self._answers.get(key)
        if answer is not None:
            with suppress(KeyError):
                self._answers.move_to_end(key)
        return answer

    def keep(self, key: Hashable, answer: _Answer, mark: int) -> None:
        """Remember an answer, unless a transaction was committed since the mark."""
        with self._lock:
            if self._moves == mark:
                self._answers[key] = answer
                if len(self._answers) > REMEMBERED_MOST:
                    self._answers.popitem(last=False)

    @contextmanager
    def committing(self, tables: Collection[str] | None) -> Generator[None]:
        """Be told, in the writer's thread, that a transaction is committed inside, and which tables it wrote.

        None means that this is not known: then everything is forgotten.
        """
        with self._lock:
            self._moves += 1
            self._committing = True
        try:
            yield
        finally:
            with self._lock:
                self._forget(tables)
                self._moves += 1
                self._committing = False

    def forget(self) -> None:
        """Forget everything, as when something else than this process wrote."""
        with self._lock:
            self._forget(None)
            self._moves += 1

    def _forget(self, tables: Collection[str] | None) -> None:
        if tables is None or self._followers is None:
            # The shape of the tables may have changed as well.
            self._answers.clear()
            self._followers = None
            return
        gone = set(tables).union(*(self._followers.get(one, ()) for one in tables))
        for key in [key for key, answer in self._answers.items() if not gone.isdisjoint(answer.tables)]:
            del self._answers[key]

    def learn(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Learn which tables lose rows, or change them, by themselves when rows of another one go."""
        with self._lock:
            self._followers = {followed: _all_after(followed, pairs) for _, followed in pairs}

    @property
    def knows_followers(self) -> bool:
        """Tell whether `learn` was called since the tables were last changed in their shape."""
        return self._followers is not None


def _all_after(table: str, pairs: Sequence[tuple[str, str]]) -> frozenset[str]:
    found, left = set[str](), [table]
    while left:
        one = left.pop()
        new = {follower for follower, followed in pairs if followed == one} - found
        found |= new
        left += new
    return frozenset(found)


class Glances:
    """Looks into one file from the loop's thread; `close` lets go of it."""

    def __init__(self, file: Path, memory: Memory, passed: Callable[[], float] = time.monotonic) -> None:
        self._file = file
        self._memory = memory
        self._passed = passed
        self._noticed = passed() - OTHERS_AFTER
        self._connection: sqlite3.Connection | None = None
        self._closed = False
        self._version: tuple[int, int] | None = None

    def look(self, work: Callable[[Transaction], T]) -> T:
        """Answer what `work` reads of one steady picture; raises `NotNow` where the loop would be kept waiting."""
        if self._closed:
            raise NotNow
        self._notice_others()
        mark = self._memory.settled()
        glance = _Glance(self._opened, self._memory, mark)
        try:
            found = work(glance)
        except sqlite3.Error as fault:
            # Whatever it is, reading in its own thread tells it, or waits for it.
            raise NotNow from fault
        except Exception:
            if self._memory.is_still(mark):
                raise
            raise NotNow from None
        finally:
            glance.end()
        if not self._memory.is_still(mark):
            raise NotNow
        return found

    def _notice_others(self) -> None:
        """Forget everything where something else than this process wrote the file, such as a host's own tool."""
        now = self._passed()
        if self._connection is None or now - self._noticed < OTHERS_AFTER:
            return
        self._noticed = now
        try:
            version, mark = self._connection.execute("PRAGMA data_version").fetchone()[0], self._memory.settled()
        except sqlite3.Error as fault:
            raise NotNow from fault
        seen, self._version = self._version, (version, mark)
        if seen is not None and seen[0] != version and seen[1] == mark:
            self._memory.forget()

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = sqlite3.connect(
                f"{self._file.as_uri()}?mode=rw", uri=True, isolation_level=None, cached_statements=256
            )
            for setting in _SETTINGS:
                self._connection.execute(setting)
            self._connection.set_progress_handler(lambda: 1, STEPS_MOST)
        if not self._memory.knows_followers:
            self._memory.learn(self._connection.execute(_FOLLOWS).fetchall())
        return self._connection

    def close(self) -> None:
        """Let go of the file; done as well if it was never opened."""
        self._closed = True
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class _Glance(Statements):
    """The statements of one look; the file is asked only for what is not remembered."""

    def __init__(self, opened: Callable[[], sqlite3.Connection], memory: Memory, mark: int) -> None:
        self._opened = opened
        self._memory = memory
        self._mark = mark
        self._begun: sqlite3.Connection | None = None
        self._tables: list[set[str]] = []

    @property
    def connection(self) -> sqlite3.Connection:
        if self._begun is None:
            self._begun = self._opened()
            self._begun.execute("BEGIN")
        return self._begun

    def run(self, sql: str, **values: Value) -> int:
        raise TypeError("a look changes nothing")

    def one(self, sql: str, **values: Value) -> Row | None:
        self._note(tables_read(sql))
        return super().one(sql, **values)

    def all(self, sql: str, **values: Value) -> Sequence[Row]:
        self._note(tables_read(sql))
        return super().all(sql, **values)

    def known(self, key: Hashable, read: Callable[[Transaction], T]) -> T:
        remembered = self._memory.get(key)
        if remembered is not None:
            self._note(remembered.tables)
            return cast(Any, remembered.value)
        self._tables.append(set())
        try:
            value = read(self)
        finally:
            tables = frozenset(self._tables.pop())
        self._note(tables)
        self._memory.keep(key, _Answer(value, tables), self._mark)
        return value

    def _note(self, tables: Collection[str]) -> None:
        if self._tables:
            self._tables[-1].update(tables)

    def end(self) -> None:
        if self._begun is not None:
            self._begun.execute("ROLLBACK")
