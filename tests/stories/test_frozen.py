"""While a host looks into a breach: no routine message, no copy; people are reached, and erasing works (R180)."""

from datetime import timedelta

import pytest

from bot import cli_breach
from bot.core.ids import Private
from bot.core.refusals import Refusal
from bot.privacy import copying
from bot.privacy.copying import Way
from bot.settings import read_settings
from rehearsal.stories.first import rows_about
from tests.stories.conftest import Evening
from tests.stories.reaching import ask, can_be_asked, pages
from tests.stories.test_copying import asked, attached, copy, old_phrase, visitor
from tests.stories.test_mailbox import held, known, note_for
from tests.stories.test_phrase import PHRASE
from tests.stories.test_whispers import direct, whispers_on


async def breached(circle: Evening) -> None:
    """Have the host begin to look into it, beside the running bot."""
    settings, drafts = read_settings({}, circle.folder), circle.folder / "notices"
    assert await cli_breach.breach(settings, (), drafts, circle.clock) == 0


async def test_routine_direct_messages_stop_and_help_does_not(circle: Evening) -> None:
    settings = read_settings({}, circle.folder)
    await can_be_asked(circle, "Bea")
    await whispers_on(circle, "Ana")
    assert await cli_breach.breach(settings, (), circle.folder / "notices", circle.clock) == 0
    await note_for(circle, "Ana")
    await circle.pass_time(timedelta(minutes=5))
    assert await direct(circle, "Ana") == []
    await ask(circle, "Cleo")
    await circle.hearth.settle()
    assert await pages(circle, "Bea") == {"Bea": 1}
    assert (await circle["Cleo"].command("escape")).buttons
    assert await cli_breach.over(settings) == 0
    await circle.pass_time(timedelta(days=2))
    await note_for(circle, "Ana")
    await circle.pass_time(timedelta(days=1))
    assert len(await direct(circle, "Ana")) == 1


async def test_no_copy_leaves_the_house_and_it_says_since_when_and_what_still_works(circle: Evening) -> None:
    ana, settings = circle["Ana"], read_settings({}, circle.folder)
    await asked(circle)
    circle.clock.forward(timedelta(hours=25))
    ready = await copy(circle)
    await breached(circle)
    since = f"<t:{int(circle.clock.moment.timestamp())}:f>"
    circle.clock.forward(timedelta(hours=1))
    # The screen from before gives nothing, and the one opened now says why.
    late = await ana.press(ready, "Take it now")
    assert "No file was made" in late.text
    assert since in late.text
    assert attached(late) == []
    shown = await copy(circle)
    assert "No copy is made for now" in shown.text
    assert since in shown.text
    assert "Nothing of yours was lost" in shown.text
    assert not {"Take it now", "Ask for it: ready in 24 hours"} & {*shown.buttons}
    assert "What you said yes to" in (await ana.press(shown, "See what is kept")).text
    assert await cli_breach.over(settings) == 0
    given = await ana.press(await copy(circle), "Take it now")
    assert [one["filename"] for one in attached(given)] == ["notes.txt", "notes.json"]


async def test_a_phrase_opens_no_copy_meanwhile_and_no_try_is_counted(circle: Evening) -> None:
    ana = circle["Ana"]
    await old_phrase(circle)
    form = await ana.press(await copy(circle), "Type my phrase")
    await breached(circle)
    for _ in range(4):
        with pytest.raises(Refusal, match=r"kept\.refused\.frozen"):
            await circle.hearth.copying.take_with(visitor(circle), Private("not that"))
    refused = await ana.submit(form, {"words": PHRASE})
    assert attached(refused) == []
    assert PHRASE not in refused.text
    assert await cli_breach.over(read_settings({}, circle.folder)) == 0
    assert (await circle.hearth.copying.take_with(visitor(circle), Private(PHRASE))).entries


async def test_the_further_parts_of_a_copy_stop_as_well(circle: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "PART_MOST", 1)
    await old_phrase(circle)
    first = await circle.hearth.copying.take_with(visitor(circle), Private(PHRASE))
    assert not first.last
    await breached(circle)
    with pytest.raises(Refusal, match=r"kept\.refused\.frozen"):
        await circle.hearth.copying.take(visitor(circle), 1)


async def test_nothing_begins_and_what_was_asked_for_can_be_cancelled(circle: Evening) -> None:
    await breached(circle)
    assert (await circle.hearth.copying.ask(visitor(circle))).way is Way.FROZEN
    assert await held(circle, "copy_wish") == 0
    assert await cli_breach.over(read_settings({}, circle.folder)) == 0
    await asked(circle)
    await breached(circle)
    cancelled = await circle["Ana"].press(await copy(circle), "Cancel the copy")
    assert "No copy is asked for any more" in cancelled.text
    assert await held(circle, "copy_wish") == 0


async def test_erasing_works_meanwhile(circle: Evening) -> None:
    ana = circle["Ana"]
    person = (await known(circle, "Ana")).number
    await breached(circle)
    screen = await ana.press(await copy(circle), "See and erase what is kept")
    assert "Erased" in (await ana.press(screen, "Erase all of this now")).text
    assert rows_about(circle.folder / "data", person) == []
    assert "Nothing is kept about you here" in (await ana.press(await ana.command("my"), "See what is kept")).text
