"""The line beside an answer: read in memory before it goes anywhere, and kept for its writer while they decide."""

from datetime import date
from zoneinfo import ZoneInfo

from bot.checkins.answering import Answering
from bot.checkins.model import Round, SeenBy
from bot.checkins.model.answers import Answered, Given, NotUsable, Waits, Writing, one_line
from bot.checkins.store import CheckinStore
from bot.circles.service import Circles
from bot.core.ground import Ground
from bot.core.ids import Person, Private, RoundId, Visitor
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.helplines.service import HelpLines
from bot.signs.model import Level
from bot.signs.service import Offered, Reader


class Lines:
    """Adding a line; what it is read as is told to its writer alone, once a day at most (R81, R101)."""

    def __init__(
        self,
        ground: Ground,
        store: CheckinStore,
        answering: Answering,
        *,
        circles: Circles,
        reader: Reader,
        helplines: HelpLines,
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._answers = store.answers
        self._circles = circles
        self._answering = answering
        self._reader = reader
        self._helplines = helplines
        self._offered = Offered(ground.chance.bytes(32))

    async def begin_line(self, visitor: Visitor, round_: RoundId) -> Writing:
        """Answer what a line would be added to; it goes where the answer goes."""
        found, person = await self._answering.answerable(visitor, round_)
        given = await self._database.read(lambda tx: self._to_add_to(tx, found, person))
        # While somebody writes, the rules that their line is read by are taken in.
        self._reader.begin()
        return Writing(found, given.seen_by, given.waiting or given.line)

    def _to_add_to(self, tx: Transaction, round_: Round, person: Person) -> Given:
        if not self._answers.lines_allowed(tx, round_.circle):
            raise Refusal("checkins.refused.line.off")
        given = self._answers.get(tx, round_.round, person)
        if given is None:
            raise Refusal("checkins.refused.line.no_answer")
        return given

    async def add_line(self, visitor: Visitor, round_: RoundId, typed: str, seen_by: SeenBy) -> Answered:
        """Add a line to a kept answer; raises Refusal where the answer is for someone else by now."""
        found, person = await self._answering.answerable(visitor, round_)
        line = _line(typed)
        return await self._database.write(lambda tx: self._add(tx, found, person, line, seen_by))

    def _add(self, tx: Transaction, round_: Round, person: Person, line: Private, seen_by: SeenBy) -> Answered:
        given = self._still(tx, round_, person, seen_by)
        self._answers.keep(tx, round_.round, person, given.with_line(line))
        return Answered(round_, given.choice, seen_by, changed=False, line=line, may_add=True)

    def _still(self, tx: Transaction, round_: Round, person: Person, seen_by: SeenBy) -> Given:
        self._answering.present(tx, round_.round)
        given = self._to_add_to(tx, round_, person)
        if given.seen_by is not seen_by:
            # The form said who reads it; nobody else may (R2).
            raise Refusal("checkins.refused.line.no_answer")
        return given

    async def hand_in(
        self, visitor: Visitor, round_: RoundId, typed: str, seen_by: SeenBy, locale: str
    ) -> Answered | Waits:
        """Read a line before it goes anywhere, and add it; or keep it waiting while its writer is offered company.

        The reading stays in memory. Nobody else hears of it, and it is never offered twice a day (R17, R81).
        """
        found, person = await self._answering.answerable(visitor, round_)
        line = _line(typed)
        today = await self._today(found)
        level = Level.NONE
        if not self._offered.had(person.number, today):
            level = (await self._reader.read(line, locale)).level
        if level.weight < Level.OTHER.weight:
            return await self._database.write(lambda tx: self._add(tx, found, person, line, seen_by))
        waits = await self._database.write(lambda tx: self._wait(tx, found, person, line, seen_by))
        self._offered.note(person.number, today)
        numbers = await self._helplines.for_visitor(visitor) if level is Level.URGENT else None
        return Waits(waits.round, waits.seen_by, line, str(level), numbers)

    def _wait(self, tx: Transaction, round_: Round, person: Person, line: Private, seen_by: SeenBy) -> Waits:
        given = self._still(tx, round_, person, seen_by)
        self._answers.keep(tx, round_.round, person, given.with_waiting(line))
        return Waits(round_, seen_by, line, "")

    async def let_go(self, visitor: Visitor, round_: RoundId) -> Answered:
        """Add the waiting line as it was written; pressed again, the line that stands is answered."""
        found, person = await self._answering.answerable(visitor, round_)

        def work(tx: Transaction) -> Answered:
            self._answering.present(tx, found.round)
            given = self._to_add_to(tx, found, person)
            line = given.waiting or given.line
            if not line:
                raise Refusal("checkins.refused.line.no_longer")
            if given.waiting:
                self._answers.keep(tx, found.round, person, given.with_line(line))
            return Answered(found, given.choice, given.seen_by, changed=False, line=line, may_add=True)

        return await self._database.write(work)

    async def _today(self, round_: Round) -> date:
        circle = await self._circles.get(round_.circle)
        return self._ground.clock.now().astimezone(ZoneInfo(circle.settings.zone)).date()


def _line(typed: str) -> Private:
    try:
        return one_line(typed)
    except NotUsable as fault:
        raise Refusal(f"checkins.refused.line.{fault.reason}") from fault
