"""What leaving kindly posts: one line without a name."""

from bot.core.notices import Audience, Notice, said


def candle() -> Notice:
    """Answer the post: it comes silently, and says neither who left nor why."""
    return Notice((said("farewells.candle.post"),), audience=Audience.CIRCLE)


def burnt_down() -> Notice:
    """Answer what the post says once its time is over."""
    return Notice((said("farewells.candle.over"),), audience=Audience.CIRCLE)
