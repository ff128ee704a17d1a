"""Test pages: the very line that would come, at once for whoever presses and monthly in their own hours."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.ids import MessageId
from bot.core.ports import CannotKeep, Why
from rehearsal.screen import Screen
from tests.stories.conftest import Evening, FakeClock
from tests.stories.test_asked import own, switched_on, willing, with_hours
from tests.stories.test_mailbox import held

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def direct(circle: Evening, name: str) -> list[Screen]:
    """Answer the direct messages of somebody that are no private replies."""
    return [screen for screen in await circle[name].look(None) if not screen.private]


async def sent_now(circle: Evening, name: str) -> Screen:
    """Switch on, and send a test page at once."""
    return await circle[name].press(await switched_on(circle, name), "My phone is locked: send one now")


async def page_seen(circle: Evening, name: str) -> Screen:
    """Switch on, and see a test page."""
    await sent_now(circle, name)
    return await circle[name].press((await direct(circle, name))[-1], "Seen, this was a test")


async def test_the_test_page_is_the_fixed_line_and_its_press_counts(circle: Evening) -> None:
    sent = await sent_now(circle, "Ana")
    assert "A test page is in your direct messages now" in sent.text
    assert not (await willing(circle))["Ana"].tested
    line = (await direct(circle, "Ana"))[-1]
    assert line.text == "Someone asks if you are around."
    assert list(line.buttons) == ["Seen, this was a test"]
    thanks = await circle["Ana"].press(line, "Seen, this was a test")
    assert "Nobody asked for anything" in thanks.text
    assert (await willing(circle))["Ana"].tested
    again = await circle["Ana"].press(line, "Seen, this was a test")
    assert "Nobody asked for anything" in again.text


async def test_a_locked_phone_shows_the_neutral_line_and_no_more(circle: Evening) -> None:
    await sent_now(circle, "Ana")
    assert await circle["Ana"].notifications() == ["Willow: Someone asks if you are around."]


async def test_closed_direct_messages_are_told_at_once_with_the_way_to_open_them(circle: Evening) -> None:
    await circle["Ana"].set(dms_open=False)
    told = await sent_now(circle, "Ana")
    assert "did not let the test page through" in told.text
    assert "until you see a test page you are not asked" in told.text
    assert "Privacy Settings" in told.text
    assert not (await willing(circle))["Ana"].tested
    await circle["Ana"].set(dms_open=True)
    await circle.pass_time(MINUTE)
    again = await circle["Ana"].press(told, "Send me a test page")
    assert "A test page is in your direct messages now" in again.text
    assert len(await direct(circle, "Ana")) == 1


async def test_pressed_twice_one_test_page_comes(circle: Evening) -> None:
    told = await sent_now(circle, "Ana")
    again = await circle["Ana"].press(told, "Send me a test page")
    assert "A test page is in your direct messages now" in again.text
    assert len(await direct(circle, "Ana")) == 1


async def test_whoever_does_not_see_it_within_a_day_learns_that_on_their_own_screen_alone(circle: Evening) -> None:
    await sent_now(circle, "Ana")
    await circle.pass_time(DAY - MINUTE)
    assert "Press its button when you see it" in (await own(circle, "Ana")).text
    await circle.pass_time(MINUTE)
    assert "was not seen within a day" in (await own(circle, "Ana")).text
    assert not (await willing(circle))["Ana"].tested
    assert len(await direct(circle, "Ana")) == 1
    # Late is better than never.
    await circle["Ana"].press((await direct(circle, "Ana"))[-1], "Seen, this was a test")
    assert (await willing(circle))["Ana"].tested


async def test_a_month_later_one_comes_in_own_hours_and_not_before(circle: Evening) -> None:
    await page_seen(circle, "Ana")
    # Saturday 20 March at 19:00 in Berlin; a month later is a Monday, after the clocks have changed.
    await with_hours(circle, "Ana", "Monday", "Tuesday", start="20:00", end="22:00")
    await circle.pass_time(datetime(2027, 4, 19, 17, 59, tzinfo=UTC) - circle.clock.now())
    assert len(await direct(circle, "Ana")) == 1
    await circle.pass_time(MINUTE)
    assert len(await direct(circle, "Ana")) == 2
    assert (await willing(circle))["Ana"].tested
    await circle.pass_time(DAY)
    assert not (await willing(circle))["Ana"].tested


async def test_the_press_of_an_earlier_test_page_changes_nothing(circle: Evening) -> None:
    await sent_now(circle, "Ana")
    earlier = (await direct(circle, "Ana"))[-1]
    await circle.pass_time(DAY)
    await circle["Ana"].press(await own(circle, "Ana"), "Send me a test page")
    told = await circle["Ana"].press(earlier, "Seen, this was a test")
    assert "an earlier time" in told.text
    assert not (await willing(circle))["Ana"].tested


async def test_the_press_after_the_switch_went_off_is_a_kind_sentence(circle: Evening) -> None:
    await sent_now(circle, "Ana")
    line = (await direct(circle, "Ana"))[-1]
    await circle["Ana"].press(await own(circle, "Ana"), "Switch off: I can be asked")
    assert "from an earlier time" in (await circle["Ana"].press(line, "Seen, this was a test")).text


async def test_stepped_back_no_test_page_comes_and_it_is_looked_at_again(circle: Evening) -> None:
    await page_seen(circle, "Ana")
    await with_hours(circle, "Ana", "Monday", start="20:00", end="22:00")
    back = await circle["Ana"].press(await own(circle, "Ana"), "Step back now")
    await circle.pass_time(timedelta(days=35))
    assert len(await direct(circle, "Ana")) == 1
    await circle["Ana"].press(back, "Ask me again")
    await circle.pass_time(timedelta(days=7))
    assert len(await direct(circle, "Ana")) == 2


async def test_a_test_page_that_was_missed_while_hearth_was_away_comes_in_the_next_own_hours(
    circle: Evening,
) -> None:
    await with_hours(circle, "Ana", "Monday", start="20:00", end="22:00")
    # Away from before the first Monday until after its hours: nothing is sent outside of them.
    circle.clock.moment = datetime(2027, 3, 23, 3, 0, tzinfo=UTC)
    await circle.hearth.settle()
    assert await direct(circle, "Ana") == []
    await circle.pass_time(timedelta(days=6, hours=17))
    assert len(await direct(circle, "Ana")) == 1


async def test_where_discord_does_not_answer_that_is_told_and_one_comes_later(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    on = await switched_on(circle, "Ana")
    monkeypatch.setattr("bot.core.delivery.sender.WAITED_FOR", 0.05)
    with monkeypatch.context() as lost:

        async def silent(*_: object) -> MessageId:
            raise CannotKeep(Why.NOT_ANSWERED)

        lost.setattr(circle.client.front, "whisper", silent)
        told = await circle["Ana"].press(on, "My phone is locked: send one now")
    assert "not known whether a test page came" in told.text
    assert await direct(circle, "Ana") == []
    await circle.pass_time(2 * MINUTE)
    assert len(await direct(circle, "Ana")) == 1


async def test_whoever_left_the_server_is_not_counted_on(circle: Evening) -> None:
    await page_seen(circle, "Ana")
    await with_hours(circle, "Ana", "Monday", "Tuesday", start="20:00", end="22:00")
    circle.server.world.person("Ana").present = False
    await circle.pass_time(timedelta(days=2))
    assert "Ana" not in await willing(circle)
    assert await held(circle, "asked_switch") == 1
    await circle.pass_time(timedelta(days=29))
    assert await held(circle, "asked_switch") == 0


async def test_a_test_page_reaches_its_person_while_the_clock_runs_on(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No two looks at a real clock are the same."""

    def runs(clock: FakeClock) -> datetime:
        clock.moment += timedelta(microseconds=1)
        return clock.moment

    monkeypatch.setattr(FakeClock, "now", runs)
    await page_seen(circle, "Ana")
    assert (await willing(circle))["Ana"].tested


async def test_a_test_page_that_discord_takes_only_after_own_hours_is_let_go_and_comes_another_day(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    await page_seen(circle, "Ana")
    await with_hours(circle, "Ana", "Monday", "Tuesday", start="20:00", end="20:10")
    with monkeypatch.context() as lost:

        async def silent(*_: object) -> MessageId:
            raise CannotKeep(Why.NOT_ANSWERED)

        lost.setattr(circle.client.front, "whisper", silent)
        await circle.pass_time(datetime(2027, 4, 19, 18, 20, tzinfo=UTC) - circle.clock.now())
    assert len(await direct(circle, "Ana")) == 1
    assert "could not be sent in time" in (await own(circle, "Ana")).text
    assert (await willing(circle))["Ana"].tested
    await circle.pass_time(datetime(2027, 4, 27, 18, 5, tzinfo=UTC) - circle.clock.now())
    assert len(await direct(circle, "Ana")) == 2


async def test_a_changed_wording_lapses_the_yes_and_the_hours_wait_for_a_new_one(circle: Evening) -> None:
    await with_hours(circle, "Ana", "Monday", start="20:00", end="22:00")
    await circle.stores.main.write(
        lambda tx: tx.run("UPDATE consent SET version = 0 WHERE purpose = 'asked.willing'")
    )
    assert await willing(circle) == {}
    await circle.pass_time(timedelta(days=3))
    assert await direct(circle, "Ana") == []
    await switched_on(circle, "Ana")
    assert "20:00 to 22:00" in (await own(circle, "Ana")).text
    await circle.pass_time(timedelta(days=8))
    assert len(await direct(circle, "Ana")) == 1
