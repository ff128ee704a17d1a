"""Files of a feature that are services under a name of their own, each with its reason."""

from collections.abc import Mapping
from types import MappingProxyType

NAMED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "circles": (
            "finding",  # looking circles up lets nobody through, the gate does
            "founding",  # set-up is a use case of its own, too long to stand beside the gate
            "leaving",  # who is gone is noticed and waited for without anyone pressing
            "closing",  # a circle goes as a whole, which no member's press does
            "servers",  # what an invitation and a removal mean is heard without anyone pressing
            "standing",  # the standing post is looked after without anyone pressing
        ),
        "checkins": (
            "closing",  # closing, posting and opening run without anyone pressing, answering does not
            "posting",
            "opening",
            "news",
            "answering",
            "lines",  # a line is read before it goes anywhere, which no answer is
            "drawing",  # a post follows what changes in it, long after any press
            "rhythms",  # choosing a rhythm is a use case of its own
            "running",  # what becomes of one inside a transaction, whoever wished for it
            "history",  # a member's own answers are nobody else's, those who plan included
        ),
        "asked": (
            "switches",  # each part finds and changes a person's own switch through it
            "swapping",  # a swap is settled between two people, and told long after any press
            "coverage",  # what moderators may know is not what a person knows of themselves
            "weekly",  # choosing hours is a use case of its own
            "testing",  # test pages come by themselves, in a person's own hours
        ),
        "privacy": (
            "apart",  # whom one would rather not meet is a use case of its own
            "seeing",  # reading what every feature keeps changes nothing, erasing does
            "erasing",  # what a crash left of it is finished without anyone pressing
            "copying",  # a copy leaves the house, which reading does not
            "trust",  # it is about everybody, and needs no person and no file of theirs
        ),
        "helplines": (
            "reading",  # the files are judged at start, before anybody presses
            "fields",
            "country",  # a country of one's own is its person's use case
            "confirming",  # a moderator's use case; showing numbers needs nobody's leave
            "own",  # keeping a country takes a yes; showing numbers takes none
        ),
        "reach": (
            "opening",  # the first screen comes before anything else works
            "asking",  # the engine: steps, pages and their ends come without anyone pressing
            "paging",
            "talking",  # threads follow what happens, long after any press
            "rooms",
            "farewells",  # whoever asked is gone, and the others are told all the same
            "reachable",  # who would be asked is told before there is an ask, and at each of its steps
            "prospects",  # looking ahead keeps nothing and tells nobody
            "answering",  # whoever is asked sees other things than whoever asks
            "notes",
            "worries",  # whoever is worried asks for another, and learns less
        ),
        "debriefs": (
            "listening",  # whoever listens is found without anyone pressing, long after the wish
            "writing",  # words are a use case of their own, with a yes of their own
        ),
        "farewells": (
            "candles",  # a candle is lit without anyone pressing, after somebody is out
            "lines",  # so does a line come, and go
            "writing",  # writing one comes after leaving, and is a use case of its own
        ),
        "days": ("hellos",),  # a day of hello is about two people, and goes on without anyone pressing
        "reminders": ("ideas",),  # a wish of its own, which comes and ends apart from every reminder
        # acts are noted beneath features that the gates know; reading and undoing them are use cases of their own
        "moderation": ("ledger", "done", "undoing"),
        "mailbox": ("whispers",),  # direct messages go by themselves, long after any press
        "people": (
            "proving",  # a host proves keys without anyone pressing
            "renewing",  # keys are wrapped anew without anyone pressing
            "apart",  # one person's list is honoured when others are asked, without anyone pressing
        ),
        "notes": (
            "topics",  # the list of content notes is read and held to its rules once, at start
            "keys",  # keys lie in another file, and go at their time without anyone pressing
            "ageing",  # what is past its age goes without anyone pressing
            "pausing",  # a pause is about whoever wrote a note, of whom nobody learns who it is
        ),
        "escape": ("book",),  # the exercises are read and held to their rules once, at start
        "device": ("clearing", "selfclearing"),  # direct messages go by themselves, long after any press
        "away": ("hiding",),  # what the server is asked for is finished without anyone pressing
        "desk": ("daily", "lookout"),  # the line comes without anyone pressing; what waits is asked from both sides
    }
)
"""Services under a name of their own; the exception to "a feature is always the same file names"."""
