"""Opening a check-in, answering it, changing one's mind, passing, and reading the spread."""

import asyncio
from datetime import timedelta

import pytest

from bot.checkins.model import Spread, spread_of
from tests.stories.conftest import MEMBERS, Evening, until

LIGHTS = ("steady", "wobbly", "stormy")


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((3, 2, 1), {"steady": 3, "other": 3}),
        ((4, 0, 0), {}),
        ((5, 0, 0), {}),
        ((5, 2, 0), {}),
        ((3, 3, 1), {"wobbly": 3, "other": 4}),
        ((3, 3, 3), {"steady": 3, "wobbly": 3, "stormy": 3}),
        ((6, 2, 2), {"steady": 6, "other": 4}),
        ((2, 2, 1), {}),
        ((4, 4, 0), {"steady": 4, "wobbly": 4}),
        ((0, 0, 0), {}),
    ],
)
def test_a_spread_singles_nobody_out(counts: tuple[int, int, int], shown: dict[str, int]) -> None:
    answers = [choice for choice, count in zip(LIGHTS, counts, strict=True) for _ in range(count)]
    assert spread_of(answers, LIGHTS) == Spread(shown)


async def test_six_answer_and_the_circle_reads_the_spread_without_names(circle: Evening) -> None:
    opened = await circle.open_checkin()
    for name, choice in zip(MEMBERS, ("Steady", "Steady", "Steady", "Wobbly", "Wobbly", "Stormy"), strict=False):
        await circle.answer(name, choice)
    closed = await circle["Robin"].press(opened, "Close it now")
    assert "Steady: 3" in closed.text
    assert "Something else: 3" in closed.text
    post = await circle.post("Ana")
    assert "Steady: 3" in post.text
    assert "Thank you for being here" in post.text
    assert set(post.buttons) == {"Light a candle", "Step out"}
    assert not any(name in post.text for name in MEMBERS)


async def test_few_answers_close_with_a_true_line_and_no_numbers(circle: Evening) -> None:
    opened = await circle.open_checkin()
    for name in MEMBERS[:4]:
        await circle.answer(name, "Steady")
    closed = await circle["Robin"].press(opened, "Close it now")
    assert "could not be shown" in closed.text
    post = await circle.post("Ana")
    assert "Thank you for being here" in post.text
    assert "4" not in post.text


async def test_only_me_is_shown_back_and_kept_nowhere(circle: Evening) -> None:
    await circle.open_checkin()
    answered = await circle.answer("Ana", "Stormy", "Only me")
    assert "for you alone" in answered.text
    assert await answers_kept(circle) == 0


async def test_an_answer_for_the_circle_asks_for_a_yes_first_and_keeps_nothing_until_then(circle: Evening) -> None:
    await circle.open_checkin()
    ana = circle["Ana"]
    asked = await ana.press(await ana.press(await circle.post("Ana"), "Steady"), "The circle, with my name")
    assert "Nothing has been kept so far" in " ".join(asked.text.split())
    assert await answers_kept(circle) == 0
    await ana.press(asked, "Yes, keep")
    assert await answers_kept(circle) == 1


async def test_changing_ones_mind_leaves_one_answer_and_taking_back_leaves_none(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    again = await circle.answer("Ana", "Stormy")
    assert "instead of your earlier answer" in again.text
    assert await answers_kept(circle) == 1
    only_me = await circle.answer("Ana", "Stormy", "Only me")
    assert "no longer counted" in only_me.text
    assert await answers_kept(circle) == 0
    await circle.answer("Ana", "Steady")
    passed = await circle["Ana"].press(await circle.post("Ana"), "Pass")
    assert "taken back" in passed.text
    assert await answers_kept(circle) == 0


async def test_passing_is_free_and_leaves_no_row(circle: Evening) -> None:
    await circle.open_checkin()
    passed = await circle["Ana"].press(await circle.post("Ana"), "Pass")
    assert "That is fine" in passed.text
    assert await answers_kept(circle) == 0


async def test_two_presses_at_once_are_one_answer(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    ana, post = circle["Ana"], await circle.post("Ana")
    audience = await ana.press(post, "Wobbly")
    await asyncio.gather(
        ana.press(audience, "The circle, with my name"), ana.press(audience, "The circle, with my name")
    )
    assert await answers_kept(circle) == 1


async def test_opening_twice_opens_one(circle: Evening) -> None:
    robin = circle["Robin"]
    preview = await robin.press(await robin.press(await robin.command("plan"), "Ask for"), "Battery")
    await asyncio.gather(robin.press(preview, "Open it now"), robin.press(preview, "Open it now"))
    posts = [screen for screen in await circle["Ana"].look("north-room") if "Check-in" in screen.text]
    assert len(posts) == 1
    assert "empty" in " ".join(posts[0].buttons)


async def test_a_press_on_a_closed_round_changes_nothing_and_says_so(circle: Evening) -> None:
    opened = await circle.open_checkin()
    ana = circle["Ana"]
    audience = await ana.press(await circle.post("Ana"), "Steady")
    await circle["Robin"].press(opened, "Close it now")
    late = await ana.press(audience, "Only me")
    assert "is closed" in late.text
    assert "nothing was kept" in late.text


async def test_the_check_in_closes_by_itself_after_a_day(circle: Evening) -> None:
    await circle.open_checkin()
    circle.clock.forward(timedelta(hours=24))
    circle.hearth.alarm.look_now()
    await circle["Ana"].sees("Thank you for being here", kind="edit")


async def test_a_deleted_room_opens_nothing_and_says_why(circle: Evening) -> None:
    await circle.join("Robin")
    world = await circle.people.world()
    room = next(channel["id"] for channel in world["channels"] if channel["name"] == "north-room")
    await circle["Robin"].call("DELETE", f"/channels/{room}")
    await until(lambda: circle.client.get_channel(int(room)) is None)
    refused = await circle.open_checkin()
    assert "was not opened" in refused.text
    assert "Nothing was posted" in refused.text
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT count(*) AS held FROM checkin_round"))
    assert row == {"held": 0}


async def test_a_deleted_post_still_closes_and_tells_whoever_closed_it(circle: Evening) -> None:
    opened = await circle.open_checkin()
    await circle.join("Robin")
    post = await circle.post("Robin")
    await circle["Robin"].call("DELETE", f"/channels/{post.channel_id}/messages/{post.message_id}")
    closed = await circle["Robin"].press(opened, "Close it now")
    assert "could not be changed" in closed.text


async def test_only_planners_plan_and_a_chosen_role_makes_planners(circle: Evening) -> None:
    ana, robin = circle["Ana"], circle["Robin"]
    assert "no circle here that you can plan for" in (await ana.command("plan")).text
    card = await robin.press(await robin.command("desk"), "North")
    await robin.choose(await robin.press(card, "Who can plan"), "Facilitators")
    planned = await ana.press(await ana.press(await ana.command("plan"), "Ask for"), "Steady")
    assert "This is how it will look" in planned.text


async def test_someone_whose_role_was_taken_is_told_how_to_come_back(circle: Evening) -> None:
    await circle.open_checkin()
    ana, world = circle["Ana"], await circle.people.world()
    shown = await ana.press(await circle.post("Ana"), "Steady")
    role = next(role["id"] for role in world["roles"] if role["name"] == "North")
    await circle["Robin"].call("DELETE", f"/guilds/{world['guild']['id']}/members/{ana.id}/roles/{role}")
    with pytest.raises(AssertionError):
        await ana.press(shown, "Only me")
    assert "No check-in" not in (await ana.command("checkin")).text


async def test_the_post_speaks_the_circles_language_and_the_screen_the_persons(circle: Evening) -> None:
    await circle["Bea"].set(locale="es-ES")
    await circle.open_checkin()
    post = await circle.post("Bea")
    assert "How is it in you now" in post.text
    screen = await circle["Bea"].press(post, "Steady")
    assert "Solo tú puedes ver esto" in screen.text
    assert "En calma" in screen.text


async def answers_kept(circle: Evening) -> int:
    """Count the kept answers."""
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT count(*) AS held FROM checkin_answer"))
    assert row is not None
    held = row["held"]
    assert isinstance(held, int)
    return held
