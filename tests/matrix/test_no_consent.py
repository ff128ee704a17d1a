"""Who never agreed opens all they are offered, presses and fills in all of it, and nothing is kept (promise 1)."""

from collections import Counter, deque
from collections.abc import Iterator

from rehearsal.records import Json
from rehearsal.screen import Screen
from tests.matrix.handlers import every_door, presses
from tests.matrix.pressing import Sender, controls
from tests.matrix.undoing import back, stood, touched
from tests.stories.conftest import Evening
from tests.stories.test_worry import LOOK_IN

NOBODY = "Sam"
VARIANTS = 3
"""How many screens are left by one handler: other exercises, other countries."""

FURTHER = {"escape:how": 9, "escape:menu": 60, "escape:show": 60}
"""Where it takes more of them to meet what is there once: an exercise that opens behind its caution."""

FAULT = "Something went wrong on our side"

YES = {
    "circles:join": "the yes to the agreements, on a button that says so",
    "consent:on": "a switch for all circles, which says what is kept with it",
    "escape:yes": "the yes to a list of one's own, after a screen that says what is kept",
    "privacy:speak": "a language that is to be kept, on a button that says Keep",
    "privacy:save_quiet": "quiet hours that are to be kept, in a form that says so",
    "privacy:apart_add": "whom one would rather not meet, on the screen that says what is kept",
    "helplines:own_keep": "a country of one's own, chosen in a menu that says it is kept",
    "days:keep": "a quiet day, on a button after the words that say what is kept",
    "device:set": "a phrase, after a screen that says what is kept",
    "device:self_on": "messages that clear themselves, on the screen that says what is kept for it",
    "reminders:typed": "a reminder that is to be kept, in a form after the words that say what is kept",
    "reminders:ideas_on": "a light idea once a week, on the screen that says what is kept for it",
    "mailbox:whisper_on": "the yes to direct messages",
}
"""The presses of which a row comes, each a yes by its own label."""

LETTERS = {"mailbox:sample": "one direct message to whoever presses, which is what its button says (R32)"}

OFFERED_TO_OTHERS = {
    "asked": "only who is in a circle has a switch; the desk is for moderators",
    "asked_hours": "only who can be asked has hours",
    "asked_swap": "only who can be asked swaps",
    "away:back": "nobody who is in nothing is away",
    "away:go": "there is no circle to hide",
    "checkins": "a check-in stands in a circle's room, and planning is for who plans",
    "circles:leave": "only who is inside leaves",
    "closing": "moderators alone close a circle, at the desk",
    "consent:circle": "the switches of a circle are for who is in it",
    "consent:off": "there is no yes to take back",
    "copy": "nothing is kept, so that there is nothing to take a copy of",
    "debriefs": "only who can be asked has had an ask",
    "desk": "moderators alone",
    "device:": "a phrase is typed, closed and let go of by who has set one",
    "escape:again": "nothing is hidden",
    "escape:take_off": "nothing is on a list",
    "escape:mine": "nothing is on a list",
    "escape:hidden": "nothing is hidden",
    "days:clear": "there is no list of days",
    "days:off": "there is no list of days",
    "days:hello_": "only who is in a circle is said hello to",
    "days:say": "only who said yes to it in a circle finds the note that asks for a hello",
    "days:card": "only who said yes to it in a circle finds the note that asks for a hello",
    "farewells:": "only who is inside leaves, and no place is kept of who was not",
    "helplines:own_forget": "no country is kept",
    "helplines:check": "moderators alone",
    "helplines:right": "moderators alone",
    "history": "nothing is kept",
    "mailbox:": "nothing waits for who is in nothing",
    "moderation": "moderators alone, at the desk",
    "privacy:": "there is nothing kept to stop, to show page by page, or to take away",
    "reach": "people are asked by who is in a circle",
    "reminders:away": "no reminder is kept",
    "reminders:end": "a reminder's own note ends it, and none comes",
    "reminders:ideas_off": "no light idea is switched on",
    "rhythms": "planning is for who plans",
    "setup": "whoever may manage the server sets circles up",
}
"""Why no screen leads who never agreed to a handler, by the beginnings of their names."""


async def test_nothing_is_kept_about_who_never_agreed_whatever_they_open_press_and_fill_in(whole: Evening) -> None:
    await whole.open_checkin()
    await whole.hearth.settle()
    reached, wrong = await walked(whole)
    assert wrong == [], "\n".join(wrong)
    every = set(presses(whole))
    unexplained = {one for one in every - reached if not one.startswith(tuple(OFFERED_TO_OTHERS))}
    assert unexplained == set(), "a screen leads there, or say why none does"
    idle = {one for one in OFFERED_TO_OTHERS if not any(name.startswith(one) for name in every - reached)}
    assert idle == set(), "these are offered to everybody now, or are gone"
    assert set(YES) | set(LETTERS) <= reached


async def beginnings(evening: Evening) -> list[Screen]:
    """Answer every command, the menu of messages and every message that somebody on the server can see."""
    sam, doors = evening[NOBODY], every_door(evening)
    said = await evening["Dani"].say("general", "a quiet line")
    found = [await sam.command(one[1:]) for one in sorted(doors) if one not in ("/desk", "/Ask_someone_to_look_in")]
    found += [await sam.command(one, dm=True) for one in ("help", "escape", "reach", "my")]
    found.append(await sam.menu(said, LOOK_IN))
    for place in ("north-door", "general", "welcome"):
        found += await sam.look(place)
    return found


async def walked(evening: Evening) -> tuple[set[str], list[str]]:
    """Answer the handlers that were reached from there, the nearest first, and what was wrong."""
    first, wrong, pressed = await stood(evening), list[str](), Counter[str]()
    screens = await beginnings(evening)
    if kept := await touched(evening, first):
        wrong.append(f"opening commands: rows of {sorted(kept)}")
    begun = await stood(evening)
    left = deque((screen, begun) for screen in screens)
    known = set[str]()
    sender, world = Sender(evening, evening[NOBODY]), evening.server.world
    while left:
        screen, then = left.popleft()
        for control in controls(screen, dict(chosen(evening))):
            # Nothing is kept, so that one custom id leads where it led before.
            if control.custom_id in known or pressed[control.handler] >= FURTHER.get(control.handler, VARIANTS):
                continue
            known.add(control.custom_id)
            pressed[control.handler] += 1
            await back(evening, then)
            led = await sender.send(control, world.channels[screen.channel_id or ""])
            kept = await touched(evening, then)
            if kept and control.handler not in YES:
                wrong.append(f"{control.custom_id}: rows of {sorted(kept)}")
            if letters(evening) and control.handler not in LETTERS:
                wrong.append(f"{control.custom_id}: a direct message came")
            if led.kind == "error" or FAULT in led.text:
                wrong.append(f"{control.custom_id}: {led.text[:90]!r}")
            if control.handler not in YES and control.handler not in LETTERS:
                left.append((led, then))
    await back(evening, begun)
    return set(pressed), wrong


def letters(evening: Evening) -> int:
    """Count the direct messages they have, private replies left aside."""
    world = evening.server.world
    direct = world.direct(evening[NOBODY].id, world.bot.id)
    return sum(message.author_id == world.bot.id and not message.only_for for message in direct.messages.values())


def chosen(evening: Evening) -> Iterator[tuple[str, Json | str]]:
    """Yield what is chosen in a menu of people, roles or channels."""
    world = evening.server.world
    yield "5", evening["Dani"].id
    yield "6", next(one.id for one in world.roles.values() if one.name == "Facilitators")
    yield "7", evening["Dani"].id
    yield "8", next(one.id for one in world.guild_channels() if one.name == "general")
