"""Threads: begun, joined, left, put to rest and woken (Discord: Topics, "Threads")."""

from datetime import datetime, timedelta

from rehearsal import shapes
from rehearsal.clock import made_at
from rehearsal.errors import ApiError
from rehearsal.permissions import Permission
from rehearsal.records import PRIVATE_THREAD, Channel, Event, Message, Thread, User
from rehearsal.world import World

MOVES_SIGHT = ("CHANNEL_UPDATE", "GUILD_ROLE_UPDATE", "GUILD_MEMBER_UPDATE")
"""What can show a bot channels it did not see before."""


class Threads:
    """Changes the threads of a world and tells of it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._seen = self._visible()
        world.clock.listeners.append(self.rest)
        world.listeners.append(self._hear)

    def begin(self, thread: Channel, owner: User) -> None:
        """Put a new thread into the world; whoever began it is in it."""
        world, about = self._world, about_of(thread)
        about.members[owner.id] = about.since
        world.channels[thread.id] = thread
        self._tell("THREAD_CREATE", thread, {"newly_created": True})
        self._members(thread, owner, added=True)

    def add(self, thread: Channel, user: User) -> bool:
        """Put somebody into a thread; False if they are in it already."""
        about = about_of(thread)
        if user.id in about.members:
            return False
        about.members[user.id] = self._world.clock.iso()
        if user.id == self._world.bot.id:
            self._tell("THREAD_CREATE", thread, person_id=user.id)
        self._members(thread, user, added=True)
        return True

    def remove(self, thread: Channel, user: User) -> bool:
        """Take somebody out of a thread; False if they are not in it."""
        if about_of(thread).members.pop(user.id, None) is None:
            return False
        self._members(thread, user, added=False)
        return True

    def changed(self, thread: Channel) -> None:
        """Tell of a thread that was just changed."""
        self._tell("THREAD_UPDATE", thread)

    def archive(self, thread: Channel, archived: bool) -> None:
        """Put a thread to rest, or wake it; the bot is then told of its own membership anew."""
        about = about_of(thread)
        about.archived, about.changed = archived, self._world.clock.iso()
        self.changed(thread)
        bot = self._world.bot.id
        if not archived and bot in about.members:
            own = shapes.thread_member(thread.id, bot, about.members[bot])
            data = own | {"guild_id": self._world.server_of(thread)}
            self._world.tell(Event("THREAD_MEMBER_UPDATE", data, thread, person_id=bot))

    def delete(self, thread: Channel) -> None:
        """Delete a thread with all that was said in it."""
        data = {"id": thread.id, "guild_id": self._world.server_of(thread)}
        data |= {"parent_id": thread.parent_id, "type": thread.type}
        self._world.tell(Event("THREAD_DELETE", data, thread))
        self._world.channels.pop(thread.id, None)

    def spoke(self, thread: Channel, message: Message) -> None:
        """Note a message: whoever writes or is mentioned is in the thread then, and it wakes."""
        about, world = about_of(thread), self._world
        if about.archived:
            self.archive(thread, archived=False)
        about.sent += 1
        parent = world.channel(thread.parent_id or "")
        named = [world.users[one] for one in message.mentions]
        for user in (*([] if message.speaker else [world.users[message.author_id]]), *named):
            if world.can_view(user, parent):
                self.add(thread, user)

    def rest(self) -> None:
        """Archive every thread nobody wrote in for as long as it was given."""
        now = self._world.clock.now()
        for thread in self._world.threads():
            about = about_of(thread)
            quiet = now - max(datetime.fromisoformat(about.changed), made_at(thread.last_message_id or thread.id))
            if not about.archived and quiet >= timedelta(minutes=about.minutes):
                self.archive(thread, archived=True)

    def _members(self, thread: Channel, user: User, added: bool) -> None:
        about, world = about_of(thread), self._world
        count = min(len(about.members), 50)
        data = {"id": thread.id, "guild_id": world.server_of(thread), "member_count": count}
        if added:
            data["added_members"] = [shapes.added_member(world, thread.id, user.id, about.members[user.id])]
        else:
            data["removed_member_ids"] = [user.id]
        world.tell(Event("THREAD_MEMBERS_UPDATE", data, thread, person_id=user.id))

    def _tell(
        self, name: str, thread: Channel, more: dict[str, bool] | None = None, *, person_id: str = ""
    ) -> None:
        data = shapes.channel(self._world, thread) | (more or {})
        self._world.tell(Event(name, data, thread, person_id=person_id or None))

    def _visible(self) -> set[str]:
        world = self._world
        places = [*world.every_channel(), *world.threads()]
        return {one.id for one in places if world.can_view(world.bot, one)}

    def _hear(self, event: Event) -> None:
        """Hand the bot the threads of channels it did not see before (Discord: "Thread List Sync")."""
        if not event.name.startswith(("CHANNEL_", "GUILD_", "THREAD_")):
            return
        world = self._world
        before, self._seen = self._seen, self._visible()
        new = [world.channels[one] for one in self._seen - before]
        gained = {one.parent_id if one.thread else one.id for one in new}
        if not gained or event.name not in MOVES_SIGHT:
            return
        server = world.server_of(new[0])
        threads = [one for one in world.active_threads(world.bot, server) if one.parent_id in gained]
        shown = [shapes.channel(world, one) for one in threads]
        data = {"guild_id": server, "channel_ids": sorted(str(one) for one in gained), "threads": shown}
        data["members"] = [one["member"] for one in shown if "member" in one]
        world.tell(Event("THREAD_LIST_SYNC", data))


def about_of(channel: Channel) -> Thread:
    """Return what makes a channel a thread, or refuse with 50024."""
    if channel.thread is None:
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    return channel.thread


def awake(thread: Channel) -> Thread:
    """Return a thread's own part; an archived one is refused with 50083."""
    about = about_of(thread)
    if about.archived:
        raise ApiError(400, 50083, "Thread is archived")
    return about


def may_write(world: World, user: User, channel: Channel) -> bool:
    """Tell whether somebody may write in a channel or thread; a locked thread is refused with 160005."""
    held = world.channel_permissions(user, channel)
    if channel.thread is None:
        return bool(held & Permission.SEND_MESSAGES)
    if not held & Permission.SEND_MESSAGES_IN_THREADS:
        return False
    if channel.thread.locked and not held & Permission.MANAGE_THREADS:
        raise ApiError(403, 160005, "Thread is locked")
    return True


def is_private(thread: Channel) -> bool:
    """Tell whether a thread exists for its members and moderators alone."""
    return thread.type == PRIVATE_THREAD
