"""What every part of the product stands on: files, people, consents, circles and mailboxes, wired first."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.away.service import Away
from bot.circles.closing import Closing
from bot.circles.founding import Founding
from bot.circles.leaving import Leaving
from bot.circles.servers import Servers
from bot.circles.service import Circles
from bot.circles.store import CircleStore
from bot.consent.service import Consents
from bot.core.delivery.outbox import Outbox
from bot.core.delivery.posts import Posts
from bot.core.delivery.sender import Sender
from bot.core.feature import Feature
from bot.core.ground import Ground
from bot.core.ports import Chance, Clock, Front
from bot.core.scheduling.beside import Beside
from bot.core.scheduling.due import Dues
from bot.core.scheduling.outages import Outages
from bot.core.storage.database import NotScrubbed
from bot.core.storage.restored import Restored, restored_in
from bot.core.word_guard import WordGuard
from bot.device.clearing import Clearings
from bot.device.selfclearing import SelfClearings
from bot.device.service import Device
from bot.mailbox.service import Mailbox
from bot.mailbox.store import MailboxStore
from bot.moderation.ledger import Ledger
from bot.moderation.store import UndoStore
from bot.moderation.undoing import Undoing
from bot.people.renewing import Renewing
from bot.people.service import People
from bot.stores import Stores

LOG = logging.getLogger(__name__)

CONFIG = Path(__file__).resolve().parent.parent / "config"
"""Where everything lies that people may change without programming."""


def shipped_guard() -> WordGuard:
    """Read the words that may not stand where a stranger reads them."""
    return WordGuard.load(CONFIG / "word_guard.yaml")


@dataclass(frozen=True, slots=True)
class House:
    """What every other part stands on."""

    stores: Stores
    ground: Ground
    persons: People
    renewing: Renewing
    consents: Consents
    rings: Circles
    founding: Founding
    leaving: Leaving
    closing: Closing
    servers: Servers
    box: Mailbox
    device: Device
    away: Away
    clearings: Clearings
    self_clearings: SelfClearings
    ledger: Ledger
    undoing: Undoing


async def lay(stores: Stores, front: Front, clock: Clock, chance: Chance, features: Sequence[Feature]) -> House:
    """Wire it over open stores; raises SettingsFault for a wrong key."""
    renewing = Renewing(stores.people_file, stores.keyring, chance, stores.key_file)
    renewing.on_renewed(stores.backups.follow_people)
    await renewing.check()
    persons = await _people(stores, chance)
    purposes = [purpose for feature in features for purpose in feature.purposes]
    consents, store = Consents(stores.main, persons, clock, purposes), CircleStore(stores.keyring)
    ledger = Ledger(stores.main, persons, consents, clock=clock, chance=chance, features=features)
    restored = await stores.main.read(restored_in)
    ground = _ground(stores, front, clock, chance, ledger=ledger, restored=restored)
    rings = Circles(ground, store, persons, consents)
    founding = Founding(ground, rings, store, shipped_guard())
    leaving = Leaving(ground, persons, consents)
    ground.sender.on_lost(leaving.doubt)
    closing = Closing(ground, consents, rings, founding)
    servers = Servers(ground, closing)
    box = Mailbox(ground, MailboxStore(stores.keyring), persons, consents, rings)
    device = Device(ground, stores.keyring, persons, consents)
    undoing = Undoing(ground, ledger, UndoStore(stores.keyring))
    return House(
        stores=stores,
        ground=ground,
        persons=persons,
        renewing=renewing,
        consents=consents,
        rings=rings,
        founding=founding,
        leaving=leaving,
        closing=closing,
        servers=servers,
        box=box,
        device=device,
        away=Away(ground, persons, consents, rings),
        clearings=Clearings(ground, persons),
        self_clearings=SelfClearings(ground, persons, consents),
        ledger=ledger,
        undoing=undoing,
    )


def _ground(
    stores: Stores, front: Front, clock: Clock, chance: Chance, *, ledger: Ledger, restored: Restored | None
) -> Ground:
    outbox = Outbox(stores.main, clock, stores.keyring, restored)
    sender = Sender(stores.main, outbox, front, clock)
    outages = Outages(stores.main, clock, front.connected)
    dues = Dues(stores.main, clock)
    beside = Beside(dues, stores.main, clock)
    return Ground(
        database=stores.main,
        clock=clock,
        chance=chance,
        front=front,
        dues=dues,
        beside=beside,
        outbox=outbox,
        sender=sender,
        posts=Posts(stores.main, clock, front, dues, beside),
        outages=outages,
        acts=ledger,
        restored=restored,
    )


async def _people(stores: Stores, chance: Chance) -> People:
    persons = People(stores.people_file, stores.main, stores.keyring, chance)
    await persons.prove_keys()
    persons.on_forgotten(stores.backups.follow_people)
    await _finish_forgetting(stores)
    return persons


async def _finish_forgetting(stores: Stores) -> None:
    # A kill between forgetting someone and cleaning the file, or its backup, leaves copies; they go now.
    for work in (stores.backups.tidy, stores.people_file.scrub):
        try:
            await work()
        except NotScrubbed:
            LOG.warning("copies of what was forgotten could not be removed; it is tried again at night")
