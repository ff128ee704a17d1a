"""Presses and forms that a changed client sends: any custom id, by anybody, from wherever they are."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from rehearsal.person import Person
from rehearsal.reading import text_of
from rehearsal.records import EPHEMERAL, LOADING, Channel, Event, Interaction, Json, Message
from rehearsal.screen import SELECTS, Screen
from tests.stories.conftest import DEADLINE, Evening

BOXES = {
    "start": "20:00",
    "end": "22:00",
    "zone": "Europe/Berlin",
    "time": "19:30",
    "word": "calm",
    "line": "a quiet line",
    "answer": "Hill",
    "day": "14",
    "month": "4",
    "year": "",
}
"""What is typed into a box, by its custom id; anything else gets some words."""

WORDS = "some words of a stranger"


@dataclass(frozen=True, slots=True)
class Control:
    """A button, a menu or a form that somebody was shown, and what they do with it."""

    custom_id: str
    kind: int
    values: tuple[str, ...] = ()
    modal: Json | None = field(default=None, repr=False)
    private: bool = True

    @property
    def handler(self) -> str:
        """`<feature>:<action>`."""
        return ":".join(self.custom_id.split("~")[0].split(":")[:2])


def controls(screen: Screen, chosen: Json) -> list[Control]:
    """Answer what can be pressed, chosen or handed in on a screen; `chosen` says what, by kind of menu."""
    if screen.modal is not None:
        return [Control(screen.modal["custom_id"], 0, (), screen.modal)]
    found: list[Control] = []
    for one in screen.components:
        usable = one.get("custom_id") and not one.get("disabled")
        if usable and one["type"] == 2:
            found.append(Control(one["custom_id"], 2, private=screen.private))
        elif usable and one["type"] in SELECTS:
            found.append(Control(one["custom_id"], one["type"], _values(one, chosen), private=screen.private))
    return found


def _values(menu: Json, chosen: Json) -> tuple[str, ...]:
    if menu["type"] == 3:
        fresh = [one["value"] for one in menu["options"] if not one.get("default")] or [menu["options"][0]["value"]]
        return tuple(fresh[: max(1, menu.get("min_values", 1))])
    return (chosen[str(menu["type"])],)


class Sender:
    """Sends what one person's changed client sends, and reads what they see then."""

    def __init__(self, evening: Evening, person: Person) -> None:
        self._evening = evening
        self._person = person

    async def send(self, control: Control, channel: Channel) -> Screen:
        """Send a press or a form in a channel, under its own custom id, and answer what is seen."""
        if control.modal is not None:
            return await self._hand_in(control, channel)
        world, desk = self._evening.server.world, self._evening.server.desk
        message = Message(world.ids.next(), channel.id, world.bot.id, world.clock.iso(), "A screen of another.")
        if control.private:
            message.only_for, message.flags = self._person.id, EPHEMERAL
        message.components = _bare(control)
        channel.messages[message.id] = message
        data: Json = {"component_type": 3 if control.values else 2, "custom_id": control.custom_id, "id": 2}
        data |= {"values": list(control.values)} if control.values else {}
        made = desk.ask(world.users[self._person.id], channel, 3, data)
        made.message = message
        try:
            return await self._answered(made)
        finally:
            channel.messages.pop(message.id, None)

    async def _answered(self, made: Interaction) -> Screen:
        world, desk = self._evening.server.world, self._evening.server.desk
        heard: asyncio.Future[Screen] = asyncio.get_running_loop().create_future()

        def hear(event: Event) -> None:
            screen = _screen(event, made)
            if screen is not None and not heard.done():
                heard.set_result(screen)

        world.listeners.append(hear)
        try:
            desk.send(made)
            async with asyncio.timeout(DEADLINE):
                return await heard
        finally:
            world.listeners.remove(hear)

    async def _hand_in(self, control: Control, channel: Channel) -> Screen:
        world, desk = self._evening.server.world, self._evening.server.desk
        opener = desk.ask(world.users[self._person.id], channel, 3, {"custom_id": "forged:opener"})
        opener.message = Message(
            world.ids.next(), channel.id, world.bot.id, world.clock.iso(), "A screen of another."
        )
        opener.modal = {**(control.modal or {}), "id": opener.id}
        desk.forms[opener.id] = opener
        screen = Screen("modal", channel.id, modal=opener.modal)
        filled = {shown["custom_id"]: typed(shown) for shown in screen.fields.values()}
        return await self._person.submit(screen, filled)


def typed(box: Json) -> str:
    """Answer what somebody types into a box: what a scene wrote down under `typed`, if it did."""
    words = box.get("typed") or BOXES.get(box["custom_id"], WORDS)
    return words[: box.get("max_length") or len(words)]


def _bare(control: Control) -> list[Json]:
    one: Json = {"type": 2, "id": 2, "style": 2, "label": "a", "custom_id": control.custom_id}
    if control.values:
        options = [{"label": "a", "value": value} for value in control.values]
        one = {"type": 3, "id": 2, "custom_id": control.custom_id, "options": options}
        one |= {"placeholder": "a", "min_values": 1, "max_values": len(options), "disabled": False}
    return [{"type": 1, "id": 1, "components": [one]}]


def _screen(event: Event, made: Interaction) -> Screen | None:
    if event.interaction is not made or event.name == "INTERACTION_CREATE":
        return None
    if event.name == "MODAL":
        return Screen("modal", made.channel_id, modal=event.data["modal"])
    if event.name == "NO_ANSWER":
        return Screen("error", made.channel_id, line=event.data["text"])
    if event.message is None or event.message.flags & LOADING:
        return None
    line = "" if event.name == "MESSAGE_DELETE" else text_of(event.data)
    kind = {"MESSAGE_DELETE": "delete", "MESSAGE_UPDATE": "edit"}.get(event.name, "private")
    return Screen(kind, made.channel_id, event.data if kind != "delete" else None, line=line)


def seen(screens: Sequence[Screen]) -> str:
    """Answer all that was seen."""
    return "\n".join(screen.text for screen in screens)
