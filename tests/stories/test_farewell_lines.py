"""A line for the circle one left: seen first, decided, posted once on its day, and taken back or down."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.farewells.model import WORDS_MOST, NotALine, line_at, line_words
from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.reaching import presses
from tests.stories.test_farewells import KEEP, places, sees_room, ways
from tests.stories.test_mailbox import held
from tests.stories.test_posts_go import passes, same_time

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
WITH_LINE = "The same, with a line"
WORDS = "Thank you for the tea on Thursdays"
NAMED, NAMELESS = "With my name", "Without my name"
LEFT = "has gone on, and left this line"


async def written(circle: Evening, words: str = WORDS, *, ahead: int = 0, name: str = "Ana") -> Screen:
    """Have somebody leave, write a line for a day so far ahead, and see it."""
    same_time(circle)
    left = await circle[name].press(await ways(circle, name), WITH_LINE)
    assert not await sees_room(circle, name)
    return await typed(circle, await circle[name].press(left, "Write a line"), words, ahead, name)


async def decided(circle: Evening, words: str = WORDS, *, ahead: int = 0, name: str = "Ana") -> Screen:
    """Have somebody leave and a line come without their name."""
    return await circle[name].press(await written(circle, words, ahead=ahead, name=name), NAMELESS)


async def typed(circle: Evening, form: Screen, words: str = WORDS, ahead: int = 0, name: str = "Ana") -> Screen:
    day = circle.clock.now() + ahead * DAY
    boxes = {"day": str(day.day), "month": str(day.month)} if ahead else {"day": "", "month": ""}
    return await circle[name].submit(form, {"words": words, **boxes})


async def stand(circle: Evening, name: str = "Bea") -> list[Screen]:
    """Answer the lines in the room, as somebody else sees them."""
    return [one for one in await circle[name].look("north-room") if not one.private and LEFT in one.text]


async def line(circle: Evening, name: str = "Ana") -> Screen:
    return await circle[name].press(await places(circle, name), "Line: North")


async def test_it_is_seen_both_ways_first_and_comes_once_after_ten_minutes_silently(circle: Evening) -> None:
    shown = await written(circle)
    preview = shown.text.replace("*", "")
    assert "Nothing is chosen yet" in preview
    assert preview.count(WORDS) == 2
    assert "@Ana was part of this circle" in preview
    rung = await circle["Bea"].notifications()
    await circle["Ana"].press(shown, NAMELESS)
    await passes(circle, 9 * MINUTE)
    assert await stand(circle) == []
    await passes(circle, 2 * MINUTE)
    (post,) = await stand(circle)
    assert post.text.split("\n\n")[0] in shown.text
    assert "Someone who was part of this circle" in post.text
    assert "Ana" not in post.text
    assert circle["Ana"].id not in str(post.message)
    assert await circle["Bea"].notifications() == rung
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT sealed FROM farewell_line"))
    assert row == {"sealed": None}
    await passes(circle, 2 * DAY)
    assert len(await stand(circle)) == 1


async def test_with_a_name_it_stands_under_it_and_mentions_nobody(circle: Evening) -> None:
    shown = await written(circle)
    await circle["Ana"].press(shown, NAMED)
    await passes(circle, 11 * MINUTE)
    (post,) = await stand(circle)
    assert "@Ana was part of this circle" in post.text
    sent = [one for one in await circle.people.requests() if one["route"] == "/channels/{channel_id}/messages"]
    assert not sent[-1]["body"].get("allowed_mentions", {}).get("parse")
    assert await circle["Ana"].notifications() == []


async def test_on_a_later_day_it_comes_at_noon_by_the_circles_clock_across_a_clock_change(circle: Evening) -> None:
    # The clocks of Berlin change on 28 March 2027.
    assert circle.clock.now() < datetime(2027, 3, 27, tzinfo=UTC)
    ahead = (datetime(2027, 3, 30, tzinfo=UTC).date() - circle.clock.now().date()).days
    await circle["Ana"].press(await written(circle, ahead=ahead), NAMELESS)
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT at FROM farewell_line"))
    assert row is not None
    assert datetime.fromtimestamp(int(str(row["at"])) / 1e6, UTC) == datetime(2027, 3, 30, 10, tzinfo=UTC)
    await passes(circle, datetime(2027, 3, 30, 9, 59, tzinfo=UTC) - circle.clock.now())
    assert await stand(circle) == []
    await passes(circle, 2 * MINUTE)
    assert len(await stand(circle)) == 1


async def test_until_decided_nothing_comes_and_the_words_go_after_fifteen_minutes(circle: Evening) -> None:
    shown = await written(circle)
    await passes(circle, 16 * MINUTE)
    assert await held(circle, "farewell_line") == 0
    late = await circle["Ana"].press(shown, NAMED)
    assert "not here any more" in late.text
    await passes(circle, HOUR)
    assert await stand(circle) == []


@pytest.mark.parametrize("label", ["Take it back", "Take back: North", "Let go: North", "Stop everything", "Erase"])
async def test_before_its_day_one_press_takes_it_back(circle: Evening, label: str) -> None:
    ana = circle["Ana"]
    await ana.press(await written(circle, ahead=3), NAMED)
    if label == "Take it back":
        assert "let go of" in (await ana.press(await line(circle), label)).text
    elif label == "Erase":
        await ana.press(await ana.press(await ana.command("my", dm=True), "Erase"), "Erase all of this now")
    else:
        at = await ana.command("my", dm=True) if label == "Stop everything" else await places(circle)
        await ana.press(at, label)
    assert await held(circle, "farewell_line") == 0
    await passes(circle, 5 * DAY)
    assert await stand(circle) == []


async def test_it_can_be_changed_until_it_comes_and_only_the_new_one_comes(circle: Evening) -> None:
    ana = circle["Ana"]
    await ana.press(await written(circle, ahead=3), NAMED)
    form = await ana.press(await line(circle), "Change it")
    assert WORDS in str(form.fields)
    await typed(circle, form, "Only thank you")
    assert "with your name" in (await line(circle)).text
    await ana.press(await typed(circle, await ana.press(await line(circle), "Change it"), "Thanks"), NAMELESS)
    await passes(circle, 4 * DAY)
    (post,) = await stand(circle)
    assert "Thanks" in post.text
    assert WORDS not in post.text


@pytest.mark.parametrize("after", [5 * MINUTE, 20 * DAY])
async def test_one_press_takes_it_down_again(circle: Evening, after: timedelta) -> None:
    ana = circle["Ana"]
    await ana.press(await written(circle), NAMED)
    await passes(circle, 11 * MINUTE)
    await passes(circle, after)
    assert len(await stand(circle)) == 1
    shown = await line(circle)
    assert "stands in the room" in shown.text
    await ana.press(shown, "Take it down")
    await passes(circle, MINUTE)
    assert await stand(circle) == []
    assert (await held(circle, "farewell_line"), await held(circle, "farewell_post")) == (0, 0)
    again = await presses(circle, "Ana", shown.buttons["Take it down"]["custom_id"])
    assert "not here any more" in again.text


@pytest.mark.parametrize(
    ("words", "told"),
    [(" \n ", "nothing to read"), ("\u2800\u200b", "nothing to read")],
)
async def test_what_makes_no_line_is_refused_with_nothing_kept(circle: Evening, words: str, told: str) -> None:
    left = await circle["Ana"].press(await ways(circle), WITH_LINE)
    refused = await presses_form(circle, left, words)
    assert told in refused.text
    assert await held(circle, "farewell_line") == 0


async def presses_form(circle: Evening, left: Screen, words: str, **boxes: str) -> Screen:
    form = await circle["Ana"].press(left, "Write a line")
    return await circle["Ana"].submit(form, {"words": words, "day": "", "month": "", **boxes})


@pytest.mark.parametrize(
    "boxes", [{"day": "31", "month": "12"}, {"day": "x", "month": ""}, {"day": "٣", "month": ""}]
)
async def test_a_day_when_no_place_is_kept_is_refused(circle: Evening, boxes: dict[str, str]) -> None:
    left = await circle["Ana"].press(await ways(circle), WITH_LINE)
    assert "30 days at most" in (await presses_form(circle, left, WORDS, **boxes)).text
    assert await held(circle, "farewell_line") == 0


async def test_markdown_and_mentions_stay_as_they_were_written(circle: Evening) -> None:
    words = "# @everyone **loud** [see](http://x.example) <@1>"
    shown = await written(circle, words)
    await circle["Ana"].press(shown, NAMELESS)
    await passes(circle, 11 * MINUTE)
    (post,) = await stand(circle)
    body = str(post.message)
    assert "@everyone" not in body
    assert "**loud**" not in body
    assert "](http" not in body
    assert await circle["Bea"].notifications() == []


async def test_pressed_twice_and_by_others_it_is_as_once(circle: Evening) -> None:
    shown = await written(circle)
    decide = shown.buttons[NAMELESS]["custom_id"]
    for name in ("Bea", "Sam"):
        assert "not here any more" in (await presses(circle, name, decide)).text
    await circle["Ana"].press(shown, NAMELESS)
    again = await presses(circle, "Ana", decide.replace("nameless", "named"))
    assert "without your name" in again.text
    await passes(circle, 11 * MINUTE)
    assert len(await stand(circle)) == 1
    number = decide.split(":")[2]
    await presses(circle, "Bea", f"farewells:unwrite:{number}")
    await passes(circle, MINUTE)
    assert len(await stand(circle)) == 1


async def test_what_is_kept_of_it_is_read_by_its_writer(circle: Evening) -> None:
    ana = circle["Ana"]
    await ana.press(await written(circle, ahead=3), NAMED)
    seen = await ana.press(await ana.command("my", dm=True), "See what is kept about me")
    assert WORDS in "\n".join([seen.text])
    await passes(circle, 4 * DAY)
    seen = await ana.press(await ana.command("my", dm=True), "See what is kept about me")
    assert "stands in a room" in seen.text
    assert WORDS not in seen.text


async def test_a_place_left_without_one_can_get_one_from_places_i_left(circle: Evening) -> None:
    ana = circle["Ana"]
    await ana.press(await ways(circle), KEEP)
    form = await ana.press(await line(circle), "Write a line")
    await ana.press(await typed(circle, form), NAMED)
    await passes(circle, 11 * MINUTE)
    assert len(await stand(circle)) == 1


def test_a_longer_one_makes_no_line() -> None:
    with pytest.raises(NotALine, match="line_long"):
        line_words("x" * (WORDS_MOST + 1))
    assert line_words(" a  b\n") == "a b"


def test_the_last_day_is_one_on_which_the_place_is_kept_at_noon_still() -> None:
    left = datetime(2027, 3, 20, 9, tzinfo=UTC)
    noon = datetime(2027, 4, 19, 10, tzinfo=UTC)
    with pytest.raises(NotALine, match="line_day"):
        line_at("19", "4", left, "Europe/Berlin", noon)
    assert line_at("19", "04", left, "Europe/Berlin", noon + MINUTE) == noon
    assert line_at("20", "", left, "Europe/Berlin", noon) == left + 10 * MINUTE
