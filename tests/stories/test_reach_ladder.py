"""Who is asked when, to the minute; an empty step is skipped at once, and the truth comes when it was promised."""

from datetime import timedelta

import pytest

from tests.stories.conftest import Evening
from tests.stories.reaching import ALONE, MINUTE, THREAD, ask, can_be_asked, neutral, pages, reach

COMPANY = "I would like company"
SECOND = timedelta(seconds=1)


async def count(circle: Evening, *names: str) -> int:
    """Count all pages that stand."""
    await circle.hearth.settle()
    return sum((await pages(circle, *names)).values())


@pytest.mark.parametrize(
    ("wish", "asked", "told"),
    [(ALONE, [(0, 2), (3, 3), (11, 6), (21, 9)], 6), (COMPANY, [(0, 1), (10, 2), (20, 3)], 40)],
)
async def test_three_with_hours_are_asked_step_by_step_and_the_truth_comes_in_time(
    circle: Evening, wish: str, asked: list[tuple[int, int]], told: int
) -> None:
    people = ("Bea", "Cleo", "Dani")
    await can_be_asked(circle, *people)
    await ask(circle, "Ana", wish, THREAD)
    begun, before = circle.clock.moment, 0
    for minutes, many in asked:
        if minutes:
            await circle.pass_time(begun + minutes * MINUTE - SECOND - circle.clock.moment)
            assert await count(circle, *people) == before
            await circle.pass_time(SECOND)
        before = await count(circle, *people)
        assert (minutes, before) == (minutes, many)
        assert ("and nobody has answered" in (await reach(circle, "Ana")).text) == (minutes >= told)
    await circle.pass_time(begun + told * MINUTE - circle.clock.moment if told > asked[-1][0] else SECOND)
    assert "3 people were asked, and nobody has answered" in (await reach(circle, "Ana")).text
    await circle.pass_time(timedelta(hours=24))
    assert "nobody answered it" in (await reach(circle, "Ana")).text
    await neutral(circle)


async def test_closed_messages_are_silence_at_once_and_the_next_person_is_asked(circle: Evening) -> None:
    people = ("Bea", "Cleo", "Dani")
    await can_be_asked(circle, *people)
    for name in people[:2]:
        await circle[name].set(dms_open=False)
    await ask(circle, "Ana", COMPANY)
    for _ in people:
        await circle.pass_time(SECOND)
    assert await pages(circle, "Dani") == {"Dani": 1}
    assert "One person has been asked" in (await reach(circle, "Ana")).text


async def test_messages_closed_for_all_are_told_at_once(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo", hours=False)
    for name in ("Bea", "Cleo"):
        await circle[name].set(dms_open=False)
    await ask(circle, "Ana")
    for _ in range(3):
        await circle.pass_time(SECOND)
    screen = await reach(circle, "Ana")
    assert "I could reach nobody" in screen.text
    assert "112" in screen.text


async def test_not_me_changes_no_number_that_whoever_asked_can_see(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo", hours=False)
    await ask(circle, "Ana")
    await circle.hearth.settle()
    before = (await reach(circle, "Ana")).text
    card = await circle["Bea"].press((await circle["Bea"].look(None))[-1], "Look")
    await circle["Bea"].press(card, "Not me")
    await circle.hearth.settle()
    assert (await reach(circle, "Ana")).text == before


async def test_what_is_promised_for_a_minute_comes_or_is_not_promised(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    await ask(circle, "Ana")
    await circle.hearth.settle()
    assert "Around" in (await reach(circle, "Ana")).text
    await circle.pass_time(10 * MINUTE)
    # Bea was asked twice; the next thing that happens is the truth.
    assert "Around" not in (await reach(circle, "Ana")).text


async def test_the_file_that_fails_once_delays_a_step_by_seconds(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    await ask(circle, "Ana")
    await circle.hearth.settle()
    asking = circle.hearth.reach.asking
    with monkeypatch.context() as full:
        full.setattr(asking, "go_on", lambda *_: 1 / 0)
        await circle.pass_time(10 * MINUTE)
    await circle.pass_time(15 * SECOND)
    assert await pages(circle, "Bea") == {"Bea": 2}
