"""What stands between a bad hour and somebody who comes: numbers, exercises, people, and care for these."""

from dataclasses import dataclass

from bot.asked.service import Asked
from bot.asked.store import AskedStore
from bot.circles.standing import Standing
from bot.circles.store import StandingStore
from bot.core.ids import PersonNumber
from bot.core.storage.database import Transaction
from bot.core.texts import Texts
from bot.debriefs.listening import Known, Listening
from bot.debriefs.service import Debriefs
from bot.debriefs.store import DebriefStore
from bot.debriefs.store.words import WordStore
from bot.debriefs.writing import Writing
from bot.escape.book import read_book
from bot.escape.service import Escape
from bot.escape.store import EscapeStore
from bot.foundation import CONFIG, House
from bot.helplines.confirming import Confirming
from bot.helplines.country import OwnCountry
from bot.helplines.model import Directory
from bot.helplines.reading import read_directory
from bot.helplines.service import HelpLines
from bot.helplines.store import HelplineStore, OwnStore
from bot.reach.answering import Answering
from bot.reach.asking import Asking
from bot.reach.farewells import Farewells
from bot.reach.model import Ask, Kind
from bot.reach.notes import Notes
from bot.reach.rooms import Rooms
from bot.reach.service import Parts, Reach
from bot.reach.store import ReachStore
from bot.reach.store.rooms import RoomStore
from bot.reach.store.worries import WorryStore
from bot.reach.talking import Talking
from bot.reach.worries import Neighbours, Worries


@dataclass(frozen=True, slots=True)
class HardHours:
    """Everything for when it is bad."""

    standing: Standing
    helplines: HelpLines
    confirming: Confirming
    asked: Asked
    reach: Reach
    worries: Worries
    debriefs: Debriefs
    escape: Escape


def wire(house: House, texts: Texts, lines: Directory) -> HardHours:
    """Wire it over what every part stands on."""
    numbers, confirming, standing = _numbers(house, lines)
    known = (house.persons, house.consents, house.rings)
    around = Asked(house.ground, AskedStore(house.stores.keyring), *known, mailbox=house.box)
    reaching = _reach(house, around, numbers)
    house.leaving.on_left(around.gone)
    house.leaving.on_left(reaching.notes.gone)
    house.closing.on_closed(reaching.notes.closed)
    around_them = Neighbours(house.persons, house.rings, around, house.box)
    return HardHours(
        standing=standing,
        helplines=numbers,
        confirming=confirming,
        asked=around,
        reach=reaching,
        worries=Worries(house.ground, WorryStore(house.stores.keyring), around_them),
        debriefs=_care(house, around, reaching),
        escape=_escape(house, texts),
    )


def shipped_lines() -> Directory:
    """Read the help lines that come with this version."""
    return read_directory(CONFIG / "helplines")


def _numbers(house: House, lines: Directory) -> tuple[HelpLines, Confirming, Standing]:
    """Have the standing posts say the numbers, and follow them."""
    ground, rings, founding = house.ground, house.rings, house.founding
    own = OwnCountry(
        ground, OwnStore(house.stores.keyring), house.persons, consents=house.consents, directory=lines
    )
    numbers = HelpLines(ground, HelplineStore(), rings, lines, own)
    standing = Standing(ground, StandingStore(), rings, founding, numbers.standing_post)
    numbers.on_change(standing.refresh)
    house.closing.on_removed(standing.let_go_of)
    return numbers, Confirming(ground, rings, numbers), standing


def _reach(house: House, around: Asked, lines: HelpLines) -> Reach:
    """Wire what happens between a press and somebody who comes."""
    store, known = ReachStore(), (house.persons, house.rings)
    asking = Asking(house.ground, store, *known, around)
    talking = Talking(house.ground, store, *known, asking)
    rooms = Rooms(house.ground, store, RoomStore(), house.rings, around, Farewells(house.ground, *known))
    rooms.begin(asking)
    answering = Answering(house.ground, store, house.persons, asked=around, asking=asking, talking=talking)
    notes = Notes(house.ground, store, house.persons, consents=house.consents, mailbox=house.box, asking=asking)
    parts = Parts(asking, talking, answering, notes, rooms)
    return Reach(house.ground, store, *known, lines=lines, parts=parts)


def _escape(house: House, texts: Texts) -> Escape:
    book = read_book(CONFIG / "escape.yaml", texts)
    return Escape(house.ground, book, EscapeStore(house.stores.keyring), house.persons, house.consents)


def _care(house: House, around: Asked, reaching: Reach) -> Debriefs:
    """Wire what there is for those who answered, and have it told of every ask in which two met."""
    store, known = DebriefStore(), Known(house.persons, house.rings, house.consents, around, house.box)
    listening = Listening(house.ground, store, known)
    writing = Writing(house.ground, store, WordStore(house.stores.keyring), known=known, listening=listening)
    caring = Debriefs(house.ground, store, known=known, listening=listening, writing=writing)

    def ended(tx: Transaction, ask: Ask, holder: PersonNumber | None) -> None:
        # Reading that somebody struggles is all that was asked for there.
        if ask.kind is not Kind.KNOW:
            caring.ended(tx, ask.circle, ask.person, holder)

    reaching.asking.on_ended(ended)
    return caring
