"""Setting up a circle, its door, joining and leaving."""

import asyncio

import pytest

from rehearsal.person_forms import NothingHappened
from tests.stories.conftest import Evening, until


async def test_a_moderator_sets_up_a_circle_and_sees_everything_before_it_is_made(evening: Evening) -> None:
    screen = await evening.set_up()
    assert "North" in screen.text
    assert "is made" in screen.text
    assert "north-door" in await evening["Sam"].channels()
    assert "north-room" not in await evening["Sam"].channels()


async def test_nothing_is_made_before_the_last_press(evening: Evening) -> None:
    robin = evening["Robin"]
    before = await evening.people.world()
    screen = await robin.press(await robin.press(await robin.command("desk"), "Set up"), "Begin")
    await robin.submit(await robin.press(screen, "Type it"), {"answer": "North"})
    after = await evening.people.world()
    assert [channel["name"] for channel in after["channels"]] == [channel["name"] for channel in before["channels"]]
    assert len(after["roles"]) == len(before["roles"])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Survivors", "tell a stranger"),
        ("***", "at least one letter"),
        ("@everyone North", "letters, digits"),
        ("**North**", "letters, digits"),
        ("[North](https://x.example)", "letters, digits"),
    ],
)
async def test_a_name_that_cannot_be_used_is_refused_kindly_and_the_screen_stays(
    evening: Evening, name: str, sentence: str
) -> None:
    robin = evening["Robin"]
    first = await robin.press(await robin.press(await robin.command("desk"), "Set up"), "Begin")
    refused = await robin.submit(await robin.press(first, "Type it"), {"answer": name})
    assert sentence in refused.text
    assert refused.message_id != first.message_id
    again = await robin.submit(await robin.press(first, "Type it"), {"answer": "North"})
    assert "North" in again.text


async def test_an_unknown_zone_is_answered_with_what_may_be_meant(evening: Evening) -> None:
    robin = evening["Robin"]
    await evening.set_up()
    card = await robin.press(await robin.command("desk"), "North")
    zone = await robin.press(card, "Change time zone")
    refused = await robin.submit(await robin.press(zone, "Type it"), {"answer": "Europe/Berlim"})
    assert "Europe/Berlin" in refused.text
    changed = await robin.submit(await robin.press(zone, "Type it"), {"answer": "madrid"})
    assert "Europe/Madrid" in changed.text


async def test_words_with_mentions_and_marks_in_the_agreements_take_no_effect(evening: Evening) -> None:
    robin = evening["Robin"]
    await evening.set_up()
    card = await robin.press(await robin.command("desk"), "North")
    limits = await robin.press(card, "Change agreements")
    await robin.submit(
        await robin.press(limits, "Type it"), {"answer": "# Loud **bold** @everyone [here](https://x.example)"}
    )
    door = await evening["Ana"].press((await evening["Ana"].look("north-door"))[0], "Join")
    content = door.message["content"] if door.message else ""
    assert "**bold**" not in content
    assert "@everyone" not in content
    assert "](https" not in content


async def test_someone_joins_by_agreeing_and_leaves_in_one_press(evening: Evening) -> None:
    await evening.set_up()
    await evening.join("Ana")
    ana = evening["Ana"]
    assert "north-room" in await ana.channels()
    inside = await ana.press((await ana.look("north-door"))[0], "Join")
    left = await ana.press(inside, "Leave North")
    assert "You have left" in left.text
    assert "north-room" not in await ana.channels()


async def test_reading_the_agreements_keeps_nothing(evening: Evening) -> None:
    await evening.set_up()
    await evening["Ana"].press((await evening["Ana"].look("north-door"))[0], "Join")
    assert await rows_about_people(evening) == FOUNDER


async def test_joining_twice_is_joining_once(evening: Evening) -> None:
    await evening.set_up()
    ana = evening["Ana"]
    agreements = await ana.press((await ana.look("north-door"))[0], "Join")
    await asyncio.gather(ana.press(agreements, "I agree, let me in"), ana.press(agreements, "I agree, let me in"))
    assert "north-room" in await ana.channels()
    assert await rows_about_people(evening) == FOUNDER + 1


async def test_without_the_permission_nobody_is_added_and_nothing_is_kept(evening: Evening) -> None:
    await evening.set_up()
    role = evening.server.world.bot_role
    evening.server.world.change_role(role, permissions=role.permissions & ~(1 << 28))
    ana = evening["Ana"]
    agreements = await ana.press((await ana.look("north-door"))[0], "Join")
    refused = await ana.press(agreements, "I agree, let me in")
    assert "You were not added" in refused.text
    assert await rows_about_people(evening) == FOUNDER


async def test_a_missing_permission_names_itself_and_its_feature_at_the_desk(evening: Evening) -> None:
    role = evening.server.world.bot_role
    evening.server.world.change_role(role, permissions=role.permissions & ~(1 << 4))
    desk = await evening["Robin"].command("desk")
    assert "Manage Channels" in desk.text
    assert "circles" in desk.text


async def test_a_circle_stopped_in_the_middle_of_being_made_carries_on_without_doubles(evening: Evening) -> None:
    role = evening.server.world.bot_role
    held = role.permissions
    evening.server.world.change_role(role, permissions=held & ~(1 << 4))
    stopped = await evening.set_up()
    assert "stopped" in stopped.text
    evening.server.world.change_role(role, permissions=held)
    made = await evening["Robin"].press(stopped, "Carry on")
    assert "is made" in made.text
    world = await evening.people.world()
    assert [made["name"] for made in world["roles"]].count("North") == 1


async def test_a_deleted_room_is_named_at_the_desk_and_made_again(circle: Evening) -> None:
    robin = circle["Robin"]
    await circle.join("Robin")
    world = await circle.people.world()
    room = next(channel["id"] for channel in world["channels"] if channel["name"] == "north-room")
    await robin.call("DELETE", f"/channels/{room}")
    await until(lambda: circle.client.get_channel(int(room)) is None)
    card = await robin.press(await robin.command("desk"), "North")
    assert "deleted on the server" in card.text
    await robin.press(card, "Carry on")
    assert "north-room" in await circle["Ana"].channels()


async def test_a_deleted_role_lets_nobody_in_and_keeps_nothing(circle: Evening) -> None:
    world = await circle.people.world()
    role = next(role["id"] for role in world["roles"] if role["name"] == "North")
    await circle["Robin"].call("DELETE", f"/guilds/{world['guild']['id']}/roles/{role}")
    await until(lambda: circle.client.guilds[0].get_role(int(role)) is None)
    before = await rows_about_people(circle)
    gus = circle["Gus"]
    refused = await gus.press(await gus.press((await gus.look("north-door"))[0], "Join"), "I agree, let me in")
    assert "role was deleted" in refused.text
    assert await rows_about_people(circle) == before


async def test_one_server_holds_many_circles(circle: Evening) -> None:
    await circle.set_up("South")
    await circle.join("Ana", circle="south")
    mine = await circle["Ana"].command("my")
    assert "North" in mine.text
    assert "South" in mine.text


async def test_someone_who_only_moderates_messages_cannot_set_up(evening: Evening) -> None:
    with pytest.raises(NothingHappened):
        await evening["Ana"].command("desk")


async def test_changed_agreements_are_read_again_before_going_on(circle: Evening) -> None:
    robin, ana = circle["Robin"], circle["Ana"]
    await circle.open_checkin()
    limits = await robin.press(await robin.press(await robin.command("desk"), "North"), "Change agreements")
    await robin.submit(await robin.press(limits, "Type it"), {"answer": "New words."})
    refused = await ana.press(await circle.post("Ana"), "Steady")
    assert "have changed" in refused.text
    await ana.press(await ana.press(refused, "Read the agreements"), "I agree, let me in")
    assert "You chose" in (await ana.press(await circle.post("Ana"), "Steady")).text


FOUNDER = 1
"""Robin, who set the circle up under their name."""


async def rows_about_people(evening: Evening) -> int:
    """Count the rows of the people file."""
    row = await evening.stores.people_file.read(lambda tx: tx.one("SELECT count(*) AS held FROM people"))
    assert row is not None
    held = row["held"]
    assert isinstance(held, int)
    return held
