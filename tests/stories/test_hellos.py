"""A day with a hello: who wants to hear of it is told, without a name, and the truth is said where nobody is."""

from datetime import UTC, datetime, timedelta

import pytest

from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.reaching import presses
from tests.stories.test_apart import keeps_away_from
from tests.stories.test_days import DAY, GENTLER, HOUR, SILENT, days, keeps, typed, until
from tests.stories.test_mailbox import held, waiting
from tests.stories.test_whispers import direct, whispers_on

LOOK = "Look at how a hello would go"
QUIETLY, TELL = "Keep it", "Keep it, tell me if nobody can"
WELCOME = "somebody in your circle would be glad of a hello"
CARD = "A warm hello. No answer needed."
NINE = datetime(2027, 3, 21, 8, 0, tzinfo=UTC)
"""Nine in the morning of the next day in Berlin."""


async def greets(circle: Evening, *names: str, of: str = "North") -> None:
    """Let members say yes to hearing that a hello is welcome."""
    for name in names:
        listed = await circle[name].press(await circle[name].command("my"), f"{of}: what I say yes to")
        await circle[name].press(listed, "Switch on: Hearing that a hello is welcome")


async def wishes(circle: Evening, on: datetime = NINE, way: str = QUIETLY) -> Screen:
    """Let Ana keep a day of hello."""
    asked = await typed(circle, str(on.day), str(on.month))
    looked = await circle["Ana"].press(asked, LOOK)
    return await press_exactly(circle, "Ana", looked, way)


async def press_exactly(circle: Evening, name: str, screen: Screen, label: str) -> Screen:
    """Press the button that is called just so: one label is the beginning of another."""
    return await circle[name].press(screen, screen.buttons[label]["custom_id"])


async def told(circle: Evening, *names: str) -> list[str]:
    """Answer who of some people finds the note that a hello is welcome."""
    return [name for name in names if WELCOME in (await waiting(circle, name)).text]


async def says(circle: Evening, name: str, label: str = CARD) -> Screen:
    cards = await circle[name].press(await waiting(circle, name), "Say hello 1")
    return await circle[name].press(cards, label)


async def test_before_it_is_kept_one_reads_who_would_be_told_and_exactly_what(circle: Evening) -> None:
    async def looks() -> str:
        return (await circle["Ana"].press(await typed(circle, "21", "3"), LOOK)).text

    assert "nobody in North would be told" in await looks()
    await greets(circle, "Bea")
    somebody = await looks()
    assert "at least one person in North" in somebody
    assert WELCOME in somebody
    assert "In a small circle somebody may still guess" in somebody
    await greets(circle, "Cleo", "Dani", "Eli", "Flor")
    assert "5 people in North would be told" in await looks()
    assert await held(circle, "days_list") == 0


async def test_on_the_day_those_who_want_to_be_told_find_a_note_and_a_hello_comes_back(circle: Evening) -> None:
    await greets(circle, "Bea", "Cleo")
    await wishes(circle)
    await until(circle, NINE - timedelta(minutes=1))
    assert await told(circle, "Bea", "Cleo") == []
    await until(circle, NINE)
    assert await told(circle, "Bea", "Cleo", "Dani", "Ana") == ["Bea", "Cleo"]
    assert "Ana" not in (await waiting(circle, "Bea")).text
    said = await says(circle, "Bea")
    assert "They are not told who sent it" in said.text
    got = (await waiting(circle, "Ana")).text
    assert "A day of yours with a hello" in got
    assert CARD in got
    assert "Bea" not in got
    assert WELCOME not in (await waiting(circle, "Bea")).text
    await circle.pass_time(DAY)
    assert await held(circle, "days_hello") == 0


async def test_two_may_say_hello_and_a_third_reads_that_it_is_taken_care_of(circle: Evening) -> None:
    await greets(circle, "Bea", "Cleo", "Dani")
    await wishes(circle)
    await until(circle, NINE)
    last = await circle["Dani"].press(await waiting(circle, "Dani"), "Say hello 1")
    await says(circle, "Bea")
    await says(circle, "Cleo", "Thinking of you today.")
    # Dani's screen is from before; what is true is told on the press.
    assert "taken care of. Nothing was sent" in (await circle["Dani"].press(last, CARD)).text
    assert (await waiting(circle, "Ana")).text.count("A day of yours with a hello") == 2


async def test_pressed_twice_one_hello_comes(circle: Evening) -> None:
    await greets(circle, "Bea")
    await wishes(circle)
    await until(circle, NINE)
    cards = await circle["Bea"].press(await waiting(circle, "Bea"), "Say hello 1")
    custom_id = cards.buttons[CARD]["custom_id"]
    await presses(circle, "Bea", custom_id)
    assert "Nothing was sent" in (await presses(circle, "Bea", custom_id)).text
    assert (await waiting(circle, "Ana")).text.count("A day of yours with a hello") == 1


async def test_nobody_else_says_hello_with_another_s_note_nor_without_one(circle: Evening) -> None:
    await greets(circle, "Bea", "Cleo")
    await wishes(circle)
    await until(circle, NINE)
    cards = await circle["Bea"].press(await waiting(circle, "Bea"), "Say hello 1")
    custom_id = cards.buttons[CARD]["custom_id"]
    for name in ("Cleo", "Dani", "Sam", "Ana"):
        assert "Nothing was sent" in (await presses(circle, name, custom_id)).text
    assert "A day of yours" not in (await waiting(circle, "Ana")).text
    assert await told(circle, "Bea", "Cleo") == ["Bea", "Cleo"]


@pytest.mark.parametrize(("way", "comes"), [(QUIETLY, 0), (TELL, 1)])
async def test_where_nobody_says_hello_that_is_told_to_whom_wished_to_know_alone(
    circle: Evening, way: str, comes: int
) -> None:
    await greets(circle, "Bea")
    await wishes(circle, way=way)
    await until(circle, datetime(2027, 3, 21, 23, 0, tzinfo=UTC))
    assert (await waiting(circle, "Ana")).text.count("None of them sent one") == comes
    late = await circle["Bea"].press(await waiting(circle, "Bea"), "Say hello 1")
    assert "That day is over" in late.text


async def test_where_nobody_is_there_that_is_told_in_the_morning_and_not_again(circle: Evening) -> None:
    await wishes(circle, way=TELL)
    await until(circle, NINE)
    truth = "Nobody in this circle could be asked for a hello today"
    assert (await waiting(circle, "Ana")).text.count(truth) == 1
    await circle.pass_time(DAY)
    shown = (await waiting(circle, "Ana")).text
    assert shown.count(truth) == 1
    assert "None of them sent one" not in shown


async def test_nobody_hears_of_it_whom_one_would_rather_not_meet_nor_who_wants_quiet_or_is_away(
    circle: Evening,
) -> None:
    await greets(circle, "Bea", "Cleo", "Dani", "Eli", "Flor")
    await keeps_away_from(circle, "Ana", "Bea")
    await keeps_away_from(circle, "Cleo", "Ana")
    await keeps(circle, NINE, GENTLER, "Dani")
    await keeps(circle, NINE, SILENT, "Eli")
    await wishes(circle)
    await until(circle, NINE)
    assert await told(circle, "Bea", "Cleo", "Dani", "Eli", "Flor") == ["Flor"]


@pytest.mark.parametrize("way", ["off", "leave", "stop", "erase"])
async def test_taken_off_that_morning_left_stopped_or_erased_nothing_comes_of_it(circle: Evening, way: str) -> None:
    await greets(circle, "Bea", "Cleo")
    await wishes(circle)
    await keeps(circle, NINE + 30 * DAY)
    await until(circle, NINE)
    assert await held(circle, "days_hello") == 1
    ana, cards = circle["Ana"], await circle["Bea"].press(await waiting(circle, "Bea"), "Say hello 1")
    if way == "off":
        await ana.choose(await days(circle), "0-3-21", menu="Choose days to take off")
    elif way == "leave":
        inside = await ana.press(await ana.command("my"), "North: look in or leave")
        await ana.press(inside, "Leave North")
    elif way == "erase":
        await ana.press(await ana.press(await ana.command("my"), "See and erase"), "Erase all of this now")
    else:
        await ana.press(await ana.command("my"), "Stop everything")
    assert await held(circle, "days_hello") == 0
    assert "not wanted any more. Nothing was sent" in (await circle["Bea"].press(cards, CARD)).text
    await circle.pass_time(DAY)


async def test_whoever_left_the_circle_reads_that_nobody_is_asked_and_nobody_is(circle: Evening) -> None:
    await greets(circle, "Bea")
    await circle.set_up("South")
    await circle.join("Ana", circle="south")
    asked = await typed(circle, "21", "3")
    chosen = await circle["Ana"].press(asked, LOOK)
    north = next(o["value"] for o in chosen.selects[0]["options"] if o["label"] == "North")
    looked = await circle["Ana"].choose(chosen, north)
    await press_exactly(circle, "Ana", looked, TELL)
    inside = await circle["Ana"].press(await circle["Ana"].command("my"), f"circles:door:{north}")
    await circle["Ana"].press(inside, "Leave North")
    assert "because you are not in that circle now" in (await days(circle)).text
    await until(circle, NINE + HOUR)
    assert await told(circle, "Bea") == []
    assert "hello" not in (await waiting(circle, "Ana")).text


async def test_a_quieter_day_on_the_same_date_asks_nobody(circle: Evening) -> None:
    await greets(circle, "Bea")
    await wishes(circle)
    await keeps(circle, NINE, SILENT, once=True)
    await until(circle, NINE + HOUR)
    assert await told(circle, "Bea") == []


async def test_the_file_shows_nothing_before_the_day_and_the_day_asks_nothing_of_what_comes(
    circle: Evening,
) -> None:
    await greets(circle, "Bea")
    await whispers_on(circle, "Ana")
    await wishes(circle)
    assert await held(circle, "days_hello") == 0
    await until(circle, NINE)
    rows = await circle.stores.main.read(lambda tx: tx.all("SELECT today FROM days_list"))
    assert [row["today"] for row in rows] == [""]
    await says(circle, "Bea")
    await circle.pass_time(HOUR)
    line = (await direct(circle, "Ana"))[-1]
    assert line.text == "You have a note. Open it when you have privacy."


async def test_this_very_day_begins_no_more_and_one_of_every_year_comes_the_next_time(circle: Evening) -> None:
    await greets(circle, "Bea")
    today = circle.clock.moment
    refused = await typed(circle, str(today.day), str(today.month), str(today.year))
    assert "such a day begins at midnight" in (await circle["Ana"].press(refused, LOOK)).text
    await wishes(circle, today)
    await circle.pass_time(2 * HOUR)
    assert await told(circle, "Bea") == []
    circle.clock.moment = datetime(2028, 3, 19, 22, 0, tzinfo=UTC)
    await circle.hearth.settle()
    await until(circle, datetime(2028, 3, 20, 8, 1, tzinfo=UTC))
    assert await told(circle, "Bea") == ["Bea"]


async def test_a_forged_day_circle_or_card_is_an_old_button(circle: Evening) -> None:
    for custom_id in (
        "days:hello:0-2-30",
        "days:hello_keep:0-6-14:1:tell",
        "days:keep:0-6-14:hello",
        "days:say:x:1",
    ):
        assert "Nothing was" in (await presses(circle, "Ana", custom_id)).text
    assert "Nothing was changed" in (await presses(circle, "Ana", "days:card:1:1:9")).text
    assert await held(circle, "days_list") == 0
