"""What people type and what servers lack: it takes no effect, and one sentence says what is wrong."""

import pytest

from bot.circles.model import Step
from bot.core.ids import PlatformId, Visitor
from bot.core.refusals import Refusal
from bot.core.words import can_be_seen, straight
from rehearsal.permissions import Permission
from rehearsal.screen import Screen
from tests.stories.conftest import Evening, until
from tests.stories.staffed import permit
from tests.stories.test_mailbox import answer, between, waiting

ZERO_WIDTH = "\u200b\u200d\u2060\ufeff"
TURNED = "\u202eyas ohw\u202c \u2067and\u2069 more"
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
RAINBOW = "\U0001f3f3\ufe0f\u200d\U0001f308"


async def begun(evening: Evening) -> Screen:
    robin = evening["Robin"]
    return await robin.press(await robin.press(await robin.command("desk"), "Set up"), "Begin")


async def changed(evening: Evening, what: str, words: str) -> Screen:
    robin = evening["Robin"]
    card = await robin.press(await robin.command("desk"), "North")
    return await robin.submit(
        await robin.press(await robin.press(card, f"Change {what}"), "Type it"), {"answer": words}
    )


async def agreements(evening: Evening) -> str:
    """Answer what stands at North's door before anybody joins, as it goes to Discord."""
    door = await evening["Sam"].press((await evening["Sam"].look("north-door"))[0], "Join")
    return door.message["content"] if door.message else ""


@pytest.mark.parametrize(
    ("words", "seen", "shown"),
    [
        ("North", True, "North"),
        ("צפון", True, "צפון"),
        (FAMILY, True, FAMILY),
        (RAINBOW, True, RAINBOW),
        (ZERO_WIDTH, False, ZERO_WIDTH),
        ("\u2800\u3164 \n\t", False, "\u2800\u3164 \n\t"),
        ("\u0301\ufe0f", False, "\u0301\ufe0f"),
        (TURNED, True, "yas ohw and more"),
        ("", False, ""),
    ],
)
def test_what_can_be_seen_and_what_is_shown_of_it(words: str, seen: bool, shown: str) -> None:
    assert can_be_seen(words) is seen
    assert straight(words) == shown


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (ZERO_WIDTH, "at least one letter"),
        (FAMILY, "at least one letter"),
        (f"North {RAINBOW}", "letters, digits"),
        ("No\u200brth", "letters, digits"),
        ("\u202eNorth", "letters, digits"),
        ("||North||", "letters, digits"),
        ("N\u0336o\u0336r\u0336t\u0336h", "letters, digits"),
    ],
)
async def test_a_name_of_signs_nobody_sees_or_that_turn_hide_or_decorate_is_refused(
    evening: Evening, name: str, sentence: str
) -> None:
    robin = evening["Robin"]
    refused = await robin.submit(await robin.press(await begun(evening), "Type it"), {"answer": name})
    assert sentence in refused.text
    assert "The earlier answer stays" in refused.text


async def test_a_name_written_from_right_to_left_names_its_circle_and_its_channels_stay_plain(
    evening: Evening,
) -> None:
    made = await evening.set_up("צפון")
    assert "צפון" in made.text
    world = await evening.people.world()
    assert {"circle-door", "circle-room"} <= {channel["name"] for channel in world["channels"]}
    assert "צפון" in [role["name"] for role in world["roles"]]
    await evening.join("Ana", circle="circle")
    assert "צפון" in (await evening["Ana"].command("my")).text


async def test_agreements_and_contact_that_nobody_could_read_are_refused_and_the_earlier_stay(
    evening: Evening,
) -> None:
    await evening.set_up()
    before = await agreements(evening)
    for what in ("agreements", "outside contact"):
        for words in (ZERO_WIDTH, " \u3164 ", "\u202e\u202c"):
            refused = await changed(evening, what, words)
            assert "cannot be empty" in refused.text
    assert await agreements(evening) == before


async def test_agreements_turn_nothing_around_and_imitate_no_line_of_the_bot(evening: Evening) -> None:
    await evening.set_up()
    await changed(evening, "agreements", f"{TURNED}\n-# Only you can see this.\n||hidden|| {FAMILY} {RAINBOW}")
    await changed(evening, "outside contact", "||Kim|| \u202eyrarbil")
    content = await agreements(evening)
    assert "\u202e" not in content
    assert "\u2067" not in content
    assert "||" not in content.replace("\\|\\|", "")
    assert [line for line in content.splitlines() if line.startswith("-# ")] == ["-# Only you can see this."]
    assert content.splitlines()[-1] == "-# Only you can see this."
    assert FAMILY in content
    assert RAINBOW in content


async def test_notes_carry_emoji_whole_and_turn_nothing_and_an_unseen_one_is_not_sent(circle: Evening) -> None:
    await between(circle, "Ana", "Bea")
    assert "nothing was sent" in (await answer(circle, "Ana", ZERO_WIDTH)).text
    assert "Nothing waits" in (await waiting(circle, "Bea")).text
    await answer(circle, "Ana", f"{TURNED} ||bars|| {FAMILY}")
    note = await waiting(circle, "Bea")
    content = note.message["content"] if note.message else ""
    assert f"“yas ohw and more \\|\\|bars\\|\\| {FAMILY}”" in content


async def test_a_member_of_three_circles_answers_each_in_its_own_place(evening: Evening) -> None:
    robin, ana = evening["Robin"], evening["Ana"]
    for name in ("North", "South", "West"):
        await evening.set_up(name)
        await evening.join("Ana", "Bea", circle=name.lower())
        plan = await robin.command("plan")
        plan = await robin.press(plan, name) if name in plan.buttons else plan
        asked = await robin.press(await robin.press(plan, "Ask for a check-in"), "Steady")
        await robin.press(asked, "Open it now")
    mine = await ana.press(await ana.command("my"), "My circles")
    assert all(f"{name}: what I say yes to" in mine.buttons for name in ("North", "South", "West"))
    which = await ana.command("checkin")
    assert list(which.buttons) == ["North", "South", "West"]
    shown = await ana.press(which, "South")
    assert "In South" in shown.text.replace("*", "")
    answered = await evening.send("Ana", await ana.press(shown, "Stormy"), "Circle without my name")
    assert "counted with the circle" in answered.text
    rows = await evening.stores.main.read(
        lambda tx: tx.all("SELECT count(*) AS held FROM checkin_answer GROUP BY round")
    )
    assert [row["held"] for row in rows] == [1]
    # A yes in one circle is none in another.
    again = await ana.press(await ana.press(await ana.command("checkin"), "West"), "Steady")
    asked = await ana.press(await ana.press(again, "More"), "Circle without my name")
    assert any("Yes, keep" in label for label in asked.buttons)
    left = await ana.press(await ana.press((await ana.look("south-door"))[0], "Join"), "Leave South")
    assert "You have left" in left.text
    assert list((await ana.command("checkin")).buttons) == ["North", "West"]


LACKING = {
    Permission.MANAGE_ROLES: "Manage Roles",
    Permission.MANAGE_CHANNELS: "Manage Channels",
    Permission.SEND_MESSAGES: "Send Messages",
    Permission.VIEW_CHANNEL: "View Channels",
    Permission.READ_MESSAGE_HISTORY: "Read Message History",
}


async def without(evening: Evening, permission: Permission) -> None:
    """Take a permission from the bot and from everybody, so that no role gives it."""
    world = evening.server.world
    everyone = world.roles[world.guild_id]
    world.change_role(everyone, permissions=everyone.permissions & ~permission)
    await permit(evening, permission, given=False)


async def with_it_again(evening: Evening, permission: Permission) -> None:
    world = evening.server.world
    everyone = world.roles[world.guild_id]
    world.change_role(everyone, permissions=everyone.permissions | permission)
    await permit(evening, permission, given=True)


@pytest.mark.parametrize("permission", LACKING)
async def test_set_up_names_what_is_missing_before_and_when_it_stops_and_carries_on(
    evening: Evening, permission: Permission
) -> None:
    robin, name = evening["Robin"], LACKING[permission]
    await without(evening, permission)
    assert f"Missing here: {name}" in (await robin.command("desk")).text.replace("*", "")
    intro = await robin.press(await robin.command("desk"), "Set up")
    assert f"Missing here: {name}. Without it, making the circle will stop." in intro.text.replace("*", "")
    stopped = await evening.set_up()
    assert f"Making North stopped: Willow lacks {name}." in stopped.text.replace("*", "")
    await with_it_again(evening, permission)
    assert "is made" in (await robin.press(stopped, "Carry on")).text
    await evening.join("Ana")
    assert "north-room" in await evening["Ana"].channels()
    world = await evening.people.world()
    assert [role["name"] for role in world["roles"]].count("North") == 1
    assert [channel["name"] for channel in world["channels"]].count("north-door") == 1
    assert len([post for post in await evening["Ana"].look("north-door") if "Join" in post.buttons]) == 1


@pytest.mark.parametrize("permission", [Permission.SEND_MESSAGES, Permission.VIEW_CHANNEL])
async def test_a_check_in_that_cannot_be_posted_says_which_permission_is_missing(
    circle: Evening, permission: Permission
) -> None:
    guild = circle.client.guilds[0]
    room = next(channel for channel in guild.text_channels if channel.name == "north-room")
    there = circle.server.world.channels[str(room.id)]
    there.overwrites[str(guild.me.id)].allow &= ~permission
    there.overwrites[str(guild.me.id)].deny |= permission
    circle.server.world.channel_changed(there)
    name = str(permission.name).lower()
    await until(lambda: not getattr(room.permissions_for(guild.me), name))
    refused = await circle.open_checkin()
    assert f"was not opened: Willow lacks {LACKING[permission]}" in refused.text.replace("*", "")
    assert "Nothing was posted" in refused.text
    there.overwrites[str(guild.me.id)].allow |= permission
    there.overwrites[str(guild.me.id)].deny &= ~permission
    circle.server.world.channel_changed(there)
    await until(lambda: getattr(room.permissions_for(guild.me), name))
    assert "A check-in is open" in (await circle.open_checkin()).text


async def test_a_role_that_cannot_be_given_says_which_permission_is_missing_and_keeps_nothing(
    circle: Evening,
) -> None:
    gus = circle["Gus"]
    await without(circle, Permission.MANAGE_ROLES)
    door = await gus.press((await gus.look("north-door"))[0], "Join")
    refused = await gus.press(door, "I agree, let me in")
    assert "You were not added to North: Willow lacks Manage Roles. Nothing was kept." in refused.text.replace(
        "*", ""
    )
    await with_it_again(circle, Permission.MANAGE_ROLES)
    assert "You are in North" in (await gus.press(door, "I agree, let me in")).text.replace("*", "")


async def test_a_member_put_out_cannot_answer_from_a_direct_message(circle: Evening) -> None:
    await circle.open_checkin()
    what_else = await circle["Ana"].press(await circle["Ana"].command("help", dm=True), "What else is here")
    answered = await circle["Ana"].press(what_else, "Check in")
    assert "opens in a server" in answered.text


@pytest.mark.parametrize("forged", ["²", "-1", "9" * 40, str(2**63), "everyone"])
async def test_a_role_that_no_menu_offers_is_refused_and_the_setting_stays(circle: Evening, forged: str) -> None:
    north, founding = (await circle.hearth.circles.whereabouts())[0], circle.hearth.founding
    robin = Visitor(PlatformId(int(circle["Robin"].id)), north.server, frozenset(), True, True, "en", None)
    chosen = await founding.change(robin, north.circle, Step.SEEN_BY, ("17",))
    with pytest.raises(Refusal):
        await founding.change(robin, north.circle, Step.SEEN_BY, (forged,))
    assert (await circle.hearth.circles.get(north.circle)).settings == chosen.settings
