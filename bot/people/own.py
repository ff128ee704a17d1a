"""What somebody reads of their own settings, and of their list of whom they would rather not meet (R174)."""

from bot.core.ids import Person
from bot.core.notices import Plain, said
from bot.core.own import Entry
from bot.core.storage.database import Transaction
from bot.people import store
from bot.people.service import People


class OwnSettings:
    """Reads `person_settings` and `person_apart` for their person."""

    def __init__(self, people: People) -> None:
        self._people = people

    def settings(self, tx: Transaction, person: Person) -> list[Entry]:
        """Answer the language and the quiet hours that are kept."""
        kept = self._people.settings_in(tx, person)
        entries: list[Entry] = []
        if kept.language:
            entries.append(Entry(said("kept.people.language", language=said(f"core.language.{kept.language}"))))
        if kept.quiet:
            start, end = (
                Plain(f"{minute // 60:02d}:{minute % 60:02d}")
                for minute in (kept.quiet.start_minute, kept.quiet.end_minute)
            )
            told = said("kept.people.quiet", start=start, end=end, zone=Plain(kept.quiet.zone))
            entries.append(Entry(told))
        return entries

    def apart(self, tx: Transaction, person: Person) -> list[Entry]:
        """Answer how many people are on the list; who they are is shown where it is kept, and goes into no file."""
        count = store.count_apart(tx, person.number)
        return [Entry(said("kept.people.apart", count=count))] if count else []
