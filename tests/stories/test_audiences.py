"""Who an answer is for: choosing it, changing one's mind, names in the closing, and taking them out again."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.checkins.model import SeenBy
from bot.checkins.model.answers import Given, given_from
from bot.core.ids import PlatformId, Private
from rehearsal.person import visit
from rehearsal.person_forms import NothingHappened
from rehearsal.screen import Screen
from rehearsal.server import Rehearsal
from rehearsal.stories.first import rows_about
from tests.stories.conftest import MEMBERS, Evening, FakeClock, bot_on
from tests.stories.test_checkin import answers_kept

NAMED = "The circle, with my name"
PLANNERS = "Facilitators, with my name"
UNNAMED = "Circle without my name"
PRIMARY, SECONDARY = 1, 2
FORMATS = {
    "Steady, wobbly": ("Steady", "Wobbly"),
    "Weather": ("Sunny", "Foggy"),
    "Battery": ("0 · empty", "3"),
    "What is needed": ("Someone who listens", "Nothing today"),
    "How much room": ("1 · hardly any", "5 · plenty"),
}


async def open_(circle: Evening, way: str) -> Screen:
    robin = circle["Robin"]
    ways = await robin.press(await robin.command("plan"), "Ask for a check-in")
    if not ways.button(way):
        ways = await robin.press(ways, "More ways to ask")
    return await robin.press(await robin.press(ways, way), "Open it now")


async def close(circle: Evening) -> Screen:
    """Close it as Robin, and answer the closing as Ana reads it."""
    await circle["Robin"].press(await circle["Robin"].command("plan"), "Close it now")
    return await circle.post("Ana")


async def drawn(circle: Evening) -> str:
    """Let the post follow what has changed, and answer it as Bea reads it."""
    await circle.pass_time(timedelta(seconds=3))
    return (await circle.post("Bea")).text


@pytest.mark.parametrize("way", FORMATS)
async def test_each_way_of_asking_counts_and_names_and_closes(circle: Evening, way: str) -> None:
    first, second = FORMATS[way]
    await open_(circle, way)
    await circle.join("Gus")
    for name in MEMBERS[:3]:
        await circle.answer(name, first)
    for name in MEMBERS[3:6]:
        await circle.answer(name, second)
    await circle.answer("Gus", second, NAMED)
    post = await close(circle)
    assert f"{first}: 3" in post.text
    # Gus is not counted: with him in it, the spread would say what the others answered.
    assert f"{second}: 3" in post.text
    assert f"@Gus: {second}" in post.text
    assert "Thank you for being here" in post.text


async def test_the_first_time_nothing_stands_out_and_later_the_last_choice_does(circle: Evening) -> None:
    ana = circle["Ana"]
    opened = await circle.open_checkin()
    shown = await ana.press(await circle.post("Ana"), "Steady")
    assert {shown.buttons[label]["style"] for label in ("Only me", NAMED)} == {SECONDARY}
    assert UNNAMED not in shown.buttons
    await circle.answer("Ana", "Steady", "Only me")
    assert await last_kept(circle) == 0
    await circle.answer("Ana", "Steady", UNNAMED)
    await circle["Robin"].press(opened, "Close it now")
    await circle.open_checkin("Battery")
    shown = await ana.press(await circle.post("Ana"), "3")
    assert standing_out(shown) == [UNNAMED]
    await circle.answer("Ana", "3", "Only me")
    shown = await ana.press(await circle.post("Ana"), "3")
    assert standing_out(shown) == ["Only me"]
    assert UNNAMED not in shown.buttons


def standing_out(shown: Screen) -> list[str]:
    return [label for label, one in shown.buttons.items() if one["style"] == PRIMARY]


async def test_who_will_see_it_is_said_before_each_press(circle: Evening) -> None:
    ana = circle["Ana"]
    await circle.open_checkin()
    shown = await ana.press(await circle.post("Ana"), "Stormy")
    assert "kept nowhere" in shown.text
    assert "beside your name" in shown.text
    more = await ana.press(shown, "More")
    assert "moderators and one role they chose" in " ".join(more.text.split())
    assert "Answers with a name are not in them" in more.text
    asked = await ana.press(more, PLANNERS)
    assert "Nothing has been kept so far" in " ".join(asked.text.split())
    assert "Yes, keep it for facilitators, with my name" in asked.buttons
    assert await answers_kept(circle) == 0


async def test_a_yes_to_the_earlier_wording_has_lapsed_and_remembers_nothing(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Steady", NAMED)
    await circle.stores.main.write(
        lambda tx: tx.run("UPDATE consent SET version = 1 WHERE purpose LIKE 'checkins%'")
    )
    shown = await circle["Ana"].press(await circle.post("Ana"), "Wobbly")
    assert standing_out(shown) == []
    asked = await circle["Ana"].press(shown, NAMED)
    assert "Nothing has been kept so far" in " ".join(asked.text.split())


async def test_a_name_shows_nobody_else_and_notifies_nobody(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Stormy", NAMED)
    await circle.answer("Bea", "Steady", "Only me")
    assert "Ana" not in (await circle.post("Bea")).text
    before = await circle["Ana"].notifications()
    post = await close(circle)
    assert "With their names, because they wished it:\n@Ana: Stormy" in post.text
    assert not any(name in post.text for name in MEMBERS[1:])
    assert await circle["Ana"].notifications() == before


async def test_changing_the_audience_leaves_one_answer_for_the_last_one(circle: Evening) -> None:
    opened = await circle.open_checkin()
    for seen_by in (NAMED, PLANNERS, UNNAMED, NAMED, PLANNERS):
        await circle.answer("Ana", "Stormy", seen_by)
        assert await answers_kept(circle) == 1
    assert "@Ana: Stormy" in (await circle["Robin"].press(opened, "How it looks now")).text
    changed = await circle.answer("Ana", "Stormy", "Only me")
    assert "Your earlier answer is gone" in changed.text
    assert await answers_kept(circle) == 0
    assert "Ana" not in (await close(circle)).text


async def test_facilitators_see_the_present_round_alone_and_only_while_it_is_open(circle: Evening) -> None:
    robin, opened = circle["Robin"], await circle.open_checkin()
    for name in MEMBERS[:4]:
        await circle.answer(name, "Steady")
    await circle.answer("Eli", "Stormy", PLANNERS)
    await circle.answer("Flor", "Wobbly", NAMED)
    look = await robin.press(opened, "How it looks now")
    assert "could not be shown" in look.text
    assert "@Eli: Stormy" in look.text
    assert "Flor" not in look.text
    with pytest.raises(NothingHappened):
        await circle["Ana"].press(look, "Look again")
    post = await close(circle)
    assert "Eli" not in post.text
    assert await answers_kept(circle) == 1
    assert "is closed" in (await robin.press(look, "Look again")).text


async def test_facilitators_see_a_merged_spread_once_there_are_enough(circle: Evening) -> None:
    opened = await circle.open_checkin()
    for name, choice in zip(MEMBERS, ("Steady", "Steady", "Steady", "Wobbly", "Wobbly", "Stormy"), strict=False):
        await circle.answer(name, choice)
    look = await circle["Robin"].press(opened, "How it looks now")
    assert "Steady: 3" in look.text
    assert "Something else: 3" in look.text
    assert "Stormy" not in look.text


async def test_taking_a_named_answer_back_after_the_close_takes_it_out_of_the_post(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Stormy", NAMED)
    await circle.answer("Bea", "Steady", NAMED)
    post = await close(circle)
    taken = await circle["Ana"].press(post, "Take my answer back")
    assert "goes within seconds" in taken.text
    text = await drawn(circle)
    assert "Ana" not in text
    assert "@Bea: Steady" in text
    assert await answers_kept(circle) == 1
    again = await circle["Ana"].press(await circle.post("Ana"), "Take my answer back")
    assert "nobody can tell which it was" in again.text


@pytest.mark.parametrize("way", ["erase", "leave", "stop", "switch off"])
async def test_a_name_goes_from_the_post_and_every_table_with_whoever_takes_it_away(
    circle: Evening, way: str
) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Stormy", NAMED)
    person = await circle.hearth.people.find(PlatformId(int(circle["Ana"].id)))
    assert person is not None
    assert "Ana" in (await close(circle)).text
    ana, home = circle["Ana"], await circle["Ana"].command("my")
    if way == "erase":
        await ana.press(await ana.press(home, "See and erase"), "Erase all of this now")
    elif way == "leave":
        await ana.press(await ana.press((await ana.look("north-door"))[0], "Join"), "Leave North")
    elif way == "stop":
        await ana.press(home, "Stop everything")
    else:
        await ana.press(await ana.press(home, "North: what I say yes to"), "Switch off: Keeping my")
    assert "Ana" not in await drawn(circle)
    kept = rows_about(circle.folder / "data", person.number)
    assert not {"checkin_answer", "checkin_audience"} & set(kept)


async def test_names_go_by_themselves_after_fourteen_days_and_the_counts_stay(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.join("Gus")
    for name in MEMBERS[:6]:
        await circle.answer(name, "Steady" if name < "D" else "Wobbly")
    await circle.answer("Gus", "Stormy", NAMED)
    await close(circle)
    await circle.pass_time(timedelta(days=13, hours=23))
    assert "Gus" in (await circle.post("Ana")).text
    await circle.pass_time(timedelta(hours=2))
    assert "Gus" not in await drawn(circle)
    post = await circle.post("Ana")
    assert "Steady: 3" in post.text
    assert list(post.buttons) == ["Step out"]
    assert await answers_kept(circle) == 0


async def test_a_name_that_goes_while_the_platform_is_away_goes_once_it_is_back(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Stormy", NAMED)
    post = await close(circle)
    await circle.people.faults("503", "/channels/{channel_id}/messages/{message_id}", method="PATCH", times=1000)
    await circle["Ana"].press(post, "Take my answer back")
    await circle.pass_time(timedelta(minutes=10))
    assert "Ana" in (await circle.post("Bea")).text
    await circle.people.clear_faults()
    await circle.pass_time(timedelta(minutes=10))
    assert "Ana" not in (await circle.post("Bea")).text


async def test_a_member_of_three_circles_answers_each_for_somebody_else(circle: Evening) -> None:
    robin, ana = circle["Robin"], circle["Ana"]
    for other in ("East", "West"):
        await circle.set_up(other)
        await circle.join("Ana", circle=other.lower())
    for name in ("East", "North", "West"):
        ways = await robin.press(await robin.press(await robin.command("plan"), name), "Ask for a check-in")
        await robin.press(await robin.press(ways, "Steady"), "Open it now")
    for name, seen_by in (("North", NAMED), ("East", PLANNERS), ("West", "Only me")):
        mine = await ana.press(await ana.command("checkin"), name)
        await circle.send("Ana", await ana.press(mine, "Wobbly"), seen_by)
    for name in ("East", "North", "West"):
        look = await robin.press(await robin.press(await robin.command("plan"), name), "How it looks now")
        assert ("@Ana" in look.text) is (name == "East")
        await robin.press(await robin.press(await robin.command("plan"), name), "Close it now")
        posts = [screen.text for screen in await ana.look(f"{name.lower()}-room")]
        assert ("@Ana: Wobbly" in posts[-1]) is (name == "North")
    await ana.press(await ana.press((await ana.look("north-door"))[0], "Join"), "Leave North")
    assert await answers_kept(circle) == 0


async def test_the_same_press_twice_and_two_audiences_at_once_leave_one_answer(circle: Evening) -> None:
    ana = circle["Ana"]
    await circle.open_checkin()
    await circle.answer("Ana", "Steady", NAMED)
    audiences = await ana.press(await circle.post("Ana"), "Wobbly")
    await asyncio.gather(ana.press(audiences, NAMED), ana.press(audiences, NAMED))
    assert await answers_kept(circle) == 1
    assert (await close(circle)).text.count("@Ana") == 1


async def test_a_restart_between_choosing_and_answering_loses_nothing(rehearsal: Rehearsal, tmp_path: Path) -> None:
    clock = FakeClock()
    async with visit(rehearsal.url) as people:
        async with bot_on(rehearsal, tmp_path, clock) as (client, hearth, stores):
            evening = Evening(rehearsal, people, client, hearth, stores, clock, tmp_path)
            await evening.set_up()
            await evening.join("Ana")
            await evening.open_checkin()
            shown = await people["Ana"].press(await evening.post("Ana"), "Stormy")
        async with bot_on(rehearsal, tmp_path, clock):
            answered = await evening.send("Ana", shown, NAMED)
            assert "it is shown beside your name" in answered.text


def test_no_button_of_an_earlier_version_shows_an_answer_more_widely_than_it_said() -> None:
    # There "circle" stood for being counted without a name.
    assert "circle" not in set(SeenBy)
    assert given_from("steady") == Given(Private("steady"), SeenBy.UNNAMED)


async def last_kept(circle: Evening) -> int:
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT count(*) AS held FROM checkin_audience"))
    return 0 if row is None else int(str(row["held"]))
