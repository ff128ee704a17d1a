"""Reaching a person: who is asked when, and what whoever asked is told at each moment."""

from tests.stories.conftest import Evening
from tests.stories.reaching import MINUTE, ask, can_be_asked, pages, reach


async def test_with_nobody_willing_the_numbers_come_first_and_nothing_is_promised(circle: Evening) -> None:
    screen = await reach(circle, "Ana")
    assert "Nobody in North can be asked right now" in screen.text
    assert "112" in screen.text
    assert "I can't call anyone for you" in screen.text
    assert not any("company" in label for label in screen.buttons)


async def test_two_are_asked_at_once_again_after_ten_and_the_truth_comes_after_twenty(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo", hours=False)
    screen = await ask(circle, "Ana")
    await circle.hearth.settle()
    assert await pages(circle, "Bea", "Cleo") == {"Bea": 1, "Cleo": 1}
    await circle.pass_time(10 * MINUTE)
    assert await pages(circle, "Bea", "Cleo") == {"Bea": 2, "Cleo": 2}
    screen = await reach(circle, "Ana")
    await circle.pass_time(10 * MINUTE)
    screen = await reach(circle, "Ana")
    assert "nobody has answered" in screen.text
