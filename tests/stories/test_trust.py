"""Who runs this, and what they could see: the same for everybody, and nothing is claimed that was not looked at."""

from pathlib import Path

import pytest

from bot.core.host import Host
from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.reaching import presses
from tests.stories.test_escape_traces import stuck
from tests.stories.test_my import rows_in_every_table
from tests.stories.test_phrase import set_phrase

DOOR = "Who runs this, and what they could see"
PAGES = ("Who holds the key", "Who could see what", "If the law asks", "Who runs this")
KIM = Host("Kim of the bakery", "kim@example.org", "DE")


async def opened(circle: Evening, name: str = "Ana", channel: str | None = "general") -> Screen:
    """Open it from one's own home."""
    return await circle[name].press(await circle[name].command("my", channel=channel), DOOR)


async def at(circle: Evening, page: str, name: str = "Ana") -> str:
    return (await circle[name].press(await opened(circle, name), page)).text


async def test_where_nothing_was_filled_in_it_says_that_they_did_not_say(circle: Evening) -> None:
    shown = await opened(circle)
    assert shown.private
    assert "Whoever runs this has not said who they are." in shown.text
    assert "They have not said how they can be reached." in shown.text
    assert "They have not said in which country the computer stands." in shown.text


async def test_what_the_host_wrote_stands_there_as_it_is_in_each_readers_language(circle: Evening) -> None:
    circle.hearth.trust.run_by(KIM)
    shown = (await opened(circle)).text
    assert "Run by: Kim of the bakery" in shown
    assert "kim@example.org" in shown
    assert "stands in: Germany" in shown
    await circle["Bea"].set(locale="es-ES")
    theirs = (await circle["Bea"].press(await circle["Bea"].command("my"), "Quién aloja esto, y")).text
    assert "Lo aloja: Kim of the bakery" in theirs
    assert "está en: Alemania" in theirs


async def test_what_the_host_wrote_mentions_nobody_and_is_no_markdown(circle: Evening) -> None:
    circle.hearth.trust.run_by(Host("**K** <@1> @everyone", f"<@&2> {'x' * 190}", "DE"))
    shown = await opened(circle)
    assert shown.message is not None
    assert "\\*\\*K\\*\\*" in shown.message["content"]
    assert shown.message["mentions"] == []
    assert not shown.message["mention_everyone"]
    assert not shown.message["mention_roles"]


async def test_a_rehearsal_says_that_it_is_one(circle: Evening) -> None:
    circle.hearth.trust.run_by(Host("Kim", "", "", rehearsal=True))
    shown = await opened(circle)
    assert "This is a rehearsal on one computer." in shown.text
    assert "Kim" not in shown.text


async def test_at_the_door_it_opens_beside_the_agreements_and_reading_keeps_nothing(circle: Evening) -> None:
    before, sam = await rows_in_every_table(circle), circle["Sam"]
    door = await sam.press((await sam.look("north-door"))[0], "Join")
    shown = await sam.press(door, DOOR)
    assert "Reading it keeps nothing." in shown.text
    for page in PAGES:
        shown = await sam.press(shown, page)
    kept = await sam.press(shown, "What is kept")
    while "Next page" in kept.buttons:
        kept = await sam.press(kept, "Next page")
    assert "none older than 14 days" in kept.text
    assert "Put away" in (await sam.press(kept, "Put this away")).text
    assert await rows_in_every_table(circle) == before
    # The agreements still stand where they stood, and can be agreed to.
    assert [one.text for one in await sam.inbox() if "Please read before you join" in one.text]
    assert "You are in **North**" in (await sam.press(door, "I agree")).text


async def test_in_direct_messages_and_from_how_this_works_it_opens_for_whoever_is_in_nothing(
    circle: Evening,
) -> None:
    sam = circle["Sam"]
    assert "has not said" in (await opened(circle, "Sam", channel=None)).text
    what_else = await sam.press(await sam.command("help"), "What else is here")
    assert "has not said" in (await sam.press(await sam.press(what_else, "How this works"), DOOR)).text


async def test_a_phrase_does_not_stand_before_it_and_neither_does_a_file_that_is_stuck(circle: Evening) -> None:
    home, ana = await circle["Ana"].command("my"), circle["Ana"]
    await set_phrase(circle)
    async with stuck(circle):
        shown = await ana.press(home, DOOR)
        assert "has not said" in shown.text
        assert "Level 1 of 2" in (await ana.press(shown, "Who holds the key")).text


@pytest.mark.parametrize(
    ("custom_id", "told"), [("trust:kept:999", "none older than"), ("trust:page:x", "earlier time")]
)
async def test_a_button_of_another_version_leads_somewhere_or_says_so(
    circle: Evening, custom_id: str, told: str
) -> None:
    assert told in (await presses(circle, "Sam", custom_id)).text


def rights(key: Path, mode: int) -> None:
    key.chmod(mode)


def moved(key: Path, inside: Path) -> None:
    """Move the key beside the data, and leave a way to it where it was."""
    key.rename(inside)
    key.symlink_to(inside)


def lost(key: Path) -> None:
    key.unlink()


async def test_the_key_is_looked_at_anew_each_time_and_no_level_is_claimed_that_does_not_hold(
    circle: Evening,
) -> None:
    key, inside = circle.stores.key_file, circle.folder / "data" / "hearth.key"
    fine = await at(circle, "Who holds the key")
    assert "Level 1 of 2" in fine
    assert "the key lies outside the data" in fine
    assert "A stolen data file alone" in fine
    assert "no words, no names and no account" in fine
    rights(key, 0o640)
    bad = await at(circle, "Who holds the key")
    assert "others on that computer can read the key" in bad
    assert "Level 1 of 2" not in bad
    rights(key, 0o600)
    assert "Level 1 of 2" in await at(circle, "Who holds the key")
    moved(key, inside)
    assert "the key lies in the data" in await at(circle, "Who holds the key")
    lost(inside)
    gone = await at(circle, "Who holds the key")
    assert "nothing is claimed" in gone
    assert "Level" not in gone


async def test_it_says_plainly_what_the_host_could_do_and_what_nobody_can_keep_from_happening(
    circle: Evening,
) -> None:
    could = await at(circle, "Who could see what")
    for who in ("has the key and the running program", "Moderators", "can open every channel", "Discord", "screen"):
        assert who in could
    assert "Calls and texts stay in the phone's own list" in could
    assert "A program that watches the phone sees everything" in could
    law = await at(circle, "If the law asks")
    assert "What there is not" in law
    assert "You are told, where the law allows it" in law


async def test_the_desk_says_what_members_are_not_told_and_no_daily_line_counts_it(whole: Evening) -> None:
    circle, robin = whole, whole["Robin"]
    shown = (await robin.command("desk")).text
    assert "Members are not told who runs Willow and in which country its computer stands." in shown
    assert "Nothing waits." in shown
    circle.hearth.trust.run_by(Host("Kim"))
    assert "Members are not told in which country" in (await robin.command("desk")).text
    rights(circle.stores.key_file, 0o644)
    for host in (KIM, Host(rehearsal=True)):
        circle.hearth.trust.run_by(host)
        shown = (await robin.command("desk")).text
        assert "are not told" not in shown
        assert ("The key can be read by others" in shown) is not host.rehearsal
    rights(circle.stores.key_file, 0o600)
    circle.hearth.trust.run_by(KIM)
    assert "For whoever runs" not in (await robin.command("desk")).text
