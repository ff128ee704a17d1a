"""Two people who answer each other by mailbox, and never learn who the other is."""

import contextlib
import sqlite3
from datetime import timedelta

from bot.mailbox.model import ANSWER_MOST
from rehearsal.person_forms import NothingHappened
from tests.stories.conftest import Evening
from tests.stories.test_mailbox import answer, between, held, known, north, note_for, waiting


async def test_two_people_answer_each_other_and_never_learn_who_the_other_is(circle: Evening) -> None:
    await between(circle, "Ana", "Bea")
    sent = await answer(circle, "Ana", "Yes, please.")
    assert "not told who you are" in sent.text
    assert (await circle["Bea"].command("help")).text.endswith("1 note waits in /my.")
    assert "Somebody writes: “Yes, please.”" in (await waiting(circle, "Bea")).text
    await answer(circle, "Bea", "I will sit with you.")
    assert "I will sit with you." in (await waiting(circle, "Ana")).text
    for reader, writer in (("Ana", "Bea"), ("Bea", "Ana")):
        stranger = await known(circle, writer)
        seen = "\n".join(str(screen.message) + screen.text for screen in await circle[reader].inbox())
        assert circle[writer].id not in seen
        assert str(stranger.number) not in seen
        assert not [screen for screen in await circle[reader].inbox() if screen.private and writer in screen.text]


async def test_no_row_of_the_file_tells_which_two_belong_together(circle: Evening) -> None:
    await between(circle, "Ana", "Bea")
    await between(circle, "Cleo", "Dani")
    await answer(circle, "Ana", "Yes, please.")
    rows = {name: await rows_of(circle, name) for name in ("Ana", "Bea", "Cleo", "Dani")}
    for name, own in rows.items():
        shown = b" ".join(
            value if isinstance(value, bytes) else str(value).encode() for row in own for value in row
        )
        others = {value for other, kept in rows.items() if other != name for row in kept for value in row}
        # Random numbers alone: a circle and a day are the same for many.
        told = {value for value in others if isinstance(value, int) and value > 2**32} - {await north(circle)}
        assert told
        assert not [value for value in told if str(value).encode() in shown]


async def rows_of(circle: Evening, name: str) -> list[tuple[object, ...]]:
    """Read what stands about somebody in the mailbox's tables."""
    person = (await known(circle, name)).number
    with contextlib.closing(sqlite3.connect(circle.folder / "data" / "hearth.db")) as file:
        sides = file.execute("SELECT * FROM mailbox_side WHERE person = ?", (person,)).fetchall()
        return sides + file.execute("SELECT * FROM mailbox_slip WHERE person = ?", (person,)).fetchall()


async def test_an_empty_answer_sends_nothing_and_says_so(circle: Evening) -> None:
    await between(circle, "Ana", "Bea")
    assert "nothing was sent" in (await answer(circle, "Ana", "  ")).text
    assert "Nothing waits" in (await waiting(circle, "Bea")).text


async def test_words_longer_than_the_form_allows_send_nothing(circle: Evening) -> None:
    await between(circle, "Ana", "Bea")
    with contextlib.suppress(NothingHappened):
        assert "not sent" in (await answer(circle, "Ana", "x" * (ANSWER_MOST + 1))).text
    assert "Nothing waits" in (await waiting(circle, "Bea")).text


async def test_nobody_is_flooded_one_answer_waits_for_the_other(circle: Evening) -> None:
    await between(circle, "Ana", "Bea")
    ana, bea = circle["Ana"], circle["Bea"]
    old, listed = await waiting(circle, "Ana"), await waiting(circle, "Ana")
    forms = [await ana.press(listed, "Answer 1"), await ana.press(listed, "Answer 1")]
    await ana.submit(forms[0], {"Your words": "First."})
    assert "answered already" in (await ana.submit(forms[1], {"Your words": "Second."})).text
    assert "answered already" in (await ana.press(old, "Answer 1")).text
    shown = await waiting(circle, "Ana")
    assert "You have answered" in shown.text
    assert "Answer 1" not in shown.buttons
    assert (await bea.command("help")).text.endswith("1 note waits in /my.")
    await answer(circle, "Bea", "Heard you.")
    assert "Answer 1" in (await waiting(circle, "Ana")).buttons


async def test_an_answer_to_somebody_who_erased_themselves_is_told_truly(circle: Evening) -> None:
    await between(circle, "Ana", "Bea")
    ana, bea = circle["Ana"], circle["Bea"]
    listed = await waiting(circle, "Ana")
    form = await ana.press(listed, "Answer 1")
    await bea.press(await bea.press(await bea.command("my"), "See and erase"), "Erase all of this now")
    told = await ana.submit(form, {"Your words": "Are you there?"})
    assert "not delivered" in told.text
    assert "“Are you there?”" in told.text
    assert "reach no one" in (await ana.press(listed, "Answer 1")).text
    # Nothing of it counts as an answer.
    assert "You have answered" not in (await waiting(circle, "Ana")).text


async def test_a_thread_lives_no_longer_than_its_last_note(circle: Evening) -> None:
    await between(circle, "Ana", "Bea")
    await answer(circle, "Ana", "Yes.")
    await circle["Ana"].press(await waiting(circle, "Ana"), "Put away 1")
    assert await held(circle, "mailbox_side") == 2
    await answer(circle, "Bea", "Good.")
    await circle["Bea"].press(await waiting(circle, "Bea"), "Put away 1")
    assert await held(circle, "mailbox_side") == 2
    await circle["Ana"].press(await waiting(circle, "Ana"), "Put away 1")
    assert await held(circle, "mailbox_side") == 0


async def test_after_30_days_a_note_is_gone_with_its_thread(circle: Evening) -> None:
    await between(circle, "Ana", "Bea")
    await switched_off_for(circle, 10)
    await answer(circle, "Ana", "Yes.")
    await switched_off_for(circle, 19)
    assert await held(circle, "mailbox_slip") == 2
    await switched_off_for(circle, 1)
    assert await held(circle, "mailbox_slip") == 1
    assert await held(circle, "mailbox_side") == 2
    await switched_off_for(circle, 10)
    assert await held(circle, "mailbox_slip") == await held(circle, "mailbox_side") == 0


async def switched_off_for(circle: Evening, days: int) -> None:
    """Let days pass in one leap, as for a computer that was off, and do what is due then."""
    circle.clock.forward(timedelta(days=days))
    await circle.hearth.settle()


async def test_leaving_the_circle_takes_the_notes_about_it(circle: Evening) -> None:
    await between(circle, "Ana", "Bea")
    bea = circle["Bea"]
    await note_for(circle, "Bea")
    await bea.press(await bea.press(await bea.command("my"), "North: look in or leave"), "Leave North")
    assert await held(circle, "mailbox_slip") == 1
    assert "reach no one" in (await circle["Ana"].press(await waiting(circle, "Ana"), "Answer 1")).text


async def test_with_the_very_last_yes_goes_all_that_waits(circle: Evening) -> None:
    sam = circle["Sam"]
    await sam.press(await sam.press(await sam.command("my"), "My language"), "Keep: English")
    await note_for(circle, "Sam")
    await sam.press(await sam.command("my"), "Stop everything")
    assert await held(circle, "mailbox_slip") == await held(circle, "mailbox_side") == 0
