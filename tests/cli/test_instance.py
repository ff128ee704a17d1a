"""config/instance.yaml chooses command words; whatever is wrong is one sentence with its line."""

from pathlib import Path

import pytest

from bot.core.host import Host
from bot.core.refusals import SettingsFault
from bot.instance import COMMANDS, HOST, read_instance

SHIPPED = Path(__file__).parents[2] / "config" / "instance.yaml"


def write(folder: Path, text: str) -> Path:
    path = folder / "instance.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("text", ["", "# all as it is\n", "command_words:\n", "command_words: {}\n"])
def test_what_is_not_named_keeps_its_own_word(tmp_path: Path, text: str) -> None:
    words = read_instance(write(tmp_path, text)).command_words
    assert words == {command: command for command in COMMANDS}


def test_the_shipped_file_names_every_command_with_its_own_word() -> None:
    assert read_instance(SHIPPED).command_words == {command: command for command in COMMANDS}
    assert all(f"  {command}: {command}\n" in SHIPPED.read_text(encoding="utf-8") for command in COMMANDS)


def test_words_may_be_exchanged_and_look_like_yaml_values(tmp_path: Path) -> None:
    text = "command_words: {help: my, my: help, desk: on, plan: 12}"
    words = read_instance(write(tmp_path, text)).command_words
    assert words == {
        "help": "my",
        "my": "help",
        "escape": "escape",
        "reach": "reach",
        "checkin": "checkin",
        "desk": "on",
        "plan": "12",
    }


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("", Host()),
        ("host:\n", Host()),
        ("host:\n  name:\n  contact: ''\n  country:\n", Host()),
        ("host:\n  name: '\u200b'\n", Host()),
        ("host: {name: Kim, country: no}", Host("Kim", "", "NO")),
        ("host:\n  contact: |\n    Kim\n    at home\n  name: 12\n", Host("12", "Kim at home")),
        ("host:\n  name: \u202eKim\n  country: de\n", Host("Kim", "", "DE")),
    ],
)
def test_a_host_says_who_they_are_or_nothing(tmp_path: Path, text: str, host: Host) -> None:
    assert read_instance(write(tmp_path, text)).host == host


def test_the_shipped_file_has_a_line_for_each_thing_a_host_may_say_and_says_none() -> None:
    assert read_instance(SHIPPED).host == Host()
    assert all(f"\n  {name}:\n" in SHIPPED.read_text(encoding="utf-8") for name in HOST)


@pytest.mark.parametrize(
    ("text", "line", "about"),
    [
        ("command_words:\n  help: Help\n", 2, "a-z"),
        ("command_words:\n  help: two words\n", 2, "a-z"),
        ("command_words:\n  help: \n", 2, "a-z"),
        (f"command_words:\n  help: {'x' * 33}\n", 2, "32"),
        ("command_words:\n  my: me\n  help: [a, b]\n", 3, "a-z"),
        ("command_words:\n  halp: me\n", 2, "halp"),
        ("command_words:\n  ? [a]\n  : me\n", 2, "Mend"),
        ("command_words:\n  help: a\n  help: b\n", 3, "second"),
        ("command_words: help\n", 1, "names and values"),
        ("- help\n", 1, "names and values"),
        ("words:\n  help: a\n", 1, "command_words"),
        ("command_words:\n  help: a: b\n", 2, "Mend"),
        ("command_words:\n\thelp: a\n", 2, "Mend"),
        ("host:\n  name: Kim\n  country: Germany\n", 3, "two letters"),
        ("host:\n  country: ZZ\n", 2, "no country"),
        ("host:\n  country: EU\n", 2, "no country"),
        ("host:\n  country: '76'\n", 2, "no country"),
        (f"host:\n  name: {'x' * 101}\n", 2, "100"),
        (f"host:\n  contact: {'x' * 201}\n", 2, "200"),
        ("host:\n  contact: [a, b]\n", 2, "plain words"),
        ("host:\n  contact: write: here\n", 2, "Mend"),
        ("host:\n  phone: 1\n", 2, "contact"),
        ("host: Kim\n", 1, "names and values"),
        ("host:\n  name: a\nhost:\n  name: b\n", 3, "second"),
    ],
)
def test_a_fault_is_one_sentence_with_file_and_line(tmp_path: Path, text: str, line: int, about: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SettingsFault) as fault:
        read_instance(path)
    words = str(fault.value)
    assert words.startswith(f"{path}, line {line}: ")
    assert about in words
    assert "\n" not in words


@pytest.mark.parametrize("text", ["command_words: {help: my}", "command_words: {help: same, desk: same}"])
def test_two_commands_cannot_share_a_word(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsFault, match="both called"):
        read_instance(write(tmp_path, text))


@pytest.mark.parametrize("text", ["help: \x00", "&a [*b]", "--- a\n--- b\n"])
def test_what_is_hardly_yaml_is_a_sentence_too(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsFault, match=r"instance\.yaml"):
        read_instance(write(tmp_path, text))


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match="missing"):
        read_instance(tmp_path / "instance.yaml")


def test_the_word_guard_has_a_say_in_every_chosen_word(tmp_path: Path) -> None:
    path = write(tmp_path, "command_words:\n  help: aid\n  desk: wound\n")
    with pytest.raises(SettingsFault, match=r"line 3: .*wound.*\(it tells too much\)"):
        read_instance(path, lambda word: "it tells too much" if word == "wound" else None)
