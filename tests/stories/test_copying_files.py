"""What stands in the files of a copy, how many there are, and where they cannot be sent."""

import json
from datetime import date, timedelta

import pytest

from bot.core.ids import Private
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.privacy.copying import PART_MOST
from rehearsal.permissions import Permission
from rehearsal.screen import Screen
from tests.guards import unopened
from tests.stories.conftest import Evening
from tests.stories.staffed import permit
from tests.stories.test_copying import DAY, asked, attached, copy, old_phrase, visitor, wish_until
from tests.stories.test_mailbox import held, known, north
from tests.stories.test_phrase import PHRASE


def contents(circle: Evening, screen: Screen) -> dict[str, str]:
    """Answer what stands in the files of a screen."""
    files = circle.server.world.files
    return {
        one["filename"]: files[one["url"].removeprefix(circle.server.url)][1].decode() for one in attached(screen)
    }


async def many_words(circle: Evening, count: int, words: str = "x") -> None:
    """Keep many texts for Ana, as if she had written them."""
    person, at = await known(circle, "Ana"), await north(circle)
    store = circle.hearth.debriefs.writing._words

    def keep(tx: Transaction) -> None:
        for place in range(count):
            text = Private(f"{words} {place}")
            store.keep(tx, place + 1, at, person, words=text, day=date(2027, 3, 20))  # pyright: ignore[reportArgumentType]

    await circle.stores.main.write(keep)


async def test_the_files_hold_plain_words_and_data_and_name_nothing(circle: Evening) -> None:
    ana = circle["Ana"]
    loud = "**loud** @everyone <@1> “said”"
    await many_words(circle, 2, loud)
    await asked(circle)
    circle.clock.forward(DAY)
    held_in = contents(circle, await ana.press(await copy(circle), "Take it now"))
    text, data = held_in["notes.txt"], json.loads(held_in["notes.json"])
    # In a file nothing takes effect, and words stand as they were written.
    assert f"- March 20, 2027, North: “{loud} 0”" in text
    assert "What you said yes to\nKept so that nothing is done without a yes." in text
    assert "What else can be kept" in text
    assert not [sign for sign in ("<t:", "\\*", "Willow", "Hearth", "-#") if sign in text]
    kept = next(one for one in data if one["kind"] == "debrief_kept")
    assert kept["words"] == [f"{loud} 0"]
    assert (kept["part"], kept["when"], kept["where"]) == ("debriefs", "2027-03-20", "North")
    assert {tuple(one) for one in data} == {("part", "kind", "when", "where", "text", "words")}
    guard = unopened.guard()
    assert [guard.offends(name) for name in held_in] == [None, None]


async def test_five_thousand_entries_come_in_parts_and_none_is_left_out(circle: Evening) -> None:
    ana = circle["Ana"]
    await many_words(circle, 5000)
    await asked(circle)
    circle.clock.forward(DAY)
    screen = await ana.press(await copy(circle), "Take it now")
    read, names = set[str](), list[str]()
    while True:
        for name, held_in in contents(circle, screen).items():
            names.append(name)
            if name.endswith(".json"):
                found = json.loads(held_in)
                assert len(found) <= PART_MOST
                read |= {word for one in found for word in one["words"]}
        if "Next part" not in screen.buttons:
            break
        screen = await ana.press(screen, "Next part")
    assert read == {f"x {place}" for place in range(5000)}
    assert names[:2] == ["notes-1.txt", "notes-1.json"]
    assert len(names) == 12


async def test_the_further_parts_are_open_for_ten_minutes_after_the_phrase(circle: Evening) -> None:
    await many_words(circle, PART_MOST)
    await old_phrase(circle)
    first = await circle.hearth.copying.take_with(visitor(circle), Private(PHRASE))
    assert (first.part, first.last) == (0, False)
    circle.clock.forward(timedelta(minutes=9))
    assert (await circle.hearth.copying.take(visitor(circle), 1)).last
    circle.clock.forward(timedelta(minutes=1))
    with pytest.raises(Refusal, match=r"kept\.refused\.not_yet"):
        await circle.hearth.copying.take(visitor(circle), 1)


async def test_where_no_file_can_be_sent_it_says_so_and_the_day_is_not_used_up(circle: Evening) -> None:
    ana = circle["Ana"]
    await asked(circle)
    circle.clock.forward(DAY)
    shown = await copy(circle)
    world = circle.server.world
    everyone = world.roles[world.guild_id]
    world.change_role(everyone, permissions=everyone.permissions & ~Permission.ATTACH_FILES)
    await permit(circle, Permission.ATTACH_FILES, given=False)
    until = await wish_until(circle)
    refused = await ana.press(shown, "Take it now")
    assert "in a direct message with" in refused.text
    assert await wish_until(circle) == until
    home = await ana.command("my", dm=True)
    given = await ana.press(await ana.press(home, "The copy that was asked for"), "Take it now")
    assert len(attached(given)) == 2


async def test_going_back_takes_the_files_off_the_screen_and_an_hour_later_none_comes(circle: Evening) -> None:
    ana = circle["Ana"]
    await asked(circle)
    circle.clock.forward(DAY)
    given = await ana.press(await copy(circle), "Take it now")
    assert attached(await ana.press(given, "Back")) == []
    circle.clock.forward(timedelta(minutes=59))
    assert len(attached(await ana.press(await copy(circle), "Take it now"))) == 2
    circle.clock.forward(timedelta(minutes=1))
    with pytest.raises(Refusal, match=r"kept\.refused\.not_yet"):
        await circle.hearth.copying.take(visitor(circle))
    await circle.hearth.settle()
    await circle.stores.main.write(lambda tx: circle.hearth.copying.expire(tx, circle.clock.now()))
    assert await held(circle, "copy_wish") == 0


async def test_it_reads_in_spanish(circle: Evening) -> None:
    ana = circle["Ana"]
    await ana.press(await ana.press(await ana.command("my"), "My language"), "Keep: Español")
    seen = await ana.press(await ana.command("my"), "Ver lo que se guarda de mí")
    await ana.press(await ana.press(seen, "Llevarme una copia"), "Pedirla")
    circle.clock.forward(DAY)
    home = await ana.command("my")
    assert "se pidió una copia" in home.text
    given = await ana.press(await ana.press(home, "La copia que se pidió"), "Llevármela ahora")
    assert "Sí a: Estar en el círculo" in contents(circle, given)["notes.txt"]
