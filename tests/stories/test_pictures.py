"""The picture of a closed check-in: beside the words, never instead of them."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.core import pictures
from rehearsal.permissions import Permission
from rehearsal.screen import Screen
from tests.stories.conftest import MEMBERS, Evening
from tests.stories.staffed import permit

HALF_AND_HALF = ("Steady", "Steady", "Steady", "Wobbly", "Wobbly", "Wobbly")


async def closed(circle: Evening, *answers: str) -> Screen:
    """Open a check-in, let the first of the circle answer, close it, and answer its post."""
    opened = await circle.open_checkin()
    for name, choice in zip(MEMBERS, answers, strict=False):
        await circle.answer(name, choice)
    await circle["Robin"].press(opened, "Close it now")
    return await circle.post("Flor")


def attached(screen: Screen) -> list[dict[str, Any]]:
    return screen.message["attachments"] if screen.message else []


def image(circle: Evening, screen: Screen) -> Image.Image:
    path = attached(screen)[0]["url"].removeprefix(circle.server.url)
    return Image.open(BytesIO(circle.server.world.files[path][1]))


async def test_the_picture_says_in_words_what_it_shows_and_the_post_reads_without_it(circle: Evening) -> None:
    post = await closed(circle, *HALF_AND_HALF)
    picture = attached(post)[0]
    assert picture["filename"] == "picture.png"
    assert picture["description"] == "A picture with one bar for each count. Steady: 3 and Wobbly: 3."
    assert image(circle, post).size == (pictures.WIDTH, pictures.HEIGHT)
    assert "Steady: 3\nWobbly: 3" in post.text
    assert "Thank you for being here" in post.text


async def test_where_counts_are_not_shown_there_is_no_picture(circle: Evening) -> None:
    post = await closed(circle, "Steady", "Steady", "Steady", "Wobbly", "Stormy")
    assert "Thank you for being here" in post.text
    assert attached(post) == []


async def test_a_server_that_lets_no_files_in_gets_the_words_and_the_desk_says_what_is_missing(
    circle: Evening,
) -> None:
    world = circle.server.world
    everyone = world.roles[world.guild_id]
    world.change_role(everyone, permissions=everyone.permissions & ~Permission.ATTACH_FILES)
    await permit(circle, Permission.ATTACH_FILES, given=False)
    post = await closed(circle, *HALF_AND_HALF)
    assert "Steady: 3\nWobbly: 3" in post.text
    assert attached(post) == []
    desk = await circle["Robin"].command("desk")
    assert "Attach Files" in desk.text
    assert "check-ins" in desk.text


async def test_a_picture_that_cannot_be_drawn_keeps_no_word_back(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: object) -> bytes:
        raise OSError

    monkeypatch.setattr(pictures, "_draw", breaks)
    post = await closed(circle, *HALF_AND_HALF)
    assert "Steady: 3\nWobbly: 3" in post.text
    assert attached(post) == []
