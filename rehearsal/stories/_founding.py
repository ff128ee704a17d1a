"""How stories begin: a circle is made, and people join it."""

from rehearsal.screen import Screen
from rehearsal.stage import Stage


async def set_up(stage: Stage) -> None:
    """Tell how Robin makes North, as its moderator."""
    robin, teller = stage.people["Robin"], stage.teller
    teller.step("Robin opens the desk and sets up a circle, one question at a time.")
    screen = await robin.press(await robin.press(await robin.command("desk"), "Set up"), "Begin")
    screen = await robin.submit(await robin.press(screen, "Type it"), {"answer": "North"})
    screen = await robin.choose(await robin.press(screen, "Next"), "Europe/Berlin")
    screen = await robin.choose(await robin.press(screen, "Next"), "en")
    screen = await robin.choose(await robin.press(screen, "Next"), "DE", "GB")
    screen = await robin.press(await robin.press(screen, "Next"), "Next")
    screen = await robin.press(await robin.press(screen, "Use the suggested text"), "Next")
    screen = await robin.submit(await robin.press(screen, "Type it"), {"answer": "Kim at the library"})
    screen = await robin.press(screen, "Next")
    teller.reads(screen.text, "north-door", "north-room", "Nothing has been made yet")
    teller.step("Robin sees what will be made, and makes it.")
    created = await robin.press(screen, "Make all of this")
    teller.reads(created.text, "North", "is made", "Two things are left")
    await _numbers(stage, created)
    teller.expect(
        "north-room" not in await stage.people["Sam"].channels(), "Sam, who is outside, can see the room."
    )
    teller.step("Sam, who is outside, sees the door and not the room.")


async def _numbers(stage: Stage, created: Screen) -> None:
    """Tell how Robin checks the circle's numbers, and places the post that works when the bot does not."""
    robin, teller = stage.people["Robin"], stage.teller
    seen = await robin.press(created, "Look at its numbers")
    teller.reads(seen.text, "Samaritans", "116 123", "Nobody here has checked them yet")
    checked = await robin.press(seen, "These are right")
    teller.reads(checked.text, "Last checked by this circle")
    teller.step("Robin checks the numbers of Germany and the United Kingdom, and the date is the circle's own.")
    placed = await robin.press(await robin.press(checked, "The post that stays"), "Post it at the door")
    teller.reads(placed.text, "It stands in")
    post = [screen for screen in await robin.look("north-door") if "Numbers" in screen.buttons]
    teller.expect(len(post) == 1, "The post that stays is not at the door once.")
    teller.reads(post[0].text, "112", "999", "If the buttons do not answer, this still works.")
    teller.step("A post at the door holds numbers and four things to do, also when the bot does not answer.")


async def join(stage: Stage, name: str, *, counted: bool) -> None:
    """Tell how somebody joins North, and says yes to keeping answers or to nothing else."""
    person = stage.people[name]
    door = (await person.look("north-door"))[0]
    joined = await person.press(await person.press(door, "Join"), "I agree, let me in")
    stage.teller.reads(joined.text, "You are in")
    switches = await person.press(joined, "Choose what I say yes to")
    if not counted:
        stage.teller.step(f"{name} reads the agreements, joins, and says yes to nothing else.")
        return
    switched = await person.press(switches, "Switch on: Keeping my check-in answers")
    stage.teller.reads(switched.text, "on since")
    stage.teller.step(f"{name} reads the agreements, joins, and says yes to keeping answers.")
