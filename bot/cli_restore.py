"""`hearth restore`: puts a copy back in place of a lost or damaged main file, and says beforehand what is lost."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.assembly import FEATURES
from bot.consent.model import Yes
from bot.consent.store import every, follow
from bot.core.ports import Clock
from bot.core.refusals import SettingsFault
from bot.core.storage.backups import dated, folder_beside
from bot.core.storage.carrying import Carried, carried_from, carry_into
from bot.core.storage.database import Transaction
from bot.core.storage.keyring import Keyring
from bot.core.storage.migrate import MAIN, PEOPLE, lacking
from bot.core.storage.peek import peek
from bot.core.storage.restored import Restored, last_beat, mark_restored, restored_in
from bot.core.storage.restoring import finish_restoring, folder_in, make_ready, swap
from bot.core.storage.schema import is_whole
from bot.core.storage.sqlite import is_sound
from bot.core.world import SystemChance
from bot.people.proving import Proved, numbers_in, proved_in
from bot.privacy.store import personal_tables, persons
from bot.settings import Settings
from bot.stores import finish_cut_off, held

FINE, BROKEN = 0, 1

NEWEST = "newest"
"""Stands for the newest sound copy among the data folder's own backups."""

PROTECTS = ("person_settings", "person_apart", "device_phrase", "note_block")
"""Tables that hold nothing but what spares members something: they stay as they are now."""

Ask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Present:
    """What could be read of the main file in use: until when it was used, its yeses, and what protects members."""

    until: datetime | None
    yeses: tuple[Yes, ...]
    carried: Carried


async def restore(settings: Settings, named: str, ask: Ask | None, clock: Clock) -> int:
    """Put a copy back once the host said yes to what is lost; without `ask` nobody is asked."""
    keyring = Keyring.open(settings.key_file, SystemChance(), settings.data_dir)
    finish_cut_off(settings.data_dir)
    copy = _copy_named(settings.data_dir, named)
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with held(settings.data_dir):
        try:
            return await _restore(settings.data_dir, copy, keyring, (ask, clock.now()))
        finally:
            # Whatever was made ready and is not wanted holds members' rows.
            finish_restoring(settings.data_dir)


async def _restore(data: Path, copy: Path, keyring: Keyring, how: tuple[Ask | None, datetime]) -> int:
    ask, now = how
    people = await _people_for(data, copy, keyring)
    present = await _present(data / "hearth.db")
    await make_ready(copy, "hearth.db", data, MAIN, lambda tx: _mark(tx, copy, present, now))
    names = ["hearth.db"]
    if people != data / "people.db":
        await make_ready(people, "people.db", data, PEOPLE, lambda _: None)
        names.append("people.db")
    for line in await _losses(data, copy, people, known_present=present is not None):
        print(line)
    if ask is not None and ask("Type yes to put it back: ").strip().lower() != "yes":
        print("Nothing was changed.")
        return BROKEN
    swap(data, names)
    print("The copy was put back. Start Hearth, look at hearth verify, and tell the circle what was lost.")
    return FINE


def _copy_named(data: Path, named: str) -> Path:
    if named != NEWEST:
        copy = Path(named).absolute()
        if not copy.is_file():
            raise SettingsFault(f"{copy} is no file: name a copy of hearth.db, or {NEWEST}.")
        return copy
    folder = folder_beside(data / "hearth.db")
    for _, copy in dated(folder):
        if is_sound(copy, "integrity_check"):
            return copy
        print(f"{copy} is damaged and is left out.", file=sys.stderr)
    raise SettingsFault(f"There is no sound copy in {folder}: name the file of one.")


async def _people_for(data: Path, copy: Path, keyring: Keyring) -> Path:
    """Answer the people file to go on with: the one in place if it can be read, so that the erased stay erased."""
    own = data / "people.db"
    candidates = [own, folder_beside(own) / own.name, copy.with_name(own.name)]
    for place, candidate in enumerate(candidates):
        proved = await _proved(candidate, keyring)
        if proved is None:
            continue
        if not proved.fits or 0 < proved.all == proved.unreadable:
            raise SettingsFault(
                f"{candidate} belongs to another key file than this one (fingerprint {keyring.fingerprint()}), or "
                "to an older state of it: put your newest copy of the key file there. Nothing was changed."
            )
        if place:
            print(f"{own} cannot be read: {candidate} takes its place.")
        return candidate
    raise SettingsFault(
        f"There is no people file that can be read, neither {own} nor a copy of it, and without one nobody's words "
        "open any more: put your copy of people.db beside the copy of hearth.db. Nothing was changed."
    )


async def _proved(file: Path, keyring: Keyring) -> Proved | None:
    try:
        return await peek(file, lambda tx: proved_in(tx, keyring) if is_whole(tx) else None)
    except SettingsFault:
        return None


async def _present(main: Path) -> Present | None:
    """Answer what the main file in use still tells, or None where it is lost or damaged."""
    try:
        return await peek(main, lambda tx: _present_in(tx, main))
    except SettingsFault:
        return None


def _present_in(tx: Transaction, main: Path) -> Present | None:
    if not is_whole(tx) or lacking(tx, main, MAIN):
        return None
    return Present(last_beat(tx), tuple(every(tx)), carried_from(tx, PROTECTS))


def _mark(tx: Transaction, copy: Path, present: Present | None, now: datetime) -> None:
    copied_at = min(last_beat(tx) or datetime.fromtimestamp(copy.stat().st_mtime, UTC), now)
    # Where it cannot be read, nobody knows how long the file before was used.
    used_until = now if present is None else present.until or copied_at
    until = min(max(used_until, copied_at), now)
    mark_restored(tx, Restored(copied_at, until))
    if present is not None:
        follow(tx, present.yeses)
        carry_into(tx, present.carried)


async def _losses(data: Path, copy: Path, people: Path, *, known_present: bool) -> list[str]:
    tables, ready = personal_tables(FEATURES), folder_in(data) / "hearth.db"
    marked, held_in = await peek(ready, lambda tx: (restored_in(tx), persons(tx, tables)))
    erased = len(held_in - await peek(people, numbers_in))
    return list(_lines(copy, marked, erased, known_present=known_present)) if marked else []


def _lines(copy: Path, marked: Restored, erased: int, *, known_present: bool) -> Iterator[str]:
    yield f"{copy} is of {_at(marked.copied_at)}."
    yield f"Lost is what was said, asked, answered and set up from then until {_at(marked.until)}."
    if known_present:
        yield "Yeses given and taken back since, phrases, settings, lists of whom to keep apart and pauses of notes"
        yield "stay as they are now."
    else:
        yield "The present hearth.db cannot be read: a yes that was taken back since stands again, and phrases,"
        yield "settings, lists of whom to keep apart and pauses of notes are as they were then. Tell the circle to"
        yield "look at theirs."
    yield f"People in the copy who were erased since: {erased}. They stay erased."
    yield "An ask for help that was open then goes on, and whoever asked is told that time was lost."


def _at(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
