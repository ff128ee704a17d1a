"""A bad night: someone asks not to be alone, people are asked step by step, and what there is where nobody can."""

import asyncio
from datetime import UTC, date, datetime, timedelta

from rehearsal.screen import Screen
from rehearsal.stage import Stage
from rehearsal.stories._founding import join, set_up
from rehearsal.stories._reaching import (
    ALONE,
    PAGE,
    WRITING,
    Asked,
    can_be_asked,
    last,
    near,
    next_time,
    now,
    page,
    reads_reach,
    switch,
    truth_time,
    until,
)

FIRST_DAY = date(2027, 6, 11)
FIRST_HOUR = 18
"""UTC: the evening before, 20:00 in Berlin."""

MEMBERS = ("Ana", "Bea", "Cleo", "Dani", "Eli")
WILLING = ("Bea", "Cleo", "Dani")
NIGHT = datetime(2027, 6, 12, 0, 10, tzinfo=UTC)
"""02:10 in Berlin."""

EVENING = datetime(2027, 6, 13, 17, 0, tzinfo=UTC)
"""19:00 in Berlin, the day after."""

MINUTE = timedelta(minutes=1)
A_MOMENT = timedelta(seconds=5)
EMERGENCY = "112"


async def story(stage: Stage) -> None:
    """Tell of an ask that is answered, of one that is not, of one nobody could, and of a failing platform."""
    await set_up(stage)
    for name in MEMBERS:
        await join(stage, name, counted=False)
    # Cleo's hours begin a little after the press, so that each step has somebody of its own.
    await can_be_asked(stage, "Bea", "22:00", "06:00")
    await can_be_asked(stage, "Cleo", "02:12", "06:00")
    await can_be_asked(stage, "Dani", "09:00", "21:00", wakes=True)
    await until(stage, NIGHT)
    asked = await Asked.begin(stage, *WILLING)
    await _ask(stage, asked)
    await _second_step(stage, asked)
    await _third_step(stage, asked)
    await _taken(stage)
    await _together(stage)
    await _closed(stage)
    await _afterwards(stage, asked)
    await _one_who_never_answers(stage, asked)
    await _nobody(stage)
    await _platform_fails(stage, asked)


async def _ask(stage: Stage, asked: Asked) -> None:
    ana, teller = stage.people["Ana"], stage.teller
    welcome = await reads_reach(stage, "Ana", EMERGENCY, "I can't call anyone for you", "people from North")
    ahead = await ana.press(welcome, ALONE)
    teller.reads(ahead.text, "2 people in North can be asked now", "After 15 minutes at most", "Moderators")
    await asked.now()
    teller.step("02:10. Ana opens Reach: numbers first. Before anything is sent she reads who would be told.")
    teller.reads((await ana.press(ahead, "ask, open a thread")).text, "Your ask in North", EMERGENCY)
    await stage.forward("PT1S")
    await asked.now("Bea")
    phone = last(stage, await stage.people["Bea"].notifications(), "a line on Bea's locked phone")
    teller.expect(phone.endswith(PAGE) and "Ana" not in phone, f"Bea's locked phone shows {phone!r}.")
    screen = await reads_reach(stage, "Ana", "One person has been asked", "Answers come in")
    near(stage, "The next step", next_time(stage, screen), NIGHT + 3 * MINUTE)
    # As things are now, nobody else comes around: the step after the next is skipped, and the truth comes sooner.
    near(stage, "The truth", truth_time(stage, screen), NIGHT + 12 * MINUTE)
    teller.step("Ana presses: not okay to be alone. Bea, who is around, is asked, by one neutral line.")


async def _second_step(stage: Stage, asked: Asked) -> None:
    screen = await reads_reach(stage, "Ana", "One person has been asked")
    due = next_time(stage, screen)
    await until(stage, due - A_MOMENT)
    await asked.now()
    await stage.kill_bot()
    await stage.people.until((due + MINUTE).isoformat())
    stage.teller.step("Bea is silent. The power goes before the next step (kill -9), and its time goes by.")
    await stage.start_bot()
    await stage.forward("PT1S")
    await asked.now("Cleo")
    screen = await reads_reach(stage, "Ana", "2 people have been asked", never=("Cleo", "Bea"))
    near(stage, "The next step", next_time(stage, screen), due + 4 * MINUTE)
    near(stage, "The truth", truth_time(stage, screen), due + 13 * MINUTE)
    stage.teller.step("It comes back, and Cleo, who is around by now, is asked at once. Ana reads the new times.")


async def _third_step(stage: Stage, asked: Asked) -> None:
    due = next_time(stage, await reads_reach(stage, "Ana", "2 people have been asked"))
    await until(stage, due - A_MOMENT)
    await asked.now()
    held = await stage.people.faults("hold", WRITING, method="POST", when="after")
    moving = asyncio.create_task(stage.people.until((due + A_MOMENT).isoformat()))
    await stage.people.struck(held)
    await stage.kill_bot()
    await moving
    await stage.people.clear_faults()
    stage.teller.step("Cleo is silent too. Dani, who agreed to be woken, is asked; the power goes meanwhile.")
    await stage.start_bot()
    # What the dead run sent may still be on its way; only then is it looked for.
    await stage.forward("PT1M")
    await asked.now("Dani")
    screen = await reads_reach(stage, "Ana", "3 people have been asked", never=WILLING)
    near(stage, "The next step", next_time(stage, screen), due + 4 * MINUTE)
    stage.teller.step("It comes back. The line is found, and Dani is not asked a second time.")


async def _taken(stage: Stage) -> None:
    ana, bea, dani, teller = (*(stage.people[name] for name in ("Ana", "Bea", "Dani")), stage.teller)
    card = await dani.press(await page(stage, "Dani"), "Look")
    teller.reads(card.text, "An ask in North", "Someone is not okay to be alone right now")
    teller.expect("Ana" not in card.text, f"The ask names who asked: {card.text!r}")
    taken = await dani.press(card, "I have it")
    teller.reads(taken.text, "You have it", "Say hi by")
    late = await bea.press(await page(stage, "Bea"), "Look")
    teller.reads(late.text, "Dani has it already")
    teller.expect("I have it" not in late.buttons, "Bea can take what Dani has.")
    await reads_reach(stage, "Ana", "Someone has it", "They say hi by", never=WILLING)
    teller.step("Dani presses: I have it. Bea, who looks now, reads that Dani has it.")
    teller.expect(not await dani.threads(), "Dani is in the thread before Ana let them in.")
    teller.reads((await dani.press(taken, "Say hi for me")).text, "Your hi is with them")
    await stage.forward("PT1S")
    said = await _in_talk(stage, "Ana")
    teller.reads(said.text, "says: Hi", "Nothing happens until you choose", "This is @Dani")
    teller.step("Dani says hi. It stands in Ana's thread, and nothing happens until she chooses.")
    teller.reads((await ana.press(said, "Good moment")).text, "together")


async def _together(stage: Stage) -> None:
    ana, dani, teller = stage.people["Ana"], stage.people["Dani"], stage.teller
    await stage.forward("PT1S")
    here = await _in_talk(stage, "Ana")
    teller.reads(here.text, "is here now", "This is @Dani")
    await dani.say(await _talk(stage, "Dani"), "I am here. We can sit quietly.")
    for name in ("Bea", "Cleo", "Eli"):
        teller.expect(not await stage.people[name].threads(), f"{name} sees the thread.")
    teller.step("Ana presses: good moment. Dani is in the thread now, and nobody else.")
    await ana.press(here, "I can't type")
    await stage.forward("PT1S")
    teller.reads((await _in_talk(stage, "Dani")).text, "I can't type right now")
    await reads_reach(stage, "Ana", "together")
    teller.step("Ana has no words. A button has some.")


async def _talk(stage: Stage, name: str) -> str:
    return last(stage, await stage.people[name].threads(), f"a thread that {name} is in")


async def _in_talk(stage: Stage, name: str) -> Screen:
    seen = await stage.people[name].look(await _talk(stage, name))
    return last(stage, seen, f"a line that {name} reads in the thread")


async def _closed(stage: Stage) -> None:
    dani, teller = stage.people["Dani"], stage.teller
    await stage.forward("PT20M")
    how = await dani.press(await dani.press(await page(stage, "Dani"), "Look"), "It has ended")
    teller.reads(how.text, "without a name")
    teller.reads((await dani.press(how, "It settled")).text, "It has ended. Thank you for being there")
    await stage.forward("PT1S")
    teller.reads((await _in_talk(stage, "Ana")).text, "This has ended")
    teller.step("Later Dani ends it with one word of how: it settled.")


async def _afterwards(stage: Stage, asked: Asked) -> None:
    ana, teller = stage.people["Ana"], stage.teller
    welcome = await reads_reach(stage, "Ana", "Your last ask ended at", EMERGENCY)
    after = await ana.press(welcome, "After your last ask")
    kept = await ana.press(after, "A note tomorrow")
    teller.reads(kept.text, "Your wish is kept")
    after = await ana.press(await ana.press(kept, "Reach someone"), "After your last ask")
    cards = await ana.press(after, "Send a thank-you card")
    teller.reads((await ana.press(cards, "Send this one: 1")).text, "Your card waits in their mailbox")
    teller.reads((await _mailbox(stage, "Dani")).text, "Thank you for staying.")
    teller.step("Ana sends a thank-you card, and wishes for a caring note. Dani reads the card in /my.")
    note = "This is the note you wished for"
    teller.expect(note not in (await _mailbox(stage, "Ana")).text, "The caring note came before its day.")
    await stage.forward("P1D")
    teller.reads((await _mailbox(stage, "Ana")).text, note)
    await asked.now()
    teller.step("The next day the caring note waits for Ana. Nobody was asked any more.")


async def _mailbox(stage: Stage, name: str) -> Screen:
    person = stage.people[name]
    return await person.press(await person.command("my"), "Waiting for you")


async def _one_who_never_answers(stage: Stage, asked: Asked) -> None:
    eli, teller = stage.people["Eli"], stage.teller
    for name in ("Bea", "Cleo"):
        await stage.people[name].press(await switch(stage, name), "Step back now")
    await until(stage, EVENING)
    ahead = await eli.press(await reads_reach(stage, "Eli", "people from North"), ALONE)
    teller.reads(ahead.text, "One person in North can be asked now", "once more after 10", "After 20 minutes")
    begun = now(stage)
    await eli.press(ahead, "ask, I look here")
    await stage.forward("PT1S")
    await asked.now("Dani")
    screen = await reads_reach(stage, "Eli", "One person has been asked", EMERGENCY)
    near(stage, "The second time", next_time(stage, screen), begun + 10 * MINUTE)
    near(stage, "The truth", truth_time(stage, screen), begun + 20 * MINUTE)
    teller.step("Another day, 19:00. Bea and Cleo have stepped back. Eli asks, and Dani is asked at once.")
    await until(stage, next_time(stage, screen) + A_MOMENT)
    await asked.now("Dani")
    screen = await reads_reach(stage, "Eli", "One person has been asked", never=("I ask again",))
    near(stage, "The truth", truth_time(stage, screen), begun + 20 * MINUTE)
    teller.step("Dani is asked once more after ten minutes. Eli reads that the truth comes at 19:20.")
    await until(stage, truth_time(stage, screen) - A_MOMENT)
    await reads_reach(stage, "Eli", "One person has been asked", never=("nobody has answered. That",))
    await until(stage, truth_time(stage, screen) + A_MOMENT)
    screen = await reads_reach(
        stage, "Eli", "One person was asked, and nobody has answered", "I ask nobody further", EMERGENCY
    )
    await asked.now()
    teller.step("After twenty minutes Eli reads the truth: nobody has answered. The numbers stand beside it.")
    teller.reads((await eli.press(screen, "Stop asking")).text, "It has ended")


async def _nobody(stage: Stage) -> None:
    teller = stage.teller
    await stage.people["Dani"].press(await switch(stage, "Dani"), "Step back now")
    screen = await reads_reach(stage, "Eli", "Nobody in North can be asked right now", EMERGENCY)
    asking = [label for label in screen.buttons if label in (ALONE, "I would like company", "Other ways to ask")]
    teller.expect(not asking, f"Nobody can be asked, and these buttons offer it: {', '.join(asking)}.")
    teller.expect({"Something steadying", "Numbers"} <= set(screen.buttons), "Nothing else is offered.")
    teller.step("Dani steps back. Eli reads that nobody can be asked now; the numbers stand there at once.")


async def _platform_fails(stage: Stage, asked: Asked) -> None:
    eli, teller = stage.people["Eli"], stage.teller
    for name in WILLING:
        mine = await stage.people[name].press(await switch(stage, name), "Ask me again")
        if name != "Dani":
            await stage.people[name].press(mine, "I am around for 2 hours")
    await stage.people.faults("503", WRITING, method="POST", times=None)
    ahead = await eli.press(await reads_reach(stage, "Eli", "people from North"), ALONE)
    teller.reads(ahead.text, "3 people in North can be asked now")
    screen = await eli.press(ahead, "ask, I look here")
    teller.expect("been asked" not in screen.text, f"Nobody was asked yet, and it reads: {screen.text!r}")
    await stage.forward("PT70S")
    await asked.now()
    await reads_reach(stage, "Eli", "not working right now: my messages do not go through", EMERGENCY)
    screen = await reads_reach(stage, "Ana", "Asking people is not working right now", EMERGENCY)
    teller.expect(ALONE not in screen.buttons, "Asking is offered to Ana while it does not work.")
    teller.step("All three are back. Discord fails: Eli and Ana read that asking does not work now, and numbers.")
    await stage.people.clear_faults()
    await stage.forward("PT40S")
    await asked.now("Bea", "Cleo")
    screen = await reads_reach(stage, "Eli", "2 people have been asked", never=("not working",))
    teller.step("Discord works again: Bea and Cleo are asked, each once, and the screen says so.")
    await eli.press(screen, "I am with someone, stop asking")
    await stage.forward("PT1H")
    await asked.now()
    teller.step("Eli is with someone, and stops it with one press. Nobody is asked any more.")
