"""Who never agreed presses everything there is with whatever a changed client could send, and nothing changes."""

import pytest

from bot.core.storage.database import Transaction
from rehearsal.person import NothingHappened
from rehearsal.records import Json, Message
from tests.matrix.handlers import PARTS, forged, presses
from tests.stories.conftest import Evening

FAULT = "Something went wrong on our side"

A_YES = {
    "mailbox:whisper_on": "the yes itself, on a button that says so (R32); it belongs to no circle",
    "device:self_on": "the yes itself, on the screen that says what is kept (R39); it belongs to no circle",
    "privacy:apart_add": "choosing somebody on the screen that says what is kept is the yes to keeping it",
    "reminders:typed": "the yes to a reminder, in a form below the words that say what is kept",
    "reminders:ideas_on": "the yes itself, on a button below the words that say what is kept",
    "days:keep": "the yes to keeping a quiet day, on a button below the words that say what is kept",
    "helplines:own_keep": "choosing a country on the screen that says what is kept is the yes to keeping it",
    "mailbox:sample": "one direct message to whoever presses, which is what its button says (R32)",
}
"""What a stranger does not press here, each with the reason why a row may come of it."""

Rows = dict[str, list[str]]


def dump(tx: Transaction) -> Rows:
    """Answer every row of a file, by table."""
    names = [str(row["name"]) for row in tx.all("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: sorted(repr(dict(row)) for row in tx.all(f'SELECT * FROM "{name}"')) for name in names}  # noqa: S608


async def rows(evening: Evening) -> list[Rows]:
    """Answer every row of both files."""
    return [await file.read(dump) for file in (evening.stores.main, evening.stores.people_file)]


def menu(custom_id: str, value: str) -> list[Json]:
    """Answer a menu with a custom id and one choice, as a changed client would send it."""
    options = [{"label": "a", "value": value}]
    one: Json = {"type": 3, "id": 2, "custom_id": custom_id, "options": options, "min_values": 1, "max_values": 1}
    return [{"type": 1, "id": 1, "components": [one]}]


async def press_forged(evening: Evening, name: str, custom_id: str, value: str) -> str:
    """Answer what somebody reads after sending a choice under a custom id that no screen of theirs carries."""
    world = evening.server.world
    channel = next(one for one in world.channels.values() if one.name == "general")
    message = Message(world.ids.next(), channel.id, world.bot.id, "2027-03-20T18:00:00+00:00", "A post.")
    message.components = menu(custom_id, value)
    channel.messages[message.id] = message
    data: Json = {"component_type": 3, "custom_id": custom_id, "values": [value]}
    try:
        screen = await evening[name]._act(custom_id, 3, channel.id, data, message.id)
    except NothingHappened as fault:
        return f"no answer: {fault}"
    finally:
        channel.messages.pop(message.id, None)
    return screen.text or ("a form" if screen.modal else "")


async def directs(evening: Evening, name: str) -> int:
    """Answer how many direct messages somebody has."""
    return len(await evening[name].look(None))


@pytest.mark.parametrize(
    "name", ["Sam", pytest.param("Ana", marks=pytest.mark.prove), pytest.param("Robin", marks=pytest.mark.prove)]
)
async def test_no_forged_press_is_answered_by_a_fault_and_a_strangers_changes_nothing(
    circle: Evening, name: str
) -> None:
    before, letters, wrong = await rows(circle), await directs(circle, name), []
    every = presses(circle)
    assert set(A_YES) <= set(every), "A_YES names something that is no longer there; take it out"
    for handler in every:
        if name == "Sam" and handler in A_YES:
            continue
        for place, custom_id in enumerate(forged(handler)):
            answer = await press_forged(circle, name, custom_id, PARTS[place % len(PARTS)] or "-")
            if not answer or FAULT in answer or answer.startswith("no answer"):
                wrong.append(f"{custom_id} with {PARTS[place % len(PARTS)]!r}: {answer[:90]!r}")
        if name == "Sam" and (now := await rows(circle)) != before:
            changed = [table for a, b in zip(before, now, strict=True) for table in b if a.get(table) != b[table]]
            wrong.append(f"{handler}: rows of {changed}; if that is a yes of their own, add it to A_YES")
            before = now
        if name == "Sam" and (came := await directs(circle, name)) != letters:
            wrong.append(f"{handler}: {came - letters} direct messages")
            letters = came
    assert not wrong, "\n".join(wrong)
