"""What stepping out looks like: an exercise, ways to another one, a quiet screen, and a person last (R107)."""

from bot.core.notices import Button, Notice, Row, Said, button, said
from bot.escape.model import Exercise, Page
from cogs.screens import screen


def opening_screen(exercise: Exercise) -> Notice:
    """Answer one short exercise with the ways on below it (R102)."""
    return Notice((_title(exercise), _steps(exercise)), (_ways(exercise), (_reach(),)), last=_stop(exercise))


def exercise_screen(exercise: Exercise) -> Notice:
    """Answer an exercise: what to know and when to skip it above its steps, and all steps at once (R104)."""
    cautions = _cautions(exercise)
    # After other points the steps need a line that says where they begin, above all where it is read aloud (R18).
    steps = said("escape.exercise.steps", points=_steps(exercise)) if cautions else _steps(exercise)
    told = (_title(exercise), *cautions, steps, *_points(exercise, "ways"))
    own = button("escape.button.own", f"escape:own:{exercise.id}")
    return Notice(told, (_ways(exercise), (own, _reach())), last=_stop(exercise))


def caution_screen(exercise: Exercise) -> Notice:
    """Answer what to know of a gated exercise; its steps come once that was acknowledged (R103)."""
    read = button("escape.button.acknowledge", f"escape:steps:{exercise.id}")
    told = (_title(exercise), *_cautions(exercise), said("escape.exercise.steps_follow"))
    return Notice(told, ((read, *_ways(exercise)[:2]), (_reach(),)))


def _title(exercise: Exercise) -> Said:
    return said("escape.exercise.title", title=_name(exercise.id))


def _name(exercise: str) -> Said:
    return said(f"exercises.{exercise}.title")


def _steps(exercise: Exercise) -> Said:
    return said(f"exercises.{exercise.id}.steps")


def _cautions(exercise: Exercise) -> tuple[Said, ...]:
    return (*_points(exercise, "needs"), *_points(exercise, "know"), *_points(exercise, "skip"))


def _points(exercise: Exercise, part: str) -> tuple[Said, ...]:
    if part not in exercise.parts:
        return ()
    return (said(f"escape.exercise.{part}", points=said(f"exercises.{exercise.id}.{part}")),)


def _stop(exercise: Exercise) -> Said:
    return said(f"escape.evidence.{exercise.evidence}")


def _ways(exercise: Exercise) -> tuple[Button, ...]:
    return (
        button("escape.button.other", f"escape:other:{exercise.id}"),
        button("escape.button.how", "escape:how:0"),
        button("escape.button.quiet", "escape:quiet"),
    )


def _reach() -> Button:
    return button("escape.button.reach", "reach:open")


def quiet_screen() -> Notice:
    """Answer nearly nothing: a screen to stay on, with the way back."""
    back = button("escape.button.back", "escape:open")
    return screen(said("escape.quiet"), rows=((back,), (_reach(),)))


def how_screen(page: Page) -> Notice:
    """Ask how it is, never what happened; three at a time (R19)."""
    ways = [
        button("escape.button.mine", "escape:mine:0")
        if name == "mine"
        else button(f"escape.button.it_is.{name}", f"escape:menu:{name}:0")
        for name in page.entries
    ]
    return screen(said("escape.how"), rows=_choices(ways, page, "escape:how"))


def menu_screen(menu: str, page: Page) -> Notice:
    """Answer a few exercises for how it is."""
    ways = [button(f"exercises.{name}.title", f"escape:show:{name}") for name in page.entries]
    told = said("escape.any" if ways else "escape.none_left")
    # More of an urge menu is still about an urge: the way to a person stands on every page.
    return screen(
        said("escape.exercise.title", title=said(f"escape.button.it_is.{menu}")),
        told,
        rows=_choices(ways, page, f"escape:menu:{menu}"),
    )


def _choices(ways: list[Button], page: Page, here: str) -> tuple[Row, ...]:
    more = (
        button("escape.button.first", f"{here}:0")
        if page.last
        else button("escape.button.more", f"{here}:{page.place + 1}")
    )
    on = () if page.is_all else (more,)
    away = button("core.button.not_now", "escape:away")
    return (*((way,) for way in ways), (*on, away), (_reach(),))
