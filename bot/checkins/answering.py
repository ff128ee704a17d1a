"""Answering a check-in: choosing, who it is for, a word, a line, passing and taking back."""

from collections.abc import Callable

from bot.checkins import ANSWERS
from bot.checkins.drawing import Drawing
from bot.checkins.model import Format, Round, SeenBy
from bot.checkins.model.answers import (
    Answered,
    Chosen,
    Given,
    NotUsable,
    Passed,
    Writing,
    one_word,
)
from bot.checkins.store import CheckinStore
from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import CircleId, Person, PersonNumber, Private, RoundId, Visitor
from bot.core.notices import Style, button
from bot.core.refusals import Asked, Refusal
from bot.core.storage.database import Transaction
from bot.people.service import People

OnAnswer = Callable[[Transaction, Person, Round, str], bool]
"""Told inside the transaction that takes an answer, whoever it is for; True if it was kept for its member."""

OnPass = Callable[[Transaction, PersonNumber, RoundId], bool]
"""Told inside the transaction in which somebody passes; True if an answer of theirs went."""


class Answering:
    """Everything a member does with an open check-in."""

    def __init__(
        self,
        ground: Ground,
        store: CheckinStore,
        people: People,
        consents: Consents,
        circles: Circles,
        *,
        drawing: Drawing,
    ) -> None:
        self._database = ground.database
        self._ground = ground
        self._store = store
        self._answers = store.answers
        self._people = people
        self._consents = consents
        self._circles = circles
        self._drawing = drawing
        self._on_answer: list[OnAnswer] = []
        self._on_pass: list[OnPass] = []
        consents.on_withdrawal(self._forget_answers)
        consents.after_withdrawal(ground.changed)

    def on_answer(self, answered: OnAnswer, passed: OnPass) -> None:
        """Have somebody told of every answer and every pass in an open check-in."""
        self._on_answer.append(answered)
        self._on_pass.append(passed)

    def _forget_answers(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        if purpose != ANSWERS:
            return
        for number, place in self._answers.rounds_of(tx, person):
            if place == circle:
                self._answers.drop(tx, number, person)
                self._drawing.redraw_closed(tx, number)
        self._answers.forget_last(tx, circle, person)

    async def choose(self, visitor: Visitor, round_: RoundId, choice: str) -> Chosen:
        """Hear a choice and keep nothing: who may see it is asked first, each time anew."""
        found, person = await self.answerable(visitor, round_)
        if choice not in found.format.choices:
            raise Refusal("core.stale")
        return await self._chosen(found, person, choice)

    async def begin_word(self, visitor: Visitor, round_: RoundId) -> Chosen:
        """Ask who a word is for before it is written, so that whoever writes knows who reads."""
        found, person = await self.answerable(visitor, round_)
        if found.format is not Format.WORD:
            raise Refusal("core.stale")
        return await self._chosen(found, person, "")

    async def _chosen(self, round_: Round, person: Person, choice: str) -> Chosen:
        def work(tx: Transaction) -> Chosen:
            earlier = self._answers.get(tx, round_.round, person) is not None
            # A lapsed yes remembers nothing either.
            remembers = self._consents.holds_in(tx, person.number, round_.circle, ANSWERS)
            last = self._answers.last(tx, round_.circle, person) if remembers else None
            return Chosen(round_, choice, last, earlier)

        return await self._database.glance(work)

    async def answer(self, visitor: Visitor, round_: RoundId, choice: str, seen_by: SeenBy) -> Answered:
        """Take an answer. "Only me" is kept in one's own history alone; all other audiences need a yes to keeping.

        A second answer stands instead of the first, whatever its audience was.
        """
        found, person = await self.answerable(visitor, round_)
        if choice not in found.format.choices:
            raise Refusal("core.stale")
        await self._require_yes(visitor, found, choice, seen_by)
        return await self._taken(found, person, Given(Private(choice), seen_by))

    async def say_yes_and_answer(self, visitor: Visitor, round_: RoundId, choice: str, seen_by: SeenBy) -> Answered:
        """Keep the yes to keeping answers, and the answer it was asked for."""
        found, _ = await self.answerable(visitor, round_)
        await self._consents.give(visitor.platform_id, found.circle, ANSWERS)
        return await self.answer(visitor, round_, choice, seen_by)

    async def may_write(self, visitor: Visitor, round_: RoundId, seen_by: SeenBy) -> Writing:
        """Answer what somebody is about to write a word for; a yes that it needs is asked for first."""
        found, _ = await self.answerable(visitor, round_)
        if found.format is not Format.WORD:
            raise Refusal("core.stale")
        await self._require_yes(visitor, found, "", seen_by)
        return Writing(found, seen_by)

    async def say_yes_and_write(self, visitor: Visitor, round_: RoundId, seen_by: SeenBy) -> Writing:
        """Keep the yes, before the word is written."""
        found, _ = await self.answerable(visitor, round_)
        await self._consents.give(visitor.platform_id, found.circle, ANSWERS)
        return await self.may_write(visitor, round_, seen_by)

    async def write(self, visitor: Visitor, round_: RoundId, typed: str, seen_by: SeenBy) -> Answered:
        """Take one written word as an answer; raises Refusal, keeping nothing, for what is no word."""
        writing = await self.may_write(visitor, round_, seen_by)
        try:
            word = one_word(typed)
        except NotUsable as fault:
            raise Refusal(f"checkins.refused.word.{fault.reason}") from fault
        _, person = await self._circles.access(visitor, writing.round.circle)
        return await self._taken(writing.round, person, Given(word, seen_by))

    async def _require_yes(self, visitor: Visitor, round_: Round, choice: str, seen_by: SeenBy) -> None:
        if seen_by is SeenBy.ONLY_ME:
            return
        yes, only_me = (
            (f"checkins:yes:{round_.round}:{choice}:{seen_by}", f"checkins:answer:{round_.round}:{choice}:")
            if choice
            else (f"checkins:yes_word:{round_.round}:{seen_by}", f"checkins:word:{round_.round}:")
        )
        asked = Asked(
            f"checkins.ask.{seen_by}",
            # What the press does stands on it: it keeps, and it says for whom (R2).
            button(f"checkins.button.yes_for.{seen_by}", yes, Style.MAIN),
            button("checkins.button.only_me", f"{only_me}{SeenBy.ONLY_ME}"),
        )
        await self._consents.require(visitor.platform_id, round_.circle, ANSWERS, asked)

    async def _taken(self, round_: Round, person: Person, given: Given) -> Answered:
        return await self._database.write(lambda tx: self._take(tx, round_.round, person, given))

    def _take(self, tx: Transaction, number: RoundId, person: Person, given: Given) -> Answered:
        present = self.present(tx, number)
        before = self._answers.get(tx, number, person)
        holds = self._consents.holds_in(tx, person.number, present.circle, ANSWERS)
        if given.seen_by is SeenBy.ONLY_ME:
            self._answers.drop(tx, number, person.number)
        elif holds:
            self._answers.keep(tx, number, person, given)
        else:
            # Taken back between the gate and this line, as on another device.
            raise Refusal("core.stale")
        if holds and self._answers.last(tx, present.circle, person) is not given.seen_by:
            self._answers.remember(tx, present.circle, person, given.seen_by)
        self._store.mark_answered(tx, number)
        remembered = [told(tx, person, present, given.choice) for told in self._on_answer]
        return Answered(
            present,
            given.choice,
            given.seen_by,
            changed=before is not None,
            line_gone=before is not None and bool(before.line or before.waiting),
            may_add=self._answers.lines_allowed(tx, present.circle),
            remembered=any(remembered),
        )

    def present(self, tx: Transaction, number: RoundId) -> Round:
        """Answer a round that is still open, inside a transaction."""
        # Read again inside the transaction: a round may close between the press and this line.
        present = self._store.get(tx, number)
        if present is None or not present.is_open:
            raise Refusal("checkins.is_closed")
        return present

    async def answerable(self, visitor: Visitor, round_: RoundId) -> tuple[Round, Person]:
        """Answer an open round and who presses; raises Refusal for everyone who cannot answer it."""
        found = await self._database.glance(lambda tx: self._store.get(tx, round_))
        if found is None:
            raise Refusal("checkins.gone")
        _, person = await self._circles.access(visitor, found.circle)
        if not found.is_open:
            raise Refusal("checkins.is_closed")
        return found, person

    async def pass_by(self, visitor: Visitor, round_: RoundId) -> Passed:
        """Pass: free, kept nowhere, open to everyone; an earlier answer is taken back, a shown one too."""
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return Passed(took_back=False)
        number = person.number
        passed = await self._database.write(lambda tx: self._take_back(tx, round_, number))
        if passed.from_post:
            self._ground.changed()
        return passed

    def _take_back(self, tx: Transaction, round_: RoundId, person: PersonNumber) -> Passed:
        present = self._store.get(tx, round_)
        had_one = self._answers.drop(tx, round_, person)
        if present is None or present.is_open:
            return Passed(any([had_one, *(told(tx, person, round_) for told in self._on_pass)]))
        if not had_one:
            # It may have been counted without a name: nobody can tell any more which it was.
            raise Refusal("checkins.closed_already")
        self._drawing.redraw(tx, round_)
        return Passed(took_back=True, from_post=True)
