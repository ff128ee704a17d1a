"""What a list of one's own looks like: exercises to come back to, and those that are not shown."""

from bot.core.notices import Button, Notice, Row, Said, button, said
from bot.escape.model import Exercise, Own, Page
from cogs.screens import screen


def own_screen(exercise: Exercise, own: Own) -> Notice:
    """Answer what can be done with one exercise for later."""
    name = said(f"exercises.{exercise.id}.title")
    keep = (
        button("escape.button.take_off", f"escape:take_off:{exercise.id}")
        if exercise.id in own.kept
        else button("escape.button.keep", f"escape:keep:{exercise.id}")
    )
    hide = [button("escape.button.hide", f"escape:hide:{exercise.id}")]
    hide += [
        button(f"escape.button.hide_all.{aspect}", f"escape:hide:{aspect}") for aspect in sorted(exercise.aspects)
    ]
    back = button("core.button.back", f"escape:show:{exercise.id}")
    told = said("escape.own.kept" if exercise.id in own.kept else "escape.own.not_kept", title=name)
    return screen(told, said("escape.own.about"), rows=((keep, *hide), (back,)))


def mine_screen(own: Own, page: Page) -> Notice:
    """Answer the list of one's own, a few at a time."""
    kept = [button(f"exercises.{name}.title", f"escape:show:{name}") for name in page.entries]
    more = () if page.is_all else (_more(page, "escape:mine"),)
    hidden = (button("escape.button.hidden", "escape:hidden:0"),) if own.hidden else ()
    told = (said("escape.mine.title"), *(() if kept else (said("escape.mine.empty"),)))
    return screen(*told, rows=(*_each(kept), (*more, *hidden, *_out())))


def hidden_screen(page: Page) -> Notice:
    """Answer what is not shown, each with the press that shows it again."""
    again = [button("escape.button.show_again", f"escape:again:{what}", what=_named(what)) for what in page.entries]
    more = () if page.is_all else (_more(page, "escape:hidden"),)
    told = said("escape.hidden.title" if again else "escape.hidden.empty")
    return screen(told, rows=(*_each(again), (*more, button("core.button.back", "escape:mine:0"), *_out())))


def _named(what: str) -> Said:
    return said(f"escape.aspect.{what}" if what in ("body", "breath") else f"exercises.{what}.title")


def _each(buttons: list[Button]) -> tuple[Row, ...]:
    return tuple((one,) for one in buttons)


def _more(page: Page, here: str) -> Button:
    if page.last:
        return button("escape.button.first", f"{here}:0")
    return button("escape.button.more", f"{here}:{page.place + 1}")


def _out() -> tuple[Button, ...]:
    return (button("escape.button.back", "escape:open"),)
