"""The SQL of confirmations: which lines a circle checked, and when; never who did."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.core.ids import CircleId
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.database import Transaction
from bot.core.storage.reading import number, text


class HelplineStore:
    """When each circle confirmed which lines."""

    def of(self, tx: Transaction, circle: CircleId) -> Mapping[str, datetime]:
        """Answer when a circle confirmed each line, by the line's ident."""
        return tx.known(("confirmed", circle), lambda tx: self._read(tx, circle))

    def _read(self, tx: Transaction, circle: CircleId) -> Mapping[str, datetime]:
        rows = tx.all("SELECT line, confirmed_at FROM helpline_confirmation WHERE circle = :circle", circle=circle)
        return {text(row, "line"): moment(number(row, "confirmed_at")) for row in rows}

    def every(self, tx: Transaction) -> Mapping[CircleId, Mapping[str, datetime]]:
        """Answer what every circle confirmed."""
        found: dict[CircleId, dict[str, datetime]] = {}
        for row in tx.all("SELECT circle, line, confirmed_at FROM helpline_confirmation"):
            of_circle = found.setdefault(CircleId(number(row, "circle")), {})
            of_circle[text(row, "line")] = moment(number(row, "confirmed_at"))
        return found

    def put(self, tx: Transaction, circle: CircleId, lines: Iterable[str], at: datetime) -> None:
        """Keep these lines, and no others, as what a circle confirmed at a moment."""
        tx.run("DELETE FROM helpline_confirmation WHERE circle = :circle", circle=circle)
        for line in lines:
            tx.run(
                "INSERT INTO helpline_confirmation (circle, line, confirmed_at) VALUES (:circle, :line, :at)",
                circle=circle,
                line=line,
                at=microseconds(at),
            )
