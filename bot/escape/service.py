"""Stepping out: exercises from memory alone, and a list of one's own for whoever said yes to one."""

import asyncio
from collections.abc import Callable

from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import EVERYWHERE, CircleId, Person, PersonNumber, PlatformId, Visitor
from bot.core.notices import button
from bot.core.refusals import Asked, Refusal
from bot.core.storage.database import Transaction
from bot.escape import FAVOURITES
from bot.escape.model import Aspect, Book, Exercise, Own, Page, Wish, page_of, suggested
from bot.escape.store import EscapeStore
from bot.people.service import People

ASKED_FOR = 0.3
"""Seconds in which the files may say what somebody hid; after that the exercises come as they are."""


class Escape:
    """Exercises for anyone: without a yes, without being in a circle, and without the files (R105)."""

    def __init__(self, ground: Ground, book: Book, store: EscapeStore, people: People, consents: Consents) -> None:
        self._database = ground.database
        self._book = book
        self._store = store
        self._people = people
        self._consents = consents
        consents.on_withdrawal(self._forget)

    def _forget(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        if (circle, purpose) == (EVERYWHERE, FAVOURITES):
            self._store.drop(tx, person)

    def opening(self) -> Exercise:
        """Answer the exercise that everything opens with (R102)."""
        return self._book.opening

    def exercise(self, name: str) -> Exercise:
        """Answer one exercise; the opening one for an id that this version no longer has."""
        return self._book.exercises.get(name, self._book.opening)

    def other_than(self, name: str) -> Exercise:
        """Answer a different one: from body, touch or breath always one that is none of these (R104)."""
        present = self._book.exercises.get(name)
        return self._book.opening if present is None else self.exercise(present.swap_for)

    def is_menu(self, name: str) -> bool:
        """Tell whether this version has a menu."""
        return name in self._book.menus

    async def menus(self, visitor: Visitor, place: int) -> Page:
        """Answer a few of the ways it can be; first among them `mine`, if the visitor keeps a list."""
        own = await self._own_in_time(visitor.platform_id)
        return page_of((*(("mine",) if own.kept else ()), *self._book.menus), (), place)

    async def menu(self, visitor: Visitor, name: str, place: int) -> Page:
        """Answer a few exercises of a menu, without what the visitor hid if the files say so in time (R103)."""
        return suggested(self._book, name, await self._own_in_time(visitor.platform_id), place)

    async def _own_in_time(self, platform_id: PlatformId) -> Own:
        # Whatever is wrong with the files, or however long they take: an exercise comes, and no line tells of it.
        asking = asyncio.ensure_future(self._own(platform_id))
        asking.add_done_callback(_unheard)
        # Not cancelled where it takes longer: that would wait for the very file that does not answer.
        done, _ = await asyncio.wait({asking}, timeout=ASKED_FOR)
        return asking.result() if done and asking.exception() is None else Own()

    async def _own(self, platform_id: PlatformId) -> Own:
        person = await self._people.find(platform_id)
        return Own() if person is None else await self._database.read(lambda tx: self._own_in(tx, person))

    def _own_in(self, tx: Transaction, person: Person) -> Own:
        if not self._consents.holds_in(tx, person.number, EVERYWHERE, FAVOURITES):
            return Own()
        return self._store.get(tx, person).known(self.knows)

    def knows(self, what: str) -> bool:
        """Tell whether this version has an exercise, or an aspect, of that name."""
        return what in self._book.exercises or what in set(Aspect)

    async def own(self, visitor: Visitor) -> Own:
        """Answer the visitor's own list; an empty one where there is none."""
        return await self._own(visitor.platform_id)

    async def keep(self, visitor: Visitor, name: str) -> Own:
        """Put an exercise on the visitor's list; raises Asked where they said no yes to one."""
        if name not in self._book.exercises:
            raise Refusal("core.stale")
        return await self._changed(visitor, lambda own: own.keeping(name), _asked(Wish.KEEP, name))

    async def hide(self, visitor: Visitor, what: str) -> Own:
        """Suggest an exercise, or all of an aspect, no more; raises Asked where there is no yes."""
        if not self.knows(what):
            raise Refusal("core.stale")
        return await self._changed(visitor, lambda own: own.hiding(what), _asked(Wish.HIDE, what))

    async def say_yes(self, visitor: Visitor, wish: Wish, what: str) -> Own:
        """Keep the yes to a list of one's own, and what it was said for."""
        do = self.keep if wish is Wish.KEEP else self.hide
        if not self.knows(what):
            raise Refusal("core.stale")
        await self._consents.give(visitor.platform_id, EVERYWHERE, FAVOURITES)
        return await do(visitor, what)

    async def take_off(self, visitor: Visitor, what: str) -> Own:
        """Have an exercise or aspect neither kept nor hidden; done as well if it was neither."""
        if (await self.own(visitor)).is_empty:
            return Own()
        return await self._changed(visitor, lambda own: own.without(what), Refusal("core.stale"))

    async def _changed(self, visitor: Visitor, change: Callable[[Own], Own], refusal: Refusal) -> Own:
        person = await self._consents.require(visitor.platform_id, EVERYWHERE, FAVOURITES, refusal)

        def work(tx: Transaction) -> Own:
            if not self._consents.holds_in(tx, person.number, EVERYWHERE, FAVOURITES):
                # Taken back between the gate and this line, as on another device.
                raise refusal
            own = change(self._own_in(tx, person))
            self._store.save(tx, person, own)
            return own

        return await self._database.write(work)


def _unheard(asking: "asyncio.Future[Own]") -> None:
    # Looked at, so that asyncio logs nothing of a fault that nobody has to hear of.
    if not asking.cancelled():
        asking.exception()


def _asked(wish: Wish, what: str) -> Asked:
    # What the press does stands on it: it keeps a list, and what of it comes first (R2).
    yes = button(f"escape.button.yes.{wish}", f"escape:yes:{wish}:{what}")
    return Asked("escape.ask", yes, button("core.button.not_now", "escape:away"))
