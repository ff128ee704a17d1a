"""Deleting many messages at once (Discord: Resources, "Message", Bulk Delete Messages)."""

from datetime import timedelta

import discord

from rehearsal.permissions import Permission
from rehearsal.person import People
from rehearsal.server import Rehearsal
from tests.rehearsal.conftest import SmallBot
from tests.rehearsal.test_messages import refused


def manages_messages(rehearsal: Rehearsal) -> None:
    role = rehearsal.world.bot_role
    rehearsal.world.change_role(role, permissions=role.permissions | Permission.MANAGE_MESSAGES)


async def sent(bot: SmallBot, count: int) -> list[str | int]:
    general = bot.text_channel("general")
    return [str((await general.send(f"line {number}")).id) for number in range(count)]


async def test_it_takes_the_permission_though_the_messages_are_ones_own(bot: SmallBot, people: People) -> None:
    messages = await sent(bot, 2)
    general = bot.text_channel("general")
    assert await refused(bot.http.delete_messages(general.id, messages)) == 50013
    assert len(await people["Ana"].look()) == 2
    for message in messages:
        await bot.http.delete_message(general.id, message)
    assert await people["Ana"].look() == []


async def test_two_to_a_hundred_go_at_once_and_what_is_gone_counts(
    rehearsal: Rehearsal, bot: SmallBot, people: People
) -> None:
    manages_messages(rehearsal)
    messages, general = await sent(bot, 3), bot.text_channel("general")
    assert await refused(bot.http.delete_messages(general.id, messages[:1])) in (50016, 50035)
    many: list[str | int] = [str(int(messages[0]) + number) for number in range(101)]
    assert await refused(bot.http.delete_messages(general.id, many)) in (50016, 50035)
    assert len(await people["Ana"].look()) == 3
    await bot.http.delete_message(general.id, messages[0])
    await bot.http.delete_messages(general.id, messages[:2])
    assert [screen.text for screen in await people["Ana"].look()] == ["line 2"]


async def test_nothing_goes_where_one_is_older_than_fourteen_days(
    rehearsal: Rehearsal, bot: SmallBot, people: People
) -> None:
    manages_messages(rehearsal)
    general = bot.text_channel("general")
    old = await sent(bot, 1)
    rehearsal.world.clock.offset += timedelta(days=14, seconds=1)
    young = await sent(bot, 2)
    assert await refused(bot.http.delete_messages(general.id, [*old, *young])) == 50034
    assert len(await people["Ana"].look()) == 3
    await bot.http.delete_messages(general.id, young)
    assert [screen.text for screen in await people["Ana"].look()] == ["line 0"]


async def test_in_a_channel_that_is_gone_there_is_nothing_to_delete(rehearsal: Rehearsal, bot: SmallBot) -> None:
    manages_messages(rehearsal)
    messages, general = await sent(bot, 2), bot.text_channel("general")
    rehearsal.world.remove_channel(rehearsal.world.channels[str(general.id)])
    assert await refused(bot.http.delete_messages(general.id, messages)) == 10003


async def test_the_bot_hears_that_they_are_gone(rehearsal: Rehearsal, bot: SmallBot) -> None:
    manages_messages(rehearsal)
    messages, general = await sent(bot, 2), bot.text_channel("general")
    await bot.http.delete_messages(general.id, messages)
    assert isinstance(await bot.sees("raw_message_delete"), discord.RawMessageDeleteEvent)
