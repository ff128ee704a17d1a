"""What is somebody's own, wired in one place: their home, what is kept of them, their wishes and a way back."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import device, farewells
from bot.asked.own import OwnSwitches
from bot.asked.store import AskedStore
from bot.checkins.own import OwnAnswers
from bot.checkins.store import CheckinStore
from bot.checkins.store.history import HistoryStore
from bot.consent.own import OwnYeses
from bot.core.feature import Feature
from bot.core.ids import CircleId, Person
from bot.core.notices import Moment, said
from bot.core.storage.database import Transaction
from bot.days.own import OwnDays
from bot.days.service import Days
from bot.days.store import DayStore
from bot.debriefs.own import OwnWords
from bot.debriefs.store.words import WordStore
from bot.escape.own import OwnList
from bot.escape.store import EscapeStore
from bot.farewells.candles import Candles
from bot.farewells.lines import Lines
from bot.farewells.own import OwnLines
from bot.farewells.service import Farewells
from bot.farewells.store import LineStore
from bot.foundation import House
from bot.hard_hours import HardHours
from bot.helplines.own import OwnCountryKept
from bot.helplines.store import OwnStore
from bot.mailbox.model import HouseSlip
from bot.mailbox.own import OwnNotes
from bot.mailbox.store import MailboxStore
from bot.people.own import OwnSettings
from bot.privacy.copying import Copying, Lock
from bot.privacy.model import Wish
from bot.privacy.seeing import Reader, Seeing
from bot.privacy.service import Privacy
from bot.privacy.trust import Trust
from bot.reach.own import OwnWorries
from bot.reach.store.worries import WorryStore
from bot.reminders.ideas import Ideas
from bot.reminders.ideas import Known as Reminding
from bot.reminders.own import OwnReminders
from bot.reminders.service import Reminders
from bot.reminders.store import ReminderStore


@dataclass(frozen=True, slots=True)
class AtHome:
    """Everything that a person finds behind their own door."""

    privacy: Privacy
    seeing: Seeing
    copying: Copying
    trust: Trust
    days: Days
    reminders: Reminders
    ideas: Ideas
    farewells: Farewells

    @property
    def ages(self) -> tuple[Candles, Lines]:
        """Answer whatever lets go of what is past its age."""
        return self.farewells.candles, self.farewells.lines

    @property
    def wishes(self) -> tuple[Days, Reminders, Ideas, Farewells]:
        """Answer whoever must hear of somebody who is erased."""
        return self.days, self.reminders, self.ideas, self.farewells


def wire_home(house: House, hard: HardHours, features: Sequence[Feature]) -> AtHome:
    """Wire it over the ground floor and the hard hours."""
    privacy = Privacy(house.ground, house.persons, house.consents, house.rings, features)
    quiet = _quiet_days(house, hard, privacy)
    seeing = Seeing(house.ground, house.persons, house.rings, features, readers(house, hard, features))
    wishes = _wishes(house, quiet)
    privacy.erasures.join(farewells.FEATURE.name, wishes[-1].lines)
    trust = Trust(house.stores.key_file, house.stores.main.file.parent, features)
    return AtHome(privacy, seeing, _copying(house, seeing), trust, quiet, *wishes)


def _quiet_days(house: House, hard: HardHours, privacy: Privacy) -> Days:
    """Have days of somebody's own honoured by whatever would come to them."""
    known = (house.persons, house.consents, house.rings)
    quiet = Days(house.ground, DayStore(house.stores.keyring), *known, mailbox=house.box)
    quiet.hellos.away_with(house.away.is_away)
    hard.asked.quiet_when(quiet.is_silent, quiet.rests_until)
    house.box.whispers.quiet_when(quiet.rests_until)
    privacy.on_settled(quiet.look_again)
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


def readers(house: House, hard: HardHours, features: Sequence[Feature]) -> dict[str, Reader]:
    """Answer who opens the rows of each table that has words, for their person alone."""
    keys, purposes = house.stores.keyring, [one for feature in features for one in feature.purposes]
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
        "farewell_line": OwnLines(LineStore(keys)).read,
        "helpline_country": OwnCountryKept(OwnStore(keys)).read,
        "reminder": OwnReminders(ReminderStore(keys)).read,
        "person_settings": settled.settings,
        "person_apart": settled.apart,
        "reach_worry": OwnWorries(WorryStore(keys)).read,
    }


def _wishes(house: House, quiet: Days) -> tuple[Reminders, Ideas, Farewells]:
    """Wire what somebody wishes for themselves: to be reminded, an idea a week, and a way back."""
    known = Reminding(house.persons, house.consents, house.rings, quiet, house.box)
    store = ReminderStore(house.stores.keyring)
    lines = LineStore(house.stores.keyring)
    goodbyes = Farewells(house.ground, lines, house.persons, house.consents, house.rings)
    house.closing.on_removed(goodbyes.lines.let_go_of)
    house.closing.on_removed(goodbyes.candles.let_go_of)
    return Reminders(house.ground, store, known), Ideas(house.ground, store, known), goodbyes
