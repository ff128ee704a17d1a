"""What stands in the blank room."""

from bot.core.notices import Notice, button, said


def way_back() -> Notice:
    """Answer the one post of the blank room: a line and a button that tell nobody anything.

    No line says who can see it, and no way out is added: either would tell what the room is for.
    """
    return Notice((said("away.post"),), ((button("away.button.look_again", "away:back"),),), audience=None)
