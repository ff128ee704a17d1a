"""Looking for one person in every place there is, by `scripts/find-person`, and what may be found (R175)."""

import asyncio
import json
import re
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from rehearsal.records import Channel, Message
from rehearsal.screen import Screen
from rehearsal.stage import Stage
from rehearsal.world import World

ROOT = Path(__file__).parents[2]
DATABASES = "both database files"
NIGHTS = "the nights' copies of hearth.db"
PEOPLE_COPY = "the copy of people.db"
HAND = "a copy the host makes now"
HOST = "what the host's commands write"
LOG = "the log, at DEBUG"
PLANTED = "the log with a planted line"
CHANNELS = "what the bot wrote in channels"
COPY = "the copy they took along"
TALKS = "what the bot wrote in talks"
OTHERS = "what people wrote themselves"
SCREENS = "private screens in open apps"
EMPTY_ALWAYS = (LOG, HOST)
"""Places in which nobody may ever be found; that the search sees there is shown by a line that is planted."""

KINDS: Mapping[str, str] = {
    "platform id": "id",
    "word": "words",
    "number": "number",
    "look-up": "HMAC",
    "mark": "HMAC",
    "key": "key",
    "sealed": "sealed",
}
COLUMNS = ("id", "words", "number", "HMAC", "key", "sealed")

Found = dict[str, list[tuple[str, str]]]
"""What was found: by place, each as where and what."""


@dataclass(frozen=True)
class Stays:
    """Something that may be found after an erase: its place, a pattern of where and what, and why it is there."""

    place: str
    pattern: str
    why: str

    def covers(self, place: str, where: str, what: str) -> bool:
        """Tell whether something that was found is this."""
        return place == self.place and re.search(self.pattern, f"{where}: {what}") is not None


class Searcher:
    """Searches for one person again and again; `words` are their name and all they wrote."""

    def __init__(self, stage: Stage, platform_id: str, words: Sequence[str]) -> None:
        self._stage = stage
        self._id = platform_id
        self.words = words
        self._times = 0
        self.by_host = False
        """Whether the host's own commands are run and searched too; each takes a second."""
        self.taken: list[tuple[str, bytes]] = []
        """The files of the copy that they took along."""

    async def search(self) -> Found:
        """Answer where the person stands now, place by place."""
        self._times += 1
        folder = self._stage.data_dir.parent / f"looked-{self._times}"
        places = self._laid_out(folder)
        if self.by_host:
            places |= await self._written_by_host(folder)
        found = await self._run(folder / "data", places | {PLANTED: [self._planted(folder / "planted.log")]})
        seen = {PLANTED: found.pop(PLANTED)}
        blind = not any(what.startswith("platform id") for _, what in seen[PLANTED]) or unseen(seen, self.words)
        self._stage.teller.expect(
            not blind, "A line was planted in the log, and the search does not see all of it."
        )
        return found

    async def _written_by_host(self, folder: Path) -> dict[str, list[Path]]:
        hand, drafts, aside = folder / "hand", folder / "notices", folder / "aside"
        # A copy, because the second one freezes what it finds.
        data = str(shutil.copytree(folder / "data", aside))
        run = self._stage.bot.aside
        said = [await run("backup", "--to", str(hand), HEARTH_DATA_DIR=data)]
        said += [await run("breach", "--drafts", str(drafts), HEARTH_DATA_DIR=data)]
        self._stage.teller.expect(any(hand.glob("*.db")) and any(drafts.iterdir()), f"The host reads: {said}.")
        return {HAND: sorted(hand.glob("*.db")), HOST: [drafts, *_written(folder, "host.json", said)]}

    def _planted(self, file: Path) -> Path:
        line = f"DEBUG somebody pressed: {self._id} {' '.join(self.words)}"
        file.write_text(f"{self._stage.bot.output}\n{line}\n")
        return file

    def _laid_out(self, folder: Path) -> dict[str, list[Path]]:
        data = Path(shutil.copytree(self._stage.data_dir, folder / "data"))
        world, log = self._stage.server.world, folder / "bot.log"
        log.write_text(self._stage.bot.output)
        places = {
            DATABASES: sorted(file for file in data.iterdir() if file.is_file()),
            NIGHTS: sorted((data / "backups").glob("hearth-*.db")),
            PEOPLE_COPY: [data / "backups" / "people.db"],
            LOG: [log],
            CHANNELS: _written(folder, "channels.json", list(_by_the_bot(world, in_talks=False))),
            TALKS: _written(folder, "talks.json", list(_by_the_bot(world, in_talks=True))),
            OTHERS: _written(
                folder, "people.json", [one.content for one in _messages(world) if not _of_bot(world, one)]
            ),
            SCREENS: _written(folder, "screens.json", [_shown(one) for one in _messages(world) if one.only_for]),
        }
        if self.taken:
            places[COPY] = [_kept(folder / "copy" / name, held) for name, held in self.taken]
        return places

    async def _run(self, data: Path, places: Mapping[str, Sequence[Path]]) -> Found:
        day = self._stage.server.world.clock.now().date()
        told = ["--data", str(data), "--keys", str(self._stage.key_file), "--id", self._id, "--day", f"{day}"]
        told += ["--remember", str(self._stage.data_dir.parent / "known.json"), "--json"]
        told += [part for word in self.words for part in ("--word", word)]
        told += [part for name, files in places.items() for part in ("--place", name, *map(str, files))]
        program = (sys.executable, "-m", "benchmarks.find_person", *told)
        pipe = asyncio.subprocess.PIPE
        ran = await asyncio.create_subprocess_exec(*program, cwd=ROOT, stdout=pipe, stderr=pipe)
        out, fault = await ran.communicate()
        self._stage.teller.expect(out, f"The search ended with {ran.returncode}: {fault.decode()}")
        return {place: [(where, what) for where, what in lines] for place, lines in json.loads(out).items()}


def table(found: Found) -> str:
    """Answer how much of what was found in each place, as a table."""
    widest = max(map(len, found))
    lines = [" " * widest + "".join(f"{kind:>8}" for kind in COLUMNS)]
    for place, traces in found.items():
        counts = Counter(
            next(kind for begins, kind in KINDS.items() if what.startswith(begins)) for _, what in traces
        )
        lines.append(f"{place:{widest}}" + "".join(f"{counts[kind] or '-':>8}" for kind in COLUMNS))
    return "\n".join(lines)


def unexpected(found: Found, stays: Sequence[Stays]) -> list[str]:
    """Answer what was found and is on no list of what stays."""
    return [
        f"{place}: {what} in {where.rpartition('/')[2]}"
        for place, traces in found.items()
        for where, what in traces
        if not any(one.covers(place, where, what) for one in stays)
    ]


def told(found: Found, stays: Sequence[Stays]) -> Iterator[tuple[str, str]]:
    """Yield what was found and may be, each with its place and why it is there."""
    for one in stays:
        if any(one.covers(one.place, where, what) for where, what in found.get(one.place, ())):
            yield one.place, one.why


def blind(found: Found, without: Sequence[str] = ()) -> list[str]:
    """Answer the places in which somebody who is known was to be found and is not."""
    return [place for place, traces in found.items() if not traces and place not in (*EMPTY_ALWAYS, *without)]


def unseen(found: Found, words: Sequence[str]) -> set[str]:
    """Answer which words were found nowhere; the search names them by their place, from 1 on."""
    seen = {what.split()[1] for traces in found.values() for _, what in traces if what.startswith("word")}
    return {word for place, word in enumerate(words, start=1) if str(place) not in seen}


def tables_about(data: Path, number: int) -> set[str]:
    """Answer the tables that hold a row of a person; `people` is in the other file."""
    return {table for table, held in _personal(data, number) if held}


def tables_of_people(data: Path) -> set[str]:
    """Answer every table whose rows are about people."""
    return {table for table, _ in _personal(data, 0)}


def _personal(data: Path, number: int) -> Iterator[tuple[str, bool]]:
    for name in ("hearth.db", "people.db"):
        with closing(sqlite3.connect(f"file:{data / name}?mode=ro", uri=True)) as database:
            for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                if any(column[1] == "person" for column in database.execute(f'PRAGMA table_info("{table}")')):
                    # Table names come from the file itself, not from a person.
                    rows = database.execute(f'SELECT 1 FROM "{table}" WHERE person = ?', (number,))  # noqa: S608
                    yield table, rows.fetchone() is not None


def files_of(stage: Stage, screen: Screen) -> list[tuple[str, bytes]]:
    """Answer the files beside a message, each with its name."""
    attached = screen.message["attachments"] if screen.message else []
    kept = stage.server.world.files
    return [(one["filename"], kept[one["url"].removeprefix(stage.server.url)][1]) for one in attached]


def _by_the_bot(world: World, *, in_talks: bool) -> Iterator[object]:
    for channel in world.channels.values():
        if (channel.thread is not None) is in_talks:
            yield _place(channel)
            written = [one for one in channel.messages.values() if _of_bot(world, one) and not one.only_for]
            yield from map(_shown, written)


def _place(channel: Channel) -> object:
    overwrites = [one.id for one in channel.overwrites.values() if one.type == 1]
    return [channel.name, channel.topic, overwrites]


def _messages(world: World) -> Iterable[Message]:
    return [message for channel in world.channels.values() for message in channel.messages.values()]


def _of_bot(world: World, message: Message) -> bool:
    return message.author_id == world.bot.id


def _shown(message: Message) -> object:
    return [message.content, message.embeds, message.components, [one["filename"] for one in message.attachments]]


def _written(folder: Path, name: str, held: object) -> list[Path]:
    return [_kept(folder / name, json.dumps(held, ensure_ascii=False).encode())]


def _kept(file: Path, held: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(held)
    return file
