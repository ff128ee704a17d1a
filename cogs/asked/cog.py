"""One's own switch "I can be asked": on and off, around now, stepping back, and test pages."""

from bot.asked.model import SwitchId
from bot.asked.service import Asked
from bot.core.ids import CircleId
from cogs.asked import views
from cogs.press import Cog, Press, pressed, unmentioned


class AskedCog(Cog):
    """The switch of whoever presses, and nobody else's."""

    feature = "asked"
    behind = False

    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    @pressed("open")
    async def open(self, press: Press) -> None:
        """Show one's own switch, or in which circles there is one."""
        standings = await self._asked.standings(press.visitor)
        if len(standings) == 1:
            only = await self._asked.see(press.visitor, standings[0].circle.circle)
            await press.show(views.mine_screen(only))
        else:
            await press.show(views.circles_screen(standings))

    @pressed("mine")
    async def mine(self, press: Press) -> None:
        """Show one's own switch in a circle; while it is off, what it means."""
        await press.show(views.mine_screen(await self._asked.see(press.visitor, _circle(press))))

    @pressed("on")
    async def switch_on(self, press: Press) -> None:
        """Keep the yes."""
        await press.show(views.on_screen(await self._asked.switch_on(press.visitor, _circle(press))))

    @pressed("off")
    async def switch_off(self, press: Press) -> None:
        """Take it back with everything that was kept for it."""
        await press.show(views.off_screen(await self._asked.switch_off(press.visitor, _circle(press))))

    @pressed("back")
    async def step_back(self, press: Press) -> None:
        """Be asked no more, for as long as one likes."""
        await press.show(views.mine_screen(await self._asked.step_back(press.visitor, _circle(press))))

    @pressed("rest")
    async def rest(self, press: Press) -> None:
        """Be asked no more for 12 hours."""
        await press.show(views.mine_screen(await self._asked.rest(press.visitor, _circle(press))))

    @pressed("again")
    async def come_again(self, press: Press) -> None:
        """Be asked again."""
        await press.show(views.mine_screen(await self._asked.come_again(press.visitor, _circle(press))))

    @pressed("now")
    async def around(self, press: Press) -> None:
        """Be around for 2 hours."""
        await press.show(views.mine_screen(await self._asked.around(press.visitor, _circle(press), tonight=False)))

    @pressed("tonight")
    async def tonight(self, press: Press) -> None:
        """Be around until tonight ends."""
        await press.show(views.mine_screen(await self._asked.around(press.visitor, _circle(press), tonight=True)))

    @pressed("not_now")
    async def around_no_more(self, press: Press) -> None:
        """Be around in one's hours alone."""
        await press.show(views.mine_screen(await self._asked.around_no_more(press.visitor, _circle(press))))

    @pressed("wake")
    async def wake(self, press: Press) -> None:
        """Say what being woken means, before the yes."""
        await press.show(views.wake_screen(await self._asked.see(press.visitor, _circle(press))))

    @pressed("wake_on")
    async def wake_on(self, press: Press) -> None:
        """Keep the yes to being woken."""
        await press.show(views.mine_screen(await self._asked.wake(press.visitor, _circle(press), wanted=True)))

    @pressed("wake_off")
    async def wake_off(self, press: Press) -> None:
        """Take it back."""
        await press.show(views.mine_screen(await self._asked.wake(press.visitor, _circle(press), wanted=False)))

    @pressed("test")
    async def test(self, press: Press) -> None:
        """Send a test page now, and say what became of it."""
        await press.hold()
        circle = _circle(press)
        state = await self._asked.tests.send(press.visitor, circle)
        await press.show(views.tested_screen(await self._asked.see(press.visitor, circle), state))

    @pressed("seen")
    @unmentioned
    async def seen(self, press: Press) -> None:
        """Note that a test page was seen."""
        seen = await self._asked.tests.seen(press.visitor, SwitchId(press.number(0)), press.number(1))
        await press.show(views.seen_screen(current=seen))


def _circle(press: Press) -> CircleId:
    return CircleId(press.number(0))
