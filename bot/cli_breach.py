"""`hearth breach`: what copied files tell, a freeze, notices to fill in, and what to do now (R180)."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from bot.assembly import FEATURES
from bot.core.ports import Clock
from bot.core.refusals import SettingsFault
from bot.core.storage.database import Transaction
from bot.core.storage.frozen import freeze, frozen_since, thaw, write_beside
from bot.core.storage.peek import peek
from bot.foundation import CONFIG
from bot.people.proving import numbers_in
from bot.privacy.store import held, personal_tables
from bot.settings import Settings

FILES: Mapping[str, str] = MappingProxyType(
    {
        "main": "hearth.db",
        "people": "people.db",
        "key": "the key file",
        "backups": "the folder of copies",
        "token": ".env, or the bot's token",
    }
)
"""What somebody may have copied."""

WITHIN = timedelta(hours=72)
"""Within this time the authority is told (GDPR, Article 33)."""

_STEPS = """\
Do this now, in this order:
1. At Discord, regenerate the bot's token, and put the new one into .env.
2. Find out how they came in, and close it: passwords, other users of this computer, disks that were lent.
3. hearth keys rotate, then copy the key file anew. Whoever has data and key from before can still read that copy.
4. Read the drafts, fill in what stands in [brackets], and tell the members first. Say nothing you do not know.
5. Start Hearth anew. While this lasts it sends no direct messages but to people who are asked for help, and gives
   nobody a copy to take along; reaching people, the numbers, the exercises, seeing and erasing work.
6. When it is over: hearth breach --over"""


async def breach(settings: Settings, copied: Collection[str], drafts: Path, clock: Clock) -> int:
    """Say what is affected, freeze, write drafts of the notices, and say what to do."""
    main, people, now = settings.data_dir / "hearth.db", settings.data_dir / "people.db", clock.now()
    named = tuple(name for name in FILES if name in copied) or tuple(FILES)
    readable = _readable(_with_copies(named))
    rows = await peek(main, lambda tx: held(tx, personal_tables(FEATURES)))
    known = len(await peek(people, numbers_in))
    print(f"Copied, as far as you know: {', '.join(FILES[name] for name in named)}.")
    print("\n".join(("What can be read from it:", *(f"- {line}" for line in readable))))
    print(f"People in people.db: {known}. Rows about people, by part: {_counted(rows)}.")
    await write_beside(main, lambda tx: freeze(tx, now))
    since = await peek(main, frozen_since) or now
    values = {
        "noticed": _at(since),
        "deadline": _at(since + WITHIN),
        "files": ", ".join(FILES[name] for name in named),
        "readable": " ".join(readable),
        "people": str(known),
        "rows": _counted(rows),
    }
    _write_drafts(drafts, values)
    print(
        f"Drafts of notices, in English and Spanish: {drafts}. The authority is to be told by {values['deadline']}."
    )
    print(_STEPS)
    return 0


async def over(settings: Settings) -> int:
    """Let the freeze be over."""
    was: list[bool] = []

    def work(tx: Transaction) -> None:
        was.append(thaw(tx))

    await write_beside(settings.data_dir / "hearth.db", work)
    print("Direct messages go again, and copies can be taken along." if was[-1] else "Nothing was frozen.")
    return 0


def _with_copies(named: Collection[str]) -> frozenset[str]:
    both = ("main", "people") if "backups" in named else ()
    return frozenset((*named, *both))


def _readable(copied: Collection[str]) -> tuple[str, ...]:
    """Answer what these files tell together, in sentences."""
    lines: list[str] = []
    if {"main", "people", "key"} <= set(copied):
        lines.append("Everything that is kept: who the members are, and the words they kept.")
    elif {"people", "key"} <= set(copied):
        lines.append("Who the members are, by their Discord accounts; none of their words.")
    elif {"main", "key"} <= set(copied):
        lines.append("Names and agreements of circles; no member, and none of their words.")
    if "main" in copied and not {"people", "key"} <= set(copied):
        lines.append(
            "Which Discord servers and channels have circles, and when random numbers did what; no account."
        )
    if "people" in copied and "key" not in copied:
        lines.append("How many people there are, and nothing about them.")
    if "key" in copied and not {"main", "people"} & set(copied):
        lines.append("Nothing; but with a copy of the data, from whenever, everything in it.")
    if "token" in copied:
        lines.append("With the token, whatever the bot can see on Discord, and it can speak as the bot.")
    return tuple(lines)


def _counted(rows: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in rows.items() if count) or "none"


def _write_drafts(folder: Path, values: Mapping[str, str]) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for template in sorted((CONFIG / "breach").rglob("*.txt")):
            words = template.read_text(encoding="utf-8")
            for name, value in values.items():
                words = words.replace(f"{{{name}}}", value)
            target = folder / f"{template.stem}.{template.parent.name}.txt"
            # What the host wrote into it since stays.
            if not target.exists():
                target.write_text(words, encoding="utf-8")
                target.chmod(0o600)
    except OSError as fault:
        raise SettingsFault(f"{folder} cannot be written ({fault.strerror}): name another with --drafts.") from None


def _at(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
