"""A moderator checks up to six numbers on one screen; members see the circle's own date, and nobody who checked."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest

from bot.circles.model import Circle
from bot.core.storage.database import Transaction
from rehearsal.permissions import Permission
from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.test_numbers import names, numbers, standing

DAY = timedelta(days=1)
NOBODY = "Nobody here has checked them yet."


@pytest.fixture
async def begun(evening: Evening) -> Evening:
    """An evening with a circle, North, whose set-up stopped before its last two steps."""
    await evening.set_up()
    return evening


async def check(evening: Evening, by: str = "Robin") -> Screen:
    person = evening[by]
    return await person.press(await person.press(await person.command("desk"), "North"), "Check its numbers")


def rows(tx: Transaction) -> list[MappingProxyType[str, object]]:
    return [MappingProxyType(dict(row)) for row in tx.all("SELECT * FROM helpline_confirmation ORDER BY line")]


async def test_set_up_ends_with_the_numbers_and_the_post_that_stays(evening: Evening) -> None:
    robin = evening["Robin"]
    created = await evening.set_up()
    assert "Two things are left" in created.text
    seen = await robin.press(created, "Look at its numbers")
    assert NOBODY in seen.text
    suggested = ("TelefonSeelsorge", "Samaritans", "Hilfe-Telefon Sexueller Missbrauch", "Shout")
    assert tuple(names(seen))[:4] == suggested
    assert len(names(seen)) == 6
    checked = await robin.press(seen, "These are right")
    assert checked.text.count("Last checked by this circle: March 20, 2027.") == 6
    asked = await robin.press(checked, "The post that stays")
    assert "Where does it stand?" in asked.text
    placed = await robin.press(asked, "Post it in the room")
    assert "It stands in" in placed.text
    assert "Nothing waits." in (await robin.command("desk")).text
    await evening.join("Ana")
    post = next(one for one in await evening["Ana"].look("north-room") if "Numbers" in one.buttons)
    assert "TelefonSeelsorge" in post.text


async def test_until_both_are_done_the_desk_says_so(begun: Evening) -> None:
    desk = await begun["Robin"].command("desk")
    assert "North: nobody here has checked its numbers yet." in desk.text
    assert "North has no post yet that helps when Willow does not answer." in desk.text


async def test_before_a_check_members_see_the_date_of_the_source(begun: Evening) -> None:
    await begun.join("Ana")
    shown = await begun["Ana"].press(await begun["Ana"].command("help"), "Numbers")
    assert "Not checked by this circle. Its source: undated (current page) / 2015." in shown.text
    assert "Last checked" not in shown.text


async def test_other_lines_are_chosen_and_no_person_is_kept(begun: Evening) -> None:
    robin = begun["Robin"]
    seen = await robin.choose(await check(begun), "gb-childline", "de-weisser-ring-opfer-telefon")
    assert sorted(names(seen)) == ["Childline", "WEISSER RING Opfer-Telefon"]
    assert NOBODY not in seen.text
    kept = await begun.stores.main.read(rows)
    assert [row["line"] for row in kept] == ["de-weisser-ring-opfer-telefon", "gb-childline"]
    assert {tuple(row) for row in kept} == {("circle", "line", "confirmed_at")}


async def test_a_check_counts_anew_and_stands_on_the_post_at_once(whole: Evening) -> None:
    robin = whole["Robin"]
    assert "TelefonSeelsorge" in (await standing(whole)).text
    await robin.choose(await check(whole), "gb-shout")
    await whole.hearth.settle()
    post = await standing(whole)
    assert "Shout" in post.text
    assert post.text.index("Shout") < post.text.index("TelefonSeelsorge")
    whole.clock.forward(100 * DAY)
    await robin.press(await check(whole), "These are right")
    shown = await numbers(whole, "Ana")
    assert "Last checked by this circle: June 28, 2027." in shown.text
    assert names(shown)[0] == "Shout"


async def test_numbers_that_changed_under_the_screen_are_not_taken_for_checked(whole: Evening) -> None:
    robin = whole["Robin"]
    early = await check(whole)
    await robin.choose(await check(whole), "gb-shout")
    refused = await robin.press(early, "These are right")
    assert "The numbers here are others now. Nothing was saved." in refused.text
    assert [row["line"] for row in await whole.stores.main.read(rows)] == ["gb-shout"]


async def test_only_moderators_of_the_server_check(whole: Evening) -> None:
    seen = await check(whole)
    number = seen.buttons["These are right: show today's date"]["custom_id"].split(":")[2]
    door = next(one for one in await whole["Ana"].look("north-door") if "Join" in one.buttons)
    message = whole.server.world.channels[str(door.channel_id)].messages[str(door.message_id)]
    message.components[0]["components"][0]["custom_id"] = f"helplines:check:{number}"
    door.buttons["Join"]["custom_id"] = f"helplines:check:{number}"
    refused = await whole["Ana"].press(door, "Join")
    assert "These are right" not in " ".join(refused.buttons)
    assert "for people who hold Manage Messages here" in refused.text


async def test_when_the_circles_countries_change_the_numbers_and_the_post_follow(whole: Evening) -> None:
    robin = whole["Robin"]
    card = await robin.press(await robin.command("desk"), "North")
    await robin.choose(await robin.press(card, "Change countries"), "ES")
    await whole.hearth.settle()
    post = await standing(whole)
    assert "Emergency, Spain: **112**." in post.text
    assert "Germany" not in post.text
    assert "Emergency, Spain" in (await numbers(whole, "Ana")).text
    assert "North: nobody here has checked its numbers yet." in (await robin.command("desk")).text


async def test_where_the_post_may_not_stand_the_missing_permission_is_named(begun: Evening) -> None:
    robin = begun["Robin"]
    door = next(one for one in begun.server.world.channels.values() if one.name == "north-door")
    me = str(begun.client.guilds[0].me.id)
    door.overwrites[me].allow &= ~Permission.SEND_MESSAGES
    door.overwrites[me].deny |= Permission.SEND_MESSAGES
    begun.server.world.channel_changed(door)
    card = await robin.press(await robin.command("desk"), "North")
    refused = await robin.press(await robin.press(card, "The post that stays"), "Post it at the door")
    assert "The post for North does not stand yet: Willow lacks **Send Messages**." in refused.text


async def test_pressed_twice_the_post_stands_once(begun: Evening) -> None:
    robin = begun["Robin"]
    asked = [
        await robin.press(await robin.press(await robin.command("desk"), "North"), "The post that stays")
        for _ in range(2)
    ]
    await robin.press(asked[0], "Post it at the door")
    again = await robin.press(asked[1], "Post it at the door")
    assert "It stands in" in again.text
    posts = [one for one in await robin.look("north-door") if "Numbers" in one.buttons]
    assert len(posts) == 1
    assert list(posts[0].buttons) == ["Step out", "Reach someone", "Numbers"]
    assert [posts[0].buttons[one]["custom_id"].split("~")[0] for one in posts[0].buttons] == [
        *("escape:open", "reach:open", "helplines:open")
    ]


async def test_the_post_works_when_the_bot_does_not(whole: Evening) -> None:
    text = (await standing(whole)).text
    assert "Emergency, Germany: **112** and police **110**." in text
    assert text.count("Call **") >= 2
    four = (
        "Look around, slowly.\nFind three things of one colour.\nSay their names, aloud or inside.\nPress your feet"
    )
    assert four in text
    assert "If the buttons do not answer, this still works." in text
    assert "Calls and messages stay in the list on this phone." in text
    assert await whole["Ana"].notifications() == []


async def test_a_circle_whose_countries_have_no_known_line_has_nothing_to_check(whole: Evening) -> None:
    # Set up before a file was taken away: the circle still names the country.
    north = (await whole.hearth.circles.whereabouts())[0].circle
    await whole.hearth.circles.update(north, _in_greece)
    seen = await check(whole)
    assert "No line is known for the countries of North." in seen.text
    assert "These are right" not in " ".join(seen.buttons)
    assert "Nothing waits." in (await whole["Robin"].command("desk")).text
    await whole.hearth.settle()
    post = (await standing(whole)).text
    assert "Emergency, Greece: **112**." in post
    assert "findahelpline.com" in post


def _in_greece(circle: Circle) -> Circle:
    return replace(circle, settings=replace(circle.settings, countries=("GR",)))
