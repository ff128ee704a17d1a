"""What whoever asked is told at each state, with every private answer thrown away, and who has it."""

import asyncio
from datetime import timedelta

from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.reaching import HERE, MINUTE, THREAD, ask, can_be_asked, pages, reach

SECOND = timedelta(seconds=1)


async def page_of(circle: Evening, name: str) -> Screen:
    """Open the newest page of somebody who was asked."""
    page = [screen for screen in await circle[name].look(None) if "Look" in screen.buttons][-1]
    return await circle[name].press(page, "Look")


async def asked(circle: Evening, *people: str, how: str = HERE) -> None:
    """Have Ana ask, and let the pages arrive."""
    await can_be_asked(circle, *people, hours=False)
    await ask(circle, "Ana", how=how)
    await circle.pass_time(SECOND)


async def has_it(circle: Evening, name: str) -> Screen:
    """Let somebody take it."""
    card = await circle[name].press(await page_of(circle, name), "I have it")
    await circle.pass_time(SECOND)
    return card


async def status(circle: Evening, talk: str) -> Screen:
    """Look at the first message of the bot in a thread."""
    return next(screen for screen in await circle["Ana"].look(talk) if screen.buttons)


async def test_everything_is_learned_from_reach_alone_at_each_state(circle: Evening) -> None:
    await asked(circle, "Bea", "Cleo")
    assert "2 people have been asked. Nobody has answered yet" in (await reach(circle, "Ana")).text
    card = await has_it(circle, "Bea")
    assert "Someone has it" in (await reach(circle, "Ana")).text
    await circle["Bea"].press(card, "Say hi for me")
    screen = await reach(circle, "Ana")
    assert "says: Hi" in screen.text
    assert "Good moment" in screen.buttons
    await circle["Ana"].press(screen, "Words through")
    assert "Your words go to and fro in your mailbox" in (await reach(circle, "Ana")).text
    assert "They would like words through" in (await page_of(circle, "Bea")).text
    await circle["Ana"].press(await reach(circle, "Ana"), "It is enough for now")
    assert "Your last ask ended" in (await reach(circle, "Ana")).text


async def test_of_two_who_press_together_one_has_it_and_the_other_is_told_who(circle: Evening) -> None:
    await asked(circle, "Bea", "Cleo")
    cards = [await page_of(circle, name) for name in ("Bea", "Cleo")]
    answers = await asyncio.gather(
        *(circle[name].press(card, "I have it") for name, card in zip(("Bea", "Cleo"), cards, strict=True))
    )
    assert sorted("You have it." in answer.text for answer in answers) == [False, True]
    assert sum("has it already, so nothing was changed" in answer.text for answer in answers) == 1


async def test_ten_minutes_without_a_hi_ask_others_and_say_no_untruth(circle: Evening) -> None:
    await asked(circle, "Bea", "Cleo")
    await has_it(circle, "Bea")
    await circle.pass_time(10 * MINUTE)
    screen = await reach(circle, "Ana")
    assert "could not come" in screen.text
    assert "Nobody has answered" not in screen.text
    assert "Nobody has it at this moment" in screen.text
    assert await pages(circle, "Cleo") == {"Cleo": 2}
    mine = await page_of(circle, "Bea")
    assert "Others have been asked too, and that is fine" in mine.text


async def test_handing_over_with_nobody_left_claims_no_others(circle: Evening) -> None:
    await asked(circle, "Bea")
    card = await has_it(circle, "Bea")
    await circle["Bea"].press(card, "Hand it over")
    await circle.pass_time(SECOND)
    screen = await reach(circle, "Ana")
    assert "Whoever had it hands it on." in screen.text
    assert "I ask others" not in screen.text
    assert "nobody has it now" in screen.text


async def test_an_ending_that_somebody_chose_is_never_told_as_nobody_answered(circle: Evening) -> None:
    await asked(circle, "Bea")
    card = await has_it(circle, "Bea")
    await circle["Bea"].press(await circle["Bea"].press(card, "It has ended"), "We did not reach each other")
    assert "nobody answered it" not in (await reach(circle, "Ana")).text
    assert "reached nobody" not in (await circle["Robin"].command("desk")).text


async def test_the_thread_says_that_somebody_has_it_and_that_it_ended(circle: Evening) -> None:
    await asked(circle, "Bea", "Cleo", how=THREAD)
    (talk,) = await circle["Ana"].threads()
    await has_it(circle, "Bea")
    first = await status(circle, talk)
    assert "Someone has it" in first.text
    await circle["Ana"].press(first, "Stop asking")
    await circle.pass_time(SECOND)
    assert "It has ended" in (await status(circle, talk)).text


async def test_a_deleted_thread_leads_back_to_the_choice_of_where_to_meet(circle: Evening) -> None:
    await asked(circle, "Bea", how=THREAD)
    (talk,) = await circle["Ana"].threads()
    card = await has_it(circle, "Bea")
    await circle["Bea"].press(card, "Say hi for me")
    await circle["Ana"].press(await reach(circle, "Ana"), "Good moment")
    await circle.join("Robin")
    gone = next(one.id for one in circle.server.world.channels.values() if one.name == talk)
    await circle["Robin"].call("DELETE", f"/channels/{gone}")
    await circle.pass_time(50 * MINUTE)
    card = await page_of(circle, "Bea")
    await circle["Bea"].press(card, "Ask about a second person")
    await circle.pass_time(SECOND)
    screen = await reach(circle, "Ana")
    assert "mailbox" not in screen.text
    assert "Good moment" in screen.buttons
    await circle["Ana"].press(screen, "Good moment")
    assert len(await circle["Bea"].threads()) == 1


async def test_six_minutes_without_the_gateway_are_told(circle: Evening) -> None:
    await asked(circle, "Bea")
    await circle.hearth.ground.outages.beat()
    await circle.client.on_disconnect()
    circle.clock.forward(6 * MINUTE)
    await circle.client.on_resumed()
    await circle.hearth.ground.outages.beat()
    await circle.hearth.settle()
    assert "I was away for 6 minutes" in (await reach(circle, "Ana")).text


async def test_whoever_is_erased_is_no_longer_asked_for_anywhere(circle: Evening) -> None:
    await asked(circle, "Bea")
    card = await page_of(circle, "Bea")
    held = await circle["Ana"].press(await circle["Ana"].command("my"), "See and erase")
    await circle["Ana"].press(held, "Erase all of this now")
    await circle.pass_time(30 * MINUTE)
    assert await pages(circle, "Bea") == {"Bea": 1}
    assert "nothing to answer here any more" in (await circle["Bea"].press(card, "I have it")).text
