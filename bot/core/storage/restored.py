"""What a restored main file knows of itself: of when the copy is, and until when the file before it was used."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.core.storage.database import Transaction
from bot.core.storage.reading import number, text

NOTE = "restored"
"""Under which name it stands in the notebook."""

RESTORED = "restored"
"""The kind of due row at which those are told, once, who must hear that time was lost."""

MINDED = timedelta(days=30)
"""How long after `until` it is minded: as long as anything is kept that could be sent twice."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Restored:
    """A copy that was put back: what happened from `copied_at` to `until` was done, and is known to nobody."""

    copied_at: datetime
    until: datetime

    def may_stand(self, due_at: datetime, now: datetime) -> bool:
        """Tell whether something that was due at a moment may have been sent already."""
        return due_at <= self.until and now < self.until + MINDED

    def may_have_come(self, at: datetime) -> bool:
        """Tell whether a moment lies in the time that nobody knows of."""
        return self.copied_at < at <= self.until


def restored_in(tx: Transaction) -> Restored | None:
    """Answer what a file knows of having been restored, or None."""
    row = tx.one("SELECT note FROM notebook WHERE name = :name", name=NOTE)
    if row is None:
        return None
    copied_at, until = (datetime.fromisoformat(part) for part in text(row, "note").split())
    return Restored(copied_at, until)


def mark_restored(tx: Transaction, restored: Restored) -> None:
    """Have a file know that it was restored, and count as away only the time since the file before was used."""
    tx.run(
        "INSERT INTO notebook (name, note) VALUES (:name, :note)"
        " ON CONFLICT (name) DO UPDATE SET note = excluded.note",
        name=NOTE,
        note=f"{restored.copied_at.isoformat()} {restored.until.isoformat()}",
    )
    at = (restored.until - _EPOCH) // timedelta(microseconds=1)
    tx.run(
        "INSERT INTO due (kind, subject, next_run_at, lane) VALUES (:kind, 0, :at, 0)"
        " ON CONFLICT (kind, subject) DO UPDATE SET next_run_at = excluded.next_run_at",
        kind=RESTORED,
        at=at,
    )
    tx.run(
        "UPDATE beat SET at = :until WHERE at < :until",
        until=at,
    )


def last_beat(tx: Transaction) -> datetime | None:
    """Answer when presses last reached Hearth, as a file knows it, to within two minutes."""
    row = tx.one("SELECT at FROM beat")
    return None if row is None else _EPOCH + timedelta(microseconds=number(row, "at"))
