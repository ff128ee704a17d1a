"""What choosing an audience, writing a word or a line, and having answered look like."""

from bot.checkins.model import SeenBy
from bot.checkins.model.answers import LINE_MOST, WORD_MOST, Answered, Chosen, Passed, Writing, is_low
from bot.checkins.notices import choice_words
from bot.core.notices import Box, Button, Form, Notice, Said, Style, button, said
from cogs.screens import STEP_OUT, listed, screen

ALWAYS = (SeenBy.ONLY_ME, SeenBy.NAMED)
"""The two that stand side by side, equal (R118)."""

MORE = (SeenBy.PLANNERS, SeenBy.UNNAMED)
"""Those a press further; the last choice comes forward."""


def audience_screen(chosen: Chosen) -> Notice:
    """Ask who may see an answer; the first time none stands out, later the last choice does."""
    offered = (*ALWAYS, *(seen_by for seen_by in MORE if seen_by is chosen.last))
    more = f"checkins:more:{chosen.round.round}:{chosen.choice}" if chosen.choice else _more_word(chosen)
    buttons = [*(_for(chosen, seen_by) for seen_by in offered), button("checkins.button.more", more), _pass(chosen)]
    words = (*_explained(offered), said("checkins.audience.more"))
    return screen(_chosen(chosen), listed(words), rows=(tuple(buttons),))


def more_screen(chosen: Chosen) -> Notice:
    """Ask the same with the audiences a press further."""
    back = f"checkins:choose:{chosen.round.round}:{chosen.choice}" if chosen.choice else _write(chosen)
    buttons = [*(_for(chosen, seen_by) for seen_by in MORE), button("core.button.back", back), _pass(chosen)]
    return screen(_chosen(chosen), listed(_explained(MORE)), rows=(tuple(buttons),))


def _more_word(chosen: Chosen) -> str:
    return f"checkins:more_word:{chosen.round.round}"


def _write(chosen: Chosen) -> str:
    return f"checkins:write:{chosen.round.round}"


def _explained(offered: tuple[SeenBy, ...]) -> tuple[Said, ...]:
    return tuple(said(f"checkins.audience.{seen_by}") for seen_by in offered)


def _chosen(chosen: Chosen) -> Said:
    if not chosen.choice:
        return said("checkins.who_for_word_anew" if chosen.earlier else "checkins.who_for_word")
    key = "checkins.you_chose_anew" if chosen.earlier else "checkins.you_chose"
    return said(key, choice=choice_words(chosen.round.format, chosen.choice))


def _for(chosen: Chosen, seen_by: SeenBy) -> Button:
    style = Style.MAIN if seen_by is chosen.last else Style.PLAIN
    round_ = chosen.round.round
    # A word is written once it is known who reads it.
    press = f"checkins:answer:{round_}:{chosen.choice}:" if chosen.choice else f"checkins:word:{round_}:"
    return button(f"checkins.button.{seen_by}", f"{press}{seen_by}", style)


def _pass(chosen: Chosen) -> Button:
    return button("checkins.button.pass", f"checkins:pass:{chosen.round.round}")


def word_form(writing: Writing) -> Form:
    """Answer the form for one word, which says who will see it."""
    box = Box("word", "checkins.box.word", WORD_MOST, hint=f"checkins.hint.word.{writing.seen_by}")
    return Form("checkins.word_form.title", f"checkins:worded:{writing.round.round}:{writing.seen_by}", (box,))


def line_form(writing: Writing, *, unread: bool = False) -> Form:
    """Answer the form for a line, which says who will see it, filled with the present one."""
    hint = f"checkins.hint.line.{writing.seen_by}"
    box = Box("line", "checkins.box.line", LINE_MOST, hint=hint, filled=writing.before)
    taken = "lined_unread" if unread else "lined"
    return Form("checkins.line_form.title", f"checkins:{taken}:{writing.round.round}:{writing.seen_by}", (box,))


def answered_screen(answered: Answered) -> Notice:
    """Answer what happened to an answer, with the ways to add a line and to change one's mind."""
    round_, kept = answered.round, answered.seen_by is not SeenBy.ONLY_ME
    key = f"checkins.answered.{answered.seen_by}"
    if answered.remembered and not kept:
        key = "history.only_me"
    told = [said(key, choice=choice_words(round_.format, answered.choice))]
    if answered.line:
        told.append(said("checkins.answered.line", line=answered.line))
    if answered.changed:
        told.append(said("checkins.answered.instead" if kept else "checkins.answered.no_longer_kept"))
    if answered.line_gone:
        told.append(said("checkins.answered.line_gone"))
    ways = [button("checkins.button.answer_anew", f"checkins:again:{round_.round}")]
    if answered.remembered and kept:
        told.append(said("history.kept_too"))
    if kept or answered.remembered:
        ways.append(button("checkins.button.take_back", f"checkins:pass:{round_.round}"))
    if kept and answered.may_add:
        label = "checkins.button.change_line" if answered.line else "checkins.button.add_line"
        ways.append(button(label, f"checkins:line:{round_.round}"))
        # Said before the box opens, with a way around it (F12).
        ways.append(button("checkins.button.line_unread", f"checkins:line_unread:{round_.round}"))
        told.append(said("checkins.answered.is_read"))
    if not is_low(round_.format, answered.choice):
        return screen(*told, rows=(tuple(ways),))
    # One quiet line and nothing else: nobody is told unless they press (R121).
    quiet = (button("escape.button.step_out", STEP_OUT), button("escape.button.reach", "reach:open"))
    return screen(*told, said("checkins.answered.low"), rows=(tuple(ways), quiet))


def passed_screen(passed: Passed) -> Notice:
    """Answer a pass: free, with nothing kept."""
    if passed.from_post:
        return screen(said("checkins.passed_and_left_the_post"))
    return screen(said("checkins.passed_and_took_back" if passed.took_back else "checkins.passed"))
