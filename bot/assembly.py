"""The one place that wires the product: stores, ports, texts and features become one Hearth."""

import functools
import logging
from collections.abc import Sequence

from bot import (
    asked,
    away,
    checkins,
    circles,
    consent,
    days,
    debriefs,
    desk,
    device,
    escape,
    farewells,
    guard,
    helplines,
    mailbox,
    moderation,
    notes,
    people,
    privacy,
    reach,
    reminders,
    signs,
)
from bot.at_home import AtHome, wire_home
from bot.checkins.history import History
from bot.checkins.lines import Lines
from bot.checkins.service import Checkins
from bot.checkins.store import CheckinStore
from bot.checkins.store.history import HistoryStore
from bot.core import delivery, scheduling
from bot.core.feature import Feature
from bot.core.ids import Visitor
from bot.core.notebook import Notebook, commands_note
from bot.core.ports import Chance, Clock, Front
from bot.core.scheduling.alarm import Alarm
from bot.core.scheduling.sweeps import Expire, Sweeps
from bot.core.texts import Texts, load_texts
from bot.desk.service import Desk
from bot.device.model import Erased
from bot.foundation import CONFIG, House, lay
from bot.guard.service import Guard
from bot.hard_hours import HardHours, shipped_lines, wire
from bot.hearth import Hearth
from bot.helplines.model import Directory
from bot.moderation.done import WhatWasDone
from bot.notes.ageing import Ageing
from bot.notes.keys import NoteKeys
from bot.notes.store import NoteStore
from bot.privacy.erasing import Erasing
from bot.privacy.service import Privacy
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
    guard.FEATURE,
    helplines.FEATURE,
    mailbox.FEATURE,
    device.FEATURE,
    away.FEATURE,
    checkins.FEATURE,
    notes.FEATURE,
    asked.FEATURE,
    reach.FEATURE,
    escape.FEATURE,
    debriefs.FEATURE,
    days.FEATURE,
    reminders.FEATURE,
    farewells.FEATURE,
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


@functools.cache
def shipped_leak_guard() -> Guard:
    """Read what drafts are looked through for; once, because the rules do not change while it runs."""
    return Guard.load(CONFIG / "guard.yaml")


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
    home = wire_home(house, hard, FEATURES)
    told = [one.waiting for one in waits]
    at_the_desk = Desk(ground, house.rings, FEATURES, waits=told, health=[home.trust.untold])
    house.device.erase_with(lambda visitor: _erased(home.privacy, visitor))
    notes = Notebook(stores.main)
    _let_go(house, rounds, at_the_desk, notes)
    care = (hard.asked, hard.reach.asking, hard.worries, hard.debriefs)
    of_house = (house.device, house.undoing, rounds.drawing, hard.reach.rooms.farewells)
    _listen(rounds, own, home.privacy, [one.forget for one in (*of_house, *care, *home.wishes)])
    _watched(house, hard, home.privacy)
    kept = (ground.outbox, house.ledger, house.undoing, house.box, house.clearings, home.copying)
    ageing = (*kept, *care, hard.reach.rooms, own, rounds, *home.ages, ground.outages, at_the_desk)
    old_notes = _old_notes(house)
    sweeps = _sweeps(house, [house.founding.let_go, *(one.expire for one in (*ageing, old_notes))], home)
    sweeps.every_hour(old_notes.destroy_keys)
    return Hearth(
        texts=texts,
        chance=chance,
        notebook=notes,
        house=house,
        hard=hard,
        checkins=rounds,
        lines=_lines(house, rounds, hard),
        history=own,
        home=home,
        desk=at_the_desk,
        done=WhatWasDone(ground, house.rings, house.persons, FEATURES),
        alarm=_alarm(house),
        sweeps=sweeps,
    )


def _lines(house: House, rounds: Checkins, hard: HardHours) -> Lines:
    """Have lines read before they go anywhere, by the rules that come with this version."""
    store, reader = CheckinStore(house.stores.keyring), SignReader(shipped_signs)
    return Lines(
        house.ground, store, rounds.answering, circles=house.rings, reader=reader, helplines=hard.helplines
    )


def _old_notes(house: House) -> Ageing:
    """Have notes, and what leads to who wrote them, go at their time."""
    keys = NoteKeys(house.stores.people_file, house.stores.keyring, house.ground.clock)
    keys.on_destroyed(house.stores.backups.follow_people)
    old = Ageing(house.ground, NoteStore(house.stores.keyring), keys)
    house.closing.on_removed(old.let_go_of)
    return old


def _let_go(house: House, rounds: Checkins, at_the_desk: Desk, notes: Notebook) -> None:
    """Have those told who keep something of a circle, or of a server, that goes as a whole."""
    house.closing.on_removed(rounds.let_go_of)
    house.servers.keep_in_mind(lambda _: (), lambda tx, server: notes.forget(tx, commands_note(server)))
    house.servers.keep_in_mind(at_the_desk.daily.servers, at_the_desk.daily.let_go)
    house.servers.keep_in_mind(house.ledger.servers, house.ledger.let_go)
    house.servers.keep_in_mind(house.ground.posts.servers, house.ground.posts.let_go)


def _listen(rounds: Checkins, own: History, at_home: Privacy, erasing: Sequence[Erasing]) -> None:
    """Have those told who must hear of another's act without knowing them."""
    rounds.answering.on_answer(own.answered, own.passed)
    for told in erasing:
        at_home.erasures.on_erase(told)
    at_home.erasures.join(checkins.FEATURE.name, rounds.drawing)


def _watched(house: House, hard: HardHours, at_home: Privacy) -> None:
    """Have whoever stepped away asked for nothing and told nothing, and an ask of their own ended."""
    for erased in (house.away.forget, house.clearings.forget, house.self_clearings.forget):
        at_home.erasures.on_erase(erased)
    house.box.whispers.on_sent(house.self_clearings.whispered)
    house.box.on_opened(house.self_clearings.opened)
    house.box.whispers.away_with(house.away.is_away)
    house.away.on_return(house.box.whispers.came_back)
    hard.asked.away_with(house.away.is_away)
    for told in (hard.reach.notes.stopped, hard.debriefs.listening.forget, hard.asked.stepped_away):
        house.away.on_step_away(told)


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


def _sweeps(house: House, expiring: Sequence[Expire], home: AtHome) -> Sweeps:
    """Have what ages let go of hourly, and both files copied and written anew nightly."""
    stores, ground = house.stores, house.ground
    sweeps = Sweeps(ground.dues, stores.main, ground.clock, expiring)
    sweeps.every_night(stores.backups.nightly)
    sweeps.every_night(house.renewing.let_go)
    sweeps.every_week(stores.backups.prove)
    sweeps.every_few_minutes(house.leaving.look)
    sweeps.every_hour(house.closing.let_go)
    sweeps.every_hour(house.servers.let_go)
    sweeps.every_hour(house.leaving.let_go)
    sweeps.every_hour(house.ledger.unneeded)
    sweeps.every_hour(home.farewells.expire)
    sweeps.every_hour(home.days.hellos.expire)
    # After it: with somebody's last circle goes everything about them.
    sweeps.every_hour(lambda _: home.privacy.erasures.finish())
    return sweeps
