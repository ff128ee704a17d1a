"""How a draft is read: spellings, places, names, long and strange drafts, and rules that cannot be used."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.draft import LONG, WORST
from bot.assembly import CONFIG, shipped_leak_guard
from bot.core.ids import Private
from bot.core.refusals import SettingsFault
from bot.guard.model import Find, Kind
from bot.guard.model.phrases import NotInTheLanguage, parse
from bot.guard.service import Guard

SIGNS = "0123456789 +-.@/#<>!|*_(),:;'\"’”°\n\u200b\u200d\u202e\u202cabcdeolзаｗ１😀éß"
PIECES = (
    *(
        "call ",
        "212-555-0143",
        "oh seven ",
        "double ",
        "at ",
        "dot com",
        "@",
        "<@",
        "calle ",
        "14 ",
        "maple street",
    ),
    *(
        "3 june ",
        "court ",
        "born ",
        "\u202e",
        "\u200d",
        "||",
        "https://",
        "marisol",
        "40.7128",
        "K1A 0B1",
        "insta ",
    ),
)
drafts = st.text(SIGNS, max_size=200) | st.text(max_size=200) | st.lists(st.sampled_from(PIECES)).map("".join)


def read(text: str, *names: str) -> tuple[Find, ...]:
    return shipped_leak_guard().read(Private(text), [Private(name) for name in names])


def words(text: str, *names: str) -> list[tuple[Kind, str]]:
    return [(find.kind, text[find.start : find.end]) for find in read(text, *names)]


@given(drafts)
@settings(max_examples=400, deadline=None)
def test_no_draft_breaks_it_and_every_find_stands_inside_in_order(text: str) -> None:
    until = 0
    for find in read(text, "Marisol", text[:20], "Hope"):
        assert until <= find.start < find.end <= len(text)
        until = find.end


@given(drafts, st.sampled_from(["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad"]), st.data())
@settings(max_examples=60, deadline=None)
def test_a_number_is_found_wherever_it_stands_and_hidden_signs_stand_in_it(
    text: str, hidden: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, 11))
    number = "+12125550143"[:at] + hidden + "+12125550143"[at:]
    text = "".join(sign for sign in text if sign not in "\u202e<@")
    draft = f"{text}\n\ncall {number} please"
    place = draft.rindex(" please") - 1
    assert any(find.start <= place < find.end for find in read(draft))


@pytest.mark.parametrize("name", WORST)
def test_four_thousand_characters_take_no_longer_than_they_are_long(name: str) -> None:
    def cost(length: int) -> float:
        text = (WORST[name] * LONG)[:length]
        costs: list[float] = []
        for _ in range(3):
            began = time.process_time()
            read(text, "Marisol")
            costs.append(time.process_time() - began)
        return min(costs)

    read("call 212-555-0143")
    assert cost(LONG) <= max(8 * cost(LONG // 4), 0.05)


@pytest.mark.parametrize(
    "text", ["\u200d" * 4000, " \n\t" * 1300, "👩‍👩‍👧‍👦❤️‍🔥🏳️‍🌈" * 200, "", "\u202e", "\u202e\u202c" * 2000]
)
def test_drafts_with_nothing_in_them_are_left_alone(text: str) -> None:
    assert read(text, "Marisol") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("so: “call 212\u200b-555-0143”.", (Kind.PHONE, "212\u200b-555-0143")),
        ("é ｗｗｗ．ｅｘａｍｐｌｅ．ｏｒｇ é", (Kind.LINK, "ｗｗｗ．ｅｘａｍｐｌｅ．ｏｒｇ")),
        ("only M a r i s o l knows", (Kind.NAME, "M a r i s o l")),
        ("a \u202e321009 0077 44+\u202c b", (Kind.PHONE, "321009 0077 44")),
        ("only Mari\u200bsol", (Kind.NAME, "Mari\u200bsol")),
        ("hey @fern_quiet!", (Kind.HANDLE, "@fern_quiet")),
        ("todo bien||discord.gg/xyz99||y tú", (Kind.LINK, "discord.gg/xyz99||y")),
        ("oh <\\@987654321098765432>", (Kind.MENTION, "<\\@987654321098765432>")),
        ("call2125550143 now", (Kind.PHONE, "2125550143")),
        ("write to q.f@example.org, please", (Kind.EMAIL, "q.f@example.org")),
    ],
)
def test_a_find_tells_where_it_stands_in_the_draft_as_it_was_written(text: str, found: tuple[Kind, str]) -> None:
    assert found in words(text, "Marisol")


@pytest.mark.parametrize(
    "text",
    ["1 2 3 4 5 6 7 8 9 10", "10 9 8 7 6 5 4 3 2 1", "1 2 3 4 5 6 5 4 3 2 1",
     "one two three four five six seven eight nine", "the court was long. on 3 june we met",
     "born tired. 3 june was fine"],
)  # fmt: skip
def test_counting_and_what_another_sentence_says_is_left_alone(text: str) -> None:
    assert read(text) == ()


def test_a_name_that_is_a_word_counts_with_a_capital_inside_a_sentence_and_is_never_sure() -> None:
    assert words("i hope so. Hope is all", "Hope") == []
    (find,) = read("i asked Hope to come", "Hope")
    assert (find.kind, find.sure) == (Kind.NAME, False)
    (find,) = read("i asked marisol to come", "Marisol")
    assert find.sure


def test_names_too_short_to_be_looked_for_are_named() -> None:
    names = [Private(name) for name in ("Al", "J.", "Marisol", "小明", "")]
    assert shipped_leak_guard().not_looked_for(names) == ("Al", "J.", "小明")
    assert words("Al and J. know", "Al", "J.") == []


def test_names_of_other_alphabets_are_found_as_whole_words() -> None:
    assert words("спроси Марию", "Марию") == [(Kind.NAME, "Марию")]
    assert words("اسألي ليلى غدا", "ليلى") == [(Kind.NAME, "ليلى")]


def test_a_find_holds_no_words_of_the_draft() -> None:
    assert "5550143" not in repr(read("call 2125550143"))


def test_of_two_that_overlap_the_one_that_tells_more_is_told() -> None:
    assert words("https://example.org/@fern_quiet") == [(Kind.LINK, "https://example.org/@fern_quiet")]
    assert words("marisol@example.org", "Marisol") == [(Kind.EMAIL, "marisol@example.org")]


SHIPPED = (CONFIG / "guard.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("{date} ~4 <born>", "(a+)+b"), "is not understood"),
        (("{date} ~4 <born>", "{date} .* born"), "is not understood"),
        (("{date} ~4 <born>", "{date} ~9 born"), "gap of 9 words"),
        (("{date} ~4 <born>", "{date} ~4 <nobody>"), "the list <nobody>"),
        (("{date} ~4 <born>", "{date} ~8 a ~8 b ~3 c"), "can be read in 324 ways"),
        (("{date} ~4 <born>", "{date} ~4"), "begins or ends with a gap"),
        (("{date} ~4 <born>", "{date} ~4 ~4 born"), "two gaps in a row"),
        (("{date} ~4 <born>", "{Name} born"), "may stand anywhere"),
        (('"*strasse"', '"*s"'), "no words of a list"),
        (("  - A99 9ZZ", "  - A+"), "is no shape"),
        (("  - A99 9ZZ", "  - AAAA"), "needs a letter and a digit"),
        (("  - 3-3-4", "  - 3-x"), "is no grouping"),
        (("  - double 2", "  - double"), "no word with its number"),
        (("finds: birth", "finds: age"), "is none of"),
        (("finds: birth", "finds: phone"), "is none of"),
        (("regions: US GB", "regions: US XQ"), "names XQ"),
        (("slash: slash barra\n", ""), "lacks `slash`"),
        (("slash: slash", "slosh: slash"), "means nothing here"),
    ],
)
def test_an_entry_that_cannot_be_used_is_refused_with_its_line(
    change: tuple[str, str], why: str, tmp_path: Path
) -> None:
    path = tmp_path / "guard.yaml"
    assert SHIPPED.count(change[0]) == 1
    path.write_text(SHIPPED.replace(*change), encoding="utf-8")
    line = SHIPPED[: SHIPPED.index(change[0])].count("\n") + 1 if change[1] else 1
    with pytest.raises(SettingsFault, match=rf"guard\.yaml, line {line}: .*{why}"):
        Guard.load(path)


def test_a_rule_may_not_be_longer_than_it_can_be_read() -> None:
    with pytest.raises(NotInTheLanguage, match="places"):
        parse("a " * 11, {})
