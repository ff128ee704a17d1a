"""A list of one's own: only after a yes, sealed, for oneself alone, and gone when it is taken back (R106)."""

import gc
import threading

import pytest

from rehearsal.person import NothingHappened, Person
from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.test_escape import opens, show
from tests.stories.test_escape_traces import IN_PLACE
from tests.stories.test_my import rows_in_every_table

YES = "Yes, keep a list for me, with this on it"


async def keep(
    person: Person, exercise: str = "Push the wall", how_it_is: str = "Everything is too much"
) -> Screen:
    """Keep an exercise, with the yes to a list if it is asked for."""
    own = await person.press(await show(person, how_it_is, exercise), "Keep or hide this one")
    shown = await person.press(own, "Keep it on my list")
    return await person.press(shown, YES) if YES in shown.buttons else shown


async def hide(person: Person, exercise: str, how_it_is: str, label: str = "Do not suggest this one") -> Screen:
    own = await person.press(await show(person, how_it_is, exercise), "Keep or hide this one")
    shown = await person.press(own, label)
    wanted = next((one for one in shown.buttons if one.startswith("Yes, keep a list")), None)
    return await person.press(shown, wanted) if wanted else shown


async def listed(person: Person, how_it_is: str) -> list[str]:
    """Answer all exercises of a menu, page by page."""
    shown = await person.press(await person.command("escape"), "Choose by how it is")
    while how_it_is not in shown.buttons:
        shown = await person.press(shown, "More")
    shown = await person.press(shown, how_it_is)
    found: list[str] = []
    around = ("More", "Not now", "Reach someone", "Back to the first ones")
    while True:
        found += [label for label in shown.buttons if label not in around]
        if "More" not in shown.buttons:
            return found
        shown = await person.press(shown, "More")


async def kept(evening: Evening) -> list[bytes]:
    rows = await evening.stores.main.read(lambda tx: tx.all("SELECT sealed FROM escape_list"))
    return [row["sealed"] for row in rows if isinstance(row["sealed"], bytes)]


async def test_before_the_yes_nothing_is_kept_and_the_yes_says_what_is(evening: Evening) -> None:
    before = await rows_in_every_table(evening)
    sam = evening["Sam"]
    own = await sam.press(await show(sam, "Everything is too much", "Push the wall"), "Keep or hide this one")
    asked = await sam.press(own, "Keep it on my list")
    assert "Nothing has been kept yet." in asked.text
    assert "sealed" in asked.text
    assert list(asked.buttons) == [YES, "Not now"]
    await sam.press(asked, "Not now")
    assert await rows_in_every_table(evening) == before


async def test_what_is_kept_is_two_presses_away_for_whoever_kept_it_alone(evening: Evening) -> None:
    ana = evening["Ana"]
    mine = await keep(ana)
    assert "For you alone." in mine.text
    how = await ana.press(await ana.command("escape"), "Choose by how it is")
    assert list(how.buttons)[:3] == ["My own list", "Everything is too much", "I feel far away or not real"]
    assert "Push slowly" in (await ana.press(await ana.press(how, "My own list"), "Push the wall")).text
    for name in ("Bea", "Robin"):
        shown = await evening[name].press(await evening[name].command("escape"), "Choose by how it is")
        assert "My own list" not in shown.buttons
    with pytest.raises(NothingHappened):
        await evening["Bea"].press(how, "My own list")


async def test_the_file_tells_neither_what_nor_how_much_is_kept(evening: Evening) -> None:
    ana, bea = evening["Ana"], evening["Bea"]
    await keep(ana)
    await keep(bea)
    await keep(bea, "One colour", "I feel far away or not real")
    sealed = await kept(evening)
    assert len(sealed) == 2
    assert len({len(one) for one in sealed}) == 1
    assert not [one for one in sealed if b"push_wall" in one or b"colour" in one]


async def test_taking_the_last_one_off_leaves_no_row(evening: Evening) -> None:
    ana = evening["Ana"]
    await keep(ana)
    assert len(await kept(evening)) == 1
    wall = await show(ana, "Everything is too much", "Push the wall")
    empty = await ana.press(await ana.press(wall, "Keep or hide this one"), "Take it off my list")
    assert "There is nothing on it." in empty.text
    assert await kept(evening) == []


async def test_breath_is_not_suggested_at_all_to_whoever_hid_it(evening: Evening) -> None:
    ana = evening["Ana"]
    assert "A longer out-breath" in await listed(ana, "Everything is too much")
    hidden = await hide(ana, "A longer out-breath", "Everything is too much", "Nothing about breath")
    assert "Show again: everything about breath" in hidden.buttons
    assert "A longer out-breath" not in await listed(ana, "Everything is too much")
    assert "Hum or sigh" not in await listed(ana, "I would like something gentle")
    assert "A longer out-breath" in await listed(evening["Bea"], "Everything is too much")
    await ana.press(hidden, "Show again: everything about breath")
    assert "A longer out-breath" in await listed(ana, "Everything is too much")


async def test_hiding_the_body_leaves_only_what_is_outward(evening: Evening) -> None:
    await hide(evening["Ana"], "Feet and floor", "I am around other people", "Nothing about the body")
    assert await listed(evening["Ana"], "I am around other people") == ["Three things", "Corners and circles"]


async def test_what_is_hidden_comes_all_the_same_where_the_files_do_not_answer(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = evening["Ana"]
    await hide(ana, "Push the wall", "Everything is too much")
    assert "Push the wall" not in await listed(ana, "Everything is too much")

    async def broken(*_: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr("bot.core.storage.sqlite.SqliteDatabase.read", broken)
    assert "Push the wall" in await listed(ana, "Everything is too much")


async def test_a_read_that_hangs_itself_holds_no_menu_up(
    evening: Evening, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ana = evening["Ana"]
    await hide(ana, "Push the wall", "Everything is too much")
    going_on = threading.Event()

    def hangs(*_: object) -> None:
        going_on.wait(timeout=30)
        raise OSError("the disk is gone")

    monkeypatch.setattr("bot.escape.store.EscapeStore.get", hangs)
    first = await ana.command("escape")
    before = len(await evening.people.requests())
    menu = await ana.press(await ana.press(first, "Choose by how it is"), "Everything is too much")
    answers = [one for one in (await evening.people.requests())[before:] if "/interactions/" in one["route"]]
    going_on.set()
    assert "Push the wall" in menu.buttons
    assert [one["body"]["type"] for one in answers] == [IN_PLACE, IN_PLACE]
    await evening.hearth.settle()
    gc.collect()
    assert caplog.text == ""


async def test_taking_the_yes_back_takes_the_list(evening: Evening) -> None:
    ana = evening["Ana"]
    await keep(ana)
    switches = await ana.press(await ana.command("my"), "For all circles")
    assert "A list of exercises of my own" in switches.text
    await ana.press(switches, "Switch off: A list of exercises")
    assert await kept(evening) == []
    how = await ana.press(await ana.command("escape"), "Choose by how it is")
    assert "My own list" not in how.buttons


async def test_stopping_everything_takes_the_list(evening: Evening) -> None:
    ana = evening["Ana"]
    await keep(ana)
    await ana.press(await ana.command("my"), "Stop everything")
    assert await kept(evening) == []


async def test_erasing_takes_it_with_a_line_on_the_receipt(evening: Evening) -> None:
    sam = evening["Sam"]
    await keep(sam)
    look = await sam.press(await sam.command("my"), "See and erase")
    assert "1 sealed list of exercises of your own" in look.text
    receipt = await sam.press(look, "Erase")
    assert "Gone: 1 list of exercises of your own." in receipt.text
    assert await kept(evening) == []
    assert opens(await sam.command("escape"))


async def test_a_press_of_keep_after_the_yes_was_taken_back_asks_again(evening: Evening) -> None:
    ana = evening["Ana"]
    await keep(ana)
    own = await ana.press(await show(ana, "A memory is very loud", "Say what it is"), "Keep or hide this one")
    await ana.press(await ana.command("my"), "Stop everything")
    asked = await ana.press(own, "Keep it on my list")
    assert YES in asked.buttons
    assert await kept(evening) == []


async def test_the_list_is_kept_in_the_language_it_is_read_in_and_pages_go_round(evening: Evening) -> None:
    ana = evening["Ana"]
    for name in (
        "Five, four, three, two, one",
        "Push the wall",
        "Cool water on your hands",
        "Something in your hand",
    ):
        await keep(ana, name)
    mine = await ana.press(await ana.press(await ana.command("escape"), "Choose by how it is"), "My own list")
    assert list(mine.buttons)[:4] == ["Something in your hand", "Cool water on your hands", "Push the wall", "More"]
    rest = await ana.press(mine, "More")
    assert "Five, four, three, two, one" in rest.buttons
    assert "Push the wall" in (await ana.press(rest, "Back to the first ones")).buttons
    await ana.set(locale="es-419")
    how = await ana.press(await ana.command("escape"), "Elegir según cómo es")
    assert "Empujar la pared" in (await ana.press(how, "Mi lista")).buttons


async def test_a_menu_of_which_everything_is_hidden_says_so(evening: Evening) -> None:
    ana = evening["Ana"]
    for exercise in ("Three things", "Let the chair hold you", "One steady sound", "Near sounds, far sounds"):
        await hide(ana, exercise, "I have almost no energy")
    shown = await ana.press(await ana.command("escape"), "Choose by how it is")
    while "I have almost no energy" not in shown.buttons:
        shown = await ana.press(shown, "More")
    empty = await ana.press(shown, "I have almost no energy")
    assert "on your list of things not to be suggested" in empty.text
    assert opens(await ana.command("escape"))
