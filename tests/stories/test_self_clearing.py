"""The neutral message clears itself: when it was opened, after a time of one's own, and only if chosen."""

from datetime import timedelta

from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.reaching import can_be_asked
from tests.stories.test_clearing import phone
from tests.stories.test_mailbox import note_for
from tests.stories.test_my import rows_in_every_table
from tests.stories.test_step_away import erase
from tests.stories.test_whispers import direct, whispers_on


async def choose(circle: Evening, how: str = "After 1 hour", name: str = "Ana") -> Screen:
    """Choose that the neutral message clears itself."""
    person = circle[name]
    asked = await person.press(await phone(person), "Messages that clear themselves")
    assert "Now: they stay" in asked.text
    return await person.press(asked, how)


async def whispered(circle: Evening, name: str = "Ana") -> None:
    """Have a note wait, and its neutral message stand."""
    await whispers_on(circle, name)
    await note_for(circle, name)
    await circle.hearth.settle()
    assert len(await direct(circle, name)) == 1


async def test_the_message_goes_after_the_time_that_was_chosen_and_not_before(circle: Evening) -> None:
    assert "they go after 1 hour" in (await choose(circle)).text
    await whispered(circle)
    await circle.pass_time(timedelta(minutes=59))
    assert len(await direct(circle, "Ana")) == 1
    await circle.pass_time(timedelta(minutes=1))
    assert await direct(circle, "Ana") == []


async def test_opened_it_goes_at_once_and_what_was_read_stays_to_read(circle: Evening) -> None:
    await choose(circle, "After 1 day")
    await whispered(circle)
    opened = await circle["Ana"].press((await direct(circle, "Ana"))[-1], "Open")
    await circle.hearth.settle()
    assert await direct(circle, "Ana") == []
    assert opened.private
    assert "Nothing waits" not in (await circle["Ana"].press(await circle["Ana"].command("my"), "Waiting")).text


async def test_without_the_choice_it_stays_and_a_page_always_does(circle: Evening) -> None:
    await whispered(circle)
    await circle.pass_time(timedelta(days=2))
    assert len(await direct(circle, "Ana")) == 1
    await choose(circle, name="Bea")
    await can_be_asked(circle, "Bea")
    before = len(await direct(circle, "Bea"))
    await circle.pass_time(timedelta(hours=2))
    assert len(await direct(circle, "Bea")) == before


async def test_switched_off_or_erased_nothing_of_it_is_left(circle: Evening) -> None:
    on = await choose(circle)
    assert "Now: they stay" in (await circle["Ana"].press(on, "They stay")).text
    await choose(circle, name="Bea")
    await erase(circle["Bea"])
    assert (await rows_in_every_table(circle))["device_self_clearing"] == 0
    due = await circle.stores.main.read(lambda tx: tx.all("SELECT * FROM due WHERE kind = 'device.self_clears'"))
    assert due == []
    await whispered(circle)
    await circle.pass_time(timedelta(hours=2))
    assert len(await direct(circle, "Ana")) == 1
