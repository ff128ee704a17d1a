"""The one place that wires the product: stores, ports, texts and features become one Hearth."""

import functools
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import (
    asked,
    checkins,
    circles,
    consent,
    desk,
    escape,
    helplines,
    mailbox,
    moderation,
    people,
    privacy,
    reach,
    signs,
)
from bot.asked.service import Asked
from bot.asked.store import AskedStore
from bot.checkins.history import History
from bot.checkins.lines import Lines
from bot.checkins.service import Checkins
from bot.checkins.store import CheckinStore
from bot.checkins.store.history import HistoryStore
from bot.circles.founding import Founding
from bot.circles.service import Circles
from bot.circles.standing import Standing
from bot.circles.store import StandingStore
from bot.consent.service import Consents
from bot.core import delivery, scheduling
from bot.core.feature import Feature
from bot.core.ground import Ground
from bot.core.lanes import Lane
from bot.core.notebook import Notebook
from bot.core.ports import Chance, Clock, Front
from bot.core.scheduling.alarm import Alarm
from bot.core.scheduling.sweeps import Expire, Sweeps
from bot.core.texts import Texts, load_texts
from bot.desk.service import Desk
from bot.escape.book import read_book
from bot.escape.service import Escape
from bot.escape.store import EscapeStore
from bot.foundation import CONFIG, House, lay
from bot.helplines.confirming import Confirming
from bot.helplines.model import Directory
from bot.helplines.reading import read_directory
from bot.helplines.service import HelpLines
from bot.helplines.store import HelplineStore
from bot.mailbox.service import Mailbox
from bot.people.service import People
from bot.privacy.service import Erasing, Privacy
from bot.reach.answering import Answering
from bot.reach.asking import Asking
from bot.reach.notes import Notes
from bot.reach.rooms import Rooms
from bot.reach.service import Parts, Reach
from bot.reach.store import ReachStore
from bot.reach.store.rooms import RoomStore
from bot.reach.talking import Talking
from bot.signs.service import Reader, Signs
from bot.stores import Stores

LOG = logging.getLogger(__name__)

FEATURES: tuple[Feature, ...] = (
    scheduling.FEATURE,
    delivery.FEATURE,
    people.FEATURE,
    consent.FEATURE,
    circles.FEATURE,
    moderation.FEATURE,
    signs.FEATURE,
    helplines.FEATURE,
    mailbox.FEATURE,
    checkins.FEATURE,
    asked.FEATURE,
    reach.FEATURE,
    escape.FEATURE,
    privacy.FEATURE,
    desk.FEATURE,
)
"""Every feature as the others may see it."""


@dataclass(frozen=True, slots=True)
class Hearth:
    """The whole product, ready to be spoken to by a front."""

    texts: Texts
    chance: Chance
    notebook: Notebook
    house: House
    standing: Standing
    helplines: HelpLines
    confirming: Confirming
    asked: Asked
    reach: Reach
    checkins: Checkins
    lines: Lines
    history: History
    escape: Escape
    privacy: Privacy
    desk: Desk
    alarm: Alarm
    sweeps: Sweeps

    @property
    def ground(self) -> Ground:
        """Answer the database, the world and what is due."""
        return self.house.ground

    @property
    def people(self) -> People:
        """Answer who people are."""
        return self.house.persons

    @property
    def consents(self) -> Consents:
        """Answer what people said yes to."""
        return self.house.consents

    @property
    def circles(self) -> Circles:
        """Answer the circles."""
        return self.house.rings

    @property
    def founding(self) -> Founding:
        """Answer how circles are set up."""
        return self.house.founding

    @property
    def mailbox(self) -> Mailbox:
        """Answer what waits for people."""
        return self.house.box

    async def begin(self) -> None:
        """Finish what an earlier run left unfinished, then keep time; called once the front can be used."""
        self.alarm.on_set_back(self.clock_set_back)
        await self.recover()
        await _each_tried((self.sweeps.begin,))
        await self.alarm.start()
        self.lines.begin()

    async def recover(self) -> None:
        """Take up what a crash left between a row and its message; one fault keeps nothing else from its time."""
        done_first = (self.ground.outbox.free_own, self.privacy.finish_erasing, self.checkins.recover)
        done_first = (*done_first, self.reach.recover)
        come_back = (self.checkins.openings.come_back, self.desk.daily.come_back)
        await _each_tried((*done_first, *come_back, self.helplines.begin, self.ground.outages.beat))

    async def clock_set_back(self, by: timedelta) -> None:
        """Let nobody, and nothing that comes again, wait for a time that the clock told before it was set back."""
        await self.ground.clock_set_back(by)
        await self.sweeps.clock_set_back()
        await self.checkins.openings.come_back()
        await self.desk.daily.come_back()

    async def settle(self) -> None:
        """Do and send everything that is due now."""
        while await self.ground.dues.settle() + await self.ground.sender.settle() + await self.sweeps.settle():
            pass

    async def next_step(self) -> datetime | None:
        """Answer what is due next, cleaning up left aside: where a led clock or a test stops on its way."""
        found = (await self.ground.dues.earliest(Lane.REMINDER), await self.ground.outbox.next_try())
        return min((at for at in found if at is not None), default=None)

    async def settle_led(self) -> None:
        """Do the same where a led clock was moved to: the time it was led over is no outage."""
        # First of all: the alarm may wake meanwhile and would take the move for a time nobody was here.
        await self.ground.outages.walked()
        await self.settle()

    async def end(self) -> None:
        """Keep time no longer and send nothing more."""
        self.alarm.stop()
        await self.sweeps.stop()
        await self.ground.sender.stop()


async def _each_tried(works: Sequence[Callable[[], Awaitable[None]]]) -> None:
    for work in works:
        try:
            await work()
        except Exception as fault:
            # Time must run for all circles even where one of them cannot be mended.
            LOG.error("what an earlier run left could not all be finished: %s", type(fault).__name__)


def shipped_texts() -> Texts:
    """Read the words that come with this version; raises SettingsFault naming file and line."""
    return load_texts(CONFIG / "texts")


@functools.cache
def shipped_signs() -> Signs:
    """Read the rules that texts are read by; once, because that takes a good part of a second."""
    return Signs.load(CONFIG / "signs.yaml")


def shipped_lines() -> Directory:
    """Read the help lines that come with this version."""
    return read_directory(CONFIG / "helplines")


async def assemble(
    stores: Stores, front: Front, clock: Clock, chance: Chance, texts: Texts, *, lines: Directory | None = None
) -> Hearth:
    """Wire the product over open stores, with other help lines than the shipped; raises SettingsFault for a key."""
    house = await lay(stores, front, clock, chance, FEATURES)
    ground, keys, known = house.ground, stores.keyring, (house.persons, house.consents, house.rings)
    numbers, confirming, standing = _numbers(house, lines or shipped_lines())
    around = Asked(ground, AskedStore(keys), *known, mailbox=house.box)
    reaching = _reach(house, around, numbers)
    rounds = Checkins(ground, CheckinStore(keys), *known, mailbox=house.box)
    own = History(ground, HistoryStore(keys), *known)
    waits = (rounds.rhythms, around.coverage, reaching, standing, confirming)
    at_the_desk = Desk(ground, house.rings, FEATURES, waits=[one.waiting for one in waits])
    at_home = Privacy(ground, *known, FEATURES)
    _listen(rounds, own, at_home, (rounds.drawing.forget, around.forget, reaching.asking.forget))
    ageing = (ground.outbox, house.box, around, reaching.asking, reaching.rooms, own, ground.outages, at_the_desk)
    sweeps = _sweeps(stores, ground, [one.expire for one in ageing])
    sweeps.every_hour(lambda _: at_home.finish_erasing())
    return Hearth(
        texts=texts,
        chance=chance,
        notebook=Notebook(stores.main),
        house=house,
        standing=standing,
        helplines=numbers,
        confirming=confirming,
        asked=around,
        reach=reaching,
        checkins=rounds,
        lines=Lines(ground, CheckinStore(keys), house.rings, rounds.answering, Reader(shipped_signs)),
        history=own,
        escape=_escape(house, texts),
        privacy=at_home,
        desk=at_the_desk,
        alarm=_alarm(ground),
        sweeps=sweeps,
    )


def _numbers(house: House, lines: Directory) -> tuple[HelpLines, Confirming, Standing]:
    """Have the standing posts say the numbers, and follow them."""
    ground, rings, founding = house.ground, house.rings, house.founding
    numbers = HelpLines(ground, HelplineStore(), rings, lines)
    standing = Standing(ground, StandingStore(), rings, founding, numbers.standing_post)
    numbers.on_change(standing.refresh)
    return numbers, Confirming(ground, rings, numbers), standing


def _reach(house: House, around: Asked, lines: HelpLines) -> Reach:
    """Wire what happens between a press and somebody who comes."""
    store, known = ReachStore(), (house.persons, house.rings)
    asking = Asking(house.ground, store, *known, around)
    talking = Talking(house.ground, store, *known, asking)
    rooms = Rooms(house.ground, store, RoomStore(), house.rings, around)
    rooms.begin(asking)
    answering = Answering(house.ground, store, house.persons, asked=around, asking=asking, talking=talking)
    notes = Notes(house.ground, store, house.persons, consents=house.consents, mailbox=house.box, asking=asking)
    parts = Parts(asking, talking, answering, notes, rooms)
    return Reach(house.ground, store, *known, lines=lines, parts=parts)


def _listen(rounds: Checkins, own: History, at_home: Privacy, erasing: Sequence[Erasing]) -> None:
    """Have those told who must hear of another's act without knowing them."""
    rounds.answering.on_answer(own.answered, own.passed)
    for told in erasing:
        at_home.on_erase(told)


def _escape(house: House, texts: Texts) -> Escape:
    book = read_book(CONFIG / "escape.yaml", texts)
    return Escape(house.ground, book, EscapeStore(house.stores.keyring), house.persons, house.consents)


def _alarm(ground: Ground) -> Alarm:
    alarm = Alarm(ground.dues, ground.clock, (ground.outbox.next_try,))
    alarm.on_settled(ground.sender.look_now)
    ground.sender.on_rest(alarm.look_now)
    alarm.on_wake(ground.outages.beat)
    return alarm


def _sweeps(stores: Stores, ground: Ground, expiring: Sequence[Expire]) -> Sweeps:
    """Have what ages let go of hourly, and both files copied and written anew nightly."""
    sweeps = Sweeps(ground.dues, stores.main, ground.clock, expiring)
    sweeps.every_night(stores.backups.nightly)
    sweeps.every_week(stores.backups.prove)
    return sweeps
