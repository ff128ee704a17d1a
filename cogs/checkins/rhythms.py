"""The rhythms of a circle: every button of choosing, starting, pausing, changing and ending one."""

from bot.checkins.model import Sketched
from bot.checkins.rhythms import Rhythms
from bot.core.ids import CircleId, RhythmId
from cogs.checkins import rhythm_views as views
from cogs.press import Cog, Press, pressed


class RhythmCog(Cog):
    """Rhythms; what is being chosen stands in the custom ids: `<circle>:<rhythm or 0>:<sketch>`."""

    feature = "rhythms"
    behind = False

    def __init__(self, rhythms: Rhythms) -> None:
        self._rhythms = rhythms

    @pressed("new")
    async def new(self, press: Press) -> None:
        """Show a first suggestion: weekly, in the evening."""
        await press.show(views.sketch_screen(await self._rhythms.begin(press.visitor, CircleId(press.number(0)))))

    @pressed("set")
    async def set(self, press: Press) -> None:
        """Take one choice from a menu."""
        chosen = (press.word(3), press.values)
        sketched = await self._rhythms.choose(press.visitor, *_about(press), chosen)
        await press.show(views.sketch_screen(sketched))

    @pressed("ask")
    async def ask(self, press: Press) -> None:
        """Show the sketch of its custom id, such as one with another way to ask."""
        await press.show(views.sketch_screen(await self._sketched(press)))

    @pressed("ways")
    async def ways(self, press: Press) -> None:
        """Show the ways to ask."""
        await press.show(views.ways_screen(await self._sketched(press), more=False))

    @pressed("more_ways")
    async def more_ways(self, press: Press) -> None:
        """Show the other ways to ask."""
        await press.show(views.ways_screen(await self._sketched(press), more=True))

    @pressed("type")
    async def type(self, press: Press) -> None:
        """Open the form for a time."""
        await press.ask(views.time_form(await self._sketched(press)))

    @pressed("typed")
    async def typed(self, press: Press) -> None:
        """Take a typed time."""
        time = press.boxes.get("time", "")
        sketched = await self._rhythms.type_time(press.visitor, *_about(press), time)
        await press.show(views.sketch_screen(sketched))

    @pressed("start")
    async def start(self, press: Press) -> None:
        """Start it, and leave whoever started it no news of it."""
        standing = await self._rhythms.start(press.visitor, *_about(press), tell_me=False)
        await press.show(views.started_screen(standing, told=False))

    @pressed("start_told")
    async def start_told(self, press: Press) -> None:
        """Start it, and keep who is to hear news of it."""
        standing = await self._rhythms.start(press.visitor, *_about(press), tell_me=True)
        await press.show(views.started_screen(standing, told=True))

    @pressed("card")
    async def card(self, press: Press) -> None:
        """Show one rhythm."""
        await press.show(views.card_screen(await self._rhythms.card(press.visitor, _rhythm(press))))

    @pressed("pause")
    async def pause(self, press: Press) -> None:
        """Let it stand still."""
        await press.show(views.card_screen(await self._rhythms.pause(press.visitor, _rhythm(press))))

    @pressed("carry_on")
    async def carry_on(self, press: Press) -> None:
        """Let it come again."""
        await press.show(views.card_screen(await self._rhythms.carry_on(press.visitor, _rhythm(press))))

    @pressed("change")
    async def change(self, press: Press) -> None:
        """Choose it anew; it goes on as it is until that is started."""
        await press.show(views.sketch_screen(await self._rhythms.change(press.visitor, _rhythm(press))))

    @pressed("end")
    async def end(self, press: Press) -> None:
        """Ask before it is gone for good."""
        await press.show(views.end_screen(await self._rhythms.card(press.visitor, _rhythm(press))))

    @pressed("end_now")
    async def end_now(self, press: Press) -> None:
        """Let it go."""
        await press.show(views.ended_screen(await self._rhythms.end(press.visitor, _rhythm(press))))

    async def _sketched(self, press: Press) -> Sketched:
        return await self._rhythms.sketch(press.visitor, *_about(press))


def _about(press: Press) -> tuple[CircleId, int, str]:
    return CircleId(press.number(0)), press.number(1), press.word(2)


def _rhythm(press: Press) -> RhythmId:
    return RhythmId(press.number(0))
