"""What care for those who answer looks like."""

from collections.abc import Sequence
from datetime import datetime

from bot.circles.model import Circle
from bot.core.ids import Private
from bot.core.notices import Box, Button, Day, Form, Moment, Notice, Row, Said, Style, button, said
from bot.debriefs.model import (
    OWN_MOST,
    PROMPTS,
    QUESTIONS,
    STEPS,
    WORDS_MOST,
    Call,
    Draft,
    Heads,
    Later,
    OwnPage,
    State,
    Ways,
)
from cogs.screens import in_rows, listed, not_now, screen


def ways_screen(ways: Ways) -> Notice:
    """Answer what there is after an ask: now, later, no thanks (R98), or how it stands with who listens."""
    call = ways.call
    if call is None or call.state is State.NOBODY:
        told = () if call is None else (said("debriefs.nobody_could"),)
        rows = in_rows([_now(ways.circle), *_later(ways.circle), *_for_oneself(ways), not_now()])
        return screen(said("debriefs.title", circle=ways.circle_name), *told, *_advice(), rows=rows)
    if call.state is State.LOOKING:
        return _looking(ways, call)
    return _heard(ways, call)


def _advice() -> tuple[Said, ...]:
    return (said("debriefs.choice"), said("debriefs.rest"))


def _now(circle: int) -> Button:
    return button("debriefs.button.now", f"debriefs:now:{circle}", Style.MAIN)


def _later(circle: int) -> tuple[Button, ...]:
    return (button("debriefs.button.later", f"debriefs:later:{circle}"),)


def _for_oneself(ways: Ways) -> list[Button]:
    own = [button("debriefs.button.mine", f"debriefs:mine:{ways.circle}:0")] if ways.keeps else []
    return [_check(ways.circle), button("debriefs.button.rest", f"asked:rest:{ways.circle}"), *own]


def _check(circle: int) -> Button:
    return button("debriefs.button.check", f"debriefs:check:{circle}:")


def _write(circle: int, style: Style = Style.PLAIN) -> Button:
    key = "debriefs.button.write" if style is Style.MAIN else "debriefs.button.write_own"
    return button(key, f"debriefs:write:{circle}", style)


def _numbers() -> Button:
    return button("debriefs.button.numbers", "helplines:open")


def _back(circle: int) -> Button:
    return button("core.button.back", f"debriefs:open:{circle}")


def _looking(ways: Ways, call: Call) -> Notice:
    again = button("debriefs.button.again", f"debriefs:open:{ways.circle}", Style.MAIN)
    stop = button("debriefs.button.stop", f"debriefs:stop:{ways.circle}")
    rows = in_rows([again, stop, _check(ways.circle), _write(ways.circle), _numbers()])
    return screen(
        said("debriefs.looking.what"),
        said("debriefs.looking.when", until=Moment(call.ends_at, time_only=True)),
        rows=rows,
    )


def _heard(ways: Ways, call: Call) -> Notice:
    prompts = tuple(said(f"debriefs.prompt.{number}") for number in range(PROMPTS))
    stop = button("debriefs.button.stop", f"debriefs:stop:{ways.circle}")
    return screen(
        said("debriefs.heard.title", until=Moment(call.ends_at)),
        said("debriefs.heard.how"),
        listed((said("debriefs.heard.prompts"), *prompts)),
        said("debriefs.heard.stays"),
        rows=((_write(ways.circle, Style.MAIN), stop, _check(ways.circle)),),
    )


def nobody_screen(circle: int) -> Notice:
    """Answer at once and kindly that nobody can listen now, with what there is without anyone."""
    ways = [_check(circle), _write(circle), *_later(circle), _numbers(), not_now()]
    return screen(said("debriefs.nobody"), said("debriefs.alone"), rows=in_rows(ways))


def later_screen(circle: int) -> Notice:
    """Answer the times at which a note can come."""
    times = tuple(button(f"debriefs.button.remind.{when}", f"debriefs:remind:{circle}:{when}") for when in Later)
    return screen(said("debriefs.later"), rows=((*times, _back(circle)),))


def later_kept_screen(at: datetime) -> Notice:
    """Answer when the note comes."""
    return screen(said("debriefs.later_kept", at=Moment(at)))


def heads_screen(heads: Heads) -> Notice:
    """Answer the heads-up to somebody who was asked to listen, with a "not now" that keeps nothing (R166)."""
    if heads.listens:
        return screen(said("debriefs.heads.listens", until=Moment(heads.until)), said("debriefs.heads.how"))
    if not heads.free:
        return screen(said("debriefs.heads.taken"))
    listen = button("debriefs.button.listen", f"debriefs:listen:{heads.call}", Style.MAIN)
    return screen(
        said("debriefs.heads.title", circle=heads.circle_name),
        said("debriefs.heads.what"),
        said("debriefs.heads.free"),
        rows=((listen, not_now()),),
    )


def form(circle: int, filled: str = "") -> Form:
    """Answer the form; an empty one sends nothing."""
    box = Box("words", "debriefs.box.words", WORDS_MOST, hint="debriefs.hint.words", filled=filled, long=True)
    return Form("debriefs.form_title", f"debriefs:written:{circle}", (box,))


def draft_screen(draft: Draft) -> Notice:
    """Answer words before they go, and what in them could tell who somebody is (R166)."""
    circle = draft.circle
    send = [button("debriefs.button.send", f"debriefs:send:{circle}", Style.MAIN)] if draft.heard else []
    keep = button("debriefs.button.keep", f"debriefs:keep:{circle}")
    change = button("debriefs.button.change", f"debriefs:change:{circle}")
    to = said("debriefs.draft.heard" if draft.heard else "debriefs.draft.nobody")
    rows = in_rows([*send, change, keep, _back(circle)])
    return screen(said("debriefs.draft.words", words=draft.words), *_pointed_out(draft.found), to, rows=rows)


def _pointed_out(found: tuple[Private, ...]) -> tuple[Said, ...]:
    if not found:
        return (said("debriefs.draft.nothing_found"),)
    lines = tuple(said("debriefs.draft.one_found", found=one) for one in found)
    return (listed((said("debriefs.draft.found"), *lines)), said("debriefs.draft.found_what"))


def sent_screen(circle: int) -> Notice:
    """Answer where the words lie now and for how long, with a rest beside it."""
    rest = button("debriefs.button.rest", f"asked:rest:{circle}")
    return screen(said("debriefs.sent"), said("debriefs.rest"), rows=((rest, _check(circle)),))


def kept_screen(circle: int) -> Notice:
    """Answer that the words are kept, and where."""
    mine = button("debriefs.button.mine", f"debriefs:mine:{circle}:0")
    return screen(said("debriefs.kept_now"), rows=((mine, _back(circle)),))


def own_screen(circle: int, page: OwnPage) -> Notice:
    """Answer what somebody kept for themselves, the newest first."""
    counted = list(enumerate(page.own, start=1 + page.place * OWN_MOST))
    lines = tuple(
        said("debriefs.own.line", number=number, day=Day(one.day), words=one.words) for number, one in counted
    )
    aways = [
        button("debriefs.button.away", f"debriefs:away:{circle}:{one.kept}:{page.place}", number=number)
        for number, one in counted
    ]
    newer = button("debriefs.button.newer", f"debriefs:mine:{circle}:{page.place - 1}")
    older = button("debriefs.button.older", f"debriefs:mine:{circle}:{page.place + 1}")
    turning = [*((newer,) if page.place else ()), *(() if page.last else (older,))]
    title = said("debriefs.own.title" if page.own else "debriefs.own.nothing")
    return screen(title, *lines, rows=in_rows([*aways, *turning, _back(circle)]))


def check_screen(circle: int, steps: Sequence[int]) -> Notice:
    """Answer the next question of the look at oneself, or its words: no score, and two ways to a human (R171)."""
    if len(steps) == len(QUESTIONS):
        return _seen(circle, steps)
    question, so_far = QUESTIONS[len(steps)], "".join(map(str, steps))
    answers = tuple(
        button(f"debriefs.button.step.{question}.{step}", f"debriefs:check:{circle}:{so_far}{step}")
        for step in range(STEPS)
    )
    first = () if steps else (said("debriefs.check.first"),)
    rows: tuple[Row, ...] = (answers, (_back(circle), _numbers()))
    return screen(*first, said(f"debriefs.check.question.{question}"), rows=rows)


def _seen(circle: int, steps: Sequence[int]) -> Notice:
    heard = tuple(
        said(f"debriefs.check.{question}.{step}") for question, step in zip(QUESTIONS, steps, strict=True) if step
    )
    words = (listed(heard),) if heard else (said("debriefs.check.light"),)
    human = (_now(circle), _numbers())
    again: Row = (_write(circle), button("debriefs.button.rest", f"asked:rest:{circle}"), not_now())
    ends = (said("debriefs.check.more"), said("debriefs.check.humans"))
    return screen(said("debriefs.check.title"), *words, *ends, rows=(human, again))


def note_screen(circle: Circle) -> Notice:
    """Answer words for the circle, short and without detail, for a moderator to post or not (R99)."""
    back = button("core.button.back", f"desk:card:{circle.circle}")
    return screen(
        said("debriefs.note.title", circle=circle.name),
        said("debriefs.note.words"),
        said("debriefs.note.how"),
        rows=((back, not_now()),),
    )
