"""Servers that Hearth was put out of: waited for, and let go of after seven days (R177)."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.circles.closing import Closing
from bot.circles.store.servers import ServerStore
from bot.core.ground import Ground
from bot.core.ids import ServerId
from bot.core.storage.database import Transaction

STAYS = timedelta(days=7)
"""How long everything of a server waits for Hearth to be invited again."""

Known = Callable[[Transaction], Iterable[ServerId]]
"""Answers servers that a feature keeps something about."""

Gone = Callable[[Transaction, ServerId], None]
"""Hears of a server inside the transaction that lets go of the last of it."""


class Servers:
    """Notes where Hearth is no longer, also what happened while it was off; an outage of a server is not that."""

    def __init__(self, ground: Ground, closing: Closing) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = ServerStore()
        self._closing = closing
        self._known: list[Known] = [self._store.with_circles]
        self._on_gone: list[Gone] = []

    def keep_in_mind(self, known: Known, gone: Gone) -> None:
        """Have a feature's own servers noticed too, and have it told of one of which nothing may stay."""
        self._known.append(known)
        self._on_gone.append(gone)

    async def put_out(self, server: ServerId) -> None:
        """Note that Hearth was put out of a server now."""
        now = self._ground.clock.now()
        await self._database.write(lambda tx: self._store.add_gone(tx, server, now))

    async def invited(self, server: ServerId) -> None:
        """Note that Hearth is in a server again: everything goes on."""
        await self._database.write(lambda tx: self._store.drop_gone(tx, server))

    async def let_go(self, now: datetime) -> None:
        """Notice where Hearth is and is not, and let go of the servers it has been out of for seven days."""
        here = self._ground.front.servers()
        if here is None:
            # Not known while the connection is away.
            return
        await self._database.write(lambda tx: self._notice(tx, here, now))
        for server in await self._database.read(lambda tx: self._store.gone_by(tx, now - STAYS)):
            await self._let_go(server)

    def _notice(self, tx: Transaction, here: frozenset[ServerId], now: datetime) -> None:
        kept = {server for known in self._known for server in known(tx)}
        for server in kept - here:
            self._store.add_gone(tx, server, now)
        for server in self._store.gone(tx) & here:
            self._store.drop_gone(tx, server)

    async def _let_go(self, server: ServerId) -> None:
        for circle in await self._database.read(lambda tx: self._store.circles_of(tx, server)):
            await self._closing.remove(circle)

        def work(tx: Transaction) -> None:
            self._ground.outbox.take_back_all(tx, server)
            for told in self._on_gone:
                told(tx, server)
            self._store.drop_rest(tx, server)
            self._store.drop_gone(tx, server)

        await self._database.write(work)
