"""Check-ins: a question to a circle, answers nobody has to give, and a spread that names no one."""

from datetime import timedelta

from bot.circles import MEMBERSHIP
from bot.core.feature import Age, Column, Erase, Feature, GoesWith, Lasts, Permission, Purpose, Read, Table

ANSWERS = "checkins.answers"
"""The yes to having one's answers kept, for the audience that is chosen each time."""

NEWS = "checkins.news"
"""The yes to being told, in a note of one's own, what becomes of a rhythm one started."""

HISTORY = "checkins.history"
"""The yes to keeping one's own answers, for oneself alone."""

FEATURE = Feature(
    name="checkins",
    leaves=True,
    posted=True,
    purposes=(
        Purpose(ANSWERS, version=2, needs=MEMBERSHIP),
        Purpose(HISTORY, version=1, needs=MEMBERSHIP),
        Purpose(NEWS, version=1, asked_elsewhere=True),
    ),
    tables=(
        Table(
            name="checkin_round",
            columns=(
                Column("round", "a random number for the check-in", "the host"),
                Column("circle", "the circle it is for", "the host"),
                Column("format", "which question", "the circle"),
                Column("state", "open or closed", "the circle"),
                Column("post", "the message with the buttons", "the host"),
                Column("shown", "whether the closed form stands in the channel", "the host"),
                Column("answered", "whether anyone answered at all, never how many", "the host"),
                Column("spread", "the merged counts after closing, 5 or more answers only", "the circle"),
                Column("opened_at", "when it opened", "the circle"),
                Column("closes_at", "when it closes by itself", "the circle"),
                Column("rhythm", "the rhythm it belongs to, if it came by itself", "the host"),
                Column("candles", "how many candles are lit, never by whom", "the circle"),
                Column(
                    "sealed_words",
                    "what five or more without a name wrote, for 14 days after opening",
                    "the circle",
                    sealed=True,
                ),
            ),
            retention="90 days after closing",
            erase=Erase.NOT_PERSONAL,
            ages=(Age("closes_at", timedelta(days=90)),),
        ),
        Table(
            name="checkin_answer",
            columns=(
                Column("round", "the check-in", "the host"),
                Column("person", "whose answer this is: a random number", "nobody"),
                Column(
                    "sealed",
                    "the answer, who it is for, and the line added to it or waiting for you",
                    "who you chose: the circle with your name, facilitators, or nobody, only counted",
                    sealed=True,
                ),
            ),
            retention="until the check-in closes, a day at most; 14 days after its opening with your name",
            erase=Erase.DELETE,
            read=Read(opened=True),
            ages=(Age("opened_at", timedelta(days=14), of="checkin_round"),),
        ),
        Table(
            name="checkin_audience",
            columns=(
                Column("circle", "the circle", "nobody"),
                Column("person", "whose last choice this is: a random number", "nobody"),
                Column("sealed", "who your last answer was for", "only you", sealed=True),
            ),
            retention="until you take the yes back",
            erase=Erase.DELETE,
            read=Read(opened=True),
            ages=(Lasts.YES,),
        ),
        Table(
            name="checkin_lines",
            columns=(Column("circle", "a circle in which a line may be added to answers", "the circle"),),
            retention="until it is switched off",
            erase=Erase.NOT_PERSONAL,
            ages=(Lasts.CIRCLE,),
        ),
        Table(
            name="checkin_history",
            columns=(
                Column("entry", "stands for one check-in and you, under a secret", "the host"),
                Column("person", "whose answer this was: a random number", "only you"),
                Column("circle", "in which circle", "only you"),
                Column("sealed", "which question it was, and your answer", "only you", sealed=True),
                Column("day", "on which day", "only you"),
            ),
            retention="90 days, as long as the counts of a check-in, or until you take it or the yes away",
            erase=Erase.DELETE,
            read=Read(opened=True),
            ages=(Age("day", timedelta(days=90), by_day=True),),
        ),
        Table(
            name="checkin_rhythm",
            columns=(
                Column("rhythm", "a random number for the rhythm", "the host"),
                Column("circle", "the circle it is for", "the host"),
                Column("format", "which question", "the circle"),
                Column("state", "running, paused or resting", "those who plan"),
                Column("rule", "on which days, every how many weeks", "the circle"),
                Column("minute", "at what time of day", "the circle"),
                Column("zone", "on the clock of which zone", "the circle"),
                Column("anchor", "the first day, from which weeks count", "the host"),
                Column("open_minutes", "how long each stays open", "the circle"),
                Column("next_at", "when it comes next", "the circle"),
                Column("silent", "how many in a row had no answer at all", "those who plan"),
                Column("left_out_at", "the last one that was not posted", "those who plan"),
                Column("left_out_why", "and why", "those who plan"),
            ),
            retention="until somebody ends it",
            erase=Erase.NOT_PERSONAL,
            ages=(Lasts.CIRCLE,),
        ),
        Table(
            name="checkin_rhythm_news",
            columns=(
                Column("rhythm", "the rhythm", "nobody"),
                Column("person", "who is to hear news of it: a random number", "nobody"),
            ),
            retention="until the rhythm ends, or you take the yes back",
            erase=Erase.DELETE,
            read=Read(nothing="a mark that news was wished for; it has no words and no time"),
            ages=(
                GoesWith("checkin_rhythm"),
                Lasts.YES,
            ),
        ),
    ),
    permissions=(
        Permission("view_channel", "checkins"),
        Permission("send_messages", "checkins"),
        Permission("read_message_history", "checkins"),
        Permission("attach_files", "checkins"),
    ),
    acts=(
        "checkins.did.opened",
        "checkins.did.closed",
        "checkins.did.lines_on",
        "checkins.did.lines_off",
        "checkins.did.rhythm_started",
        "checkins.did.rhythm_changed",
        "checkins.did.rhythm_paused",
        "checkins.did.rhythm_goes_on",
        "checkins.did.rhythm_ended",
    ),
)
"""What the other parts of the product may know about this feature."""
