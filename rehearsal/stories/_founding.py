"""How stories begin: a circle is made, and people join it."""

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
    teller.reads((await robin.press(screen, "Make all of this")).text, "North", "is made")
    teller.expect(
        "north-room" not in await stage.people["Sam"].channels(), "Sam, who is outside, can see the room."
    )
    teller.step("Sam, who is outside, sees the door and not the room.")


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
    switched = await person.press(switches, "Switch on")
    stage.teller.reads(switched.text, "on since")
    stage.teller.step(f"{name} reads the agreements, joins, and says yes to keeping answers.")
