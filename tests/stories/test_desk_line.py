"""The moderators' silent line: only if something waits, once a day, where and when they chose."""

from datetime import UTC, datetime

import pytest

from rehearsal.permissions import Permission
from rehearsal.records import SILENT
from tests.stories.conftest import Evening, until
from tests.stories.staffed import (
    DAY,
    HOUR,
    MINUTE,
    SEEN,
    permit,
    posts,
    staff_room,
    staffed_evening,
    switch_on,
    waking,
)


@pytest.fixture
async def staffed(evening: Evening) -> Evening:
    return await staffed_evening(evening)


async def test_the_line_is_off_until_a_moderator_chose_channel_and_hour(evening: Evening) -> None:
    await evening.set_up()
    robin = evening["Robin"]
    screen = await robin.press(await robin.command("desk"), "A silent line each day")
    assert "It is off" in screen.text
    assert "2 things wait at the desk." in screen.text
    assert "Everyone who can see that channel can read it" in screen.text
    chosen = await robin.choose(screen, "general", menu="Choose the channel")
    assert "Everyone in this server can see #general" in chosen.text
    kept = await evening.stores.main.read(lambda tx: tx.one("SELECT count(*) AS held FROM desk_line"))
    assert kept == {"held": 0}
    on = await robin.choose(chosen, "21:00", menu="Choose the hour")
    assert "It is on: in #general, at 21:00 in Europe/Berlin" in on.text


async def test_a_channel_of_moderators_alone_brings_no_warning(staffed: Evening) -> None:
    robin = staffed["Robin"]
    screen = await robin.press(await robin.command("desk"), "A silent line each day")
    assert "#staff" in screen.text
    assert "Everyone in this server" not in screen.text


async def test_nothing_is_posted_or_kept_while_nothing_waits(staffed: Evening) -> None:
    await staffed.pass_time(3 * DAY)
    assert await posts(staffed.people) == []
    kept = await staffed.stores.main.read(
        lambda tx: tx.one("SELECT count(*) AS held FROM outbox WHERE kind LIKE 'desk.%'")
    )
    assert kept == {"held": 0}
    assert "Nothing waits." in (await staffed["Robin"].command("desk")).text


async def test_once_a_day_it_says_how_many_things_wait_and_rings_nowhere(staffed: Evening) -> None:
    await permit(staffed, Permission.MANAGE_CHANNELS, given=False)
    await staffed.pass_time(14 * HOUR - MINUTE)  # 08:59 in Berlin
    assert await posts(staffed.people) == []
    await staffed.pass_time(MINUTE)
    assert [text.splitlines()[0] for text in await posts(staffed.people)] == ["One thing waits at the desk."]
    await staffed.pass_time(12 * HOUR)
    assert len(await posts(staffed.people)) == 1
    await permit(staffed, Permission.MANAGE_ROLES, given=False)
    await staffed.pass_time(12 * HOUR)
    line = (await posts(staffed.people))[-1]
    assert "2 things wait at the desk." in line
    assert "Seen by: everyone who can see this channel." in line
    assert [await staffed[name].notifications() for name in ("Robin", "Ana", "Sam")] == [[], [], []]
    shown = (await staffed["Robin"].look("staff"))[-1].message
    assert shown is not None
    assert shown["flags"] & SILENT


async def test_the_button_of_the_line_opens_the_desk_with_what_waits(staffed: Evening) -> None:
    await permit(staffed, Permission.MANAGE_CHANNELS, given=False)
    await staffed.pass_time(DAY)
    robin = staffed["Robin"]
    desk = await robin.press((await robin.look("staff"))[-1], "Open the desk")
    assert desk.private
    assert "What waits" in desk.text
    assert "Manage Channels" in desk.text


async def test_a_member_who_presses_it_hears_kindly_whom_it_is_for(evening: Evening) -> None:
    await evening.set_up()
    await switch_on(evening, channel="general")
    await permit(evening, Permission.MANAGE_CHANNELS, given=False)
    await evening.pass_time(DAY)
    ana = evening["Ana"]
    refused = await ana.press((await ana.look("general"))[-1], "Open the desk")
    assert refused.private
    assert "for people who hold Manage Messages" in refused.text


async def test_over_the_change_to_summer_time_it_comes_at_the_same_hour_of_the_clock(staffed: Evening) -> None:
    await permit(staffed, Permission.MANAGE_CHANNELS, given=False)
    staffed_since = len(await posts(staffed.people))
    await staffed.pass_time(datetime(2027, 3, 27, 8, 0, tzinfo=UTC) - staffed.clock.now())
    assert len(await posts(staffed.people)) == staffed_since + 7
    # In the night to the 28th the clocks of Berlin go from two to three.
    await staffed.pass_time(datetime(2027, 3, 28, 6, 59, tzinfo=UTC) - staffed.clock.now())
    assert len(await posts(staffed.people)) == staffed_since + 7
    await staffed.pass_time(MINUTE)
    assert len(await posts(staffed.people)) == staffed_since + 8


async def test_another_hour_moves_it_and_off_is_off(staffed: Evening) -> None:
    await permit(staffed, Permission.MANAGE_CHANNELS, given=False)
    robin = staffed["Robin"]
    screen = await robin.press(await robin.command("desk"), "A silent line each day")
    moved = await robin.choose(screen, "20:00", menu="Choose the hour")
    assert "at 20:00" in moved.text
    await staffed.pass_time(HOUR)
    assert len(await posts(staffed.people)) == 1
    off = await robin.press(moved, "Switch it off")
    assert "It is off" in off.text
    left = await staffed.stores.main.read(
        lambda tx: tx.all("SELECT server FROM desk_line UNION ALL SELECT subject FROM due WHERE kind = 'desk.line'")
    )
    assert list(left) == []
    await staffed.pass_time(3 * DAY)
    assert len(await posts(staffed.people)) == 1


async def test_a_channel_it_cannot_post_in_is_refused_and_nothing_changes(staffed: Evening) -> None:
    robin = staffed["Robin"]
    world = await staffed.people.world()
    general = next(channel["id"] for channel in world["channels"] if channel["name"] == "general")
    willow = next(role["id"] for role in world["roles"] if role["name"] == "Willow")
    no_sending = {"type": 0, "allow": "0", "deny": str(int(Permission.SEND_MESSAGES))}
    await robin.call("PUT", f"/channels/{general}/permissions/{willow}", no_sending)
    screen = await robin.press(await robin.command("desk"), "A silent line each day")
    refused = await robin.choose(screen, "general", menu="Choose the channel")
    assert "cannot post in #general: Send Messages is missing there" in refused.text.replace("**", "")
    again = await robin.press(await robin.command("desk"), "A silent line each day")
    assert "It is on: in #staff" in again.text


async def test_a_permission_that_went_missing_later_waits_at_the_desk_until_it_is_given(staffed: Evening) -> None:
    await permit(staffed, Permission.MANAGE_CHANNELS, given=False)
    robin = staffed["Robin"]
    world = await staffed.people.world()
    staff = next(channel["id"] for channel in world["channels"] if channel["name"] == "staff")
    willow = next(role["id"] for role in world["roles"] if role["name"] == "Willow")
    path = f"/channels/{staff}/permissions/{willow}"
    allowed = int(Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY)
    denied = str(int(Permission.SEND_MESSAGES))
    await robin.call("PUT", path, {"type": 0, "allow": str(allowed), "deny": denied})
    await staffed.pass_time(DAY)
    assert await posts(staffed.people) == []
    desk = await robin.command("desk")
    assert "for #staff could not be sent: Send Messages is missing there" in desk.text.replace("**", "")
    await robin.call("PUT", path, {"type": 0, "allow": str(SEEN), "deny": "0"})
    assert "#staff" not in (await robin.command("desk")).text
    await staffed.pass_time(DAY)
    assert len(await posts(staffed.people)) == 1


async def test_a_deleted_channel_switches_it_off_and_that_waits_at_the_desk(staffed: Evening) -> None:
    robin = staffed["Robin"]
    staff = next(one["id"] for one in (await staffed.people.world())["channels"] if one["name"] == "staff")
    await robin.call("DELETE", f"/channels/{staff}")
    await until(lambda: staffed.client.get_channel(int(staff)) is None)
    await staffed.pass_time(DAY)
    desk = await robin.command("desk")
    assert "channel of the daily line was deleted, so the line is off" in desk.text
    await staff_room(staffed)
    await switch_on(staffed)
    desk = await robin.command("desk")
    assert "Nothing waits." in desk.text
    due = await staffed.stores.main.read(
        lambda tx: tx.one("SELECT count(*) AS held FROM due WHERE kind = 'desk.line'")
    )
    assert due == {"held": 1}


async def test_a_server_discord_has_not_told_of_yet_loses_no_line(staffed: Evening) -> None:
    await permit(staffed, Permission.MANAGE_CHANNELS, given=False)
    guild = staffed.client.guilds[0]
    known = list(guild.channels)
    guild.unavailable = True
    for channel in known:
        guild._remove_channel(channel)  # pyright: ignore[reportPrivateUsage]
    await staffed.pass_time(14 * HOUR)
    assert await posts(staffed.people) == []
    for channel in known:
        guild._add_channel(channel)  # pyright: ignore[reportPrivateUsage]
    guild.unavailable = False
    await staffed.pass_time(10 * MINUTE)
    assert len(await posts(staffed.people)) == 1


async def test_a_deleted_role_of_a_circle_waits_at_the_desk(staffed: Evening) -> None:
    world = await staffed.people.world()
    role = next(role["id"] for role in world["roles"] if role["name"] == "North")
    await staffed["Robin"].call("DELETE", f"/guilds/{world['guild']['id']}/roles/{role}")
    await until(lambda: staffed.client.guilds[0].get_role(int(role)) is None)
    assert "North: its role or one of its channels was deleted" in (await staffed["Robin"].command("desk")).text


async def test_a_line_whose_time_passed_while_it_was_off_is_not_made_up_for_at_night(staffed: Evening) -> None:
    await permit(staffed, Permission.MANAGE_CHANNELS, given=False)
    await waking(staffed)
    staffed.clock.forward(14 * HOUR + 2 * HOUR)  # 11:00 in Berlin
    await waking(staffed)
    assert [text.split()[0] for text in await posts(staffed.people)] == ["Away"]
    dropped = await staffed.stores.main.read(
        lambda tx: tx.all("SELECT kind, why FROM outbox WHERE why IS NOT NULL")
    )
    assert list(dropped) == [{"kind": "desk.line", "why": "expired"}]
    await staffed.pass_time(DAY)
    assert [text.split()[0] for text in await posts(staffed.people)] == ["Away", "2"]
