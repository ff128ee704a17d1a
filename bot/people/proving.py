"""Proving the people file: that the key file belongs to it, and that everybody's own key opens; changes nothing."""

import hmac
from dataclasses import dataclass

from bot.core.ids import PersonNumber, PlatformId
from bot.core.storage.database import Transaction
from bot.core.storage.keyring import NO_SERVER, Keyring, Unreadable, Where
from bot.people import store

AT_ONCE = 500
"""How many records are read in one go."""

_PURPOSE = "key proof"
_PLACE = Where("key_proof", 1, NO_SERVER, "proof")
_NOBODY = PlatformId(0)


@dataclass(frozen=True, slots=True)
class Proved:
    """How a people file stands with a key file: how many people it holds, and how many of them do not open."""

    fits: bool
    all: int
    unreadable: int


def new_proof(keyring: Keyring) -> bytes:
    """Answer what tells this key file from another, to be kept in the people file."""
    return keyring.seal(keyring.instance_key(_PURPOSE), keyring.lookup(_NOBODY).hex(), _PLACE)


def proves(keyring: Keyring, proof: bytes) -> bool:
    """Tell whether a kept proof was made with this key file."""
    try:
        plain = keyring.unseal(keyring.instance_key(_PURPOSE), proof, _PLACE)
    except Unreadable:
        return False
    return hmac.compare_digest(plain, keyring.lookup(_NOBODY).hex())


def proved_in(tx: Transaction, keyring: Keyring) -> Proved:
    """Open everybody's key and id with a key file, inside a look at a people file."""
    proof, last, all_, unreadable = store.key_proof(tx), 0, 0, 0
    while records := store.after(tx, last, AT_ONCE):
        last, all_ = records[-1].person, all_ + len(records)
        unreadable += sum(not _opens(keyring, record) for record in records)
    fits = not all_ if proof is None else proves(keyring, proof)
    return Proved(fits, all_, unreadable)


def numbers_in(tx: Transaction) -> set[PersonNumber]:
    """Answer everybody's number inside a look at a people file."""
    last, found = 0, set[PersonNumber]()
    while records := store.after(tx, last, AT_ONCE):
        last = records[-1].person
        found |= {record.person for record in records}
    return found


def _opens(keyring: Keyring, record: store.Record) -> bool:
    try:
        key = keyring.unwrap(record.wrapped_key, Where("people", record.person, NO_SERVER, "wrapped_key"))
        who = keyring.unseal(key, record.sealed_id, Where("people", record.person, NO_SERVER, "sealed_id"))
    except Unreadable:
        return False
    return hmac.compare_digest(keyring.lookup(PlatformId(int(who))), record.lookup)
