"""Nothing that can be read unopened says what happened to somebody (R35, R49)."""

from pathlib import Path

import pytest

from bot.core.refusals import SettingsFault
from bot.core.word_guard import WordGuard
from rehearsal.town import riverside
from tests.guards import unopened
from tests.guards.pressing import command_names
from tests.guards.source import ROOT


def test_the_texts_shown_unopened_pass() -> None:
    assert unopened.texts(ROOT) == []


def test_the_command_names_pass() -> None:
    assert unopened.names(command_names(ROOT)) == []


def test_the_names_of_the_rehearsal_pass() -> None:
    world = riverside()
    shown = {
        **{f"channel {channel.id}": channel.name for channel in world.channels.values()},
        **{f"role {role.id}": role.name for role in world.roles.values()},
        **{f"person {user.id}": user.name for user in world.users.values()},
    }
    assert unopened.names(shown) == []


@pytest.mark.parametrize(
    "words",
    [
        *("Survivor-Room", "survivors_room", "SUPERVIVIENTES", "RoomForSurvivors", "survivors2", "2survivors"),
        *("Víctimas", "vi\u0301ctima", "Vic\u200btim", "ＡＢＵＳＥ", "self-harm", "self_harm", "Self harmed"),
        *("rape", "incest", "Crisis line", "shelters", "therapy", "terapéutico", "violación", "escapee"),
        *("suicide", "Suicidio", "trauma-room", "perpetrator", "asalto", "casa de acogida", "maltrato"),
    ],
)
def test_a_word_that_names_the_wound_is_seen(words: str) -> None:
    assert unopened.guard().offends(words)


@pytest.mark.parametrize(
    "words",
    [
        *("drape", "grapes", "escape", "Escape room", "north-room", "battery", "no molestar", "trama", "trapeze"),
        *("therefore", "rapeseed", "violet", "Violeta", "vital", "Ana", "crisp", "", "🌧", "Batería", "Sussex"),
    ],
)
def test_ordinary_words_pass(words: str) -> None:
    assert unopened.guard().offends(words) is None


def test_the_word_itself_is_answered() -> None:
    assert unopened.guard().offends("Our Survivors' room") == "survivors"


def test_an_exception_makes_no_phrase_of_its_neighbours() -> None:
    guard = WordGuard(["safe house", "escap*"], ["escape"])
    assert guard.offends("safe escape house") is None
    assert guard.offends("escaping") == "escaping"


def test_a_guard_of_no_words_lets_everything_pass() -> None:
    assert WordGuard([]).offends("anything") is None


@pytest.mark.parametrize("place", ["command.my", "button.go", "menu.role", "box.name", "made.room", "form.a.title"])
@pytest.mark.parametrize("locale", ["en", "es"])
def test_a_planted_text_is_seen(place: str, locale: str, tmp_path: Path) -> None:
    _texts(tmp_path, locale, place, "Trauma")
    assert unopened.texts(tmp_path) == [f"{locale}: circles.{place} says trauma"]


def test_a_sentence_inside_a_private_screen_may_name_it(tmp_path: Path) -> None:
    _texts(tmp_path, "en", "page.first", "For survivors.")
    assert unopened.texts(tmp_path) == []


def test_a_planted_command_name_is_seen(tmp_path: Path) -> None:
    cog = tmp_path / "cogs" / "circles" / "cog.py"
    cog.parent.mkdir(parents=True)
    cog.write_text("@app_commands.command(name='crisis', description='x')\nasync def f(): ...", encoding="utf-8")
    assert unopened.names(command_names(tmp_path)) == ["cogs/circles/cog.py:1: crisis says crisis"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("wounds", "needs a part `wounds`"),
        ("{}", "needs a part `wounds`"),
        ("wounds: {en: abuse}", "wounds of `en`"),
        ("wounds: {en: []}", "wounds of `en`"),
        ("wounds: {en: [no]}", "`False` is no word"),
        ("wounds: {en: ['*']}", "`*` is no word"),
        ("wounds: {en: [abuse]}\nextra: 1", "unknown part `extra`"),
        ("wounds: {en: [abuse]}\nexceptions: escape", "exceptions are no list"),
        ("wounds: {en: [abuse]}\nexceptions: [escape]", "`escape` needs"),
        ("wounds: {en: [abuse]}\nexceptions: [{word: escape}]", "`escape` needs"),
        ("wounds: {en: [abuse]}\nexceptions: [{word: escape, reason: ' '}]", "`escape` needs"),
        ("wounds: [", "line"),
    ],
)
def test_a_malformed_list_is_refused(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "word_guard.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsFault, match=said.replace("*", r"\*")):
        WordGuard.load(path)


def _texts(root: Path, locale: str, place: str, words: str) -> None:
    folder = root / "config" / "texts" / locale
    folder.mkdir(parents=True)
    nested = words
    for name in reversed(place.split(".")):
        nested = f"{{{name}: {nested}}}"
    (folder / "circles.yaml").write_text(nested, encoding="utf-8")
