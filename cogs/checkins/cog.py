"""`/checkin`, `/plan`, and what is done with a whole check-in; answering one stands in answers.py."""

from bot.checkins.service import Checkins
from bot.core.ids import CircleId, RoundId
from cogs.checkins import views
from cogs.press import Cog, Press, command, pressed


class CheckinCog(Cog):
    """Opening, looking, lighting and closing."""

    feature = "checkins"
    behind = False

    def __init__(self, checkins: Checkins) -> None:
        self._checkins = checkins

    @command("checkin")
    async def checkin(self, press: Press) -> None:
        """Show the open check-in to answer."""
        await press.show(views.here_screen(*await self._checkins.here(press.visitor)))

    @pressed("here")
    async def here(self, press: Press) -> None:
        """Show the open check-in from another screen."""
        await self.checkin(press)

    @pressed("answer_in")
    async def answer_in(self, press: Press) -> None:
        """Show the open check-in of one circle."""
        wanted = CircleId(press.number(0))
        open_here, coming = await self._checkins.here(press.visitor)
        mine = [(circle, round_) for circle, round_ in open_here if circle.circle == wanted]
        await press.show(views.here_screen(mine, coming))

    @command("plan")
    async def plan(self, press: Press) -> None:
        """Show what can be planned here."""
        circles = await self._checkins.plannable(press.visitor)
        if len(circles) > 1:
            await press.show(views.which_circle(circles, "plan_in"))
        elif circles:
            await self._plan_in(press, circles[0].circle)
        else:
            await press.show(views.no_planning())

    @pressed("plan_in")
    async def plan_in(self, press: Press) -> None:
        """Show what can be planned for one circle."""
        await self._plan_in(press, CircleId(press.number(0)))

    async def _plan_in(self, press: Press, circle_id: CircleId) -> None:
        circle, present = await self._checkins.plan(press.visitor, circle_id)
        rhythms = await self._checkins.rhythms.of(press.visitor, circle_id)
        await press.show(views.plan_screen(circle, present, rhythms))

    @pressed("format")
    async def format(self, press: Press) -> None:
        """Ask how the check-in is to ask."""
        circle = CircleId(press.number(0))
        await press.show(views.format_screen(circle, await self._checkins.formats(press.visitor, circle)))

    @pressed("formats")
    async def formats(self, press: Press) -> None:
        """Show the other ways to ask."""
        circle = CircleId(press.number(0))
        ways = await self._checkins.formats(press.visitor, circle)
        await press.show(views.format_screen(circle, ways, more=True))

    @pressed("preview")
    async def preview(self, press: Press) -> None:
        """Show the post before it is posted."""
        shown = await self._checkins.preview(press.visitor, CircleId(press.number(0)), press.word(1))
        await press.show(views.preview_screen(*shown))

    @pressed("open")
    async def open_now(self, press: Press) -> None:
        """Post it."""
        await press.hold()
        opened = await self._checkins.open_now(press.visitor, CircleId(press.number(0)), press.word(1))
        circle, _ = await self._checkins.plan(press.visitor, opened.round.circle)
        await press.show(views.opened_screen(opened, circle))

    @pressed("close")
    async def close(self, press: Press) -> None:
        """Close it and show the spread."""
        await press.hold()
        await press.show(views.closed_screen(await self._checkins.close(press.visitor, RoundId(press.number(0)))))

    @pressed("again")
    async def again(self, press: Press) -> None:
        """Ask once more."""
        await press.show(views.again_screen(await self._checkins.open_round(RoundId(press.number(0)))))

    @pressed("candle")
    async def candle(self, press: Press) -> None:
        """Light a candle; nobody is told whose it is."""
        lit = await self._checkins.drawing.light(press.visitor, RoundId(press.number(0)))
        await press.show(views.lit_screen(lit))

    @pressed("look")
    async def look(self, press: Press) -> None:
        """Show the present round to somebody who plans."""
        await press.show(views.look_screen(await self._checkins.look(press.visitor, RoundId(press.number(0)))))

    @pressed("lines")
    async def lines(self, press: Press) -> None:
        """Show whether a line may be added to answers."""
        circle = CircleId(press.number(0))
        await press.show(views.lines_screen(circle, allowed=await self._checkins.lines(press.visitor, circle)))

    @pressed("lines_on")
    async def lines_on(self, press: Press) -> None:
        """Let people add a line."""
        circle = CircleId(press.number(0))
        await self._checkins.allow_lines(press.visitor, circle, allowed=True)
        await press.show(views.lines_screen(circle, allowed=True))

    @pressed("lines_off")
    async def lines_off(self, press: Press) -> None:
        """Let nobody add a line any more."""
        circle = CircleId(press.number(0))
        await self._checkins.allow_lines(press.visitor, circle, allowed=False)
        await press.show(views.lines_screen(circle, allowed=False))
