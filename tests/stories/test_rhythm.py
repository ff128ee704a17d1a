"""Check-ins that come by themselves: chosen, previewed, posted in time, resting when nobody answers."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.storage.reading import number
from rehearsal.person_forms import NothingHappened
from rehearsal.screen import Screen
from tests.stories.conftest import Evening

WEEK = timedelta(days=7)


async def sketch(circle: Evening, *, on: str = "1", at: str = "1140") -> Screen:
    """Choose a weekly rhythm on one weekday (Monday is 0) at a minute of the day."""
    robin = circle["Robin"]
    screen = await robin.press(await robin.command("plan"), "Plan a rhythm")
    screen = await robin.choose(screen, on, menu="On which days")
    return await robin.choose(screen, at, menu="At what time")


async def start(circle: Evening, *, on: str = "1", at: str = "1140", told: bool = False) -> Screen:
    label = "Start it, and leave me news" if told else "Start it, without news"
    return await circle["Robin"].press(await sketch(circle, on=on, at=at), label)


async def posts(circle: Evening) -> list[Screen]:
    """Answer every check-in in the room, as Ana sees them."""
    return [screen for screen in await circle["Ana"].look("north-room") if "Check-in" in screen.text]


async def test_a_rhythm_is_shown_in_words_with_its_next_three_times_before_anything_starts(circle: Evening) -> None:
    shown = await sketch(circle, on="6")
    form = await circle["Robin"].press(shown, "Type another time")
    shown = await circle["Robin"].submit(form, {"time": "2:30"})
    # The clock stands on Saturday, 20 March 2027; the clocks of Berlin go forward on the 28th.
    assert "Every week on Sunday at 02:30, on the clock of Europe/Berlin" in shown.text
    assert "Sunday, March 21, 2027, 02:30" in shown.text
    assert "Sunday, March 28, 2027, 03:30 (the clocks skip 02:30 that day)" in shown.text
    assert "Sunday, April 4, 2027, 02:30" in shown.text
    assert await circle.hearth.alarm.next_due() is None or not await posts(circle)


async def test_a_rhythm_posts_at_the_same_wall_time_over_the_change_of_the_clocks(circle: Evening) -> None:
    assert "It runs" in (await start(circle)).text
    opened: list[datetime] = []
    for _ in range(3):
        before = len(await posts(circle))
        while len(await posts(circle)) == before:
            due = await circle.hearth.alarm.next_due()
            assert due is not None
            await circle.pass_time(max(due - circle.clock.moment, timedelta(0)))
        opened.append(circle.clock.moment)
        await circle.answer("Ana", "Steady")
    # 19:00 in Berlin: 18:00 in winter time, 17:00 from the 28th on.
    assert opened[0] == datetime(2027, 3, 23, 18, 0, tzinfo=UTC)
    assert opened[1] == datetime(2027, 3, 30, 17, 0, tzinfo=UTC)
    assert opened[2] == datetime(2027, 4, 6, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("way", "asks", "button"),
    [
        ("Steady, wobbly", "How is it in you now", "Steady"),
        ("Weather", "What is the weather in you", "Foggy"),
        ("Battery", "from 0 to 5", "5 · full"),
        ("One word", "in one word", "Write one word"),
        ("What is needed", "What would be good for you today", "Someone who listens"),
        ("How much room", "How much room is there in you", "5 · plenty"),
    ],
)
async def test_a_rhythm_comes_in_each_way_of_asking(circle: Evening, way: str, asks: str, button: str) -> None:
    robin = circle["Robin"]
    ways = await robin.press(await sketch(circle), "Another way to ask")
    if not ways.button(way):
        ways = await robin.press(ways, "More ways to ask")
    shown = await robin.press(ways, way)
    assert f"It asks: {way}" in shown.text
    longest = max(len(one["custom_id"]) for one in (*shown.components, *ways.components) if "custom_id" in one)
    assert longest <= 100
    await robin.press(shown, "Start it, without news")
    await circle.pass_time(timedelta(days=3, hours=1))
    (post,) = await posts(circle)
    assert asks in post.text
    assert button in post.buttons


async def test_each_closes_by_itself_with_a_closing_line(circle: Evening) -> None:
    await start(circle)
    await circle.pass_time(timedelta(days=5))
    found = await posts(circle)
    assert len(found) == 1
    assert "closed" in found[0].text
    assert "Thank you for being here" in found[0].text
    assert set(found[0].buttons) == {"Light a candle", "Step out"}


async def test_after_three_in_a_row_without_an_answer_it_rests_and_stays_at_rest(circle: Evening) -> None:
    await start(circle)
    await circle.pass_time(3 * WEEK + timedelta(days=5))
    assert len(await posts(circle)) == 3
    await circle.pass_time(4 * WEEK)
    assert len(await posts(circle)) == 3
    robin = circle["Robin"]
    card = await robin.press(await robin.command("plan"), "Rhythm: Tuesday, 19:00")
    assert "This rhythm rests" in card.text
    again = await robin.press(card, "Let it come again")
    assert "This rhythm runs" in again.text
    await circle.pass_time(WEEK)
    assert len(await posts(circle)) == 4


async def test_a_pass_is_no_answer_and_does_not_keep_it_coming(circle: Evening) -> None:
    await start(circle)
    await circle.pass_time(timedelta(days=3, hours=1))
    for _ in range(3):
        await circle["Ana"].press((await posts(circle))[-1], "Pass")
        await circle.pass_time(WEEK)
    assert len(await posts(circle)) == 3


async def test_one_answer_begins_the_count_anew(circle: Evening) -> None:
    await start(circle)
    await circle.pass_time(timedelta(days=3, hours=1) + 2 * WEEK)
    await circle.answer("Ana", "Wobbly")
    await circle.pass_time(2 * WEEK)
    assert len(await posts(circle)) == 5


async def test_only_me_counts_as_an_answer(circle: Evening) -> None:
    await start(circle)
    await circle.pass_time(timedelta(days=3, hours=1))
    for _ in range(3):
        await circle.answer("Bea", "Stormy", "Only me")
        await circle.pass_time(WEEK)
    assert len(await posts(circle)) == 4


async def test_one_a_day_is_enough(circle: Evening) -> None:
    await start(circle)
    refused = await start(circle, at="540")
    assert "Another rhythm has Tuesday already" in refused.text
    assert "Nothing was started" in refused.text
    assert "It runs" in (await start(circle, on="3")).text


async def test_pressing_start_twice_starts_one(circle: Evening) -> None:
    robin = circle["Robin"]
    for shown in (await sketch(circle), await sketch(circle)):
        await robin.press(shown, "Start it, without news")
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT count(*) AS held FROM checkin_rhythm"))
    assert row == {"held": 1}


async def test_a_paused_rhythm_is_silent_and_a_changed_one_comes_at_its_new_time(circle: Evening) -> None:
    robin = circle["Robin"]
    card = await robin.press(await start(circle), "Pause this rhythm")
    assert "is paused" in card.text
    await circle.pass_time(2 * WEEK)
    assert await posts(circle) == []
    changing = await robin.press(card, "Change it")
    changing = await robin.submit(await robin.press(changing, "Type another time"), {"time": "7:45 pm"})
    assert "at 19:45" in changing.text
    await robin.press(changing, "Start it, without news")
    await circle.pass_time(WEEK)
    assert len(await posts(circle)) == 1


async def test_a_time_that_cannot_be_read_changes_nothing(circle: Evening) -> None:
    robin = circle["Robin"]
    refused = await robin.submit(await robin.press(await sketch(circle), "Type another"), {"time": "soonish"})
    assert "Nothing was changed" in refused.text
    assert "soonish" not in refused.text


async def test_an_ended_rhythm_is_gone_and_its_old_buttons_say_so(circle: Evening) -> None:
    robin = circle["Robin"]
    await start(circle)
    card, old = [await robin.press(await robin.command("plan"), "Rhythm: Tuesday, 19:00") for _ in range(2)]
    ended = await robin.press(await robin.press(card, "End it"), "End this rhythm")
    assert "has ended" in ended.text
    assert "is gone" in (await robin.press(old, "Pause this rhythm")).text
    await circle.pass_time(2 * WEEK)
    assert await posts(circle) == []


async def test_nobody_else_can_plan_with_the_buttons_of_a_planner(circle: Evening) -> None:
    await start(circle)
    with pytest.raises(NothingHappened):
        await circle["Ana"].press(await start(circle, on="2"), "Pause this rhythm")
    assert "no circle here that you can plan for" in (await circle["Ana"].command("plan")).text


async def test_a_member_hears_when_the_next_one_comes(circle: Evening) -> None:
    await start(circle)
    assert "The next one comes by itself" in (await circle["Ana"].command("checkin")).text
    assert "The next one" not in (await circle["Sam"].command("checkin")).text


async def test_one_opened_by_hand_leaves_the_planned_one_out_with_a_record(circle: Evening) -> None:
    await start(circle)
    await circle.pass_time(timedelta(days=2, hours=20))
    await circle.open_checkin()
    await circle.pass_time(timedelta(hours=5))
    assert len(await posts(circle)) == 1
    robin = circle["Robin"]
    card = await robin.press(await robin.command("plan"), "Rhythm: Tuesday, 19:00")
    assert "Left out" in card.text
    assert "another check-in was open" in card.text


async def test_a_daily_rhythm_open_all_day_posts_every_day_on_the_minute(circle: Evening) -> None:
    robin = circle["Robin"]
    screen = await robin.press(await robin.command("plan"), "Plan a rhythm")
    screen = await robin.choose(screen, *"0123456", menu="On which days")
    await robin.press(screen, "Start it, without news")
    for days in range(1, 4):
        await circle.pass_time(timedelta(days=1))
        assert len(await posts(circle)) == days
        await circle.answer("Ana", "Steady")


async def test_the_first_check_in_may_be_about_the_agreements_and_a_later_one_may_not(circle: Evening) -> None:
    robin = circle["Robin"]
    ways = await robin.press(await robin.command("plan"), "Ask for a check-in")
    shown = await robin.press(ways, "Do our agreements fit?")
    assert "Our agreements" in shown.text
    opened = await robin.press(shown, "Open it now")
    assert "counted with the circle" in (await circle.answer("Ana", "They fit")).text
    await robin.press(opened, "Close it now")
    later = await robin.press(await robin.command("plan"), "Ask for a check-in")
    assert "Do our agreements fit?" not in later.buttons


async def test_another_hour_does_not_move_it_into_the_weeks_it_leaves_out(circle: Evening) -> None:
    robin = circle["Robin"]
    fortnightly = await robin.choose(await sketch(circle), "2", menu="How often")
    started = await robin.press(fortnightly, "Start it, without news")
    # Saturday, 20 March 2027: weeks count from Monday, the 15th.
    assert "Tuesday, March 30, 2027, 19:00" in started.text
    await circle.pass_time(timedelta(days=4))
    changed = await robin.choose(await robin.press(started, "Change it"), "1200", menu="At what time")
    assert "Tuesday, March 30, 2027, 20:00" in changed.text


async def test_one_paused_and_started_anew_the_same_day_comes_again(circle: Evening) -> None:
    started = await start(circle)
    assert "is paused" in (await circle["Robin"].press(started, "Pause this rhythm")).text
    assert "It runs" in (await start(circle)).text
    await circle.pass_time(WEEK)
    assert len(await posts(circle)) == 1


async def test_the_days_of_a_paused_one_close_no_other_early(circle: Evening) -> None:
    paused = await start(circle, on="2", at="0")
    await circle["Robin"].press(paused, "Pause this rhythm")
    await start(circle)
    await circle.pass_time(timedelta(days=3, hours=1))
    assert len(await posts(circle)) == 1
    await circle.pass_time(timedelta(hours=12))
    assert "counted with the circle" in (await circle.answer("Ana", "Steady")).text


async def test_one_that_cannot_be_posted_with_half_its_time_left_is_left_out(circle: Evening) -> None:
    robin = circle["Robin"]
    await robin.press(
        await robin.choose(await sketch(circle), "2", menu="How long it stays open"), "Start it, without news"
    )
    await circle.pass_time(timedelta(days=3, hours=1))
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT expires_at - due_at AS within FROM outbox"))
    assert row is not None
    assert timedelta(microseconds=number(row, "within")) == timedelta(hours=1)


async def test_an_answer_to_a_post_nobody_could_look_for_begins_the_count_anew(circle: Evening) -> None:
    await start(circle)
    await circle.pass_time(timedelta(days=3, hours=1))
    await circle.answer("Ana", "Steady", "Only me")
    await circle.stores.main.write(lambda tx: tx.run("UPDATE checkin_round SET post = NULL"))
    await circle.stores.main.write(lambda tx: tx.run("UPDATE checkin_rhythm SET silent = 2"))
    await circle.pass_time(timedelta(days=1))
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT silent FROM checkin_rhythm"))
    assert row == {"silent": 0}
