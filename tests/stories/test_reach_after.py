"""Once somebody has an ask: a second person, the look-in, words alone, and what is left when it has ended."""

from datetime import timedelta

import pytest

from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.reaching import HERE, MINUTE, THREAD, ask, can_be_asked, pages, reach
from tests.stories.test_mailbox import answer, held, waiting

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
LINE = "Someone asks if you are around."


async def newest(circle: Evening, name: str) -> Screen:
    """Open the newest page of somebody who was asked."""
    page = [screen for screen in await circle[name].look(None) if "Look" in screen.buttons][-1]
    return await circle[name].press(page, "Look")


async def hi(circle: Evening, *others: str, how: str = HERE) -> None:
    """Have Ana ask, and Bea take it and say hi."""
    await can_be_asked(circle, "Bea", *others, hours=False)
    await ask(circle, "Ana", how=how)
    await circle.pass_time(SECOND)
    card = await circle["Bea"].press(await newest(circle, "Bea"), "I have it")
    await circle["Bea"].press(card, "Say hi for me")
    await circle.pass_time(SECOND)


async def together(circle: Evening, *others: str) -> str:
    """Have the two meet, and answer the thread they meet in."""
    await hi(circle, *others, how=THREAD)
    await circle["Ana"].press(await reach(circle, "Ana"), "Good moment")
    await circle.pass_time(SECOND)
    (talk,) = await circle["Ana"].threads()
    return talk


async def ends(circle: Evening, label: str = "Not now, end it") -> Screen:
    """Have Ana end it."""
    screen = await circle["Ana"].press(await reach(circle, "Ana"), label)
    await circle.pass_time(SECOND)
    return screen


async def test_a_second_person_is_asked_after_her_yes_alone_and_one_comes(circle: Evening) -> None:
    talk = await together(circle, "Cleo", "Dani")
    before = await pages(circle, "Bea", "Cleo", "Dani")
    await circle["Bea"].press(await newest(circle, "Bea"), "Ask about a second person")
    await circle.pass_time(5 * MINUTE)
    assert await pages(circle, "Bea", "Cleo", "Dani") == before
    wish = [one for one in await circle["Ana"].look(talk) if "May a second person come in?" in one.text][-1]
    await circle["Ana"].press(wish, "Yes, ask for a second person")
    await circle.pass_time(SECOND)
    more = {"Cleo": before["Cleo"] + 1, "Dani": before["Dani"] + 1, "Bea": before["Bea"]}
    assert await pages(circle, "Bea", "Cleo", "Dani") == more
    cards = {name: await newest(circle, name) for name in ("Cleo", "Dani")}
    assert "You are asked to come as a second person" in cards["Dani"].text
    assert "You came as a second person" in (await circle["Dani"].press(cards["Dani"], "Come as a second")).text
    late = await circle["Cleo"].press(cards["Cleo"], "Come as a second")
    assert "A second person is not needed any more" in late.text
    await circle.pass_time(SECOND)
    assert await circle["Dani"].threads() == await circle["Bea"].threads() == [talk]
    assert await circle["Cleo"].threads() == []
    assert any(
        "a second person" in one.text and "This is @Dani" in one.text for one in await circle["Ana"].look(talk)
    )


async def test_after_45_minutes_the_same_line_asks_how_it_is_and_leads_to_three_ways(circle: Evening) -> None:
    await together(circle)
    before = (await pages(circle, "Bea"))["Bea"]
    said = (await reach(circle, "Ana")).text
    await circle.pass_time(44 * MINUTE)
    assert await pages(circle, "Bea") == {"Bea": before}
    await circle.pass_time(MINUTE)
    assert await pages(circle, "Bea") == {"Bea": before + 1}
    assert (await circle["Bea"].look(None))[-1].text == LINE
    card = await newest(circle, "Bea")
    assert "How is it for you?" in card.text
    assert {"Ask about a second person", "Hand it over", "Carry on"} <= set(card.buttons)
    assert "You are in" in (await circle["Bea"].press(card, "Carry on")).text
    # It is nothing that whoever asked is told, and it comes once.
    assert (await reach(circle, "Ana")).text == said
    await circle.pass_time(10 * 60 * MINUTE)
    assert await pages(circle, "Bea") == {"Bea": before + 1}


async def test_words_alone_go_both_ways_by_mailbox_and_no_thread_is_opened(circle: Evening) -> None:
    await hi(circle)
    await circle["Ana"].press(await reach(circle, "Ana"), "Words through")
    await circle.pass_time(SECOND)
    assert "Whoever has your ask reads what you write here" in (await waiting(circle, "Ana")).text
    await answer(circle, "Ana", "It is a long evening.")
    await circle.pass_time(SECOND)
    assert "It is a long evening." in (await waiting(circle, "Bea")).text
    await answer(circle, "Bea", "I am reading, and I stay.")
    await circle.pass_time(SECOND)
    mine = (await waiting(circle, "Ana")).text
    assert "I am reading, and I stay." in mine
    for name in ("Ana", "Bea"):
        assert await circle[name].threads() == []
        assert not any("long evening" in line or "I stay" in line for line in await circle[name].notifications())


async def test_caring_notes_come_on_their_days_and_ask_for_nothing(circle: Evening) -> None:
    await hi(circle)
    kept = await circle["Ana"].press(await ends(circle), "Both notes")
    assert "Your wish is kept" in kept.text
    await circle.pass_time(DAY - MINUTE)
    assert "crossed our minds" not in (await waiting(circle, "Ana")).text
    await circle.pass_time(MINUTE)
    assert (await waiting(circle, "Ana")).text.count("crossed our minds") == 1
    await circle.pass_time(6 * DAY - MINUTE)
    assert (await waiting(circle, "Ana")).text.count("crossed our minds") == 1
    await circle.pass_time(MINUTE)
    assert (await waiting(circle, "Ana")).text.count("crossed our minds") == 2
    assert await held(circle, "reach_caring") == 0


async def test_no_caring_note_comes_once_its_switch_is_off(circle: Evening) -> None:
    await hi(circle)
    await circle["Ana"].press(await ends(circle), "Both notes")
    await circle.pass_time(2 * DAY)
    switches = await circle["Ana"].press(await circle["Ana"].command("my"), "North: what I say yes to")
    await circle["Ana"].press(switches, "Switch off: Caring notes")
    assert await held(circle, "reach_caring") == 0
    await circle.pass_time(10 * DAY)
    assert (await waiting(circle, "Ana")).text.count("crossed our minds") == 1


async def test_a_card_of_thanks_goes_once_and_says_nothing_of_whom(circle: Evening) -> None:
    await hi(circle)
    ended = await ends(circle)
    cards = await circle["Ana"].press(ended, "Send a thank-you card")
    assert "Your card waits" in (await circle["Ana"].press(cards, "Send this one: 1")).text
    after = await circle["Ana"].press(await reach(circle, "Ana"), "After your last ask")
    cards = await circle["Ana"].press(after, "Send a thank-you card")
    assert "Your card has gone already" in (await circle["Ana"].press(cards, "Send this one: 2")).text
    await circle.pass_time(SECOND)
    note = (await waiting(circle, "Bea")).text
    assert note.count("Thank you for staying.") == 1
    assert "It was good not to be alone" not in note
    assert "Ana" not in note


async def test_no_card_is_offered_where_nobody_had_it(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    await ask(circle, "Ana")
    ended = await ends(circle, "Stop asking")
    assert not any("thank-you" in label for label in ended.buttons)
    assert "A note tomorrow" in ended.buttons


@pytest.mark.parametrize(
    ("who", "label", "word"),
    [
        ("Bea", "It settled", "settled"),
        ("Bea", "Help nearby came in", "local_help"),
        ("Bea", "Something else", "other"),
        ("Ana", "It is enough for now", "settled"),
    ],
)
async def test_either_side_ends_it_in_one_word_and_the_record_names_nobody(
    circle: Evening, who: str, label: str, word: str
) -> None:
    await together(circle)
    if who == "Bea":
        how = await circle["Bea"].press(await newest(circle, "Bea"), "It has ended")
        assert "Thank you for being there" in (await circle["Bea"].press(how, label)).text
    else:
        await ends(circle, label)
    await circle.pass_time(SECOND)
    assert "Your last ask ended" in (await reach(circle, "Ana")).text
    assert "It has ended" in (await newest(circle, "Bea")).text
    rows = await circle.stores.main.read(lambda tx: tx.all("SELECT * FROM reach_over"))
    assert [row["how"] for row in rows] == [word]
    assert set(rows[0].keys()) == {"over", "circle", "kind", "begun_at", "taken_after", "how"}


async def test_a_day_after_the_end_nobody_can_tell_who_had_it(circle: Evening) -> None:
    await together(circle)
    ended = await ends(circle, "It is enough for now")
    old = await circle["Ana"].press(ended, "Send a thank-you card")
    await circle.pass_time(DAY + 60 * MINUTE)
    await circle.hearth.settle()
    tables = ("reach_ask", "reach_page", "reach_event", "reach_left_out", "reach_room")
    assert [await held(circle, table) for table in tables] == [0] * len(tables)
    assert await held(circle, "reach_over") == 1
    assert "nothing to answer here any more" in (await newest(circle, "Bea")).text
    late = await circle["Ana"].press(old, "Send this one: 1")
    assert "Your card waits" not in late.text
    assert "Bea" not in (await reach(circle, "Ana")).text + late.text


async def test_the_desk_shows_an_ask_that_reached_nobody_and_names_no_one(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    await ask(circle, "Ana")
    await circle.pass_time(DAY - MINUTE)
    assert "reached nobody" not in (await circle["Robin"].command("desk")).text
    await circle.pass_time(MINUTE)
    desk = (await circle["Robin"].command("desk")).text
    assert "North: an ask begun" in desk
    assert "reached nobody" in desk
    assert "Ana" not in desk
    await circle.pass_time(7 * DAY)
    assert "reached nobody" not in (await circle["Robin"].command("desk")).text
