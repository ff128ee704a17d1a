"""Threads and who is in them (Discord: Resources, "Channel")."""

from rehearsal import shapes
from rehearsal.calls import Call, Route, text_or_none, whole
from rehearsal.errors import ApiError, Form, invalid, missing_access, missing_permissions, not_here, unknown
from rehearsal.permissions import Permission
from rehearsal.posting import Posting
from rehearsal.records import HAS_THREAD, PRIVATE_THREAD, PUBLIC_THREAD, TEXT, Channel, Event, Json, Thread, User
from rehearsal.routes import channels
from rehearsal.routes.account import in_guild
from rehearsal.threads import about_of, awake, is_private, may_write

MINUTES = (60, 1440, 4320, 10080)
"""How long a thread may lie quiet before it is archived."""

MOST_ACTIVE = 1000
MOST_MEMBERS = 1000
ADDED, REMOVED, RENAMED, BEGUN, STARTER = 1, 2, 4, 18, 21


class ThreadRoutes:
    """The thread routes, over one posting desk."""

    def __init__(self, posting: Posting) -> None:
        self._posting = posting
        self._threads = posting.threads

    async def from_message(self, call: Call) -> tuple[int, Json]:
        """Start Thread from Message: it has the message's id."""
        parent = self._parent(call, Permission.CREATE_PUBLIC_THREADS)
        message = parent.messages.get(call.path["message_id"])
        # A private reply is nobody else's to talk about: for threads it does not exist.
        if message is None or message.only_for is not None:
            raise unknown("Message")
        if message.id in call.world.channels:
            raise ApiError(400, 160004, "A thread has already been created for this message")
        thread = self._made(call, parent, PUBLIC_THREAD, message.id)
        message.flags |= HAS_THREAD
        self._threads.begin(thread, call.actor)
        data = shapes.message(call.world, message) | {"guild_id": call.world.server_of(parent)}
        call.world.tell(Event("MESSAGE_UPDATE", data, parent, message))
        starter = {"channel_id": parent.id, "message_id": message.id}
        self._posting.system(thread, call.world.author(message), STARTER, refers=starter)
        return 201, shapes.channel(call.world, thread, call.actor)

    async def without_message(self, call: Call) -> tuple[int, Json]:
        """Start Thread without Message; a private one unless the body says otherwise, as on Discord."""
        kind = whole(call.body.get("type"), PRIVATE_THREAD)
        if kind not in (PUBLIC_THREAD, PRIVATE_THREAD):
            raise not_here(f"threads of type {kind}")
        private = kind == PRIVATE_THREAD
        needed = Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS
        parent = self._parent(call, needed)
        thread = self._made(call, parent, kind, call.world.ids.next())
        self._threads.begin(thread, call.actor)
        if not private:
            self._posting.system(parent, call.actor, BEGUN, thread.name, refers={"channel_id": thread.id})
        return 201, shapes.channel(call.world, thread, call.actor)

    def _parent(self, call: Call, needed: Permission) -> Channel:
        parent = call.channel()
        if parent.type != TEXT:
            raise ApiError(400, 50024, "Cannot execute action on this channel type")
        if not call.world.channel_permissions(call.actor, parent) & needed:
            raise missing_permissions()
        if sum(not about_of(one).archived for one in call.world.threads()) >= MOST_ACTIVE:
            raise ApiError(400, 160006, "Maximum number of active threads reached")
        return parent

    def _made(self, call: Call, parent: Channel, kind: int, number: str) -> Channel:
        check_thread(call.body, creating=True)
        now = call.world.clock.iso()
        about = Thread(call.actor.id, now, now)
        about.minutes = whole(call.body.get("auto_archive_duration"), about.minutes)
        about.invitable = bool(call.body.get("invitable", True))
        thread = Channel(number, kind, call.body["name"], parent_id=parent.id, thread=about)
        thread.server_id = parent.server_id
        thread.slowmode = whole(call.body.get("rate_limit_per_user"), parent.slowmode)
        return thread

    async def active(self, call: Call) -> Json:
        """List Active Guild Threads: those the caller can see, newest first."""
        threads = reversed(call.world.active_threads(call.actor, in_guild(call)))
        shown = [shapes.channel(call.world, one, call.actor) for one in threads]
        members = [one["member"] for one in shown if "member" in one]
        return {"threads": shown, "members": members, "has_more": False}

    async def archived_public(self, call: Call) -> Json:
        """List Public Archived Threads."""
        return self._by_rest(call, [one for one in self._of(call) if one.type == PUBLIC_THREAD])

    async def archived_private(self, call: Call) -> Json:
        """List Private Archived Threads: for those with Manage Threads."""
        if not call.world.channel_permissions(call.actor, call.channel()) & Permission.MANAGE_THREADS:
            raise missing_permissions()
        return self._by_rest(call, [one for one in self._of(call) if is_private(one)])

    async def archived_joined(self, call: Call) -> Json:
        """List Joined Private Archived Threads: by their own ids, which ``before`` is one of too."""
        mine = [one for one in self._of(call) if is_private(one) and call.actor.id in about_of(one).members]
        before = call.query.get("before")
        if before is not None and not (before.isascii() and before.isdigit()):
            raise invalid("before", "NUMBER_TYPE_COERCE", f'Value "{before}" is not snowflake.')
        found = [one for one in mine if before is None or int(one.id) < int(before)]
        return self._page(call, sorted(found, key=lambda one: int(one.id), reverse=True))

    def _of(self, call: Call) -> list[Channel]:
        parent = call.channel()
        if not call.world.channel_permissions(call.actor, parent) & Permission.READ_MESSAGE_HISTORY:
            raise missing_access()
        return [one for one in call.world.threads(parent.id) if about_of(one).archived]

    def _by_rest(self, call: Call, threads: list[Channel]) -> Json:
        before = call.query.get("before")
        found = sorted(threads, key=lambda one: about_of(one).changed, reverse=True)
        return self._page(call, [one for one in found if before is None or about_of(one).changed < before])

    def _page(self, call: Call, found: list[Channel]) -> Json:
        limit = call.number("limit", 50, 100)
        shown = [shapes.channel(call.world, one, call.actor) for one in found[:limit]]
        members = [one["member"] for one in shown if "member" in one]
        return {"threads": shown, "members": members, "has_more": len(found) > limit}

    async def members(self, call: Call) -> list[Json]:
        """List Thread Members."""
        thread = call.channel()
        joined = sorted(about_of(thread).members, key=int)
        if _true(call, "with_member"):
            after = int(call.query.get("after", "0"))
            joined = [one for one in joined if int(one) > after][: call.number("limit", 100, 100)]
        return [self._member(call, thread, one) for one in joined]

    async def member(self, call: Call) -> Json:
        """Get Thread Member."""
        thread = call.channel()
        who = self._meant(call)
        if who.id not in about_of(thread).members:
            raise unknown("Member")
        return self._member(call, thread, who.id)

    def _member(self, call: Call, thread: Channel, who: str) -> Json:
        shape = shapes.thread_member(thread.id, who, about_of(thread).members[who])
        if _true(call, "with_member"):
            server = call.world.server_of(thread)
            shape["member"] = shapes.member(call.world, call.world.users[who], server)
        return shape

    async def add(self, call: Call) -> None:
        """Join Thread, Add Thread Member."""
        thread = call.channel()
        about, who = awake(thread), self._meant(call)
        if who is not call.actor:
            self._may_add(call, thread, who)
        if len(about.members) >= MOST_MEMBERS:
            raise ApiError(400, 30033, "Maximum number of thread participants has been reached (1000)")
        if self._threads.add(thread, who) and who is not call.actor:
            self._posting.system(thread, call.actor, ADDED, mentions=[who.id])

    def _may_add(self, call: Call, thread: Channel, who: User) -> None:
        world, about = call.world, about_of(thread)
        if not may_write(world, call.actor, thread):
            raise missing_permissions()
        manages = world.channel_permissions(call.actor, thread) & Permission.MANAGE_THREADS
        if is_private(thread) and not about.invitable and not manages and about.owner_id != call.actor.id:
            raise missing_permissions()
        if not world.can_view(who, world.channel(thread.parent_id or "")):
            raise missing_access()

    async def remove(self, call: Call) -> None:
        """Leave Thread, Remove Thread Member."""
        thread = call.channel()
        about, who = awake(thread), self._meant(call)
        if who is not call.actor:
            manages = call.world.channel_permissions(call.actor, thread) & Permission.MANAGE_THREADS
            if not manages and not (is_private(thread) and about.owner_id == call.actor.id):
                raise missing_permissions()
        if self._threads.remove(thread, who) and who is not call.actor:
            self._posting.system(thread, call.actor, REMOVED, mentions=[who.id])

    def _meant(self, call: Call) -> User:
        number, server = call.path["user_id"], call.world.server_of(call.channel())
        return call.actor if number == "@me" else call.world.member(number, server)

    async def change(self, call: Call) -> Json:
        """Modify Channel."""
        thread = call.channel()
        return await channels.change(call) if thread.thread is None else self._change(call, thread)

    async def delete(self, call: Call) -> Json:
        """Delete/Close Channel."""
        thread = call.channel()
        return await channels.delete(call) if thread.thread is None else self._delete(call, thread)

    def _change(self, call: Call, thread: Channel) -> Json:
        body, about = call.body, about_of(thread)
        check_thread(body, creating=False)
        self._may_change(call, thread)
        if about.archived and body.get("archived") is not False:
            raise ApiError(400, 50083, "Thread is archived")
        renamed = text_or_none(body.get("name")) or thread.name
        told = renamed != thread.name
        thread.name = renamed
        about.locked = bool(body.get("locked", about.locked))
        about.invitable = bool(body.get("invitable", about.invitable))
        thread.slowmode = whole(body.get("rate_limit_per_user"), thread.slowmode)
        if "auto_archive_duration" in body:
            about.minutes, about.changed = whole(body["auto_archive_duration"]), call.world.clock.iso()
        if told:
            self._posting.system(thread, call.actor, RENAMED, renamed)
        if bool(body.get("archived", about.archived)) != about.archived:
            self._threads.archive(thread, archived=not about.archived)
        else:
            self._threads.changed(thread)
        return shapes.channel(call.world, thread, call.actor)

    def _may_change(self, call: Call, thread: Channel) -> None:
        about = about_of(thread)
        if call.world.channel_permissions(call.actor, thread) & Permission.MANAGE_THREADS:
            return
        own = about.owner_id == call.actor.id
        waking = set(call.body) <= {"archived"} and call.body.get("archived") is False
        # Waking takes membership, and where it is locked Manage Threads; the rest is for whoever began it.
        if waking and not about.locked and (own or call.actor.id in about.members):
            return
        if about.locked or not own or {"locked", "rate_limit_per_user"} & set(call.body):
            raise missing_permissions()

    def _delete(self, call: Call, thread: Channel) -> Json:
        if not call.world.channel_permissions(call.actor, thread) & Permission.MANAGE_THREADS:
            raise missing_permissions()
        shape = shapes.channel(call.world, thread, call.actor)
        self._threads.delete(thread)
        return shape

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of this file."""
        one = "/channels/{channel_id}"
        member = f"{one}/thread-members/{{user_id}}"
        return (
            Route("PATCH", one, self.change),
            Route("DELETE", one, self.delete),
            Route("POST", f"{one}/messages/{{message_id}}/threads", self.from_message),
            Route("POST", f"{one}/threads", self.without_message),
            Route("GET", f"{one}/threads/archived/public", self.archived_public),
            Route("GET", f"{one}/threads/archived/private", self.archived_private),
            Route("GET", f"{one}/users/@me/threads/archived/private", self.archived_joined),
            Route("GET", "/guilds/{guild_id}/threads/active", self.active),
            Route("GET", f"{one}/thread-members", self.members),
            Route("GET", member, self.member),
            Route("PUT", member, self.add),
            Route("DELETE", member, self.remove),
        )


def check_thread(body: Json, creating: bool) -> None:
    """Refuse a thread that Discord would refuse (50035)."""
    form = Form()
    if creating or body.get("name") is not None:
        form.length("name", body.get("name"), 1, 100)
    if not 0 <= whole(body.get("rate_limit_per_user")) <= 21600:
        form.fault("rate_limit_per_user", "NUMBER_TYPE_MAX", "Must be between 0 and 21600.")
    form.check()
    minutes = body.get("auto_archive_duration")
    if minutes is not None and whole(minutes) not in MINUTES:
        allowed = ", ".join(map(str, MINUTES))
        raise invalid("auto_archive_duration", "BASE_TYPE_CHOICES", f"Value must be one of ({allowed}).")


def _true(call: Call, name: str) -> bool:
    return call.query.get(name) in ("true", "1", "True")
