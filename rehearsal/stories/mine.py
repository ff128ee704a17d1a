"""What is mine: a member uses everything, reads what is kept, takes a copy, and is forgotten everywhere."""

from dataclasses import dataclass, field
from datetime import date

from rehearsal.stage import Stage
from rehearsal.stories import _searching as searching
from rehearsal.stories import _using as using
from rehearsal.stories import _using_together as together
from rehearsal.stories._founding import join, set_up
from rehearsal.stories._searching import COPY, DATABASES, HAND, NIGHTS, OTHERS, SCREENS, TALKS, Searcher, Stays
from rehearsal.stories.first import people_rows, rows_about
from rehearsal.town import arrives

FIRST_DAY = date(2027, 6, 11)
FIRST_HOUR = 15
"""UTC: 17:00 in Berlin."""

LOG_LEVEL = "DEBUG"
"""What a log at its most talkative holds is searched too."""

WHO = "Marisol"
"""A name that is met nowhere by chance; the others are Ana, Bea, Cleo and so on."""

OTHERS_THERE = ("Bea", "Cleo", "Dani", "Eli", "Flor")
OTHERS_WORDS = ("she went quiet after the concert", "a line that sounded tired", "it was a long hour")
"""What others type; none of it may stand in the copy that she takes along."""

WORDS = (
    *(WHO, together.LINE, together.IN_THREAD, together.WORRIED, together.SENT, together.KEPT, together.DRAFT),
    *(together.ANSWER, using.REMINDED, using.PHRASE, using.ZONE, using.LINE_LEFT),
)
"""Their name and all they type."""

NOWHERE = (WHO, using.PHRASE, together.DRAFT, using.LINE_LEFT)
"""Words that Hearth keeps nowhere by then.

No name ever, of a phrase a mark alone, a draft for 15 minutes, and a line only until it was taken back.
"""

NOT_READ = (together.IN_THREAD, together.SENT, together.ANSWER)
"""Words that are not hers to read there: what she wrote on the platform itself, and what is with another now."""

UNUSED = {
    "circle_leaver": "it is about who left the server, and she is there until the end",
    "farewell_candle": "it stands for the moment until a candle is lit, which tells of nobody",
}
"""Tables about people that hold no row of hers at any time, each with its reason."""

WITH_OTHERS = (
    f"mailbox_slip.sealed opened: word ({WORDS.index(together.SENT) + 1}|{WORDS.index(together.ANSWER) + 1}) "
)

STAYS: tuple[Stays, ...] = (
    Stays(DATABASES, WITH_OTHERS, "what she sent to somebody's mailbox is with them, 30 days, without her name"),
    Stays(NIGHTS, WITH_OTHERS, "the same in older copies, 14 days"),
    Stays(HAND, WITH_OTHERS, "the same"),
    Stays(NIGHTS, ": number", "a random number that leads to nobody any more, 14 days"),
    Stays(NIGHTS, r"db: (mark|sealed)", "beside it what no key opens any more, and marks of rows, 14 days"),
    Stays(TALKS, ": platform id", "a thread stays for those who were in it, because it is theirs too"),
    Stays(OTHERS, ": word", "what she wrote on the platform herself; Hearth cannot reach it"),
    Stays(SCREENS, ": word", "her own screens, until her app is closed; Discord keeps none"),
    Stays(COPY, ": word", "the files she took along, which are hers"),
)
"""What the search may find after the erase, and why; anything else breaks the story."""


UNUSED_BYTES = tuple(f"{DATABASES}: {what}" for what in ("number", "sealed", "mark of a row"))
"""What SQLite may leave where it moved something, until the night (PRIVACY.md); whether it does is chance."""


@dataclass
class Kept:
    """Which tables held a row of hers at one time or another; a feature that she never used is noticed so."""

    stage: Stage
    number: int
    tables: set[str] = field(default_factory=set)

    def look(self) -> None:
        """Note in which tables she stands now."""
        self.tables |= searching.tables_about(self.stage.data_dir, self.number)


async def story(stage: Stage) -> None:
    """Tell of one member from coming to the server to being nobody here."""
    kept = await _comes(stage, *OTHERS_THERE)
    searcher = Searcher(stage, stage.people[WHO].id, WORDS)
    await _alone(stage, kept)
    await _with_others(stage, kept)
    searcher.taken = await _takes_a_copy(stage, using.REMINDED, together.KEPT, together.WORRIED)
    await stage.forward("PT16H")
    await _last_morning(stage, kept)
    _everything_was_used(stage, kept)
    searcher.by_host = True
    await _is_found(stage, searcher)
    searcher.by_host = False
    await _reads(stage)
    await _is_found(stage, searcher)
    searcher.by_host = True
    await _is_forgotten(stage, kept, searcher)


async def brief(stage: Stage) -> None:
    """Tell the same of a member who uses little; a fault in what every feature goes through breaks it too."""
    kept = await _comes(stage, "Bea")
    searcher = Searcher(stage, stage.people[WHO].id, (WHO, together.LINE, using.REMINDED, using.ZONE))
    await using.settles(stage, WHO)
    await using.plans(stage, WHO)
    await _asks_for_a_copy(stage, kept)
    await together.facilitates(stage, WHO)
    searcher.taken = await _takes_a_copy(stage, using.REMINDED)
    await _checks_in(stage, kept)
    await _is_found(stage, searcher, without=(TALKS, OTHERS))
    await _is_forgotten(stage, kept, searcher)


async def _comes(stage: Stage, *others: str) -> Kept:
    await set_up(stage)
    user = arrives(stage.server.world, WHO, stage.server.world.ids.next())
    user.roles = [one.id for one in stage.server.world.roles.values() if one.name == "Facilitators"]
    stage.people.meet({"name": WHO, "id": user.id, "token": user.token})
    for name in others:
        await join(stage, name, counted=True)
    await using.greets(stage, others[0])
    before = people_rows(stage.data_dir)
    await join(stage, WHO, counted=True)
    (row,) = people_rows(stage.data_dir) - before
    return Kept(stage, row[0])


async def _alone(stage: Stage, kept: Kept) -> None:
    await using.goes(stage, WHO)
    kept.look()
    await using.comes_back(stage, WHO)
    await using.steps_away(stage, WHO)
    kept.look()
    await using.returns(stage, WHO)
    await using.settles(stage, WHO)
    await using.plans(stage, WHO)
    await _asks_for_a_copy(stage, kept)


async def _asks_for_a_copy(stage: Stage, kept: Kept) -> None:
    asked = await using.my(stage.people[WHO], "See what is kept", "Take a copy", "Ask for it")
    stage.teller.reads(asked.text, "no file has been made")
    stage.teller.step(f"{WHO} asks for a copy. She reads that it can be taken a day later.")
    kept.look()
    await stage.forward("P1D")


async def _with_others(stage: Stage, kept: Kept) -> None:
    await together.can_all_be_asked(stage, WHO, "Bea", "Cleo")
    await together.swaps(stage, WHO, "Bea")
    await together.swaps(stage, "Cleo", WHO)
    await together.facilitates(stage, WHO)
    await together.asks(stage, WHO, "Bea", without="Flor")
    await together.asks_without(stage, "Flor", WHO)
    kept.look()
    await together.takes_it(stage, "Flor", "Cleo")
    await together.hears(stage, WHO, "Cleo")
    kept.look()
    await together.writes(stage, "Cleo", "it was a long hour", "debriefs:send")
    await together.answers_note(stage, WHO, together.ANSWER)
    await together.has_one(stage, "Dani", WHO)
    kept.look()
    await together.talks_it_over(stage, WHO, "Cleo")
    kept.look()
    await together.writes(stage, WHO, together.SENT, "debriefs:send")
    await together.is_worried(stage, WHO, "Dani", together.WORRIED)
    await together.is_worried(stage, "Dani", WHO, "she went quiet after the concert")
    await together.is_worried(stage, "Bea", "Eli", "a line that sounded tired")
    await together.looks_in(stage, WHO)
    kept.look()


async def _takes_a_copy(stage: Stage, *words: str) -> list[tuple[str, bytes]]:
    person, teller = stage.people[WHO], stage.teller
    ready = await using.my(person, "The copy that was asked for")
    given = await person.press(ready, "copy:take")
    files = searching.files_of(stage, given)
    teller.expect({name for name, _ in files} == {"notes.txt", "notes.json"}, f"The copy is {dict(files).keys()}.")
    whole = b"".join(held for _, held in files).decode()
    teller.reads(whole, *words)
    others = [name for name in (*OTHERS_THERE, "Robin", *OTHERS_WORDS) if name in whole]
    teller.expect(not others, f"The copy holds what is another's: {', '.join(others)}.")
    teller.step(f"The day is over. {WHO} takes the copy: two files with her own words, and nobody else's.")
    return files


async def _checks_in(stage: Stage, kept: Kept) -> None:
    await together.opens(stage, WHO)
    await together.answers(stage, WHO, together.LINE)
    kept.look()
    await together.closes(stage, WHO)


async def _last_morning(stage: Stage, kept: Kept) -> None:
    await _checks_in(stage, kept)
    await using.clears(stage, WHO)
    await using.locks(stage, WHO)
    kept.look()


def _everything_was_used(stage: Stage, kept: Kept) -> None:
    about = searching.tables_of_people(stage.data_dir)
    left = about - kept.tables - UNUSED.keys()
    stage.teller.expect(
        not left, f"{WHO} used everything, and no row of hers was ever in {', '.join(sorted(left))}."
    )
    stage.teller.step(f"Of {len(about)} tables about people, {len(kept.tables)} held a row of hers by now.")


async def _is_found(stage: Stage, searcher: Searcher, without: tuple[str, ...] = ()) -> None:
    found, teller = await searcher.search(), stage.teller
    teller.step(f"Where {WHO} is, as scripts/find-person sees it with the keys:\n{searching.table(found)}")
    blind = searching.blind(found, without)
    teller.expect(not blind, f"The search is blind: it sees nobody in {', '.join(blind)}.")
    unseen = searching.unseen(found, searcher.words) - set(NOWHERE)
    teller.expect(not unseen, f"The search never met the words {', '.join(sorted(unseen))}.")
    told = [f"{place}: {what}" for place in searching.EMPTY_ALWAYS for _, what in found.get(place, ())]
    teller.expect(not told, f"Nobody may ever stand in {'; '.join(told)}.")


async def _reads(stage: Stage) -> None:
    person, teller, read = stage.people[WHO], stage.teller, ""
    screen = await person.press(await using.unlocked(stage, WHO), "See what is kept")
    read = screen.text
    page = 1
    while screen.button(f"kept:see:{page}") is not None:
        screen = await person.press(screen, f"kept:see:{page}")
        read, page = read + screen.text, page + 1
    teller.reads(read, *(word for word in WORDS if word not in (*NOWHERE, *NOT_READ)))
    teller.step(f"{WHO} types her phrase and reads, page by page, what is kept: her own words stand there.")


async def _is_forgotten(stage: Stage, kept: Kept, searcher: Searcher) -> None:
    person, teller = stage.people[WHO], stage.teller
    look = await using.my(person, "See and erase")
    teller.reads(look.text, "all of it would go", "What stays, and why")
    erased = await person.press(look, "Erase all of this now")
    teller.reads(erased.text, "Erased", "Gone: ", "What stays, and why")
    await stage.forward("PT1M")
    teller.expect("north-room" not in await person.channels(), f"{WHO} was erased and still sees the room.")
    teller.step(f"{WHO} erases all of it. The receipt says what went, and what stays and why.")
    rows = rows_about(stage.data_dir, kept.number)
    teller.expect(not rows, f"Rows about the erased person stand in {', '.join(rows)}.")
    found = await searcher.search()
    wrong = searching.unexpected(found, STAYS)
    if wrong and all(one.startswith(UNUSED_BYTES) for one in wrong):
        await stage.forward("P1D")
        teller.step("Unused bytes of hearth.db still held her number. In the night the file was written anew.")
        found = await searcher.search()
        wrong = searching.unexpected(found, STAYS)
    teller.step(f"Where {WHO} is now:\n{searching.table(found)}")
    teller.expect(not wrong, f"Still there after erasing: {'; '.join(wrong)}.")
    for place, why in searching.told(found, STAYS):
        teller.step(f"- {place}: {why}")
    mine = await person.command("my")
    teller.reads(mine.text, "You are in no circle")
    teller.step(f"Nothing of {WHO} is anywhere else. /my knows nobody.")
