"""A person who uses the bot through the public contract, as stories and tests tell it."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any, Self

import aiohttp

from rehearsal import person_forms as forms
from rehearsal.person_forms import NothingHappened, Upload, answers, command_options, names_in, picked
from rehearsal.person_threads import InThreads
from rehearsal.records import LOADING, Json
from rehearsal.screen import Screen
from rehearsal.steering import Steering

COMMAND_COMES = 2.0
"""Seconds in which a command that is not there yet may still come."""

LOOK_AGAIN = 0.02
"""Seconds between two looks for it."""

OUTCOMES = ("private", "message", "edit", "delete", "modal", "choices", "error")


class Person(InThreads):
    """One of the ten people; every act returns the screen it led to or raises ``NothingHappened``."""

    def __init__(self, people: "People", entry: Json) -> None:
        self.name: str = entry["name"]
        self.id: str = entry["id"]
        self._token: str = entry["token"]
        self._people = people
        self._seq = 0
        self._entries: list[Json] = []
        self._since = 0

    async def command(
        self, name: str, *, channel: str | None = "general", options: Json | None = None, dm: bool = False
    ) -> Screen:
        """Use a command in a channel, or in the bot's direct messages."""
        where = await self.place(None if dm else channel)
        data = await self._command_data(name, options or {}, where)
        return await self._act(f"/{name}", 2, where, data)

    async def complete(
        self, name: str, option: str, typed: str, *, channel: str = "general", options: Json | None = None
    ) -> list[Json]:
        """Type into an option, with ``options`` filled in before, and return the choices offered."""
        where = await self.place(channel)
        data = await self._command_data(name, {**(options or {}), option: typed}, where)
        forms.focus(data["options"], option)
        screen = await self._act(f"/{name} {option}", 4, where, data)
        return screen.choices

    async def menu(self, screen: Screen, name: str) -> Screen:
        """Use a command of the menu on a message."""
        _, command = await self._known_command(name, 3, screen.channel_id)
        data: Json = {"id": command["id"], "name": name, "type": 3, "target_id": screen.message_id}
        return await self._act(f"“{name}” on a message", 2, screen.channel_id, data)

    async def menu_of(self, person: str, name: str, *, channel: str = "general") -> Screen:
        """Use a command of the menu on a person."""
        where = await self.place(channel)
        world, command = await self._known_command(name, 2, where)
        data: Json = {"id": command["id"], "name": name, "type": 2, "target_id": forms.id_of(world, person)}
        return await self._act(f"“{name}” on {person}", 2, where, data)

    async def press(self, screen: Screen, button: str) -> Screen:
        """Press a button by its label or the beginning of its custom_id."""
        found = screen.button(button)
        if found is None:
            there = ", ".join(screen.buttons) or "none"
            raise NothingHappened(f"{self.name} looks for the button “{button}”; there are: {there}.")
        data: Json = {"component_type": 2, "custom_id": found["custom_id"]}
        return await self._act(f"the button “{button}”", 3, screen.channel_id, data, screen.message_id or "")

    async def choose(self, screen: Screen, *values: str, menu: str | None = None) -> Screen:
        """Choose in a select, by labels, values or (for people, roles, channels) names."""
        found = screen.select(menu)
        if found is None:
            wish = f" like “{menu}”" if menu else ""
            raise NothingHappened(f"{self.name} looks for a menu{wish}; there is none on “{screen.text}”.")
        chosen = picked(await self._people.world(), found, list(values))
        data: Json = {"component_type": found["type"], "custom_id": found["custom_id"], "values": chosen}
        return await self._act(f"choosing {', '.join(values)}", 3, screen.channel_id, data, screen.message_id or "")

    async def submit(self, screen: Screen, filled: Json) -> Screen:
        """Fill in a modal by labels or custom_ids, and send it."""
        if screen.modal is None:
            raise NothingHappened(f"{self.name} has no form on the screen.")
        files: list[Upload] = []
        components = answers(await self._people.world(), screen, filled, files)
        data: Json = {"id": screen.modal["id"], "custom_id": screen.modal["custom_id"]}
        data["components"] = components
        what = f"the form “{screen.modal['title']}”"
        return await self._act(what, 5, screen.channel_id, data, files=files)

    async def look(self, channel: str | None = "general") -> list[Screen]:
        """Read a channel (None: the bot's direct messages), newest last."""
        where = await self.place(channel)
        found = await self.call("GET", f"/channels/{where}/messages?limit=100")
        names = names_in(await self._people.world())
        return [Screen.of_message(message, names) for message in reversed(found)]

    async def channels(self) -> list[str]:
        """Return the names of the channels this person can see."""
        guild = (await self._people.world())["guild"]["id"]
        return [one["name"] for one in await self.call("GET", f"/guilds/{guild}/channels")]

    async def world(self) -> Json:
        """Return the world as the public contract shows it."""
        return await self._people.world()

    async def say(self, channel: str | None, text: str) -> Screen:
        """Write a message into a channel (None: the bot's direct messages)."""
        where = await self.place(channel)
        names = names_in(await self._people.world())
        return Screen.of_message(await self.call("POST", f"/channels/{where}/messages", {"content": text}), names)

    async def sees(self, text: str, *, kind: str | None = None, within: float = 5.0) -> Screen:
        """Wait until something with these words came since this person's last act began."""
        end = time.monotonic() + within
        while True:
            for entry in self._entries:
                fits = entry["seq"] > self._since and kind in (None, entry["kind"])
                if fits and text.lower() in (Screen.of_entry(entry).text + entry["text"]).lower():
                    return Screen.of_entry(entry)
            left = end - time.monotonic()
            if left <= 0:
                raise NothingHappened(f"{self.name} waits for “{text}”, and nothing like it comes.")
            await self._read(left)

    async def notifications(self) -> list[str]:
        """Return all that this person's lock screen has shown."""
        await self._read(0)
        return [entry["text"] for entry in self._entries if entry["kind"] == "notification"]

    async def inbox(self) -> list[Screen]:
        """Return all this person could see so far, oldest first."""
        await self._read(0)
        return [Screen.of_entry(entry) for entry in self._entries]

    async def set(self, *, locale: str | None = None, dms_open: bool | None = None) -> None:
        """Choose this person's language, and whether their direct messages are open."""
        await self.call("PATCH", "/users/@me/settings", {"locale": locale, "dms_open": dms_open})

    async def call(self, method: str, path: str, body: Json | None = None) -> Any:  # noqa: ANN401  (any JSON)
        """Call the API as this person's client; a refusal raises ``NothingHappened`` with its words."""
        _, found = await self._people.request(method, f"/api/v10{path}", body, self._token, self.name)
        return found

    async def _command_data(self, name: str, options: Json, where: str) -> Json:
        first, *inner = name.split()
        world, command = await self._known_command(first, 1, where)
        data: Json = {"id": command["id"], "name": first, "type": 1}
        return data | {"options": command_options(world, command, inner, options)}

    async def _known_command(self, name: str, kind: int, where: str | None) -> tuple[Json, Json]:
        # A bot hands in a server's commands a moment after it has logged in; a person would look again too.
        until = time.monotonic() + COMMAND_COMES
        while True:
            world = await self._people.world()
            server = forms.server_of(world, where)
            for command in reversed(world["commands"]):
                fits = command["name"] == name and command["type"] == kind
                if fits and command.get("guild_id", server) == server:
                    return world, command
            if time.monotonic() > until:
                sign = "/" if kind == 1 else "the menu entry "
                raise NothingHappened(f"{self.name} looks for {sign}{name}; there is no such command.")
            await asyncio.sleep(LOOK_AGAIN)

    async def place(self, channel: str | None) -> str:
        """Return the id of a channel or thread by its name or id; None is the bot's direct messages."""
        world = await self._people.world()
        if channel is None:
            bot = world["application"]["id"]
            opened = await self.call("POST", "/users/@me/channels", {"recipients": [bot]})
            return opened["id"]
        others = [one for server in world["servers"] for one in server["channels"]]
        for one in (*reversed(world["channels"]), *others):
            if channel in (one["name"], one["id"]):
                return one["id"]
        raise NothingHappened(f"{self.name} looks for #{channel}; there is no such channel.")

    async def _act(
        self,
        what: str,
        kind: int,
        channel: str | None,
        data: Json,
        message: str = "",
        *,
        files: Sequence[Upload] = (),
    ) -> Screen:
        world = await self._people.world()
        await self._read(0)
        self._since = self._seq
        body: Json = {"type": kind, "application_id": world["application"]["id"], "channel_id": channel}
        body |= {"data": data, "message_id": message or None}
        path = "/api/v10/interactions"
        who = f"{self.name}: {what}"
        headers, _ = await self._people.request("POST", path, body, self._token, who, files=files)
        shown = await self._outcome(what, headers["X-Rehearsal-Interaction"])
        await asyncio.sleep(self._people.pace)
        return shown

    async def _outcome(self, what: str, interaction: str) -> Screen:
        end = time.monotonic() + self._people.patience
        while True:
            for entry in self._entries:
                if entry["interaction"] != interaction or entry["kind"] not in OUTCOMES:
                    continue
                if entry["kind"] == "error":
                    raise NothingHappened(f"{self.name}: {what}: {entry['text']}.")
                if entry["message"] is None or not entry["message"]["flags"] & LOADING:
                    return Screen.of_entry(entry)
            left = end - time.monotonic()
            if left <= 0:
                raise NothingHappened(f"{self.name}: {what}: nothing happens.")
            await self._read(left)

    async def _read(self, wait: float) -> None:
        """Fetch what came; with a wait, at least one entry or the end of the wait."""
        seconds = min(wait, 20.0)
        path = f"/rehearsal/inbox/{self.name}?after={self._seq}&wait={seconds:.3f}"
        _, found = await self._people.request("GET", path, None, self._token, self.name)
        for entry in found if isinstance(found, list) else []:
            self._entries.append(entry)
            self._seq = entry["seq"]


class People(Steering):
    """The people of a running rehearsal, by name: ``async with visit(url) as people: people["Ana"]``."""

    def __init__(self, url: str, patience: float = 10.0) -> None:
        self.url = url
        self.patience = patience
        # Seconds a person takes to read what came, so that others can watch; nobody watches a test.
        self.pace = 0.0
        self._people: dict[str, Person] = {}
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession()
        for entry in (await self.world())["people"]:
            self.meet(entry)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._http is not None:
            await self._http.close()

    def __getitem__(self, name: str) -> Person:
        return self._people[name]

    def meet(self, entry: Json) -> None:
        """Know somebody from now on, as the contract shows them; whoever is known stays."""
        self._people.setdefault(entry["name"], Person(self, entry))

    async def world(self) -> Json:
        """Return the world as the public contract shows it."""
        _, found = await self.request("GET", "/rehearsal/world", None, "", "the story")
        return found

    async def requests(self, after: int = 0) -> list[Json]:
        """Return the bot's requests after a number."""
        _, found = await self.request("GET", f"/rehearsal/requests?after={after}", None, "", "the story")
        return found

    async def request(
        self, method: str, path: str, body: Json | None, token: str, who: str, *, files: Sequence[Upload] = ()
    ) -> tuple[dict[str, str], Any]:
        """Make one HTTP call of the contract; a refusal raises ``NothingHappened`` naming who and why."""
        if self._http is None:
            raise NothingHappened("The rehearsal is not open; use “async with”.")
        headers = {"Authorization": token} if token else {}
        # A walk through months of due things may take longer than any other answer.
        patience = aiohttp.ClientTimeout(total=None if path == "/rehearsal/clock" else 300)
        parts = forms.in_parts(body, files) if files else None
        sent = None if parts else body
        asked = self._http.request(
            method, self.url + path, json=sent, data=parts, headers=headers, timeout=patience
        )
        async with asked as response:
            found = await response.json() if response.status != 204 else None
            if response.status >= 400:
                raise NothingHappened(f"{who}: refused with {found}.", response.status, found)
            return dict(response.headers), found


def visit(url: str, patience: float = 10.0) -> People:
    """Return the people of the rehearsal at this address, to be used with ``async with``."""
    return People(url, patience)
