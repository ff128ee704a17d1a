"""Setting up a circle and changing its settings, one question at a time."""

from bot.circles.founding import Founding
from bot.circles.model import Settings, Spot, Step
from bot.circles.standing import Standing
from bot.core.ids import CircleId, RoleId
from bot.core.notices import Notice
from bot.core.refusals import Refusal
from cogs.circles import setup_views as views
from cogs.press import Cog, Press, pressed


class SetupCog(Cog):
    """Set-up and settings; `about` in custom ids is `draft:<id>` or `circle:<id>`."""

    feature = "setup"
    behind = False

    def __init__(self, founding: Founding, standing: Standing) -> None:
        self._founding = founding
        self._standing = standing

    @pressed("intro")
    async def intro(self, press: Press) -> None:
        """Say what set-up will ask, before it asks."""
        await press.show(views.intro_screen(await self._founding.missing_permissions(press.visitor)))

    @pressed("begin")
    async def begin(self, press: Press) -> None:
        """Start a draft and ask the first question."""
        draft = await self._founding.begin(press.visitor, press.locale)
        await press.show(views.step_screen(f"draft:{draft.draft}", Step.NAME, draft.settings, is_draft=True))

    @pressed("step")
    async def step(self, press: Press) -> None:
        """Ask one question."""
        await press.show(await self._screen(press, _step(press)))

    @pressed("form")
    async def form(self, press: Press) -> None:
        """Open the form of a question that is typed."""
        await press.ask(views.step_form(_about(press), _step(press), await self._settings(press)))

    @pressed("answer")
    async def answer(self, press: Press) -> None:
        """Take a typed answer."""
        await self._fill(press, _step(press), (press.boxes.get("answer", ""),))

    @pressed("choose")
    async def choose(self, press: Press) -> None:
        """Take a chosen answer."""
        await self._fill(press, _step(press), press.values)

    @pressed("suggested")
    async def suggested(self, press: Press) -> None:
        """Take the suggested agreements as they stand."""
        await self._fill(press, Step.LIMITS, (press.words("circles.suggested_limits"),))

    @pressed("members_only")
    async def members_only(self, press: Press) -> None:
        """Let no other role see the room."""
        await self._fill(press, Step.SEEN_BY, ())

    @pressed("review")
    async def review(self, press: Press) -> None:
        """Show everything before anything is made."""
        draft = await self._founding.get(press.visitor, CircleId(press.number(1)))
        await press.show(views.review_screen(draft, await self._founding.missing_permissions(press.visitor)))

    @pressed("create")
    async def create(self, press: Press) -> None:
        """Make what the review listed."""
        await press.hold()
        circle = await self._founding.create(press.visitor, CircleId(press.number(0)))
        await press.show(views.created_screen(circle))

    @pressed("make")
    async def make(self, press: Press) -> None:
        """Make what is still missing, or was deleted."""
        await press.hold()
        await press.show(views.created_screen(await self._founding.make(press.visitor, CircleId(press.number(0)))))

    @pressed("standing")
    async def standing(self, press: Press) -> None:
        """Ask where the post stands that helps when the bot does not answer."""
        await press.show(views.standing_screen(*await self._standing.see(press.visitor, CircleId(press.number(0)))))

    @pressed("place")
    async def place(self, press: Press) -> None:
        """Make that post."""
        await press.hold()
        circle = CircleId(press.number(0))
        await self._standing.place(press.visitor, circle, _spot(press))
        await press.show(views.standing_screen(*await self._standing.see(press.visitor, circle)))

    @pressed("who_plans")
    async def who_plans(self, press: Press) -> None:
        """Ask who may plan."""
        circle = await self._founding.of_manager(press.visitor, CircleId(press.number(0)))
        await press.show(views.planners_screen(circle))

    @pressed("planners")
    async def planners(self, press: Press) -> None:
        """Let the holders of a role plan."""
        role = RoleId(press.chosen()) if press.values else None
        circle = await self._founding.choose_planners(press.visitor, CircleId(press.number(0)), role)
        await press.show(views.planners_screen(circle))

    @pressed("no_planners")
    async def no_planners(self, press: Press) -> None:
        """Let moderators alone plan."""
        circle = await self._founding.choose_planners(press.visitor, CircleId(press.number(0)), None)
        await press.show(views.planners_screen(circle))

    async def _fill(self, press: Press, step: Step, given: tuple[str, ...]) -> None:
        about, number = press.word(0), CircleId(press.number(1))
        if about == "draft":
            await self._founding.fill(press.visitor, number, step, given)
        else:
            await self._founding.change(press.visitor, number, step, given)
        await press.show(await self._screen(press, step))

    async def _screen(self, press: Press, step: Step) -> Notice:
        settings = await self._settings(press)
        return views.step_screen(_about(press), step, settings, is_draft=press.word(0) == "draft")

    async def _settings(self, press: Press) -> Settings:
        number = CircleId(press.number(1))
        if press.word(0) == "draft":
            return (await self._founding.get(press.visitor, number)).settings
        return (await self._founding.of_manager(press.visitor, number)).settings


def _about(press: Press) -> str:
    return f"{press.word(0)}:{press.number(1)}"


def _spot(press: Press) -> Spot:
    if press.word(1) not in set(Spot):
        raise Refusal("core.stale")
    return Spot(press.word(1))


def _step(press: Press) -> Step:
    if press.word(2) not in set(Step):
        raise Refusal("core.stale")
    return Step(press.word(2))
