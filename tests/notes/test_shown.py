"""What a note looks like: the content note outside, the words in a frame, and no sign of the writer's leads out."""

import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.notices import Notice
from bot.foundation import CONFIG
from bot.notes.model import Depth, Marked
from bot.notes.model.shaping import PART_MOST, NothingToSee, cleaned, parted
from bot.notes.notices import post
from bot.notes.topics import read_topics
from cogs.framing import FRAME_MOST, Framing, TooMuch
from cogs.screens import with_way_out
from tests.stories.conftest import TEXTS

TOPICS = read_topics(CONFIG / "content_notes.yaml", TEXTS.locales)
TEXT, CONTAINER, ROW = 10, 17, 1
SIGNS = [*"|`*_~>#-[]()<@&!:\\\n ab", "||", "```", "||||", "\u202e", "\u200d", "https://x.y/", "@everyone", "<@1>"]
WILD = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=400).map("".join)


def shown(notice: Notice, locale: str = "en", mark: str | None = None) -> list[dict[str, Any]]:
    assert notice.framed is not None
    rendering = Framing(TEXTS, {}, "Willow")
    return rendering.layout(notice, notice.framed, locale, mark).to_components()  # pyright: ignore[reportReturnType]


def frame(parts: list[dict[str, Any]]) -> dict[str, Any]:
    (one,) = [part for part in parts if part["type"] == CONTAINER]
    return one


@pytest.mark.parametrize("locale", TEXTS.locales)
def test_a_content_note_stands_outside_and_the_words_are_covered(locale: str) -> None:
    marked = [Marked("death", Depth.NAMED), Marked("good_news", None)]
    above, framed, below = shown(post("I sat by the river.", TOPICS, marked, locale), locale)
    assert framed["spoiler"] is True
    assert framed["components"] == [{"type": TEXT, "content": "I sat by the river."}]
    assert {"en": "death and grief, named", "es": "muerte y duelo, se nombra"}[locale] in above["content"]
    assert "river" not in above["content"] + below["content"]


def test_a_note_without_topics_is_not_covered() -> None:
    framed, below = shown(post("I sat by the river.", TOPICS, [], "en"))
    assert framed["spoiler"] is False
    assert below["content"].startswith("-# ")


@pytest.mark.parametrize("locale", TEXTS.locales)
@pytest.mark.parametrize("many", [1, 2, 3])
def test_no_line_above_a_note_is_longer_than_eighty(locale: str, many: int) -> None:
    for at in range(len(TOPICS.all) - many + 1):
        chosen = [Marked(one.id, None if one.bare else Depth.DESCRIBED) for one in TOPICS.all[at : at + many]]
        above = shown(post("x", TOPICS, chosen, locale), locale)[0]["content"]
        assert all(len(line) <= 80 for line in above.splitlines()), above


def test_a_topic_that_left_the_list_is_not_named_and_covers_all_the_same() -> None:
    parts = shown(post("x", TOPICS, [Marked("gone", Depth.NAMED)], "en"))
    assert frame(parts)["spoiler"] is True


def test_each_post_of_a_long_note_is_covered_and_says_which_it_is() -> None:
    above = shown(post("x", TOPICS, [Marked("death", Depth.NAMED)], "en", place=(2, 3)))[0]["content"]
    assert above == "Content note: death and grief, named.\n\nPart 2 of 3."


def test_the_last_button_carries_what_a_delivery_is_known_by() -> None:
    parts = shown(with_way_out(post("x", TOPICS, [], "en")), mark="abc")
    assert parts[-1]["type"] == ROW
    assert parts[-1]["components"][-1]["custom_id"].endswith("~abc")


def test_words_that_do_not_fit_are_refused_and_never_cut() -> None:
    with pytest.raises(TooMuch):
        shown(post("a" * (FRAME_MOST + 1), TOPICS, [], "en"))


@settings(max_examples=300, deadline=None)
@given(WILD)
@example("[||]<@1>")
@example("[`a` *b*](c)")
def test_no_sign_of_a_writer_marks_anything_up(words: str) -> None:
    try:
        parts = parted(cleaned(words * 5))
    except NothingToSee:
        return
    marked = [Marked("childhood", Depth.DESCRIBED), Marked("hate", Depth.DESCRIBED), Marked("police", Depth.NAMED)]
    for at, part in enumerate(parts):
        inside = frame(shown(post(part, TOPICS, marked, "es", place=(at + 1, len(parts))), "es"))
        (text,) = inside["components"]
        assert len(part) <= PART_MOST
        assert marks_in(text["content"]) == []


MARKS = (r"\|\|", r"```", r"`", r"\*", r"__", r"~~", r"\]\(", r"<@", r"<#", r"<:", r"@everyone", r"@here")


def marks_in(content: str) -> list[str]:
    """Answer what Discord would take for markup: signs that no backslash stands before."""
    plain = re.sub(r"\\.", "\x00", content, flags=re.DOTALL)
    starts = [line for line in plain.splitlines() if re.match(r"\s*(?:#{1,3} |> |>>> |-# |[-*] |\d+\. )", line)]
    return [mark for mark in MARKS if re.search(mark, plain)] + starts


@pytest.mark.parametrize("sign", ["||a||", "`a`", "*a*", "~~a~~", "__a__", "[a](b)", "# a", "> a", "- a", "<@1>"])
def test_the_reader_of_markup_sees_a_planted_sign(sign: str) -> None:
    assert marks_in(sign)
