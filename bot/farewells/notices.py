"""What leaving kindly posts: one line without a name."""

from bot.core.notices import Audience, Notice, said


def candle() -> Notice:
    """Answer the post: it comes silently, and says neither who left nor why."""
    return Notice((said("farewells.candle.post"),), audience=Audience.CIRCLE)
