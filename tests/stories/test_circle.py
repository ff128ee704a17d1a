"""Setting up a circle, its door, joining and leaving."""

from tests.stories.conftest import Evening


async def test_a_moderator_sets_up_a_circle_and_sees_everything_before_it_is_made(evening: Evening) -> None:
    screen = await evening.set_up()
    assert "North" in screen.text
    assert "is made" in screen.text
    assert {"north-door"} <= set(await evening["Sam"].channels())
    assert "north-room" not in await evening["Sam"].channels()
