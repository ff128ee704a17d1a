"""The bot is put out of the server and not invited again: after seven days nothing of the server is left (R177)."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.ids import ServerId
from rehearsal.person import visit
from rehearsal.records import Event
from rehearsal.server import Rehearsal
from tests.stories.conftest import Evening, FakeClock, bot_on, until
from tests.stories.reaching import can_be_asked
from tests.stories.staffed import staff_room, switch_on
from tests.stories.test_circle import rows_about_people
from tests.stories.test_put_out import invited, put_out
from tests.stories.test_reach_people import asks
from tests.stories.test_rhythm import start

DAY = timedelta(days=1)
KEPT = ("circle", "consent", "checkin_round", "checkin_rhythm", "desk_line", "asked_switch", "reach_ask")


async def held(circle: Evening, *tables: str) -> dict[str, int]:
    """Answer which of some tables hold rows, and how many."""
    counts: dict[str, int] = {}
    for table in tables or KEPT:
        row = await circle.stores.main.read(lambda tx, of=table: tx.one(f"SELECT count(*) AS held FROM {of}"))  # noqa: S608 - our names
        if row is not None and row["held"]:
            counts[table] = int(str(row["held"]))
    return counts


async def lively(circle: Evening) -> None:
    """Fill what a circle keeps: a line at the desk, a rhythm, a check-in, people who can be asked, an ask."""
    await staff_room(circle)
    await switch_on(circle)
    await start(circle)
    await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    await can_be_asked(circle, "Bea", "Cleo")
    await asks(circle)


async def test_after_seven_days_out_nothing_of_the_server_is_left(
    circle: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    await lively(circle)
    assert set(await held(circle)) == set(KEPT)
    await put_out(circle)
    with caplog.at_level(logging.ERROR):
        await circle.pass_time(6 * DAY)
        assert await rows_about_people(circle) == 7
        await circle.pass_time(DAY + timedelta(hours=2))
        assert await held(circle, *KEPT, "circle_server_gone", "outbox", "circle_leaver") == {}
        assert await rows_about_people(circle) == 0
        await circle.pass_time(60 * DAY)
    assert not caplog.records
    kinds = await circle.stores.main.read(lambda tx: tx.all("SELECT kind FROM due"))
    assert {row["kind"] for row in kinds if not str(row["kind"]).startswith("sweeps.")} == set()
    await invited(circle)
    assert "no circle" in (await circle["Robin"].command("desk")).text
    door = (await circle["Gus"].look("north-door"))[0]
    assert "no longer here" in (await circle["Gus"].press(door, "Join")).text


async def test_invited_again_within_seven_days_everything_goes_on_and_stays(circle: Evening) -> None:
    await start(circle)
    await put_out(circle)
    await circle.pass_time(6 * DAY)
    await invited(circle)
    await circle.pass_time(3 * DAY)
    assert await rows_about_people(circle) == 7
    assert "North" in " ".join((await circle["Robin"].command("desk")).buttons)


async def test_a_server_that_is_only_out_of_order_is_not_gone(circle: Evening) -> None:
    world = circle.server.world
    world.tell(Event("GUILD_DELETE", {"id": world.guild_id, "unavailable": True}))
    await until(lambda: circle.client.guilds[0].unavailable)
    await circle.pass_time(9 * DAY)
    assert await held(circle, "circle_server_gone") == {}
    assert await rows_about_people(circle) == 7


async def test_put_out_while_switched_off_it_is_learnt_at_start_and_waited_for_from_then(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    clock = FakeClock()
    async with visit(rehearsal.url) as people:
        async with bot_on(rehearsal, tmp_path, clock) as parts:
            circle = Evening(rehearsal, people, *parts, clock, tmp_path)
            await circle.set_up()
            await circle.join("Ana")
        await people.bot_is_put_out()
        clock.forward(60 * DAY)
        async with bot_on(rehearsal, tmp_path, clock) as parts:
            circle = Evening(rehearsal, people, *parts, clock, tmp_path)
            await circle.hearth.settle()
            assert await held(circle, "circle_server_gone", "circle") == {"circle_server_gone": 1, "circle": 1}
            await circle.pass_time(7 * DAY + timedelta(hours=1))
            assert await held(circle, "circle_server_gone", "circle") == {}
            assert await rows_about_people(circle) == 0


async def test_whoever_is_in_a_circle_elsewhere_loses_only_what_was_there(circle: Evening) -> None:
    await circle.set_up("South")
    await circle.join("Ana", "Gus", circle="south")
    circles = await circle.hearth.circles.in_server(ServerId(int(circle.server.world.guild_id)))
    south = next(one.circle for one in circles if one.name == "South")
    await circle.stores.main.write(
        lambda tx: tx.run(
            "UPDATE circle SET server = :elsewhere WHERE circle = :south", elsewhere=4242, south=south
        )
    )
    assert await rows_about_people(circle) == 8
    await circle.pass_time(DAY)
    await circle.pass_time(7 * DAY)
    # Gus was in no other.
    assert await rows_about_people(circle) == 7
    assert await held(circle, "circle", "circle_server_gone") == {"circle": 1}
    left = await circle.stores.main.read(lambda tx: tx.all("SELECT * FROM consent WHERE circle = :of", of=south))
    assert not left
