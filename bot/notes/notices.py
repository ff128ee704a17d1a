"""What a note looks like in its channel: the content note outside, the words in a frame that may be covered."""

from collections.abc import Sequence

from bot.core.framed import Framed
from bot.core.notices import Audience, Listed, Notice, Said, Together, Written, said
from bot.notes.model import HEADS_UP_MOST, Marked, Topics


def post(
    part: str, topics: Topics, marked: Sequence[Marked], locale: str, *, place: tuple[int, int] = (1, 1)
) -> Notice:
    """Answer one post of a note; `place` is which of how many posts it is.

    With a topic the words are covered until a reader opens them (R110), in each post of a note.
    """
    above = [heads_up(topics, marked, locale)] if marked else []
    if place[1] > 1:
        above.append(said("notes.post.part", part=place[0], parts=place[1]))
    framed = Framed((said("notes.post.words", words=part),), covered=bool(marked))
    return Notice(tuple(above), audience=Audience.CIRCLE, framed=framed)


def heads_up(topics: Topics, marked: Sequence[Marked], locale: str) -> Said:
    """Answer the line above a note; where one line would be too long, each topic has its own (R110)."""
    named = [(one, found) for one in marked if (found := topics.find(one.topic)) is not None]
    items = tuple(_item(one, Written(found.words[locale], found.words)) for one, found in named)
    # With a depth and the words around, in any language; measured on the safe side.
    width = sum(len(found.words[locale]) + 16 for _, found in named)
    if width + 20 <= HEADS_UP_MOST:
        return said("notes.post.heads_up", topics=Listed(items))
    return said("notes.post.heads_up_long", topics=Together(items))


def _item(one: Marked, words: Written) -> Said:
    if one.depth is None:
        return said("notes.post.topic.bare", topic=words)
    return Said(f"notes.post.topic.{one.depth}", {"topic": words})
