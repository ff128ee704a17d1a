"""Stepping out: one exercise for anyone, from any post, other ones behind it, and nothing kept of it."""

from datetime import timedelta

import pytest

from rehearsal.person import NothingHappened, Person
from rehearsal.screen import Screen
from tests.stories.conftest import Evening, bot_on
from tests.stories.test_my import rows_in_every_table

OPENING = ("Find one thing near you. Give it its plain name.", "Find a third one. That is all of it.")
DOORS = ["Something different", "Choose by how it is", "Only this quiet screen", "Reach someone"]
YEAR = timedelta(days=366)


def opens(screen: Screen) -> bool:
    return screen.private and all(line in screen.text for line in OPENING)


async def test_anyone_gets_one_exercise_of_four_lines_in_a_server_and_in_a_direct_message(evening: Evening) -> None:
    for name in ("Ana", "Sam", "Robin"):
        for dm in (False, True):
            shown = await evening[name].command("escape", dm=dm)
            assert opens(shown)
            assert list(shown.buttons) == DOORS
            lines = [line for line in shown.text.splitlines() if line and not line.startswith("-#")]
            assert len(lines) == 4


async def test_it_says_honestly_what_it_is_and_claims_nothing(evening: Evening) -> None:
    text = (await evening["Ana"].command("escape")).text
    assert "Some people find this helps." in text
    assert "You can stop at any point." in text
    assert "Only you can see this." in text


async def test_in_spanish_all_of_it_is_in_spanish(evening: Evening) -> None:
    ana = evening["Ana"]
    await ana.set(locale="es-ES")
    shown = await ana.command("escape")
    assert "Busca una cosa cerca de ti. Dale su nombre, sin más." in shown.text
    assert list(shown.buttons) == [
        "Algo distinto",
        "Elegir según cómo es",
        "Solo esta pantalla tranquila",
        "Hablar con alguien",
    ]
    how = await ana.press(shown, "Elegir según cómo es")
    menu = await ana.press(how, "Todo es demasiado")
    wall = await ana.press(menu, "Empujar la pared")
    assert (
        wall.text.index("Conviene saber:") < wall.text.index("Mejor otro si:") < wall.text.index("Empuja despacio")
    )
    assert "Tres cosas" not in wall.text


async def test_something_different_goes_on_through_others_and_never_to_body_or_breath(evening: Evening) -> None:
    ana = evening["Ana"]
    shown = await ana.command("escape")
    met: list[str] = []
    for _ in range(11):
        met.append(shown.text.splitlines()[0])
        shown = await ana.press(shown, "Something different")
    assert len(set(met)) == 11
    assert opens(shown)
    assert not {"**A longer out-breath**", "**Hum or sigh**", "**Cold pack, short**", "**Feet and floor**"} & set(
        met
    )


async def test_from_one_about_the_body_it_leads_to_one_that_is_not(evening: Evening) -> None:
    ana = evening["Ana"]
    wall = await show(ana, "Everything is too much", "Push the wall")
    assert "Change one thing" in (await ana.press(wall, "Something different")).text


async def show(person: Person, how_it_is: str, exercise: str) -> Screen:
    """Find an exercise by how it is, going on with More as long as it takes."""
    shown = await person.press(await person.command("escape"), "Choose by how it is")
    for wanted in (how_it_is, exercise):
        while wanted not in shown.buttons:
            shown = await person.press(shown, "More")
        shown = await person.press(shown, wanted)
    return shown


async def test_how_it_is_shows_three_at_a_time_with_more_and_not_now(evening: Evening) -> None:
    ana = evening["Ana"]
    shown = await ana.press(await ana.command("escape"), "Choose by how it is")
    assert list(shown.buttons) == [
        "Everything is too much",
        "I feel far away or not real",
        "A memory is very loud",
        "More",
        "Not now",
        "Reach someone",
    ]
    met: list[str] = []
    while "Back to the first ones" not in shown.buttons:
        assert len(shown.buttons) <= 6
        met += list(shown.buttons)[:3]
        shown = await ana.press(shown, "More")
    met += list(shown.buttons)[:-3]
    assert len(met) == 10
    assert "A strong urge, waiting it out" in met
    again = await ana.press(shown, "Back to the first ones")
    assert "Everything is too much" in again.buttons
    assert "Put away" in (await ana.press(again, "Not now")).text


async def test_a_menu_has_breath_under_more_alone_and_cautions_above_the_steps(evening: Evening) -> None:
    ana = evening["Ana"]
    how = await ana.press(await ana.command("escape"), "Choose by how it is")
    first = await ana.press(how, "Everything is too much")
    assert list(first.buttons)[:3] == ["Five, four, three, two, one", "Push the wall", "Cool water on your hands"]
    breath = await show(ana, "Everything is too much", "A longer out-breath")
    text = breath.text
    assert text.index("Things to know:") < text.index("Skip it if:") < text.index("Let a breath out slowly")
    assert "not tested on its own" not in text


async def test_strong_cold_opens_only_once_its_caution_was_acknowledged(evening: Evening) -> None:
    ana = evening["Ana"]
    caution = await show(ana, "Everything is too much", "Cold pack, short")
    assert "For adults only." in caution.text
    assert "heart or rhythm problems" in caution.text
    assert "Wrap the pack" not in caution.text
    steps = await ana.press(caution, "I have read this. Show the steps")
    assert steps.text.index("heart or rhythm problems") < steps.text.index("Wrap the pack")
    assert "Something in your hand" in (await ana.press(steps, "Something different")).text


async def test_a_strong_urge_can_be_waited_out_with_a_person_named_on_the_way(evening: Evening) -> None:
    ana = evening["Ana"]
    waiting = await show(ana, "A strong urge, waiting it out", "Not yet, for ten minutes")
    assert "Reach someone is below." in waiting.text
    assert list(waiting.buttons)[-1] == "Reach someone"
    wave = await show(ana, "A strong urge, waiting it out", "Watch the wave")
    assert "Some take longer, and some come back." in wave.text
    room = await show(ana, "A strong urge, waiting it out", "A little more room")
    assert "You need to give no reason." in room.text


async def test_only_this_quiet_screen_has_nothing_on_it_to_do(evening: Evening) -> None:
    ana = evening["Ana"]
    quiet = await ana.press(await ana.command("escape"), "Only this quiet screen")
    assert "Nothing has to be done here." in quiet.text
    assert list(quiet.buttons) == ["Back to an exercise", "Reach someone"]
    assert opens(await ana.press(quiet, "Back to an exercise"))


async def test_step_out_stands_on_every_post_and_opens_beside_it(circle: Evening) -> None:
    await circle.open_checkin()
    post = await circle.post("Ana")
    door = (await circle["Sam"].look("north-door"))[0]
    assert opens(await circle["Ana"].press(post, "Step out"))
    assert opens(await circle["Sam"].press(door, "Step out"))
    robin = circle["Robin"]
    await robin.press(await robin.command("plan"), "Close it now")
    closed = await circle.post("Ana")
    assert "closed" in closed.text
    assert opens(await circle["Ana"].press(closed, "Step out"))


async def test_a_step_out_posted_a_year_and_a_restart_ago_still_opens(circle: Evening) -> None:
    door = (await circle["Ana"].look("north-door"))[0]
    await circle.hearth.end()
    await circle.client.close()
    circle.clock.forward(YEAR)
    async with bot_on(circle.server, circle.folder / "another", circle.clock):
        # Another folder: even a bot that has lost all its files knows the button.
        assert opens(await circle["Ana"].press(door, "Step out"))


async def test_pressing_twice_on_a_post_gives_the_same_twice(circle: Evening) -> None:
    door = (await circle["Ana"].look("north-door"))[0]
    first = await circle["Ana"].press(door, "Step out")
    second = await circle["Ana"].press(door, "Step out")
    assert opens(first)
    assert first.text == second.text


@pytest.mark.parametrize(
    ("instead", "leads_to"),
    [
        ("escape:other:no_longer_here", "Find one thing near you."),
        ("escape:show:no_longer_here", "Find one thing near you."),
        ("escape:steps:**Robin** <@1>", "Find one thing near you."),
        ("escape:menu:no_longer_here:0", "How is it right now?"),
        ("escape:how:99", "How is it right now?"),
        ("escape:how:many", "no longer does anything"),
        ("escape:menu:too_much", "no longer does anything"),
        ("escape:other", "no longer does anything"),
        ("escape:gone", "no longer does anything"),
        ("escape:keep:no_longer_here", "no longer does anything"),
        ("escape:hide:everything", "no longer does anything"),
        ("escape:yes:keep:no_longer_here", "no longer does anything"),
        ("escape:yes:sell:one_song", "no longer does anything"),
    ],
)
async def test_a_stale_or_odd_button_ends_in_words_and_keeps_nothing(
    evening: Evening, instead: str, leads_to: str
) -> None:
    before = await rows_in_every_table(evening)
    ana = evening["Ana"]
    shown = await odd(evening, await ana.command("escape"), instead)
    assert leads_to in (await ana.press(shown, instead)).text
    assert await rows_in_every_table(evening) == before


async def odd(evening: Evening, shown: Screen, custom_id: str) -> Screen:
    """Answer a screen whose first button is one that only another version had."""
    kept = evening.server.world.channels[str(shown.channel_id)].messages[str(shown.message_id)]
    assert shown.message is not None
    for components in (kept.components, shown.message["components"]):
        components[0]["components"][0]["custom_id"] = custom_id
    return shown


async def test_without_any_permission_in_the_channel_it_still_answers(evening: Evening) -> None:
    shown = await evening["Sam"].command("escape", channel="welcome")
    assert opens(shown)


async def test_nobody_else_sees_it(circle: Evening) -> None:
    before = {name: len(await circle[name].inbox()) for name in ("Bea", "Robin")}
    await circle["Ana"].command("escape", channel="north-room")
    for name, count in before.items():
        assert len(await circle[name].inbox()) == count
    assert await circle["Ana"].notifications() == []


async def test_a_host_can_choose_another_word_for_it(evening: Evening) -> None:
    await evening.hearth.end()
    await evening.client.close()
    async with bot_on(evening.server, evening.folder / "another", evening.clock, {"escape": "pause"}):
        assert opens(await evening["Ana"].command("pause"))
        with pytest.raises(NothingHappened):
            await evening["Ana"].command("escape")


async def test_its_button_is_never_doubled_and_its_mark_finds_the_post(circle: Evening) -> None:
    await circle.open_checkin()
    post = await circle.post("Ana")
    ids = [one["custom_id"] for one in post.components if "custom_id" in one]
    assert len([one for one in ids if one.startswith("escape:open")]) == 1
    assert ids[-1].startswith("escape:open~")
