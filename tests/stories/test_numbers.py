"""Numbers, for anyone: those of the circle's countries at once, by topic, or for somewhere else."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.circles.model import Circle
from bot.core.storage.database import Transaction
from rehearsal.screen import Screen
from tests.stories.conftest import Evening

DAY = timedelta(days=1)
CALLS = "Calls and messages stay in the list on this phone."
DIRECTORY = "findahelpline.com"


async def standing(evening: Evening, name: str = "Ana") -> Screen:
    return next(screen for screen in await evening[name].look("north-door") if "Numbers" in screen.buttons)


async def numbers(evening: Evening, name: str) -> Screen:
    return await evening[name].press(await standing(evening, name), "Numbers")


async def from_help(evening: Evening, name: str) -> Screen:
    return await evening[name].press(await evening[name].command("help"), "Numbers")


def names(screen: Screen) -> list[str]:
    """Answer the bold first lines of the paragraphs: the names of lines."""
    firsts = [paragraph.splitlines()[0] for paragraph in screen.text.split("\n\n")]
    return [line.strip("*") for line in firsts if line.startswith("**") and line.endswith("**")]


def forge(evening: Evening, screen: Screen, value: str) -> None:
    """Give the second choice of the screen's first menu another value, as a changed client would send it."""
    message = evening.server.world.channels[str(screen.channel_id)].messages[str(screen.message_id)]
    message.components[0]["components"][0]["options"][1]["value"] = value
    screen.selects[0]["options"][1]["value"] = value


async def test_a_member_sees_emergency_numbers_and_three_lines_at_once(whole: Evening) -> None:
    shown = await numbers(whole, "Ana")
    assert shown.private
    assert shown.text.startswith(CALLS)
    assert "Emergency, Germany: **112** and police **110**." in shown.text
    assert "Emergency, United Kingdom: **999** or **112**." in shown.text
    assert "stay silent, and press 55 when asked" in shown.text
    assert names(shown) == ["TelefonSeelsorge", "Samaritans", "Hilfe-Telefon Sexueller Missbrauch"]
    assert "Call **116 123**" in shown.text
    assert "On the phone bill: no. May contact the police unasked: yes." in shown.text
    assert "Last checked by this circle: March 20, 2027." in shown.text


async def test_more_shows_the_next_three_until_there_are_no_more(whole: Evening) -> None:
    ana, shown = whole["Ana"], await numbers(whole, "Ana")
    seen = names(shown)
    while "More numbers" in shown.buttons:
        shown = await ana.press(shown, "More numbers")
        assert len(names(shown)) <= 3
        seen += names(shown)
    assert len(seen) == len(set(seen)) == 24


async def test_somebody_outside_every_circle_sees_the_same_numbers_and_nothing_is_kept(whole: Evening) -> None:
    before = await whole.stores.people_file.read(_everything)
    shown = await numbers(whole, "Sam")
    assert names(shown) == names(await numbers(whole, "Ana"))
    assert await whole.stores.people_file.read(_everything) == before


def _everything(tx: Transaction) -> list[dict[str, object]]:
    tables = tx.all("SELECT name FROM sqlite_master WHERE type = 'table'")
    return [dict(row) for table in tables for row in tx.all(f"SELECT * FROM {table['name']}")]  # noqa: S608


async def test_a_topic_shows_its_lines_alone_and_only_topics_with_a_line_are_offered(whole: Evening) -> None:
    ana, shown = whole["Ana"], await numbers(whole, "Ana")
    offered = [option["label"] for option in shown.selects[0]["options"]]
    assert "Urges to hurt oneself" in offered  # the United Kingdom has one
    assert "Someone to talk to, nothing urgent" in offered
    shown = await ana.choose(shown, "Urges to hurt oneself")
    assert names(shown) == ["Urges to hurt oneself", "Self Injury Support"]
    assert "May contact the police unasked: yes." in shown.text
    elsewhere = await ana.press(shown, "I am somewhere else")
    portugal = await ana.choose(elsewhere, "Portugal", menu="Europe")
    offered = [option["label"] for option in portugal.selects[0]["options"]]
    assert offered == ["Everything", "Thoughts of suicide, or a night too hard", "Victims of a crime"]


async def test_somewhere_else_is_used_for_that_screen_and_forgotten(whole: Evening) -> None:
    ana = whole["Ana"]
    screen = await ana.press(await numbers(whole, "Ana"), "I am somewhere else")
    shown = await ana.choose(screen, "Mexico", menu="North and South America")
    assert "Emergency, Mexico: **911**." in shown.text
    assert "Línea de la Vida" in names(shown)
    assert "Germany" not in shown.text
    shown = await ana.press(shown, "More numbers")
    assert "Emergency, Mexico: **911**." in shown.text
    assert "Emergency, Germany" in (await numbers(whole, "Ana")).text


async def test_a_country_without_a_known_line_shows_its_emergency_number_and_a_directory(whole: Evening) -> None:
    ana = whole["Ana"]
    screen = await ana.press(await numbers(whole, "Ana"), "I am somewhere else")
    shown = await ana.choose(screen, "Greece", menu="Europe, emergency number only")
    assert "Emergency, Greece: **112**." in shown.text
    assert DIRECTORY in shown.text


async def test_the_menus_hold_every_country_once_by_name_and_never_more_than_25(whole: Evening) -> None:
    ana = whole["Ana"]
    screen = await ana.press(await numbers(whole, "Ana"), "I am somewhere else")
    menus = [[option["label"] for option in menu["options"]] for menu in screen.selects]
    assert [len(menu) for menu in menus] == [16, 15, 8, 16]
    assert menus == [sorted(menu) for menu in menus]
    assert len({name for menu in menus for name in menu}) == 55


async def test_where_there_is_no_circle_a_country_is_asked_for_and_skipping_names_no_number(
    evening: Evening,
) -> None:
    sam = evening["Sam"]
    asked = await from_help(evening, "Sam")
    assert "Which country are you in?" in asked.text
    skipped = await sam.press(asked, "Show a list of all countries")
    assert DIRECTORY in skipped.text
    assert not any(sign.isdigit() for sign in skipped.text)
    assert "911" not in asked.text + skipped.text


async def test_in_a_direct_message_a_member_sees_the_numbers_of_their_circle(whole: Evening) -> None:
    ana = whole["Ana"]
    shown = await ana.press(await ana.command("help", channel=None), "Numbers")
    assert "Emergency, Germany" in shown.text
    sam = whole["Sam"]
    asked = await sam.press(await sam.command("help", channel=None), "Numbers")
    assert "Which country are you in?" in asked.text


async def test_put_away_leaves_nothing(whole: Evening) -> None:
    put_away = await whole["Ana"].press(await numbers(whole, "Ana"), "Not now")
    assert "Put away. Nothing was kept." in put_away.text
    assert put_away.buttons == {}


async def test_open_now_follows_the_lines_own_clock(whole: Evening) -> None:
    ana = whole["Ana"]
    adults = "Adults hurt as a child"
    shown = await ana.choose(await numbers(whole, "Ana"), adults)  # Saturday, 19:00 in Berlin
    assert "Monday, Wednesday, and Friday 09:00 to 14:00" in shown.text
    assert "Closed now." in shown.text
    whole.clock.forward(timedelta(days=2, hours=-9))  # Monday, 10:00 in Berlin
    shown = await ana.choose(await numbers(whole, "Ana"), adults)
    german = next(part for part in shown.text.split("\n\n") if "Sexueller Missbrauch" in part)
    assert "**Open now.**" in german
    # The source of these hours is old: whether they hold now is not said.
    british = next(part for part in shown.text.split("\n\n") if "NAPAC" in part)
    assert "These hours may be old." in british
    assert "now." not in british


@pytest.mark.parametrize("value", ["XX", "EU", "../DE"])
async def test_a_country_that_is_not_there_is_an_old_button(whole: Evening, value: str) -> None:
    ana = whole["Ana"]
    screen = await ana.press(await numbers(whole, "Ana"), "I am somewhere else")
    forge(whole, screen, value)
    assert "from an earlier time" in (await ana.choose(screen, value, menu="Europe")).text


async def test_a_topic_that_is_not_there_shows_all(whole: Evening) -> None:
    shown = await numbers(whole, "Ana")
    forge(whole, shown, "weather")
    assert names(await whole["Ana"].choose(shown, "weather")) == names(await numbers(whole, "Ana"))


async def test_after_180_days_a_number_is_marked_and_after_365_it_is_hidden(whole: Evening) -> None:
    whole.clock.forward(181 * DAY)
    shown = await numbers(whole, "Ana")
    assert "Last checked by this circle: March 20, 2027. Please check this number." in shown.text
    desk = await whole["Robin"].command("desk")
    assert "North: 6 numbers were last checked half a year ago or longer." in desk.text
    whole.clock.forward(184 * DAY)
    shown = await numbers(whole, "Ana")
    assert "TelefonSeelsorge" not in names(shown)
    assert len(names(shown)) == 3
    assert "Emergency, Germany: **112**" in shown.text


async def test_of_many_circles_somebody_outside_sees_six_countries_and_members_their_own(whole: Evening) -> None:
    await whole.set_up("South")
    await whole.join("Gus", circle="south")
    for one in await whole.hearth.circles.whereabouts():
        many = ("ES", "FR", "IT", "PT", "AT", "CH") if one.role in await _roles(whole, "Gus") else ("DE", "GB")
        await whole.hearth.circles.update(one.circle, partial(_with_countries, many))
    await whole.hearth.settle()  # the posts follow, and a button of an earlier look is none any more
    assert (await numbers(whole, "Sam")).text.count("Emergency, ") == 6
    assert (await numbers(whole, "Ana")).text.count("Emergency, ") == 2
    assert "Emergency, Spain" in (await numbers(whole, "Gus")).text


async def _roles(evening: Evening, name: str) -> set[int]:
    return {
        int(role)
        for one in (await evening.people.world())["people"]
        if one["name"] == name
        for role in one["roles"]
    }


def _with_countries(countries: tuple[str, ...], circle: Circle) -> Circle:
    return replace(circle, settings=replace(circle.settings, countries=countries))
