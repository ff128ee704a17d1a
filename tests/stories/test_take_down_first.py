"""What stands in channels beside somebody's name can be taken down before erasing, and they are told truly."""

from datetime import timedelta

import pytest

from bot.assembly import FEATURES
from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.mishaps import EDIT, posts, strike, without_rests
from tests.stories.reaching import presses
from tests.stories.test_audiences import NAMED
from tests.stories.test_erase import erase, look
from tests.stories.test_posts_go import passes, room_of, same_time, see_room

DAY = timedelta(days=1)
FIRST = "Take my posted texts down first"


async def named(circle: Evening, *names: str, times: int = 1) -> None:
    """Have check-ins answered with names, and closed after their day."""
    same_time(circle)
    for _ in range(times):
        await circle.open_checkin()
        for name in names:
            await circle.answer(name, "Steady", NAMED)
        await passes(circle, DAY + timedelta(hours=1))


async def take_down(circle: Evening, name: str = "Ana") -> Screen:
    return await circle[name].press(await look(circle, name), FIRST)


async def shown(circle: Evening) -> str:
    """Answer everything that stands in the room, as Bea reads it."""
    return " ".join([screen.text for screen in await posts(circle, "Bea")])


async def test_it_is_offered_beside_erasing_and_says_how_many(circle: Evening) -> None:
    assert FIRST not in (await look(circle, "Ana")).buttons
    await named(circle, "Ana", "Cleo", times=2)
    screen = await look(circle, "Ana")
    assert "In channels, 2 posts show an answer beside your name" in screen.text
    assert "Erasing alone takes them out too" in screen.text
    assert {FIRST, "Erase all of this now"} <= set(screen.buttons)
    assert "In channels" not in (await look(circle, "Bea")).text


async def test_pressed_it_is_out_of_every_post_at_once_and_of_nobody_else(circle: Evening) -> None:
    await named(circle, "Ana", "Cleo", times=2)
    told = await take_down(circle)
    assert "Taken down: 2 posts show you no more" in told.text.replace("*", "")
    assert "@Ana" not in await shown(circle)
    assert (await shown(circle)).count("@Cleo: Steady") == 2
    assert FIRST not in told.buttons
    receipt = await circle["Ana"].press(told, "Erase all of this now")
    assert "Erased" in receipt.text
    await passes(circle, timedelta(seconds=3))
    assert (await shown(circle)).count("@Cleo: Steady") == 2


async def test_two_people_in_one_moment_are_both_out_of_the_same_post(circle: Evening) -> None:
    await named(circle, "Ana", "Cleo")
    for name in ("Ana", "Cleo"):
        assert "1 post shows you no more" in (await take_down(circle, name)).text
    assert "@Cleo" not in await shown(circle)


async def test_pressed_twice_nothing_is_left_to_do(circle: Evening) -> None:
    await named(circle, "Ana")
    screen = await look(circle, "Ana")
    await circle["Ana"].press(screen, FIRST)
    again = await presses(circle, "Ana", "privacy:take_down")
    assert "Nothing stood in a channel beside your name any more" in again.text


async def test_erasing_without_it_takes_the_name_out_all_the_same(circle: Evening) -> None:
    await named(circle, "Ana")
    await erase(circle, "Ana")
    await passes(circle, timedelta(seconds=3))
    assert "@Ana" not in await shown(circle)


async def test_a_channel_that_was_deleted_is_told_of(circle: Evening) -> None:
    await named(circle, "Ana")
    screen = await look(circle, "Ana")
    circle.server.world.remove_channel(room_of(circle))
    told = await circle["Ana"].press(screen, FIRST)
    assert "Gone already: 1 post, or its channel, was deleted before" in told.text.replace("*", "")


async def test_a_server_that_does_not_let_it_is_told_of(circle: Evening) -> None:
    await named(circle, "Ana")
    await see_room(circle, allowed=False)
    told = (await take_down(circle)).text.replace("*", "")
    assert "Still there: 1 post shows you" in told
    assert "can delete it" in told
    assert "@Ana" in await shown(circle)


async def test_a_silent_discord_is_told_of_and_it_goes_on_after_erasing(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_rests(monkeypatch)
    await named(circle, "Ana")
    await strike(circle, "503", EDIT, times=30)
    told = await take_down(circle)
    assert "Not known yet: 1 post" in told.text.replace("*", "")
    assert "Erased" in (await circle["Ana"].press(told, "Erase all of this now")).text
    assert "@Ana" in await shown(circle)
    await circle.people.clear_faults()
    await passes(circle, timedelta(minutes=6))
    assert "@Ana" not in await shown(circle)


async def test_an_open_check_in_shows_nothing_yet_and_a_wider_word_stays_uncounted(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Steady", NAMED)
    assert FIRST not in (await look(circle, "Ana")).buttons


async def test_whoever_posts_what_members_wrote_joins(circle: Evening) -> None:
    assert circle.hearth.privacy.erasures.joined == {one.name for one in FEATURES if one.posted}
    assert circle.hearth.privacy.erasures.joined


async def test_somebody_unknown_is_told_that_nothing_stood_there(circle: Evening) -> None:
    told = await presses(circle, "Hana", "privacy:take_down")
    assert "Nothing stood in a channel beside your name" in told.text
    assert "Nothing is kept about you here" in told.text
