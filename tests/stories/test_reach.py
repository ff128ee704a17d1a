"""Reaching a person: who is asked when, and what whoever asked is told at each moment."""

from tests.stories.conftest import Evening
from tests.stories.reaching import MINUTE, THREAD, ask, can_be_asked, pages, reach


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


async def test_a_hi_in_the_thread_rings_the_phone_of_whoever_asked_and_says_nothing_more(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    await ask(circle, "Ana", how=THREAD)
    await circle.hearth.settle()
    bea = circle["Bea"]
    card = await bea.press((await bea.look(None))[-1], "Look")
    await bea.press(await bea.press(card, "I have it"), "Say hi for me")
    await circle.hearth.settle()
    told = (await circle["Ana"].notifications())[-1]
    assert "says: Hi. Is this a good moment?" in told
    assert await circle["Cleo"].notifications() == []
