"""Ask someone to look in: telling people who can be asked about somebody, and what those do who are told."""

from bot.core.ids import ChannelId, CircleId, MessageId, PlatformId, Private
from bot.core.refusals import Refusal
from bot.reach.model.worry import About, WorryId
from bot.reach.worries import Worries
from cogs.press import Cog, Press, on_messages, pressed
from cogs.reach import worry_views as views


class WorryCog(Cog):
    """Whoever is worried about somebody."""

    feature = "reach"
    behind = False
    mentions_mailbox = False

    def __init__(self, worries: Worries) -> None:
        self._worries = worries

    @on_messages("look_in")
    async def on_message(self, press: Press) -> None:
        """Show what telling about a message would do."""
        target = press.target
        if target.by_bot:
            raise Refusal("reach.refused.worry_bot")
        await self._begin(press, About(target.author, target.channel, target.message))

    @pressed("worry")
    async def worry(self, press: Press) -> None:
        """Show the choice of a person."""
        await press.show(views.who_screen())

    @pressed("worry_who")
    async def worry_who(self, press: Press) -> None:
        """Take the person who was chosen."""
        await self._begin(press, About(PlatformId(press.chosen())))

    async def _begin(self, press: Press, about: About) -> None:
        found = await self._worries.begin(press.visitor, about)
        if isinstance(found, tuple):
            await press.show(views.which_screen(found, about))
        else:
            await press.show(views.looking_screen(found))

    @pressed("worry_in")
    async def worry_in(self, press: Press) -> None:
        """Take the circle that was chosen."""
        found = await self._worries.look(press.visitor, CircleId(press.chosen()), _about(press, 0))
        await press.show(views.looking_screen(found))

    @pressed("worry_note")
    async def note(self, press: Press) -> None:
        """Open the form for a note."""
        await press.ask(views.form(press.number(0), _about(press, 1)))

    @pressed("worry_say")
    async def say(self, press: Press) -> None:
        """Tell people, with the note."""
        await self._tell(press, Private(press.boxes.get("note", "")))

    @pressed("worry_go")
    async def go(self, press: Press) -> None:
        """Tell people, without a note."""
        await self._tell(press, Private(""))

    async def _tell(self, press: Press, note: Private) -> None:
        told = await self._worries.tell(press.visitor, CircleId(press.number(0)), _about(press, 1), note)
        await press.show(views.told_screen() if told else views.nobody_screen())

    @pressed("worry_friend")
    async def friend(self, press: Press) -> None:
        """Show what a friend can do."""
        await press.show(views.friend_screen())

    @pressed("worry_look")
    async def look(self, press: Press) -> None:
        """Show somebody who was asked what they are asked to look at."""
        found = await self._worries.open(press.visitor, WorryId(press.number(0)))
        await press.show(views.look_in_screen(found))

    @pressed("worry_seen")
    async def seen(self, press: Press) -> None:
        """Keep that they have seen it."""
        found = await self._worries.seen(press.visitor, WorryId(press.number(0)), writes=False)
        await press.show(views.look_in_screen(found))

    @pressed("worry_mine")
    async def mine(self, press: Press) -> None:
        """Be the one who writes."""
        found = await self._worries.seen(press.visitor, WorryId(press.number(0)), writes=True)
        await press.show(views.look_in_screen(found))


def _about(press: Press, place: int) -> About:
    channel, message = press.number(place + 1), press.number(place + 2)
    if not message:
        return About(PlatformId(press.number(place)))
    return About(PlatformId(press.number(place)), ChannelId(channel), MessageId(message))
