"""The words people read: the same in every language, all used, none missing, short, and kind (R11)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.core.feature import Feature, Purpose
from tests.guards import texts
from tests.guards.source import ROOT
from tests.guards.tables import features

EN = "config/texts/en/circles.yaml"
ES = "config/texts/es/circles.yaml"
HOST = "config/texts/en/host.yaml"
CODE = "bot/circles/service.py"
PURPOSES = [purpose for feature in features() for purpose in feature.purposes]


@pytest.mark.parametrize("rule", texts.RULES)
def test_the_texts_keep_the_rule(rule: str) -> None:
    assert texts.RULES[rule](ROOT) == []


def test_every_text_is_used_and_none_is_missing() -> None:
    assert texts.usage(ROOT, PURPOSES) == []


def test_there_are_texts_in_two_languages() -> None:
    assert texts.load(ROOT).locales == ("en", "es")


ONE_SAME = {EN: "gone: It is gone.", ES: "gone: Ya no está."}
COUNTED = "people:\n  one: '{count} person'\n  other: '{count} people'"
LONG = "word " * 20

PLANTED: list[tuple[str, dict[str, str], dict[str, str]]] = [
    # rule, files with a violation, files without
    ("parity", {EN: "gone: Gone.\nmore: More.", ES: "gone: Ya no."}, ONE_SAME),
    ("parity", {EN: "gone: Gone.", ES: ""}, ONE_SAME),
    ("parity", {EN: "gone: '{name} went.'", ES: "gone: Ya no."}, {EN: "a: '{n}.'", ES: "a: 'Ya {n}.'"}),
    ("parity", {EN: COUNTED, ES: "people: personas"}, {EN: COUNTED, ES: COUNTED}),
    ("plurals", {EN: "people:\n  other: '{count} people'"}, {EN: COUNTED}),
    ("plurals", {EN: "people:\n  one: '{name}'\n  other: all"}, {EN: "people:\n  one: One\n  other: '{count}'"}),
    ("gaps", {EN: "gone: '{name} went.'", CODE: "said('circles.gone')"}, {EN: "gone: '{bot} went.'", CODE: ""}),
    ("gaps", {EN: "gone: '{name} went.'", CODE: "Refusal('circles.gone', x=1)"}, ONE_SAME),
    ("limits", {EN: f"button:\n  go: {'a' * 81}"}, {EN: f"button:\n  go: {'a' * 80}"}),
    ("limits", {EN: f"form:\n  name:\n    title: {'a' * 46}"}, {EN: f"form:\n  name:\n    title: {'a' * 45}"}),
    ("limits", {EN: f"plan:\n  title_form: {'a' * 46}"}, ONE_SAME),
    ("limits", {EN: f"box:\n  name: {'a' * 46}"}, {EN: f"box:\n  name_hint: {'a' * 100}"}),
    ("limits", {EN: f"menu:\n  role: {'a' * 151}"}, {EN: f"menu:\n  role: {'a' * 150}"}),
    ("limits", {EN: f"command:\n  my: {'a' * 101}"}, {EN: f"command:\n  my: {'a' * 100}"}),
    ("tone", {EN: "gone: Hello!"}, ONE_SAME),
    ("tone", {ES: "gone: ¡Hola."}, ONE_SAME),
    ("tone", {EN: f"gone: {LONG} more."}, {EN: f"gone: {LONG}. And more."}),
    ("tone", {EN: "gone: You should rest."}, {EN: "gone: The adjusted shoulder."}),
    ("tone", {EN: "gone: Please don’t worry."}, {EN: "gone: Don’t stay if it hurts."}),
    ("tone", {ES: "gone: Deberías descansar."}, {ES: "gone: Grupos y cupos."}),
    ("tone", {EN: "gone: |\n  Yes.\n  🌧 stormy"}, {EN: "gone: stormy 🌧"}),
    ("tone", {EN: "gone: '> - 🌧 stormy'"}, {EN: "gone: '- stormy'"}),
    ("tone", {EN: "gone: A responder comes."}, {EN: "gone: In case it rings, answer."}),
    ("tone", {EN: "gone: This case is over."}, {EN: "gone: In any case, thank you."}),
    ("tone", {ES: "gone: La escalera."}, {ES: "gone: En caso de duda."}),
    ("tone", {EN: "gone: Hearth keeps it."}, {EN: "gone: '{bot} keeps it.'", HOST: "made: Hearth is up."}),
    ("empty", {EN: "gone: ''"}, ONE_SAME),
    ("empty", {EN: "gone:"}, ONE_SAME),
    ("twice", {EN: "gone: One.\ngone: Two."}, {EN: "a:\n  gone: One.\nb:\n  gone: Two."}),
    ("usage", {EN: "gone: Gone."}, {EN: "gone: Gone.", CODE: "Refusal('circles.gone')"}),
    ("usage", {CODE: "said('circles.gone')"}, {CODE: "said('discord.gateway')"}),
    ("usage", {EN: "a: A.", CODE: "f('circles.a', 'circles.b')"}, {EN: "a: A.", CODE: "f('circles.a')"}),
    ("usage", {CODE: "f(f'circles.step.{step}')"}, {EN: "step:\n  a: A.", CODE: "f(f'circles.step.{step}')"}),
    (
        "usage",
        {EN: "step:\n  a: A.", CODE: "f(f'{x}.{y}')"},
        {EN: "why:\n  name: A.", CODE: "f(f'{x}.name')\n'circles.db'"},
    ),
    ("usage", {CODE: "ENDS = 'circles.ends'"}, {CODE: "ENDS = 'circles.ends'\ndues.handle(ENDS, f)"}),
]


def _rule(name: str) -> Callable[[Path], list[str]]:
    return texts.usage if name == "usage" else texts.RULES[name]


@pytest.mark.parametrize(("rule", "files"), [(rule, red) for rule, red, _ in PLANTED])
def test_a_planted_violation_is_seen(rule: str, files: dict[str, str], tmp_path: Path) -> None:
    _plant(tmp_path, files)
    assert _rule(rule)(tmp_path)


@pytest.mark.parametrize(("rule", "files"), [(rule, green) for rule, _, green in PLANTED])
def test_a_clean_example_passes(rule: str, files: dict[str, str], tmp_path: Path) -> None:
    _plant(tmp_path, files)
    assert _rule(rule)(tmp_path) == []


def test_every_rule_has_a_planted_violation() -> None:
    assert {rule for rule, _, _ in PLANTED} == {*texts.RULES, "usage"}


def test_a_purpose_without_its_words_is_seen(tmp_path: Path) -> None:
    feature = Feature("circles", purposes=(Purpose("circles.notes", version=1),))
    _plant(tmp_path, {EN: "notes:\n  name: Notes\n  what: What.\n  audience: You.", CODE: "YES = 'circles.notes'"})
    assert texts.usage(tmp_path, feature.purposes) == ["purpose circles.notes: no text circles.notes.retention"]


def test_a_language_without_its_own_tone_list_is_seen(tmp_path: Path) -> None:
    _plant(tmp_path, {"config/texts/fr/circles.yaml": "gone: Parti."})
    with pytest.raises(KeyError):
        texts.tone(tmp_path)


def _plant(root: Path, files: dict[str, str]) -> None:
    for place, text in {EN: "", ES: "", **files}.items():
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text or ("{}" if place.endswith(".yaml") else ""), encoding="utf-8")


def test_a_list_is_one_text_with_a_point_on_each_line(tmp_path: Path) -> None:
    _plant(tmp_path, {EN: "steps:\n  - One.\n  - Two.", ES: "steps:\n  - Una.\n  - Dos."})
    assert texts.load(tmp_path).sentence("en", "circles.steps") == "- One.\n- Two."
    _plant(tmp_path, {EN: "steps:\n  - One\n  - Two!", ES: "steps:\n  - Una."})
    assert texts.tone(tmp_path) == ["en: circles.steps has an exclamation mark"]
