"""Reaching a person when it is bad: asks, who is asked, who has it, and how it ended."""

from datetime import timedelta

from bot.circles import MEMBERSHIP
from bot.core.feature import Age, Column, Erase, Feature, GoesWith, Lasts, Permission, Purpose, Read, Table

CARING = "reach.caring"
"""The yes to caring notes after an ask, given by the press that chooses when they come (R97)."""

_NUMBER = "the host, as a random number"
_ASKER = "whoever asked, and the one who has it"

FEATURE = Feature(
    name="reach",
    leaves=True,
    purposes=(Purpose(CARING, version=1, needs=MEMBERSHIP, asked_elsewhere=True),),
    permissions=(
        Permission("create_private_threads", "reach"),
        Permission("send_messages_in_threads", "reach"),
    ),
    tables=(
        Table(
            name="reach_ask",
            columns=(
                Column("ask", "a random number for the ask", "the host"),
                Column("circle", "whose people are asked", _ASKER),
                Column("person", "who asked: a random number", _NUMBER),
                Column("kind", "what was asked for: one of four", "the people who were asked"),
                Column("answers", "where answers come: a thread, or behind Reach", _ASKER),
                Column("adult", "that whoever asked said they are 18 or over", _ASKER),
                Column("pace", "whether all are asked at once, or one after the other", "the host"),
                Column("state", "where it stands", _ASKER),
                Column("begun_at", "when it was asked", "the people who were asked"),
                Column("next_at", "when something happens by itself", "the host"),
                Column("step", "which step of asking comes next", "the host"),
                Column("turn", "how often people were asked", "the host"),
                Column("reached", "how many people a page reached", "whoever asked"),
                Column("told_at", "when whoever asked was told that nobody had answered", "whoever asked"),
                Column("thread", "the thread in which talk happens", _ASKER),
                Column("post", "the message there that shows how it stands", "the host"),
                Column("wants_second", "that a second person may come", _ASKER),
                Column("how", "how it ended, once it has", "whoever had it"),
                Column("thanked", "that a thank-you went", "whoever asked"),
                Column("ended_at", "when it ended", _ASKER),
            ),
            retention="until 24 hours after its end",
            erase=Erase.DELETE,
            read=Read(when="begun_at"),
            ages=(Age("ended_at", timedelta(hours=24)),),
        ),
        Table(
            name="reach_page",
            columns=(
                Column("ask", "for which ask", "the host"),
                Column("person", "who was asked: a random number", _NUMBER),
                Column("turn", "in which turn", "the host"),
                Column("at", "when", "the one who was asked"),
                Column("page", "whether it is on its way, stands, or got silence", "the host"),
                Column("role", "whether this person has it, comes second, or had it", _ASKER),
                Column("second", "that they were asked to come as a second person", "the host"),
            ),
            retention="until 24 hours after the end of the ask",
            erase=Erase.DELETE,
            read=Read(when="at"),
            ages=(GoesWith("reach_ask"),),
        ),
        Table(
            name="reach_left_out",
            columns=(
                Column("ask", "for which ask", "the host"),
                Column("person", "who is not to be asked: a random number", _NUMBER),
            ),
            retention="until the end of the ask",
            erase=Erase.DELETE,
            read=Read(nothing="somebody else said it, and it is theirs"),
            ages=(GoesWith("reach_ask"),),
        ),
        Table(
            name="reach_event",
            columns=(
                Column("ask", "of which ask", "the host"),
                Column("place", "which of its events came first", "the host"),
                Column("at", "when it happened", _ASKER),
                Column("what", "what happened: a word from a fixed list", _ASKER),
                Column("count", "about how many people, where that is told", _ASKER),
            ),
            retention="until 24 hours after the end of the ask",
            erase=Erase.NOT_PERSONAL,
            ages=(GoesWith("reach_ask"),),
        ),
        Table(
            name="reach_room",
            columns=(
                Column("ask", "which ask stands there, or a number of its own once that is erased", "the host"),
                Column("circle", "whose people are asked", "the people who can be asked"),
                Column(
                    "channel",
                    "in which channel it stands, or the thread of one that is erased, until it says so",
                    "the host",
                ),
                Column("post", "the message there", "the host"),
            ),
            retention="until 24 hours after the end of the ask",
            erase=Erase.NOT_PERSONAL,
            ages=(GoesWith("reach_ask"),),
        ),
        Table(
            name="reach_over",
            columns=(
                Column("over", "a random number", "the host"),
                Column("circle", "whose people were asked", "moderators"),
                Column("kind", "what was asked for: one of four", "the host"),
                Column("begun_at", "when", "moderators, where nobody was reached"),
                Column("taken_after", "after how many minutes somebody had it", "the host"),
                Column("how", "how it ended: one of five words", "moderators, where nobody was reached"),
            ),
            retention="30 days; it names nobody",
            erase=Erase.NOT_PERSONAL,
            ages=(Age("begun_at", timedelta(days=30)),),
        ),
        Table(
            name="reach_caring",
            columns=(
                Column("note", "a random number", "the host"),
                Column("circle", "in which circle it was chosen", "whoever chose it"),
                Column("person", "who chose it: a random number", _NUMBER),
                Column("at", "when it comes", "whoever chose it"),
            ),
            retention="until it has come, or the yes is taken back",
            erase=Erase.DELETE,
            read=Read(when="at"),
            ages=(
                Lasts.DONE,
                Lasts.YES,
            ),
        ),
        Table(
            name="reach_worry",
            columns=(
                Column("worry", "a random number", "the host"),
                Column("circle", "whose people are asked to look in", "those who are asked to look in"),
                Column("person", "who is worried: a random number, never shown to anyone", _NUMBER),
                Column("about", "a mark that stands for the other, so that one tells once a day", "nobody"),
                Column(
                    "sealed", "about whom, which message, and a note", "those who are asked to look in", sealed=True
                ),
                Column("raised_at", "when", "those who are asked to look in"),
            ),
            retention="7 days",
            erase=Erase.DELETE,
            read=Read(opened=True),
            ages=(Age("raised_at", timedelta(days=7)),),
        ),
        Table(
            name="reach_worry_about",
            columns=(
                Column("worry", "which worry", "the host"),
                Column("person", "whom it is about, so that erasing finds it: a random number", _NUMBER),
            ),
            retention="7 days",
            erase=Erase.DELETE,
            read=Read(nothing="somebody else raised it, and it is theirs; the category says that it can exist"),
            ages=(GoesWith("reach_worry"),),
        ),
        Table(
            name="reach_worry_page",
            columns=(
                Column("worry", "which worry", "the host"),
                Column("person", "who is asked to look in: a random number", _NUMBER),
                Column("at", "when", "the one who was asked"),
                Column("lost", "that nothing is waited for from them: silence of any kind", "the host"),
                Column("seen", "that they have seen it", "whoever is worried learns how many, and not who"),
                Column("writes", "that they write to the other", "those who were asked learn it without a name"),
            ),
            retention="7 days",
            erase=Erase.DELETE,
            read=Read(when="at"),
            ages=(GoesWith("reach_worry"),),
        ),
    ),
)
"""What the other parts of the product may know about this feature."""
