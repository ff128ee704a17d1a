"""What members read of a line: it fits, it is kindly worded, and no mark or mention in a file takes effect."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.assembly import shipped_lines, shipped_texts
from bot.core.notices import Notice, Written
from bot.helplines.model import CONFIRMED_MOST, FIRST, Directory, Line, Topic
from bot.helplines.notices import checked_words, number_lines, short_words, standing_post
from cogs.rendering import CONTENT_MOST, Rendering
from tests.guards import wording

NOW = datetime(2027, 3, 20, 18, 0, tzinfo=UTC)
EMBED_MOST = 4_096  # characters of an embed's description (Discord: Embed Limits)
LOCALES = ("en", "es")


@pytest.fixture(scope="module")
def shipped() -> Directory:
    return shipped_lines()


@pytest.fixture(scope="module")
def rendering() -> Rendering:
    return Rendering(shipped_texts(), {}, "Willow")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_screen_of_every_country_and_topic_fits(
    shipped: Directory, rendering: Rendering, locale: str
) -> None:
    for country in shipped.countries:
        for topic in (None, *Topic):
            numbers = shipped.numbers((country,), locale, topic, NOW, {})
            for after in range(0, max(1, len(numbers.entries)), FIRST):
                notice = Notice(number_lines(numbers, after=after))
                assert len(rendering.content(notice, locale)) <= EMBED_MOST, (country, topic, after)


@pytest.mark.parametrize("locale", LOCALES)
def test_six_countries_fit_one_screen_and_the_standing_post_one_message(
    shipped: Directory, rendering: Rendering, locale: str
) -> None:
    for start in range(len(shipped.countries) - CONFIRMED_MOST + 1):
        numbers = shipped.numbers(shipped.countries[start : start + 6], locale, None, NOW, {})
        assert len(rendering.content(Notice(number_lines(numbers)), locale)) <= EMBED_MOST
        # A post that is shown as it is needs no embed, which a phone may hide.
        assert len(rendering.content(standing_post(numbers), locale)) <= CONTENT_MOST
        six = [part for entry in numbers.entries[:6] for part in (short_words(entry), checked_words(entry))]
        assert len(rendering.content(Notice(tuple(six)), locale)) <= EMBED_MOST - 600


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_said_about_a_line_keeps_the_tone(shipped: Directory, locale: str) -> None:
    said = {line.ident: line.about.by_locale[locale] for line in shipped.lines if line.about is not None}
    found = [f"{ident}: {fault}" for ident, words in said.items() for fault in wording.faults(locale, words)]
    assert found == []


def harbour(name: str, line: Line) -> Line:
    return replace(line, name=Written(name, {"es": name}), about=Written(name))


@pytest.mark.parametrize(
    "name", ["**Harbour** <@123> @everyone", "# Harbour", "[Harbour](https://x.example)", "||H||"]
)
def test_marks_and_mentions_in_a_file_take_no_effect(shipped: Directory, rendering: Rendering, name: str) -> None:
    lines = (harbour(name, shipped.lines[0]),)
    directory = Directory(lines, shipped.emergency, shipped.menus, shipped.links)
    shown = rendering.content(Notice(number_lines(directory.numbers(("AR",), "en", None, NOW, {}))), "en")
    assert not any(f"\n{start}{name}" in shown for start in ("", "**"))
    assert "<@" not in shown.replace("\\<@", "")
    assert "@everyone" not in shown
    assert "](" not in shown.replace("]\\(", "")


def test_a_number_with_stars_is_shown_as_it_is_dialled(shipped: Directory, rendering: Rendering) -> None:
    numbers = shipped.numbers(("ZA",), "en", "partner_violence", NOW, {})
    shown = rendering.content(Notice(number_lines(numbers)), "en")
    assert "Call **\\*120\\*7867#** (they call you back)" in shown
