"""Every key and every cipher of the product: the only file that imports `cryptography`."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.core.ids import CircleId, DataKey, PlatformId, Private
from bot.core.ports import Chance
from bot.core.refusals import SettingsFault
from bot.core.storage.keyfile import KEY_BYTES, Keys, load_keys, parsed, text_of

_VERSION = b"\x01"
_NONCE_BYTES = 12
_TAG_BYTES = 16
_MASTER_ID_BYTES = 2
_PAD_MARK = b"\x80"
_MARK_BYTES = 15
_LARGEST_NUMBER = 2**53 - 1

BLOCK = 32
"""Sealed texts are filled up to a multiple of this many bytes, so that a length tells no one-word answer."""

NO_SERVER = 0
"""Stands for the server where a row belongs to none."""


class Unreadable(Exception):
    """Raised for a sealed value that this key, at this place, does not open: erased, moved or damaged."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one look at a phrase costs: rounds, lanes, and memory in KiB; kept with each, so that it can rise."""

    rounds: int
    lanes: int
    kibibytes: int


COST = Cost(rounds=2, lanes=1, kibibytes=19 * 1024)
"""About 50 ms and 19 MiB (OWASP, Password Storage: Argon2id)."""


@dataclass(frozen=True, slots=True)
class Where:
    """The one place a sealed value belongs to; moved to any other, it cannot be opened (safety.md 4.4).

    `row` is the row's own number, or its parts joined by the caller; `server` is `NO_SERVER` where none is
    meant.
    """

    table: str
    row: int | str
    server: int
    column: str

    def encoded(self) -> bytes:
        """Answer bytes that no other place has."""
        # The kind tells row 7 from row "7"; the lengths tell ("a", "bc") from ("ab", "c").
        kind = "number" if isinstance(self.row, int) else "text"
        texts = (self.table, kind, str(self.row), str(self.server), self.column)
        parts = [text.encode() for text in texts]
        return b"".join(len(part).to_bytes(4) + part for part in parts)


class Keyring:
    """Seals and opens with the instance's keys; `Keyring.open(...)` reads or makes its file."""

    def __init__(self, keys: Keys, chance: Chance) -> None:
        self._keys = keys
        self._chance = chance

    @classmethod
    def open(cls, path: Path, chance: Chance, data_dir: Path) -> "Keyring":
        """Read the key file at `path`, made at the first start; call it before any database is opened.

        Raises `SettingsFault` for a file that is unsafe, malformed, or missing although there is data (R75).
        """
        return cls(load_keys(path, chance, data_dir), chance)

    def fingerprint(self) -> str:
        """Answer four groups of letters that tell one key file from another, and nothing about the keys."""
        masters = sorted(self._keys.masters.items())
        secrets = b"".join(number.to_bytes(_MASTER_ID_BYTES) + key for number, key in masters)
        shown = _derived(self._keys.pepper + self._keys.root + secrets, b"fingerprint")[:8].hex()
        return "-".join(shown[start : start + 4] for start in range(0, len(shown), 4))

    def take_in(self, path: Path) -> bool:
        """Take in a master key that was added to the file since, and tell whether there was one.

        Keys that were taken out of the file are known until the next start. Raises `SettingsFault` for a file that
        is unsafe or malformed, or not the one this keyring was opened with.
        """
        try:
            keys = parsed(path, text_of(path))
        except OSError as error:
            raise SettingsFault(f"The key file {path} cannot be read ({error.strerror}).") from None
        mine = self._keys
        if (keys.pepper, keys.root) != (mine.pepper, mine.root):
            raise SettingsFault(f"The key file {path} was replaced by another one: put your own back.")
        new = keys.masters.keys() - mine.masters.keys()
        self._keys = Keys(mine.pepper, mine.root, {**mine.masters, **keys.masters})
        return bool(new)

    def is_newest(self, blob: bytes) -> bool:
        """Tell whether a key is wrapped under the newest master key."""
        return blob[1 : 1 + _MASTER_ID_BYTES] == max(self._keys.masters).to_bytes(_MASTER_ID_BYTES)

    def knows_master_of(self, blob: bytes) -> bool:
        """Tell whether the master key that a key is wrapped under is here."""
        return int.from_bytes(blob[1 : 1 + _MASTER_ID_BYTES]) in self._keys.masters

    @property
    def has_older(self) -> bool:
        """Tell whether there is more than one master key."""
        return len(self._keys.masters) > 1

    def lookup(self, platform_id: PlatformId) -> bytes:
        """Answer what stands for a platform id in the people file; cannot be turned back without the pepper."""
        return hmac.digest(self._keys.pepper, b"person\0" + str(platform_id).encode(), hashlib.sha256)

    def mark(self, *parts: str) -> str:
        """Answer 24 signs that stand for the given parts; nobody without the keys can tell which they were."""
        message = b"".join(len(part.encode()).to_bytes(4) + part.encode() for part in parts)
        digest = hmac.digest(self.instance_key("mark").secret, message, hashlib.sha256)
        return base64.b32encode(digest[:_MARK_BYTES]).decode().lower()

    def tag(self, purpose: str, *parts: str) -> bytes:
        """Answer 32 bytes that stand for the given parts, made with a secret of this purpose alone."""
        message = b"".join(len(part.encode()).to_bytes(4) + part.encode() for part in parts)
        return hmac.digest(self.instance_key(purpose).secret, message, hashlib.sha256)

    def both(self, one: DataKey, other: DataKey) -> DataKey:
        """Answer a key that takes both: what is sealed under it goes with either."""
        return DataKey(_derived(one.secret + other.secret, b"both"))

    def number(self, *parts: str) -> int:
        """Answer a number from 1 to 2**53 - 1 that stands for the given parts, as `mark` does."""
        digest = hashlib.sha256(self.mark(*parts).encode()).digest()
        return int.from_bytes(digest[:8]) % _LARGEST_NUMBER + 1

    def new_key(self) -> DataKey:
        """Draw a key for a person or for one row."""
        return DataKey(self._chance.bytes(KEY_BYTES))

    def circle_key(self, circle: CircleId) -> DataKey:
        """Answer the key for what belongs to a circle and to no person: names, limits text."""
        return DataKey(_derived(self._keys.root, b"circle\0" + str(circle).encode()))

    def instance_key(self, purpose: str) -> DataKey:
        """Answer a key for one purpose of the whole instance, for instance "delivery" or "blind block"."""
        return DataKey(_derived(self._keys.root, b"instance\0" + purpose.encode()))

    def wrap(self, key: DataKey, where: Where) -> bytes:
        """Answer the key sealed under the newest master key, to be stored at `where`."""
        number = max(self._keys.masters)
        head = _VERSION + number.to_bytes(_MASTER_ID_BYTES)
        return head + self._encrypt(self._keys.masters[number], key.secret, head + where.encoded())

    def unwrap(self, blob: bytes, where: Where) -> DataKey:
        """Answer a wrapped key; raises `Unreadable` if it was moved, damaged, or its master key is not here."""
        head, rest = blob[: 1 + _MASTER_ID_BYTES], blob[1 + _MASTER_ID_BYTES :]
        master = self._keys.masters.get(int.from_bytes(head[1:]))
        if head[:1] != _VERSION or master is None:
            raise Unreadable
        return DataKey(_decrypt(master, rest, head + where.encoded()))

    def seal(self, key: DataKey, plain: str, where: Where, block: int = BLOCK) -> bytes:
        """Answer `plain` encrypted for one place, its length hidden within multiples of `block` bytes.

        No number of the key is put in front: it would link rows of one person that nothing else links.
        """
        padded = plain.encode() + _PAD_MARK
        padded += bytes(-len(padded) % block)
        return _VERSION + self._encrypt(key.secret, padded, _VERSION + where.encoded())

    def unseal(self, key: DataKey, blob: bytes, where: Where) -> Private:
        """Answer the words sealed for this place; raises `Unreadable` if they were not."""
        if blob[:1] != _VERSION:
            raise Unreadable
        padded = _decrypt(key.secret, blob[1:], _VERSION + where.encoded())
        return Private(padded[: padded.rindex(_PAD_MARK)].decode())

    def _encrypt(self, secret: bytes, plain: bytes, bound: bytes) -> bytes:
        nonce = self._chance.bytes(_NONCE_BYTES)
        return nonce + AESGCM(secret).encrypt(nonce, plain, bound)


def stretched(words: Private, salt: bytes, cost: Cost = COST) -> bytes:
    """Answer the Argon2id hash of words (R43); it keeps its thread busy, so never call it on the event loop."""
    # A phone can send half of a sign; it counts like any other.
    plain = words.encode("utf-8", "surrogatepass")
    made = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.rounds, lanes=cost.lanes, memory_cost=cost.kibibytes
    )
    return made.derive(plain)


def _decrypt(secret: bytes, blob: bytes, bound: bytes) -> bytes:
    if len(blob) < _NONCE_BYTES + _TAG_BYTES:
        raise Unreadable
    try:
        return AESGCM(secret).decrypt(blob[:_NONCE_BYTES], blob[_NONCE_BYTES:], bound)
    except InvalidTag:
        raise Unreadable from None


def _derived(secret: bytes, meant_for: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"hearth 1\0" + meant_for).derive(secret)
