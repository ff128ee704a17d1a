"""How Discord speaks to the product; the only package that imports discord."""

from bot.assembly import Hearth
from cogs.asked.cog import AskedCog
from cogs.asked.desk import AskedDeskCog
from cogs.asked.swaps import SwapCog
from cogs.asked.weekly import WeeklyCog
from cogs.away.cog import AwayCog
from cogs.checkins.answers import AnswerCog
from cogs.checkins.cog import CheckinCog
from cogs.checkins.history import HistoryCog
from cogs.checkins.lines import LineCog
from cogs.checkins.rhythms import RhythmCog
from cogs.circles.closing import ClosingCog
from cogs.circles.cog import CircleCog
from cogs.circles.setup import SetupCog
from cogs.consent.cog import ConsentCog
from cogs.days.cog import DayCog
from cogs.debriefs.cog import DebriefCog, DebriefWordsCog
from cogs.desk.cog import DeskCog
from cogs.device.clearing import ClearingCog, SelfClearingCog
from cogs.device.cog import DeviceCog
from cogs.escape.cog import EscapeCog
from cogs.escape.own import OwnCog
from cogs.farewells.cog import FarewellCog
from cogs.helplines.cog import HelplineCog
from cogs.helplines.confirming import ConfirmingCog
from cogs.helplines.own import OwnCountryCog
from cogs.mailbox.cog import MailboxCog
from cogs.moderation.cog import DoneCog
from cogs.press import Cog
from cogs.privacy.cog import PrivacyCog
from cogs.privacy.copying import CopyingCog
from cogs.privacy.seeing import SeeingCog
from cogs.privacy.trust import TrustCog
from cogs.reach.answers import ReachAnswerCog
from cogs.reach.cog import ReachCog, ReachDoorCog
from cogs.reach.notes import ReachNotesCog
from cogs.reach.worries import WorryCog
from cogs.reminders.cog import ReminderCog


def every_cog(hearth: Hearth) -> tuple[Cog, ...]:
    """Answer the product list: one cog for each thing a person can do."""
    return (
        EscapeCog(hearth.escape),
        OwnCog(hearth.escape),
        CircleCog(hearth.circles),
        SetupCog(hearth.founding, hearth.standing),
        ClosingCog(hearth.closing),
        CheckinCog(hearth.checkins),
        AnswerCog(hearth.checkins.answering),
        LineCog(hearth.lines),
        HistoryCog(hearth.history),
        RhythmCog(hearth.checkins.rhythms),
        DeskCog(hearth.desk),
        DoneCog(hearth.done, hearth.house.undoing),
        AskedCog(hearth.asked),
        WeeklyCog(hearth.asked),
        HelplineCog(hearth.helplines),
        ReachDoorCog(hearth.reach),
        ReachCog(hearth.reach),
        ReachAnswerCog(hearth.reach.answering),
        ReachNotesCog(hearth.reach.notes),
        WorryCog(hearth.worries),
        ConfirmingCog(hearth.confirming),
        SwapCog(hearth.asked),
        AskedDeskCog(hearth.asked),
        DebriefCog(hearth.debriefs),
        DebriefWordsCog(hearth.debriefs),
        *_of_ones_own(hearth),
    )


def _of_ones_own(hearth: Hearth) -> tuple[Cog, ...]:
    """Answer what a person finds behind `/my`."""
    return (
        ConsentCog(hearth.consents),
        PrivacyCog(hearth.privacy),
        DayCog(hearth.days),
        SeeingCog(hearth.seeing),
        CopyingCog(hearth.copying),
        TrustCog(hearth.trust),
        FarewellCog(hearth.farewells),
        ReminderCog(hearth.reminders, hearth.ideas),
        MailboxCog(hearth.mailbox),
        DeviceCog(hearth.device),
        ClearingCog(hearth.house.clearings),
        SelfClearingCog(hearth.house.self_clearings),
        AwayCog(hearth.away),
        OwnCountryCog(hearth.helplines.own),
    )
