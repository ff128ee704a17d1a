"""Putting a note into somebody's mailbox, reading it, answering it, and letting go of it."""

from contextlib import suppress
from datetime import date, datetime

from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import EVERYWHERE, CircleId, Person, PersonNumber, Private, Visitor
from bot.core.keeping import NotKept
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.core.words import can_be_seen, straight
from bot.mailbox.model import (
    ANSWER_MOST,
    STAYS,
    Answered,
    Body,
    End,
    Greeting,
    HouseSlip,
    Link,
    Note,
    Page,
    SideId,
    Slip,
    SlipId,
    Thread,
    page_of,
)
from bot.mailbox.store import Kept, MailboxStore
from bot.mailbox.whispers import Heard, Whispers
from bot.people import PLAIN
from bot.people.service import People


class Mailbox:
    """Private notes between two sides that need not know each other.

    A slip is only ever an answer to something its reader began: whoever puts one names that thing (`End.about`),
    and the yes its reader gave to it covers the slip. Nothing else may come by mailbox (R5). Whoever writes learns
    at most that it was delivered or answered (R60).
    """

    def __init__(
        self, ground: Ground, store: MailboxStore, people: People, consents: Consents, circles: Circles
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._people = people
        self._consents = consents
        self._circles = circles
        self._on_opened: list[Heard] = []
        self.whispers = Whispers(ground, store, people, consents, circles)
        consents.on_withdrawal(self._let_go)

    def _let_go(self, tx: Transaction, person: PersonNumber, circle: CircleId, _: str) -> None:
        # With the last yes in a circle goes the ground every note of that circle stood on.
        left = self._consents.places(tx, person)
        if not left:
            self._store.drop_of(tx, person)
        elif circle != EVERYWHERE and circle not in left:
            self._store.drop_in(tx, person, circle)

    def begin(self, tx: Transaction, circle: CircleId, one: End, other: End | None = None) -> Thread:
        """Begin a thread inside the caller's transaction, and answer the number of each end.

        Without an `other` the house itself stands there, and nothing can be answered. Neither end's reader ever
        learns who the other is. An end that no slip comes to for 30 days is gone.
        """
        mine = SideId(self._ground.chance.number())
        theirs = None if other is None else SideId(self._ground.chance.number())
        until = self._today() + STAYS
        self._store.add_side(tx, mine, one.reader, circle, Link(one.about, theirs), until=until)
        if other is not None and theirs is not None:
            self._store.add_side(tx, theirs, other.reader, circle, Link(other.about, mine), until=until)
        return Thread(mine, theirs)

    def slip(self, tx: Transaction, reader: Person, slip: Slip | HouseSlip) -> SlipId | None:
        """Put a note into its reader's mailbox inside the caller's transaction, and answer its number.

        The caller fetched the reader before (`People.get`), and calls `Ground.changed` afterwards. Answers None
        where the end is gone or is not this reader's: then nothing was put, and whoever waits is told so. Raises
        TypeError or ValueError for what cannot be kept (see `bot.mailbox.model.packed`).
        """
        if isinstance(slip, HouseSlip):
            return self._put(tx, reader, self.begin(tx, slip.circle, End(reader, slip.about)).one, slip.body)
        return self._put(tx, reader, slip.side, slip.body)

    def _put(self, tx: Transaction, reader: Person, side: SideId, body: Body) -> SlipId | None:
        link = self._store.link(tx, side, reader)
        if link is None:
            return None
        number, today = SlipId(self._ground.chance.number()), self._today()
        for end in _ends(side, link):
            self._store.prolong(tx, end, today + STAYS)
        self._store.mark_heard(tx, side)
        self._store.add(tx, number, side, reader, body, made_on=today)
        self.whispers.wanted(tx, reader.number)
        return number

    def on_opened(self, told: Heard) -> None:
        """Have somebody told of whoever opened what waited, inside the transaction that notes it."""
        self._on_opened.append(told)

    async def waiting(self, person: PersonNumber) -> int:
        """Answer how many notes somebody has not read."""
        return await self._database.glance(lambda tx: self._store.unseen(tx, person))

    async def greeting(self, person: Person) -> Greeting:
        """Answer what every answer to somebody needs: how they wish to be met, and how many notes wait unread."""
        return await self._database.glance(lambda tx: self._greeting(tx, person))

    def greet(self, person: Person) -> Greeting:
        """Answer the same at once; raises `NotNow` where one would have to wait for it."""
        return self._database.look(lambda tx: self._greeting(tx, person))

    def _greeting(self, tx: Transaction, person: Person) -> Greeting:
        return Greeting(
            language=self._people.settings_in(tx, person).language,
            plain=self._consents.holds_in(tx, person.number, EVERYWHERE, PLAIN),
            waiting=self._store.unseen(tx, person.number),
        )

    async def open(self, visitor: Visitor, place: int = 0) -> Page:
        """Answer one page of what waits for the visitor, of all circles, and note that it was read."""
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return Page(())
        kept, names, unopened = await self._database.read(lambda tx: self._kept(tx, person.number))
        page = page_of([self._note(person, one, names.get(one.circle, "")) for one in kept], place)
        shown = {note.slip for note in page.notes}
        unread = [one.slip for one in kept if one.slip in shown and not one.seen]
        if unread or unopened:
            # Where no room is left to note it, the notes can be read all the same, and count as unread.
            with suppress(NotKept):
                await self._database.write(lambda tx: self._read(tx, person.number, unread))
        return page

    def _kept(self, tx: Transaction, person: PersonNumber) -> tuple[list[Kept], dict[CircleId, str], bool]:
        kept = self._store.list_for(tx, person)
        found = [self._circles.get_in(tx, circle) for circle in {one.circle for one in kept}]
        whisper = self._store.whisper_of(tx, person)
        names = {circle.circle: circle.name for circle in found if circle is not None}
        return kept, names, whisper is not None and whisper.unopened

    def _note(self, person: Person, kept: Kept, circle: str) -> Note:
        link = self._store.open_side(kept.side, person, kept.sealed_side)
        body = self._store.open_slip(kept.slip, person, kept.sealed)
        answerable = link.other is not None
        return Note(kept.slip, link.about, circle, kept.made_on, body, answerable, kept.answered)

    def _read(self, tx: Transaction, person: PersonNumber, slips: list[SlipId]) -> None:
        self._store.mark_seen(tx, slips)
        self._store.mark_opened(tx, person)
        for told in self._on_opened:
            told(tx, person)

    async def put_away(self, visitor: Visitor, slip: SlipId, place: int) -> Page:
        """Let go of a note for good, and answer the page it stood on."""
        person = await self._own(visitor)
        if not await self._database.write(lambda tx: self._put_away(tx, person, slip)):
            raise Refusal("mailbox.gone")
        return await self.open(visitor, place)

    def _put_away(self, tx: Transaction, person: Person, slip: SlipId) -> bool:
        side = self._store.side_of(tx, slip, person.number)
        link = None if side is None else self._store.link(tx, side, person)
        if side is None or link is None:
            return False
        self._store.drop(tx, slip)
        ends = _ends(side, link)
        if not any(self._store.holds_any(tx, end) for end in ends):
            # A thread lives no longer than its last slip.
            self._store.drop_sides(tx, ends)
        return True

    def take(self, tx: Transaction, person: Person, slip: SlipId) -> bool:
        """Let go inside a transaction of a note whose own way was pressed; False where it is not theirs."""
        return self._put_away(tx, person, slip)

    async def may_answer(self, visitor: Visitor, slip: SlipId) -> SlipId:
        """Let the visitor write an answer to their own note, or raise the refusal that says why not."""
        person = await self._own(visitor)
        await self._database.glance(lambda tx: self._require_open(tx, person, slip))
        return slip

    def _require_open(self, tx: Transaction, person: Person, slip: SlipId) -> None:
        # Said before somebody finds words, not after.
        side, other = self._answerable(tx, person, slip)
        if self._store.has_answered(tx, side):
            raise Refusal("mailbox.answered_already")
        if self._store.person_at(tx, other) is None:
            raise Refusal("mailbox.nobody_there")

    def _answerable(self, tx: Transaction, person: Person, slip: SlipId) -> tuple[SideId, SideId]:
        side = self._store.side_of(tx, slip, person.number)
        link = None if side is None else self._store.link(tx, side, person)
        if side is None or link is None or link.other is None:
            raise Refusal("mailbox.gone")
        return side, link.other

    async def answer(self, visitor: Visitor, slip: SlipId, words: Private) -> Answered:
        """Put an answer into the other side's mailbox; its writer learns that it lies there, never whose it is.

        Raises Refusal, with nothing sent, for no words or too many, where the last answer was not answered yet,
        and where nobody is at the other side any more.
        """
        words = Private(straight(words).strip())
        if not can_be_seen(words):
            raise Refusal("mailbox.nothing_written")
        if len(words) > ANSWER_MOST:
            raise Refusal("mailbox.too_long", most=ANSWER_MOST)
        person = await self._own(visitor)
        side, other = await self._database.glance(lambda tx: self._answerable(tx, person, slip))
        reader = await self._person_at(other)
        if reader is None:
            raise _not_delivered(words)
        await self._database.write(lambda tx: self._send(tx, (person, side), (reader, other), words))
        self._ground.changed()
        return Answered()

    def _send(
        self, tx: Transaction, writer: tuple[Person, SideId], reader: tuple[Person, SideId], words: Private
    ) -> None:
        if not self._store.mark_answered(tx, writer[1], writer[0].number):
            raise Refusal("mailbox.answered_already")
        if self._put(tx, *reader, words) is None:
            raise _not_delivered(words)

    async def _person_at(self, side: SideId) -> Person | None:
        number = await self._database.read(lambda tx: self._store.person_at(tx, side))
        return None if number is None else (await self._people.get([number])).get(number)

    async def _own(self, visitor: Visitor) -> Person:
        person = await self._people.find(visitor.platform_id)
        if person is None:
            raise Refusal("mailbox.gone")
        return person

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of what is 30 days old, and answer how many rows went."""
        return self._store.expire(tx, (now - STAYS).date(), now.date())

    def _today(self) -> date:
        return self._ground.clock.now().date()


def _ends(side: SideId, link: Link) -> tuple[SideId, ...]:
    return (side,) if link.other is None else (side, link.other)


def _not_delivered(words: Private) -> Refusal:
    return Refusal("mailbox.not_delivered", words=words)
