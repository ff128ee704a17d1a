"""People who can be asked, and somebody who asks: what stories of reaching somebody need."""

from datetime import timedelta

from bot.foundation import shipped_guard
from rehearsal.screen import Screen
from tests.stories.conftest import MEMBERS, Evening
from tests.stories.test_faults_time import forge

MINUTE = timedelta(minutes=1)

WHOLE_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


async def can_be_asked(
    circle: Evening, *names: str, hours: bool = True, tested: bool = True, of: str = "North"
) -> None:
    """Let members switch on that they can be asked, all week or for two hours, and see their test page."""
    for name in names:
        person = circle[name]
        listed = await person.press(await person.command("my"), f"{of}: what I say yes to")
        first = await person.press(listed, "Switch on: I can be asked")
        on = await person.press(first, "Switch on: I can be asked")
        mine = await person.press(on, "Look at my switch")
        if hours:
            form = await person.choose(
                await person.press(mine, "My hours"), *WHOLE_WEEK, menu="Choose days to add a time"
            )
            mine = await person.press(await person.submit(form, {"start": "00:00", "end": "00:00"}), "Back")
        else:
            mine = await person.press(mine, "I am around for 2 hours")
        if tested:
            await person.press(mine, "Send me a test page")
            page = (await person.look(None))[-1]
            await person.press(page, "Seen, this was a test")


async def reach(circle: Evening, name: str) -> Screen:
    """Open Reach."""
    return await circle[name].command("reach")


ALONE, HERE, THREAD = "I am not okay to be alone", "ask, I look here", "ask, open a thread"


async def ask(circle: Evening, name: str, wish: str = ALONE, how: str = HERE) -> Screen:
    """Ask people, the shortest way."""
    return await circle[name].press(await circle[name].press(await reach(circle, name), wish), how)


async def pages(circle: Evening, *names: str) -> dict[str, int]:
    """Answer how many pages each of some people got, their test page left aside."""
    counts: dict[str, int] = {}
    for name in names:
        got = [screen for screen in await circle[name].look(None) if "Look" in screen.buttons]
        if got:
            counts[name] = len(got)
    return counts


CIRCLES = ("North", "South", "West")
"""What the circles of these stories are called."""


async def neutral(circle: Evening) -> None:
    """See that nothing on anybody's locked phone says what a circle is about, or names one (promise 8)."""
    guard = shipped_guard()
    for name in (*MEMBERS, "Robin", "Sam"):
        for line in await circle[name].notifications():
            assert guard.offends(line) is None, line
            assert not [one for one in CIRCLES if one.lower() in line.lower()], line


async def presses(circle: Evening, name: str, custom_id: str) -> Screen:
    """Press a button with any custom id, as a changed client or a screen from another time would."""
    screen = await circle[name].command("help")
    label = next(iter(screen.buttons))
    return await circle[name].press(forge(circle, screen, label, custom_id[:100]), label)
