"""What waiting notes look like."""

from bot.core.ids import Private
from bot.core.notices import Box, Button, Day, Form, Notice, Row, Said, Style, button, said
from bot.mailbox.model import ANSWER_MOST, Answered, Body, Note, Page, SlipId, WhisperOn, WithWay
from bot.mailbox.notices import whisper
from cogs.screens import screen


def list_screen(page: Page) -> Notice:
    """Answer one page of notes, each with the ways to answer it and to put it away."""
    home = button("core.button.back", "privacy:home")
    if not page.notes:
        return screen(said("mailbox.nothing"), rows=((home,),))
    numbered = list(enumerate(page.notes, start=page.first + 1))
    rows: tuple[Row, ...] = tuple(_buttons(number, note, page.place) for number, note in numbered)
    ways = (*_turning(page), home)
    return screen(said("mailbox.title"), *(_note(number, note) for number, note in numbered), rows=(*rows, ways))


def _note(number: int, note: Note) -> Said:
    answered = note.answerable and note.answered
    about, day, body = said(note.about), Day(note.made_on), _body(note.body)
    if not note.circle and not answered:
        # It belongs to no circle, or to one that is gone.
        return said("mailbox.note_own", number=number, about=about, day=day, body=body)
    key = "mailbox.note_answered" if answered else "mailbox.note"
    return said(key, number=number, about=about, circle=note.circle, day=day, body=body)


def _body(body: Body) -> Said:
    if isinstance(body, WithWay):
        return body.said
    return said("mailbox.words", words=body) if isinstance(body, Private) else body


def _buttons(number: int, note: Note, place: int) -> tuple[Button, ...]:
    away = button("mailbox.button.away", f"mailbox:away:{note.slip}:{place}", number=number)
    if isinstance(note.body, WithWay):
        # Two notes of one page may lead to the same thing, and no two buttons may be called the same.
        return (button(note.body.label, f"{note.body.custom_id}:{note.slip}", number=number), away)
    if not note.answerable or note.answered:
        return (away,)
    return (button("mailbox.button.answer", f"mailbox:answer:{note.slip}", number=number), away)


def _turning(page: Page) -> tuple[Button, ...]:
    newer = button("mailbox.button.newer", f"mailbox:page:{page.place - 1}")
    older = button("mailbox.button.older", f"mailbox:page:{page.place + 1}")
    return (*((newer,) if page.place else ()), *(() if page.last else (older,)))


def answer_form(slip: SlipId) -> Form:
    """Answer the form for an answer; an empty one sends nothing."""
    box = Box("words", "mailbox.box.words", ANSWER_MOST, hint="mailbox.hint.words", long=True)
    return Form("mailbox.form_title", f"mailbox:send:{slip}", (box,))


def answered_screen(_: Answered) -> Notice:
    """Answer where an answer lies now, and what the other side learns."""
    return screen(said("mailbox.answered"), rows=((_back(),),))


def whisper_screen() -> Notice:
    """Show what would appear, exactly, and where it could be seen, before the yes (R32)."""
    switch_on = button("mailbox.button.whisper_on", "mailbox:whisper_on", Style.MAIN)
    sample = button("mailbox.button.sample", "mailbox:sample")
    return screen(
        said("mailbox.before_whisper"),
        said("mailbox.exactly", line=whisper().said[0], button=said("mailbox.button.open")),
        said("mailbox.when_whisper"),
        rows=((switch_on, sample, _switches()),),
    )


def sampled_screen() -> Notice:
    """Answer that the sample was sent."""
    switch_on = button("mailbox.button.whisper_on", "mailbox:whisper_on", Style.MAIN)
    return screen(said("mailbox.sampled"), rows=((switch_on, _switches()),))


def whisper_on_screen(_: WhisperOn) -> Notice:
    """Answer that direct messages are on, with the way to switch them off."""
    return screen(said("mailbox.whisper_is_on"), rows=((_switches(),),))


def _switches() -> Button:
    return button("core.button.back", "consent:everywhere")


def _back() -> Button:
    return button("mailbox.button.back_to_list", "mailbox:open")
