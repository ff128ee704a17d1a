"""What Hearth posted in a channel goes from there in time: with its circle, and at its age (R177)."""

from datetime import timedelta
from pathlib import Path

import discord
import pytest

from bot.core.ids import ChannelId, MessageId
from rehearsal.permissions import Permission
from rehearsal.records import Channel, Overwrite
from rehearsal.server import Rehearsal
from tests.stories.conftest import Evening, an_evening, until
from tests.stories.founded import Founded
from tests.stories.mishaps import held, posts, strike, without_rests
from tests.stories.staffed import permit
from tests.stories.test_audiences import NAMED
from tests.stories.test_closing import closes
from tests.stories.test_put_out import invited, put_out

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ONE = ("DELETE", "/channels/{channel_id}/messages/{message_id}")


def same_time(circle: Evening) -> None:
    """Let the server's own clock show the bot's time: it knows by it how old a message is."""
    clock = circle.server.world.clock
    clock.offset = clock.offset_at(circle.clock.now())


async def passes(circle: Evening, by: timedelta) -> None:
    await circle.pass_time(by)
    same_time(circle)


async def checkin(circle: Evening) -> None:
    """Have a check-in answered with a name, and closed after its day."""
    same_time(circle)
    await circle.open_checkin()
    await circle.answer("Ana", "Steady", NAMED)
    await passes(circle, DAY + HOUR)
    assert "@Ana: Steady" in (await circle.post("Bea")).text


async def deletions(circle: Evening) -> list[str]:
    """Answer how the bot deleted posts: each request by its last word, `one` for a single message."""
    asked = [one for one in await circle.people.requests() if "/messages" in one["route"]]
    many = ["many" for one in asked if one["route"].endswith("bulk-delete")]
    return many + ["one" for one in asked if one["method"] == "DELETE"]


def room_of(circle: Evening) -> Channel:
    return next(one for one in circle.server.world.guild_channels() if one.name == "north-room")


async def see_room(circle: Evening, *, allowed: bool) -> None:
    """Have the owner of the server hide the room from the bot, or show it again."""
    world, room = circle.server.world, room_of(circle)
    seen = int(Permission.VIEW_CHANNEL)
    room.overwrites[world.bot.id] = Overwrite(world.bot.id, 1, seen if allowed else 0, 0 if allowed else seen)
    world.channel_changed(room)
    channel = circle.client.get_channel(int(room.id))
    assert isinstance(channel, discord.TextChannel)
    await until(lambda: channel.permissions_for(channel.guild.me).view_channel is allowed)


async def test_a_closed_circle_leaves_no_post_in_the_room_that_stays(circle: Evening) -> None:
    await checkin(circle)
    await checkin(circle)
    await closes(circle)
    await passes(circle, DAY - HOUR)
    assert len(await posts(circle)) == 2
    await passes(circle, 2 * HOUR)
    assert await posts(circle) == []
    assert "north-room" in await circle["Ana"].channels()
    assert await held(circle, "post_going") == 0
    # It was not invited with the permission to delete many at once.
    assert await deletions(circle) == ["one", "one"]


async def test_where_it_may_the_young_go_at_once_and_old_ones_one_at_a_time(circle: Evening) -> None:
    await checkin(circle)
    await passes(circle, 14 * DAY)
    for _ in range(3):
        await checkin(circle)
    await permit(circle, Permission.MANAGE_MESSAGES, given=True)
    await closes(circle)
    await passes(circle, DAY + HOUR)
    assert await posts(circle) == []
    assert await deletions(circle) == ["many", "one"]


async def test_a_server_whose_clock_says_that_they_are_too_old_gets_them_one_at_a_time(circle: Evening) -> None:
    await checkin(circle)
    await checkin(circle)
    await permit(circle, Permission.MANAGE_MESSAGES, given=True)
    await closes(circle)
    await circle.pass_time(DAY - HOUR)
    clock = circle.server.world.clock
    clock.offset = clock.offset_at(circle.clock.now() + 20 * DAY)
    await circle.pass_time(2 * HOUR)
    assert await posts(circle) == []
    assert await deletions(circle) == ["many", "one", "one"]


async def test_after_ninety_days_a_post_goes_with_its_counts(circle: Evening) -> None:
    await checkin(circle)
    await passes(circle, 20 * DAY)
    await passes(circle, timedelta(seconds=3))
    assert "@Ana" not in (await circle.post("Bea")).text
    await passes(circle, 70 * DAY - 2 * HOUR)
    assert len(await posts(circle)) == 1
    await passes(circle, 3 * HOUR)
    assert await posts(circle) == []
    assert (await held(circle, "checkin_round"), await held(circle, "post_going")) == (0, 0)


async def test_after_sixty_days_switched_off_everything_past_its_age_is_gone(
    rehearsal: Rehearsal, founded: Founded, tmp_path: Path
) -> None:
    founded.stand_again(rehearsal, tmp_path)
    async with an_evening(rehearsal, tmp_path) as circle:
        await checkin(circle)
        await passes(circle, 40 * DAY)
        await checkin(circle)
        assert len(await posts(circle)) == 2
        off_at = circle.clock.moment
    async with an_evening(rehearsal, tmp_path) as circle:
        circle.clock.moment = off_at + 60 * DAY
        await circle.hearth.settle()
        await passes(circle, timedelta(seconds=3))
        left = await posts(circle)
        assert len(left) == 1
        assert "@Ana" not in left[0].text


async def test_a_start_in_the_middle_goes_on_where_it_was(
    rehearsal: Rehearsal, founded: Founded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    founded.stand_again(rehearsal, tmp_path)
    async with an_evening(rehearsal, tmp_path) as circle:
        for _ in range(3):
            await checkin(circle)
        await closes(circle)
        front, went = circle.client.front, list[ChannelId]()
        goes = front.take_back

        async def dies(place: ChannelId, messages: list[MessageId], now: object) -> frozenset[MessageId]:
            if went:
                raise RuntimeError("cut short")
            went.append(place)
            await goes(place, messages, circle.clock.now())
            raise RuntimeError("cut short between the deed and its note")

        monkeypatch.setattr(front, "take_back", dies)
        await passes(circle, DAY + HOUR)
        assert (len(await posts(circle)), await held(circle, "post_going")) == (2, 3)
        moment = circle.clock.moment
    async with an_evening(rehearsal, tmp_path) as circle:
        circle.clock.moment = moment
        await circle.hearth.settle()
        assert (await posts(circle), await held(circle, "post_going")) == ([], 0)


async def test_a_room_it_may_not_see_is_tried_for_a_month_and_no_longer(circle: Evening) -> None:
    await checkin(circle)
    await closes(circle)
    await see_room(circle, allowed=False)
    await passes(circle, DAY + HOUR)
    assert (len(await posts(circle)), await held(circle, "post_going")) == (1, 1)
    await passes(circle, 31 * DAY)
    assert (len(await posts(circle)), await held(circle, "post_going")) == (1, 0)


async def test_a_room_it_may_see_again_is_cleared_then(circle: Evening) -> None:
    await checkin(circle)
    await closes(circle)
    await see_room(circle, allowed=False)
    await passes(circle, 5 * DAY)
    assert len(await posts(circle)) == 1
    await see_room(circle, allowed=True)
    await passes(circle, 7 * HOUR)
    assert (await posts(circle), await held(circle, "post_going")) == ([], 0)


async def test_a_discord_that_fails_is_asked_again_and_again(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_rests(monkeypatch)
    await checkin(circle)
    await closes(circle)
    await strike(circle, "503", ONE, times=30)
    await passes(circle, DAY + HOUR)
    assert (len(await posts(circle)), await held(circle, "post_going")) == (1, 1)
    await circle.people.clear_faults()
    await passes(circle, timedelta(minutes=6))
    assert (await posts(circle), await held(circle, "post_going")) == ([], 0)


async def test_what_somebody_deleted_already_is_done(circle: Evening) -> None:
    await checkin(circle)
    await checkin(circle)
    room = room_of(circle)
    del room.messages[next(iter(room.messages))]
    await closes(circle)
    await passes(circle, DAY + HOUR)
    assert (await posts(circle), await held(circle, "post_going")) == ([], 0)


async def test_a_channel_that_was_deleted_is_done(circle: Evening) -> None:
    await checkin(circle)
    await closes(circle)
    circle.server.world.remove_channel(room_of(circle))
    await passes(circle, DAY + HOUR)
    assert await held(circle, "post_going") == 0


async def test_put_out_of_the_server_it_waits_for_an_invitation_and_then_for_nothing(circle: Evening) -> None:
    await checkin(circle)
    await closes(circle)
    await put_out(circle)
    await passes(circle, 3 * DAY)
    assert await held(circle, "post_going") == 1
    await invited(circle)
    await passes(circle, 7 * HOUR)
    assert (await posts(circle), await held(circle, "post_going")) == ([], 0)


async def test_put_out_for_good_nothing_is_left_to_do(circle: Evening) -> None:
    await checkin(circle)
    await closes(circle)
    await put_out(circle)
    await passes(circle, 8 * DAY)
    assert await held(circle, "post_going") == 0
    rows = await circle.stores.main.read(lambda tx: tx.all("SELECT kind FROM due"))
    assert "delivery.takes_down" not in {row["kind"] for row in rows}
