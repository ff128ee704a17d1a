"""After an ask: talking it over with somebody who said first that they are in a place to listen."""

from datetime import timedelta

from bot.core.ids import PlatformId, Visitor
from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.reaching import HERE, MINUTE, ask, can_be_asked
from tests.stories.test_mailbox import held, north, waiting

HOUR = timedelta(hours=1)


async def after_an_ask(circle: Evening, who: str = "Bea", asker: str = "Ana") -> Screen:
    """Let somebody have an ask and end it, and answer what they see then."""
    await ask(circle, asker, how=HERE)
    await circle.hearth.settle()
    page = [screen for screen in await circle[who].look(None) if "Look" in screen.buttons][-1]
    screen = await circle[who].press(page, "Look")
    screen = await circle[who].press(await circle[who].press(screen, "I have it"), "It has ended")
    return await circle[who].press(screen, "It settled")


async def look(circle: Evening, who: str = "Bea") -> Screen:
    """Open what there is after an ask."""
    return await circle[who].press(await after_an_ask(circle, who), "Talk it over with someone")


async def invited(circle: Evening, who: str) -> list[Screen]:
    """Answer the pages that lead to a heads-up."""
    return await led(circle, who, "debriefs:hear")


async def led(circle: Evening, who: str, to: str) -> list[Screen]:
    """Answer somebody's pages that lead to one thing."""
    pages = [one for one in await circle[who].look(None) if "Look" in one.buttons]
    return [one for one in pages if one.buttons["Look"]["custom_id"].startswith(to)]


async def heard(circle: Evening, by: str = "Cleo") -> Screen:
    """Let somebody listen to Bea, and answer what Bea sees then."""
    await circle["Bea"].press(await look(circle), "Talk it over now")
    await circle.hearth.settle()
    heads = await circle[by].press((await invited(circle, by))[-1], "Look")
    assert "Heads-up" in heads.text
    assert "You listen" in (await circle[by].press(heads, "I can listen")).text
    return await again(circle)


async def again(circle: Evening) -> Screen:
    """Open the same once more, the way there that a page leaves."""
    page = (await led(circle, "Bea", "reach:look"))[-1]
    return await circle["Bea"].press(await circle["Bea"].press(page, "Look"), "Talk it over with someone")


async def steps_back(circle: Evening, who: str) -> None:
    visitor = Visitor(PlatformId(int(circle[who].id)), None, frozenset(), False, False, "en")
    await circle.hearth.asked.step_back(visitor, await north(circle))


async def written(circle: Evening, screen: Screen, words: str) -> Screen:
    return await circle["Bea"].submit(await circle["Bea"].press(screen, "debriefs:write"), {"Your words": words})


async def test_now_later_and_no_thanks_stand_side_by_side_and_no_thanks_keeps_nothing(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    shown = await look(circle)
    assert {"Talk it over now", "Later", "Not now", "Rest for 12 hours"} <= set(shown.buttons)
    await circle["Bea"].press(shown, "Not now")
    await circle.pass_time(2 * HOUR)
    assert await held(circle, "debrief_note") == await held(circle, "debrief_call") == 0
    assert "Nothing waits" in (await waiting(circle, "Bea")).text


async def test_the_listener_says_yes_first_and_then_the_words_come_by_mailbox(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    shown = await heard(circle)
    assert "Someone is in a place to listen" in shown.text
    assert "What is still with you?" in shown.text
    assert "30 days at most" in shown.text
    draft = await written(circle, shown, "A long hour. I stayed.")
    assert "A long hour" in draft.text
    assert "Nothing waits" in (await waiting(circle, "Cleo")).text
    sent = await circle["Bea"].press(draft, "Send them to whoever listens")
    assert "wait in the mailbox of whoever listens" in sent.text
    note = await waiting(circle, "Cleo")
    assert "A long hour. I stayed." in note.text
    assert circle["Bea"].id not in note.text
    form = await circle["Cleo"].press(note, "Answer 1")
    await circle["Cleo"].submit(form, {"Your words": "I have read it."})
    assert "I have read it." in (await waiting(circle, "Bea")).text
    assert await held(circle, "debrief_call") == await held(circle, "debrief_draft") == 0


async def test_whoever_asked_and_whoever_is_not_around_are_never_asked_to_listen(circle: Evening) -> None:
    await can_be_asked(circle, "Ana", "Bea", "Cleo")
    await steps_back(circle, "Cleo")
    none = await circle["Bea"].press(await look(circle), "Talk it over now")
    await circle.hearth.settle()
    assert "Nobody who can be asked is around" in none.text
    assert await invited(circle, "Ana") == await invited(circle, "Cleo") == await invited(circle, "Bea") == []
    assert {"A look at myself", "Write for myself", "Numbers"} <= set(none.buttons)
    assert await held(circle, "debrief_call") == 0


async def test_nobody_is_asked_to_listen_outside_their_own_hours(circle: Evening) -> None:
    await can_be_asked(circle, "Bea")
    await can_be_asked(circle, "Cleo", hours=False)
    shown = await look(circle)
    await circle.pass_time(3 * HOUR)
    none = await circle["Bea"].press(shown, "Talk it over now")
    await circle.hearth.settle()
    assert "Nobody who can be asked is around" in none.text
    assert await invited(circle, "Cleo") == []


async def test_whoever_left_the_circle_is_asked_no_more_and_the_truth_comes(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    await circle["Bea"].press(await look(circle), "Talk it over now")
    await circle.hearth.settle()
    page = (await invited(circle, "Cleo"))[-1]
    inside = await circle["Cleo"].press(await circle["Cleo"].command("my"), "North: look in or leave")
    await circle["Cleo"].press(inside, "Leave North")
    await circle.hearth.settle()
    assert "Nobody could listen this time" in (await waiting(circle, "Bea")).text
    assert "not needed any more" in (await circle["Cleo"].press(page, "Look")).text


async def test_not_now_is_kept_nowhere_and_told_to_nobody(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    await can_be_asked(circle, "Dani", hours=False)
    await circle["Bea"].press(await look(circle), "Talk it over now")
    await circle.hearth.settle()
    before = await circle.stores.main.read(lambda tx: tx.all("SELECT * FROM debrief_listener"))
    heads = await circle["Cleo"].press((await invited(circle, "Cleo"))[-1], "Look")
    await circle["Cleo"].press(heads, "Not now")
    assert await circle.stores.main.read(lambda tx: tx.all("SELECT * FROM debrief_listener")) == before
    assert "I ask people who are around" in (await again(circle)).text


async def test_only_the_first_listens_and_the_next_is_thanked(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    await can_be_asked(circle, "Dani", hours=False)
    await circle["Bea"].press(await look(circle), "Talk it over now")
    await circle.hearth.settle()
    heads = {name: await circle[name].press((await invited(circle, name))[-1], "Look") for name in ("Cleo", "Dani")}
    assert "You listen" in (await circle["Cleo"].press(heads["Cleo"], "I can listen")).text
    late = await circle["Dani"].press(heads["Dani"], "I can listen")
    assert "Someone listens already" in late.text
    assert circle["Cleo"].id not in late.text


async def test_where_nobody_answers_the_truth_comes_by_mailbox_after_two_hours(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    await circle["Bea"].press(await look(circle), "Talk it over now")
    await circle.pass_time(119 * MINUTE)
    assert "Nobody could listen" not in (await waiting(circle, "Bea")).text
    await circle.pass_time(2 * MINUTE)
    assert "Nobody could listen this time" in (await waiting(circle, "Bea")).text
    assert "Last time nobody could listen" in (await again(circle)).text
    late = await circle["Cleo"].press((await invited(circle, "Cleo"))[-1], "Look")
    assert "not needed any more" in late.text


async def test_with_closed_direct_messages_the_truth_comes_at_once(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    shown = await look(circle)
    await circle["Cleo"].set(dms_open=False)
    await circle["Bea"].press(shown, "Talk it over now")
    await circle.pass_time(MINUTE)
    assert "Nobody could listen this time" in (await waiting(circle, "Bea")).text


async def test_a_listener_who_steps_back_leaves_nobody_waiting_in_vain(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    await heard(circle)
    await steps_back(circle, "Cleo")
    await circle.hearth.settle()
    assert "cannot any more" in (await waiting(circle, "Bea")).text


async def test_later_is_a_note_at_the_chosen_time_and_no_message(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    times = await circle["Bea"].press(await look(circle), "Later")
    messages = len(await circle["Bea"].look(None))
    assert "A note comes" in (await circle["Bea"].press(times, "A note tomorrow at this time")).text
    await circle.pass_time(23 * HOUR)
    assert "Nothing waits" in (await waiting(circle, "Bea")).text
    await circle.pass_time(2 * HOUR)
    assert "You wished for this note" in (await waiting(circle, "Bea")).text
    assert len(await circle["Bea"].look(None)) == messages


async def test_whoever_did_not_look_is_offered_it_once_by_mailbox(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    await after_an_ask(circle)
    await circle.pass_time(HOUR)
    assert "An ask you answered has ended" in (await waiting(circle, "Bea")).text
    assert await held(circle, "debrief_note") == 0


async def test_the_look_at_oneself_ends_in_words_with_two_ways_to_a_human_and_no_row(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    screen = await look(circle)
    rows = await circle.stores.main.read(lambda tx: tx.all("SELECT * FROM due ORDER BY kind, subject"))
    screen = await circle["Bea"].press(screen, "A look at myself")
    assert "nothing is counted" in screen.text
    for answer in ("Little or badly", "At times", "Fine", "Rarely", "Yes", "Not now"):
        screen = await circle["Bea"].press(screen, answer)
    assert "Sleep is short" in screen.text
    assert "There is nobody at the moment" in screen.text
    assert "ProQOL" in screen.text
    assert {"Talk it over now", "Numbers"} <= set(screen.buttons)
    assert not any(sign.isdigit() for sign in screen.text.split("**What you said")[1])
    assert await circle.stores.main.read(lambda tx: tx.all("SELECT * FROM due ORDER BY kind, subject")) == rows


async def test_moderators_find_words_for_the_circle_and_nothing_is_posted(circle: Evening) -> None:
    desk = await circle["Robin"].press(await circle["Robin"].command("desk"), "North")
    before = len(await circle["Ana"].look("north-room"))
    note = await circle["Robin"].press(desk, "A note to the circle")
    assert "Step out" in note.text
    assert "Nothing is posted" in note.text
    assert len(await circle["Ana"].look("north-room")) == before


async def test_being_asked_to_listen_rings_on_no_phone(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    await look(circle)
    before = await circle["Cleo"].notifications()
    await circle["Bea"].press(await again(circle), "Talk it over now")
    await circle.hearth.settle()
    assert len(await invited(circle, "Cleo")) == 1
    assert await circle["Cleo"].notifications() == before
