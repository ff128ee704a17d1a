"""What a front remembers between two starts, such as which commands it has handed in."""

from bot.core.storage.database import Database, Transaction
from bot.core.storage.reading import text


def commands_note(where: int | str) -> str:
    """Answer the name of the note about the commands of a server, or of everywhere."""
    return f"commands:{where}"


class Notebook:
    """Short notes by name; never about a person."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, name: str) -> str | None:
        """Answer a note, or None."""
        row = await self._database.read(
            lambda tx: tx.one("SELECT note FROM notebook WHERE name = :name", name=name)
        )
        return text(row, "note") if row else None

    def forget(self, tx: Transaction, name: str) -> None:
        """Let go of a note inside a transaction, if there is one."""
        tx.run("DELETE FROM notebook WHERE name = :name", name=name)

    async def write(self, name: str, note: str) -> None:
        """Keep a note in place of an earlier one."""
        await self._database.write(
            lambda tx: tx.run(
                "INSERT INTO notebook (name, note) VALUES (:name, :note)"
                " ON CONFLICT (name) DO UPDATE SET note = excluded.note",
                name=name,
                note=note,
            )
        )
