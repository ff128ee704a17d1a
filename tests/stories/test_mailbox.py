"""What waits: a note read in one's own language, and gone when it is put away."""

from datetime import UTC, datetime

import pytest

from bot.core.ids import ChannelId, CircleId, Person, PlatformId, Private, Visitor
from bot.core.keeping import NotKept, WhyNot
from bot.core.notices import Moment, Place, Plain, Said, Together, said
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.core.storage.reading import number
from bot.mailbox.model import ANSWER_MOST, End, HouseSlip, Slip, SlipId, Thread, packed, unpacked
from cogs.circles.cog import CircleCog
from cogs.privacy.cog import PrivacyCog
from rehearsal.screen import Screen
from tests.stories.conftest import Evening

ABOUT = "checkins.answers.name"
"""Something a reader began; the words of any feature will do."""

RESTS = said("checkins.plan.too_few")
"""What a note of the house may say."""


async def known(circle: Evening, name: str) -> Person:
    """Answer a member as the product knows them."""
    found = await circle.hearth.people.find(PlatformId(int(circle[name].id)))
    assert found is not None
    return found


async def north(circle: Evening) -> CircleId:
    """Answer the number of the circle."""
    rows = await circle.stores.main.read(lambda tx: tx.all("SELECT circle FROM circle"))
    found = [await circle.hearth.circles.get(CircleId(number(row, "circle"))) for row in rows]
    return next(one.circle for one in found if one.name == "North")


async def note_for(circle: Evening, name: str, body: Said | Private = RESTS) -> SlipId:
    """Put a note of the house into somebody's mailbox, as another feature would."""
    person, at = await known(circle, name), await north(circle)
    put = await circle.stores.main.write(
        lambda tx: circle.hearth.mailbox.slip(tx, person, HouseSlip(at, ABOUT, body))
    )
    circle.hearth.ground.changed()
    assert put is not None
    return put


async def between(circle: Evening, one: str, other: str) -> Thread:
    """Begin a thread between two members, with a first note for the one."""
    first, second, at = await known(circle, one), await known(circle, other), await north(circle)

    def work(tx: Transaction) -> Thread:
        thread = circle.hearth.mailbox.begin(tx, at, End(first, ABOUT), End(second, "checkins.plan.format"))
        assert circle.hearth.mailbox.slip(tx, first, Slip(thread.one, Private("Would you like company?")))
        return thread

    thread = await circle.stores.main.write(work)
    circle.hearth.ground.changed()
    return thread


async def waiting(circle: Evening, name: str) -> Screen:
    """Open what waits for somebody."""
    return await circle[name].press(await circle[name].command("my"), "Waiting for you")


async def answer(circle: Evening, name: str, words: str) -> Screen:
    """Answer the newest note of somebody."""
    form = await circle[name].press(await waiting(circle, name), "Answer 1")
    return await circle[name].submit(form, {"Your words": words})


async def held(circle: Evening, table: str) -> int:
    """Count the rows of a table."""
    row = await circle.stores.main.read(lambda tx: tx.one(f'SELECT count(*) AS held FROM "{table}"'))  # noqa: S608
    assert row is not None
    return number(row, "held")


async def test_a_note_waits_is_read_and_is_put_away(circle: Evening) -> None:
    ana = circle["Ana"]
    assert "waits" not in (await ana.command("help")).text
    await note_for(circle, "Ana")
    assert (await ana.command("help")).text.endswith("-# 1 note waits in /my.")
    home = await ana.command("my")
    assert "Waiting for you: 1" in home.buttons
    shown = await ana.press(home, "Waiting for you")
    assert "A spread could not be shown" in shown.text
    assert "Keeping my check-in answers · North · March 20, 2027" in shown.text
    assert "waits in" not in shown.text
    assert "Answer 1" not in shown.buttons
    assert "waits" not in (await ana.command("help")).text
    assert "Nothing waits" in (await ana.press(shown, "Put away 1")).text
    assert await held(circle, "mailbox_slip") == await held(circle, "mailbox_side") == 0


async def test_what_waits_is_told_in_the_readers_language_with_plural(circle: Evening) -> None:
    ana = circle["Ana"]
    await ana.press(await ana.press(await ana.command("my"), "My language"), "Keep: Español")
    await note_for(circle, "Ana")
    await note_for(circle, "Ana")
    assert (await ana.command("help")).text.endswith("-# 2 notas te esperan en /my.")
    shown = await ana.press(await ana.command("my", dm=True), "Te espera: 2")
    assert "Te espera." in shown.text
    assert "North · 20 de marzo de 2027" in shown.text
    assert "A spread" not in shown.text


async def test_nothing_waits_for_a_stranger_and_looking_keeps_nothing(circle: Evening) -> None:
    assert "Nothing waits" in (await waiting(circle, "Sam")).text
    assert "Nothing waits" in (await waiting(circle, "Ana")).text
    assert await held(circle, "mailbox_slip") == 0


def test_everything_a_slip_may_hold_comes_out_as_it_went_in() -> None:
    moment = Moment(datetime(2027, 3, 20, 18, 0, tzinfo=UTC), until=True)
    inner = said("core.lines", lines=Private("own words"))
    body = Said("a.b", {"n": 3, "p": Plain("*x*"), "w": "*y*", "m": moment, "c": Place(ChannelId(1)), "s": inner})
    opened = unpacked(packed(body))
    assert opened == body
    assert isinstance(opened, Said)
    # A person's words come out as such, never as the house's own, which are shown without being made harmless.
    assert isinstance(opened.values["p"], Plain)
    assert isinstance(opened.values["w"], Private)
    assert unpacked(packed(Private("words"))) == Private("words")
    with pytest.raises(TypeError):
        packed(said("core.lines", lines=Together(())))
    with pytest.raises(ValueError, match="this long"):
        packed(said("core.lines", lines=Private("x" * 1201)))


async def test_many_notes_are_paged_newest_first_and_each_page_counts_as_read(circle: Evening) -> None:
    ana = circle["Ana"]
    for place in range(7):
        await note_for(circle, "Ana", Private(f"note {place}"))
    first = await waiting(circle, "Ana")
    assert [f"note {place}" in first.text for place in range(7)] == [False] * 4 + [True] * 3
    assert "wait in" not in first.text
    assert first.text.index("note 6") < first.text.index("note 5")
    assert "4 notes wait" in (await ana.command("help")).text
    last = await ana.press(await ana.press(first, "Older"), "Older")
    assert "**7.**" in last.text
    assert "Older" not in last.buttons
    assert "**4.**" in (await ana.press(last, "Put away 7")).text


async def test_notes_of_the_longest_and_worst_words_are_shown_whole(circle: Evening) -> None:
    for _ in range(3):
        await note_for(circle, "Ana", Private("*_" * (ANSWER_MOST // 2 - 4) + "the end"))
    shown = await waiting(circle, "Ana")
    assert "the end" in shown.text
    assert "the end" in (await circle["Ana"].press(shown, "Older")).text


async def test_words_in_a_note_take_no_effect(circle: Evening) -> None:
    words = "@everyone <@1> **loud** [here](https://example.org)\n# big\n-# Only you can see this."
    await note_for(circle, "Ana", Private(words))
    shown = await waiting(circle, "Ana")
    assert shown.message is not None
    content = shown.message["content"]
    assert "\\*\\*loud" in content
    assert "@everyone" not in content
    assert "<@1>" not in content.replace("\\<", "")
    assert "](" not in content
    assert "\n# big" not in content
    assert content.count("\n-# ") == 1


async def test_old_buttons_and_double_presses_change_nothing(circle: Evening) -> None:
    await note_for(circle, "Ana")
    ana, old, shown = circle["Ana"], await waiting(circle, "Ana"), await waiting(circle, "Ana")
    await ana.press(shown, "Put away 1")
    assert "not here any more" in (await ana.press(old, "Put away 1")).text


async def test_the_note_of_somebody_else_cannot_be_put_away_or_answered(circle: Evening) -> None:
    await between(circle, "Ana", "Cleo")
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT slip FROM mailbox_slip"))
    assert row is not None
    slip, mailbox = SlipId(number(row, "slip")), circle.hearth.mailbox
    for name in ("Bea", "Sam"):
        visitor = Visitor(PlatformId(int(circle[name].id)), None, frozenset(), False, False, "en")
        for tried in (
            mailbox.put_away(visitor, slip, 0),
            mailbox.may_answer(visitor, slip),
            mailbox.answer(visitor, slip, Private("words")),
        ):
            with pytest.raises(Refusal, match=r"mailbox\.gone"):
                await tried
    assert await held(circle, "mailbox_slip") == 1


async def test_a_way_out_and_a_way_to_people_never_speak_of_notes(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    await note_for(circle, "Ana")
    ana = circle["Ana"]
    assert "waits in" in (await ana.command("help")).text
    with monkeypatch.context() as door:
        door.setattr(CircleCog, "mentions_mailbox", False)
        assert "waits in" not in (await ana.command("help")).text
        assert "waits in" in (await ana.command("my")).text
    monkeypatch.setattr(PrivacyCog.my, "mentions_mailbox", False, raising=False)
    assert "waits in" not in (await ana.command("my")).text


async def test_a_refusal_says_nothing_but_itself(circle: Evening) -> None:
    await note_for(circle, "Ana")
    form = await circle["Ana"].press(
        await circle["Ana"].press(await circle["Ana"].command("my"), "My quiet hours"), "Type"
    )
    refused = await circle["Ana"].submit(form, {"start": "late", "end": "9", "zone": "berlin"})
    assert "Nothing was saved" in refused.text
    assert "waits in" not in refused.text


async def test_a_full_disk_keeps_nobody_from_reading(circle: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    await note_for(circle, "Ana")

    async def full(*_: object) -> None:
        raise NotKept(WhyNot.FULL, "no room")

    with monkeypatch.context() as disk:
        disk.setattr(circle.stores.main, "write", full)
        assert "A spread could not be shown" in (await waiting(circle, "Ana")).text
    assert "1 note waits" in (await circle["Ana"].command("help")).text
