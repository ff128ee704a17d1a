"""What cannot be read keeps nobody else's words past their age, and a million rows hold up nobody (R177)."""

import logging
from datetime import timedelta

import pytest

from benchmarks import retention
from tests.stories.conftest import Evening
from tests.stories.test_audiences import NAMED, close, drawn, open_
from tests.stories.test_checkin import answers_kept


async def two_closed(circle: Evening) -> None:
    """Close two check-ins in which Ana stands with her name."""
    for way, choice in (("Weather", "Sunny"), ("Battery", "3")):
        await open_(circle, way)
        await circle.answer("Ana", choice, NAMED)
        assert f"@Ana: {choice}" in (await close(circle)).text


async def sweep(circle: Evening) -> None:
    await circle.hearth.sweeps.begin()
    await circle.hearth.settle()


@pytest.mark.parametrize("by_due_row", [True, False])
async def test_a_round_that_cannot_be_read_is_stepped_over_and_the_others_go_in_time(
    circle: Evening, caplog: pytest.LogCaptureFixture, *, by_due_row: bool
) -> None:
    await two_closed(circle)
    main = circle.stores.main
    await main.write(lambda tx: tx.run("UPDATE checkin_round SET format = 'torn' WHERE format = 'weather'"))
    if not by_due_row:
        await main.write(lambda tx: tx.run("DELETE FROM due WHERE kind = 'checkins.names_end'"))
    circle.clock.forward(timedelta(days=15))
    with caplog.at_level(logging.DEBUG):
        await sweep(circle)
    assert await answers_kept(circle) == 0
    assert "Ana" not in await drawn(circle)
    assert "a post past its age cannot be drawn anew (ValueError)" in caplog.text
    assert "torn" not in caplog.text
    await circle.pass_time(timedelta(days=80))
    await sweep(circle)
    left = await main.read(lambda tx: tx.one("SELECT count(*) AS held FROM checkin_round"))
    assert left == {"held": 0}


async def test_many_rows_go_in_one_sweep_and_none_stays() -> None:
    measured = await retention.measure(5_000)
    assert measured.over == ()
    assert int(measured.hearth["rows"]) > 4_900
    assert int(measured.also["turns"]) > 5_000 // 500
