"""The first evening: a circle, eight members, one check-in, a power cut, a spread, and being forgotten."""

import sqlite3
import struct
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from rehearsal.person import Person
from rehearsal.screen import Screen
from rehearsal.stage import Stage
from rehearsal.stories._founding import join, set_up

MEMBERS = ("Ana", "Bea", "Cleo", "Dani", "Eli", "Flor", "Gus", "Hana")
FOR_THE_CIRCLE = {
    "Ana": "Steady",
    "Bea": "Steady",
    "Cleo": "Steady",
    "Dani": "Wobbly",
    "Eli": "Wobbly",
    "Flor": "Stormy",
}
QUIET_ZONE = "Atlantic/Reykjavik"
BEFORE_THE_CUT = ("Ana", "Bea", "Cleo")


async def story(stage: Stage) -> None:
    """Tell the first evening from an empty server to a forgotten member."""
    await set_up(stage)
    for name in MEMBERS:
        await join(stage, name, counted=name != "Hana")
    opened = await _open(stage)
    post = await _post(stage, "Ana")
    for name in BEFORE_THE_CUT:
        await _answer(stage, name, FOR_THE_CIRCLE[name], post)
    await _power_cut(stage)
    for name in FOR_THE_CIRCLE:
        if name not in BEFORE_THE_CUT:
            await _answer(stage, name, FOR_THE_CIRCLE[name], post)
    await _only_me_and_pass(stage, post)
    await _close(stage, opened)
    await _keep_quiet_hours(stage, "Cleo")
    await _forget(stage, "Cleo")


async def _open(stage: Stage) -> Screen:
    robin = stage.people["Robin"]
    screen = await robin.press(await robin.command("plan"), "Ask for a check-in")
    preview = await robin.press(screen, "Steady")
    stage.teller.reads(preview.text, "This is how it will look")
    opened = await robin.press(preview, "Open it now")
    stage.teller.reads(opened.text, "is open in")
    stage.teller.step("Robin opens a check-in after seeing how it will look.")
    return opened


async def _post(stage: Stage, name: str) -> Screen:
    return [screen for screen in await stage.people[name].look("north-room") if not screen.private][-1]


async def _answer(stage: Stage, name: str, choice: str, post: Screen) -> None:
    person = stage.people[name]
    audiences = await person.press(await person.press(post, choice), "More")
    answered = await person.press(audiences, "Circle without my name")
    stage.teller.reads(answered.text, "counted with the circle")
    stage.teller.step(f"{name} answers for the circle, without a name.")


async def _power_cut(stage: Stage) -> None:
    await stage.kill_bot()
    stage.teller.step("The power goes (kill -9).")
    await stage.start_bot()
    stage.teller.step("It comes back. The buttons from before still stand.")


async def _only_me_and_pass(stage: Stage, post: Screen) -> None:
    gus, hana = stage.people["Gus"], stage.people["Hana"]
    shown = await gus.press(await gus.press(post, "Stormy"), "Only me")
    stage.teller.reads(shown.text, "for you alone", "Nothing was kept")
    stage.teller.step("Gus answers for himself alone, and nothing is kept.")
    stage.teller.reads((await hana.press(post, "Pass")).text, "That is fine")
    stage.teller.step("Hana passes, and nothing is kept.")


async def _close(stage: Stage, opened: Screen) -> None:
    closed = await stage.people["Robin"].press(opened, "Close it now")
    stage.teller.reads(closed.text, "Steady: 3", "Something else: 3")
    post = await _post(stage, "Bea")
    stage.teller.reads(post.text, "Steady: 3", "Something else: 3", "Thank you for being here")
    for choice in ("Wobbly", "Stormy"):
        stage.teller.expect(choice not in post.text, f"The spread shows the few who answered {choice}.")
    stage.teller.expect(
        set(post.buttons) == {"Light a candle", "Step out"}, "The closed check-in has other buttons."
    )
    stage.teller.expect(not any(name in post.text for name in MEMBERS), "The spread names someone.")
    stage.teller.step("Robin closes it. The circle reads: Steady: 3, something else: 3, and a thank-you.")


async def _keep_quiet_hours(stage: Stage, name: str) -> None:
    person = stage.people[name]
    screen = await person.press(await person.command("my"), "My quiet hours")
    form = await person.press(screen, "Type my quiet hours")
    saved = await person.submit(form, {"start": "21:00", "end": "09:00", "zone": QUIET_ZONE})
    stage.teller.reads(saved.text, "Saved", QUIET_ZONE)
    stage.teller.step(f"{name} keeps quiet hours.")


async def _forget(stage: Stage, name: str) -> None:
    person, before = stage.people[name], people_rows(stage.data_dir)
    kept = await person.press(await person.command("my"), "See and erase")
    stage.teller.reads(kept.text, "all of it would go")
    erased = await person.press(kept, "Erase all of this now")
    stage.teller.reads(erased.text, "Erased", "Gone")
    stage.teller.expect("north-room" not in await person.channels(), f"{name} was erased and still sees the room.")
    stage.teller.step(f"{name} sees what is kept, erases it, and is out of the circle.")
    gone = before - people_rows(stage.data_dir)
    stage.teller.expect(len(gone) == 1, f"One person was erased, and {len(gone)} rows are gone.")
    row = next(iter(gone))
    spellings = spellings_of(person) | {f"column {place} of the row": part for place, part in enumerate(row[1:])}
    found = traces(stage.data_dir, spellings)
    stage.teller.expect(not found, f"Still there after erasing: {', '.join(found)}.")
    rows = rows_about(stage.data_dir, row[0])
    stage.teller.expect(not rows, f"Rows about the erased person stand in {', '.join(rows)}.")
    stage.teller.step(f"Every byte of both database files was read: nothing of {name} is in them.")


def spellings_of(person: Person) -> dict[str, bytes]:
    """Answer a person's id, name and words in every plain spelling."""
    number = int(person.id)
    return {
        "the id in digits": person.id.encode(),
        "the id in hexadecimal": f"{number:x}".encode(),
        "the id as bytes": struct.pack(">Q", number),
        "the id as bytes, turned": struct.pack("<Q", number),
        "the name": person.name.encode(),
        "the zone": QUIET_ZONE.encode(),
    }


def traces(folder: Path, spellings: Mapping[str, bytes]) -> list[str]:
    """Answer which spellings stand anywhere in the bytes of a folder's files, logs included."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    return [
        f"{what} in {file.name}"
        for file in files
        for what, spelling in spellings.items()
        if spelling in file.read_bytes()
    ]


def people_rows(folder: Path) -> set[tuple[int, bytes, bytes, bytes]]:
    """Answer the rows of the people file: number, look-up value, sealed id, wrapped key."""
    with closing(sqlite3.connect(f"file:{folder / 'people.db'}?mode=ro", uri=True)) as database:
        return set(database.execute("SELECT person, lookup, sealed_id, wrapped_key FROM people"))


def rows_about(folder: Path, person: int) -> list[str]:
    """Answer the tables of the main file in which a column holds a person's number."""
    with closing(sqlite3.connect(f"file:{folder / 'hearth.db'}?mode=ro", uri=True)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [table for table in tables if _holds(database, table, person)]


def _holds(database: sqlite3.Connection, table: str, number: int) -> bool:
    # Table names come from the file itself, not from a person.
    return any(number in row for row in database.execute(f'SELECT * FROM "{table}"'))  # noqa: S608
