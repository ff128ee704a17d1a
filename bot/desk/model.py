"""What a moderator sees on opening the desk."""

from dataclasses import dataclass

from bot.circles.model import Circle
from bot.core.feature import Permission


@dataclass(frozen=True, slots=True)
class Overview:
    """The circles of one server and the permissions Hearth lacks there, each with the feature that needs it."""

    circles: tuple[Circle, ...]
    missing: tuple[Permission, ...]
    can_set_up: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One circle at the desk; `broken` where its role or a channel was deleted on the server."""

    circle: Circle
    broken: bool
