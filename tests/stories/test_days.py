"""Quiet days: nothing comes on a silent one, less on a gentler one, and nobody learns that there is one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.ids import EVERYWHERE, PlatformId
from bot.days.model import Day, Kind, NotADay, When, kind_on, next_midnight, read_day, when_from
from rehearsal.person import visit
from rehearsal.screen import Screen
from rehearsal.server import Rehearsal
from tests.stories.conftest import Evening, FakeClock, bot_on
from tests.stories.founded import Founded
from tests.stories.reaching import ask, can_be_asked, pages, presses, reach
from tests.stories.test_mailbox import note_for
from tests.stories.test_whispers import direct, whispers_on

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SILENT, GENTLER = "Keep it: silent", "Keep it: gentler"


async def days(circle: Evening, name: str = "Ana") -> Screen:
    return await circle[name].press(await circle[name].command("my"), "My quiet days")


async def typed(circle: Evening, day: str, month: str, year: str = "", name: str = "Ana") -> Screen:
    form = await circle[name].press(await days(circle, name), "Add a day")
    return await circle[name].submit(form, {"day": day, "month": month, "year": year})


async def keeps(
    circle: Evening, on: datetime, kind: str = SILENT, name: str = "Ana", *, once: bool = False
) -> Screen:
    asked = await typed(circle, str(on.day), str(on.month), str(on.year) if once else "", name)
    return await circle[name].press(asked, kind)


async def lists(circle: Evening) -> list[tuple[str, int]]:
    rows = await circle.stores.main.read(lambda tx: tx.all("SELECT today, until FROM days_list"))
    return [(str(row["today"]), int(str(row["until"]))) for row in rows]


async def until(circle: Evening, moment: datetime) -> None:
    await circle.pass_time(moment - circle.clock.moment)


@asynccontextmanager
async def running(server: Rehearsal, folder: Path, clock: FakeClock) -> AsyncIterator[Evening]:
    """Run the bot over files that may have been used before."""
    async with visit(server.url) as people, bot_on(server, folder, clock) as parts:
        evening = Evening(server, people, *parts, clock, folder)
        await evening.hearth.settle()
        yield evening


async def test_what_changes_is_said_before_anything_is_kept(circle: Evening) -> None:
    asked = await typed(circle, "14", "6")
    assert "Jun 14, every year" in asked.text
    for words in ("no direct message", "You can still be asked", "come as on any day", "sealed, for you alone"):
        assert words in asked.text
    assert await lists(circle) == []
    kept = await circle["Ana"].press(asked, SILENT)
    assert "Jun 14, every year: silent" in kept.text
    assert "midnight in Europe/Berlin" in kept.text


async def test_no_direct_message_comes_on_a_silent_or_gentler_day_and_the_note_waits(circle: Evening) -> None:
    for name, kind in (("Ana", SILENT), ("Bea", GENTLER), ("Cleo", "")):
        await whispers_on(circle, name)
        if kind:
            await keeps(circle, circle.clock.moment + DAY, kind, name)
    await until(circle, datetime(2027, 3, 21, 11, 0, tzinfo=UTC))
    for name in ("Ana", "Bea", "Cleo"):
        await note_for(circle, name)
    await circle.pass_time(2 * HOUR)
    assert [len(await direct(circle, name)) for name in ("Ana", "Bea", "Cleo")] == [0, 0, 1]
    assert "Waiting for you: 1" in (await circle["Ana"].command("my")).buttons
    # The day ends at midnight of the circle's zone; quiet hours still hold until nine in the morning.
    await until(circle, datetime(2027, 3, 22, 7, 59, tzinfo=UTC))
    assert [len(await direct(circle, name)) for name in ("Ana", "Bea")] == [0, 0]
    await until(circle, datetime(2027, 3, 22, 8, 1, tzinfo=UTC))
    assert [len(await direct(circle, name)) for name in ("Ana", "Bea", "Cleo")] == [1, 1, 1]


async def test_nobody_is_sent_to_somebody_on_a_silent_day_and_the_truth_is_told_beforehand(circle: Evening) -> None:
    nobody = (await reach(circle, "Ana")).text
    await can_be_asked(circle, "Bea")
    somebody = (await reach(circle, "Ana")).text
    assert somebody != nobody
    await keeps(circle, circle.clock.moment, SILENT, "Bea")
    assert (await reach(circle, "Ana")).text == nobody
    await circle.pass_time(6 * HOUR)
    assert (await reach(circle, "Ana")).text == somebody


async def test_on_a_gentler_day_they_can_be_asked(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    await keeps(circle, circle.clock.moment, GENTLER, "Bea")
    await keeps(circle, circle.clock.moment, SILENT, "Cleo")
    await ask(circle, "Ana")
    await circle.hearth.settle()
    assert await pages(circle, "Bea", "Cleo") == {"Bea": 1}


async def test_moderators_see_no_difference(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo", "Dani")

    async def desk() -> str:
        robin = circle["Robin"]
        return (await robin.press(await robin.command("desk"), "Who's around")).text

    before = await desk()
    await keeps(circle, circle.clock.moment, SILENT, "Bea")
    assert await desk() == before


async def test_a_day_comes_every_year_and_a_day_of_one_year_goes_by_itself(circle: Evening) -> None:
    await keeps(circle, circle.clock.moment + DAY)
    await keeps(circle, circle.clock.moment + 2 * DAY, GENTLER, once=True)
    seen: list[str] = []
    for _ in range(4):
        await circle.pass_time(DAY)
        seen.append((await lists(circle))[0][0])
    assert seen == ["silent", "gentler", "", ""]
    shown = (await days(circle)).text
    assert "Mar 21, every year: silent" in shown
    assert "March 22, 2027" not in shown
    circle.clock.moment = datetime(2028, 3, 20, 22, 0, tzinfo=UTC)
    await circle.hearth.settle()
    await until(circle, datetime(2028, 3, 20, 23, 1, tzinfo=UTC))
    assert (await lists(circle))[0][0] == "silent"


async def test_the_day_begins_at_midnight_of_one_s_own_zone_also_where_it_is_settled_later(circle: Evening) -> None:
    await keeps(circle, circle.clock.moment + DAY)
    ana = circle["Ana"]
    form = await ana.press(await ana.press(await ana.command("my"), "My quiet hours"), "Type my quiet hours")
    await ana.submit(form, {"start": "22:00", "end": "07:00", "zone": "Pacific/Auckland"})
    # It is the 21st in Auckland already.
    assert (await lists(circle))[0][0] == "silent"
    assert "midnight in Pacific/Auckland" in (await days(circle)).text


async def test_a_start_after_midnight_looks_at_the_day_before_anything_is_sent(
    founded: Founded, rehearsal: Rehearsal, tmp_path: Path
) -> None:
    founded.stand_again(rehearsal, tmp_path)
    clock = FakeClock()
    async with running(rehearsal, tmp_path, clock) as circle:
        await whispers_on(circle, "Ana")
        await keeps(circle, clock.moment + DAY)
        await until(circle, datetime(2027, 3, 20, 22, 30, tzinfo=UTC))
        await note_for(circle, "Ana")
    clock.moment = datetime(2027, 3, 21, 12, 0, tzinfo=UTC)
    async with running(rehearsal, tmp_path, clock) as circle:
        assert (await lists(circle))[0][0] == "silent"
        assert await direct(circle, "Ana") == []
        await circle.pass_time(21 * HOUR)
        assert len(await direct(circle, "Ana")) == 1


async def test_pressed_twice_it_is_kept_once_and_another_press_changes_it(circle: Evening) -> None:
    asked = await typed(circle, "14", "6")
    custom_id = asked.buttons[SILENT]["custom_id"]
    await presses(circle, "Ana", custom_id)
    shown = await presses(circle, "Ana", custom_id)
    assert shown.text.count("Jun 14") == 1
    shown = await presses(circle, "Ana", custom_id.replace("silent", "gentler"))
    assert "Jun 14, every year: gentler" in shown.text


async def test_twelve_fit_and_the_thirteenth_changes_nothing(circle: Evening) -> None:
    for month in range(1, 13):
        await presses(circle, "Ana", f"days:keep:0-{month}-3:silent")
    refused = await presses(circle, "Ana", "days:keep:0-6-4:silent")
    assert "12 days are kept" in refused.text
    assert "Jun 4" not in (await days(circle)).text


async def test_taken_off_one_by_one_the_yes_goes_with_the_last(circle: Evening) -> None:
    await keeps(circle, circle.clock.moment + DAY)
    await keeps(circle, circle.clock.moment + 2 * DAY)
    ana = circle["Ana"]
    left = await ana.choose(await days(circle), "0-3-21", menu="Choose days to take off")
    assert "Mar 22" in left.text
    gone = await ana.choose(left, "0-3-22", menu="Choose days to take off")
    assert "None is kept now." in gone.text
    assert await lists(circle) == []
    assert await dues(circle) == 0
    standings = await circle.hearth.consents.standings(PlatformId(int(ana.id)), EVERYWHERE)
    assert "days.days" not in [one.purpose.key for one in standings if one.given]


async def dues(circle: Evening) -> int:
    row = await circle.stores.main.read(
        lambda tx: tx.one("SELECT count(*) AS held FROM due WHERE kind = 'days.look'")
    )
    assert row is not None
    return int(str(row["held"]))


@pytest.mark.parametrize("way", ["Forget all of them", "Stop everything", "Erase"])
async def test_nothing_of_them_is_left(circle: Evening, way: str) -> None:
    await keeps(circle, circle.clock.moment)
    ana = circle["Ana"]
    if way == "Erase":
        look = await ana.press(await ana.command("my"), "See and erase")
        assert "1 sealed list of your quiet days" in look.text
        await ana.press(look, "Erase all of this now")
    else:
        await ana.press(await days(circle) if way.startswith("Forget") else await ana.command("my"), way)
    assert await lists(circle) == []
    assert await dues(circle) == 0
    await circle.pass_time(2 * DAY)


async def test_the_file_tells_neither_the_days_nor_how_many(circle: Evening) -> None:
    await keeps(circle, circle.clock.moment + DAY)
    await keeps(circle, circle.clock.moment + DAY, GENTLER, "Bea")
    for month in range(4, 13):
        await presses(circle, "Bea", f"days:keep:0-{month}-3:gentler")
    rows = await circle.stores.main.read(lambda tx: tx.all("SELECT sealed, today, until FROM days_list"))
    assert len({len(bytes(row["sealed"])) for row in rows}) == 1  # type: ignore[arg-type]
    # Both are looked at at the very same midnight, quiet day or not.
    assert {row["today"] for row in rows} == {""}
    assert len({row["until"] for row in rows}) == 1


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (("", "", ""), "There was no day in it"),
        (("31", "6", ""), "could not be read as a day"),
        (("@b", "**", ""), "could not be read as a day"),
        (("1", "3", "2027"), "That day is over"),
        (("1", "3", "2090"), "more than ten years ahead"),
    ],
)
async def test_what_is_no_day_is_told_and_nothing_is_kept(
    circle: Evening, told: tuple[str, str, str], said: str
) -> None:
    refused = await typed(circle, *told)
    assert said in refused.text
    assert "Nothing was kept" in refused.text
    assert await lists(circle) == []


async def test_a_forged_day_or_kind_is_an_old_button(circle: Evening) -> None:
    for custom_id in ("days:keep:0-2-30:silent", "days:keep:0-6-14:loud", "days:keep:x:silent", "days:off:1"):
        assert "Nothing was changed" in (await presses(circle, "Ana", custom_id)).text or "off" in custom_id
    assert await lists(circle) == []


def test_the_last_of_february_is_the_twenty_eighth_where_there_is_none() -> None:
    leap = When(2, 29)
    assert [leap.on(datetime(*day).date()) for day in ((2027, 2, 28), (2028, 2, 28), (2028, 2, 29))] == [  # noqa: DTZ001
        True,
        False,
        True,
    ]


def test_of_two_days_on_one_date_the_quieter_counts() -> None:
    both = (Day(When(6, 14), Kind.GENTLER), Day(When(6, 14, 2027), Kind.SILENT))
    assert kind_on(both, datetime(2027, 6, 14).date()) is Kind.SILENT  # noqa: DTZ001
    assert kind_on(both, datetime(2028, 6, 14).date()) is Kind.GENTLER  # noqa: DTZ001


@pytest.mark.parametrize(
    ("now", "zone", "midnight"),
    [
        # Clocks go forward in the night of 28 March and back in that of 31 October: such days have 23 and 25 hours.
        (datetime(2027, 3, 28, 12, tzinfo=UTC), "Europe/Berlin", datetime(2027, 3, 28, 22, tzinfo=UTC)),
        (datetime(2027, 10, 31, 12, tzinfo=UTC), "Europe/Berlin", datetime(2027, 10, 31, 23, tzinfo=UTC)),
        # Here the clocks skip midnight itself.
        (datetime(2027, 9, 4, 12, tzinfo=UTC), "America/Santiago", datetime(2027, 9, 5, 4, tzinfo=UTC)),
        # This zone left out a whole day.
        (datetime(2011, 12, 30, 9, 30, tzinfo=UTC), "Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_the_next_midnight_of_its_zone(now: datetime, zone: str, midnight: datetime) -> None:
    assert next_midnight(now, zone) == midnight


def test_what_is_typed_is_read_or_refused() -> None:
    today = datetime(2027, 3, 20).date()  # noqa: DTZ001
    assert read_day(" 29 ", "2", "", today) == When(2, 29)
    assert str(when_from("2028-2-29")) == "2028-2-29"
    for told in ("2027-2-29", "1-2", "", "0-1-1-1", "0-²-1", "0-99999999999-1"):
        with pytest.raises(NotADay):
            when_from(told)
