"""The SQL of who's around; hours are sealed under the circle's key."""

from collections.abc import Sequence
from datetime import datetime

from bot.asked.model import PageTest, Switch, SwitchId
from bot.asked.model.hours import Stretch, packed, unpacked
from bot.asked.model.swaps import Part, Side, Swap, SwapId
from bot.core.ids import ChannelId, CircleId, PersonNumber
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.ageing import let_go
from bot.core.storage.database import Row, Transaction
from bot.core.storage.keyring import NO_SERVER, Keyring, Where
from bot.core.storage.reading import blob, number, number_or_none, text

_BLOCK = 256
"""Hours fill blocks of this many bytes, so that their length tells little."""


class AskedStore:
    """Switches, the asks that were taken, and private channels."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def save(self, tx: Transaction, switch: Switch) -> None:
        """Keep a switch, new or changed."""
        tx.run(
            "INSERT INTO asked_switch (switch, person, circle, sealed_hours, wake, around_until, back, back_until,"
            " test, test_at, tested, asked_at) VALUES (:switch, :person, :circle, :sealed_hours, :wake,"
            " :around_until, :back, :back_until, :test, :test_at, :tested, :asked_at)"
            " ON CONFLICT (switch) DO UPDATE SET sealed_hours = excluded.sealed_hours, wake = excluded.wake,"
            " around_until = excluded.around_until, back = excluded.back, back_until = excluded.back_until,"
            " test = excluded.test, test_at = excluded.test_at, tested = excluded.tested,"
            " asked_at = excluded.asked_at",
            switch=switch.switch,
            person=switch.person,
            circle=switch.circle,
            sealed_hours=self._keyring.seal(
                self._keyring.circle_key(switch.circle), packed(switch.hours), _place(switch.switch), _BLOCK
            ),
            wake=int(switch.wake),
            around_until=_kept(switch.around_until),
            back=int(switch.back),
            back_until=_kept(switch.back_until),
            test=switch.test,
            test_at=_kept(switch.test_at),
            tested=int(switch.tested),
            asked_at=_kept(switch.asked_at),
        )

    def get(self, tx: Transaction, switch: SwitchId) -> Switch | None:
        """Answer a switch by its own number, or None."""
        row = tx.one("SELECT * FROM asked_switch WHERE switch = :switch", switch=switch)
        return None if row is None else self._switch(row)

    def of(self, tx: Transaction, person: PersonNumber, circle: CircleId) -> Switch | None:
        """Answer a person's switch in a circle, or None."""
        row = tx.one(
            "SELECT * FROM asked_switch WHERE circle = :circle AND person = :person", person=person, circle=circle
        )
        return None if row is None else self._switch(row)

    def in_circle(self, tx: Transaction, circle: CircleId) -> list[Switch]:
        """Answer every switch of a circle."""
        rows = tx.all("SELECT * FROM asked_switch WHERE circle = :circle ORDER BY switch", circle=circle)
        return [self._switch(row) for row in rows]

    def of_person(self, tx: Transaction, person: PersonNumber) -> list[Switch]:
        """Answer every switch of a person."""
        rows = tx.all("SELECT * FROM asked_switch WHERE person = :person ORDER BY switch", person=person)
        return [self._switch(row) for row in rows]

    def drop(self, tx: Transaction, person: PersonNumber, circle: CircleId) -> None:
        """Let go of a person's switch in a circle, and of the asks they took there."""
        tx.run("DELETE FROM asked_switch WHERE circle = :circle AND person = :person", person=person, circle=circle)
        tx.run("DELETE FROM asked_taken WHERE circle = :circle AND person = :person", person=person, circle=circle)

    def mark_asked(self, tx: Transaction, circle: CircleId, person: PersonNumber, at: datetime) -> None:
        """Note that somebody was asked."""
        tx.run(
            "UPDATE asked_switch SET asked_at = :at WHERE circle = :circle AND person = :person",
            at=microseconds(at),
            circle=circle,
            person=person,
        )

    def add_taken(self, tx: Transaction, taken: int, circle: CircleId, person: PersonNumber, at: datetime) -> None:
        """Keep that somebody took an ask."""
        tx.run(
            "INSERT INTO asked_taken (taken, person, circle, taken_at) VALUES (:taken, :person, :circle, :at)",
            taken=taken,
            person=person,
            circle=circle,
            at=microseconds(at),
        )

    def taken_in(self, tx: Transaction, circle: CircleId, since: datetime) -> dict[PersonNumber, list[datetime]]:
        """Answer when each person of a circle took an ask after a moment; whoever took none is not in it."""
        found: dict[PersonNumber, list[datetime]] = {}
        for person, at in tx.known(("asked taken", circle), lambda tx: self._read_taken(tx, circle)):
            if at > since:
                found.setdefault(person, []).append(at)
        return found

    def _read_taken(self, tx: Transaction, circle: CircleId) -> Sequence[tuple[PersonNumber, datetime]]:
        # Without a moment in it, the statement is the same for as long as the rows are; few are older.
        rows = tx.all(
            "SELECT person, taken_at FROM asked_taken WHERE circle = :circle ORDER BY taken_at", circle=circle
        )
        return tuple((PersonNumber(number(row, "person")), moment(number(row, "taken_at"))) for row in rows)

    def room(self, tx: Transaction, circle: CircleId) -> ChannelId | None:
        """Answer the private channel of the people who can be asked in a circle, or None."""
        row = tx.one("SELECT channel FROM asked_room WHERE circle = :circle", circle=circle)
        return None if row is None else ChannelId(number(row, "channel"))

    def put_room(self, tx: Transaction, circle: CircleId, channel: ChannelId) -> None:
        """Keep that channel in place of an earlier one."""
        tx.run(
            "INSERT INTO asked_room (circle, channel) VALUES (:circle, :channel)"
            " ON CONFLICT (circle) DO UPDATE SET channel = excluded.channel",
            circle=circle,
            channel=channel,
        )

    def drop_room(self, tx: Transaction, circle: CircleId) -> None:
        """Have no such channel any more."""
        tx.run("DELETE FROM asked_room WHERE circle = :circle", circle=circle)

    def expire_taken(self, tx: Transaction, before: datetime) -> int:
        """Let go of some asks that were taken at a moment or earlier, and answer how many."""
        return let_go(tx, "asked_taken", "taken", "taken_at <= :before", before=microseconds(before))

    def _switch(self, row: Row) -> Switch:
        switch, circle = SwitchId(number(row, "switch")), CircleId(number(row, "circle"))
        sealed = blob(row, "sealed_hours")
        hours = unpacked(self._keyring.unseal(self._keyring.circle_key(circle), sealed, _place(switch)))
        return Switch(
            switch=switch,
            person=PersonNumber(number(row, "person")),
            circle=circle,
            hours=hours,
            wake=bool(row["wake"]),
            around_until=_moment(row, "around_until"),
            back=bool(row["back"]),
            back_until=_moment(row, "back_until"),
            test=PageTest(text(row, "test")),
            test_at=_moment(row, "test_at"),
            tested=bool(row["tested"]),
            asked_at=_moment(row, "asked_at"),
        )


class SwapStore:
    """Times that people give to each other."""

    def add(self, tx: Transaction, side: int, swap: Swap, person: PersonNumber, part: Part) -> bool:
        """Keep one side of a swap; False where somebody has that side already."""
        return bool(
            tx.run(
                "INSERT INTO asked_swap (side, swap, person, circle, part, begins_at, ends_at) VALUES (:side,"
                " :swap, :person, :circle, :part, :begins_at, :ends_at) ON CONFLICT (swap, part) DO NOTHING",
                side=side,
                swap=swap.swap,
                person=person,
                circle=swap.circle,
                part=part,
                begins_at=microseconds(swap.when.begins),
                ends_at=microseconds(swap.when.ends),
            )
        )

    def in_circle(self, tx: Transaction, circle: CircleId, now: datetime) -> list[Swap]:
        """Answer the swaps of a circle whose time is not over, the earliest first."""
        every = tx.known(("swaps", circle), lambda tx: self._read(tx, circle))
        return [swap for swap in every if swap.when.ends > now]

    def _read(self, tx: Transaction, circle: CircleId) -> Sequence[Swap]:
        rows = tx.all(
            "SELECT g.swap, g.circle, g.person, g.begins_at, g.ends_at, t.person AS taker FROM asked_swap g"
            " LEFT JOIN asked_swap t ON t.swap = g.swap AND t.part = 'takes'"
            " WHERE g.circle = :circle AND g.part = 'gives' ORDER BY g.begins_at, g.swap",
            circle=circle,
        )
        return tuple(_swap(row) for row in rows)

    def sides(self, tx: Transaction, swap: SwapId) -> dict[Part, Side]:
        """Answer the sides of a swap that there are."""
        rows = tx.all("SELECT * FROM asked_swap WHERE swap = :swap", swap=swap)
        return {Part(text(row, "part")): _side(row) for row in rows}

    def drop_side(self, tx: Transaction, swap: SwapId, part: Part) -> None:
        """Let go of one side of a swap; the other may be told of it yet."""
        tx.run("DELETE FROM asked_swap WHERE swap = :swap AND part = :part", swap=swap, part=part)

    def drop_orphan(self, tx: Transaction, swap: SwapId) -> None:
        """Let go of the side that takes what nobody gives any more."""
        if Part.GIVES not in self.sides(tx, swap):
            tx.run("DELETE FROM asked_swap WHERE swap = :swap", swap=swap)

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of some sides whose time is over, and answer how many."""
        return let_go(tx, "asked_swap", "side", "ends_at <= :now", now=microseconds(now))


def _place(switch: SwitchId) -> Where:
    return Where("asked_switch", switch, NO_SERVER, "sealed_hours")


def _kept(at: datetime | None) -> int | None:
    return None if at is None else microseconds(at)


def _moment(row: Row, column: str) -> datetime | None:
    at = number_or_none(row, column)
    return None if at is None else moment(at)


def _swap(row: Row) -> Swap:
    taker = number_or_none(row, "taker")
    return Swap(
        swap=SwapId(number(row, "swap")),
        circle=CircleId(number(row, "circle")),
        giver=PersonNumber(number(row, "person")),
        when=Stretch(moment(number(row, "begins_at")), moment(number(row, "ends_at"))),
        taker=None if taker is None else PersonNumber(taker),
    )


def _side(row: Row) -> Side:
    when = Stretch(moment(number(row, "begins_at")), moment(number(row, "ends_at")))
    return Side(PersonNumber(number(row, "person")), CircleId(number(row, "circle")), when)
