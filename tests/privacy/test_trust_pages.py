"""The pages about trust are written from what the features declare, fit a screen, and end every age they state."""

import re

import pytest

from bot.assembly import FEATURES
from bot.core.feature import Age, Feature, Table
from bot.core.notices import Notice
from bot.core.storage.keyfile import KeyPlace
from bot.privacy.trust import PAGE_MOST, Level, Trust, held
from cogs.privacy import trust_views as views
from cogs.rendering import Rendering
from tests.guards.source import ROOT
from tests.stories.conftest import TEXTS

SCREEN_MOST = 2000
"""Characters that a message holds: nobody turns to a page of which half is missing (Discord: Create Message)."""

LOCALES = ("en", "es")
RENDERING = Rendering(TEXTS, {}, "Willow")
TABLES = [table for feature in FEATURES for table in feature.tables]
DAYS = re.compile(r"\d+")


def every_page(trust: Trust) -> list[Notice]:
    """Answer every page of what is kept."""
    pages = [trust.kept(0)]
    while not pages[-1].last:
        pages.append(trust.kept(pages[-1].place + 1))
    return [views.kept_screen(page) for page in pages]


@pytest.fixture
def pages() -> list[Notice]:
    return every_page(Trust(ROOT / "no.key", ROOT / "data", FEATURES))


def words(notices: list[Notice], locale: str) -> list[str]:
    return [RENDERING.content(notice, locale) for notice in notices]


@pytest.mark.parametrize("locale", LOCALES)
def test_everything_that_any_feature_declares_stands_on_a_page_once(pages: list[Notice], locale: str) -> None:
    shown = "\n".join(words(pages, locale)).splitlines()
    for table in TABLES:
        begins = line_of(table, locale)
        assert sum(line.startswith(begins) for line in shown) == 1, table.name


def line_of(table: Table, locale: str) -> str:
    """Answer how the line of a table begins."""
    if table.read is None:
        return f"- {said(f'trust.table.{table.name}', locale)}"
    if table.read.nothing:
        return said(f"kept.mark.{table.name}", locale)
    return f"- {said(f'kept.name.{table.name}', locale)}: {said(f'kept.rule.{table.name}', locale)}"


def said(key: str, locale: str) -> str:
    sentence = TEXTS.sentence(locale, key)
    assert isinstance(sentence, str)
    return sentence.replace("{bot}", "Willow").strip()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_age_that_is_declared_is_said(pages: list[Notice], table: Table, locale: str) -> None:
    shown = "\n".join(words(pages, locale)).splitlines()
    (line,) = [line for line in shown if line.startswith(line_of(table, locale))]
    stated = {int(one) for one in DAYS.findall(line)}
    for age in table.ages:
        if isinstance(age, Age):
            days = age.stays.days
            assert (
                days in stated
                or days * 24 in stated
                or (days == 1 and re.search(r"\b(a day|un día)\b", line, re.I))
            )
    # What the sentence of PRIVACY.md tells in numbers is told here as well.
    assert {int(one) for one in DAYS.findall(table.retention)} <= stated | (
        {1} if re.search(r"\b(a day|un día)\b", line, re.I) else set()
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_every_page_fits_a_screen(pages: list[Notice], locale: str) -> None:
    others = [views.could_screen(), views.law_screen(), views.key_screen(held(KeyPlace(True, True)))]
    for page in words([*pages, *others], locale):
        assert len(page) <= SCREEN_MOST, page


def test_a_feature_that_is_added_comes_by_itself() -> None:
    more = Feature("diaries", tables=(TABLES[0],) * (2 * PAGE_MOST + 1))
    assert Trust(ROOT, ROOT, [more]).kept(2).last
    assert Trust(ROOT, ROOT, [more]).kept(9).parts[0][0] == "diaries"


@pytest.mark.parametrize(
    ("place", "level"),
    [
        (KeyPlace(apart=True, private=True), Level.HOST),
        (KeyPlace(apart=True, private=None), Level.HOST),
        (KeyPlace(apart=True, private=False), Level.NONE),
        (KeyPlace(apart=False, private=True), Level.NONE),
        (None, Level.NONE),
    ],
)
def test_a_level_is_claimed_for_what_was_seen_alone(place: KeyPlace | None, level: Level) -> None:
    keys = held(place)
    assert keys.level is level
    shown = RENDERING.content(views.key_screen(keys), "en")
    assert ("Level 1 of 2" in shown) is (level is Level.HOST)
    assert ("can read it but" in shown) is (place == KeyPlace(apart=True, private=True))
