"""Taking a copy along: where it will lie is said first, and nobody carries it away within a minute (R45, R46)."""

from datetime import timedelta
from typing import Any

import pytest

from bot.core.ids import PlatformId, Private, Visitor
from bot.core.refusals import Refusal
from bot.core.storage.reading import number
from bot.privacy.copying import Way
from rehearsal.screen import Screen
from rehearsal.stories.first import rows_about
from tests.stories.conftest import Evening
from tests.stories.test_mailbox import held, known, waiting
from tests.stories.test_my import rows_in_every_table
from tests.stories.test_phrase import PHRASE, set_phrase, type_it

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SEE = "See what is kept about me"


def attached(screen: Screen) -> list[dict[str, Any]]:
    return screen.message["attachments"] if screen.message else []


def visitor(circle: Evening, name: str = "Ana") -> Visitor:
    return Visitor(PlatformId(int(circle[name].id)), None, frozenset(), False, False, "en")


async def copy(circle: Evening, name: str = "Ana") -> Screen:
    """Open the screen of the copy."""
    return await circle[name].press(await circle[name].press(await circle[name].command("my"), SEE), "Take a copy")


async def asked(circle: Evening) -> Screen:
    return await circle["Ana"].press(await copy(circle), "Ask for it")


async def test_before_the_press_it_says_where_the_files_will_lie_and_who_could_find_them(circle: Evening) -> None:
    before = await rows_in_every_table(circle)
    shown = await copy(circle)
    assert "lies among the downloads of this device" in shown.text
    assert "could find it and read it" in shown.text
    assert "notes.txt and notes.json" in shown.text
    assert "24 hours after you ask" in shown.text
    assert attached(shown) == []
    assert await rows_in_every_table(circle) == before


async def test_without_a_phrase_it_comes_a_day_later_and_meanwhile_my_says_so_with_one_press_to_cancel(
    circle: Evening,
) -> None:
    ana = circle["Ana"]
    told = await asked(circle)
    assert "no file has been made" in told.text
    assert attached(told) == []
    assert "A copy of what is kept about you was asked for" in (await waiting(circle, "Ana")).text
    home = await ana.command("my")
    assert home.text.startswith("**A copy of what is kept about you was asked for.**")
    circle.clock.forward(DAY - timedelta(minutes=1))
    early = await ana.press(home, "The copy that was asked for")
    assert "Take it now" not in early.buttons
    with pytest.raises(Refusal, match=r"kept\.refused\.not_yet"):
        await circle.hearth.copying.take(visitor(circle))
    circle.clock.forward(timedelta(minutes=1))
    given = await ana.press(await ana.press(await ana.command("my"), "The copy that was asked for"), "Take it now")
    assert [one["filename"] for one in attached(given)] == ["notes.txt", "notes.json"]
    assert given.private


async def test_one_press_cancels_it_and_the_day_begins_anew(circle: Evening) -> None:
    ana = circle["Ana"]
    await asked(circle)
    circle.clock.forward(DAY - HOUR)
    assert "No copy is asked for any more" in (await ana.press(await ana.command("my"), "Cancel the copy")).text
    assert await held(circle, "copy_wish") == 0
    assert "asked for" not in (await ana.command("my")).text
    await asked(circle)
    circle.clock.forward(2 * HOUR)
    with pytest.raises(Refusal, match=r"kept\.refused\.not_yet"):
        await circle.hearth.copying.take(visitor(circle))


async def test_pressed_twice_the_first_day_stands_and_one_note_waits(circle: Evening) -> None:
    await asked(circle)
    first = await wish_until(circle)
    circle.clock.forward(HOUR)
    again = await circle.hearth.copying.ask(visitor(circle))
    assert again.way is Way.WAITS
    assert await wish_until(circle) == first
    assert await held(circle, "copy_wish") == 1
    assert await held(circle, "mailbox_slip") == 1


async def test_a_copy_nobody_takes_goes_after_seven_days(circle: Evening) -> None:
    await asked(circle)
    await circle.pass_time(8 * DAY - HOUR)
    assert await held(circle, "copy_wish") == 1
    await circle.pass_time(2 * HOUR)
    await circle.hearth.sweeps.settle()
    await circle.stores.main.write(lambda tx: circle.hearth.copying.expire(tx, circle.clock.now()))
    assert await held(circle, "copy_wish") == 0
    assert "asked for" not in (await circle["Ana"].command("my")).text


async def old_phrase(circle: Evening) -> None:
    """Have Ana set a phrase long enough ago, and open what is hers."""
    await set_phrase(circle)
    circle.clock.forward(2 * DAY)
    await type_it(circle, await circle["Ana"].command("my"))


async def test_with_a_phrase_it_comes_at_once_to_whoever_types_it_anew(circle: Evening) -> None:
    ana = circle["Ana"]
    await old_phrase(circle)
    shown = await copy(circle)
    assert "It needs your phrase, typed once more" in shown.text
    assert "Ask for it" not in " ".join(shown.buttons)
    wrong = await ana.submit(await ana.press(shown, "Type my phrase"), {"words": "not that at all"})
    assert "No file was made" in wrong.text
    assert "not that at all" not in wrong.text
    assert attached(wrong) == []
    given = await ana.submit(await ana.press(shown, "Type my phrase"), {"words": PHRASE})
    assert [one["filename"] for one in attached(given)] == ["notes.txt", "notes.json"]
    assert await held(circle, "copy_wish") == 0
    # It was whole: nothing stays open to whoever takes the phone now.
    with pytest.raises(Refusal, match=r"kept\.refused\.not_yet"):
        await circle.hearth.copying.take(visitor(circle))


async def test_a_phrase_handed_in_after_ten_minutes_is_never_given_back_on_a_screen(circle: Evening) -> None:
    ana = circle["Ana"]
    await old_phrase(circle)
    form = await ana.press(await copy(circle), "Type my phrase")
    circle.clock.forward(timedelta(minutes=11))
    given = await ana.submit(form, {"words": "blue kettle on monday"})
    assert "blue kettle" not in given.text
    assert attached(given) == []


async def test_wrong_words_count_as_tries_and_then_nothing_is_looked_at(circle: Evening) -> None:
    await old_phrase(circle)
    for _ in range(3):
        with pytest.raises(Refusal, match=r"kept\.refused\.phrase"):
            await circle.hearth.copying.take_with(visitor(circle), Private("not that"))
    with pytest.raises(Refusal, match=r"kept\.refused\.phrase"):
        await circle.hearth.copying.take_with(visitor(circle), Private(PHRASE))


async def test_a_phrase_set_just_now_opens_no_copy(circle: Evening) -> None:
    ana = circle["Ana"]
    await set_phrase(circle)
    await type_it(circle, await ana.command("my"))
    shown = await copy(circle)
    assert "Whoever holds your phone could have set it" in shown.text
    assert "Type my phrase" not in shown.buttons
    with pytest.raises(Refusal, match=r"kept\.refused\.not_yet"):
        await circle.hearth.copying.take_with(visitor(circle), Private(PHRASE))
    circle.clock.forward(DAY + timedelta(hours=5))
    assert (await circle.hearth.copying.ways(visitor(circle))).way is Way.ASK
    circle.clock.forward(DAY)
    assert (await circle.hearth.copying.ways(visitor(circle))).way is Way.PHRASE


async def test_a_day_that_began_before_the_phrase_is_no_way_around_it(circle: Evening) -> None:
    await asked(circle)
    await old_phrase(circle)
    with pytest.raises(Refusal, match=r"kept\.refused\.not_yet"):
        await circle.hearth.copying.take(visitor(circle))


async def wish_until(circle: Evening) -> int:
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT until FROM copy_wish"))
    assert row is not None
    return number(row, "until")


async def test_stopping_erasing_and_the_last_yes_let_go_of_it(circle: Evening) -> None:
    ana = circle["Ana"]
    await asked(circle)
    await ana.press(await ana.command("my"), "Stop everything")
    assert await held(circle, "copy_wish") == 0
    await asked(circle)
    inside = await ana.press(await ana.command("my"), "North: look in or leave")
    await ana.press(inside, "Leave North")
    assert await held(circle, "copy_wish") == 0
    await circle.join("Ana")
    await asked(circle)
    person = (await known(circle, "Ana")).number
    screen = await copy(circle)
    await ana.press(await ana.press(await ana.command("my"), "See and erase"), "Erase all of this now")
    assert await held(circle, "copy_wish") == 0
    assert rows_about(circle.folder / "data", person) == []
    # On a screen from before nothing is left to read or to cancel, and nothing begins.
    assert "No copy is asked for any more" in (await ana.press(screen, "Cancel the copy")).text
    with pytest.raises(Refusal, match=r"kept\.refused\.not_yet"):
        await circle.hearth.copying.take(visitor(circle))


async def test_whoever_never_agreed_can_begin_nothing(circle: Evening) -> None:
    before = await rows_in_every_table(circle)
    sam = visitor(circle, "Sam")
    assert (await circle.hearth.copying.ask(sam)).way is Way.NOTHING
    await circle.hearth.copying.cancel(sam)
    for way in (circle.hearth.copying.take(sam), circle.hearth.copying.take_with(sam, Private(PHRASE))):
        with pytest.raises(Refusal):
            await way
    assert await rows_in_every_table(circle) == before


async def test_a_clock_that_is_set_back_makes_nobody_wait_for_longer(circle: Evening) -> None:
    await asked(circle)
    circle.clock.forward(-3 * DAY)
    await circle.hearth.clock_set_back(3 * DAY)
    circle.clock.forward(DAY)
    assert (await circle.hearth.copying.take(visitor(circle))).entries


async def test_cancelling_never_waits_for_a_phrase(circle: Evening) -> None:
    await asked(circle)
    home = await circle["Ana"].command("my")
    await set_phrase(circle)
    assert "No copy is asked for any more" in (await circle["Ana"].press(home, "Cancel the copy")).text
    assert await held(circle, "copy_wish") == 0
