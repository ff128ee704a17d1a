"""What is mine: a member uses what there is, is named in a check-in, reads what is kept, and is forgotten."""

from rehearsal.screen import Screen
from rehearsal.stage import Stage
from rehearsal.stories._founding import join, set_up
from rehearsal.stories._reaching import can_be_asked
from rehearsal.stories.first import QUIET_ZONE, people_rows, rows_about, spellings_of, traces

NAMED = "The circle, with my name"


async def story(stage: Stage) -> None:
    """Tell of one member from joining to being nobody here."""
    await set_up(stage)
    for name in ("Ana", "Bea"):
        await join(stage, name, counted=True)
    await _settles(stage)
    await can_be_asked(stage, "Ana", "08:00", "23:00")
    await _is_named(stage)
    await _is_forgotten(stage, await _looks(stage))


async def _settles(stage: Stage) -> None:
    ana, teller = stage.people["Ana"], stage.teller
    form = await ana.press(await ana.press(await ana.command("my"), "My quiet hours"), "Type my quiet hours")
    saved = await ana.submit(form, {"start": "21:00", "end": "09:00", "zone": QUIET_ZONE})
    teller.reads(saved.text, "Saved", QUIET_ZONE)
    await ana.press(await ana.press(await ana.command("my"), "North: what I say yes to"), "Switch on: My check-ins")
    teller.step("Ana keeps quiet hours, and her own check-ins for herself.")


async def _is_named(stage: Stage) -> None:
    robin, ana, teller = stage.people["Robin"], stage.people["Ana"], stage.teller
    preview = await robin.press(await robin.press(await robin.command("plan"), "Ask for a check-in"), "Steady")
    opened = await robin.press(preview, "Open it now")
    audiences = await ana.press(await ana.press(await _post(stage), "Stormy"), NAMED)
    teller.expect(audiences.text, "Nothing was answered.")
    await robin.press(opened, "Close it now")
    teller.reads((await _post(stage)).text, "Ana")
    teller.step("Ana answers with her name, and the closed check-in shows it.")


async def _post(stage: Stage) -> Screen:
    return [screen for screen in await stage.people["Bea"].look("north-room") if not screen.private][-1]


async def _looks(stage: Stage) -> Screen:
    ana, teller = stage.people["Ana"], stage.teller
    kept = await ana.press(await ana.command("my"), "See and erase")
    teller.reads(kept.text, "all of it would go", "entries of check-ins", "I can be asked", "What stays, and why")
    teller.step("Ana reads what is kept about her, what would go, and what stays and why.")
    return kept


async def _is_forgotten(stage: Stage, kept: Screen) -> None:
    ana, teller, before = stage.people["Ana"], stage.teller, people_rows(stage.data_dir)
    erased = await ana.press(kept, "Erase all of this now")
    teller.reads(erased.text, "Erased", "Gone: 1 entry of “I can be asked”", "What stays, and why")
    await stage.forward("PT1M")
    teller.expect("Ana" not in (await _post(stage)).text, "The closed check-in still shows Ana.")
    teller.expect("north-room" not in await ana.channels(), "Ana was erased and still sees the room.")
    teller.step("Ana erases it. The receipt says what went, and the closed check-in shows her no more.")
    gone = before - people_rows(stage.data_dir)
    teller.expect(len(gone) == 1, f"One person was erased, and {len(gone)} rows are gone.")
    row = next(iter(gone))
    sought = spellings_of(ana) | {f"column {place} of the row": part for place, part in enumerate(row[1:])}
    found = [*traces(stage.data_dir, sought), *rows_about(stage.data_dir, row[0])]
    teller.expect(not found, f"Still there after erasing: {', '.join(found)}.")
    mine = await ana.command("my")
    teller.reads(mine.text, "You are in no circle")
    teller.step("Every byte of both database files was read: nothing of Ana is in them. /my knows nobody.")
