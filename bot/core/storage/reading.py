"""Reading a row's columns as what they are, so that stores need no casts of their own."""

from bot.core.storage.database import Row


def number(row: Row, column: str) -> int:
    """Answer a whole number; raises TypeError for anything else."""
    value = row[column]
    if not isinstance(value, int):
        raise TypeError(f"{column} holds no number")
    return value


def number_or_none(row: Row, column: str) -> int | None:
    """Answer a whole number, or None for an empty column."""
    return None if row[column] is None else number(row, column)


def text(row: Row, column: str) -> str:
    """Answer a text; raises TypeError for anything else."""
    value = row[column]
    if not isinstance(value, str):
        raise TypeError(f"{column} holds no text")
    return value


def blob(row: Row, column: str) -> bytes:
    """Answer sealed bytes; raises TypeError for anything else."""
    value = row[column]
    if not isinstance(value, bytes):
        raise TypeError(f"{column} holds no bytes")
    return value
