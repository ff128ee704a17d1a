"""Sealed words open at their own place alone, and the key file is kept from others."""

import asyncio
import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.ids import CircleId, DataKey, PlatformId
from bot.core.ports import Chance
from bot.core.refusals import SettingsFault
from bot.core.storage.keyring import Keyring, Unreadable, Where
from bot.core.storage.sqlite import SqliteDatabase

PLACE = Where("answer", 7, 900, "sealed_word")
KEY_A, KEY_B, KEY_C, KEY_D = (bytes(range(seed, seed + 32)).hex() for seed in (1, 2, 3, 4))


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "hearth.keys"


@pytest.fixture
def keyring(key_file: Path, chance: Chance, data_dir: Path) -> Keyring:
    return Keyring.open(key_file, chance, data_dir)


def written(key_file: Path, *lines: str) -> Path:
    key_file.parent.mkdir(exist_ok=True)
    key_file.write_text("\n".join(lines) + "\n")
    key_file.chmod(0o600)
    return key_file


def refusal(key_file: Path, chance: Chance, data_dir: Path) -> str:
    with pytest.raises(SettingsFault) as fault:
        Keyring.open(key_file, chance, data_dir)
    assert "\n" not in str(fault.value)
    return str(fault.value)


def test_the_first_start_makes_a_key_file_for_its_owner_alone(
    keyring: Keyring, key_file: Path, chance: Chance, data_dir: Path
) -> None:
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(key_file.parent.stat().st_mode) == 0o700
    assert list(key_file.parent.iterdir()) == [key_file]
    again = Keyring.open(key_file, chance, data_dir)
    assert again.fingerprint() == keyring.fingerprint()
    assert again.lookup(PlatformId(5)) == keyring.lookup(PlatformId(5))


def test_a_key_file_inside_the_data_folder_is_refused(data_dir: Path, chance: Chance) -> None:
    said = refusal(data_dir / "deep" / "hearth.keys", chance, data_dir)
    assert "lies inside the data folder" in said
    assert not (data_dir / "deep").exists()


def test_a_link_from_outside_into_the_data_folder_is_refused(
    tmp_path: Path, data_dir: Path, chance: Chance
) -> None:
    (tmp_path / "link").symlink_to(data_dir)
    assert "lies inside the data folder" in refusal(tmp_path / "link" / "hearth.keys", chance, data_dir)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_file_others_can_read_is_refused_with_the_command_that_helps(
    keyring: Keyring, key_file: Path, chance: Chance, data_dir: Path, mode: int
) -> None:
    key_file.chmod(mode)
    assert refusal(key_file, chance, data_dir) == (
        f"Others on this computer can read the key file {key_file}: run chmod 600 {key_file}"
    )


def test_a_missing_key_file_is_refused_once_there_is_data(key_file: Path, chance: Chance, data_dir: Path) -> None:
    async def first_start() -> None:
        db = await SqliteDatabase.open(data_dir / "backups" / "main.db")
        await db.close()

    asyncio.run(first_start())
    assert refusal(key_file, chance, data_dir) == (
        f"The key file {key_file} is missing, but {data_dir} holds data: restore your key file there; "
        "without it nothing can be read."
    )
    assert not key_file.exists()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((), "Line 1 of the key file {} should be 'hearth-keys 1'"),
        (("hearth-keys 2",), "Line 1 of the key file {} should be 'hearth-keys 1'"),
        (("hearth-keys 1", f"pepper {KEY_A}x"), "Line 2 of the key file {} is not a name and a key"),
        (("hearth-keys 1", "# ours", f"salt {KEY_A}"), "Line 3 of the key file {} is not a name and a key"),
        (("hearth-keys 1", f"pepper {KEY_A}"), "Line 2 of the key file {} is the last one, and"),
        (("hearth-keys 1", f"pepper {KEY_A}", f"pepper {KEY_B}"), "Line 3 of the key file {} repeats"),
        (("hearth-keys 1", f"pepper {KEY_A}", f"root {KEY_A}"), "Line 3 of the key file {} repeats"),
        (("hearth-keys 1", f"pepper {'00' * 32}"), "Line 2 of the key file {} holds an example, not a key"),
    ],
)
def test_a_malformed_line_is_named_but_never_shown(
    key_file: Path, chance: Chance, data_dir: Path, lines: tuple[str, ...], said: str
) -> None:
    fault = refusal(written(key_file, *lines), chance, data_dir)
    assert fault.startswith(said.format(key_file))
    assert KEY_A[:8] not in fault


def test_a_key_file_that_cannot_be_reached_is_refused_in_words(
    tmp_path: Path, chance: Chance, data_dir: Path
) -> None:
    (tmp_path / "file").write_text("")
    assert "cannot be read or made" in refusal(tmp_path / "file" / "hearth.keys", chance, data_dir)


def test_two_first_starts_at_once_use_the_same_keys(key_file: Path, chance: Chance, data_dir: Path) -> None:
    class Overtaken:
        """Makes the key file of another start while this one draws its keys."""

        first = ""

        def number(self) -> int:
            self.first = Keyring.open(key_file, chance, data_dir).fingerprint()
            return 1

        def bytes(self, count: int) -> bytes:
            return chance.bytes(count)

    overtaken = Overtaken()
    late = Keyring.open(key_file, overtaken, data_dir)
    assert late.fingerprint() == overtaken.first
    assert list(key_file.parent.iterdir()) == [key_file]


def test_a_newer_master_key_wraps_and_the_older_one_still_opens(
    key_file: Path, chance: Chance, data_dir: Path
) -> None:
    lines = ("hearth-keys 1", f"pepper {KEY_A}", f"root {KEY_B}", f"master 1 {KEY_C}")
    old = Keyring.open(written(key_file, *lines), chance, data_dir)
    key = old.new_key()
    wrapped_before = old.wrap(key, PLACE)
    new = Keyring.open(written(key_file, *lines, f"master 2 {KEY_D}"), chance, data_dir)
    assert new.unwrap(wrapped_before, PLACE) == key
    with pytest.raises(Unreadable):
        old.unwrap(new.wrap(key, PLACE), PLACE)
    assert old.fingerprint() != new.fingerprint()
    assert old.circle_key(CircleId(1)) == new.circle_key(CircleId(1))


def test_the_fingerprint_is_short_and_safe_to_show(keyring: Keyring, key_file: Path) -> None:
    assert re.fullmatch(r"([0-9a-f]{4}-){3}[0-9a-f]{4}", keyring.fingerprint())
    assert keyring.fingerprint().replace("-", "") not in key_file.read_text()


@pytest.mark.parametrize("plain", ["", "ok", "word\u0080\x00", "ñandú 🕯" * 40])
def test_words_come_back_as_they_were_and_stay_private(keyring: Keyring, plain: str) -> None:
    key = keyring.new_key()
    words = keyring.unseal(key, keyring.seal(key, plain, PLACE), PLACE)
    assert words == plain
    assert repr(words) == f"<private, {len(plain)} characters>"


@pytest.mark.parametrize("length", [30, 31, 32, 33])
def test_words_that_look_like_the_filling_come_back_whole(keyring: Keyring, length: int) -> None:
    key = keyring.new_key()
    for plain in ("\x00" * length, "x" * length, "\u0080" * length):
        assert keyring.unseal(key, keyring.seal(key, plain, PLACE), PLACE) == plain


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(PLACE, row=8),
        replace(PLACE, row="7"),
        replace(PLACE, server=901),
        replace(PLACE, column="sealed_need"),
        replace(PLACE, table="note"),
        replace(PLACE, row=790, server=0),
    ],
)
def test_a_sealed_value_moved_elsewhere_does_not_open(keyring: Keyring, elsewhere: Where) -> None:
    key = keyring.new_key()
    with pytest.raises(Unreadable):
        keyring.unseal(key, keyring.seal(key, "steady", PLACE), elsewhere)
    with pytest.raises(Unreadable):
        keyring.unwrap(keyring.wrap(key, PLACE), elsewhere)


def test_another_key_or_a_changed_byte_does_not_open(keyring: Keyring) -> None:
    key = keyring.new_key()
    blob = keyring.seal(key, "steady", PLACE)
    with pytest.raises(Unreadable) as fault:
        keyring.unseal(keyring.new_key(), blob, PLACE)
    assert str(fault.value) == ""
    assert fault.value.__cause__ is None
    for place in range(len(blob)):
        changed = blob[:place] + bytes((blob[place] ^ 1,)) + blob[place + 1 :]
        with pytest.raises(Unreadable):
            keyring.unseal(key, changed, PLACE)
    for length in range(len(blob)):
        with pytest.raises(Unreadable):
            keyring.unseal(key, blob[:length], PLACE)


def test_a_torn_wrapped_key_does_not_open(keyring: Keyring) -> None:
    wrapped = keyring.wrap(keyring.new_key(), PLACE)
    for length in range(len(wrapped)):
        with pytest.raises(Unreadable):
            keyring.unwrap(wrapped[:length], PLACE)


def test_a_length_tells_no_answer_and_the_same_words_never_look_the_same(keyring: Keyring) -> None:
    key = keyring.new_key()
    blobs = [keyring.seal(key, plain, PLACE) for plain in ("s", "wobbly", "stormy", "stormy", "x" * 31)]
    assert len({len(blob) for blob in blobs}) == 1
    assert len(set(blobs)) == len(blobs)


def test_circles_and_purposes_have_keys_of_their_own(keyring: Keyring) -> None:
    keys: list[DataKey] = [
        keyring.circle_key(CircleId(1)),
        keyring.circle_key(CircleId(11)),
        keyring.instance_key("1"),
        keyring.instance_key("delivery"),
    ]
    assert len({key.secret for key in keys}) == 4
    assert keyring.circle_key(CircleId(1)) == keys[0]
    assert keys[0].secret.hex() not in repr(keys[0])
