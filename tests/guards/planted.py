"""For each rule of the architecture: what breaks it, and what stands in the same place without breaking it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Planted:
    """One file with a violation of a rule, and one without, in the same place unless `green_place` says."""

    rule: str
    place: str
    red: str
    green: str = '"""Nothing wrong here."""\n'
    green_place: str = ""


def _function(lines: int, head: str = "def long():") -> str:
    return head + "\n" + "    x = 1\n" * (lines - 1)


def _handler(lines: int) -> str:
    body = "        x = 1\n" * (lines - 1)
    return f"class C:\n    @press('circles:join')\n    async def join(self):\n{body}"


_COG = "class C:\n    feature = 'circles'\n    @pressed('join')\n    async def join(self, press): ...\n"

PLANTED = (
    Planted("packages", "bot/circles/service.py", "from bot.reach.service import Reach", "import bot.consent"),
    Planted(
        "packages", "bot/signs/service.py", "def f():\n    from bot.people import model", "import bot.core.ids"
    ),
    Planted(
        "packages",
        "bot/people/model.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from bot.circles.model import Circle",
    ),
    Planted("packages", "bot/core/ids.py", "import bot.core.storage.sqlite", "from bot.core import notices"),
    Planted("packages", "bot/core/storage/sqlite.py", "from ..scheduling import due", "from .line import Line"),
    Planted("packages", "bot/consent/service.py", "__import__('bot.circles.service')"),
    Planted("packages", "bot/settings.py", "import bot.people.service", "import bot.core.texts"),
    Planted("packages", "bot/novelty/service.py", "x = 1", green_place="bot/signs/service.py"),
    Planted("layers", "bot/people/model.py", "from bot.people import store", "from bot.core.ids import Person"),
    Planted("layers", "bot/people/store.py", "import bot.people.service", "from bot.people.model import Settings"),
    Planted("layers", "bot/circles/service.py", "from bot.consent import store", "from bot.circles import store"),
    Planted("layers", "bot/circles/service.py", "from bot.consent.store import get", "import bot.consent.service"),
    Planted("layers", "bot/circles/notices.py", "from bot.circles.service import Circles"),
    Planted("layers", "bot/people/__init__.py", "from bot.people.service import People"),
    Planted(
        "cogs",
        "cogs/circles/cog.py",
        "from bot.circles.store import CircleStore",
        "from bot.circles import service",
    ),
    Planted("cogs", "cogs/circles/cog.py", "import bot.core.storage.keyring", "from bot.core.ids import CircleId"),
    Planted("cogs", "cogs/circles/views.py", "import cogs.reach.views", "from cogs.circles import cog"),
    Planted("cogs", "cogs/circles/views.py", "from bot.people.service import People", "from cogs import screens"),
    Planted("cogs", "cogs/circles/cog.py", "from bot.core.world import SystemClock", "import bot.core.notices"),
    Planted(
        "cogs", "cogs/press.py", "from cogs.circles.cog import CircleCog", "from cogs.rendering import Rendering"
    ),
    Planted("cogs", "cogs/__init__.py", "import bot.circles.store", "from cogs.circles.cog import CircleCog"),
    Planted("cogs", "cogs/front.py", "from bot.circles import store", "from bot.core.ports import CannotKeep"),
    Planted("outward", "bot/core/ids.py", "from cogs import press"),
    Planted("outward", "bot/cli.py", "import rehearsal.server", "def run():\n    import rehearsal.server"),
    Planted("outward", "bot/assembly.py", "def build():\n    from cogs.client import Client"),
    Planted("homes", "bot/core/ports.py", "def f():\n    import discord"),
    Planted("homes", "bot/core/scheduling/due.py", "from apscheduler.job import Job"),
    Planted("homes", "bot/circles/store.py", "import aiosqlite"),
    Planted("homes", "bot/core/storage/keyfile.py", "from cryptography.fernet import Fernet"),
    Planted("rehearsal", "rehearsal/api.py", "import discord", "import json\nfrom aiohttp import web"),
    Planted("rehearsal", "rehearsal/api.py", "from bot.core import ids", "from rehearsal import shapes"),
    Planted(
        "rehearsal",
        "rehearsal/api.py",
        "import jsonschema_rs",
        "try:\n    import jsonschema_rs\nexcept ImportError:\n    pass",
    ),
    Planted("world", "bot/people/service.py", "import datetime as d\nd.datetime.now()", "clock.now()"),
    Planted("world", "bot/people/service.py", "from datetime import date\ndate.today()"),
    Planted("world", "bot/core/scheduling/alarm.py", "import time\ntime.time()"),
    Planted("world", "bot/reach/service.py", "from asyncio import sleep"),
    Planted("world", "bot/core/ids.py", "import secrets as s\ns.token_hex()", "secrets = b'local'\nprint(secrets)"),
    Planted("world", "cogs/press.py", "import secrets", "chance.number()"),
    Planted("world", "bot/core/texts.py", "import os\nos.environ['HOME']", "import os\nos.fsync(1)"),
    Planted("models", "bot/circles/model.py", "async def wait(): ...", "def name(): ..."),
    Planted("models", "bot/circles/model.py", "from datetime import datetime\ndatetime.now()"),
    Planted("models", "bot/circles/model.py", "X = 'SELECT * FROM circle'", "X = 'Select one'"),
    Planted("models", "bot/circles/model.py", "from bot.core.storage.database import Row"),
    Planted("models", "bot/circles/model.py", "import time", "from datetime import timedelta"),
    Planted("models", "bot/circles/model/answers.py", "import time", "from datetime import timedelta"),
    Planted("sql", "bot/circles/service.py", "X = 'DELETE FROM circle'", "X = 'Delete from here'"),
    Planted("sql", "cogs/front.py", "f'SELECT {x} FROM circle'"),
    Planted(
        "sql",
        "bot/circles/history.py",
        "X = 'DELETE FROM circle'",
        "X = 'DELETE FROM circle'",
        green_place="bot/circles/store/history.py",
    ),
    Planted("hidden_state", "bot/circles/service.py", "CACHE = {}", "KNOWN = ('a',)"),
    Planted("hidden_state", "cogs/press.py", "seen: set[int] = set()", "SEEN = frozenset({1})"),
    Planted("hidden_state", "bot/core/ids.py", "KNOWN: dict[str, int] = {}", "KNOWN: Mapping[str, int] = {}"),
    Planted("hidden_state", "bot/core/ids.py", "known: Mapping[str, int] = {}"),
    Planted("hidden_state", "cogs/press.py", "def f():\n    global n\n    n = 1"),
    Planted(
        "hidden_state",
        "bot/core/texts.py",
        "from collections import defaultdict\nBY = defaultdict(list)",
        "from types import MappingProxyType\nBY = MappingProxyType({'a': 1})",
    ),
    Planted("no_try", "cogs/circles/views.py", "try:\n    x = 1\nexcept ValueError:\n    pass"),
    Planted("presses", "cogs/circles/cog.py", "feature = 'x'\n" + _COG + "X = f'circles:leave:{circle}'", _COG),
    Planted("presses", "cogs/circles/cog.py", _COG + "X = 'circles:leave'", _COG + "X = f'circles:join:{circle}'"),
    Planted("silent_logs", "bot/core/world.py", "LOG.info(f'{who} came')", "LOG.info('%s came', kind)"),
    Planted("log_lines", "bot/core/world.py", "LOG.info('%s came', person)", "LOG.info('%d came', len(people))"),
    Planted(
        "log_lines", "cogs/press.py", "LOG.warning('no: %s', fault)", "LOG.warning('no: %s', type(fault).__name__)"
    ),
    Planted("log_lines", "cogs/press.py", "LOG.error('no', exc_info=True)", "LOG.error('no')"),
    Planted("log_lines", "cogs/press.py", "LOG.exception('no')"),
    Planted("log_lines", "bot/core/ids.py", "LOG.info(words)"),
    Planted(
        "log_lines",
        "cogs/client.py",
        "LOG.info('%d', guild.id)",
        "LOG.info('%s', pseudonyms.of('server', guild.id))",
    ),
    Planted("silent_logs", "cogs/press.py", "import logging\nlogging.getLogger('x').error('a' + str(x))"),
    Planted(
        "sendings",
        "bot/checkins/service.py",
        "async def f(self):\n    await self._ground.front.post(1, n, 'en', 'x')",
        "async def f(self):\n    self._ground.outbox.put(tx, delivery)",
    ),
    Planted("file_names", "cogs/circles/commands.py", "x = 1", green_place="cogs/circles/words.py"),
    Planted("file_names", "bot/utils/text.py", "x = 1", green_place="bot/core/texts.py"),
    Planted("file_sizes", "rehearsal/api.py", "x = 1\n" * 301, "x = 1\n" * 300),
    Planted("file_sizes", "tests/page/test_page.py", "x = 1\n" * 301, "x = 1\n" * 300),
    Planted("function_sizes", "bot/circles/service.py", _function(41), _function(40)),
    Planted("function_sizes", "cogs/circles/cog.py", _handler(16), _handler(15)),
    Planted("function_sizes", "bot/x.py", "def f(a, b, c, d, e, g): ...", "def f(self, a, b, c, d, e, *, g): ..."),
)
