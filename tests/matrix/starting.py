"""Screens to start from: what somebody sees, and buttons that another moment or another version would show them."""

from rehearsal.records import EPHEMERAL, Json
from rehearsal.screen import Screen
from tests.stories.conftest import Evening

Starts = list[tuple[str, Screen]]
"""Screens that somebody sees, to go on from."""


def as_if(evening: Evening, name: str, *custom_ids: str) -> tuple[str, Screen]:
    """Answer a private screen with buttons of one's own, which another moment or another version would show."""
    general = next(one.id for one in evening.server.world.guild_channels() if one.name == "general")
    rows: list[Json] = [{"type": 2, "id": place, "custom_id": one} for place, one in enumerate(custom_ids)]
    message: Json = {"id": "1", "flags": EPHEMERAL, "components": [{"type": 1, "id": 99, "components": rows}]}
    return name, Screen("private", general, message)


def as_if_chosen(evening: Evening, name: str, custom_id: str, value: str) -> tuple[str, Screen]:
    """Answer a private screen with a menu of one choice."""
    name, screen = as_if(evening, name, custom_id)
    assert screen.message is not None
    (menu,) = screen.message["components"][0]["components"]
    menu |= {"type": 3, "options": [{"label": "a", "value": value}]}
    return name, screen


async def circle_of(evening: Evening) -> int:
    """Answer North's number."""
    row = await evening.stores.main.read(lambda tx: tx.one("SELECT circle FROM circle ORDER BY rowid LIMIT 1"))
    assert row is not None
    return int(str(row["circle"]))
