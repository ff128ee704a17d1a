"""A note's post on the platform: in the bot's own name, covered, found again, changed, taken down at its age."""

from datetime import timedelta

from bot.core.ids import ChannelId, MessageId, PlatformId
from bot.foundation import CONFIG
from bot.notes.keys import NoteKeys
from bot.notes.model import KNOWN_FOR, STANDS, Depth, Marked, Note, NoteId, Post, State, Wish
from bot.notes.notices import post
from bot.notes.store import NoteStore, Sealed
from bot.notes.topics import read_topics
from tests.stories.conftest import TEXTS, Evening

TOPICS = read_topics(CONFIG / "content_notes.yaml", TEXTS.locales)
MARKED = [Marked("death", Depth.NAMED)]
WORDS = "||I sat by the river.|| @everyone `"
CONTAINER, V2, SILENT = 17, 1 << 15, 1 << 12


async def room_of(circle: Evening) -> ChannelId:
    found = (await circle.hearth.circles.whereabouts())[0]
    room = (await circle.hearth.circles.get(found.circle)).room
    assert room is not None
    return room


async def test_a_note_comes_as_an_ordinary_silent_message_whose_words_are_covered(circle: Evening) -> None:
    front, room = circle.hearth.ground.front, await room_of(circle)
    begun = circle.clock.now()
    message = await front.post(room, post(WORDS, TOPICS, MARKED, "en"), "en", "once-and-only")
    shown = (await circle["Ana"].look("north-room"))[-1].message
    assert shown is not None
    assert shown["id"] == str(message)
    assert shown["author"].get("bot")
    assert not shown.get("interaction_metadata")
    assert not shown.get("webhook_id")
    assert not shown["mentions"]
    assert not shown["mention_everyone"]
    assert shown["flags"] & V2
    assert shown["flags"] & SILENT
    (framed,) = [one for one in shown["components"] if one["type"] == CONTAINER]
    assert framed["spoiler"] is True
    assert "river" not in str([one for one in shown["components"] if one["type"] != CONTAINER])
    assert await front.find(room, "once-and-only", begun) == message


async def test_a_note_is_changed_where_it_stands(circle: Evening) -> None:
    front, room = circle.hearth.ground.front, await room_of(circle)
    message = await front.post(room, post(WORDS, TOPICS, [], "en"), "en", "once-and-only")
    await front.revise(room, message, post("Something else.", TOPICS, MARKED, "en"), "en")
    screen = (await circle["Ana"].look("north-room"))[-1]
    assert screen.message_id == str(message)
    assert "Something else." in screen.text
    assert "death and grief, named" in screen.text
    assert "river" not in screen.text


async def test_at_their_ages_its_key_goes_and_then_the_post(circle: Evening) -> None:
    hearth, stores, room = circle.hearth, circle.stores, await room_of(circle)
    found = (await hearth.circles.whereabouts())[0]
    message = await hearth.ground.front.post(room, post(WORDS, TOPICS, MARKED, "en"), "en", "once-and-only")
    ana = await hearth.people.find(PlatformId(int(circle["Ana"].id)))
    assert ana is not None
    note = Note(NoteId(5), found.circle, State.POSTED, Wish.LISTEN, circle.clock.now())
    keys, kept, until = _kept(circle), NoteStore(stores.keyring), note.appears_at + KNOWN_FOR
    key = await keys.make(note.note, until)
    sealed = kept.seal(note, found.server, key, ana, b"x" * 32)

    def work(tx) -> None:  # noqa: ANN001
        kept.add(tx, note)
        kept.add_writer(tx, Sealed(note.note, sealed.writer, sealed.tag, b"x"), until)
        kept.add_post(tx, Post(MessageId(message), note.note, found.server, room, 0))

    await stores.main.write(work)
    circle.clock.forward(KNOWN_FOR + timedelta(hours=1))
    await _swept(circle)
    assert await stores.people_file.read(lambda tx: tx.all("SELECT note FROM note_key")) == []
    assert await stores.main.read(lambda tx: kept.sealed(tx, note.note)) is None
    assert [one.message_id for one in await circle["Ana"].look("north-room")][-1] == str(message)
    circle.clock.forward(STANDS)
    await _swept(circle)
    assert str(message) not in [one.message_id for one in await circle["Ana"].look("north-room")]
    assert await stores.main.read(lambda tx: kept.get(tx, note.note)) is None


def _kept(circle: Evening) -> NoteKeys:
    return NoteKeys(circle.stores.people_file, circle.stores.keyring, circle.clock)


async def _swept(circle: Evening) -> None:
    await circle.hearth.sweeps.begin()
    await circle.hearth.settle()
