"""What each person could see, in order: their screen and their lock screen."""

import asyncio
import bisect
from collections import defaultdict
from collections.abc import Iterator

from rehearsal import shapes
from rehearsal.reading import text_of, with_names
from rehearsal.records import DM, LOADING, SILENT, Event, Interaction, Json, Message, User
from rehearsal.world import World

NO_ANSWER = "The application did not respond"


class Inbox:
    """Keeps one list per person and wakes those who wait for more."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._entries: dict[str, list[Json]] = defaultdict(list)
        self._seq = 0
        self._waiting: dict[str, list[asyncio.Future[None]]] = defaultdict(list)
        world.listeners.append(self.hear)

    def after(self, person: User, seq: int) -> list[Json]:
        """Return what this person got after an entry, oldest first."""
        entries = self._entries[person.id]
        return entries[bisect.bisect_right(entries, seq, key=lambda entry: entry["seq"]) :]

    def everything(self) -> Iterator[tuple[str, Json]]:
        """Yield all that anybody ever got, each with the person's id; what was deleted since is still there."""
        for person_id, entries in self._entries.items():
            yield from ((person_id, entry) for entry in entries)

    async def wait(self, person: User, seq: int, seconds: float) -> list[Json]:
        """Return the same, but wait for a first entry if there is none yet."""
        if not self.after(person, seq):
            waiting = asyncio.get_running_loop().create_future()
            self._waiting[person.id].append(waiting)
            await asyncio.wait([waiting], timeout=seconds)
        return self.after(person, seq)

    def hear(self, event: Event) -> None:
        """Take up an event of the world."""
        if event.name in ("MODAL", "CHOICES", "NO_ANSWER"):
            self._screen(event)
        elif event.message is not None and event.name.startswith("MESSAGE_"):
            self._message(event, event.message)

    def _screen(self, event: Event) -> None:
        interaction = event.interaction
        if interaction is None:
            return
        kind = {"MODAL": "modal", "CHOICES": "choices", "NO_ANSWER": "error"}[event.name]
        entry = {"kind": kind, "channel": interaction.channel_id, "text": event.data.get("text", "")}
        entry |= {key: event.data[key] for key in ("modal", "choices") if key in event.data}
        self._put(interaction.person_id, entry, interaction)

    def _message(self, event: Event, message: Message) -> None:
        kind = {"MESSAGE_CREATE": "message", "MESSAGE_UPDATE": "edit", "MESSAGE_DELETE": "delete"}[event.name]
        if kind == "message" and message.only_for is not None:
            kind = "private"
        shape = shapes.message(self.world, message)
        for person in self.world.people:
            if not self.world.can_see(person, message):
                continue
            text = "thinking" if message.flags & LOADING else self._plain(text_of(shape))
            entry = {"kind": kind, "channel": message.channel_id, "message": shape, "text": text}
            self._put(person.id, entry, event.interaction)
            if kind == "message" and self._rings(person, message):
                author = self.world.author(message)
                line: Json = {"kind": "notification", "channel": message.channel_id, "by_bot": author.bot}
                line["text"] = f"{author.name}: {text}"
                self._put(person.id, line, event.interaction)

    def _rings(self, person: User, message: Message) -> bool:
        if message.author_id == person.id or message.flags & SILENT:
            return False
        if self.world.channels[message.channel_id].type == DM or person.id in message.mentions:
            return True
        return message.mention_everyone or bool(set(person.roles) & set(message.mention_roles))

    def _plain(self, text: str) -> str:
        return with_names(text, self._name)

    def _name(self, sign: str, one: str) -> str:
        world = self.world
        if sign == "#":
            return "#" + (world.channels[one].name if one in world.channels else "deleted-channel")
        if sign == "@&":
            return "@" + (world.roles[one].name if one in world.roles else "deleted-role")
        return "@" + (world.users[one].name if one in world.users else "unknown-user")

    def _put(self, person_id: str, entry: Json, interaction: Interaction | None) -> None:
        self._seq += 1
        number = interaction.id if interaction else None
        blank: Json = {"message": None, "modal": None, "choices": None}
        head: Json = {"seq": self._seq, "at": self.world.clock.iso(), "interaction": number}
        self._entries[person_id].append(blank | head | entry)
        for waiting in self._waiting.pop(person_id, []):
            if not waiting.done():
                waiting.set_result(None)
