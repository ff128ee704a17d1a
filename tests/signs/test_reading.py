"""How a text is read: what raises and lowers a hit, spellings, long texts, and rules that cannot be used."""

import time
from pathlib import Path

import pytest

from benchmarks.signs import LONG, WORST
from bot.assembly import CONFIG, shipped_signs
from bot.core.ids import Private
from bot.core.refusals import SettingsFault
from bot.signs.model import Level, Reading
from bot.signs.model.phrases import NotInTheLanguage, parse
from bot.signs.service import Signs

SHEET = """fillers: really
blocks: not
common: i to
guarded: alpha
real: alphas
short:
  - q que
glued: alphabeta
lists:
  want:
    - (want|wanna) to?
marks:
  no:
    - not
rules:
  - name: one
    level: offer
    locale: en
    says:
      - {phrase}
"""


def read(text: str) -> Reading:
    return shipped_signs().read(Private(text), "en")


@pytest.mark.parametrize(
    ("text", "level", "by"),
    [
        ("i want to die", Level.OFFER, None),
        ("i really just want to fucking die", Level.OFFER, None),
        ("i do not want to die", Level.NONE, "no"),
        ("i dont know if i want to live", Level.OFFER, None),
        ("i cant stop thinking about killing myself", Level.OFFER, None),
        ("i used to want to die", Level.NOTE, "past"),
        ("i used to cope, but i want to die", Level.OFFER, None),
        ("years ago he left and now i want to die", Level.OFFER, None),
        ('the song goes "i want to die"', Level.NONE, "quoted"),
        ("he told me to kill myself", Level.NONE, "told_to"),
        ("if you want to die, tell someone", Level.NONE, "addressed"),
        ("i want to die lol", Level.NOTE, "laughter"),
        ("i am going to kill myself", Level.OFFER, None),
        ("i am going to kill myself tonight", Level.URGENT, None),
        ("my brother says he wants to kill himself", Level.OTHER, None),
        ("quiero morir", Level.OFFER, None),
        ("no quiero morir", Level.NONE, "no"),
        ("antes quería morir", Level.NOTE, None),
        ("me quiero matar esta noche", Level.URGENT, None),
        ("mi hermano dice que se quiere matar", Level.OTHER, None),
    ],
)
def test_what_stands_around_it_raises_and_lowers(text: str, level: Level, by: str | None) -> None:
    reading = read(text)
    assert reading.level is level
    if by is not None:
        assert by in {weighed.what for hit in reading.hits for weighed in hit.weighed}


@pytest.mark.parametrize(
    "text",
    ["i don’t want to live", "i dont want to live", "I DON'T WANT TO LIVE", "||i don't want to live||",
     "i do​nt want to l​ive", "i dont wаnt to livе", "ｉ ｄｏｎｔ ｗａｎｔ ｔｏ ｌｉｖｅ",
     "i dont w4nt to l1ve", "i dont waaaant to liiiive", "i dont want to l i v e", "i dont wnat to live"],
)  # fmt: skip
def test_one_sentence_is_read_the_same_however_it_is_spelled(text: str) -> None:
    assert read(text).level is Level.OFFER


def test_a_hit_tells_where_it_stands_in_the_text_as_it_was_written() -> None:
    text = "So… ｉ ｗａｎｔ to d​ie, honestly"
    hit = read(text).hits[0]
    assert text[hit.start : hit.end] == "ｗａｎｔ to d​ie"


@pytest.mark.parametrize("name", WORST)
def test_four_thousand_characters_take_no_longer_than_they_are_long(name: str) -> None:
    def cost(length: int) -> float:
        text = Private((WORST[name] * LONG)[:length])
        costs: list[float] = []
        for _ in range(3):
            began = time.process_time()
            read(text)
            costs.append(time.process_time() - began)
        return min(costs)

    read("i want to die")
    assert cost(LONG) <= max(8 * cost(LONG // 4), 0.05)


@pytest.mark.parametrize(
    "phrase",
    ["(a+)+b", "(alpha|beta)*", ".*alpha", "alpha{1,9}", "[a-z]+", "alpha\\w", "~9", "~3 alpha", "alpha ~2",
     "<nobody> alpha", "(alpha", "al*", "((((((alpha))))))", "alpha ~5 beta ~5 alpha ~5 beta", "á alpha",
     "(alpha|)"],
)  # fmt: skip
def test_a_phrase_outside_the_language_is_refused_with_its_file_and_line(phrase: str, tmp_path: Path) -> None:
    path = tmp_path / "signs.yaml"
    path.write_text(SHEET.format(phrase=f"'{phrase}'"), encoding="utf-8")
    with pytest.raises(SettingsFault, match=rf"signs\.yaml, line {SHEET.count(chr(10))}: "):
        Signs.load(path)


def test_choices_inside_choices_are_refused_before_they_grow() -> None:
    wide = "(" + "|".join(f"a{number}" for number in range(20)) + ")"
    with pytest.raises(NotInTheLanguage, match="split it"):
        parse(f"({wide} {wide} {wide} {wide})", {})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("level: offer", "level: worst"), "none of"),
        (("    locale: en\n", ""), "needs its `locale`"),
        (("marks:\n  no:", "marks:\n  nope:"), "there is no mark `nope`"),
        (("short:\n  - q que", "short:\n  - q"), "what it stands for"),
        (("real: alphas\n", ""), "`real` is missing"),
        (("rules:", "odd: 1\nrules:"), "no part `odd`"),
        (("rules:", "rules: ]"), "line 15"),
    ],
)
def test_an_entry_that_cannot_be_used_says_why(change: tuple[str, str], why: str, tmp_path: Path) -> None:
    path = tmp_path / "signs.yaml"
    path.write_text(SHEET.format(phrase="<want> alpha").replace(*change), encoding="utf-8")
    with pytest.raises(SettingsFault, match=why):
        Signs.load(path)


def test_the_rules_of_a_small_sheet_are_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "signs.yaml"
    path.write_text(SHEET.format(phrase="i <want> ~1 alpha"), encoding="utf-8")
    signs = Signs.load(path)
    assert signs.read(Private("I really want to see alpha"), "en").level is Level.OFFER
    assert signs.read(Private("I want to not alpha"), "en").level is Level.NONE
    assert signs.read(Private("I want to see an alpha"), "en").level is Level.NONE


def test_nothing_of_a_text_is_in_what_a_reading_shows_of_itself() -> None:
    assert "tulip" not in repr(read("the tulip garden is where i want to die"))


def test_the_shipped_rules_come_with_this_version() -> None:
    assert (CONFIG / "signs.yaml").exists()
