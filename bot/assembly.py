"""The one place that wires the product: stores, ports, texts and features become one Hearth."""

import functools
import logging
from collections.abc import Sequence

from bot import (
    asked,
    checkins,
    circles,
    consent,
    days,
    debriefs,
    desk,
    device,
    escape,
    helplines,
    mailbox,
    moderation,
    people,
    privacy,
    reach,
    reminders,
    signs,
)
from bot.asked.own import OwnSwitches
from bot.asked.store import AskedStore
from bot.checkins.history import History
from bot.checkins.lines import Lines
from bot.checkins.own import OwnAnswers
from bot.checkins.service import Checkins
from bot.checkins.store import CheckinStore
from bot.checkins.store.history import HistoryStore
from bot.consent.own import OwnYeses
from bot.core import delivery, scheduling
from bot.core.feature import Feature
from bot.core.ids import CircleId, Person, Visitor
from bot.core.notebook import Notebook
from bot.core.notices import Moment, said
from bot.core.ports import Chance, Clock, Front
from bot.core.scheduling.alarm import Alarm
from bot.core.scheduling.sweeps import Expire, Sweeps
from bot.core.storage.database import Transaction
from bot.core.texts import Texts, load_texts
from bot.days.own import OwnDays
from bot.days.service import Days
from bot.days.store import DayStore
from bot.debriefs.own import OwnWords
from bot.debriefs.store.words import WordStore
from bot.desk.service import Desk
from bot.device.model import Erased
from bot.escape.own import OwnList
from bot.escape.store import EscapeStore
from bot.foundation import CONFIG, House, lay
from bot.hard_hours import HardHours, shipped_lines, wire
from bot.hearth import Hearth
from bot.helplines.model import Directory
from bot.helplines.own import OwnCountryKept
from bot.helplines.store import OwnStore
from bot.mailbox.model import HouseSlip
from bot.mailbox.own import OwnNotes
from bot.mailbox.store import MailboxStore
from bot.people.own import OwnSettings
from bot.privacy.copying import Copying, Lock
from bot.privacy.erasing import Erasing
from bot.privacy.model import Wish
from bot.privacy.seeing import Reader, Seeing
from bot.privacy.service import Privacy
from bot.reach.own import OwnWorries
from bot.reach.store.worries import WorryStore
from bot.reminders.ideas import Ideas
from bot.reminders.ideas import Known as Reminding
from bot.reminders.own import OwnReminders
from bot.reminders.service import Reminders
from bot.reminders.store import ReminderStore
from bot.signs.service import Reader as SignReader
from bot.signs.service import Signs
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
    device.FEATURE,
    checkins.FEATURE,
    asked.FEATURE,
    reach.FEATURE,
    escape.FEATURE,
    debriefs.FEATURE,
    days.FEATURE,
    reminders.FEATURE,
    privacy.FEATURE,
    desk.FEATURE,
)
"""Every feature as the others may see it."""


def shipped_texts() -> Texts:
    """Read the words that come with this version; raises SettingsFault naming file and line."""
    return load_texts(CONFIG / "texts")


@functools.cache
def shipped_signs() -> Signs:
    """Read the rules that texts are read by; once, because that takes a good part of a second."""
    return Signs.load(CONFIG / "signs.yaml")


async def assemble(
    stores: Stores, front: Front, clock: Clock, chance: Chance, texts: Texts, *, lines: Directory | None = None
) -> Hearth:
    """Wire the product over open stores, with other help lines than the shipped; raises SettingsFault for a key."""
    house = await lay(stores, front, clock, chance, FEATURES)
    ground, keys, known = house.ground, stores.keyring, (house.persons, house.consents, house.rings)
    hard = wire(house, texts, lines or shipped_lines())
    rounds = Checkins(ground, CheckinStore(keys), *known, mailbox=house.box)
    own = History(ground, HistoryStore(keys), *known)
    waits = (rounds.rhythms, hard.asked.coverage, hard.reach.asking, hard.standing, hard.confirming)
    at_the_desk = Desk(ground, house.rings, FEATURES, waits=[one.waiting for one in waits])
    at_home = Privacy(ground, *known, FEATURES)
    quiet = _quiet_days(house, hard, at_home)
    seeing = Seeing(ground, house.persons, house.rings, FEATURES, readers(house, hard))
    copying = _copying(house, seeing)
    own_reminders, ideas = _reminders(house, quiet)
    house.device.erase_with(lambda visitor: _erased(at_home, visitor))
    of_reach = (hard.reach.rooms.farewells, hard.reach.asking, hard.worries)
    erasing = (house.device, rounds.drawing, hard.asked, *of_reach, hard.debriefs, quiet, own_reminders, ideas)
    _listen(rounds, own, at_home, [one.forget for one in erasing])
    of_asks = (hard.asked, hard.reach.asking, hard.reach.rooms, hard.worries, hard.debriefs)
    ageing = (ground.outbox, house.box, copying, *of_asks, own, rounds, ground.outages, at_the_desk)
    sweeps = _sweeps(house, [house.founding.let_go, *(one.expire for one in ageing)], at_home)
    return Hearth(
        texts=texts,
        chance=chance,
        notebook=Notebook(stores.main),
        house=house,
        hard=hard,
        checkins=rounds,
        lines=_lines(house, rounds, hard),
        history=own,
        privacy=at_home,
        days=quiet,
        seeing=seeing,
        copying=copying,
        reminders=own_reminders,
        ideas=ideas,
        desk=at_the_desk,
        alarm=_alarm(house),
        sweeps=sweeps,
    )


def _quiet_days(house: House, hard: HardHours, at_home: Privacy) -> Days:
    """Have days of somebody's own honoured by whatever would come to them."""
    quiet = Days(house.ground, DayStore(house.stores.keyring), house.persons, house.consents, house.rings)
    hard.asked.quiet_when(quiet.is_silent, quiet.rests_until)
    house.box.whispers.quiet_when(quiet.rests_until)
    at_home.on_settled(quiet.look_again)
    return quiet


def _copying(house: House, seeing: Seeing) -> Copying:
    """Have a copy opened by the phrase, and a note tell its person where one was asked for without it."""
    lock = Lock(house.device.accepts, device.PHRASE)
    copying = Copying(house.ground, house.persons, house.rings, house.consents, seeing=seeing, lock=lock)

    def asked(tx: Transaction, person: Person, circle: CircleId, wish: Wish) -> None:
        body = said("kept.slip", at=Moment(wish.ready_at))
        house.box.slip(tx, person, HouseSlip(circle, "kept.about_copy", body))

    copying.on_asked(asked)
    return copying


def readers(house: House, hard: HardHours) -> dict[str, Reader]:
    """Answer who opens the rows of each table that has words, for their person alone."""
    keys, purposes = house.stores.keyring, [one for feature in FEATURES for one in feature.purposes]
    answers, words = OwnAnswers(CheckinStore(keys), HistoryStore(keys)), OwnWords(WordStore(keys))
    settled = OwnSettings(house.persons)
    return {
        "asked_switch": OwnSwitches(AskedStore(keys)).read,
        "checkin_answer": answers.answers,
        "checkin_audience": answers.audiences,
        "checkin_history": answers.history,
        "consent": OwnYeses(purposes).read,
        "debrief_draft": words.drafts,
        "debrief_kept": words.kept,
        "escape_list": OwnList(EscapeStore(keys), hard.escape.knows).read,
        "mailbox_slip": OwnNotes(MailboxStore(keys)).read,
        "days_list": OwnDays(DayStore(keys)).read,
        "helpline_country": OwnCountryKept(OwnStore(keys)).read,
        "reminder": OwnReminders(ReminderStore(keys)).read,
        "person_settings": settled.settings,
        "person_apart": settled.apart,
        "reach_worry": OwnWorries(WorryStore(keys)).read,
    }


def _reminders(house: House, quiet: Days) -> tuple[Reminders, Ideas]:
    """Wire what somebody wished to be told of by themselves."""
    known = Reminding(house.persons, house.consents, house.rings, quiet, house.box)
    store = ReminderStore(house.stores.keyring)
    return Reminders(house.ground, store, known), Ideas(house.ground, store, known)


def _lines(house: House, rounds: Checkins, hard: HardHours) -> Lines:
    """Have lines read before they go anywhere, by the rules that come with this version."""
    store, reader = CheckinStore(house.stores.keyring), SignReader(shipped_signs)
    return Lines(
        house.ground, store, rounds.answering, circles=house.rings, reader=reader, helplines=hard.helplines
    )


def _listen(rounds: Checkins, own: History, at_home: Privacy, erasing: Sequence[Erasing]) -> None:
    """Have those told who must hear of another's act without knowing them."""
    rounds.answering.on_answer(own.answered, own.passed)
    for told in erasing:
        at_home.erasures.on_erase(told)


async def _erased(at_home: Privacy, visitor: Visitor) -> Erased:
    """Have somebody erased from behind their phrase, and only told what could not go."""
    erased = await at_home.erasures.erase(visitor)
    return Erased(role_stays=bool(erased.role_stays), copies_remain=erased.copies_remain or erased.rows_remain)


def _alarm(house: House) -> Alarm:
    ground = house.ground
    alarm = Alarm(ground.dues, ground.clock, (ground.outbox.next_try,))
    alarm.on_settled(ground.sender.look_now)
    ground.sender.on_rest(alarm.look_now)
    alarm.on_wake(ground.outages.beat)
    alarm.on_wake(house.renewing.look)
    return alarm


def _sweeps(house: House, expiring: Sequence[Expire], at_home: Privacy) -> Sweeps:
    """Have what ages let go of hourly, and both files copied and written anew nightly."""
    stores, ground = house.stores, house.ground
    sweeps = Sweeps(ground.dues, stores.main, ground.clock, expiring)
    sweeps.every_night(stores.backups.nightly)
    sweeps.every_night(house.renewing.let_go)
    sweeps.every_week(stores.backups.prove)
    sweeps.every_few_minutes(house.leaving.look)
    sweeps.every_hour(house.leaving.let_go)
    # After it: with somebody's last circle goes everything about them.
    sweeps.every_hour(lambda _: at_home.erasures.finish())
    return sweeps
