"""The moments in which North's screens are tried: what was lived through, and what it takes to see the rest."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from tests.matrix.starting import Starts, as_if, as_if_chosen, circle_of
from tests.stories.conftest import Evening
from tests.stories.reaching import THREAD, ask, presses, reach
from tests.stories.test_audiences import NAMED, open_
from tests.stories.test_closing import closes
from tests.stories.test_copying import copy
from tests.stories.test_days import days
from tests.stories.test_debriefs import invited
from tests.stories.test_done import done
from tests.stories.test_farewells import KEEP, places, ways
from tests.stories.test_hellos import greets
from tests.stories.test_hellos import wishes as hello_kept
from tests.stories.test_mailbox import waiting
from tests.stories.test_phrase import PHRASE
from tests.stories.test_reach_people import has_it, newest
from tests.stories.test_reminders import reminded, reminders
from tests.stories.test_signs_line import OWN
from tests.stories.test_step_away import SIDE_ROOM, step_away
from tests.stories.test_undo import contact
from tests.stories.test_worry import LOOK_IN

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
PEOPLE = ("Bea", "Eli", "Cleo", "Dani", "Ana", "Robin")
DOORS = ("help", "escape", "reach", "checkin", "plan", "my", "desk")
PLACES = (None, "north-room", "north-door", "general")


@dataclass(frozen=True, slots=True)
class Scene:
    """A moment, and the beginnings of the custom ids that are followed anew in it."""

    arrange: Callable[[Evening], Awaitable[Starts]]
    follow: tuple[str, ...] = ()


async def everywhere(evening: Evening) -> Starts:
    """Every command and every message, as everybody of North sees them after the evening they had."""
    found: Starts = [
        (name, await evening[name].command(door))
        for door in DOORS
        for name in PEOPLE
        if door != "desk" or name == "Robin"
    ]
    for place in PLACES:
        for name in PEOPLE:
            if name != "Robin" or place != "north-room":
                found += [(name, screen) for screen in await evening[name].look(place)]
    return found


async def own_things(evening: Evening) -> Starts:
    """What lies behind longer ways: lists of one's own, notes that can be answered, a caution."""
    north = await circle_of(evening)
    return [
        as_if(evening, "Ana", "escape:own:push_wall", "history:open", "history:page:0", "mailbox:page:0"),
        as_if(evening, "Dani", "mailbox:open", "privacy:circles", "escape:show:cold_cheeks"),
        as_if(evening, "Bea", f"debriefs:draft:{north}"),
        ("Dani", await evening["Dani"].command("checkin")),
    ]


async def phrase(evening: Evening) -> Starts:
    """Somebody's phrase, open."""
    eli = evening["Eli"]
    opened = await eli.submit(await eli.press(await eli.command("my"), "Type it"), {"words": PHRASE})
    return [("Eli", await eli.press(await eli.press(opened, "Go on"), "This phone"))]


async def no_checkin(evening: Evening) -> Starts:
    """No check-in is open."""
    robin = evening["Robin"]
    await robin.press(await robin.command("plan"), "Close it now")
    return [("Robin", await robin.command("plan"))]


async def named_in_a_closing(evening: Evening) -> Starts:
    """An answer stands beside somebody's name in a closed check-in."""
    await no_checkin(evening)
    opened = await evening.open_checkin()
    await evening.answer("Ana", "Steady", NAMED)
    await evening["Robin"].press(opened, "Close it now")
    return [("Ana", await evening["Ana"].press(await evening["Ana"].command("my"), "See and erase"))]


async def one_word(evening: Evening) -> Starts:
    """A check-in that asks for one word."""
    await no_checkin(evening)
    await open_(evening, "One word")
    return [(name, await evening.post(name)) for name in ("Dani", "Bea")]


async def a_heavy_line(evening: Evening) -> Starts:
    """A line that waits, with company offered."""
    bea = evening["Bea"]
    await no_checkin(evening)
    await evening.open_checkin()
    answered = await evening.answer("Bea", "Stormy", NAMED)
    return [("Bea", await bea.submit(await bea.press(answered, "Add a line"), {"line": OWN}))]


async def at_the_door(evening: Evening) -> Starts:
    """Somebody of the server stands at the door."""
    return [("Robin", (await evening["Robin"].look("north-door"))[0])]


async def to_listen(evening: Evening) -> Starts:
    """Somebody is asked to listen."""
    north = await circle_of(evening)
    await presses(evening, "Bea", f"debriefs:stop:{north}")
    await presses(evening, "Bea", f"debriefs:now:{north}")
    await evening.hearth.settle()
    return [("Cleo", (await invited(evening, "Cleo"))[-1])]


async def somebody_has_it(evening: Evening) -> Starts:
    """Somebody took an ask and said hi."""
    await ask(evening, "Dani", how=THREAD)
    await evening.pass_time(SECOND)
    card = await has_it(evening, "Bea")
    await evening["Bea"].press(card, "Say hi for me")
    await evening.pass_time(SECOND)
    return [("Dani", await reach(evening, "Dani")), ("Bea", await newest(evening, "Bea"))]


async def they_meet(evening: Evening) -> Starts:
    """The two meet in a thread."""
    await somebody_has_it(evening)
    await evening["Dani"].press(await reach(evening, "Dani"), "Good moment")
    await evening.pass_time(SECOND)
    return [("Bea", await newest(evening, "Bea"))]


async def together(evening: Evening) -> Starts:
    """A second person may come."""
    ((_, card),) = await they_meet(evening)
    dani, bea = evening["Dani"], evening["Bea"]
    (talk,) = await dani.threads()
    await bea.press(card, "Ask about a second person")
    await evening.pass_time(timedelta(minutes=5))
    found: Starts = [("Dani", screen) for screen in await dani.look(talk)]
    wish = [screen for _, screen in found if "Yes, ask for a second person" in screen.buttons][-1]
    await dani.press(wish, "Yes, ask for a second person")
    await evening.pass_time(SECOND)
    return [("Cleo", await newest(evening, "Cleo")), *found]


async def setting_up(evening: Evening) -> Starts:
    """Another circle, one press before it is made."""
    robin = evening["Robin"]
    screen = await robin.press(await robin.press(await robin.command("desk"), "Set up"), "Begin")
    found = [screen := await robin.submit(await robin.press(screen, "Type it"), {"answer": "South"})]
    for chosen in (("Europe/Berlin",), ("en",), ("DE", "GB")):
        found.append(screen := await robin.press(screen, "Next"))
        screen = await robin.choose(screen, *chosen)
    found.append(screen := await robin.press(screen, "Next"))
    found.append(screen := await robin.press(screen, "Next"))
    screen = await robin.press(await robin.press(screen, "Use the suggested text"), "Next")
    screen = await robin.submit(await robin.press(screen, "Type it"), {"answer": "the library"})
    found += [screen, await robin.press(screen, "Next")]
    north = await circle_of(evening)
    made = as_if(evening, "Robin", f"setup:make:{north}", f"setup:place:{north}:room")
    return [*(("Robin", one) for one in found), made]


async def two_circles(evening: Evening) -> Starts:
    """Somebody is in two circles, and both are set up by one."""
    # Before another has a number: which of two is the smaller is chance.
    north = str(await circle_of(evening))
    await evening.set_up("South")
    await evening.join("Bea", circle="south")
    bea, robin = evening["Bea"], evening["Robin"]
    said = await evening["Dani"].say("general", "a quiet line")
    return [
        ("Robin", await robin.press(await robin.command("desk"), "Who's around")),
        as_if_chosen(evening, "Bea", "reach:in:company", north),
        ("Bea", await bea.press(await reach(evening, "Bea"), "I would like company")),
        ("Bea", await bea.menu(said, LOOK_IN)),
        as_if(evening, "Bea", f"checkins:answer_in:{north}"),
    ]


async def stepped_away(evening: Evening) -> Starts:
    """Somebody stepped away, with nothing but the blank room to come back by."""
    await step_away(evening)
    return [("Ana", (await evening["Ana"].look(SIDE_ROOM))[-1])]


async def left_kindly(evening: Evening) -> Starts:
    """Somebody left, and can take their place back."""
    await evening["Ana"].press(await ways(evening), KEEP)
    return [("Ana", await places(evening))]


async def a_copy(evening: Evening) -> Starts:
    """Copies can be asked for, be taken after their day, and be had for a phrase that is old enough."""
    found: Starts = [("Bea", await copy(evening, "Bea"))]
    evening.clock.forward(2 * DAY)
    ana, eli = evening["Ana"], evening["Eli"]
    found.append(("Ana", await ana.press(await ana.command("my"), "The copy that was asked for")))
    await phrase(evening)
    shown = await copy(evening, "Eli")
    form = await eli.press(shown, "copy:type")
    for box in form.fields.values():
        # Others type the very phrase as well: it opens nothing of theirs, and nothing of its owner's to them.
        box["typed"] = PHRASE
    return [*found, ("Eli", shown), ("Eli", form)]


async def a_reminder(evening: Evening) -> Starts:
    """A reminder came, and its note can end it."""
    await reminded(evening)
    await evening.pass_time(DAY)
    return [("Ana", await waiting(evening, "Ana"))]


async def plans_of_ones_own(evening: Evening) -> Starts:
    """Somebody has reminders and quiet days, and makes more of them."""
    return [("Ana", await reminders(evening)), ("Ana", await days(evening))]


async def a_hello(evening: Evening) -> Starts:
    """Somebody has a day of hello, and another found the note that asks for one."""
    north = str(await circle_of(evening))
    await greets(evening, "Bea", "Cleo")
    await hello_kept(evening, evening.clock.moment + DAY)
    await evening.pass_time(DAY)
    tomorrow = evening.clock.moment + DAY
    day = f"{tomorrow.year}-{tomorrow.month}-{tomorrow.day}"
    return [
        as_if(evening, "Ana", f"days:hello:{day}"),
        as_if_chosen(evening, "Ana", f"days:hello_in:{day}", north),
        as_if(evening, "Ana", f"days:hello_keep:{day}:{north}:no"),
        ("Cleo", await waiting(evening, "Cleo")),
        ("Bea", await waiting(evening, "Bea")),
    ]


async def a_circle_closed(evening: Evening) -> Starts:
    """A circle was closed a moment ago."""
    return [("Robin", await closes(evening))]


async def a_change(evening: Evening) -> Starts:
    """Somebody changed a setting, and it can be undone."""
    return [("Robin", await contact(evening, "Kim at the library, downstairs")), ("Robin", await done(evening))]


async def an_ask_that_is_gone(evening: Evening) -> Starts:
    """Whoever had an ask of somebody who was erased has a button that says it is over."""
    return [as_if(evening, "Bea", "reach:over")]


async def after_an_outage(evening: Evening) -> Starts:
    """The desk tells of hours in which nobody was home."""
    at = int(evening.clock.now().timestamp() * 1_000_000)
    hour = 3_600_000_000
    insert = "INSERT INTO outage (begun_at, ended_at) VALUES (:begun, :ended)"
    await evening.stores.main.write(lambda tx: tx.run(insert, begun=at - 2 * hour, ended=at - hour))
    return [("Robin", await evening["Robin"].command("desk"))]


SCENES: dict[str, Scene] = {
    "everywhere": Scene(everywhere),
    "own things": Scene(own_things, ("escape:", "history:", "mailbox:", "privacy:", "checkins:", "debriefs:")),
    "phrase": Scene(phrase, ("device:",)),
    "no check-in": Scene(no_checkin, ("checkins:",)),
    "named in a closing": Scene(named_in_a_closing, ("privacy:take_down",)),
    "one word": Scene(one_word, ("checkins:",)),
    "a heavy line": Scene(a_heavy_line, ("checkins:",)),
    "at the door": Scene(at_the_door, ("circles:",)),
    "to listen": Scene(to_listen, ("debriefs:",)),
    "somebody has it": Scene(somebody_has_it, ("reach:",)),
    "they meet": Scene(they_meet, ("reach:",)),
    "together": Scene(together, ("reach:",)),
    "setting up": Scene(setting_up, ("setup:",)),
    "two circles": Scene(two_circles, ("asked:", "reach:", "checkins:")),
    "stepped away": Scene(stepped_away, ("away:",)),
    "left kindly": Scene(left_kindly, ("farewells:",)),
    "a copy": Scene(a_copy, ("copy:",)),
    "a reminder": Scene(a_reminder, ("reminders:",)),
    "plans of one's own": Scene(plans_of_ones_own, ("reminders:", "days:")),
    "a hello": Scene(a_hello, ("days:",)),
    "a change": Scene(a_change, ("moderation:",)),
    "a circle closed": Scene(a_circle_closed, ("closing:",)),
    "an ask that is gone": Scene(an_ask_that_is_gone),
    "after an outage": Scene(after_an_outage, ("desk:",)),
}
