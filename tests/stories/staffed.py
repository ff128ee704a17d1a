"""#staff, the silent line there, and what moderators see of it."""

from datetime import timedelta

from rehearsal.permissions import Permission
from rehearsal.person import People
from rehearsal.screen import Screen
from tests.stories.conftest import Evening, until

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SEEN = int(Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES | Permission.READ_MESSAGE_HISTORY)


async def staff_room(evening: Evening) -> str:
    """Make #staff, which moderators and the bot alone can see, and answer its id."""
    world = await evening.people.world()
    roles = {role["name"]: role["id"] for role in world["roles"]}
    overwrites = [{"id": roles["@everyone"], "type": 0, "allow": "0", "deny": str(int(Permission.VIEW_CHANNEL))}]
    overwrites += [{"id": roles[name], "type": 0, "allow": str(SEEN)} for name in ("Moderators", "Willow")]
    body = {"name": "staff", "type": 0, "permission_overwrites": overwrites}
    made = await evening["Robin"].call("POST", f"/guilds/{world['guild']['id']}/channels", body)
    await until(lambda: evening.client.get_channel(int(made["id"])) is not None)
    return made["id"]


async def switch_on(evening: Evening, hour: str = "09:00", channel: str = "staff") -> Screen:
    robin = evening["Robin"]
    screen = await robin.press(await robin.command("desk"), "A silent line each day")
    screen = await robin.choose(screen, channel, menu="Choose the channel")
    return await robin.choose(screen, hour, menu="Choose the hour")


async def permit(evening: Evening, permission: Permission, *, given: bool) -> None:
    """Give or take a permission of the bot on the whole server."""
    role = evening.server.world.bot_role
    held = role.permissions | permission if given else role.permissions & ~permission
    evening.server.world.change_role(role, permissions=held)
    name = str(permission.name).lower()
    await until(lambda: getattr(evening.client.guilds[0].me.guild_permissions, name) == given)


async def posts(people: People, channel: str = "staff") -> list[str]:
    return [screen.text for screen in await people["Robin"].look(channel)]


async def waking(evening: Evening) -> None:
    """Do what the alarm does at each of its wakes."""
    await evening.hearth.ground.outages.beat()
    await evening.hearth.settle()


async def staffed_evening(evening: Evening) -> Evening:
    """Set up a circle in Berlin, #staff, and a line there at nine; nothing waits."""
    await evening.set_up(to_the_end=True)
    await staff_room(evening)
    screen = await switch_on(evening)
    assert "It is on: in #staff, at 09:00 in Europe/Berlin" in screen.text
    return evening
