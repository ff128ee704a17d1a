"""What stepping away looks like: five honest sentences first, and hardly a word once it is done."""

from bot.away.model import ROOM_NAME, Before, CameBack, Left, SteppedAway
from bot.core.notices import Notice, Place, Plain, Said, Style, button, said
from cogs.screens import not_now, screen


def ask_screen(before: Before) -> Notice:
    """Say what it hides, what others and this phone may still show, what is kept, and the way back (R41)."""
    if not before.hides:
        return screen(said("away.already") if before.away else said("away.nothing"), rows=((not_now(),),))
    go = button("away.button.go", "away:go", Style.MAIN)
    return screen(
        said("away.hides.everywhere" if before.everywhere else "away.hides.here"),
        said("away.others"),
        said("away.phone"),
        said("away.kept"),
        said("away.way_back", room=Plain(f"#{ROOM_NAME}")),
        rows=((go, not_now()),),
    )


def away_screen(stepped: SteppedAway) -> Notice:
    """Answer that it is done, in words that tell nobody anything, and what is not done if anything is not."""
    if stepped.nothing:
        return screen(said("away.nothing"), rows=((not_now(),),))
    waits = (said("away.waits"),) if stepped.waits else ()
    way = said("away.done") if stepped.room is None else said("away.done_room", room=Place(stepped.room))
    return screen(way, *_left("away.still_shows", stepped.shows), *waits, rows=((not_now(),),))


def back_screen(back: CameBack) -> Notice:
    """Answer that everything is as it was, and what is not."""
    if back.nothing:
        return screen(said("away.not_away"), rows=((not_now(),),))
    waits = (said("away.back_waits"),) if back.waits else ()
    return screen(said("away.back"), *_left("away.missing", back.missing), *waits, rows=((not_now(),),))


def _left(key: str, left: tuple[Left, ...]) -> tuple[Said, ...]:
    return tuple(said(key, circle=one.circle, why=one.why) for one in left)
