"""Time: a weekly check-in over the change of the clocks, over two power cuts, and into its rest."""

import asyncio
from datetime import UTC, date, datetime, timedelta

from rehearsal.records import Json
from rehearsal.screen import Screen
from rehearsal.stage import Stage
from rehearsal.stories._founding import join, set_up

FIRST_DAY = date(2027, 3, 20)
"""A Saturday, eight days before the clocks of Berlin go forward."""

MEMBERS = ("Ana", "Bea", "Cleo")
WINTER = datetime(2027, 3, 23, 18, 0, tzinfo=UTC)
"""Tuesday, 19:00 in Berlin, in winter time."""

SUMMER = datetime(2027, 3, 30, 17, 0, tzinfo=UTC)
"""The next Tuesday, 19:00 in Berlin, in summer time."""

WEEK = timedelta(days=7)
WRITING = "/channels/{channel_id}/messages"


async def story(stage: Stage) -> None:
    """Tell of a rhythm from its first check-in to its rest."""
    await set_up(stage)
    for name in MEMBERS:
        await join(stage, name, counted=True)
    await _plan(stage)
    await _comes(stage, WINTER, "on Tuesday at 19:00 in Berlin, in winter time")
    await _answer(stage, "Ana")
    await _cut_before_it_is_made(stage, SUMMER)
    await _answer(stage, "Bea")
    await _cut_after_it_is_made(stage, SUMMER + WEEK)
    await _silence(stage, SUMMER + WEEK)


async def _plan(stage: Stage) -> None:
    robin, teller = stage.people["Robin"], stage.teller
    screen = await robin.press(await robin.command("plan"), "Plan a rhythm")
    screen = await robin.choose(screen, "1", menu="On which days")
    screen = await robin.choose(screen, "1140", menu="At what time")
    teller.reads(
        screen.text, "Every week on Tuesday at 19:00", "Tuesday, March 23, 2027", "Tuesday, March 30, 2027"
    )
    teller.step("Robin chooses a rhythm: every Tuesday at 19:00. The next three are shown in words.")
    teller.reads((await robin.press(screen, "Start it, and leave me news of it")).text, "It runs")
    teller.step("Robin starts it, and wishes to hear news of it.")


async def _comes(stage: Stage, at: datetime, told: str) -> None:
    await stage.people.until(at.isoformat())
    posts = await _posts(stage)
    stage.teller.expect(posts, "No check-in came.")
    _stands_at(stage, posts[-1], at)
    stage.teller.step(f"It comes by itself {told}.")


async def _answer(stage: Stage, name: str) -> None:
    person, before = stage.people[name], await _posts(stage)
    audiences = await person.press(await person.press(before[-1], "Steady"), "More")
    answered = await person.press(audiences, "Circle without my name")
    stage.teller.reads(answered.text, "counted with the circle")
    await stage.forward("P1D")
    posts = await _posts(stage)
    stage.teller.reads(posts[-1].text, "closed", "Thank you for being here")
    stage.teller.expect(len(posts) == len(before), f"Closing left {len(posts)} posts instead of {len(before)}.")
    stage.teller.step(f"{name} answers. A day later it closes by itself, and thanks everyone.")


async def _cut_before_it_is_made(stage: Stage, at: datetime) -> None:
    before = len(await _posts(stage))
    await _power_cut_while_sending(stage, at, "before")
    stage.teller.expect(len(await _posts(stage)) == before, "The held sending was made all the same.")
    await _back(stage)
    posts = await _posts(stage)
    stage.teller.expect(len(posts) == before + 1, f"{len(posts) - before} posts stand where one is due.")
    stage.teller.step("The power goes before Discord has made the post. After the restart one post stands.")


async def _cut_after_it_is_made(stage: Stage, at: datetime) -> None:
    before = len(await _posts(stage))
    await _power_cut_while_sending(stage, at, "after")
    sent = await _sendings(stage)
    await _back(stage)
    posts = await _posts(stage)
    stage.teller.expect(len(posts) == before + 1, f"{len(posts) - before} posts stand where one is due.")
    again = await _sendings(stage) - sent
    stage.teller.expect(not again, f"It was sent {again} times more instead of being looked for.")
    stage.teller.step("The power goes after Discord has made it. After the restart it is found, not sent again.")


async def _power_cut_while_sending(stage: Stage, at: datetime, when: str) -> None:
    held = await stage.people.faults("hold", WRITING, method="POST", when=when)
    moving = asyncio.create_task(stage.people.until(at.isoformat()))
    await stage.people.struck(held)
    await stage.kill_bot()
    await moving
    await stage.people.clear_faults()


async def _back(stage: Stage) -> None:
    await stage.start_bot()
    # What the dead run sent may still be on its way; only then is it looked for.
    await stage.forward("PT1M")


async def _silence(stage: Stage, at: datetime) -> None:
    teller = stage.teller
    await stage.people.until((at + 3 * WEEK - timedelta(days=1)).isoformat())
    posts = await _posts(stage)
    teller.expect("closed" in posts[-1].text, "The third silent check-in did not close.")
    teller.step("Nobody answers this one, nor the next two. Nobody is asked why.")
    await stage.forward("P14D")
    teller.expect(len(await _posts(stage)) == len(posts), "It came again after three without an answer.")
    robin = stage.people["Robin"]
    card = await robin.press(await robin.command("plan"), "Rhythm: Tuesday, 19:00")
    teller.reads(card.text, "This rhythm rests")
    teller.step("It rests, and does not come again by itself.")
    waits = await robin.press(await robin.command("my"), "Waiting for you")
    teller.reads(waits.text, "Your rhythm (Tuesday, 19:00) rests", "nobody's fault")
    teller.step("Robin reads of it in /my, where a note waits.")


async def _posts(stage: Stage) -> list[Screen]:
    return [screen for screen in await stage.people["Ana"].look("north-room") if "Check-in" in screen.text]


async def _sendings(stage: Stage) -> int:
    requests: list[Json] = await stage.people.requests()
    return sum(one["method"] == "POST" and one["route"] == WRITING for one in requests)


def _stands_at(stage: Stage, post: Screen, at: datetime) -> None:
    stood = datetime.fromisoformat((post.message or {})["timestamp"])
    late = abs((stood - at).total_seconds())
    stage.teller.expect(late < 60, f"It stands at {stood:%H:%M} UTC, and {at:%H:%M} was due.")
