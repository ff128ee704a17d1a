"""Who may know whom, and how files look: the map of the product, held by reading the code."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.guards import layers, log_lines, pressing, sending, shape
from tests.guards.named import NAMED
from tests.guards.planted import PLANTED
from tests.guards.source import ROOT

CORE = ("core", "core.storage", "core.scheduling", "core.delivery", "core.acting", "core.ground", "core.notebook")
"""What every feature stands on."""

FEATURES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # a feature      may call, besides core
        "people": (),
        "consent": ("people",),
        "circles": ("people", "consent"),
        "moderation": ("circles", "people", "consent"),  # people, consent: who did what, and the yes to that
        "mailbox": ("people", "circles", "consent"),  # consent: the yes to direct messages, and what ends notes
        "device": ("people", "consent"),
        # circles: the zone of who keeps no quiet hours; mailbox: a hello, and the truth where there is none
        "days": ("people", "consent", "circles", "mailbox"),
        "reminders": ("people", "consent", "circles", "days", "mailbox"),  # days: a silent one leaves them out
        "farewells": ("people", "consent", "circles"),
        "away": ("people", "consent", "circles"),
        "signs": (),
        "guard": (),
        "helplines": ("circles", "moderation", "people", "consent"),  # people: a country of one's own
        "escape": ("people", "consent"),
        "asked": (
            "circles",
            "consent",
            "people",
            "moderation",  # gaps and the private channel stand at the desk
            "mailbox",  # a swap is told to its other side
        ),
        "checkins": (
            "circles",
            "consent",
            "moderation",
            "signs",
            "helplines",  # numbers first, where a line reads as if they were needed now
            "mailbox",
            "people",
        ),  # people: the keys answers are sealed under
        "reach": ("circles", "consent", "people", "asked", "helplines", "mailbox"),
        "debriefs": (
            "circles",
            "consent",
            "asked",
            "mailbox",
            "people",
            "moderation",
        ),  # people: the keys of words, and whom a page goes to; moderation: words for the circle
        "notes": ("circles", "consent", "moderation", "signs", "mailbox", "people"),
        "keyholders": ("notes", "circles", "moderation", "mailbox"),
        "surveys": ("circles", "consent", "moderation"),
        "gatherings": ("circles", "consent", "people", "moderation", "surveys", "checkins", "mailbox"),
        "concerns": ("circles", "consent", "moderation", "mailbox"),
        "buddies": ("circles", "consent", "people", "concerns", "mailbox"),
        "waiting": ("buddies", "circles", "consent"),
        "library": ("circles", "consent", "moderation"),
        "expressions": ("circles", "consent", "moderation"),
        "welcome": ("circles", "consent", "moderation"),
        "privacy": ("people", "circles", "consent"),  # consent: stopping everything is one call to it
        "desk": ("people", "circles", "moderation"),  # moderation: the one gate for moderators
    }
)

MAY_CALL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "core": (),
        "core.storage": ("core",),
        "core.scheduling": ("core", "core.storage"),
        "core.delivery": ("core", "core.storage", "core.scheduling"),
        "core.notebook": ("core", "core.storage"),
        "core.acting": ("core", "core.storage"),
        "core.ground": ("core", "core.storage", "core.scheduling", "core.delivery", "core.acting"),
        **{feature: (*others, *CORE) for feature, others in FEATURES.items()},
        "settings": ("core",),
        "instance": ("core",),
        "logs": ("core", "settings"),
        "stores": ("core", "core.storage", "settings"),
        "leading": ("core",),
        "foundation": (*CORE, "people", "consent", "circles", "moderation", "mailbox", "device", "away", "stores"),
        # what is there for bad hours, wired together
        "hard_hours": (*CORE, *FEATURES, "stores", "foundation"),
        "at_home": (*CORE, *FEATURES, "foundation", "hard_hours"),
        "hearth": (*CORE, *FEATURES, "foundation", "hard_hours", "at_home"),
        "assembly": (*CORE, *FEATURES, "settings", "stores", "foundation", "hard_hours", "at_home", "hearth"),
        # `hearth helplines`, `signs` and `guard`, beside the command line because they would not fit in it
        "numbers": ("core", "helplines"),
        "cli_sheets": ("core",),
        "cli_signs": ("core", "signs", "cli_sheets"),
        "cli_guard": ("core", "guard", "cli_sheets"),
        # keys and copies
        "cli_copies": (*CORE, *FEATURES, "settings", "stores", "foundation", "assembly"),
        "cli_verify": (*CORE, *FEATURES, "settings", "stores", "foundation", "assembly"),
        "cli_breach": (*CORE, *FEATURES, "settings", "stores", "foundation", "assembly"),
        "cli_restore": (*CORE, *FEATURES, "settings", "stores", "foundation", "assembly"),
        "cli_keeping": (
            *(*CORE, *FEATURES, "settings", "stores", "foundation", "assembly"),
            *("cli_copies", "cli_verify", "cli_restore", "cli_breach"),
        ),
        "cli": (
            *(*CORE, *FEATURES, "settings", "instance", "stores", "foundation", "assembly"),
            *("numbers", "cli_signs", "cli_guard", "cli_keeping", "logs"),
        ),
        "__main__": ("cli",),
        "__init__": (),
    }
)
"""The packages of bot/, and which of them each may import."""

LAYERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "__init__": ("model",),
        "model": ("model",),
        "notices": ("__init__", "model"),
        "store": ("__init__", "model", "store"),  # a store of one subject may stand on that of another
        "service": ("__init__", "model", "notices", "store", "service"),
        "own": ("model", "store", "service"),  # what a person reads of its tables (R174)
    }
)
"""The files of a feature, and which files of the same feature each may import."""

ABROAD: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "__init__": ("__init__",),  # a purpose may need another feature's
        "model": ("model",),
        "notices": ("model",),
        "store": ("model",),
        "own": (),
        "service": ("__init__", "model", "notices", "service"),  # notices: everybody is paged by one fixed line
    }
)
"""The files of a feature, and which files of other features each may import."""

BEYOND_MODELS = (
    *(f"bot.core.{name}" for name in ("storage", "delivery", "ground", "ports", "world", "texts")),
    *(f"bot.core.scheduling.{name}" for name in ("alarm", "due", "outages")),
    *("asyncio", "sqlite3", "aiosqlite", "time", "discord", "logging"),
)
"""What pure rules do not know; recurrence is a pure rule itself."""

COGS = layers.CogRule(
    # recurrence: pure rules, shown as they are, such as a time that the clocks skip
    core=("notices", "refusals", "ids", "texts", "feature", "scheduling.recurrence"),
    shared=("rendering", "front", "press", "refusing", "screens"),
    own=("service", "model", "notices"),  # notices: a preview shows the post itself
    abroad=("model", "notices"),  # a screen shows what its service answered, such as a circle
    fronts=MappingProxyType({}),
    calls=FEATURES,
    named=NAMED,
)
"""What cogs/<feature> may import; of `abroad`, only from features its own one may call."""

HOMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "discord": ("cogs/",),
        "apscheduler": ("bot/core/scheduling/alarm.py",),
        "dateutil": ("bot/core/scheduling/recurrence.py",),
        "aiosqlite": ("bot/core/storage/",),
        "asyncpg": ("bot/core/storage/",),
        "sqlite3": ("bot/core/storage/",),
        "cryptography": ("bot/core/storage/keyring.py",),
        "PIL": ("bot/core/pictures.py",),
    }
)
"""Modules that one place alone may import."""

WORLD: Mapping[str, str] = MappingProxyType(
    {
        "bot/core/world.py": ".+",
        "bot/settings.py": ".+",
        "bot/logs.py": r"time\.gmtime",  # a line is stamped by Python's own logging, in UTC
        "bot/cli.py": ".+",
        # A host sits before it and watches; the bot it waits for lives on its own clock.
        "bot/cli_keeping.py": r"asyncio\.sleep",
        # The disk lives on the computer's clock, and others write to it meanwhile.
        "bot/privacy/erasing.py": r"asyncio\.sleep",
        # What other programs write comes by the computer's clock.
        "bot/core/storage/glances.py": r"time\.monotonic",
        # APScheduler lives on the computer's clock; Hearth's own may be led by a rehearsal.
        "bot/core/scheduling/alarm.py": r"datetime\.datetime\.now",
    }
)
"""Where the wall clock, randomness and the environment may be touched, and what of them."""

SPEAKERS = (
    "bot/core/delivery/trying.py",
    "bot/mailbox/whispers.py",  # a sample: its presser waits, and before a yes no row may tell of them
    "bot/circles/founding.py",  # the door's post: whoever makes the circle waits for it, and looks before it
)
"""The files that post, write to somebody or change a post themselves; everything else goes through the outbox."""

Rule = Callable[[Path], list[str]]

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "packages": lambda root: layers.between_packages(root, MAY_CALL),
        "layers": lambda root: layers.inside_features(root, LAYERS, ABROAD, NAMED),
        "cogs": lambda root: layers.in_cogs(root, COGS),
        "outward": lambda root: layers.outward(root, ("bot/cli.py", "bot/__main__.py")),
        "homes": lambda root: layers.homes(root, HOMES),
        "rehearsal": lambda root: layers.rehearsal(root, ("aiohttp",), ("jsonschema_rs",)),
        "world": lambda root: shape.world(root, WORLD),
        "models": lambda root: shape.pure_models(root, BEYOND_MODELS),
        "sql": shape.sql,
        "hidden_state": shape.hidden_state,
        "no_try": shape.no_try,
        "presses": pressing.unanswered,
        "sendings": lambda root: sending.past_the_outbox(root, SPEAKERS),
        "silent_logs": shape.silent_logs,
        "log_lines": log_lines.telling,
        "file_names": shape.file_names,
        "file_sizes": shape.file_sizes,
        "function_sizes": shape.function_sizes,
    }
)


@pytest.mark.parametrize("rule", RULES)
def test_the_code_keeps_the_rule(rule: str) -> None:
    assert RULES[rule](ROOT) == []


@pytest.mark.parametrize(("rule", "place", "code"), [(p.rule, p.place, p.red) for p in PLANTED])
def test_a_planted_violation_is_seen(rule: str, place: str, code: str, tmp_path: Path) -> None:
    _plant(tmp_path, place, code)
    found = RULES[rule](tmp_path)
    assert found
    assert all(place in line for line in found)


@pytest.mark.parametrize(("rule", "place", "code"), [(p.rule, p.green_place or p.place, p.green) for p in PLANTED])
def test_a_clean_example_passes(rule: str, place: str, code: str, tmp_path: Path) -> None:
    _plant(tmp_path, place, code)
    assert RULES[rule](tmp_path) == []


def test_every_rule_has_a_planted_violation() -> None:
    assert {planted.rule for planted in PLANTED} == set(RULES)


def test_the_table_has_no_circle() -> None:
    known: set[str] = set()
    rest = dict(MAY_CALL)
    while rest:
        free = {name for name, others in rest.items() if set(others) <= known}
        assert free, f"these call each other in a circle: {sorted(rest)}"
        known |= free
        rest = {name: others for name, others in rest.items() if name not in free}


def _plant(root: Path, place: str, code: str) -> None:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code, encoding="utf-8")
