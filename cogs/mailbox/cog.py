"""Waiting for you: reading notes, answering them, putting them away, and the neutral direct message."""

from bot.core.ids import Private
from bot.mailbox.model import SlipId
from bot.mailbox.service import Mailbox
from cogs.mailbox import views
from cogs.press import Cog, Press, pressed


class MailboxCog(Cog):
    """What waits for a member."""

    feature = "mailbox"
    behind = True
    mentions_mailbox = False

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    @pressed("open")
    async def open(self, press: Press) -> None:
        """Show the newest notes."""
        await press.show(views.list_screen(await self._mailbox.open(press.visitor)))

    @pressed("page")
    async def page(self, press: Press) -> None:
        """Show another page of notes."""
        await press.show(views.list_screen(await self._mailbox.open(press.visitor, press.number(0))))

    @pressed("away")
    async def away(self, press: Press) -> None:
        """Let go of a note."""
        page = await self._mailbox.put_away(press.visitor, SlipId(press.number(0)), press.number(1))
        await press.show(views.list_screen(page))

    @pressed("answer")
    async def answer(self, press: Press) -> None:
        """Open the form for an answer."""
        await press.ask(views.answer_form(await self._mailbox.may_answer(press.visitor, SlipId(press.number(0)))))

    @pressed("send")
    async def send(self, press: Press) -> None:
        """Put the answer into the other side's mailbox."""
        words = Private(press.boxes.get("words", ""))
        answered = await self._mailbox.answer(press.visitor, SlipId(press.number(0)), words)
        await press.show(views.answered_screen(answered))

    @pressed("whisper")
    async def whisper(self, press: Press) -> None:
        """Show what a direct message would look like, before anything is switched on."""
        await press.show(views.whisper_screen())

    @pressed("sample")
    async def sample(self, press: Press) -> None:
        """Send that direct message once, to see it."""
        await press.hold()
        await self._mailbox.whispers.sample(press.visitor, press.locale)
        await press.show(views.sampled_screen())

    @pressed("whisper_on")
    async def whisper_on(self, press: Press) -> None:
        """Keep the yes to direct messages."""
        await press.show(views.whisper_on_screen(await self._mailbox.whispers.switch_on(press.visitor)))
