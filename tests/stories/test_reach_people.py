"""The people of an ask: several at once, whoever stops, steps back or leaves, and who is never asked."""

from datetime import timedelta

import pytest

from bot.core.ids import AskId, PlatformId, Visitor
from bot.core.refusals import Refusal
from bot.core.storage.reading import number
from bot.reach.model import Answers, Kind
from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.reaching import ALONE, HERE, MINUTE, THREAD, ask, can_be_asked, pages, reach
from tests.stories.test_mailbox import north

SECOND = timedelta(seconds=1)
COMPANY = "I would like company"


async def newest(circle: Evening, name: str) -> Screen:
    """Open the newest page of somebody who was asked."""
    page = [screen for screen in await circle[name].look(None) if "Look" in screen.buttons][-1]
    return await circle[name].press(page, "Look")


async def asks(circle: Evening, name: str = "Ana", wish: str = ALONE, how: str = HERE) -> None:
    """Have somebody ask, and let the first pages arrive."""
    await ask(circle, name, wish, how)
    await circle.pass_time(SECOND)


async def has_it(circle: Evening, name: str) -> Screen:
    """Let somebody take what their newest page is about."""
    card = await circle[name].press(await newest(circle, name), "I have it")
    await circle.pass_time(SECOND)
    return card


async def leaves(circle: Evening, name: str) -> None:
    """Leave North."""
    inside = await circle[name].press(await circle[name].command("my"), "North: look in or leave")
    await circle[name].press(inside, "Leave North")
    await circle.pass_time(SECOND)


async def stops(circle: Evening, name: str) -> Screen:
    """Stop everything."""
    screen = await circle[name].press(await circle[name].command("my"), "Stop everything")
    await circle.pass_time(SECOND)
    return screen


async def erases(circle: Evening, name: str) -> None:
    """Erase everything that is kept."""
    held = await circle[name].press(await circle[name].command("my"), "See and erase")
    await circle[name].press(held, "Erase all of this now")
    await circle.pass_time(SECOND)


async def own(circle: Evening, name: str, label: str) -> None:
    """Press a button of one's own switch."""
    listed = await circle[name].press(await circle[name].command("my"), "I can be asked")
    await circle[name].press(listed, label)
    await circle.pass_time(SECOND)


async def test_when_all_who_were_asked_leave_the_truth_comes_at_once(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo", hours=False)
    await asks(circle)
    await leaves(circle, "Bea")
    assert "and nobody has answered" not in (await reach(circle, "Ana")).text
    await leaves(circle, "Cleo")
    screen = await reach(circle, "Ana")
    assert "2 people were asked, and nobody has answered" in screen.text
    assert "112" in screen.text
    await circle.pass_time(60 * MINUTE)
    assert await pages(circle, "Bea", "Cleo") == {"Bea": 1, "Cleo": 1}


async def test_two_who_ask_at_once_each_have_their_own_pages_and_their_own_person(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo", hours=False)
    await asks(circle, "Ana")
    await asks(circle, "Dani", COMPANY)
    assert await pages(circle, "Bea", "Cleo") == {"Bea": 2, "Cleo": 2}
    first, second = (screen for screen in await circle["Bea"].look(None) if "Look" in screen.buttons)
    assert "not okay to be alone" in (await circle["Bea"].press(first, "Look")).text
    await circle["Bea"].press(await circle["Bea"].press(second, "Look"), "I have it")
    await circle.pass_time(SECOND)
    assert "Someone has it" in (await reach(circle, "Dani")).text
    assert "Someone has it" not in (await reach(circle, "Ana")).text
    # Whoever has one may be asked for the other, and may have both.
    await circle.pass_time(9 * MINUTE + 57 * SECOND)
    assert (await pages(circle, "Bea"))["Bea"] == 3
    await circle["Bea"].press(await circle["Bea"].press(first, "Look"), "I have it")
    assert "Someone has it" in (await reach(circle, "Ana")).text


async def test_one_who_can_be_asked_and_asks_is_never_asked_for_herself(circle: Evening) -> None:
    await can_be_asked(circle, "Ana", "Bea")
    await asks(circle)
    await circle.pass_time(25 * MINUTE)
    assert await pages(circle, "Ana", "Bea") == {"Bea": 2}


async def test_one_who_asks_does_not_count_among_the_three_of_the_steps(circle: Evening) -> None:
    await can_be_asked(circle, "Ana", "Bea", "Cleo")
    choice = await circle["Ana"].press(await reach(circle, "Ana"), COMPANY)
    assert "2 people in North can be asked now" in choice.text
    assert "They are asked at once" in choice.text
    await circle["Ana"].press(choice, HERE)
    await circle.pass_time(SECOND)
    assert await pages(circle, "Ana", "Bea", "Cleo") == {"Bea": 1, "Cleo": 1}


async def test_whoever_leaves_the_circle_is_no_longer_asked_for(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo", hours=False)
    await asks(circle)
    await leaves(circle, "Ana")
    await circle.pass_time(30 * MINUTE)
    assert await pages(circle, "Bea", "Cleo") == {"Bea": 1, "Cleo": 1}
    assert "It has ended" in (await newest(circle, "Bea")).text


@pytest.mark.parametrize("held", [False, True])
async def test_stopping_everything_ends_an_ask_as_left(circle: Evening, held: bool) -> None:
    await can_be_asked(circle, "Bea", "Cleo", hours=False)
    await asks(circle, how=THREAD)
    if held:
        await has_it(circle, "Bea")
    assert "Everything has stopped" in (await stops(circle, "Ana")).text
    assert "Your last ask ended" in (await reach(circle, "Ana")).text
    (talk,) = await circle["Ana"].threads()
    assert "It has ended" in next(one for one in await circle["Ana"].look(talk) if one.buttons).text
    await circle.pass_time(30 * MINUTE)
    assert await pages(circle, "Bea", "Cleo") == {"Bea": 1, "Cleo": 1}
    assert "It has ended" in (await newest(circle, "Cleo")).text
    rows = await circle.stores.main.read(lambda tx: tx.all("SELECT how FROM reach_over"))
    assert [row["how"] for row in rows] == ["left"]


@pytest.mark.parametrize(
    "way", ["Step back now", "Rest for 12 hours", "Switch off: I can be asked", "stop", "leave", "erase"]
)
async def test_when_whoever_has_it_can_no_longer_be_asked_others_are(circle: Evening, way: str) -> None:
    await can_be_asked(circle, "Bea", "Cleo", hours=False)
    await asks(circle)
    await has_it(circle, "Bea")
    if way == "stop":
        await stops(circle, "Bea")
    elif way == "leave":
        await leaves(circle, "Bea")
    elif way == "erase":
        await erases(circle, "Bea")
    else:
        await own(circle, "Bea", way)
    screen = await reach(circle, "Ana")
    assert "Whoever had it could not come" in screen.text
    assert "Bea" not in screen.text
    await circle.pass_time(30 * MINUTE)
    counts = await pages(circle, "Bea", "Cleo")
    # They asked for nothing more: not even for how it went on.
    assert counts["Bea"] == 1
    assert counts["Cleo"] > 1


async def leaving_out(circle: Evening, name: str) -> None:
    """Have Ana ask with somebody left out."""
    choice = await circle["Ana"].press(await reach(circle, "Ana"), ALONE)
    menu = await circle["Ana"].press(choice, "Leave someone out")
    choice = await circle["Ana"].choose(menu, name)
    assert "One person is left out" in choice.text
    await circle["Ana"].press(choice, HERE)
    await circle.pass_time(SECOND)


async def test_whoever_is_left_out_is_never_asked_and_cannot_look(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo", hours=False)
    await leaving_out(circle, "Bea")
    await circle.pass_time(30 * MINUTE)
    assert await pages(circle, "Bea", "Cleo") == {"Cleo": 2}
    # Knowing its number would be no way in.
    rows = await circle.stores.main.read(lambda tx: tx.all("SELECT ask FROM reach_ask"))
    bea = Visitor(PlatformId(int(circle["Bea"].id)), None, frozenset(), False, False, "en")
    for act in (circle.hearth.reach.answering.look, circle.hearth.reach.answering.take):
        with pytest.raises(Refusal, match="over_for_you"):
            await act(bea, AskId(number(rows[0], "ask")))


async def test_under_eighteen_lines_for_the_young_come_first_and_nobody_writes(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    choice = await circle["Ana"].press(await reach(circle, "Ana"), COMPANY)
    young = await circle["Ana"].press(choice, "I am under 18")
    assert young.text.index("These numbers know about being young") < young.text.index("112")
    assert "A talk with adults is not arranged here" in young.text
    assert not any("thread" in label for label in young.buttons)
    assert await pages(circle, "Bea") == {}
    await circle["Ana"].press(young, "Tell them that I am struggling")
    await circle.pass_time(SECOND)
    card = await newest(circle, "Bea")
    assert "They said that they are under 18. Nobody writes to them" in card.text
    assert "Ana" not in card.text
    after = await circle["Bea"].press(card, "I have read it, let them know")
    assert "Say hi for me" not in after.buttons
    assert await circle["Ana"].threads() == []
    assert "Someone read what you let them know" in (await reach(circle, "Ana")).text


async def test_an_old_button_of_someone_under_eighteen_opens_no_thread(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    where = await north(circle)
    of = await circle.hearth.circles.get(where)
    assert of.role is not None
    ana = Visitor(PlatformId(int(circle["Ana"].id)), of.server, frozenset({of.role}), False, False, "en")
    await circle.hearth.reach.ask(ana, where, (Kind.COMPANY, Answers.THREAD, False))
    await circle.pass_time(SECOND)
    assert await circle["Ana"].threads() == []
    card = await newest(circle, "Bea")
    assert "Nobody writes to them" in card.text
    assert "I have it" not in card.buttons


async def test_letting_someone_know_is_read_and_asks_nobody_further(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo", hours=False)
    more = await circle["Ana"].press(await reach(circle, "Ana"), "Other ways to ask")
    choice = await circle["Ana"].press(more, "Let someone know, no talk")
    assert "Nobody writes to you" in choice.text
    await circle["Ana"].press(choice, "Tell them that I am struggling")
    await circle.pass_time(SECOND)
    card = await newest(circle, "Cleo")
    assert "Reading it is all that is asked" in card.text
    await circle["Cleo"].press(card, "I have read it, let them know")
    said = (await reach(circle, "Ana")).text
    assert "Someone read what you let them know" in said
    assert "Cleo" not in said
    await circle.pass_time(30 * MINUTE)
    assert await pages(circle, "Bea", "Cleo") == {"Bea": 1, "Cleo": 1}
    assert await circle["Ana"].threads() == []


async def test_the_steps_of_a_call_come_to_the_minute(circle: Evening) -> None:
    people = ("Bea", "Cleo", "Dani", "Eli")
    await can_be_asked(circle, *people)
    more = await circle["Ana"].press(await reach(circle, "Ana"), "Other ways to ask")
    choice = await circle["Ana"].press(more, "Sit with me while I call")
    assert "After 15 minutes at most" in choice.text
    await circle["Ana"].press(choice, HERE)
    begun = circle.clock.moment
    for minutes, many in ((0, 2), (5, 4), (15, 4), (60, 4)):
        if minutes:
            await circle.pass_time(begun + minutes * MINUTE - SECOND - circle.clock.moment)
            assert ("and nobody has answered" in (await reach(circle, "Ana")).text) == (minutes > 15)
        before = sum((await pages(circle, *people)).values())
        await circle.pass_time(SECOND)
        after = sum((await pages(circle, *people)).values())
        assert (minutes, after) == (minutes, many)
        assert minutes not in (5,) or before == 2
    assert "4 people were asked, and nobody has answered" in (await reach(circle, "Ana")).text
