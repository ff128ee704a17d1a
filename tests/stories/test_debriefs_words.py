"""What somebody writes after an ask: looked over, sent to one person, kept for oneself, or gone."""

from datetime import timedelta

import pytest

from bot.core.ids import PlatformId, Visitor
from bot.core.refusals import Refusal
from bot.core.storage.reading import blob
from bot.debriefs.model import telling
from tests.stories.conftest import Evening
from tests.stories.reaching import can_be_asked
from tests.stories.test_debriefs import again, heard, look, written
from tests.stories.test_mailbox import held, north, waiting


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("A quiet evening at 20:15, 3 of us.", ()),
        ("It was @Ana again", ("@Ana",)),
        ("<@123456789012345678> and <#22222222222222222>", ("<@123456789012345678>", "<#22222222222222222>")),
        ("id 12345678901234567 here", ("12345678901234567",)),
        ("a number of 16: 1234567890123456, of 21: 123456789012345678901", ()),
        ("mail someone@example.org", ("@example.org",)),
    ],
)
def test_ids_and_mentions_are_recognised(words: str, found: tuple[str, ...]) -> None:
    assert telling(words) == found


async def test_ids_and_mentions_are_pointed_out_before_anything_goes(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    words = f"It was <@{circle['Ana'].id}>, @Dani too. **loud** @everyone"
    draft = await written(circle, await heard(circle), words)
    assert "This could tell who somebody is" in draft.text
    assert draft.message is not None
    shown = draft.message["content"]
    assert f"\\<@{circle['Ana'].id}" in shown.replace("\u200b", "")
    assert "\\*\\*loud" in shown
    assert "@everyone" not in shown
    assert "Nothing waits" in (await waiting(circle, "Cleo")).text
    form = await circle["Bea"].press(draft, "Change the words")
    better = await circle["Bea"].submit(form, {"Your words": "It was a long hour."})
    assert "No mention and no long number" in better.text
    await circle["Bea"].press(better, "Send them to whoever listens")
    note = (await waiting(circle, "Cleo")).text
    assert "a long hour" in note
    assert circle["Ana"].id not in note


async def test_too_long_and_empty_words_are_refused_with_nothing_kept(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    shown = await heard(circle)
    assert "no words in it" in (await written(circle, shown, " \u200b ")).text
    assert await held(circle, "debrief_draft") == 0


async def test_unsent_words_go_after_fifteen_minutes(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    draft = await written(circle, await heard(circle), "A long hour.")
    await circle.pass_time(timedelta(minutes=15))
    assert await held(circle, "debrief_draft") == 0
    assert "Those words are gone" in (await circle["Bea"].press(draft, "Send them to whoever listens")).text
    assert "Nothing waits" in (await waiting(circle, "Cleo")).text


async def test_pressed_twice_the_words_go_once(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    draft = await written(circle, await heard(circle), "A long hour.")
    await circle["Bea"].press(draft, "Send them to whoever listens")
    visitor = Visitor(PlatformId(int(circle["Bea"].id)), None, frozenset(), False, False, "en")
    with pytest.raises(Refusal, match=r"debriefs\.refused\.nobody_listens"):
        await circle.hearth.debriefs.writing.send(visitor, await north(circle))
    assert (await waiting(circle, "Cleo")).text.count("A long hour.") == 1


async def test_words_kept_for_oneself_are_sealed_for_thirty_days_with_a_yes_of_their_own(circle: Evening) -> None:
    await can_be_asked(circle, "Bea")
    bea = circle["Bea"]
    draft = await written(circle, await bea.press(await look(circle), "Talk it over now"), "Heron and lamp.")
    assert "Send them to whoever listens" not in draft.buttons
    kept = await bea.press(draft, "Keep them for me, 30 days")
    assert "Heron and lamp." in (await bea.press(kept, "Words I keep")).text
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT sealed FROM debrief_kept"))
    assert row is not None
    assert b"Heron" not in blob(row, "sealed")
    yes = await bea.press(await bea.command("my"), "North: what I say yes to")
    assert "Switch off: Words I keep after an ask" in yes.buttons
    await circle.pass_time(timedelta(days=31))
    assert await held(circle, "debrief_kept") == 0


async def test_taking_the_yes_back_takes_the_kept_words_too(circle: Evening) -> None:
    await can_be_asked(circle, "Bea")
    bea = circle["Bea"]
    draft = await written(circle, await bea.press(await look(circle), "Talk it over now"), "Heron and lamp.")
    await bea.press(draft, "Keep them for me, 30 days")
    yes = await bea.press(await bea.command("my"), "North: what I say yes to")
    await bea.press(yes, "Switch off: Words I keep after an ask")
    assert await held(circle, "debrief_kept") == 0
    assert "Words I keep" not in (await again(circle)).buttons


@pytest.mark.parametrize("who", ["Ana", "Bea", "Cleo"])
async def test_erasing_lets_go_of_whoever_asked_wrote_or_listened(circle: Evening, who: str) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    await written(circle, await heard(circle), "A long hour.")
    screen = await circle[who].command("my")
    for label in ("See and erase", "Erase all of this now"):
        screen = await circle[who].press(screen, label)
    await circle.hearth.settle()
    left = {
        "Ana": ("debrief_asker",),
        "Bea": ("debrief_ended", "debrief_asker", "debrief_call", "debrief_listener", "debrief_draft"),
        "Cleo": ("debrief_listener",),
    }
    assert [table for table in left[who] if await held(circle, table)] == []
    if who == "Cleo":
        assert "cannot any more" in (await waiting(circle, "Bea")).text
