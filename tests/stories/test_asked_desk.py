"""Who's around, for moderators: how a circle is covered, in sentences without a name."""

from dataclasses import replace
from datetime import timedelta

import discord
import pytest

from bot.core.ids import PlatformId, ServerId, Visitor
from bot.core.refusals import Refusal
from rehearsal.permissions import Permission
from rehearsal.screen import Screen
from tests.stories.conftest import MEMBERS, Evening, until
from tests.stories.staffed import staff_room, switch_on
from tests.stories.test_asked import own, switched_on, with_hours
from tests.stories.test_asked_tests import page_seen
from tests.stories.test_mailbox import north

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


async def desk(circle: Evening) -> Screen:
    """Open who's around as the moderator."""
    return await circle["Robin"].press(await circle["Robin"].command("desk"), "Who's around")


async def test_with_nobody_it_says_what_a_member_would_see(circle: Evening) -> None:
    found = await desk(circle)
    assert "Nobody can be reached for now" in found.text
    assert "test pages" not in found.text


async def test_a_few_are_told_without_a_number_and_without_a_name(circle: Evening) -> None:
    await switched_on(circle, "Ana")
    assert "Nobody can be reached for now" in (await desk(circle)).text
    await page_seen(circle, "Bea")
    found = await desk(circle)
    assert "A few people can be asked" in found.text
    assert "some reached, some not reached yet" in found.text
    assert not any(name in found.text for name in MEMBERS)
    assert not any(sign in found.text for sign in ("1", "2"))


async def test_five_or_more_are_counted(circle: Evening) -> None:
    for name in MEMBERS[:5]:
        await switched_on(circle, name)
    await page_seen(circle, "Flor")
    found = await desk(circle)
    assert "6 people can be asked." in found.text
    assert "one reached, 5 not reached yet" in found.text
    assert "within limits" in found.text


async def test_three_with_hours_are_asked_in_turn_and_a_gap_is_told_three_days_ahead(circle: Evening) -> None:
    # Saturday evening in March. Sunday to Wednesday are covered, Thursday and Friday are not.
    for name in MEMBERS[:3]:
        await page_seen(circle, name)
        await with_hours(circle, name, *(DAYS[6], *DAYS[:3]), start="08:00", end="22:00")
    found = await desk(circle)
    assert "asked one after the other" in found.text
    assert "Nobody has hours in these times" in found.text
    robin = circle["Robin"]
    assert "nobody has hours" not in (await robin.command("desk")).text
    await circle.pass_time(timedelta(days=2))
    assert "North: from" in (await robin.command("desk")).text
    for name in MEMBERS[:1]:
        hours = await circle[name].press(await own(circle, name), "My hours")
        await circle[name].press(hours, "Add every day 18:00")
    assert "nobody has hours" not in (await robin.command("desk")).text
    assert "there is no gap" in (await desk(circle)).text


async def test_a_gap_wakes_the_daily_line(whole: Evening) -> None:
    await staff_room(whole)
    await switch_on(whole)
    for name in MEMBERS[:3]:
        await page_seen(whole, name)
        await with_hours(whole, name, "Sunday", start="08:00", end="22:00")
    await whole.pass_time(timedelta(hours=15))
    line = (await whole["Robin"].look("staff"))[-1]
    assert "One thing waits at the desk." in line.text
    assert "North: from" in (await whole["Robin"].press(line, "Open the desk")).text


async def test_stepping_back_is_told_to_nobody_and_counted_nowhere(circle: Evening) -> None:
    await page_seen(circle, "Ana")
    assert "A few people" in (await desk(circle)).text
    await circle["Ana"].press(await own(circle, "Ana"), "Step back now")
    found = await desk(circle)
    assert "Nobody can be reached for now" in found.text
    assert "Ana" not in found.text
    assert "test pages" not in found.text


async def test_a_private_channel_is_kept_and_cleared(circle: Evening) -> None:
    await staff_room(circle)
    robin = circle["Robin"]
    found = await robin.choose(await desk(circle), "staff", menu="Choose a private channel")
    assert "It also stands in #staff that somebody asks" in found.text
    cleared = await robin.press(found, "Have no private channel")
    assert "There is no private channel" in cleared.text


@pytest.mark.parametrize(
    ("channel", "why"), [("general", "Everyone in this server can see"), ("north-room", "belongs to a circle")]
)
async def test_a_channel_that_others_read_is_refused_and_nothing_changes(
    circle: Evening, channel: str, why: str
) -> None:
    await circle.join("Robin")
    refused = await circle["Robin"].choose(await desk(circle), channel, menu="Choose a private channel")
    assert why in refused.text
    assert "Nothing was changed" in refused.text
    assert "There is no private channel" in (await desk(circle)).text


async def test_a_channel_in_which_nothing_can_be_written_is_refused(circle: Evening) -> None:
    staff = await staff_room(circle)
    willow = next(role["id"] for role in (await circle.people.world())["roles"] if role["name"] == "Willow")
    no_sending = {"type": 0, "allow": str(int(Permission.VIEW_CHANNEL)), "deny": str(int(Permission.SEND_MESSAGES))}
    await circle["Robin"].call("PUT", f"/channels/{staff}/permissions/{willow}", no_sending)
    channel = circle.client.get_channel(int(staff))
    assert isinstance(channel, discord.TextChannel)
    await until(lambda: not channel.permissions_for(channel.guild.me).send_messages)
    refused = await circle["Robin"].choose(await desk(circle), "staff", menu="Choose a private channel")
    assert "Send Messages is missing there" in refused.text.replace("**", "")


async def test_a_deleted_channel_is_named_at_the_desk(whole: Evening) -> None:
    staff = await staff_room(whole)
    robin = whole["Robin"]
    await robin.choose(await desk(whole), "staff", menu="Choose a private channel")
    await robin.call("DELETE", f"/channels/{staff}")
    await until(lambda: whole.client.get_channel(int(staff)) is None)
    assert (
        "North: the private channel for people who can be asked was deleted" in (await robin.command("desk")).text
    )
    found = await desk(whole)
    assert "was deleted. Choose another" in found.text
    await robin.press(found, "Have no private channel")
    assert "Nothing waits." in (await robin.command("desk")).text


async def test_a_private_channel_that_everyone_can_see_now_waits_at_the_desk(whole: Evening) -> None:
    staff = await staff_room(whole)
    robin = whole["Robin"]
    await robin.choose(await desk(whole), "staff", menu="Choose a private channel")
    assert "Nothing waits." in (await robin.command("desk")).text
    everyone = next(role["id"] for role in (await whole.people.world())["roles"] if role["name"] == "@everyone")
    seen = {"type": 0, "allow": str(int(Permission.VIEW_CHANNEL)), "deny": "0"}
    await robin.call("PUT", f"/channels/{staff}/permissions/{everyone}", seen)
    channel = whole.client.get_channel(int(staff))
    assert isinstance(channel, discord.TextChannel)
    await until(lambda: channel.permissions_for(channel.guild.default_role).view_channel)
    assert "everyone in this server can see the private channel" in (await robin.command("desk")).text
    assert "Everyone in this server can see it now" in (await desk(whole)).text


async def test_moderators_of_another_place_and_members_are_kept_out(circle: Evening) -> None:
    visitor = Visitor(PlatformId(int(circle["Ana"].id)), ServerId(1), frozenset(), True, False, "en")
    with pytest.raises(Refusal, match=r"circles\.gone"):
        await circle.hearth.asked.coverage.see(visitor, await north(circle))
    member = replace(visitor, manages_messages=False)
    with pytest.raises(Refusal, match=r"moderation\.for_moderators"):
        await circle.hearth.asked.coverage.see(member, await north(circle))
