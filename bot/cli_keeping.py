"""What a host does for keys and copies: reads the command line, and renews the master key."""

import argparse
import asyncio
import stat
import time
from collections.abc import Callable
from pathlib import Path

from bot import cli_copies
from bot.core.storage.keychange import KEPT_FOR, add_master
from bot.core.storage.keyring import Keyring
from bot.core.storage.peek import peek
from bot.core.world import SystemChance, SystemClock
from bot.people.renewing import Progress, Renewing, progress_in
from bot.settings import Settings
from bot.stores import in_use, open_stores

PATIENCE = 180.0
"""Seconds for which a rotation waits for the running bot, which looks once a minute."""


COMMANDS = ("keys", "backup", "verify", "restore", "breach")
"""The commands that are answered here."""


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add them to the command line."""
    keys = add("keys", help="show where the key file is, and make it if there is no data yet")
    hows = keys.add_subparsers(dest="how", metavar="HOW")
    hows.add_parser("rotate", help="make a new master key and wrap everybody's keys anew; the bot may run")
    copying = add("backup", help="copy both databases now, the people file apart; the bot may run")
    copying.add_argument(
        "--to", type=Path, metavar="FOLDER", help="where to, such as another disk (the data folder's own backups)"
    )
    broken = add("breach", help="files may have been copied: what they tell, a freeze, notices, and what to do")
    broken.add_argument(
        "--copied",
        nargs="+",
        choices=("main", "people", "key", "backups", "token"),
        default=(),
        metavar="WHAT",
        help="what may have been copied, of main, people, key, backups, token (all of it)",
    )
    broken.add_argument("--drafts", type=Path, default=Path("notices"), metavar="FOLDER", help="where to (notices)")
    broken.add_argument("--over", action="store_true", help="it is over: direct messages go again")
    restoring = add("restore", help="put a copy of hearth.db back; Hearth must be off")
    restoring.add_argument("copy", metavar="FILE", help='a copy, or "newest" for the newest of the backups')
    restoring.add_argument("--yes", action="store_true", help="do not ask before it is put back")
    add("verify", help="look whether files, copies, ages and keys are as they should be; changes nothing")


def answer(asked: argparse.Namespace, settings: Settings) -> int:
    """Do what the command line asks and answer the exit code."""
    match asked.what:
        case "backup":
            return asyncio.run(cli_copies.back_up(settings, asked.to))
        case "verify":
            # Only here: it brings the whole product in.
            from bot import cli_verify

            return asyncio.run(cli_verify.verify(settings))
        case "breach":
            from bot import cli_breach

            doing = (
                cli_breach.over(settings)
                if asked.over
                else cli_breach.breach(settings, asked.copied, asked.drafts, SystemClock())
            )
            return asyncio.run(doing)
        case "restore":
            from bot import cli_restore

            return asyncio.run(
                cli_restore.restore(settings, asked.copy, None if asked.yes else _asked, SystemClock())
            )
        case _:
            return asyncio.run(rotate(settings)) if asked.how else _keys(settings)


def _asked(question: str) -> str:
    try:
        return input(question)
    except EOFError:
        return ""


def _keys(settings: Settings) -> int:
    made = " (made now: keep a copy away from this computer)" if not settings.key_file.exists() else ""
    keyring = Keyring.open(settings.key_file, SystemChance(), settings.data_dir)
    print(f"Key file     {settings.key_file}{made}")
    print(f"Rights       {stat.filemode(settings.key_file.stat().st_mode)}")
    print(f"Fingerprint  {keyring.fingerprint()}")
    return 0


async def rotate(settings: Settings) -> int:
    """Add a master key, or go on with the last one if not everything is wrapped with it yet."""
    people = settings.data_dir / "people.db"
    keyring = Keyring.open(settings.key_file, SystemChance(), settings.data_dir)
    if not people.exists():
        print("There is no data yet, so there is nothing to wrap anew: the keys are as new as can be.")
        return 0
    before = await peek(people, lambda tx: progress_in(tx, keyring))
    if before.done:
        number = add_master(settings.key_file, SystemChance(), SystemClock().now().date())
        keyring.take_in(settings.key_file)
        print(f"Master key {number} stands in {settings.key_file}.")
        print("Make a new copy of the key file now, away from this computer: an older copy opens nothing soon.")
    else:
        print("An earlier renewal is not finished; it goes on.")
    now = await (_watch(settings, keyring) if in_use(people) else _alone(settings))
    if not now.done:
        print("It goes on by itself. Ask again with: hearth keys rotate")
        return 0
    print(f"All {now.all} keys are under the newest master key.")
    print(f"Older master keys leave the key file by themselves {KEPT_FOR.days} days after the new one came.")
    return 0


async def _alone(settings: Settings) -> Progress:
    async with open_stores(settings, SystemChance()) as stores:
        renewing = Renewing(stores.people_file, stores.keyring, SystemChance(), settings.key_file)
        renewing.on_renewed(stores.backups.follow_people)
        await renewing.check()
        return await renewing.finish(_say)


async def _watch(settings: Settings, keyring: Keyring) -> Progress:
    print("The bot runs and does it within a minute; this only watches, and may be ended with Ctrl-C.")
    until = time.monotonic() + PATIENCE
    told: Progress | None = None
    while True:
        now = await peek(settings.data_dir / "people.db", lambda tx: progress_in(tx, keyring))
        if now != told:
            _say(now)
            told = now
        if now.done or time.monotonic() > until or not in_use(settings.data_dir / "people.db"):
            return now
        await asyncio.sleep(1.0)


def _say(progress: Progress) -> None:
    print(f"{progress.renewed} of {progress.all} keys are under the newest master key", flush=True)
