"""Making a person's words show as they were written: none of their signs takes effect."""

import discord

from bot.core.words import straight


def escaped(words: str) -> str:
    """Answer a person's words so that no mark, mention, heading or link of theirs takes effect."""
    # Part by part: what has the form of a link would be escaped as one sign, and what stands inside it not at all.
    *before, last = [
        discord.utils.escape_markdown(part, ignore_links=False) for part in straight(words).split("](")
    ]
    safe = "]\\(".join([*(_unlinked(part) for part in before), last])
    return discord.utils.escape_mentions(safe).replace("<", "\\<")


def _unlinked(words: str) -> str:
    head, sign, tail = words.rpartition("[")
    return f"{head}\\{sign}{tail}" if sign else words
