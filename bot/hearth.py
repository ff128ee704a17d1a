"""The whole product in one hand, with its beginning, its time and its end."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.asked.service import Asked
from bot.at_home import AtHome
from bot.away.service import Away
from bot.checkins.history import History
from bot.checkins.lines import Lines
from bot.checkins.service import Checkins
from bot.circles.closing import Closing
from bot.circles.founding import Founding
from bot.circles.service import Circles
from bot.circles.standing import Standing
from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.lanes import Lane
from bot.core.notebook import Notebook
from bot.core.ports import Chance
from bot.core.scheduling.alarm import CLOCK_WANDERS, Alarm
from bot.core.scheduling.sweeps import Sweeps
from bot.core.storage.pseudonyms import Pseudonyms
from bot.core.texts import Texts
from bot.days.service import Days
from bot.debriefs.service import Debriefs
from bot.desk.service import Desk
from bot.device.service import Device
from bot.escape.service import Escape
from bot.farewells.service import Farewells
from bot.foundation import House
from bot.hard_hours import HardHours
from bot.helplines.confirming import Confirming
from bot.helplines.service import HelpLines
from bot.mailbox.service import Mailbox
from bot.moderation.done import WhatWasDone
from bot.people.service import People
from bot.privacy.copying import Copying
from bot.privacy.seeing import Seeing
from bot.privacy.service import Privacy
from bot.privacy.trust import Trust
from bot.reach.service import Reach
from bot.reach.worries import Worries
from bot.reminders.ideas import Ideas
from bot.reminders.service import Reminders

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hearth:
    """The whole product, ready to be spoken to by a front."""

    texts: Texts
    chance: Chance
    notebook: Notebook
    house: House
    hard: HardHours
    checkins: Checkins
    lines: Lines
    history: History
    home: AtHome
    desk: Desk
    done: WhatWasDone
    alarm: Alarm
    sweeps: Sweeps

    @property
    def ground(self) -> Ground:
        """Answer the database, the world and what is due."""
        return self.house.ground

    @property
    def pseudonyms(self) -> Pseudonyms:
        """Answer what the log calls people, servers and circles."""
        return Pseudonyms(self.house.stores.keyring, self.ground.clock)

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
    def closing(self) -> Closing:
        """Answer how circles are closed."""
        return self.house.closing

    @property
    def mailbox(self) -> Mailbox:
        """Answer what waits for people."""
        return self.house.box

    @property
    def device(self) -> Device:
        """Answer the phrase before what is somebody's own."""
        return self.house.device

    @property
    def away(self) -> Away:
        """Answer how somebody steps away."""
        return self.house.away

    @property
    def privacy(self) -> Privacy:
        """Answer a person's own door."""
        return self.home.privacy

    @property
    def days(self) -> Days:
        """Answer the quiet days."""
        return self.home.days

    @property
    def seeing(self) -> Seeing:
        """Answer how what is kept is read."""
        return self.home.seeing

    @property
    def copying(self) -> Copying:
        """Answer how a copy of it is taken."""
        return self.home.copying

    @property
    def trust(self) -> Trust:
        """Answer who runs this, and what they could see."""
        return self.home.trust

    @property
    def reminders(self) -> Reminders:
        """Answer what people remind themselves of."""
        return self.home.reminders

    @property
    def ideas(self) -> Ideas:
        """Answer the light ideas."""
        return self.home.ideas

    @property
    def farewells(self) -> Farewells:
        """Answer the places that can be taken back."""
        return self.home.farewells

    @property
    def standing(self) -> Standing:
        """Answer the posts that work when the bot does not."""
        return self.hard.standing

    @property
    def helplines(self) -> HelpLines:
        """Answer the numbers."""
        return self.hard.helplines

    @property
    def confirming(self) -> Confirming:
        """Answer how circles check numbers."""
        return self.hard.confirming

    @property
    def asked(self) -> Asked:
        """Answer who can be asked."""
        return self.hard.asked

    @property
    def reach(self) -> Reach:
        """Answer how people are reached."""
        return self.hard.reach

    @property
    def worries(self) -> Worries:
        """Answer how somebody is asked to look in on another."""
        return self.hard.worries

    @property
    def debriefs(self) -> Debriefs:
        """Answer care for those who answered."""
        return self.hard.debriefs

    @property
    def escape(self) -> Escape:
        """Answer the exercises."""
        return self.hard.escape

    async def begin(self) -> None:
        """Finish what an earlier run left unfinished, then keep time; called once the front can be used."""
        self.alarm.on_set_back(self.clock_set_back)
        await self.recover()
        await _each_tried((self.sweeps.begin,))
        await self.alarm.start()

    async def recover(self) -> None:
        """Take up what a crash left between a row and its message; one fault keeps nothing else from its time."""
        done_first = (
            self._follow_the_clock,
            self.ground.outbox.free_own,
            self.privacy.erasures.finish,
            self.consents.finish_taking_back,
            self.checkins.recover,
        )
        done_first = (*done_first, self.reach.recover, self.ground.posts.recover)
        come_back = (self.checkins.openings.come_back, self.desk.daily.come_back)
        await _each_tried((*done_first, *come_back, self.helplines.begin, self.ground.outages.beat))

    async def _follow_the_clock(self) -> None:
        # While it ran the alarm sees a clock set back; while it was off only the last beat tells.
        by = await self.ground.outages.set_back_by()
        if by > CLOCK_WANDERS:
            await self.ground.clock_set_back(by)

    async def clock_set_back(self, by: timedelta) -> None:
        """Let nobody, and nothing that comes again, wait for a time that the clock told before it was set back."""
        await self.ground.clock_set_back(by)
        await self.sweeps.clock_set_back()
        await self.checkins.openings.come_back()
        await self.desk.daily.come_back()

    async def settle(self) -> None:
        """Do and send everything that is due now."""
        ground = self.ground
        while (
            await ground.dues.settle()
            + await ground.beside.settle()
            + await ground.sender.settle()
            + await self.sweeps.settle()
        ):
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
        await self.ground.beside.stop()
        await self.sweeps.stop()
        await self.ground.sender.stop()


async def _each_tried(works: Sequence[Callable[[], Awaitable[None]]]) -> None:
    for work in works:
        try:
            await work()
        except Exception as fault:
            # Time must run for all circles even where one of them cannot be mended.
            LOG.error("what an earlier run left could not all be finished: %s", type(fault).__name__)
