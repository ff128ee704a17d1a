"""The SQL of pauses: marks that only whoever holds the keys and knows the account can tell."""

from datetime import date

from bot.core.storage.ageing import let_go
from bot.core.storage.database import Transaction
from bot.core.storage.reading import text


def block(tx: Transaction, tag: bytes, until: date) -> None:
    """Take no note from a mark's account before a day; an earlier pause is never made shorter."""
    tx.run(
        "INSERT INTO note_block (tag, until) VALUES (:tag, :until)"
        " ON CONFLICT (tag) DO UPDATE SET until = excluded.until WHERE excluded.until > note_block.until",
        tag=tag,
        until=until.isoformat(),
    )


def release(tx: Transaction, tag: bytes) -> bool:
    """End a pause, and tell whether there was one."""
    return bool(tx.run("DELETE FROM note_block WHERE tag = :tag", tag=tag))


def blocked_until(tx: Transaction, tag: bytes, today: date) -> date | None:
    """Answer the day on which a pause is over, or None where none stands."""
    row = tx.one("SELECT until FROM note_block WHERE tag = :tag", tag=tag)
    until = None if row is None else date.fromisoformat(text(row, "until"))
    return None if until is None or until <= today else until


def expire(tx: Transaction, today: date) -> int:
    """Let go of some pauses that are over, and answer how many."""
    return let_go(tx, "note_block", "tag", "until <= :today", today=today.isoformat())
