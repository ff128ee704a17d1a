"""The bot is put out of the server, and invited again: what members see, what waits, what goes on."""

from datetime import timedelta
from pathlib import Path

import pytest

from rehearsal.permissions import Permission
from rehearsal.person import visit
from rehearsal.person_forms import NothingHappened
from rehearsal.records import Json
from rehearsal.server import Rehearsal
from tests.stories.conftest import Evening, FakeClock, bot_on, until
from tests.stories.staffed import posts, staff_room, switch_on
from tests.stories.test_circle import rows_about_people
from tests.stories.test_rhythm import start

DAY, WEEK = timedelta(days=1), timedelta(days=7)


async def put_out(circle: Evening) -> None:
    await circle.people.bot_is_put_out()
    await until(lambda: not circle.client.guilds)


async def invited(circle: Evening) -> None:
    before = len(await circle.people.requests())
    await circle.people.bot_is_invited()
    await until(lambda: bool(circle.client.guilds))
    # Its commands are handed in by themselves; a person sees them a moment later.
    await circle["Robin"].command("desk")
    handed_in = [one["route"] for one in await sent(circle, before) if one["method"] == "PUT"]
    assert any("guilds" in route and route.endswith("/commands") for route in handed_in)


async def sent(circle: Evening, after: int) -> list[Json]:
    """Answer what the bot asked of Discord besides answering people."""
    return [one for one in (await circle.people.requests())[after:] if "/interactions/" not in one["route"]]


async def raise_role(circle: Evening) -> None:
    """Do what a moderator does in the server's list: put the bot's new role above those of the circles."""
    world = circle.server.world
    world.change_role(world.bot_role, position=3)
    await until(lambda: circle.client.guilds[0].me.top_role.position == 3)


async def test_while_it_is_out_its_posts_stay_and_lead_nowhere(circle: Evening) -> None:
    await circle.open_checkin()
    post = await circle.post("Ana")
    await put_out(circle)
    assert (await circle.post("Ana")).text == post.text
    with pytest.raises(NothingHappened):
        await circle["Ana"].press(post, "Steady")
    with pytest.raises(NothingHappened):
        await circle["Ana"].command("help")
    assert "north-room" in await circle["Ana"].channels()


async def test_what_comes_due_while_it_is_out_is_left_out_once_each_with_a_record(circle: Evening) -> None:
    await staff_room(circle)
    await switch_on(circle)
    await start(circle)
    await circle.open_checkin()
    lines = len(await posts(circle.people))
    await put_out(circle)
    before = len(await circle.people.requests())
    # After seven days everything of the server goes, and nothing comes due any more.
    for _ in range(21):
        await circle.pass_time(DAY)
    tried = await sent(circle, before)
    # A Tuesday, and the closing of the open check-in.
    assert [one["status"] for one in tried] == [403] * 2
    assert [one["method"] for one in tried].count("POST") == 1
    waits = await circle.stores.main.read(
        lambda tx: tx.one("SELECT count(*) AS held FROM outbox WHERE state IN ('waiting', 'sending')")
    )
    assert waits == {"held": 0}
    assert len(await posts(circle.people)) == lines


async def test_invited_again_it_goes_on_with_what_comes_next_and_says_what_was_left_out(circle: Evening) -> None:
    await start(circle)
    await put_out(circle)
    await circle.pass_time(WEEK - DAY)
    await invited(circle)
    robin = circle["Robin"]
    plan = await robin.command("plan")
    card = await robin.press(plan, next(label for label in plan.buttons if label.startswith("Rhythm")))
    assert "Left out: the one of" in card.text
    assert "it could not be posted" in card.text
    old = len(await circle["Ana"].look("north-room"))
    await circle.pass_time(4 * DAY)
    assert len(await circle["Ana"].look("north-room")) == old + 1
    assert "counted with the circle" in (await circle.answer("Ana", "Steady")).text


async def test_invited_again_its_old_buttons_work_and_a_role_that_now_stands_above_it_is_named(
    circle: Evening,
) -> None:
    gus = circle["Gus"]
    door = (await gus.look("north-door"))[0]
    await put_out(circle)
    await invited(circle)
    assert "You are in North" in (await circle["Ana"].press(door, "Join")).text.replace("*", "")
    before = await rows_about_people(circle)
    refused = await gus.press(await gus.press(door, "Join"), "I agree, let me in")
    assert "the circle's role stands above the role of Willow in the server's list" in refused.text
    assert await rows_about_people(circle) == before
    await raise_role(circle)
    await gus.press(await gus.press(door, "Join"), "I agree, let me in")
    assert "north-room" in await gus.channels()


async def test_invited_with_less_than_it_needs_it_says_so_at_the_desk(circle: Evening) -> None:
    await put_out(circle)
    await circle.people.bot_is_invited()
    await until(lambda: bool(circle.client.guilds))
    world = circle.server.world
    world.change_role(world.bot_role, permissions=world.bot_role.permissions & ~Permission.MANAGE_ROLES)
    await until(lambda: not circle.client.guilds[0].me.guild_permissions.manage_roles)
    assert "Missing here: Manage Roles" in (await circle["Robin"].command("desk")).text.replace("*", "")


async def test_somebody_can_erase_themselves_while_it_is_out_and_is_told_of_the_role(circle: Evening) -> None:
    ana = circle["Ana"]
    home = await ana.command("my", dm=True)
    before = await rows_about_people(circle)
    await put_out(circle)
    receipt = await ana.press(await ana.press(home, "See and erase"), "Erase all of this now")
    assert "Erased" in receipt.text
    assert "did not let Willow take your role in: North" in receipt.text
    assert await rows_about_people(circle) == before - 1


async def test_a_start_while_it_is_out_is_a_quiet_one_and_the_invitation_is_heard(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    clock = FakeClock()
    async with visit(rehearsal.url) as people:
        async with bot_on(rehearsal, tmp_path, clock) as parts:
            evening = Evening(rehearsal, people, *parts, clock, tmp_path)
            await evening.set_up()
            await evening.join("Ana")
            await put_out(evening)
        async with bot_on(rehearsal, tmp_path, clock) as parts:
            evening = Evening(rehearsal, people, *parts, clock, tmp_path)
            assert not evening.client.guilds
            await evening.pass_time(DAY)
            await invited(evening)
            await evening.open_checkin()
            assert "How is it in you now" in (await evening.post("Ana")).text
