"""Settings are read from the environment over .env, and whatever is wrong is one sentence."""

from pathlib import Path

import pytest

from bot.core.refusals import SettingsFault
from bot.settings import DECLARED, EXAMPLE_TOKEN, Settings, read_settings

ROOT = Path(__file__).parents[2]
TOKEN = "MTIz.rehearsal.abc-DEF_123"


def read(folder: Path, env_file: str = "", **environment: str) -> Settings:
    if env_file:
        (folder / ".env").write_text(env_file, encoding="utf-8")
    return read_settings(environment, folder)


def sentence(folder: Path, env_file: str = "", **environment: str) -> str:
    with pytest.raises(SettingsFault) as fault:
        read(folder, env_file, **environment)
    words = str(fault.value)
    assert "\n" not in words
    assert words.endswith(".")
    return words


def test_nothing_set_means_the_defaults_and_no_token(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert (found.token, found.api, found.gateway, found.clock_url, found.ready_timeout) == ("", *[None] * 4)
    assert found.data_dir == tmp_path / "data"
    assert found.key_file == tmp_path / "keys" / "hearth.key"
    assert found.log_level == "INFO"


def test_the_environment_goes_before_env_and_an_empty_value_counts_as_unset(tmp_path: Path) -> None:
    env_file = "HEARTH_DATA_DIR=from-file\nHEARTH_LOG_LEVEL=debug\n"
    found = read(tmp_path, env_file, HEARTH_DATA_DIR="from-environment", HEARTH_LOG_LEVEL="")
    assert found.data_dir == tmp_path / "from-environment"
    assert found.log_level == "DEBUG"


@pytest.mark.parametrize(
    ("line", "folder"),
    [
        ("HEARTH_DATA_DIR=a b", "a b"),
        ("  export HEARTH_DATA_DIR = a  # the disk", "a"),
        ("HEARTH_DATA_DIR='a # b'  # note", "a # b"),
        ('HEARTH_DATA_DIR="a=b"', "a=b"),
        ("HEARTH_DATA_DIR=a#b", "a#b"),
        ("HEARTH_DATA_DIR=", "data"),
        ("HEARTH_DATA_DIR= # not yet", "data"),
        ("\ufeffHEARTH_DATA_DIR=a", "a"),
        ("OTHER_PROGRAM=1\r\nHEARTH_DATA_DIR=a\r", "a"),
    ],
)
def test_a_line_of_env_is_read_as_meant(tmp_path: Path, line: str, folder: str) -> None:
    assert read(tmp_path, line).data_dir == tmp_path / folder


@pytest.mark.parametrize(
    "line", ["HEARTH_DATA_DIR", "= data", f"{TOKEN}", "HEARTH DATA=x", "HEARTH_LOG_LEVEL='INFO"]
)
def test_a_bad_line_of_env_is_named_and_never_shown(tmp_path: Path, line: str) -> None:
    words = sentence(tmp_path, f"# mine\n\n{line}\n")
    assert words.startswith(".env, line 3")
    assert TOKEN not in words


def test_a_setting_given_twice_names_both_lines(tmp_path: Path) -> None:
    words = sentence(tmp_path, "HEARTH_DATA_DIR=a\nHEARTH_DATA_DIR=b\n")
    assert ".env, line 2" in words
    assert "line 1" in words


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("HEARTH_TOKEN", "HEARTH_DISCORD_TOKEN"),
        ("HEART_DISCORD_TOKEN", "HEARTH_DISCORD_TOKEN"),
        ("HEARTH_DATADIR", "HEARTH_DATA_DIR"),
        ("hearth_key_file", "HEARTH_KEY_FILE"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(tmp_path: Path, wrong: str, right: str) -> None:
    words = sentence(tmp_path, f"{wrong}=x")
    assert wrong in words
    assert right in words


def test_a_file_that_is_no_text_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"HEARTH_DATA_DIR=\xff\xfe")
    assert ".env" in sentence(tmp_path)


def test_a_folder_called_env_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    assert ".env" in sentence(tmp_path)


@pytest.mark.parametrize(
    ("token", "about"),
    [
        (EXAMPLE_TOKEN, "example"),
        (f"Bot {TOKEN}", '"Bot"'),
        ("MTIz. rehearsal.abc", "space"),
        ("123456789012345678", "three parts"),
        ("a.b.c.d", "three parts"),
        ("a..c", "three parts"),
        ("a.b.ç", "three parts"),
    ],
)
def test_a_malformed_token_is_explained_without_showing_it(tmp_path: Path, token: str, about: str) -> None:
    words = sentence(tmp_path, HEARTH_DISCORD_TOKEN=token)
    assert about in words
    assert token not in words


def test_the_token_is_not_in_the_settings_repr(tmp_path: Path) -> None:
    found = read(tmp_path, HEARTH_DISCORD_TOKEN=TOKEN)
    assert found.token == TOKEN
    assert TOKEN not in repr(found)


@pytest.mark.parametrize("host", ["127.0.0.1:8420", "localhost:1", "[::1]:8420", "127.9.9.9"])
def test_addresses_of_this_computer_are_taken(tmp_path: Path, host: str) -> None:
    found = read(
        tmp_path,
        HEARTH_DISCORD_API=f"http://{host}/api/v10/",
        HEARTH_DISCORD_GATEWAY=f"ws://{host}/gateway",
        HEARTH_CLOCK_URL=f"http://{host}/rehearsal/clock",
    )
    assert found.api == f"http://{host}/api/v10"
    assert found.gateway == f"ws://{host}/gateway"
    assert found.clock_url == f"http://{host}/rehearsal/clock"


@pytest.mark.parametrize(
    "host",
    [
        "discord.com", "192.168.0.2", "0.0.0.0", "localhost.example.org",  # noqa: S104  (refused is what it is)
        "127.0.0.1@example.org", "example.org#@127.0.0.1", "127.0.0.1\\@example.org", "127.0.0.1 .example.org",
        "me:secret@127.0.0.1", "127.0.0.1:99999", "[::1", "", "127.1", "2130706433",
    ],
)  # fmt: skip
def test_any_other_address_is_refused(tmp_path: Path, host: str) -> None:
    for name, scheme in (("API", "http"), ("GATEWAY", "ws")):
        both = {"HEARTH_DISCORD_API": "http://127.0.0.1", "HEARTH_DISCORD_GATEWAY": "ws://127.0.0.1"}
        words = sentence(tmp_path, **both | {f"HEARTH_DISCORD_{name}": f"{scheme}://{host}/x"})
        assert f"HEARTH_DISCORD_{name}" in words
    assert "HEARTH_CLOCK_URL" in sentence(tmp_path, HEARTH_CLOCK_URL=f"http://{host}/x")


def test_another_scheme_is_refused(tmp_path: Path) -> None:
    assert "HEARTH_CLOCK_URL" in sentence(tmp_path, HEARTH_CLOCK_URL="file://localhost/etc/passwd")


@pytest.mark.parametrize("alone", ["HEARTH_DISCORD_API", "HEARTH_DISCORD_GATEWAY"])
def test_half_an_address_is_refused_because_the_rest_would_reach_discord(tmp_path: Path, alone: str) -> None:
    assert "without" in sentence(tmp_path, **{alone: "http://127.0.0.1:8420"})


@pytest.mark.parametrize(
    ("name", "value"),
    [("HEARTH_LOG_LEVEL", "loud"), ("HEARTH_READY_TIMEOUT", "soon"), ("HEARTH_READY_TIMEOUT", "nan")],
)
def test_other_values_are_checked_and_their_line_named(tmp_path: Path, name: str, value: str) -> None:
    assert sentence(tmp_path, f"\n{name}={value}").startswith(f".env, line 2: {name} ")


def test_the_example_lists_every_setting_for_hosts_and_no_other(tmp_path: Path) -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in text.splitlines() if "=" in line]
    listed = dict(line.split("=", 1) for line in lines if line.startswith("HEARTH_"))
    assert set(listed) == {name for name, declared in DECLARED.items() if declared.for_hosts}
    assert listed.pop("HEARTH_DISCORD_TOKEN") == EXAMPLE_TOKEN
    assert listed == {name: DECLARED[name].default for name in listed}
    assert "example" in sentence(tmp_path, text)
