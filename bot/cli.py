"""`hearth`: the one command line of an instance, and the only place that shows a fault to its host."""

import argparse
import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

from bot import cli_guard, cli_keeping, cli_signs
from bot.core.refusals import SettingsFault
from bot.core.storage.keyring import Keyring
from bot.core.world import SystemChance, SystemClock
from bot.instance import Instance, read_instance
from bot.logs import set_up_logs
from bot.settings import Settings, own_environment, read_settings
from bot.stores import FILES, BackupState, FileState, in_use, look_at_copies, look_at_files, open_stores

FINE, BROKEN, UNUSABLE = 0, 1, 2
"""The exit codes: all went well; a story broke or a fault was found; a setting cannot be used."""

SHIPPED = Path(__file__).parent.parent / "config"
"""The configuration that came with this version."""

COLLECTED_AFTER = 10_000
"""New objects between two looks for what can go; Python's usual 700 take a tenth of a start, and find nothing."""

_PATIENCE = 3.0
"""Seconds for ending in order, before a second Ctrl-C is heard."""

_DAYS = (date(2015, 1, 2), date(2099, 12, 31))


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks and answer the exit code."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.what is None:
        parser.print_help()
        return FINE
    try:
        return _do(asked)
    except SettingsFault as fault:
        print(fault, file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        return FINE


def find_config(folder: Path) -> Path:
    """Answer the folder's own `config` if it has an instance.yaml there, or the one that came with Hearth."""
    own = folder / "config"
    return own if (own / "instance.yaml").exists() else SHIPPED


def _do(asked: argparse.Namespace) -> int:
    if asked.what == "rehearse":
        return _rehearse(asked)
    folder = cast(Path, asked.folder).absolute()
    if not folder.is_dir():
        raise SettingsFault(f"{folder} is no folder: make it, or name another with --folder.")
    if asked.what == "signs":
        return cli_signs.answer(asked, find_config(folder))
    if asked.what == "guard":
        return cli_guard.answer(asked, find_config(folder))
    settings = read_settings(own_environment(), folder)
    match asked.what:
        case "run":
            gc.set_threshold(COLLECTED_AFTER, *gc.get_threshold()[1:])
            return _run(settings, _instance(find_config(folder)))
        case "migrate":
            return asyncio.run(_migrate(settings))
        case keeping if keeping in cli_keeping.COMMANDS:
            return cli_keeping.answer(asked, settings)
        case "helplines":
            return _helplines(asked, find_config(folder), settings.data_dir)
        case _:
            return asyncio.run(_status(settings))


def _instance(config: Path) -> Instance:
    # Only here: it brings the whole product in, of which the other commands need little.
    from bot.foundation import shipped_guard

    guard = shipped_guard()

    def objection(word: str) -> str | None:
        # A command stands in a list that whoever holds the phone can read (R35).
        wound = guard.offends(word)
        return f'says "{wound}", and a stranger could read it in the list of commands' if wound else None

    return replace(read_instance(config / "instance.yaml", objection), config=config)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("hearth", description="A bot for online peer-support circles.")
    parser.add_argument(
        "--folder", type=Path, default=Path(), help="where .env is and relative paths begin (here, if not given)"
    )
    commands = parser.add_subparsers(dest="what", metavar="COMMAND", title="commands")
    commands.add_parser("run", help="run the bot, with the token in .env")
    rehearse = commands.add_parser(
        "rehearse", help="try the bot in a small Discord on this computer, no account needed"
    )
    rehearse.add_argument("--story", nargs="?", const="first", metavar="NAME", help="play a story instead (first)")
    rehearse.add_argument("--at", type=_day, metavar="DATE", help="the first day, such as 2026-03-20")
    rehearse.add_argument("--port", type=_port, metavar="N", help="the first port to try (8420)")
    commands.add_parser("migrate", help="bring the databases to this version")
    cli_keeping.add_commands(commands.add_parser)
    cli_signs.add_commands(commands.add_parser("signs", help="show and measure what texts are read for"))
    cli_guard.add_commands(commands.add_parser("guard", help="show and measure what could give somebody away"))
    commands.add_parser("status", help="show how this instance stands")
    _helplines_parser(commands.add_parser("helplines", help="check the help lines, or write them out"))
    return parser


def _helplines_parser(parser: argparse.ArgumentParser) -> None:
    hows = parser.add_subparsers(dest="how", metavar="HOW", title="what to do", required=True)
    hows.add_parser("check", help="read the files, and list what was not checked lately")
    confirm = hows.add_parser("confirm", help="note that you checked lines today, each at its own page")
    confirm.add_argument(
        "lines", nargs="+", metavar="ID", help="a line's id, or a country's code for all of its lines"
    )
    export = hows.add_parser("export", help="write all lines to the terminal")
    export.add_argument("--as", dest="kind", choices=("text", "csv", "markdown"), default="text")
    export.add_argument("--language", default="en", metavar="CODE", help="of the names (en)")


def _helplines(asked: argparse.Namespace, config: Path, data: Path) -> int:
    from bot import numbers

    lines = numbers.directory_of(config, data)
    today = SystemClock().now().date()
    if asked.how == "export":
        print(numbers.written_out(lines, asked.kind, asked.language), end="")
        return FINE
    told = numbers.looked_over(lines, today) if asked.how == "check" else None
    for line in told or numbers.confirmed(lines, data, asked.lines, today):
        print(line)
    return FINE


def _day(written: str) -> date:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r} is no date; write it as 2026-03-20") from None
    if not _DAYS[0] <= day <= _DAYS[1]:
        raise argparse.ArgumentTypeError(f"{day} is too far away; choose a day from {_DAYS[0]} to {_DAYS[1]}")
    return day


def _port(written: str) -> int:
    if not (written.isascii() and written.isdigit() and 1 <= int(written) <= 65535):
        raise argparse.ArgumentTypeError(f"{written!r} is no port; choose a number from 1 to 65535")
    return int(written)


def _run(settings: Settings, instance: Instance) -> int:
    if not settings.token:
        raise SettingsFault(
            "There is no bot token: copy .env.example to .env and put yours there, "
            "or try Hearth without one with `hearth rehearse` (in a checkout: make run)."
        )
    set_up_logs(settings)
    from cogs.client import run_client

    asyncio.run(_until_asked_to_end(run_client(settings, instance)))
    return FINE


async def _until_asked_to_end(work: Coroutine[object, object, int | None], if_asked: int = FINE) -> int:
    """Run the work; Ctrl-C and SIGTERM cancel it, so that it ends in its own order."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    asked_at: list[float] = []

    def ask_to_end() -> None:
        # Ctrl-C in a rehearsal reaches the bot twice at once; a second cancel would cut its closing short.
        if not asked_at or loop.time() - asked_at[-1] > _PATIENCE:
            asked_at.append(loop.time())
            task.cancel()

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        # Windows knows neither SIGHUP nor handlers in a loop; there Ctrl-C arrives as KeyboardInterrupt.
        with contextlib.suppress(NotImplementedError, AttributeError):
            # What nohup has made deaf stays deaf.
            if signal.getsignal(getattr(signal, name)) != signal.SIG_IGN:
                loop.add_signal_handler(getattr(signal, name), ask_to_end)
    try:
        return await task or FINE
    except asyncio.CancelledError:
        return if_asked


def _rehearse(asked: argparse.Namespace) -> int:
    from bot.foundation import shipped_guard
    from rehearsal import running

    # A folder that holds no .env: what the host set for the real instance stays out of a rehearsal.
    command = (sys.executable, "-m", "bot", "--folder", str(SHIPPED), "run")
    offends = shipped_guard().offends
    try:
        if asked.story is None:
            plan = running.Plan(command, asked.port or running.PORT, asked.at, offends=offends)
            return asyncio.run(_until_asked_to_end(running.rehearse(plan)))
        story = running.find_story(asked.story)
        plan = running.Plan(command, asked.port or 0, asked.at, offends=offends)
        return asyncio.run(_until_asked_to_end(running.play(story, plan), if_asked=BROKEN))
    except running.CannotRehearse as fault:
        raise SettingsFault(str(fault)) from None


async def _migrate(settings: Settings) -> int:
    async with open_stores(settings, SystemChance()) as stores:
        for name, applied in stores.applied.items():
            print(f"{settings.data_dir / name}: {', '.join(applied) or 'nothing was missing'}")
    return FINE


async def _status(settings: Settings) -> int:
    faults: list[str] = []
    print(f"Data folder  {settings.data_dir}")
    try:
        for file in await look_at_files(settings):
            print(f"             {_about(file)}")
        running = any(in_use(settings.data_dir / name) for name in FILES if (settings.data_dir / name).exists())
        print(f"Running      {'yes' if running else 'no'}")
        print(f"Backups      {_about_copies(await look_at_copies(settings))}")
    except SettingsFault as fault:
        faults.append(str(fault))
    try:
        print(f"Key file     {_about_key(settings)}")
    except SettingsFault as fault:
        faults.append(str(fault))
    print(f"Token        {'present' if settings.token else 'none (hearth rehearse needs none)'}")
    for fault in faults:
        print(fault, file=sys.stderr)
    return BROKEN if faults else FINE


def _about(file: FileState) -> str:
    if file.size is None:
        return f"{file.name}: not made yet"
    if file.pending is None:
        return f"{file.name}: {file.size:,} bytes, in use"
    return f"{file.name}: {file.size:,} bytes, pending migrations: {', '.join(file.pending) or 'none'}"


def _about_copies(copies: BackupState | None) -> str:
    if copies is None:
        return "none yet (made at night, or at the first start after it)"
    return f"newest {copies.name}: {copies.size:,} bytes; {copies.kept} kept"


def _about_key(settings: Settings) -> str:
    some_data = any((settings.data_dir / name).exists() for name in FILES)
    if not some_data and not settings.key_file.exists():
        return f"{settings.key_file} (made at the first start)"
    keyring = Keyring.open(settings.key_file, SystemChance(), settings.data_dir)
    return f"{settings.key_file}, fingerprint {keyring.fingerprint()}"
