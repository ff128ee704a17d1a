"""What was due before a copy was put back is looked for before it is sent; what came later is not."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.core.delivery.outbox import Outbox
from bot.core.storage.keyring import Keyring
from bot.core.storage.restored import MINDED, Restored
from bot.core.storage.sqlite import SqliteDatabase
from bot.core.world import SystemChance
from tests.delivery.conftest import NOW, FakeClock, post

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("until", "tries"), [(NOW + HOUR, 2), (NOW, 2), (NOW - HOUR, 1), (NOW - MINDED, 1)])
async def test_a_first_try_counts_as_a_second_where_it_may_stand(
    database: SqliteDatabase, tmp_path: Path, until: datetime, tries: int
) -> None:
    keyring = Keyring.open(tmp_path / "keys" / "hearth.key", SystemChance(), tmp_path / "data")
    outbox = Outbox(database, FakeClock(), keyring, Restored(NOW - 2 * HOUR, until))
    await database.write(lambda tx: outbox.put(tx, post()))
    (claimed,) = await outbox.claim(1, 1, ())
    assert claimed.attempts == tries
    assert claimed.tried_at == (NOW - 2 * HOUR if tries == 2 else NOW)
