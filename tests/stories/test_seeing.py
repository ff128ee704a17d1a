"""See what is kept about me: every row, in words, for its person alone (R174, R178)."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.assembly import FEATURES
from bot.at_home import readers
from bot.core.feature import Table
from bot.core.ids import PlatformId, Private, Visitor
from bot.core.notices import Plain, Someone, said
from bot.core.own import Entry
from bot.core.storage.database import Transaction
from bot.privacy.copying import Copy
from bot.privacy.seeing import Seen, SeenPage, pages_of
from cogs.paper import NamesSomebody, Paper
from cogs.privacy import seeing_views as views
from cogs.privacy.copying_views import given_screen
from cogs.rendering import Rendering
from tests.stories.conftest import TEXTS, Evening
from tests.stories.test_history import switch_on
from tests.stories.test_mailbox import known, north
from tests.stories.test_my import rows_in_every_table
from tests.stories.test_phrase import set_phrase
from tests.stories.used import PERSONAL, Used, everything_used, pages, tables_without_rows

NOT_USED = {
    "mailbox_whisper",
    "reach_left_out",
    "debrief_note",
    "circle_leaver",
    "away",
    "days_hello",
    "farewell_candle",
    "device_clearing",
    "device_self_clearing",
}
"""Tables about people in which nobody has a row here; none of them has words."""

SENT_AWAY = ("Are you still there tonight", "Yes I am at the window")
"""Words that went to another's mailbox, where they lie without a name; none is kept with their writer."""

SEE = "See what is kept about me"


def told_of(text: str, others: Iterable[Used]) -> list[str]:
    """Answer what of others stands in a text: names, ids, numbers, words."""
    names = [other.name for other in others if re.search(rf"\b{other.name}\b", text)]
    return names + [part for other in others for part in (*other.ids, *other.words) if part in text]


async def files(circle: Evening, name: str) -> dict[str, str]:
    """Answer what stands in each of somebody's files."""
    found = await circle.hearth.seeing.everything(
        Visitor(PlatformId(int(circle[name].id)), None, frozenset(), False, False, "en")
    )
    sheets = given_screen(Copy(tuple(found or ()), 0, 1)).sheets
    return {
        sheet.name: Paper(TEXTS, {"bot": Plain("Willow"), "my_command": Plain("/my")}).written(sheet, "en").decode()
        for sheet in sheets
    }


async def leaks(circle: Evening, people: list[Used]) -> list[str]:
    """Read all that is kept about each, and answer what of anybody else stands there."""
    found: list[str] = []
    for one in people:
        shown = "\n".join(f"{page.text} {page.message}" for page in await pages(circle, one.name))
        others = [other for other in people if other.name != one.name]
        found += told_of(shown, others)
        for held in (await files(circle, one.name)).values():
            # Not even one's own: a file found later must not tell whose it is.
            found += told_of(held, [*others, replace(one, words=())])
    return found


async def test_whoever_used_everything_reads_their_own_and_nothing_of_anybody_else(circle: Evening) -> None:
    people = await everything_used(circle)
    assert await tables_without_rows(circle) == NOT_USED
    assert await leaks(circle, people) == []
    for one in people:
        own = "\n".join(page.text for page in await pages(circle, one.name))
        assert [word for word in one.words if word not in own] == [w for w in one.words if w in SENT_AWAY]
        assert "damaged" not in own
        assert "earlier version" not in own


@pytest.mark.parametrize("what", ["name", "id", "number", "words", "mention"])
async def test_a_reader_that_tells_of_another_is_seen(
    circle: Evening, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bea = await known(circle, "Bea")
    planted = {
        "name": said("core.value", value=Private("Bea was there")),
        "id": said("core.value", value=Private(circle["Bea"].id)),
        "number": said("core.value", value=bea.number),
        "words": said("core.value", value=Private("Heron by the water")),
        "mention": said("core.value", value=Someone(PlatformId(int(circle["Bea"].id)))),
    }[what]
    monkeypatch.setitem(circle.hearth.seeing._readers, "consent", lambda _tx, _person: [Entry(planted)])
    people = [Used("Ana", (), ()), Used("Bea", (circle["Bea"].id, str(bea.number)), ("Heron by the water",))]
    if what == "mention":
        with pytest.raises(NamesSomebody):
            await files(circle, "Ana")
    else:
        assert told_of("\n".join((await files(circle, "Ana")).values()), people)
        assert await leaks(circle, people)


def unopened(tables: Iterable[Table], opening: Collection[str]) -> list[str]:
    """Report tables with words that nobody opens for their person, and readers of no such table."""
    opened = {table.name for table in tables if table.read is not None and table.read.opened}
    return [f"no reader of {name}" for name in sorted(opened - set(opening))] + [
        f"a reader of {name}, which has no words to open" for name in sorted(set(opening) - opened)
    ]


async def test_each_table_with_words_has_a_reader_and_each_reader_such_a_table(circle: Evening) -> None:
    opening = readers(circle.hearth.house, circle.hearth.hard, FEATURES)
    assert unopened(PERSONAL, opening) == []
    diary = replace(next(table for table in PERSONAL if table.name == "debrief_kept"), name="diary")
    assert unopened([*PERSONAL, diary], opening) == ["no reader of diary"]
    assert unopened(PERSONAL, {*opening, "reach_ask"}) == ["a reader of reach_ask, which has no words to open"]


@pytest.mark.parametrize("locale", ["en", "es"])
def test_each_table_about_people_has_its_words(locale: str) -> None:
    every = {table.name: table for feature in FEATURES for table in feature.tables if table.read is not None}
    dated = {name for name, table in every.items() if table.read and table.read.when}
    marks = {name for name, table in every.items() if table.read and table.read.nothing}
    keys = set(TEXTS.keys(locale))

    def under(part: str) -> set[str]:
        return {key.removeprefix(f"kept.{part}.") for key in keys if key.startswith(f"kept.{part}.")}

    purposes = {f"{purpose.key}.name" for feature in FEATURES for purpose in feature.purposes}
    assert purposes <= keys
    assert under("name") == under("rule") == set(every) - marks
    assert under("dated") == dated
    assert under("mark") == marks == {mark.removeprefix("kept.mark.") for mark in views.MARKS}


@pytest.mark.parametrize("locale", ["en", "es"])
def test_no_page_is_longer_than_a_screen_holds_and_none_is_left_out(locale: str) -> None:
    rendering = Rendering(TEXTS, {"my": "my"}, "Willow")
    for table in (table.name for table in PERSONAL if table.read and not table.read.nothing):
        assert len(TEXTS.say(locale, f"kept.rule.{table}", {}, lambda _, value: str(value))) < 250
    note, words = "*" * 140, "_" * 900
    at = datetime(2027, 3, 20, 18, 0, tzinfo=UTC)
    of_many = [
        Seen(
            "checkins",
            "checkin_history",
            said("kept.checkins.kept", choice=Private("*" * 20)),
            date(2027, 3, 1),
            "N*" * 40,
        )
        for _ in range(5000)
    ]
    mixed = [
        Seen("debriefs", ("debrief_kept", "reach_worry", "asked_taken")[place % 3], what, at, "_" * 90)
        for place, what in enumerate(
            (
                said("kept.debriefs.kept", words=Private(words)),
                said("kept.reach.worry_note", note=Private(note)),
                said("kept.dated.asked_taken"),
            )
            * 40
        )
    ]
    for entries in (of_many, mixed):
        found = pages_of(entries)
        assert [one for page in found for one in page] == entries
        for page in found:
            shown = rendering.content(views.seen_screen(SeenPage(tuple(page), 0, last=False)), locale)
            assert len(shown) <= 4096
    assert len(pages_of(of_many)) < 600
    marks = rendering.content(views.seen_screen(SeenPage((), 3)), locale)
    assert len(marks) <= 2000


async def test_whoever_never_agreed_reads_that_nothing_is_kept_and_nothing_is(circle: Evening) -> None:
    before = await rows_in_every_table(circle)
    shown = await circle["Sam"].press(await circle["Sam"].command("my"), SEE)
    assert "Nothing is kept about you here" in shown.text
    assert list(shown.buttons) == ["Back"]
    assert await rows_in_every_table(circle) == before


async def test_reading_changes_nothing(circle: Evening) -> None:
    await everything_used(circle)
    before = await rows_in_every_table(circle)
    first = [page.text for page in await pages(circle, "Ana")]
    assert [page.text for page in await pages(circle, "Ana")] == first
    assert await rows_in_every_table(circle) == before
    # What it reads of a note leaves the note unread.
    assert "Waiting for you: 2" in (await circle["Ana"].command("my")).buttons


async def test_it_stands_behind_the_phrase(circle: Evening) -> None:
    ana = circle["Ana"]
    home = await ana.command("my")
    await set_phrase(circle)
    closed = await ana.press(home, SEE)
    assert "This opens with a phrase" in closed.text
    assert "Yes to" not in closed.text


async def test_what_is_not_listed_reads_the_same_for_whoever_is_worried_about_and_whoever_is_not(
    circle: Evening,
) -> None:
    await everything_used(circle)
    lasts = {name: (await pages(circle, name))[-1].text for name in ("Dani", "Flor")}
    assert lasts["Dani"] == lasts["Flor"]


async def test_own_words_take_no_effect_on_the_screen(circle: Evening) -> None:
    person, where = await known(circle, "Ana"), await north(circle)
    words = circle.hearth.debriefs.writing._words
    loud = Private("**loud** @everyone <@1>\n# big ||hidden||")

    def keep(tx: Transaction) -> None:
        words.keep(tx, 1, where, person, words=loud, day=date(2027, 3, 20))  # pyright: ignore[reportArgumentType]

    await circle.stores.main.write(keep)
    shown = (await pages(circle, "Ana"))[0]
    assert shown.message is not None
    content = shown.message["content"]
    assert "\\*\\*loud" in content
    assert "@everyone" not in content
    assert "\\<@1>" in content
    assert "\n# big" not in content


async def test_a_row_that_cannot_be_opened_keeps_nobody_from_the_others(circle: Evening) -> None:
    await switch_on(circle["Ana"])
    await circle.open_checkin()
    await circle.answer("Ana", "Steady", "Only me")
    await circle.stores.main.write(lambda tx: tx.run("UPDATE checkin_history SET sealed = :bad", bad=b"x" * 60))
    text = "\n".join(page.text for page in await pages(circle, "Ana"))
    assert "Something here could not be opened" in text
    assert "Yes to: Being in the circle" in text


async def test_whoever_left_the_server_reads_it_in_direct_messages(circle: Evening) -> None:
    ana = Visitor(PlatformId(int(circle["Ana"].id)), None, frozenset(), False, False, "en")
    page = await circle.hearth.seeing.see(ana)
    assert page.entries
    assert (await circle.hearth.seeing.see(ana, 99_999)).last
    shown = await circle["Ana"].press(await circle["Ana"].command("my", dm=True), SEE)
    assert "Yes to: Being in the circle" in shown.text


async def test_after_erasing_a_page_that_stood_open_leads_to_nothing(circle: Evening) -> None:
    ana = circle["Ana"]
    shown = await ana.press(await ana.command("my"), SEE)
    await ana.press(await ana.press(await ana.command("my"), "See and erase"), "Erase all of this now")
    assert "Nothing is kept about you here" in (await ana.press(shown, "Next page")).text


async def test_it_reads_in_spanish(circle: Evening) -> None:
    ana = circle["Ana"]
    await ana.press(await ana.press(await ana.command("my"), "My language"), "Keep: Español")
    shown = await ana.press(await ana.command("my"), "Ver lo que se guarda de mí")
    assert "Sí a: Estar en el círculo" in shown.text
