"""How somebody uses everything that is theirs alone: settings, plans, what they keep, and going and coming back."""

from rehearsal.person import Person
from rehearsal.screen import Screen
from rehearsal.stage import Stage

REMINDED = "water the basil by the stairs"
ZONE = "Atlantic/Reykjavik"
PHRASE = "blue kettle on sunday"
INTO_ROOM = "north-room"
HELLO = ("12", "6")
"""The day after the story begins."""
LINE_LEFT = "thank you for the tea on thursdays"


async def my(person: Person, *presses: str) -> Screen:
    """Open `/my` and press on from there."""
    return await pressed(person, await person.command("my"), *presses)


async def pressed(person: Person, screen: Screen, *presses: str) -> Screen:
    """Press one button after the other."""
    for one in presses:
        screen = await person.press(screen, one)
    return screen


async def goes(stage: Stage, name: str) -> None:
    """Tell how somebody leaves kindly, with their place kept and a line for a later day."""
    person, teller = stage.people[name], stage.teller
    left = await my(person, "North: look in or leave", "Other ways to leave North", "The same, with a line")
    teller.reads(left.text, "North")
    form = await person.press(left, "Write a line")
    shown = await person.submit(form, {"words": LINE_LEFT, "day": "20", "month": "6"})
    teller.reads((await person.press(shown, "Without my name")).text, "without your name", LINE_LEFT)
    teller.expect(INTO_ROOM not in await person.channels(), f"{name} left and still sees the room.")


async def comes_back(stage: Stage, name: str) -> None:
    """Tell how somebody takes a place back that was kept, with the yeses they choose anew."""
    person = stage.people[name]
    back = await pressed(person, await my(person, "Places I left"), "farewells:back")
    stage.teller.expect(INTO_ROOM in await person.channels(), f"{name} came back and does not see the room.")
    await pressed(person, back, "Choose what I say yes to", "Switch on: Keeping my check-in answers")
    stage.teller.step(
        f"{name} leaves kindly with a line for a later day, and takes the place back, and the line with it."
    )


async def steps_away(stage: Stage, name: str) -> None:
    """Tell how somebody steps away."""
    await my(stage.people[name], "Step away", "Step away now")
    await stage.forward("PT1S")


async def returns(stage: Stage, name: str) -> None:
    """Tell how they come back by the one button of the blank room."""
    person = stage.people[name]
    await person.press((await person.look("side-room"))[-1], "Look again")
    await stage.forward("PT2M")
    stage.teller.expect(INTO_ROOM in await person.channels(), f"{name} came back and does not see the room.")
    stage.teller.step(f"{name} steps away and comes back by one button.")


async def settles(stage: Stage, name: str) -> None:
    """Tell how somebody settles how they are met."""
    person = stage.people[name]
    await my(person, "My language", "Keep: English")
    form = await my(person, "My quiet hours", "Type my quiet hours")
    saved = await person.submit(form, {"start": "23:00", "end": "05:00", "zone": ZONE})
    stage.teller.reads(saved.text, "Saved", ZONE)
    countries = await my(person, "My country")
    menu = next(one for one in countries.selects if "IT" in [option["value"] for option in one["options"]])
    await person.choose(countries, "IT", menu=menu["placeholder"])
    await person.choose(await my(person, "Who I'd rather not meet"), "Flor", menu="privacy:apart_add")
    await my(person, "For all circles", "Switch on: A direct message", "Switch it on")
    await my(person, "This phone", "Messages that clear themselves", "After 1 day")
    stage.teller.step(f"{name} keeps a language, quiet hours, a country, whom not to meet, and how messages come.")


async def greets(stage: Stage, name: str) -> None:
    """Tell how somebody wants to hear when a hello is welcome."""
    await my(stage.people[name], "North: what I say yes to", "Switch on: Hearing that a hello is welcome")
    stage.teller.step(f"{name} wants to hear when a hello is welcome.")


async def plans(stage: Stage, name: str) -> None:
    """Tell how somebody keeps plans and exercises; tomorrow is a day on which a hello is welcome."""
    person = stage.people[name]
    form = await my(person, "My quiet days", "Add a day")
    await person.press(await person.submit(form, {"day": "14", "month": "9", "year": ""}), "Keep it: silent")
    form = await my(person, "My quiet days", "Add a day")
    asked = await person.submit(form, {"day": HELLO[0], "month": HELLO[1], "year": ""})
    await pressed(person, asked, "Look at how a hello would go", "Keep it")
    form = await my(person, "My reminders", "A new reminder", "My own words", "Once")
    kept = await person.submit(form, {"time": "12:00", "day": "22", "month": "9", "words": REMINDED})
    stage.teller.reads(kept.text, REMINDED)
    await my(person, "My reminders", "A light idea, once a week", "Switch it on")
    await keeps_an_exercise(person)
    await my(person, "North: what I say yes to", "Switch on: My check-ins")
    stage.teller.step(
        f"{name} keeps a quiet day, one with a hello, a reminder, light ideas, an exercise, and check-ins for her."
    )


async def keeps_an_exercise(person: Person) -> None:
    """Put an exercise on one's own list."""
    shown = await person.press(await person.command("escape"), "Choose by how it is")
    shown = await pressed(person, shown, "Everything is too much", "Push the wall", "Keep or hide this one")
    await pressed(person, shown, "Keep it on my list", "Yes, keep a list for me, with this on it")


async def clears(stage: Stage, name: str) -> None:
    """Tell how somebody has the bot's direct messages to them cleared."""
    await my(stage.people[name], "This phone", "Clear what", "Clear all of it")
    stage.teller.step(f"{name} has the bot's direct messages to her cleared.")


async def locks(stage: Stage, name: str) -> None:
    """Tell how somebody puts a phrase before what is theirs."""
    person = stage.people[name]
    form = await my(person, "This phone", "About a phrase", "Set a phrase")
    done = await person.submit(form, {"words": PHRASE, "again": PHRASE})
    stage.teller.reads(done.text, "The phrase is set")
    await person.press(done, "Lock again")
    stage.teller.step(f"{name} sets a phrase, and locks what is hers.")


async def unlocked(stage: Stage, name: str) -> Screen:
    """Open `/my` with the phrase."""
    person = stage.people[name]
    form = await my(person, "Type it")
    return await person.press(await person.submit(form, {"words": PHRASE}), "Go on")
