"""Stepping away: the circle's channels vanish within two seconds, one blank room leads back, and nobody is told."""

import asyncio
import time
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.ids import PlatformId
from rehearsal.person import Person
from rehearsal.screen import Screen
from rehearsal.server import Rehearsal
from tests.stories.conftest import Evening, an_evening
from tests.stories.founded import Founded
from tests.stories.test_my import rows_in_every_table

SIDE_ROOM = "side-room"
CIRCLES = {"north-door", "north-room"}
ROLE = "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"
FIVE = ("Within seconds", "Others may still see", "This phone may still show", "Kept is one line", "The way back")


async def step_away(circle: Evening, name: str = "Ana", *, dm: bool = False) -> Screen:
    """Step away from the front page of `/my`."""
    person = circle[name]
    asked = await person.press(await person.command("my", dm=dm), "Step away")
    done = await person.press(asked, "Step away now")
    await circle.hearth.settle()
    return done


async def come_back(circle: Evening, name: str = "Ana") -> Screen:
    """Come back by the one button of the blank room."""
    return await circle[name].press((await circle[name].look(SIDE_ROOM))[-1], "Look again")


async def roles(circle: Evening, name: str = "Ana") -> list[str]:
    """Answer the names of somebody's roles."""
    world = circle.server.world
    return [world.roles[role].name for role in world.person(name).roles]


async def held(circle: Evening) -> int:
    """Count what is kept of stepping away."""
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT count(*) AS held FROM away"))
    assert row is not None
    assert isinstance(row["held"], int)
    return row["held"]


async def test_five_honest_sentences_come_first_and_keep_nothing(circle: Evening) -> None:
    ana, before = circle["Ana"], await rows_in_every_table(circle)
    asked = await ana.press(await ana.command("my"), "Step away")
    assert [sentence for sentence in FIVE if sentence not in asked.text] == []
    assert "North" not in asked.text
    assert await rows_in_every_table(circle) == before
    assert set(await ana.channels()) >= CIRCLES
    assert "Put away" in (await ana.press(asked, "Not now")).text


async def test_the_channels_are_gone_within_two_seconds_and_one_blank_room_stands(circle: Evening) -> None:
    ana = circle["Ana"]
    asked = await ana.press(await ana.press(await ana.command("my"), "This phone"), "Step away")
    begun = time.monotonic()
    done = await ana.press(asked, "Step away now")
    assert not CIRCLES & set(await ana.channels())
    assert time.monotonic() - begun < 2
    assert "Done" in done.text
    assert "North" not in done.text
    await circle.hearth.settle()
    assert SIDE_ROOM in await ana.channels()
    (post,) = await ana.look(SIDE_ROOM)
    assert post.text == "Nothing new here."
    assert list(post.buttons) == ["Look again"]
    assert [name for name in ("Bea", "Sam") if SIDE_ROOM in await circle[name].channels()] == []
    assert set(await circle["Bea"].channels()) >= CIRCLES


async def test_the_button_there_brings_everything_back_and_nobody_hears_of_it(circle: Evening) -> None:
    others = ("Bea", "Robin")
    before = {name: len(await circle[name].inbox()) for name in others}
    await step_away(circle)
    assert "Everything is as it was" in (await come_back(circle)).text
    assert set(await circle["Ana"].channels()) >= CIRCLES
    await circle.pass_time(timedelta(minutes=1))
    assert SIDE_ROOM not in await circle["Ana"].channels()
    assert await held(circle) == 0
    assert {name: len(await circle[name].inbox()) for name in others} == before


async def test_my_brings_it_back_from_a_direct_message_too(circle: Evening) -> None:
    await step_away(circle, dm=True)
    assert not CIRCLES & set(await circle["Ana"].channels())
    home = await circle["Ana"].command("my", dm=True)
    assert "Step away" not in home.buttons
    assert "Everything is as it was" in (await circle["Ana"].press(home, "Come back")).text
    assert set(await circle["Ana"].channels()) >= CIRCLES


async def test_pressed_twice_it_is_the_same_as_once(circle: Evening) -> None:
    ana = circle["Ana"]
    asked = await ana.press(await ana.command("my"), "Step away")
    both = await asyncio.gather(ana.press(asked, "Step away now"), ana.press(asked, "Step away now"))
    assert ["Done" in screen.text for screen in both] == [True, True]
    assert await held(circle) == 1
    await circle.hearth.settle()
    room = (await ana.look(SIDE_ROOM))[-1]
    assert "Everything is as it was" in (await ana.press(room, "Look again")).text
    assert "nothing to bring back" in (await ana.press(room, "Look again")).text
    await step_away(circle)
    assert len([one for one in await ana.look(SIDE_ROOM) if not one.private]) == 1


async def test_whoever_holds_the_phone_meanwhile_reads_of_no_circle(circle: Evening) -> None:
    ana = circle["Ana"]
    await circle.open_checkin()
    left_open = await ana.command("my")
    await step_away(circle)
    shown = [await ana.command(name) for name in ("checkin", "reach", "help")]
    shown.append(await ana.press(shown[-1], "What else is here"))
    shown.append(await ana.press(left_open, "North: look in or leave"))
    assert [screen.text for screen in shown if "North" in screen.text] == []
    assert not [label for label in shown[3].buttons if "North" in label]
    assert "put away for now" in shown[-1].text
    assert "North" not in await roles(circle)


async def test_a_stranger_has_nothing_to_hide(circle: Evening) -> None:
    sam, before = circle["Sam"], await rows_in_every_table(circle)
    assert "Step away" not in (await sam.command("my")).buttons
    phone = await sam.press(await sam.command("my"), "This phone")
    assert "nothing of yours to hide" in (await sam.press(phone, "Step away")).text
    assert await rows_in_every_table(circle) == before


async def test_the_way_back_stands_behind_the_phrase_and_stepping_away_does_not(circle: Evening) -> None:
    ana = circle["Ana"]
    about = await ana.press(await ana.press(await ana.command("my"), "This phone"), "About a phrase")
    words = "blue kettle on sunday"
    done = await ana.submit(await ana.press(about, "Set a phrase"), {"words": words, "again": words})
    await ana.press(done, "Lock again")
    locked = await ana.command("my")
    await ana.press(await ana.press(locked, "Step away"), "Step away now")
    await circle.hearth.settle()
    back = await come_back(circle)
    assert "This opens with a phrase" in back.text
    assert not CIRCLES & set(await ana.channels())
    opened = await ana.submit(await ana.press(back, "Type it"), {"words": words})
    assert "Everything is as it was" in (await ana.press(opened, "Go on")).text
    assert set(await ana.channels()) >= CIRCLES


async def test_a_role_that_was_taken_by_hand_is_not_given_back(circle: Evening) -> None:
    await take_by_hand(circle, "Ana")
    asked = await circle["Ana"].press(await circle["Ana"].command("my"), "Step away")
    assert "nothing of yours to hide" in (await circle["Ana"].press(asked, "Step away now")).text
    assert await held(circle) == 0
    assert "North" not in await roles(circle)


async def test_of_three_circles_all_go_at_once_and_all_come_back(evening: Evening) -> None:
    plain, before = await evening["Ana"].channels(), await roles(evening)
    for name in ("North", "South", "West"):
        await evening.set_up(name)
        await evening.join("Ana", circle=name.lower())
    await step_away(evening)
    assert await evening["Ana"].channels() == [*plain, SIDE_ROOM]
    await come_back(evening)
    assert sorted(await roles(evening)) == sorted([*before, "North", "South", "West"])
    await evening.pass_time(timedelta(minutes=1))
    assert SIDE_ROOM not in await evening["Ana"].channels()


async def test_where_the_server_does_not_let_it_be_hidden_that_is_said(circle: Evening) -> None:
    role = circle.server.world.bot_role
    circle.server.world.change_role(role, permissions=role.permissions & ~(1 << 28))
    done = await step_away(circle)
    assert "Something of North may still show" in done.text
    assert "Manage Roles" in done.text
    circle.server.world.change_role(role, permissions=role.permissions | 1 << 28)
    home = await circle["Ana"].command("my")
    assert "Everything is as it was" in (await circle["Ana"].press(home, "Come back")).text
    assert set(await circle["Ana"].channels()) >= CIRCLES


async def test_a_role_deleted_meanwhile_is_told_and_the_door_stands_open_again(circle: Evening) -> None:
    await step_away(circle)
    world = circle.server.world
    world.remove_role(next(role for role in world.roles.values() if role.name == "North"))
    back = await come_back(circle)
    assert "could not be given back" in back.text
    assert "deleted" in back.text
    assert "north-door" in await circle["Ana"].channels()
    await circle.pass_time(timedelta(minutes=1))
    assert await held(circle) == 0


async def test_leaving_or_erasing_while_away_leaves_the_door_open_and_no_room(circle: Evening) -> None:
    for name in ("Ana", "Bea"):
        await step_away(circle, name)
    await erase(circle["Ana"])
    circles = await circle.hearth.circles.memberships(PlatformId(int(circle["Bea"].id)))
    assert [one.name for one in circles] == ["North"]
    await circle["Bea"].press(await circle["Bea"].command("my"), "Come back")
    await step_away(circle, "Bea")
    await erase(circle["Bea"])
    for name in ("Ana", "Bea"):
        channels = await circle[name].channels()
        assert "north-door" in channels
        assert SIDE_ROOM not in channels
        assert "north-room" not in channels
    assert await held(circle) == 0
    await circle.join("Ana")
    assert "north-room" in await circle["Ana"].channels()


async def test_a_silent_platform_and_a_start_in_between_are_made_up_for(circle: Evening) -> None:
    ana = circle["Ana"]
    asked = await ana.press(await ana.command("my"), "Step away")
    await circle.people.faults("reset_before", ROLE, method="DELETE", times=6)
    done = await ana.press(asked, "Step away now")
    assert "has not answered" in done.text
    assert "north-room" in await ana.channels()
    await circle.people.clear_faults()
    await circle.pass_time(timedelta(seconds=10))
    assert not CIRCLES & set(await ana.channels())
    await circle.hearth.settle()
    assert SIDE_ROOM in await ana.channels()


async def test_whoever_left_the_server_meanwhile_is_told_and_finds_the_door_when_they_return(
    circle: Evening,
) -> None:
    await step_away(circle)
    user = circle.server.world.person("Ana")
    home = await circle["Ana"].command("my", dm=True)
    user.present = False
    back = await circle["Ana"].press(home, "Come back")
    assert "no longer in the server" in back.text
    user.present = True
    await circle.pass_time(timedelta(minutes=1))
    assert "north-door" in await circle["Ana"].channels()
    assert SIDE_ROOM not in await circle["Ana"].channels()


async def test_what_a_crash_left_between_the_row_and_the_server_is_finished_after_the_start(
    rehearsal: Rehearsal, founded: Founded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    founded.stand_again(rehearsal, tmp_path)
    async with an_evening(rehearsal, tmp_path) as circle:

        async def dies(*_: object) -> None:
            raise RuntimeError("cut short")

        with monkeypatch.context() as crash:
            crash.setattr(circle.client.front, "let_out", dies)
            await step_away(circle)
        assert "north-room" in await circle["Ana"].channels()
    async with an_evening(rehearsal, tmp_path) as circle:
        circle.clock.forward(timedelta(seconds=10))
        await circle.hearth.settle()
        assert not CIRCLES & set(await circle["Ana"].channels())
        assert SIDE_ROOM in await circle["Ana"].channels()


async def erase(person: Person) -> None:
    """Erase everything about somebody."""
    await person.press(await person.press(await person.command("my"), "See and erase"), "Erase all of this now")


async def take_by_hand(circle: Evening, name: str) -> None:
    """Take the circle's role from somebody, as a moderator does in the client."""
    world = circle.server.world
    user = world.person(name)
    user.roles = [role for role in user.roles if world.roles[role].name != "North"]
    world.member_changed(user)
