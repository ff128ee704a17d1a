"""What one says yes to: each purpose says everything about itself, and ends with no more presses than it began."""

import pytest

from bot.circles import MEMBERSHIP
from bot.core.feature import Purpose
from bot.core.ids import EVERYWHERE, CircleId, PlatformId
from rehearsal.screen import Screen
from tests.guards.tables import features
from tests.stories.conftest import TEXTS, Evening

PURPOSES = [purpose for feature in features() for purpose in feature.purposes]
SWITCHED = [purpose for purpose in PURPOSES if purpose.switchable]

HERE, EVERY = "North: what I say yes to", "For all circles: what I say yes to"

MOST = 4096
"""Characters that one screen holds (Discord: Embed)."""

GIVEN = {
    "asked.willing": (HERE, "Switch on: I can be asked", "Switch on: I can be asked"),
    "checkins.answers": (HERE, "Switch on: Keeping my check-in answers"),
    "checkins.history": (HERE, "Switch on: My check-ins"),
    "people.settings": ("My language", "Keep: English"),
    "people.apart": ("Who I'd rather not meet", "one is chosen in its menu"),
    "people.plain": (EVERY, "Switch on: Plain screens for me"),
    "reminders.own": ("My reminders", "A new reminder", "Something to drink", "Once", "the form is handed in"),
    "reminders.ideas": ("My reminders", "A light idea, once a week", "Switch it on"),
    "days.hellos": (HERE, "Switch on: Hearing that a hello is welcome"),
    "days.days": ("My quiet days", "Add a day", "Keep it: silent"),
    "helplines.own": ("My country", "one is chosen in its menu"),
    "mailbox.whisper": (EVERY, "Switch on: A direct message when a note waits", "Switch it on"),
    "device.self_clearing": ("This phone", "Messages that clear themselves", "After 1 hour at the latest"),
    "escape.favourites": (EVERY, "Switch on: A list of exercises of my own"),
}
"""The fewest presses below `/my` that give each yes."""

ELSEWHERE = {
    "farewells.place": ("North: look in or leave", "Other ways to leave North", "Leave, keep my place 30 days"),
    "checkins.news": ("Ask for a check-in", "Let it come again", "Start it, and tell me when it rests"),
    "moderation.acts": ("an act at the desk is pressed", "and done"),
    "debriefs.kept": ("Look", "Talk it over now", "Keep them for me, 30 days"),
    "reach.caring": ("It has ended", "A caring note", "Both notes"),
}
"""The same for what is only said yes to where it comes up, by what is pressed there."""


def name_of(purpose: Purpose) -> str:
    return TEXTS.say("en", f"{purpose.key}.name", {}, lambda _, value: str(value))


async def switches(circle: Evening, purpose: Purpose) -> Screen:
    ana = circle["Ana"]
    return await ana.press(await ana.command("my"), EVERY if purpose.everywhere else HERE)


async def say_yes(circle: Evening, *purposes: Purpose) -> None:
    ana = PlatformId(int(circle["Ana"].id))
    [north] = await circle.hearth.circles.memberships(ana)
    for purpose in purposes:
        await circle.hearth.consents.give(ana, EVERYWHERE if purpose.everywhere else north.circle, purpose.key)


def test_every_yes_that_can_be_given_is_counted_here() -> None:
    assert {purpose.key for purpose in SWITCHED} == GIVEN.keys() | ELSEWHERE.keys()


@pytest.mark.parametrize("purpose", SWITCHED, ids=lambda purpose: purpose.key)
async def test_taking_back_takes_no_more_presses_than_giving(circle: Evening, purpose: Purpose) -> None:
    await say_yes(circle, purpose)
    ana, presses = circle["Ana"], 1
    shown = await switches(circle, purpose)
    assert f"Switch on: {name_of(purpose)}" not in shown.buttons
    taken = await ana.press(shown, f"Switch off: {name_of(purpose)}")
    presses += 1
    assert f"Switch off: {name_of(purpose)}" not in taken.buttons
    assert presses <= len(GIVEN.get(purpose.key) or ELSEWHERE[purpose.key])


async def test_each_yes_says_what_who_how_long_since_when_and_in_which_wording(circle: Evening) -> None:
    await say_yes(circle, *SWITCHED)
    for screen in (await switches(circle, SWITCHED[0]), await switches(circle, named("people.settings"))):
        assert "on since March 20, 2027, wording " in screen.text
        assert "(off," not in screen.text
        assert len(screen.text) <= MOST
    for purpose in SWITCHED:
        shown = (await switches(circle, purpose)).text
        # One of the yeses is to plain lines, in which nothing is bold.
        head = f"{name_of(purpose)} (on since March 20, 2027, wording {purpose.version})"
        assert head in shown
        for part in ("audience", "retention"):
            words = TEXTS.say("en", f"{purpose.key}.{part}", {"bot": "", "my_command": ""}, lambda _, v: str(v))
            assert words.split(".")[0][:40] in shown


@pytest.mark.parametrize("locale", ["en", "es"])
async def test_all_of_them_at_once_fit_one_screen_in_every_language(circle: Evening, locale: str) -> None:
    await say_yes(circle, *SWITCHED)
    await circle["Ana"].set(locale={"en": "en-GB", "es": "es-ES"}[locale])
    ana = circle["Ana"]
    labels = [one for one in (await ana.command("my")).buttons if "say yes to" in one or "digo que sí" in one]
    assert len(labels) == 2
    for label in labels:
        shown = await ana.press(await ana.command("my"), label)
        assert 1000 < len(shown.text) <= MOST


async def test_being_in_the_circle_is_told_without_a_switch(circle: Evening) -> None:
    shown = await switches(circle, named("asked.willing"))
    assert "**Being in the circle** (on since March 20, 2027, wording 1)" in shown.text
    assert "Being in the circle" not in " ".join(shown.buttons)


async def test_a_yes_to_an_earlier_wording_is_off_and_says_that_the_words_changed(circle: Evening) -> None:
    ana = PlatformId(int(circle["Ana"].id))
    await circle.hearth.consents.give_version(ana, EVERYWHERE, "mailbox.whisper", 0)
    shown = await switches(circle, named("mailbox.whisper"))
    assert "(off: these words are not the ones you said yes to on March 20, 2027, wording 1)" in shown.text
    assert "Switch on: A direct message when a note waits" in shown.buttons


async def test_what_has_no_switch_is_not_told_to_whoever_never_agreed(circle: Evening) -> None:
    sam = PlatformId(int(circle["Sam"].id))
    assert MEMBERSHIP not in [one.purpose.key for one in await circle.hearth.consents.standings(sam, CircleId(1))]


def named(key: str) -> Purpose:
    return next(purpose for purpose in PURPOSES if purpose.key == key)
