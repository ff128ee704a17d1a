"""How somebody uses what there is with others: check-ins, asks for people, worries, talks, notes, acts of staff."""

from rehearsal.person import Person
from rehearsal.screen import Screen
from rehearsal.stage import Stage
from rehearsal.stories._reaching import ALONE, can_be_asked, last, switch
from rehearsal.stories._using import my, pressed

LINE = "a heron stood by the canal"
IN_THREAD = "I am by the bakery steps"
WORRIED = "he went quiet after the rowing"
SENT = "the words were slow and then they came"
KEPT = "what I carry from that long hour"
DRAFT = "not sent to anybody, the grey kettle"
ANSWER = "the tide table is on the fridge"
NAMED = "The circle, with my name"
LOOK_IN = "Ask someone to look in"
LOOK_HERE = "ask, I look here"


async def can_all_be_asked(stage: Stage, *names: str) -> None:
    """Tell how people can be asked at any hour."""
    for name in names:
        await can_be_asked(stage, name, "00:00", "00:00")


async def swaps(stage: Stage, giver: str, taker: str) -> None:
    """Tell how one gives a time and another takes it."""
    giving = await stage.people[giver].press(await switch(stage, giver), "Swaps")
    menu = giving.selects[0]
    await stage.people[giver].choose(giving, menu["options"][-1]["value"], menu=menu["custom_id"])
    await stage.forward("PT1S")
    await pressed(stage.people[taker], await switch(stage, taker), "Swaps", "asked_swap:take")
    stage.teller.step(f"{giver} gives a time, and {taker} takes it; neither is told who the other is.")


async def plans_check_ins(stage: Stage, name: str) -> None:
    """Tell how a facilitator starts a rhythm with news, and lets people add lines."""
    person = stage.people[name]
    screen = await person.press(await person.command("plan"), "Plan a rhythm")
    screen = await person.choose(screen, "1", menu="On which days")
    screen = await person.choose(screen, "1140", menu="At what time")
    await person.press(screen, "Start it, and leave me news")
    await pressed(person, await person.command("plan"), "A line beside answers", "Let people add a line")
    stage.teller.step(f"{name}, who facilitates, starts a rhythm with news, and lets people add lines.")


async def opens(stage: Stage, name: str) -> None:
    """Open a check-in."""
    person = stage.people[name]
    await pressed(person, await person.command("plan"), "Ask for a check-in", "Steady", "Open it now")
    stage.teller.step(f"{name} opens a check-in.")


async def answers(stage: Stage, name: str, line: str) -> None:
    """Tell how somebody answers with a name and a line."""
    person = stage.people[name]
    screen = await person.press(await post(stage, name), "Stormy")
    screen = await person.press(screen if NAMED in screen.buttons else await person.press(screen, "More"), NAMED)
    if "Yes, keep" in " ".join(screen.buttons):
        screen = await person.press(screen, "Yes, keep")
    await person.submit(await person.press(screen, "Add a line"), {"line": line})
    await person.press(await post(stage, name), "Light a candle")
    stage.teller.step(f"{name} answers with her name and a line, and lights a candle.")


async def closes(stage: Stage, name: str) -> None:
    """Close the open check-in."""
    await pressed(stage.people[name], await stage.people[name].command("plan"), "Close it now")
    await stage.forward("PT5S")


async def post(stage: Stage, name: str) -> Screen:
    """Answer the newest post of the room that can be answered, or the newest at all."""
    seen = [one for one in await stage.people[name].look("north-room") if not one.private and one.buttons]
    return last(stage, seen, "a post in the room")


async def asks(stage: Stage, name: str, taker: str, *, without: str) -> None:
    """Tell how somebody asks for people in a thread, is together with one, thanks, and wishes for a note."""
    person, other, teller = stage.people[name], stage.people[taker], stage.teller
    screen = await pressed(person, await person.command("reach"), ALONE, "Leave someone out")
    await person.press(await person.choose(screen, without), "ask, open a thread")
    await stage.forward("PT1S")
    card = await pressed(other, await page(stage, taker, "reach:look"), "Look", "I have it", "Say hi for me")
    await stage.forward("PT1S")
    await pressed(person, await person.command("reach"), "Good moment")
    await stage.forward("PT1S")
    thread = last(stage, await person.threads(), "a thread")
    await person.say(thread, IN_THREAD)
    teller.step(f"{name} asks for people, and {taker} has it. They write to each other in a thread.")
    await stage.forward("PT11M")
    await pressed(other, card, "It has ended", "It settled")
    await stage.forward("PT1S")
    after = await pressed(person, await person.command("reach"), "After your last ask")
    cards = await pressed(person, await person.press(after, "A note tomorrow"), "Reach someone")
    cards = await pressed(person, cards, "After your last ask", "Send a thank-you card")
    teller.reads((await person.press(cards, "Send this one: 1")).text, "mailbox")
    teller.step(f"It ends. {name} wishes for a caring note, and sends a thank-you card.")


async def page(stage: Stage, name: str, leads_to: str) -> Screen:
    """Answer the last page of somebody that leads to one thing."""
    seen = [one for one in await stage.people[name].look(None) if "Look" in one.buttons]
    fitting = [one for one in seen if one.buttons["Look"]["custom_id"].startswith(leads_to)]
    return last(stage, fitting, f"a page of {name}")


async def has_one(stage: Stage, asker: str, name: str) -> None:
    """Tell how somebody else asks, and this one has it until it ends."""
    await pressed(stage.people[asker], await stage.people[asker].command("reach"), ALONE, LOOK_HERE)
    await stage.forward("PT1S")
    await takes_it(stage, asker, name)


async def takes_it(stage: Stage, asker: str, name: str) -> None:
    """Tell how one takes what another asks, until it ends."""
    person, other = stage.people[name], stage.people[asker]
    await pressed(person, await page(stage, name, "reach:look"), "Look", "I have it", "Say hi for me")
    await stage.forward("PT1S")
    await pressed(other, await other.command("reach"), "Not now, end it")
    await stage.forward("PT1S")
    stage.teller.step(f"{asker} asks, {name} has it, and it ends.")


async def after_it(person: Person, screen: Screen) -> Screen:
    """Open what there is after an ask that one had."""
    return await pressed(person, screen, "Look", "Talk it over with someone")


async def talks_it_over(stage: Stage, name: str, listener: str) -> None:
    """Tell how somebody is heard, keeps words, leaves some unsent, and has a look at themselves."""
    person, other = stage.people[name], stage.people[listener]
    for presses in (("Later", "debriefs:remind"), ("debriefs:check",), ("debriefs:now",)):
        await pressed(person, await after_it(person, await page(stage, name, "reach:look")), *presses)
    await stage.forward("PT1S")
    await pressed(other, await page(stage, listener, "debriefs:hear"), "Look", "I can listen")
    await writes(stage, name, KEPT, "debriefs:keep")
    await writes(stage, name, DRAFT)
    stage.teller.step(f"{name} is heard by {listener}, keeps words for herself, and leaves some unsent.")


async def writes(stage: Stage, name: str, words: str, then: str = "") -> None:
    """Write after an ask, and send it, keep it, or leave it a draft."""
    person = stage.people[name]
    screen = await after_it(person, await page(stage, name, "reach:look"))
    draft = await person.submit(await person.press(screen, "debriefs:write"), {"Your words": words})
    if then:
        await person.press(draft, then)


async def is_worried(stage: Stage, name: str, about: str, note: str) -> None:
    """Tell how somebody has people look in on another's message."""
    person = stage.people[name]
    said = await stage.people[about].say("north-room", "a quiet line")
    form = await person.press(await person.menu(said, LOOK_IN), "Tell them, with a note")
    await person.submit(form, {"A note, if you like": note})
    await stage.forward("PT1S")
    stage.teller.step(f"{name} has people look in on {about}, with a note.")


async def looks_in(stage: Stage, name: str) -> None:
    """Tell how somebody who is asked to look in says so."""
    await pressed(stage.people[name], await page(stage, name, "reach:worry_look"), "Look", "I have seen it")
    stage.teller.step(f"{name} looks in on somebody.")


async def answers_note(stage: Stage, name: str, words: str) -> None:
    """Tell how somebody answers the newest note that can be answered."""
    person = stage.people[name]
    waiting = await my(person, "Waiting for you")
    await person.submit(await person.press(waiting, "mailbox:answer"), {"Your words": words})
    stage.teller.step(f"{name} answers a note, unnamed.")


async def facilitates(stage: Stage, name: str) -> None:
    """Tell how Robin lets facilitators plan, and how one of them does."""
    robin = stage.people["Robin"]
    card = await pressed(robin, await robin.command("desk"), "North")
    await robin.choose(await robin.press(card, "setup:who_plans"), "Facilitators", menu="setup:planners")
    await plans_check_ins(stage, name)


async def asks_without(stage: Stage, name: str, without: str) -> None:
    """Tell how somebody asks for people and leaves one out, and ends it."""
    person = stage.people[name]
    screen = await pressed(person, await person.command("reach"), ALONE, "Leave someone out")
    await person.press(await person.choose(screen, without), LOOK_HERE)
    await stage.forward("PT1S")
    stage.teller.step(f"{name} asks for people, and leaves {without} out, who is never told.")


async def hears(stage: Stage, name: str, asker: str) -> None:
    """Tell how somebody is asked to listen, and listens."""
    other = stage.people[asker]
    await other.press(await after_it(other, await page(stage, asker, "reach:look")), "debriefs:now")
    await stage.forward("PT1S")
    await pressed(stage.people[name], await page(stage, name, "debriefs:hear"), "Look", "I can listen")
    stage.teller.step(f"{name} listens to {asker}, who is not named.")
