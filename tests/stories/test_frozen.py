"""While a host looks into a breach: no routine direct message goes, and whoever needs people reaches them."""

from datetime import timedelta

from bot import cli_breach
from bot.settings import read_settings
from tests.stories.conftest import Evening
from tests.stories.reaching import ask, can_be_asked, pages
from tests.stories.test_mailbox import note_for
from tests.stories.test_whispers import direct, whispers_on


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
