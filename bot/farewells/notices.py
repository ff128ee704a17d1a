"""What leaving kindly posts: one line, without a name unless its writer chose it."""

from bot.core.ids import PlatformId, Private
from bot.core.notices import Audience, Notice, Said, Someone, said


def candle() -> Notice:
    """Answer the post: it comes silently, and says neither who left nor why."""
    return Notice((said("farewells.candle.post"),), audience=Audience.CIRCLE)


def line(words: Private, who: PlatformId | None) -> Notice:
    """Answer the post of somebody's line: it comes silently; with `who` under their name, without it under none."""
    return Notice((line_words(words, who),), audience=Audience.CIRCLE)


def line_words(words: Private, who: PlatformId | None) -> Said:
    """Answer what the post says, so that a preview says the same."""
    if who is None:
        return said("farewells.line.post.nameless", words=words)
    return said("farewells.line.post.named", who=Someone(who), words=words)
