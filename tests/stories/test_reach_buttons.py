"""Every button of an ask where it does not belong: pressed by somebody else, after the end, and out of shape."""

from collections.abc import AsyncIterator

import pytest

from bot.core.storage.reading import number
from cogs.reach.answers import ReachAnswerCog
from cogs.reach.cog import ReachCog
from cogs.reach.notes import ReachNotesCog
from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.reaching import HERE, THREAD, ask, can_be_asked, neutral, presses

OF_WHO_ASKS = ("end:{}:left", "end:{}:settled", "end:{}:local_help", "good:{}", "say:{}:keep_talking", "second:{}")
AROUND = ("write:{}", "after:{}", "thank:{}:0", "care:{}:1", "care:{}:1_7")
OF_WHO_IS_ASKED = ("look", "take", "not_me", "hi", "more_people", "come", "hand_over", "carry_on")
ANSWERS = (*(f"{one}:{{}}" for one in OF_WHO_IS_ASKED), "finish:{}:settled")
ONLY_WORDS = {"words", "worried", "how", "cards"}
"""Screens that hold nothing of an ask."""
BEFORE = {"want", "in", "back", "leave", "without", "young", "go"}
"""What comes before there is an ask; the gate of the circle stands before each."""
TABLES = (
    "reach_ask",
    "reach_page",
    "reach_event",
    "reach_over",
    "reach_caring",
    "consent",
    "outbox",
    "mailbox_slip",
)


@pytest.fixture(autouse=True)
async def nothing_on_a_locked_phone(circle: Evening) -> AsyncIterator[None]:
    """See at the end of every story that nobody's locked phone told anything (promise 8)."""
    yield
    await neutral(circle)


async def kept(circle: Evening) -> list[list[dict[str, object]]]:
    """Answer all that is kept of asks, consents and sendings."""
    return await circle.stores.main.read(
        lambda tx: [[dict(row) for row in tx.all(f"SELECT * FROM {table}")] for table in TABLES]  # noqa: S608
    )


async def the_ask(circle: Evening) -> int:
    """Answer the number of the only ask."""
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT ask FROM reach_ask"))
    assert row is not None
    return number(row, "ask")


async def change_nothing(circle: Evening, who: str, patterns: tuple[str, ...], of: object) -> list[Screen]:
    """Press each as somebody; every one is answered in words, and nothing is different after it."""
    shown = []
    for pattern in patterns:
        before = await kept(circle)
        screen = await presses(circle, who, f"reach:{pattern.format(of)}")
        await circle.hearth.settle()
        assert await kept(circle) == before, (who, pattern)
        assert "our fault" not in screen.text, (who, pattern)
        assert screen.private
        shown.append(screen)
    return shown


def test_no_button_is_left_out_of_these_stories() -> None:
    known = {one.split(":")[0] for one in (*OF_WHO_ASKS, *AROUND, *ANSWERS)} | ONLY_WORDS | BEFORE | {"over"}
    cogs = (ReachCog, ReachAnswerCog, ReachNotesCog)
    there = {method.action for cog in cogs for method in vars(cog).values() if hasattr(method, "action")}
    assert there == known


@pytest.mark.parametrize("how", [HERE, THREAD])
async def test_the_buttons_of_who_asks_do_nothing_for_anybody_else_at_any_state(circle: Evening, how: str) -> None:
    await can_be_asked(circle, "Bea", "Cleo", hours=False)
    await ask(circle, "Ana", how=how)
    await circle.hearth.settle()
    number_ = await the_ask(circle)
    for act in ("look", "take", "hi"):
        await presses(circle, "Bea", f"reach:{act}:{number_}")
        await circle.hearth.settle()
        for who in ("Bea", "Cleo", "Dani", "Sam", "Robin"):
            for screen in await change_nothing(circle, who, (*OF_WHO_ASKS, *AROUND), number_):
                assert "Ana" not in screen.text
                assert "North" not in screen.text
    await presses(circle, "Ana", f"reach:good:{number_}")
    await circle.hearth.settle()
    for who in ("Bea", "Cleo", "Sam"):
        await change_nothing(circle, who, (*OF_WHO_ASKS, *AROUND), number_)


async def test_the_buttons_of_who_is_asked_do_nothing_for_who_cannot_be(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo", hours=False)
    await ask(circle, "Ana")
    await circle.hearth.settle()
    number_ = await the_ask(circle)
    for act in ("look", "take", "hi"):
        await presses(circle, "Bea", f"reach:{act}:{number_}")
        for who in ("Ana", "Dani", "Gus", "Sam", "Robin"):
            for screen in await change_nothing(circle, who, ANSWERS, number_):
                assert "Bea" not in screen.text
                assert "alone" not in screen.text
    # Whoever can be asked and does not have it changes nothing of what Bea does.
    only_hers = ("hi:{}", "more_people:{}", "come:{}", "hand_over:{}", "carry_on:{}", "finish:{}:settled")
    for screen in await change_nothing(circle, "Cleo", only_hers, number_):
        assert "nothing" in screen.text.lower() or "not needed" in screen.text


async def test_after_the_end_every_button_says_so_and_does_nothing(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    await ask(circle, "Ana")
    await circle.hearth.settle()
    number_ = await the_ask(circle)
    await presses(circle, "Bea", f"reach:take:{number_}")
    await presses(circle, "Ana", f"reach:end:{number_}:left")
    await circle.hearth.settle()
    for screen in await change_nothing(circle, "Ana", (*OF_WHO_ASKS, "write:{}"), number_):
        assert "has ended, or there is none" in screen.text
    for screen in await change_nothing(circle, "Bea", ANSWERS[1:], number_):
        assert "nothing to answer here any more" in screen.text or "Nothing of it is shown" in screen.text
    look = await presses(circle, "Bea", f"reach:look:{number_}")
    assert "It has ended. Thank you for being there" in look.text


WRONG = ("", ":", "0", "-1", "x", "٣", "²", "1" * 25, "9" * 60, "1:2:3:4:5:6:7:8", "<@1>", "' OR 1=1")


async def test_buttons_out_of_shape_are_answered_kindly(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    everything = (*OF_WHO_ASKS, *AROUND, *ANSWERS, "words:{}", "worried:{}", "how:{}", "cards:{}", "young:{}")
    before = ("want:{}", "in:{}", "in:alone:{}", "back:alone:{}", "leave:alone:{}", "without:alone:{}")
    asks = ("go:alone:{}:here:1", "go:{}:1:here:1", "go:alone:1:{}:1", "go:alone:1:here:1:{}", "end:1:{}", "{}")
    for wrong in WRONG:
        await change_nothing(circle, "Ana", (*everything, *before, *asks), wrong)
