"""The SQL of the people file and of `person_settings`."""

from dataclasses import dataclass

from bot.core.ids import PersonNumber
from bot.core.storage.database import Row, Transaction
from bot.core.storage.reading import blob, number


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the people file."""

    person: PersonNumber
    lookup: bytes
    sealed_id: bytes
    wrapped_key: bytes


def by_lookup(tx: Transaction, lookup: bytes) -> Record | None:
    """Answer the record with this look-up value, or None."""
    row = tx.one("SELECT person, lookup, sealed_id, wrapped_key FROM people WHERE lookup = :lookup", lookup=lookup)
    return None if row is None else _record(row)


def by_number(tx: Transaction, person: PersonNumber) -> Record | None:
    """Answer the record with this number, or None."""
    row = tx.one("SELECT person, lookup, sealed_id, wrapped_key FROM people WHERE person = :person", person=person)
    return None if row is None else _record(row)


def add(tx: Transaction, record: Record) -> bool:
    """Add a record and answer True, or False if its number or look-up value is taken."""
    added = tx.run(
        "INSERT INTO people (person, lookup, sealed_id, wrapped_key) "
        "VALUES (:person, :lookup, :sealed_id, :wrapped_key) ON CONFLICT DO NOTHING",
        person=record.person,
        lookup=record.lookup,
        sealed_id=record.sealed_id,
        wrapped_key=record.wrapped_key,
    )
    return added == 1


def remove(tx: Transaction, person: PersonNumber) -> None:
    """Remove the record with this number, if there is one."""
    tx.run("DELETE FROM people WHERE person = :person", person=person)


def after(tx: Transaction, person: int, most: int) -> list[Record]:
    """Answer the next records by number."""
    rows = tx.all(
        "SELECT person, lookup, sealed_id, wrapped_key FROM people WHERE person > :person"
        " ORDER BY person LIMIT :most",
        person=person,
        most=most,
    )
    return [_record(row) for row in rows]


def heads(tx: Transaction, length: int) -> dict[bytes, int]:
    """Answer how the wrapped keys begin, and how many begin so."""
    rows = tx.all(
        "SELECT substr(wrapped_key, 1, :length) AS head, count(*) AS held FROM people GROUP BY head", length=length
    )
    return {blob(row, "head"): number(row, "held") for row in rows}


def rewrap(tx: Transaction, record: Record, wrapped_key: bytes) -> int:
    """Keep a person's key under another master key; 0 if the row is not as it was."""
    return tx.run(
        "UPDATE people SET wrapped_key = :new WHERE person = :person AND wrapped_key = :old",
        new=wrapped_key,
        person=record.person,
        old=record.wrapped_key,
    )


def key_proof(tx: Transaction) -> bytes | None:
    """Answer the proof that tells the right key file, or None before the first start."""
    row = tx.one("SELECT proof FROM key_proof WHERE one = 1")
    return None if row is None else blob(row, "proof")


def set_key_proof(tx: Transaction, proof: bytes) -> None:
    """Keep the proof, once."""
    tx.run("INSERT INTO key_proof (one, proof) VALUES (1, :proof)", proof=proof)


def settings(tx: Transaction, person: PersonNumber) -> bytes | None:
    """Answer the sealed settings of a person, or None."""
    row = tx.one("SELECT sealed FROM person_settings WHERE person = :person", person=person)
    return None if row is None else blob(row, "sealed")


def save_settings(tx: Transaction, person: PersonNumber, sealed: bytes) -> None:
    """Keep the sealed settings of a person in place of earlier ones."""
    tx.run(
        "INSERT INTO person_settings (person, sealed) VALUES (:person, :sealed) "
        "ON CONFLICT (person) DO UPDATE SET sealed = excluded.sealed",
        person=person,
        sealed=sealed,
    )


def remove_settings(tx: Transaction, person: PersonNumber) -> None:
    """Remove the settings of a person, if there are any."""
    tx.run("DELETE FROM person_settings WHERE person = :person", person=person)


def apart(tx: Transaction, person: PersonNumber) -> list[tuple[int, bytes]]:
    """Answer the sealed entries of whom a person would rather not meet, each with its own number."""
    rows = tx.all("SELECT entry, sealed FROM person_apart WHERE person = :person ORDER BY entry", person=person)
    return [(number(row, "entry"), blob(row, "sealed")) for row in rows]


def count_apart(tx: Transaction, person: PersonNumber) -> int:
    """Answer how many entries a person has."""
    row = tx.one("SELECT count(*) AS held FROM person_apart WHERE person = :person", person=person)
    return 0 if row is None else number(row, "held")


def add_apart(tx: Transaction, entry: int, person: PersonNumber, who: str, sealed: bytes) -> bool:
    """Add an entry and answer True, or False if the account stands on the list already."""
    added = tx.run(
        "INSERT INTO person_apart (entry, person, who, sealed) VALUES (:entry, :person, :who, :sealed)"
        " ON CONFLICT DO NOTHING",
        entry=entry,
        person=person,
        who=who,
        sealed=sealed,
    )
    return added == 1


def remove_apart(tx: Transaction, person: PersonNumber, who: str) -> None:
    """Remove the entry about an account from a person's list, if there is one."""
    tx.run("DELETE FROM person_apart WHERE person = :person AND who = :who", person=person, who=who)


def drop_apart(tx: Transaction, person: PersonNumber) -> None:
    """Remove a person's whole list."""
    tx.run("DELETE FROM person_apart WHERE person = :person", person=person)


def apart_with(tx: Transaction, who: str) -> list[tuple[int, PersonNumber]]:
    """Answer every entry about an account, with its owner."""
    rows = tx.all("SELECT entry, person FROM person_apart WHERE who = :who", who=who)
    return [(number(row, "entry"), PersonNumber(number(row, "person"))) for row in rows]


def pair_apart(tx: Transaction, entry: int, pair: str) -> None:
    """Have an entry hold for two people who are both known."""
    tx.run("UPDATE person_apart SET pair = :pair WHERE entry = :entry", entry=entry, pair=pair)


def is_apart(tx: Transaction, pair: str) -> bool:
    """Tell whether any entry keeps these two apart."""
    return tx.one("SELECT 1 AS held FROM person_apart WHERE pair = :pair LIMIT 1", pair=pair) is not None


def _record(row: Row) -> Record:
    return Record(
        PersonNumber(number(row, "person")),
        blob(row, "lookup"),
        blob(row, "sealed_id"),
        blob(row, "wrapped_key"),
    )
