"""A circle whose people used everything there is, so that every table that can hold a person holds one."""

from collections.abc import Iterator
from datetime import timedelta

from bot.core.storage.database import Transaction
from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.reaching import ALONE, HERE, ask, can_be_asked, reach
from tests.stories.staffed import staff_room, switch_on
from tests.stories.test_apart import keeps_away_from
from tests.stories.test_asked import own, with_hours
from tests.stories.test_audiences import NAMED, open_
from tests.stories.test_candles_farewell import CANDLE
from tests.stories.test_clearing import begin
from tests.stories.test_copying import asked
from tests.stories.test_days import SILENT, typed
from tests.stories.test_debriefs import again, heard, written
from tests.stories.test_escape_own import keep
from tests.stories.test_farewell_lines import line
from tests.stories.test_farewell_lines import typed as line_typed
from tests.stories.test_farewells import ways
from tests.stories.test_history import switch_on as history_on
from tests.stories.test_mailbox import answer, between
from tests.stories.test_own_country import chosen
from tests.stories.test_own_words import add, allow_lines, write
from tests.stories.test_phrase import PHRASE, set_phrase
from tests.stories.test_reach_after import ends
from tests.stories.test_reach_people import has_it, newest
from tests.stories.test_reminders import reminded, reminders
from tests.stories.test_rhythm import start
from tests.stories.test_self_clearing import choose
from tests.stories.test_step_away import step_away
from tests.stories.test_undo import contact
from tests.stories.test_whispers import whispers_on
from tests.stories.test_worry import raised

SECOND = timedelta(seconds=1)

WORDS = (
    "murmuration",
    "the lantern on the third step",
    "I have not slept since the harbour",
    "nobody at the orchard knows",
    "she went quiet after the concert",
    "what I keep from that long hour",
    "not sent to anybody yet",
    "the fern behind the blue door",
    PHRASE,
    "Kim at the library",
    "thank you for the tea on thursdays",
)
"""What somebody typed somewhere, each findable by itself."""


async def lived(circle: Evening) -> Evening:
    """Let North's people use everything, each thing at least once, and stop where most is still kept."""
    await settings(circle)
    await plans(circle)
    await rounds(circle)
    await people_who_can_be_asked(circle)
    await asks(circle)
    await letters(circle)
    await staff(circle)
    await begin(circle)
    await set_phrase(circle, "Eli")
    # A moment later, so that what is done again leaves another row than it did.
    await circle.pass_time(SECOND)
    await circle.hearth.settle()
    return circle


async def settings(circle: Evening) -> None:
    """Language, quiet hours, a list of people, exercises, direct messages."""
    ana = circle["Ana"]
    await ana.press(await ana.press(await ana.command("my"), "My language"), "Keep: English")
    form = await ana.press(await ana.press(await ana.command("my"), "Quiet hours"), "privacy:quiet_form")
    await ana.submit(form, {"start": "23:00", "end": "05:00", "zone": "Berlin"})
    await keeps_away_from(circle, "Ana", "Flor")
    await keep(ana)
    await whispers_on(circle, "Dani")


async def plans(circle: Evening) -> None:
    """A country, a day, reminders and a light idea, a copy that was asked for, messages that clear themselves."""
    ana = circle["Ana"]
    await chosen(circle)
    await ana.press(await typed(circle, "14", "6"), SILENT)
    await reminded(circle, "Once", "My own words", words=WORDS[7], day="22", month="3")
    await ana.press(await ana.press(await reminders(circle), "A light idea, once a week"), "Switch it on")
    await asked(circle)
    await choose(circle, "After 1 day", "Dani")


async def withdrawn(circle: Evening) -> None:
    """Let one step away and another leave kindly: both take people out of the circle."""
    await step_away(circle, "Dani")
    await circle["Flor"].press(await ways(circle, "Flor"), CANDLE)
    form = await circle["Flor"].press(await line(circle, "Flor"), "Write a line")
    await circle["Flor"].press(await line_typed(circle, form, WORDS[10], 3, "Flor"), "Without my name")
    await circle.hearth.settle()


async def rounds(circle: Evening) -> None:
    """Two check-ins and a rhythm: a line, a word, an answer with a name, and answers kept for oneself."""
    await history_on(circle["Ana"])
    await start(circle, told=True)
    await open_(circle, "One word")
    await write(circle, "Ana", WORDS[0], NAMED)
    await circle["Robin"].press(await circle["Robin"].command("plan"), "Close it now")
    await allow_lines(circle)
    await circle.open_checkin()
    await add(circle, "Bea", WORDS[1], NAMED)
    await circle["Cleo"].press(await circle.post("Cleo"), "Light a candle")


async def people_who_can_be_asked(circle: Evening) -> None:
    """Switches, hours, a swap that was asked for and taken, and a private channel."""
    await can_be_asked(circle, "Bea", "Cleo", hours=False)
    await with_hours(circle, "Dani", "Monday", start="20:00", end="22:00")
    screen = await circle["Dani"].press(await own(circle, "Dani"), "Swaps")
    (menu,) = screen.selects
    await circle["Dani"].choose(screen, menu["options"][0]["value"])
    await circle.hearth.settle()
    await circle["Bea"].press(await circle["Bea"].press(await own(circle, "Bea"), "Swaps"), "Take 1")


async def asks(circle: Evening) -> None:
    """A worry, an ask that ended with care around it, and one that is open."""
    await raised(circle, "Ana", "Flor", note=WORDS[4])
    await ask(circle, "Ana", how=HERE)
    await circle.pass_time(SECOND)
    await circle["Bea"].press(await has_it(circle, "Bea"), "Say hi for me")
    await circle.pass_time(SECOND)
    await ends(circle)
    left = await circle["Ana"].command("reach")
    await _if_there(circle, "Ana", left, "reach:after", "reach:care")
    later = await circle["Bea"].press(await again(circle), "Later")
    await circle["Bea"].press(later, "debriefs:remind")
    await circle.pass_time(timedelta(minutes=11))
    listened = await heard(circle)
    await circle["Bea"].press(await written(circle, listened, WORDS[5]), "debriefs:keep")
    await written(circle, await again(circle), WORDS[6])
    screen = await circle["Eli"].press(await reach(circle, "Eli"), ALONE)
    screen = await circle["Eli"].press(screen, "reach:leave")
    screen = await circle["Eli"].choose(screen, "Cleo", menu="reach:without")
    await circle["Eli"].press(screen, HERE)
    await circle.pass_time(SECOND)
    await newest(circle, "Bea")


async def letters(circle: Evening) -> None:
    """Notes between two, one of them answered."""
    await between(circle, "Cleo", "Dani")
    await answer(circle, "Cleo", WORDS[2])
    await between(circle, "Flor", "Dani")
    await answer(circle, "Flor", WORDS[3])


async def staff(circle: Evening) -> None:
    """A private channel, the silent line of the desk, a circle that is begun, a change that can be undone."""
    robin = circle["Robin"]
    await staff_room(circle)
    await switch_on(circle)
    await robin.choose(await robin.press(await robin.command("desk"), "Who's around"), "staff", menu="asked:room")
    await robin.press(await robin.press(await robin.command("desk"), "Set up"), "Begin")
    await contact(circle, f"{WORDS[-1]}, upstairs")


async def _if_there(circle: Evening, name: str, screen: Screen, *presses: str) -> None:
    for one in presses:
        if screen.button(one) is None:
            return
        screen = await circle[name].press(screen, one)


def empty(tx: Transaction) -> Iterator[str]:
    """Yield the tables that hold nothing."""
    for row in tx.all("SELECT name FROM sqlite_master WHERE type = 'table'"):
        if not tx.all(f'SELECT 1 FROM "{row["name"]}" LIMIT 1'):  # noqa: S608 - names of our own tables
            yield str(row["name"])


__all__ = ["WORDS", "empty", "lived", "withdrawn"]
