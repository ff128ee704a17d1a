"""The SQL of people's own lists, each sealed under its person's key; of anything else nothing is kept."""

from bot.core.ids import Person, PersonNumber
from bot.core.storage.database import Transaction
from bot.core.storage.keyring import NO_SERVER, Keyring, Where
from bot.core.storage.reading import blob
from bot.escape.model import Own, own_from

ONE_SIZE = 2048
"""Every list fills blocks of this many bytes, so that its length does not tell how much is on it."""


class EscapeStore:
    """People's own lists."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def get(self, tx: Transaction, person: Person) -> Own:
        """Answer somebody's list; an empty one where there is none."""
        row = tx.one("SELECT sealed FROM escape_list WHERE person = :person", person=person.number)
        if row is None:
            return Own()
        return own_from(self._keyring.unseal(person.key, blob(row, "sealed"), _place(person.number)))

    def save(self, tx: Transaction, person: Person, own: Own) -> None:
        """Keep a list in place of what was; an empty one leaves no row."""
        if own.is_empty:
            self.drop(tx, person.number)
            return
        tx.run(
            "INSERT INTO escape_list (person, sealed) VALUES (:person, :sealed)"
            " ON CONFLICT (person) DO UPDATE SET sealed = excluded.sealed",
            person=person.number,
            sealed=self._keyring.seal(person.key, own.words(), _place(person.number), ONE_SIZE),
        )

    def drop(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of a list; done as well if there was none."""
        tx.run("DELETE FROM escape_list WHERE person = :person", person=person)


def _place(person: PersonNumber) -> Where:
    return Where("escape_list", person, NO_SERVER, "sealed")
