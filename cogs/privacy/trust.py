"""Who runs this, and what they could see: open to everybody, before anything else."""

from bot.core.refusals import Refusal
from bot.privacy.trust import Trust
from cogs.press import Cog, Press, pressed
from cogs.privacy import trust_views as views


class TrustCog(Cog):
    """A few pages that hold nothing personal, so that they are read without a phrase and without the database."""

    feature = "trust"
    behind = False
    stands_alone = True

    def __init__(self, trust: Trust) -> None:
        self._trust = trust

    @pressed("open")
    async def open(self, press: Press) -> None:
        """Open it beside what was pressed, so that agreements that are being read stay."""
        await press.show_beside(views.who_screen(self._trust.host))

    @pressed("page")
    async def page(self, press: Press) -> None:
        """Turn to another of its pages."""
        match press.word(0):
            case "who":
                await press.show(views.who_screen(self._trust.host))
            case "key":
                await press.show(views.key_screen(await self._trust.keys()))
            case "could":
                await press.show(views.could_screen())
            case "law":
                await press.show(views.law_screen())
            case _:
                raise Refusal("core.stale")

    @pressed("kept")
    async def kept(self, press: Press) -> None:
        """Show one page of what can be kept, and for how long."""
        await press.show(views.kept_screen(self._trust.kept(press.number(0))))
