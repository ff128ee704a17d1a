"""People who used everything there is, so that each table about people has rows of somebody."""

from dataclasses import dataclass

from bot.assembly import FEATURES
from bot.core.feature import Erase, Table
from bot.core.storage.database import Transaction
from rehearsal.screen import Screen
from tests.stories.conftest import MEMBERS, Evening
from tests.stories.reaching import can_be_asked, reach
from tests.stories.test_apart import keeps_away_from
from tests.stories.test_asked_swaps import swaps
from tests.stories.test_audiences import NAMED, open_
from tests.stories.test_days import SILENT, typed
from tests.stories.test_debriefs import heard, written
from tests.stories.test_escape_own import hide, keep
from tests.stories.test_farewell_lines import decided
from tests.stories.test_history import switch_on
from tests.stories.test_mailbox import answer, between, known
from tests.stories.test_own_country import chosen
from tests.stories.test_phrase import PHRASE, set_phrase
from tests.stories.test_reminders import reminded, reminders
from tests.stories.test_rhythm import start
from tests.stories.test_worry import raised

PERSONAL: tuple[Table, ...] = tuple(
    table
    for feature in FEATURES
    for table in feature.tables
    if table.erase is Erase.DELETE and table.file == "main"
)

WORDS = {
    "Ana": ("Lantern", "Rather quiet since Monday", "Are you still there tonight", "Water the fern"),
    "Bea": ("Heron by the water", "Yes I am at the window"),
    "Dani": ("Harbour",),
    "Flor": ("Rowan by the gate",),
}
"""What each of them wrote somewhere, and nobody else."""


@dataclass(frozen=True)
class Used:
    """Who somebody is, as others' files must not tell it."""

    name: str
    ids: tuple[str, ...]
    words: tuple[str, ...]


async def everything_used(circle: Evening) -> list[Used]:
    """Let people use everything, and answer who they are."""
    await _answers(circle)
    await can_be_asked(circle, "Bea", "Cleo")
    await swapped(circle)
    draft = await written(circle, await heard(circle), WORDS["Bea"][0])
    await circle["Bea"].press(draft, "Keep them for me, 30 days")
    await circle["Ana"].press(
        await circle["Ana"].press(await reach(circle, "Ana"), "After your last ask"), "Both notes"
    )
    await raised(circle, note=WORDS["Ana"][1])
    await between(circle, "Ana", "Bea")
    await answer(circle, "Ana", WORDS["Ana"][2])
    await answer(circle, "Bea", WORDS["Bea"][1])
    await _settles(circle)
    await start(circle, told=True)
    await circle.hearth.settle()
    return [await _who(circle, name) for name in (*MEMBERS, "Robin", "Sam")]


async def _who(circle: Evening, name: str) -> Used:
    # Whoever is not known here has no number.
    found = await circle.stores.main.read(_persons)
    number = (await known(circle, name)).number if name not in ("Gus", "Hana", "Sam") else 0
    assert number in found or not number
    return Used(name, (circle[name].id, *((str(number),) if number else ())), WORDS.get(name, ()))


def _persons(tx: Transaction) -> set[object]:
    return {row["person"] for row in tx.all("SELECT DISTINCT person FROM consent")}


async def _answers(circle: Evening) -> None:
    await switch_on(circle["Ana"])
    await open_(circle, "One word")
    for name in ("Ana", "Dani"):
        audiences = await circle[name].press(await circle.post(name), "Write one word")
        form = await circle.send(name, audiences, NAMED)
        await circle[name].submit(form, {"word": WORDS[name][0]})


async def swapped(circle: Evening) -> None:
    """Let Bea ask for a swap of one of her times."""
    (menu,) = (await swaps(circle, "Bea")).selects
    await circle["Bea"].choose(await swaps(circle, "Bea"), menu["options"][0]["value"])


async def _settles(circle: Evening) -> None:
    ana = circle["Ana"]
    await keep(ana)
    await hide(ana, "A longer out-breath", "Everything is too much", "Nothing about breath")
    await keeps_away_from(circle, "Ana", "Gus", "Flor")
    quiet = await ana.press(await ana.command("my"), "My quiet hours")
    await ana.submit(await ana.press(quiet, "Type"), {"start": "21:00", "end": "09:00", "zone": "Europe/Berlin"})
    await ana.press(await typed(circle, "14", "6"), SILENT)
    await chosen(circle)
    seen = await ana.press(await ana.command("my"), "See what is kept about me")
    await ana.press(await ana.press(seen, "Take a copy along"), "Ask for it")
    await reminded(circle, "Once", "My own words", words=WORDS["Ana"][3], day="22", month="3")
    await ana.press(await ana.press(await reminders(circle), "A light idea, once a week"), "Switch it on")
    await decided(circle, WORDS["Flor"][0], name="Flor", ahead=3)
    await set_phrase(circle, "Eli")
    await circle["Eli"].submit(
        await circle["Eli"].press(await circle["Eli"].command("my"), "Type it"), {"words": PHRASE}
    )


async def tables_without_rows(circle: Evening) -> set[str]:
    """Answer the tables about people that hold nothing."""

    def work(tx: Transaction) -> set[str]:
        held = "SELECT 1 AS one FROM {} WHERE person IS NOT NULL"
        return {table.name for table in PERSONAL if tx.one(held.format(table.name)) is None}

    return await circle.stores.main.read(work)


async def pages(circle: Evening, name: str, opening: Screen | None = None) -> list[Screen]:
    """Read all of what is kept, page by page."""
    person = circle[name]
    found = [opening or await person.press(await person.command("my"), "See what is kept about me")]
    while "Next page" in found[-1].buttons:
        found.append(await person.press(found[-1], "Next page"))
    return found
