"""One word, and the line beside an answer: who reads them, how they look, and what is refused."""

from datetime import timedelta

import pytest

from bot.checkins.model import Format, SeenBy
from bot.checkins.model.answers import (
    Given,
    Named,
    Nameless,
    NotUsable,
    Voices,
    fitting,
    nameless_of,
    one_line,
    one_word,
    readable,
)
from bot.core.ids import PlatformId, Private
from rehearsal.person_forms import NothingHappened
from rehearsal.screen import Screen
from tests.stories.conftest import MEMBERS, Evening
from tests.stories.test_audiences import NAMED, PLANNERS, UNNAMED, close, drawn, open_
from tests.stories.test_checkin import answers_kept

FAMILY = "👩\u200d👩\u200d👧"
ODD = (
    # typed, as it is kept, as its readers see it inside the post
    ("**loud** _low_", "**loud** _low_", "\\*\\*loud\\*\\* \\_low\\_"),
    ("||hidden||", "||hidden||", "\\|\\|hidden\\|\\|"),
    ("# big\n> said", "# big > said", "\\# big > said"),
    ("`code` [a](b)", "`code` [a](b)", "\\`code\\` \\[a]\\(b)"),
    ("@everyone <@1> <#2>", "@everyone <@1> <#2>", "@\u200beveryone \\<@1> \\<#2>"),
    ("in\u200bvis\u2060ible\ufeff", "invisible", "invisible"),
    ("\u202egnitset\u202c on", "gnitset on", "gnitset on"),
    ("שלום וברכה", "שלום וברכה", "שלום וברכה"),
    (f"with {FAMILY} and 🏳️\u200d🌈", f"with {FAMILY} and 🏳️\u200d🌈", f"with {FAMILY} and 🏳️\u200d🌈"),
    ("a\u200db \u200d c", "ab c", "ab c"),
    ("z" + "\u0301" * 40, "ź" + "\u0301" * 3, "ź" + "\u0301" * 3),
    ("می\u200cخواهم", "می\u200cخواهم", "می\u200cخواهم"),
)


@pytest.mark.parametrize(("typed", "kept", "_"), ODD)
def test_what_cannot_be_seen_goes_and_what_can_be_read_stays(typed: str, kept: str, _: str) -> None:
    assert readable(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "empty"),
        ("\u200b \u3164\u2800", "empty"),
        ("\u0301\ufe0f", "empty"),
        ("two words", "several"),
        ("two\nlines", "several"),
        ("a" * 21, "too_long"),
        ("https://x.example", "link"),
        ("WWW.x.example", "link"),
    ],
)
def test_what_is_no_word_is_refused_for_its_reason(typed: str, why: str) -> None:
    with pytest.raises(NotUsable) as refused:
        one_word(typed)
    assert refused.value.reason == why


def test_a_word_and_a_line_are_as_long_as_they_may_be() -> None:
    assert one_word(f" {'a' * 20} ") == "a" * 20
    assert one_line("a" * 140) == "a" * 140
    with pytest.raises(NotUsable):
        one_line("a" * 141)


def test_nothing_of_the_nameless_is_shown_below_five_of_them() -> None:
    four = [Given(Private("calm"), SeenBy.UNNAMED, Private("a line"))] * 4
    assert nameless_of(four, Format.WORD) == Nameless()
    five = nameless_of([*four, Given(Private("tired"), SeenBy.UNNAMED)], Format.WORD)
    assert sorted(five.words) == ["calm"] * 4 + ["tired"]
    assert len(five.lines) == 4
    assert nameless_of(four * 2, Format.LIGHTS).words == ()


def test_a_closing_holds_what_it_has_room_for_and_says_where_there_was_more() -> None:
    one = Named(PlatformId(10**18), Given(Private("stormy"), SeenBy.NAMED, Private("*" * 140)))
    shown = fitting(Voices((one,) * 40))
    assert 0 < len(shown.named) < 40
    assert shown.more
    assert not fitting(Voices((one,))).more


async def write(circle: Evening, name: str, word: str, seen_by: str = UNNAMED) -> Screen:
    form = await circle.send(name, await circle[name].press(await circle.post(name), "Write one word"), seen_by)
    return await circle[name].submit(form, {"word": word})


async def test_five_words_without_names_are_shown_and_four_are_not(circle: Evening) -> None:
    words = ("calm", "tired", "hopeful", "heavy", "okay")
    for count in (4, 5):
        await open_(circle, "One word")
        for name, word in zip(MEMBERS[:count], words, strict=False):
            assert "counted with the circle" in (await write(circle, name, word)).text
        text = (await close(circle)).text
        assert all((f"“{word}”" in text) is (count == 5) for word in words[:count])
        assert not any(name in text for name in MEMBERS)
        assert "Thank you for being here" in text
        assert await answers_kept(circle) == 0


async def test_a_word_beside_a_name_for_facilitators_and_for_nobody(circle: Evening) -> None:
    await open_(circle, "One word")
    await write(circle, "Ana", "calm", NAMED)
    await write(circle, "Bea", "heavy", PLANNERS)
    assert "Nothing was kept" in (await write(circle, "Cleo", "loud", "Only me")).text
    look = await circle["Robin"].press(await circle["Robin"].command("plan"), "How it looks now")
    assert "@Bea: heavy" in look.text
    assert not any(word in look.text for word in ("calm", "loud"))
    text = (await close(circle)).text
    assert "@Ana: calm" in text
    assert not any(word in text for word in ("heavy", "loud"))


async def test_who_reads_a_word_is_known_before_it_is_written(circle: Evening) -> None:
    await open_(circle, "One word")
    ana = circle["Ana"]
    asked = await ana.press(await circle.post("Ana"), "Write one word")
    assert "Who is your word for?" in asked.text
    form = await circle.send("Ana", asked, PLANNERS)
    assert "Facilitators see it beside your name until the close" in form.text
    assert await answers_kept(circle) == 0


@pytest.mark.parametrize("typed", ["two words", "", "https://x.example"])
async def test_what_is_no_word_keeps_nothing_and_says_so(circle: Evening, typed: str) -> None:
    await open_(circle, "One word")
    refused = await write(circle, "Ana", typed)
    assert "othing was kept" in refused.text
    assert typed not in refused.text.split("\n") or not typed
    assert await answers_kept(circle) == 0


async def allow_lines(circle: Evening) -> None:
    robin = circle["Robin"]
    shown = await robin.press(await robin.command("plan"), "A line beside answers")
    assert "It is off" in shown.text
    assert "It is on" in (await robin.press(shown, "Let people add a line")).text


async def add(circle: Evening, name: str, line: str, seen_by: str, choice: str = "Steady") -> Screen:
    answered = await circle.answer(name, choice, seen_by)
    return await circle[name].submit(await circle[name].press(answered, "Add a line"), {"line": line})


async def test_a_line_is_off_until_somebody_who_plans_switches_it_on(circle: Evening) -> None:
    await circle.open_checkin()
    assert "Add a line" not in (await circle.answer("Ana", "Steady")).buttons
    await allow_lines(circle)
    answered = await circle.answer("Ana", "Steady")
    assert "Add a line" in answered.buttons
    assert "Add a line" not in (await circle.answer("Bea", "Steady", "Only me")).buttons
    robin = circle["Robin"]
    shown = await robin.press(await robin.command("plan"), "A line beside answers")
    with pytest.raises(NothingHappened):
        await circle["Ana"].press(shown, "Let nobody add a line")
    await robin.press(shown, "Let nobody add a line")
    assert "No line can be added" in (await circle["Ana"].press(answered, "Add a line")).text


async def test_a_line_goes_where_its_answer_goes(circle: Evening) -> None:
    await allow_lines(circle)
    await circle.open_checkin()
    for name in MEMBERS[:5]:
        await circle.answer(name, "Steady")
    assert "far from the sea" in (await add(circle, "Eli", "far from the sea", UNNAMED)).text
    await circle.join("Gus", "Hana")
    await add(circle, "Gus", "tea helped", NAMED)
    await add(circle, "Hana", "a short round please", PLANNERS)
    look = await circle["Robin"].press(await circle["Robin"].command("plan"), "How it looks now")
    assert "@Hana: Steady. “a short round please”" in look.text
    assert "tea helped" not in look.text
    text = (await close(circle)).text
    assert "Lines, without names and in no order:\n“far from the sea”" in text
    assert "@Gus: Steady. “tea helped”" in text
    assert "short round" not in text


async def test_a_new_answer_leaves_the_old_line_behind(circle: Evening) -> None:
    await allow_lines(circle)
    await circle.open_checkin()
    await add(circle, "Ana", "for those who plan", PLANNERS)
    changed = await circle.answer("Ana", "Stormy", NAMED)
    assert "The line you had added is gone with it" in changed.text
    text = (await close(circle)).text
    assert "@Ana: Stormy" in text
    assert "those who plan" not in text


async def test_a_line_whose_audience_changed_meanwhile_is_not_added(circle: Evening) -> None:
    await allow_lines(circle)
    await circle.open_checkin()
    ana = circle["Ana"]
    form = await ana.press(await circle.answer("Ana", "Stormy", PLANNERS), "Add a line")
    await circle.answer("Ana", "Stormy", NAMED)
    refused = await ana.submit(form, {"line": "meant for few"})
    assert "was not added" in refused.text
    assert "meant for few" not in (await close(circle)).text


@pytest.mark.parametrize(("typed", "_", "shown"), ODD)
async def test_a_line_is_shown_inert_and_readable(circle: Evening, typed: str, _: str, shown: str) -> None:
    await allow_lines(circle)
    await circle.open_checkin()
    await add(circle, "Ana", typed, NAMED)
    post = await close(circle)
    assert post.message is not None
    assert f"“{shown}”" in str(post.message["content"])
    assert not post.message["mentions"]
    assert post.message["mention_everyone"] is False


@pytest.mark.parametrize("word", ["**loud**", "||dark||", FAMILY, "@everyone", "שלום", "in\u200bvisible"])
async def test_a_word_is_shown_inert_and_readable(circle: Evening, word: str) -> None:
    await open_(circle, "One word")
    await write(circle, "Ana", word, NAMED)
    post = await close(circle)
    assert post.message is not None
    assert not post.message["mention_everyone"]
    assert readable(word) in post.text.replace("\\", "").replace("@\u200b", "@")


async def test_a_closing_full_of_names_and_lines_stays_one_message(circle: Evening) -> None:
    await allow_lines(circle)
    await circle.join("Gus", "Hana")
    await circle.open_checkin()
    for name in MEMBERS:
        await add(circle, name, "_" * 140, NAMED)
    post = await close(circle)
    assert post.message is not None
    assert len(post.message["content"]) <= 2000
    assert "More was written than one post holds" in post.text
    assert "Thank you for being here" in post.text


async def test_what_was_written_without_a_name_goes_from_the_post_after_fourteen_days(circle: Evening) -> None:
    await open_(circle, "One word")
    for name, word in zip(MEMBERS[:5], ("calm", "tired", "hopeful", "heavy", "okay"), strict=True):
        await write(circle, name, word)
    assert "hopeful" in (await close(circle)).text
    await circle.pass_time(timedelta(days=14, hours=1))
    assert "hopeful" not in await drawn(circle)
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT sealed_words FROM checkin_round"))
    assert row == {"sealed_words": None}


async def test_words_without_names_stand_in_an_order_that_chance_alone_made(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_(circle, "One word")
    kept: dict[int, str] = {}
    for name, word in zip(MEMBERS[:5], ("calm", "tired", "hopeful", "heavy", "okay"), strict=True):
        await write(circle, name, word)
        person = await circle.hearth.people.find(PlatformId(int(circle[name].id)))
        assert person is not None
        kept[person.number] = word
    falling = iter(range(100, 0, -1))
    monkeypatch.setattr(type(circle.hearth.chance), "number", lambda _: next(falling))
    text = (await close(circle)).text
    # They are read in the order of their people's numbers; chance turns it round here.
    assert sorted(kept.values(), key=text.index) == [kept[number] for number in sorted(kept, reverse=True)]
