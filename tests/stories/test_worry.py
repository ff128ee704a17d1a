"""Being worried about somebody: people who can be asked look in, and nobody learns who raised it."""

from datetime import timedelta

import pytest

from bot.core.ids import PlatformId, Private, Visitor
from bot.core.refusals import Refusal
from bot.core.storage.reading import blob, number
from bot.reach.model.worry import About, WorryId
from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.reaching import MINUTE, can_be_asked
from tests.stories.test_mailbox import held, north, waiting

LOOK_IN = "Ask someone to look in"
HOUR = timedelta(hours=1)


async def raised(circle: Evening, name: str = "Ana", about: str = "Dani", note: str | None = None) -> Screen:
    """Let somebody tell of a message of another."""
    said = await circle[about].say("north-room", "a quiet line")
    shown = await circle[name].menu(said, LOOK_IN)
    if note is None:
        return await circle[name].press(shown, "Tell them, without a note")
    form = await circle[name].press(shown, "Tell them, with a note")
    return await circle[name].submit(form, {"A note, if you like": note})


async def pages(circle: Evening, name: str) -> list[Screen]:
    await circle.hearth.settle()
    found = [one for one in await circle[name].look(None) if "Look" in one.buttons]
    return [one for one in found if one.buttons["Look"]["custom_id"].startswith("reach:worry_look")]


async def looked(circle: Evening, name: str) -> Screen:
    return await circle[name].press((await pages(circle, name))[-1], "Look")


async def test_before_the_press_one_sees_who_is_told_and_nothing_is_kept(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    said = await circle["Dani"].say("north-room", "a quiet line")
    shown = await circle["Ana"].menu(said, LOOK_IN)
    assert "People of North" in shown.text
    assert "is not told, and nobody learns that it was you" in shown.text
    assert await held(circle, "reach_worry") == 0
    assert await pages(circle, "Bea") == []


async def test_it_reaches_those_who_can_be_asked_and_never_the_person_nor_the_raiser(circle: Evening) -> None:
    await can_be_asked(circle, "Ana", "Bea", "Cleo", "Dani")
    assert "People are asked to look in" in (await raised(circle)).text
    counts = {name: len(await pages(circle, name)) for name in ("Ana", "Bea", "Cleo", "Dani")}
    assert counts == {"Ana": 0, "Bea": 1, "Cleo": 1, "Dani": 0}
    assert (await pages(circle, "Bea"))[0].text == "Someone asks if you are around."


async def test_behind_the_line_stand_the_message_and_the_note_and_not_who_raised_it(circle: Evening) -> None:
    await can_be_asked(circle, "Bea")
    await raised(circle, note="Rather **quiet** <@1> @everyone")
    shown = await looked(circle, "Bea")
    assert shown.message is not None
    content = shown.message["content"]
    assert "https://discord.com/channels/" in content
    assert circle["Dani"].id in content
    assert circle["Ana"].id not in content
    assert "Ana" not in shown.text
    assert "\\*\\*quiet" in content
    assert "@everyone" not in content
    assert "a quiet line" not in content


async def test_the_raiser_learns_only_that_it_was_seen_and_by_how_many_up_to_two(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo", "Eli")
    await raised(circle)
    for name in ("Bea", "Cleo"):
        assert "You have seen it" in (await circle[name].press(await looked(circle, name), "I have seen it")).text
    third = await looked(circle, "Eli")
    assert "Two people have seen it already" in third.text
    assert "I have seen it" not in third.buttons
    note = await waiting(circle, "Ana")
    assert "Two people have seen what you told us" in note.text
    assert not any(name in note.text for name in ("Bea", "Cleo", "Eli"))
    assert "Answer 1" not in note.buttons


async def test_one_alone_writes_to_them(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    await raised(circle)
    early = await looked(circle, "Cleo")
    assert (
        "You write to them" in (await circle["Bea"].press(await looked(circle, "Bea"), "I will write to them")).text
    )
    late = await circle["Cleo"].press(early, "I will write to them")
    assert "Somebody writes to them already" in late.text
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT sum(writes) AS held FROM reach_worry_page"))
    assert row is not None
    assert number(row, "held") == 1
    assert "One person has seen" in (await waiting(circle, "Ana")).text


async def test_one_a_day_about_one_person_and_it_is_said_kindly(circle: Evening) -> None:
    await can_be_asked(circle, "Bea")
    await raised(circle)
    again = await raised(circle)
    assert "it stands. Nothing more was sent" in again.text
    assert len(await pages(circle, "Bea")) == 1
    assert "People are asked" in (await raised(circle, about="Eli")).text
    assert "People are asked" in (await raised(circle, name="Cleo")).text
    await circle.pass_time(25 * HOUR)
    assert "People are asked" in (await raised(circle)).text


async def test_with_nobody_around_it_is_said_at_once_with_what_a_friend_can_do(circle: Evening) -> None:
    said = await circle["Dani"].say("north-room", "a quiet line")
    shown = await circle["Ana"].menu(said, LOOK_IN)
    assert "Nobody who can be asked is around" in shown.text
    assert "What a friend can do" in shown.text
    assert "Numbers" in shown.buttons
    assert await held(circle, "reach_worry") == 0


async def test_whoever_steps_away_between_the_two_presses_leaves_the_same_truth(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    said = await circle["Dani"].say("north-room", "a quiet line")
    shown = await circle["Ana"].menu(said, LOOK_IN)
    await circle.pass_time(3 * HOUR)
    assert "Nobody who can be asked is around" in (await circle["Ana"].press(shown, "Tell them, without")).text
    assert await held(circle, "reach_worry") == 0


async def test_with_closed_direct_messages_the_raiser_is_told_that_nobody_could(circle: Evening) -> None:
    await can_be_asked(circle, "Bea")
    await circle["Bea"].set(dms_open=False)
    await raised(circle)
    await circle.pass_time(MINUTE)
    assert "Nobody could look in" in (await waiting(circle, "Ana")).text


async def test_silence_asks_others_and_after_a_day_the_truth_comes(circle: Evening) -> None:
    await can_be_asked(circle, "Bea")
    await raised(circle)
    await can_be_asked(circle, "Cleo")
    await circle.pass_time(21 * MINUTE)
    assert len(await pages(circle, "Cleo")) == len(await pages(circle, "Bea")) == 1
    assert "Nobody could" not in (await waiting(circle, "Ana")).text
    await circle.pass_time(24 * HOUR)
    assert "Nobody could look in" in (await waiting(circle, "Ana")).text


async def test_a_person_is_chosen_from_reach_without_any_message(circle: Evening) -> None:
    await can_be_asked(circle, "Bea")
    more = await circle["Ana"].press(await circle["Ana"].command("reach"), "Other ways to ask")
    who = await circle["Ana"].press(more, LOOK_IN)
    looking = await circle["Ana"].choose(who, "Dani")
    await circle["Ana"].press(looking, "Tell them, without a note")
    shown = await looked(circle, "Bea")
    assert "https://" not in shown.text
    assert "Dani" in shown.text


async def test_oneself_a_bot_and_somebody_outside_are_answered_kindly(circle: Evening) -> None:
    await can_be_asked(circle, "Bea")
    own = await circle["Ana"].say("north-room", "a quiet line")
    assert "That is you" in (await circle["Ana"].menu(own, LOOK_IN)).text
    post = (await circle["Ana"].look("north-door"))[0]
    assert "A bot wrote that message" in (await circle["Ana"].menu(post, LOOK_IN)).text
    said = await circle["Dani"].say("general", "a quiet line")
    assert "from inside a circle" in (await circle["Sam"].menu(said, LOOK_IN)).text
    assert await held(circle, "reach_worry") == 0


async def test_the_menu_speaks_the_language_of_whoever_opens_it(circle: Evening) -> None:
    commands = (await circle.people.world())["commands"]
    menu = next(one for one in commands if one["type"] == 3)
    assert menu["name"] == LOOK_IN
    assert menu["name_localizations"]["es-ES"] == "Que alguien se acerque"


async def test_what_is_told_is_sealed_and_goes_after_seven_days(circle: Evening) -> None:
    await can_be_asked(circle, "Bea")
    await raised(circle, note="Heron and lamp")
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT sealed, about FROM reach_worry"))
    assert row is not None
    assert b"Heron" not in blob(row, "sealed")
    assert circle["Dani"].id not in str(row["about"])
    page = (await pages(circle, "Bea"))[-1]
    await circle.pass_time(timedelta(days=7, hours=2))
    assert await held(circle, "reach_worry") == await held(circle, "reach_worry_page") == 0
    assert "nothing to answer here any more" in (await circle["Bea"].press(page, "Look")).text


@pytest.mark.parametrize("who", ["Ana", "Dani"])
async def test_erasing_the_raiser_or_the_person_lets_go_of_all_of_it(circle: Evening, who: str) -> None:
    await can_be_asked(circle, "Bea")
    await raised(circle)
    screen = await circle[who].command("my")
    for label in ("See and erase", "Erase all of this now"):
        screen = await circle[who].press(screen, label)
    tables = ("reach_worry", "reach_worry_about", "reach_worry_page")
    assert [await held(circle, table) for table in tables] == [0, 0, 0]


async def test_whoever_was_not_asked_cannot_look_and_the_person_never_can(circle: Evening) -> None:
    await can_be_asked(circle, "Bea")
    await raised(circle)
    await can_be_asked(circle, "Dani", "Eli")
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT worry FROM reach_worry"))
    assert row is not None
    for name in ("Ana", "Dani", "Eli"):
        visitor = Visitor(PlatformId(int(circle[name].id)), None, frozenset(), False, False, "en")
        with pytest.raises(Refusal, match=r"refused\.(over_for_you|off)"):
            await circle.hearth.worries.open(visitor, WorryId(number(row, "worry")))


async def test_a_note_that_is_too_long_tells_nobody(circle: Evening) -> None:
    await can_be_asked(circle, "Bea")
    visitor = Visitor(PlatformId(int(circle["Ana"].id)), None, frozenset(), False, False, "en")
    about = About(PlatformId(int(circle["Dani"].id)))
    with pytest.raises(Refusal, match=r"reach\.refused\.worry_too_long"):
        await circle.hearth.worries.tell(visitor, await north(circle), about, Private("x" * 141))
    assert await held(circle, "reach_worry") == 0


async def test_a_message_that_was_deleted_still_leads_to_the_person(circle: Evening) -> None:
    await can_be_asked(circle, "Bea")
    said = await circle["Dani"].say("north-room", "a quiet line")
    shown = await circle["Ana"].menu(said, LOOK_IN)
    await circle["Dani"].call("DELETE", f"/channels/{said.channel_id}/messages/{said.message_id}")
    assert "People are asked" in (await circle["Ana"].press(shown, "Tell them, without a note")).text
    assert circle["Dani"].id in str((await looked(circle, "Bea")).message)
