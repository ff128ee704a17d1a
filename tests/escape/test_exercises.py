"""The exercises that ship, in every language: what they must be, read from the files themselves (R103 to R108)."""

import re
from typing import Any

import pytest
import yaml

from bot.core.notices import Notice
from bot.core.texts import load_texts
from bot.escape.model import BEFORE_ANY_AGAIN, Book
from bot.instance import COMMANDS
from cogs.escape import views
from cogs.rendering import CONTENT_MOST, LABEL_MOST, Rendering
from tests.escape.conftest import SHIPPED
from tests.guards import unopened, wording

LOCALES = ("en", "es")
NEVER = {
    "en": r"you('re| are) safe|relax|close your eyes|this works|will (help|work|pass)",
    "es": r"estás a salvo|rel[aá]j|cierra los ojos|c[aá]lm[ae]te|esto funciona|(te ayudará|pasará)",
}
FILE: dict[str, Any] = yaml.safe_load((SHIPPED / "escape.yaml").read_text(encoding="utf-8"))
EXERCISES: dict[str, dict[str, Any]] = FILE["exercises"]
WORDS: dict[str, dict[str, dict[str, Any]]] = {
    locale: yaml.safe_load((SHIPPED / "texts" / locale / "exercises.yaml").read_text(encoding="utf-8"))
    for locale in LOCALES
}
ALL_FIELDS = {
    *("kind", "good_for", "seconds", "energy", "discreet", "body_focus", "breath_focus", "self_touch", "swap_for"),
    *("evidence", "note", "sources"),
}


def inward(exercise: dict[str, Any]) -> bool:
    return exercise["body_focus"] or exercise["breath_focus"] or exercise["self_touch"]


def points(locale: str, name: str) -> list[str]:
    words = WORDS[locale][name]
    return [words["title"], *(point for part in words.values() if isinstance(part, list) for point in part)]


def test_there_are_enough_with_every_field() -> None:
    assert len(EXERCISES) >= 20
    assert len(FILE["menus"]) == 10
    assert {name for name, one in EXERCISES.items() if ALL_FIELDS - one.keys()} == set()


def test_each_has_its_words_in_every_language_point_by_point() -> None:
    for locale in LOCALES:
        assert WORDS[locale].keys() == EXERCISES.keys()
    for name in EXERCISES:
        counted = [
            {part: len(words) for part, words in WORDS[locale][name].items() if part != "title"}
            for locale in LOCALES
        ]
        assert counted[0] == counted[1], name
        assert counted[0]["steps"] >= 2, name


def test_something_different_leads_away_from_body_touch_and_breath() -> None:
    for name, one in EXERCISES.items():
        other = EXERCISES[one["swap_for"]]
        assert one["swap_for"] != name
        assert not (inward(one) and inward(other)), name


def test_menus_begin_with_neither_breath_nor_cold_nor_the_body() -> None:
    for menu, names in FILE["menus"].items():
        assert len(set(names)) == 3, menu
        assert not inward(EXERCISES[names[0]]), menu
        assert EXERCISES[names[0]]["kind"] not in ("breath", "temperature"), menu
        for name in names:
            one = EXERCISES[name]
            assert not one["breath_focus"] and not one.get("gated") and not one.get("under_more"), name
            assert menu in one["good_for"], name


def test_the_menu_without_body_and_breath_has_none_of_them_under_more_either(book: Book) -> None:
    assert all(one.is_outward for one in book.under("no_body_no_breath"))


def test_what_is_used_around_others_is_not_noticed_by_them(book: Book) -> None:
    assert all(one.discreet for one in book.under("in_public"))


def test_breath_and_strong_cold_stand_at_the_end_of_more(book: Book) -> None:
    names = [one.id for one in book.under("too_much")]
    assert names[-2:] == ["longer_out", "cold_cheeks"]
    assert [name for name, one in EXERCISES.items() if one.get("gated")] == ["cold_cheeks"]
    assert {name for name, one in EXERCISES.items() if one["breath_focus"]} == {"longer_out", "hum_or_sigh"}


def test_it_opens_with_four_lines_and_no_caution() -> None:
    name = FILE["opens_with"]
    assert not inward(EXERCISES[name])
    for locale in LOCALES:
        assert len(WORDS[locale][name]["steps"]) == 3
        assert not {"know", "skip", "needs"} & WORDS[locale][name].keys()


def test_going_on_to_something_different_meets_many_before_one_comes_again(book: Book) -> None:
    met, now = [], book.opening
    while now.id not in met:
        met.append(now.id)
        assert now.is_outward
        now = book.exercises[now.swap_for]
    assert len(met) >= BEFORE_ANY_AGAIN


def test_every_exercise_can_be_come_upon(book: Book) -> None:
    assert {one.id for menu in book.menus for one in book.under(menu)} == EXERCISES.keys()


@pytest.mark.parametrize("locale", LOCALES)
def test_no_words_break_the_tone_or_say_what_nobody_can_know(locale: str) -> None:
    for name in EXERCISES:
        for point in points(locale, name):
            assert list(wording.faults(locale, point)) == [], (name, point)
            assert not re.search(NEVER[locale], point, re.IGNORECASE), (name, point)


@pytest.mark.parametrize("locale", LOCALES)
def test_titles_fit_a_button_and_tell_a_stranger_nothing(locale: str) -> None:
    titles = {name: WORDS[locale][name]["title"] for name in EXERCISES}
    assert unopened.names(titles) == []
    assert all(len(title) <= LABEL_MOST for title in titles.values())
    assert len(set(titles.values())) == len(titles)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_screen_fits_one_message_with_its_cautions_above_the_steps(locale: str, book: Book) -> None:
    rendering = Rendering(load_texts(SHIPPED / "texts"), {word: word for word in COMMANDS}, "Willow")
    for one in book.exercises.values():
        shown = rendering.content(views.exercise_screen(one), locale)
        assert len(shown) <= CONTENT_MOST, one.id
        first_step = shown.index(WORDS[locale][one.id]["steps"][0])
        cautions = [*WORDS[locale][one.id].get("know", ()), *WORDS[locale][one.id].get("skip", ())]
        assert all(shown.index(caution) < first_step for caution in cautions), one.id
        assert bool(shown.count("The steps:") + shown.count("Los pasos:")) == bool(one.parts - {"ways"}), one.id


def test_every_exercise_screen_offers_a_person_last_and_no_more_than_three_ways(book: Book) -> None:
    for one in book.exercises.values():
        screens = [views.opening_screen(one), views.exercise_screen(one), views.caution_screen(one)]
        for shown in screens:
            assert last_of(shown) == "reach:open"
            assert all(len(row) <= 3 for row in shown.rows if isinstance(row, tuple))


def last_of(shown: Notice) -> str:
    row = shown.rows[-1]
    assert isinstance(row, tuple)
    return row[-1].custom_id


def test_every_source_is_named_and_used() -> None:
    used = {source for one in EXERCISES.values() for source in one["sources"]}
    assert used == FILE["sources"].keys()


def test_a_trial_is_claimed_only_where_the_people_in_it_are_named() -> None:
    trials = {name for name, one in EXERCISES.items() if one["evidence"] == "trial"}
    assert trials == {"supported_hand"}
    assert "healthy adults" in EXERCISES["supported_hand"]["note"]
