"""What Hearth posts for a circle, as data."""

from bot.circles.model import Circle
from bot.core.notices import Audience, Button, Notice, Place, Style, button, said


def door_post(circle: Circle) -> Notice:
    """Answer the post at a circle's door, with its Join button."""
    return Notice(
        (said("circles.door_post", circle=circle.name),),
        ((button("circles.button.join", f"circles:door:{circle.circle}", Style.MAIN),),),
        Audience.SERVER,
    )


def door_link(circle: Circle) -> Place | str:
    """Answer a link to the circle's door, which everyone in the server can see."""
    return Place(circle.door) if circle.door else circle.name


def room_link(circle: Circle) -> Place | str:
    """Answer a link to the circle's room, or its name where the room has not been made."""
    return Place(circle.room) if circle.room else circle.name


def to_the_door(circle: Circle) -> Button:
    """Answer the way to a circle's agreements."""
    return button("circles.button.read_and_join", f"circles:door:{circle.circle}", Style.MAIN)
