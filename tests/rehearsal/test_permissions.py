"""The permission rules, one by one (Discord: Topics, "Permissions")."""

from rehearsal.permissions import ALL, Permission
from rehearsal.records import TEXT, Channel, Overwrite, Role
from rehearsal.town import riverside
from rehearsal.world import World

SEND, VIEW, FILES = Permission.SEND_MESSAGES, Permission.VIEW_CHANNEL, Permission.ATTACH_FILES


def room(world: World, **overwrites: tuple[int, int]) -> Channel:
    """Return a channel with overwrites (allow, deny) by the name of a role or a person."""
    channel = Channel("1", TEXT, "room")
    roles = {role.name: role.id for role in world.roles.values()} | {"everyone": world.guild_id}
    for name, (allow, deny) in overwrites.items():
        kind, number = (0, roles[name]) if name in roles else (1, world.person(name).id)
        channel.overwrites[number] = Overwrite(number, kind, allow, deny)
    return channel


def test_a_hidden_channel_gives_no_permission_at_all() -> None:
    world = riverside()
    hidden = room(world, everyone=(0, VIEW))
    assert world.channel_permissions(world.person("Bea"), hidden) == 0
    assert world.channel_permissions(world.bot, hidden) == 0


def test_without_sending_there_are_no_files_either() -> None:
    world = riverside()
    quiet = room(world, everyone=(0, SEND))
    assert not world.channel_permissions(world.person("Bea"), quiet) & FILES
    assert world.channel_permissions(world.person("Bea"), quiet) & VIEW


def test_roles_come_after_everyone_and_the_member_last() -> None:
    world = riverside()
    ana, bea = world.person("Ana"), world.person("Bea")
    opened = room(world, everyone=(0, VIEW), Facilitators=(VIEW, 0))
    assert world.can_view(ana, opened)
    assert not world.can_view(bea, opened)
    assert not world.can_view(ana, room(world, everyone=(0, VIEW), Facilitators=(VIEW, 0), Ana=(0, VIEW)))
    assert world.can_view(bea, room(world, everyone=(0, VIEW), Bea=(VIEW, 0)))


def test_an_overwrite_for_a_member_gives_a_role_of_the_same_id_nothing() -> None:
    world = riverside()
    mistaken = room(world, everyone=(0, VIEW), Facilitators=(VIEW, 0), Bea=(VIEW, 0))
    for overwrite in mistaken.overwrites.values():
        overwrite.type = 1 if overwrite.id != world.guild_id else 0
    assert not world.can_view(world.person("Ana"), mistaken)
    assert world.can_view(world.person("Bea"), mistaken)


def test_one_roles_allow_beats_another_roles_deny() -> None:
    world = riverside()
    ana = world.person("Ana")
    world.roles["2"] = Role("2", "Second", 0, 1)
    ana.roles.append("2")
    both = room(world, Facilitators=(0, VIEW), Second=(VIEW, 0))
    assert world.can_view(ana, both)


def test_administrators_and_the_owner_may_everything() -> None:
    world = riverside()
    hidden = room(world, everyone=(0, VIEW))
    world.roles["2"] = Role("2", "Admins", int(Permission.ADMINISTRATOR), 1)
    world.person("Bea").roles.append("2")
    assert world.channel_permissions(world.person("Bea"), hidden) == ALL
    assert world.channel_permissions(world.users[world.owner_id], hidden) == ALL
    assert not world.guild_permissions(world.person("Robin")) & Permission.ADMINISTRATOR


def test_of_two_roles_in_one_place_the_older_is_higher() -> None:
    world = riverside()
    older, newer = Role("10", "Older", 0, 1), Role("11", "Newer", 0, 1)
    world.roles |= {"10": older, "11": newer}
    bea, cleo = world.person("Bea"), world.person("Cleo")
    bea.roles, cleo.roles = ["10"], ["11"]
    assert world.rank(bea) > world.rank(cleo) > world.rank(world.person("Dani"))
