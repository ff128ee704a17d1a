"""People who leave the server, are put out of it, and come back (Discord: Gateway Events, "Guilds")."""

from rehearsal import shapes
from rehearsal.calls import Call, Route
from rehearsal.errors import ApiError
from rehearsal.records import Event, Json, User
from rehearsal.threads import Threads
from rehearsal.world import World


class Going:
    """The rehearsal's own route by which somebody goes, whoever decided it."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads

    async def let(self, call: Call) -> Json:
        """Let one person ``leave``, be put out (``kick``, ``ban``), be let off (``unban``) or ``return``."""
        world, person = call.world, call.world.person(call.path["person"])
        do = {"leave": self._out, "kick": self._out, "ban": self._ban, "unban": _unban, "return": _return}
        asked = call.body.get("do")
        if asked not in do:
            raise ApiError(400, 50035, f"Invalid Form Body: do is one of {', '.join(do)}")
        do[asked](world, person)
        return {"name": person.name, "here": person.present, "banned": person.id in world.bans}

    def _out(self, world: World, person: User) -> None:
        """Take somebody out, with their roles and their seats in threads; what was allowed them alone stays."""
        if not person.present:
            return
        for thread in world.threads():
            self._threads.remove(thread, person)
        person.present, person.roles = False, []
        data: Json = {"guild_id": world.guild_id, "user": shapes.user(person)}
        world.tell(Event("GUILD_MEMBER_REMOVE", data, person_id=person.id))

    def _ban(self, world: World, person: User) -> None:
        self._out(world, person)
        if person.id not in world.bans:
            world.bans.add(person.id)
            _tell_of_ban(world, "GUILD_BAN_ADD", person)

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of this file."""
        return (Route("POST", "/rehearsal/people/{person}", self.let, "token"),)


def _unban(world: World, person: User) -> None:
    if person.id in world.bans:
        world.bans.remove(person.id)
        _tell_of_ban(world, "GUILD_BAN_REMOVE", person)


def _return(world: World, person: User) -> None:
    """Let somebody in as anybody who is new: without a role, and with this moment as when they joined."""
    if person.id in world.bans:
        raise ApiError(403, 40007, "The user is banned from this guild.")
    if person.present:
        return
    person.present, person.joined_at = True, world.clock.iso()
    data = {"guild_id": world.guild_id, **shapes.member(world, person)}
    world.tell(Event("GUILD_MEMBER_ADD", data, person_id=person.id))


def _tell_of_ban(world: World, name: str, person: User) -> None:
    data: Json = {"guild_id": world.guild_id, "user": shapes.user(person)}
    world.tell(Event(name, data, person_id=person.id))
