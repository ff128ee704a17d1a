"""Who would be asked, before there is an ask and at each of its steps."""

from collections.abc import Collection

from bot.asked.service import Asked
from bot.core.ground import Ground
from bot.core.ids import CircleId, PersonNumber
from bot.core.storage.database import Transaction
from bot.people.service import People
from bot.reach.model import Kind
from bot.reach.model.ladder import Pool, level, pool


class Reachable:
    """The people of a circle whom an ask would reach now."""

    def __init__(self, ground: Ground, people: People, asked: Asked) -> None:
        self._ground = ground
        self._people = people
        self._asked = asked

    def of_in(
        self,
        tx: Transaction,
        circle: CircleId,
        kind: Kind,
        person: PersonNumber | None,
        left_out: Collection[PersonNumber],
    ) -> tuple[Pool, int]:
        """Answer inside a transaction who can be asked now, and the level: 0 nobody, 1 all at once, 2 step by step.

        Whoever asks, whom they left out, and who is to be kept apart from them by either's list (R28) are never
        asked: they are not counted for the level either.
        """
        found = self._asked.willing_in(tx, circle, self._ground.clock.now())
        others = [one.person for one in found]
        apart = () if person is None else self._people.apart.from_in(tx, person, others)
        without = {person, *left_out, *apart}
        willing = [one for one in found if one.person not in without]
        pool_ = pool(willing, kind, ())
        return pool_, level(willing, pool_)

    def anyone_in(self, tx: Transaction, circle: CircleId, kind: Kind, person: PersonNumber | None) -> bool:
        """Tell inside a transaction whether that level is over 0, by the same rules, as soon as it is known."""
        each = self._asked.any_in(tx, circle, self._ground.clock.now())
        could = (one.person for one in each if one.person != person and pool((one,), kind, ()).everyone)
        return any(person is None or not self._people.apart.from_in(tx, person, (one,)) for one in could)
