"""The rules of notes: how many must be able to write, what a wish means, when one appears, how words are parted."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.words import can_be_seen
from bot.notes.model import Depth, Room, Topic, Topics, UnknownTopic, Wish, room_for
from bot.notes.model import Marked as Chosen
from bot.notes.model import TooManyTopics as TooMany
from bot.notes.model.shaping import PART_MOST, NothingToSee, cleaned, parted
from bot.notes.model.timing import HOURS, LATEST, SOONEST, SPREAD, appears_at

NOW = datetime(2027, 3, 20, 18, 0, tzinfo=UTC)
DRAWN = st.integers(1, 2**53 - 1)
TOPICS = Topics(
    tuple(Topic(name, {"en": name}, bare=name == "joy") for name in ("one", "two", "three", "four", "joy"))
)


@pytest.mark.parametrize(
    ("able", "room"),
    [(0, Room.OFF), (4, Room.OFF), (5, Room.FEW), (7, Room.FEW), (8, Room.ENOUGH), (90, Room.ENOUGH)],
)
def test_a_small_circle_is_told_or_has_no_notes(able: int, room: Room) -> None:
    assert room_for(able) is room


@pytest.mark.parametrize(
    ("wish", "replies", "asked", "company"),
    [
        (Wish.NONE, False, False, False),
        (Wish.LISTEN, True, False, True),
        (Wish.ASK, False, True, True),
        (Wish.ADVICE, True, False, True),
    ],
)
def test_a_wish_says_what_may_come_back(wish: Wish, replies: bool, asked: bool, company: bool) -> None:
    assert (wish.takes_replies, wish.asked_first, wish.takes_company) == (replies, asked, company)


def test_topics_stand_in_the_lists_order_with_their_depth() -> None:
    chosen = TOPICS.chosen({"joy": Depth.NAMED, "one": Depth.DESCRIBED})
    assert chosen == (Chosen("one", Depth.DESCRIBED), Chosen("joy", None))


def test_a_fourth_topic_is_refused() -> None:
    with pytest.raises(TooMany):
        TOPICS.chosen(dict.fromkeys(("one", "two", "three", "four"), Depth.NAMED))


def test_a_topic_that_is_on_no_list_is_refused() -> None:
    with pytest.raises(UnknownTopic):
        TOPICS.chosen({"five": Depth.NAMED})


@given(DRAWN)
def test_a_note_appears_after_two_to_twenty_minutes(drawn: int) -> None:
    assert NOW + SOONEST <= appears_at(NOW, drawn) <= NOW + LATEST


@given(DRAWN, st.sampled_from(HOURS))
def test_a_note_with_hours_appears_within_them(drawn: int, hours: int) -> None:
    assert NOW + SOONEST <= appears_at(NOW, drawn, timedelta(hours=hours)) <= NOW + timedelta(hours=hours)


def test_moments_are_spread_over_the_whole_time() -> None:
    steps = range(1, 2**53, 2**53 // 1000)
    minutes = {int((appears_at(NOW, step) - NOW).total_seconds() // 60) for step in steps}
    assert minutes >= set(range(2, 20))


@given(DRAWN, st.lists(st.integers(-3000, 90_000), max_size=6))
def test_a_note_joins_others_and_never_leaves_its_own_time(drawn: int, seconds: list[int]) -> None:
    waiting = [NOW + timedelta(seconds=one) for one in seconds]
    at = appears_at(NOW, drawn, waiting=waiting)
    assert NOW + SOONEST <= at <= NOW + LATEST
    fit = [one for one in waiting if NOW + SOONEST + SPREAD <= one <= NOW + LATEST - SPREAD]
    assert not fit or abs(at - min(fit)) <= SPREAD


def test_a_note_with_hours_joins_nobody() -> None:
    waiting = [NOW + timedelta(minutes=10)]
    far = {appears_at(NOW, step, timedelta(hours=24), waiting) for step in range(1, 2**53, 2**53 // 50)}
    assert max(far) > NOW + timedelta(hours=12)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("hello <@123456789012345678>, and <@!5>", "hello (…), and (…)"),
        ("<@&77> <#12> </share:345> <id:customize>", "(…) (…) (…) (…)"),
        ("<@<@1>2>", "<@(…)2>"),
        ("one\r\n\r\n\r\n\r\ntwo  \n three", "one\n\ntwo\n three"),
        ("a\u202eb", "ab"),
        ("1 < 2 and <3", "1 < 2 and <3"),
    ],
)
def test_words_are_cleaned(words: str, left: str) -> None:
    assert cleaned(words) == left


@pytest.mark.parametrize("words", ["", " \n\t ", "\u200d" * 4000, "\u200b\u2060", "\u3164", "\u202e"])
def test_words_that_show_nothing_are_refused(words: str) -> None:
    with pytest.raises(NothingToSee):
        cleaned(words)


def test_long_words_are_parted_between_paragraphs() -> None:
    one, two = "a" * 1200, "b" * 1500
    assert parted(f"{one}\n\n{two}") == (one, two)


def test_words_without_paragraphs_are_parted_between_lines_sentences_or_words() -> None:
    assert parted("word. " * 20 + "end", 60)[0] == ("word. " * 10).strip()
    assert parted("ab " * 30, 31)[0] == ("ab " * 10).strip()


def test_a_family_of_signs_is_not_cut_apart() -> None:
    family = "👩\u200d👩\u200d👧"
    assert all(set(part) == set(family) and len(part) % len(family) == 0 for part in parted(family * 30, 43))


@settings(max_examples=200)
@given(st.text(max_size=6000))
def test_nothing_but_space_is_lost_in_parting(words: str) -> None:
    try:
        plain = cleaned(words)
    except NothingToSee:
        return
    parts = parted(plain)
    assert all(0 < len(part) <= PART_MOST and can_be_seen(part) for part in parts)
    assert _seen("".join(parts)) == _seen(plain)


def _seen(words: str) -> str:
    return "".join(sign for sign in words if can_be_seen(sign) and unicodedata.category(sign) != "Cf")
