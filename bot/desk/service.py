"""Opening the desk: what is there, what is missing."""

from collections.abc import Iterable

from bot.circles.service import Circles
from bot.core.feature import Feature, Permission
from bot.core.ground import Ground
from bot.core.ids import CircleId, ServerId, Visitor
from bot.core.refusals import Refusal
from bot.desk.model import Card, Overview
from bot.moderation.service import require_moderator


class Desk:
    """What moderators work with."""

    def __init__(self, ground: Ground, circles: Circles, features: Iterable[Feature]) -> None:
        self._front = ground.front
        self._circles = circles
        self._permissions = tuple(permission for feature in features for permission in feature.permissions)

    async def open(self, visitor: Visitor) -> Overview:
        """Answer the desk of the server a moderator is in."""
        require_moderator(visitor)
        circles = await self._circles.of_server(visitor)
        missing = await self._missing(visitor.server) if visitor.server else ()
        return Overview(tuple(circles), missing, visitor.manages_server)

    async def _missing(self, server: ServerId) -> tuple[Permission, ...]:
        wanted = tuple(dict.fromkeys(permission.name for permission in self._permissions))
        lacking = await self._front.missing_permissions(server, wanted)
        return tuple(permission for permission in self._permissions if permission.name in lacking)

    async def card(self, visitor: Visitor, circle_id: CircleId) -> Card:
        """Answer one circle with its settings, and whether something it made has been deleted."""
        require_moderator(visitor)
        circle = await self._circles.get(circle_id)
        if circle.server != visitor.server:
            raise Refusal("circles.gone")
        made = tuple(channel for channel in (circle.door, circle.room) if channel is not None)
        return Card(circle, await self._front.gone(circle.server, circle.role, made))
