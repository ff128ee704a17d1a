"""A file of exercises that breaks a rule is refused at start, with its file, its line and what to do."""

import pytest

from bot.core.refusals import SettingsFault
from bot.escape.book import NEVER_SAID
from tests.escape.conftest import SHIPPED, Broken, read

EN, ES, BOOK = "texts/en/exercises.yaml", "texts/es/exercises.yaml", "escape.yaml"

CASES = [
    # file, passage, instead, what the refusal says
    (BOOK, "swap_for: read_aloud", "swap_for: nowhere_else", '"nowhere_else" is no other exercise'),
    (BOOK, "swap_for: read_aloud", "swap_for: look_and_name", "is no other exercise"),
    (BOOK, "swap_for: busy_hands", "swap_for: longer_out", '"longer_out" is under "More" alone'),
    (BOOK, "swap_for: far_sound", "swap_for: finger_count", "comes back after 2 exercises"),
    (BOOK, "opens_with: three_things", "opens_with: feet_press", "needs an exercise without cautions"),
    (BOOK, "opens_with: three_things", "opens_with: colour_hunt", "needs an exercise without cautions"),
    (BOOK, "opens_with: three_things", "opens_with: gone", "needs an exercise without cautions"),
    (BOOK, "[look_and_name, push_wall, cool_wrists]", "[push_wall, look_and_name, cool_wrists]", "begins with one"),
    (
        BOOK,
        "[look_and_name, push_wall, cool_wrists]",
        "[look_and_name, push_wall, longer_out]",
        'under "More" alone',
    ),
    (BOOK, "[look_and_name, push_wall, cool_wrists]", "[look_and_name, push_wall]", "needs 3 different"),
    (BOOK, "[look_and_name, push_wall, cool_wrists]", "[look_and_name, push_wall, push_wall]", "needs 3 different"),
    (BOOK, "[look_and_name, push_wall, cool_wrists]", "[look_and_name, push_wall, gone]", "needs 3 different"),
    (BOOK, "[look_and_name, push_wall, cool_wrists]", "[look_and_name, push_wall, one_song]", "is not good for it"),
    (BOOK, "good_for: [too_much, far_away]", "good_for: [too_much, elsewhere]", '"elsewhere" is no menu'),
    (BOOK, "seconds: [300, 900]", "seconds: [900, 300]", "are the least and the most"),
    (BOOK, "seconds: [300, 900]", "seconds: [300]", "is no span of two whole numbers"),
    (BOOK, "seconds: [300, 900]", "seconds: soon", "is no list"),
    (BOOK, "energy: medium", "energy: high", '"high" is none of very_low, low, medium'),
    (BOOK, "kind: senses", "kind: sense", '"sense" is none of'),
    (BOOK, "evidence: trial", "evidence: proven", '"proven" is none of trial, indirect, practice'),
    (BOOK, "discreet: true", "discreet: yes", "is neither true nor false"),
    (BOOK, "    energy: medium\n", "", "lacks `energy`"),
    (BOOK, "    energy: medium\n", "    energie: medium\n", "energie means nothing here"),
    (BOOK, "    under_more: true\n", "", "needs `under_more: true`"),
    (BOOK, "sources: [BOWEN2009]", "sources: [BOWEN2019]", '"BOWEN2019" is none of the sources'),
    (BOOK, "\n  three_things:\n", "\n  far_sound:\n", "is named a second time"),
    (BOOK, "\n  three_things:\n", "\n  Three things:\n", "is no id"),
    (BOOK, "version: 1\n", "", "lacks `version`"),
    (BOOK, "version: 1\n", "version: 1\nextra: 1\n", "extra means nothing here"),
    (BOOK, "\n  three_things:\n", "\n  three_things: 1\n  others:\n", "three_things holds no names with values"),
    (BOOK, "menus:\n", "menus: [\n", "Mend that line"),
    (EN, "  title: One colour\n", "", "colour_hunt lacks `title`"),
    (ES, "  title: Un color\n", "", "colour_hunt lacks `title`"),
    (ES, "  skip:\n    - Tienes acúfenos, o hay sonidos que te alteran.\n", "", "far_sound lacks `skip`"),
    (EN, "Choose one colour.", "Choose one colour!", "colour_hunt.steps has an exclamation mark"),
    (ES, "Elige un color.", "¡Elige un color.", "colour_hunt.steps has an exclamation mark"),
    (
        EN,
        "Choose one colour.",
        "Choose " + "a colour and " * 7 + "stop.",
        "has a sentence of 23 words; 20 is the most",
    ),
    (EN, "Choose one colour.", "Close your eyes.", 'says "close your eyes"'),
    (EN, "Choose one colour.", "You are safe here.", 'says "you are safe"'),
    (ES, "Elige un color.", "Relájate.", 'says "relájate"'),
]


def test_what_ships_is_read() -> None:
    assert len(read(SHIPPED).exercises) >= 20


@pytest.mark.parametrize(("place", "passage", "instead", "said"), CASES)
def test_what_breaks_a_rule_is_refused_with_its_line(
    broken: Broken, place: str, passage: str, instead: str, said: str
) -> None:
    folder = broken(place, passage, instead)
    with pytest.raises(SettingsFault) as refused:
        read(folder)
    assert said in str(refused.value)
    assert str(folder / place) in str(refused.value)
    assert ", line " in str(refused.value)


def test_the_line_is_the_one_to_mend(broken: Broken) -> None:
    folder = broken(BOOK, "swap_for: read_aloud", "swap_for: elsewhere")
    lines = (folder / BOOK).read_text(encoding="utf-8").splitlines()
    number = next(place for place, line in enumerate(lines, start=1) if "swap_for: elsewhere" in line)
    with pytest.raises(SettingsFault, match=f"line {number}: exercises.look_and_name.swap_for"):
        read(folder)


def test_a_line_of_the_words_is_the_one_to_mend(broken: Broken) -> None:
    folder = broken(ES, "Elige un color.", "Elige un color!")
    lines = (folder / ES).read_text(encoding="utf-8").splitlines()
    steps = next(place for place, line in enumerate(lines, start=1) if "Elige un color!" in line) - 1
    with pytest.raises(SettingsFault, match=f"line {steps}: colour_hunt.steps"):
        read(folder)


def test_too_few_are_refused(broken: Broken) -> None:
    folder = broken(BOOK, "version: 1", "version: 1")
    whole = (folder / BOOK).read_text(encoding="utf-8")
    head, rest = whole.split("exercises:\n", 1)
    kept = rest[: rest.index("  look_and_name:")]
    sources = whole[whole.index("sources:\n  HAMMOND") :]
    (folder / BOOK).write_text(f"{head}exercises:\n{kept}\n{sources}", encoding="utf-8")
    with pytest.raises(SettingsFault, match="it needs 20 at least"):
        read(folder)


def test_a_missing_file_is_refused(broken: Broken) -> None:
    folder = broken(BOOK, "version: 1", "version: 1")
    (folder / BOOK).unlink()
    with pytest.raises(SettingsFault, match="is missing"):
        read(folder)


def test_the_words_never_said_are_never_capitals() -> None:
    # They are looked for in words made small; a capital among them would never be found.
    assert all(one == one.casefold() for one in NEVER_SAID)
