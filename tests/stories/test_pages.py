"""A page comes at once, and a locked phone shows it."""

from tests.stories.conftest import Evening
from tests.stories.reaching import ask, can_be_asked


async def test_a_page_makes_the_phone_sound_and_tells_nothing_on_it(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    before = len(await circle["Bea"].notifications())
    await ask(circle, "Ana")
    await circle.hearth.settle()
    assert [line.partition(": ")[2] for line in (await circle["Bea"].notifications())[before:]] == [
        "Someone asks if you are around."
    ]


async def test_a_page_is_one_request_where_somebody_was_written_to_before(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    before = len(circle.server.requests.after(0))
    await ask(circle, "Ana")
    await circle.hearth.settle()
    sent = [one["route"] for one in circle.server.requests.after(before) if one["method"] == "POST"]
    assert "/channels/{channel_id}/messages" in sent
    assert "/users/@me/channels" not in sent
