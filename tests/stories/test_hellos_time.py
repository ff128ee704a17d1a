"""A day with a hello over outages, a kill and the calendar's own turns."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.ids import CircleId
from bot.days.model import MOST, Day, Kind, When, Wish, missed, packed, unpacked, wish_on
from rehearsal.server import Rehearsal
from tests.stories.conftest import FakeClock
from tests.stories.founded import Founded
from tests.stories.test_days import running, until
from tests.stories.test_hellos import NINE, TELL, WELCOME, greets, told, wishes
from tests.stories.test_mailbox import waiting


@pytest.mark.parametrize(
    ("back", "hears", "reads"),
    [
        (datetime(2027, 3, 21, 15, 0, tzinfo=UTC), ["Bea"], ""),
        (datetime(2027, 3, 22, 15, 0, tzinfo=UTC), [], "was not running"),
        (datetime(2027, 3, 29, 15, 0, tzinfo=UTC), [], "was not running"),
    ],
)
async def test_after_an_outage_it_is_asked_that_same_day_alone_and_else_the_truth_is_told(
    founded: Founded, rehearsal: Rehearsal, tmp_path: Path, back: datetime, hears: list[str], reads: str
) -> None:
    founded.stand_again(rehearsal, tmp_path)
    clock = FakeClock()
    async with running(rehearsal, tmp_path, clock) as circle:
        await greets(circle, "Bea")
        await wishes(circle, way=TELL)
    clock.moment = back
    async with running(rehearsal, tmp_path, clock) as circle:
        await circle.hearth.settle()
        assert await told(circle, "Bea") == hears
        assert reads in (await waiting(circle, "Ana")).text
        assert ("was not running" in (await waiting(circle, "Ana")).text) == bool(reads)


async def test_after_a_day_without_it_nothing_is_told_to_who_did_not_wish_to_know(
    founded: Founded, rehearsal: Rehearsal, tmp_path: Path
) -> None:
    founded.stand_again(rehearsal, tmp_path)
    clock = FakeClock()
    async with running(rehearsal, tmp_path, clock) as circle:
        await wishes(circle)
    clock.moment = datetime(2027, 3, 29, 15, 0, tzinfo=UTC)
    async with running(rehearsal, tmp_path, clock) as circle:
        assert "was not running" not in (await waiting(circle, "Ana")).text


async def test_killed_between_asking_and_noting_it_asks_nobody_twice(
    founded: Founded, rehearsal: Rehearsal, tmp_path: Path
) -> None:
    founded.stand_again(rehearsal, tmp_path)
    clock = FakeClock()
    async with running(rehearsal, tmp_path, clock) as circle:
        await greets(circle, "Bea")
        await wishes(circle)
        await until(circle, NINE)
        # As after a kill: the row is due once more.
        (row,) = await circle.stores.main.read(lambda tx: tx.all("SELECT hello FROM days_hello"))
        hello = int(str(row["hello"]))
        await circle.stores.main.write(lambda tx: circle.hearth.ground.dues.add(tx, "days.hello", hello, NINE))
    async with running(rehearsal, tmp_path, clock) as circle:
        await circle.hearth.settle()
        assert (await waiting(circle, "Bea")).text.count(WELCOME) == 1


def test_days_of_hello_fill_no_more_than_their_block_and_read_back_as_written() -> None:
    longest = Wish(CircleId(2**53 - 1), tell=True)
    kept = tuple(Day(When(12, 10 + day, 2037), Kind.HELLO, longest) for day in range(MOST))
    assert len(packed(kept)) < 1000
    assert unpacked(packed(kept)) == kept


def test_what_was_missed_is_looked_for_a_month_back_and_never_today() -> None:
    wish = Wish(CircleId(1), tell=True)
    kept = (Day(When(2, 29), Kind.HELLO, wish), Day(When(3, 21), Kind.HELLO, wish))
    at = datetime(2027, 3, 21, tzinfo=UTC).date()
    assert missed(kept, datetime(2027, 2, 20, tzinfo=UTC).date(), at) == [wish]
    assert missed(kept, datetime(2020, 1, 1, tzinfo=UTC).date(), at) == [wish]
    assert missed(kept, at, at) == []
    # The last of February is the twenty-eighth in a year without it.
    assert wish_on(kept, datetime(2027, 2, 28, tzinfo=UTC).date()) == wish
    assert wish_on(kept, datetime(2028, 2, 28, tzinfo=UTC).date()) is None
