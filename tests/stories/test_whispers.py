"""The neutral direct message: seen before it is chosen, one line, never in quiet hours, stopped at once."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.core.ids import EVERYWHERE, MessageId, PlatformId, Private
from bot.core.ports import CannotKeep, Why
from bot.core.refusals import Refusal
from bot.mailbox import WHISPER
from rehearsal.screen import Screen
from rehearsal.stories.first import people_rows, rows_about, spellings_of, traces
from tests.stories.conftest import Evening
from tests.stories.test_mailbox import answer, between, held, note_for, waiting


async def whispers_on(circle: Evening, name: str) -> Screen:
    """Switch direct messages on, the long way through its first screen."""
    home = await circle[name].command("my")
    switches = await circle[name].press(home, "For all circles")
    first = await circle[name].press(switches, "Switch on: A direct message")
    return await circle[name].press(first, "Switch it on")


async def direct(circle: Evening, name: str) -> list[Screen]:
    """Answer the direct messages of somebody that are no private replies."""
    return [screen for screen in await circle[name].look(None) if not screen.private]


async def test_nobody_gets_a_direct_message_who_did_not_choose_it(circle: Evening) -> None:
    await note_for(circle, "Ana")
    await circle.pass_time(timedelta(days=2))
    assert await direct(circle, "Ana") == []


async def test_before_direct_messages_are_on_one_sees_exactly_what_will_appear(circle: Evening) -> None:
    ana = circle["Ana"]
    switches = await ana.press(await ana.command("my"), "For all circles")
    first = await ana.press(switches, "Switch on: A direct message")
    assert "lock screen" in first.text
    assert "You have a note. Open it when you have privacy." in first.text
    sampled = await ana.press(first, "Send me a sample")
    assert "A sample is in your direct messages" in sampled.text
    sample = (await direct(circle, "Ana"))[-1]
    assert sample.text == "You have a note. Open it when you have privacy."
    assert list(sample.buttons) == ["Open"]
    assert await held(circle, "outbox") == await held(circle, "mailbox_whisper") == 0
    switches = await ana.press(await ana.command("my"), "For all circles")
    assert "(off," in switches.text
    assert "Switched on" in (await ana.press(first, "Switch it on")).text


async def test_a_sample_to_closed_direct_messages_is_told_truly(circle: Evening) -> None:
    sam = circle["Sam"]
    await sam.set(dms_open=False)
    switches = await sam.press(await sam.command("my"), "For all circles")
    first = await sam.press(switches, "Switch on: A direct message")
    assert "no sample came" in (await sam.press(first, "Send me a sample")).text
    # Five members, whoever set the circle up, and this one.
    assert await held(circle, "consent") == 7


async def test_the_switch_of_direct_messages_cannot_be_pressed_past_its_first_screen(circle: Evening) -> None:
    with pytest.raises(Refusal, match=r"core\.stale"):
        await circle.hearth.consents.switch_on(PlatformId(int(circle["Ana"].id)), EVERYWHERE, WHISPER)


async def test_a_direct_message_is_one_neutral_line_that_opens_what_waits(circle: Evening) -> None:
    await whispers_on(circle, "Ana")
    await note_for(circle, "Ana")
    await circle.hearth.settle()
    line = (await direct(circle, "Ana"))[-1]
    assert line.text == "You have a note. Open it when you have privacy."
    assert list(line.buttons) == ["Open"]
    opened = await circle["Ana"].press(line, "Open")
    assert opened.private
    assert "A spread could not be shown" in opened.text
    shown = "\n".join(await circle["Ana"].notifications())
    assert "North" not in shown
    assert "Riverside" not in shown


async def test_at_most_one_unopened_direct_message_and_one_a_day(circle: Evening) -> None:
    await whispers_on(circle, "Ana")
    await note_for(circle, "Ana")
    await note_for(circle, "Ana")
    await circle.hearth.settle()
    assert len(await direct(circle, "Ana")) == 1
    await circle.pass_time(timedelta(days=2))
    await note_for(circle, "Ana")
    await circle.pass_time(timedelta(days=2))
    assert len(await direct(circle, "Ana")) == 1
    await waiting(circle, "Ana")
    await note_for(circle, "Ana")
    await circle.hearth.settle()
    assert len(await direct(circle, "Ana")) == 2
    await waiting(circle, "Ana")
    await note_for(circle, "Ana")
    await circle.pass_time(timedelta(hours=23))
    assert len(await direct(circle, "Ana")) == 2
    await circle.pass_time(timedelta(hours=1))
    assert len(await direct(circle, "Ana")) == 3


async def test_in_quiet_hours_over_midnight_nothing_comes_until_they_end(circle: Evening) -> None:
    await whispers_on(circle, "Ana")
    # 18:00 in UTC is 19:00 in Berlin; nobody settled hours, so 21:00 to 09:00 there.
    await circle.pass_time(timedelta(hours=3))
    await note_for(circle, "Ana")
    await circle.pass_time(timedelta(hours=10, minutes=59))
    assert await direct(circle, "Ana") == []
    await circle.pass_time(timedelta(minutes=1))
    assert len(await direct(circle, "Ana")) == 1


async def test_ones_own_quiet_hours_count_even_if_they_come_while_a_line_is_on_its_way(circle: Evening) -> None:
    await whispers_on(circle, "Ana")
    ana = circle["Ana"]
    form = await ana.press(await ana.press(await ana.command("my"), "My quiet hours"), "Type")
    await ana.submit(form, {"start": "18:00", "end": "19:00", "zone": "Atlantic/Reykjavik"})
    await note_for(circle, "Ana")
    await circle.pass_time(timedelta(minutes=59))
    assert await direct(circle, "Ana") == []
    await circle.pass_time(timedelta(minutes=1))
    assert len(await direct(circle, "Ana")) == 1


async def test_closed_direct_messages_drop_the_line_with_a_record_and_the_note_still_waits(circle: Evening) -> None:
    await whispers_on(circle, "Ana")
    await circle["Ana"].set(dms_open=False)
    await note_for(circle, "Ana")
    await circle.hearth.settle()
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT state, why FROM outbox"))
    assert row == {"state": "dropped", "why": "no_permission"}
    assert "A spread could not be shown" in (await waiting(circle, "Ana")).text
    await circle["Ana"].set(dms_open=True)
    await note_for(circle, "Ana")
    await circle.pass_time(timedelta(days=1))
    assert len(await direct(circle, "Ana")) == 1


async def test_a_note_for_somebody_who_left_the_server_waits_and_no_line_comes(circle: Evening) -> None:
    await whispers_on(circle, "Bea")
    await between(circle, "Ana", "Bea")
    circle.server.world.person("Bea").present = False
    assert "waits in the other side's mailbox" in (await answer(circle, "Ana", "Yes.")).text
    await circle.hearth.settle()
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT state, why FROM outbox"))
    assert row == {"state": "dropped", "why": "no_permission"}
    circle.server.world.person("Bea").present = True
    assert "“Yes.”" in (await waiting(circle, "Bea")).text


async def test_what_was_read_meanwhile_is_not_told_of(circle: Evening) -> None:
    await whispers_on(circle, "Ana")
    await circle.pass_time(timedelta(hours=3))
    await note_for(circle, "Ana")
    await circle.hearth.settle()
    await waiting(circle, "Ana")
    await circle.pass_time(timedelta(days=1))
    assert await direct(circle, "Ana") == []


@contextlib.contextmanager
def unanswered(circle: Evening) -> Iterator[None]:
    """Let Discord answer no direct message for a while."""

    async def silent(*_: object) -> MessageId:
        raise CannotKeep(Why.NOT_ANSWERED)

    with pytest.MonkeyPatch.context() as lost:
        lost.setattr(circle.client.front, "whisper", silent)
        yield


async def test_what_discord_did_not_answer_until_quiet_hours_came_waits_for_their_end(circle: Evening) -> None:
    await whispers_on(circle, "Ana")
    with unanswered(circle):
        await note_for(circle, "Ana")
        await circle.pass_time(timedelta(hours=1, minutes=59))
    # 20:59 in Berlin, and the next try rests until after nine.
    await circle.pass_time(timedelta(hours=12))
    assert await direct(circle, "Ana") == []
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT state, why FROM outbox"))
    assert row == {"state": "dropped", "why": "expired"}
    await circle.pass_time(timedelta(minutes=1))
    assert len(await direct(circle, "Ana")) == 1


async def test_stopping_takes_back_a_line_that_discord_did_not_answer_yet(circle: Evening) -> None:
    await whispers_on(circle, "Ana")
    with unanswered(circle):
        await note_for(circle, "Ana")
        await circle.hearth.settle()
        assert await held(circle, "outbox") == 1
        await circle["Ana"].press(await circle["Ana"].command("my"), "Stop everything")
    assert await held(circle, "outbox") == 0
    await circle.pass_time(timedelta(hours=1))
    assert await direct(circle, "Ana") == []


@pytest.fixture(params=["stop", "switch", "erase"])
def ending(request: pytest.FixtureRequest) -> Iterator[tuple[str, ...]]:
    """One way to end direct messages, as the labels one presses from home."""
    yield {
        "stop": ("Stop everything",),
        "switch": ("For all circles", "Switch off: A direct message"),
        "erase": ("See and erase", "Erase all of this now"),
    }[str(request.param)]


async def test_stopping_switching_off_and_erasing_take_back_what_is_on_its_way(
    circle: Evening, ending: tuple[str, ...]
) -> None:
    await whispers_on(circle, "Ana")
    await circle.pass_time(timedelta(hours=3))
    await note_for(circle, "Ana")
    await circle.hearth.settle()
    screen = await circle["Ana"].command("my")
    for label in ending:
        screen = await circle["Ana"].press(screen, label)
    assert await held(circle, "mailbox_whisper") == 0
    await circle.pass_time(timedelta(days=2))
    assert await direct(circle, "Ana") == []
    due = await circle.stores.main.read(lambda tx: tx.one("SELECT 1 FROM due WHERE kind = 'mailbox.whispers'"))
    assert due is None


async def test_with_the_yes_goes_what_was_kept_of_lines_that_were_sent(
    circle: Evening, ending: tuple[str, ...]
) -> None:
    await whispers_on(circle, "Ana")
    await note_for(circle, "Ana")
    await circle.hearth.settle()
    assert len(await direct(circle, "Ana")) == await held(circle, "outbox") == 1
    screen = await circle["Ana"].command("my")
    for label in ending:
        screen = await circle["Ana"].press(screen, label)
    assert await held(circle, "outbox") == 0


async def test_erasing_leaves_neither_words_nor_number_of_what_waited(circle: Evening) -> None:
    await whispers_on(circle, "Ana")
    await between(circle, "Ana", "Bea")
    await note_for(circle, "Ana", Private("the lantern by the north stair"))
    await circle.hearth.settle()
    ana, data = circle["Ana"], circle.folder / "data"
    before = people_rows(data)
    kept = await ana.press(await ana.command("my"), "See and erase")
    assert "entries of your mailbox" in kept.text
    assert "2 notes wait in" in kept.text
    erased = await ana.press(kept, "Erase all of this now")
    assert "entries of your mailbox" in erased.text
    assert "in /my" not in erased.text
    gone = next(iter(before - people_rows(data)))
    assert rows_about(data, gone[0]) == []
    words = {"the words": b"lantern", "the other words": b"company"}
    assert traces(data, spellings_of(ana) | words | {str(place): part for place, part in enumerate(gone[1:])}) == []
