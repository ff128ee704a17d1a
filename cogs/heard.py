"""What Discord tells of a command, press or form: who it is, on which message, and what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import discord

from bot.core.ids import ChannelId, MessageId, Private, RoleId, ServerId, Visitor
from bot.core.ids import PlatformId as Platform


@dataclass(frozen=True, slots=True)
class Target:
    """The message a menu was opened on: where it stands and who wrote it, never its words."""

    channel: ChannelId
    message: MessageId
    author: Platform = field(repr=False)
    by_bot: bool


def visitor_of(interaction: discord.Interaction) -> Visitor:
    """Answer who is pressing, as Discord describes them."""
    user = interaction.user
    roles = user.roles if isinstance(user, discord.Member) else []
    # Held in the whole server: a channel's own overwrite makes no moderator.
    held = user.guild_permissions if isinstance(user, discord.Member) else discord.Permissions.none()
    return Visitor(
        platform_id=Platform(user.id),
        server=ServerId(interaction.guild_id) if interaction.guild_id else None,
        roles=frozenset(RoleId(role.id) for role in roles),
        manages_messages=held.manage_messages,
        manages_server=held.manage_guild,
        locale=str(interaction.locale),
        channel=ChannelId(interaction.channel_id) if interaction.channel_id else None,
    )


def target_of(data: Mapping[str, Any]) -> Target | None:
    """Answer the message whose menu was opened, or None where none was."""
    found = data.get("resolved", {}).get("messages", {}).get(str(data.get("target_id", "")))
    if found is None:
        return None
    author = found["author"]
    channel, message = ChannelId(int(found["channel_id"])), MessageId(int(found["id"]))
    return Target(channel, message, Platform(int(author["id"])), by_bot=bool(author.get("bot", False)))


def boxes_of(components: Any) -> list[tuple[str, Private]]:  # noqa: ANN401 - Discord's own nested shape
    """Answer what was typed into each box of a form, by its name."""
    found: list[tuple[str, Private]] = []
    for component in components:
        if "component" in component:
            found += boxes_of([component["component"]])
        found += boxes_of(component.get("components", ()))
        if "custom_id" in component and "value" in component:
            found.append((component["custom_id"], Private(component["value"] or "")))
    return found
