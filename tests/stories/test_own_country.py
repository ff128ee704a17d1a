"""A country of one's own comes first wherever there are numbers, and is kept only if it was chosen."""

import pytest

from bot.core.ids import EVERYWHERE, PlatformId
from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.reaching import reach

ITALY = "Emergency, Italy"
GERMANY = "Emergency, Germany"


async def own(circle: Evening, name: str = "Ana") -> Screen:
    return await circle[name].press(await circle[name].command("my"), "My country")


def menu_of(screen: Screen, code: str) -> str:
    return next(
        menu["placeholder"] for menu in screen.selects if code in [option["value"] for option in menu["options"]]
    )


async def chosen(circle: Evening, code: str = "IT", name: str = "Ana") -> Screen:
    shown = await own(circle, name)
    return await circle[name].choose(shown, code, menu=menu_of(shown, code))


async def numbers(circle: Evening, name: str = "Ana") -> Screen:
    return await circle[name].press(await circle[name].command("help"), "Numbers")


async def kept(circle: Evening) -> int:
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT count(*) AS held FROM helpline_country"))
    assert row is not None
    return int(str(row["held"]))


async def test_the_chosen_country_comes_first_in_numbers_and_on_reach(circle: Evening) -> None:
    before = (await numbers(circle)).text
    assert ITALY not in before
    saved = await chosen(circle)
    assert "Your country: Italy." in saved.text
    for shown in (await numbers(circle), await reach(circle, "Ana")):
        assert shown.text.index(ITALY) < shown.text.index(GERMANY)
    assert ITALY not in (await numbers(circle, "Bea")).text


async def test_somebody_in_no_circle_is_shown_it_too(circle: Evening) -> None:
    await chosen(circle, name="Sam")
    assert (await numbers(circle, "Sam")).text.index(ITALY) > 0


async def test_it_is_forgotten_in_one_press_with_the_yes_and_the_row(circle: Evening) -> None:
    await chosen(circle)
    assert await kept(circle) == 1
    gone = await circle["Ana"].press(await own(circle), "Forget my country")
    assert "None is kept now." in gone.text
    assert await kept(circle) == 0
    assert ITALY not in (await numbers(circle)).text
    standings = await circle.hearth.consents.standings(PlatformId(int(circle["Ana"].id)), EVERYWHERE)
    assert not [one for one in standings if one.purpose.key == "helplines.own" and one.given]


@pytest.mark.parametrize("label", ["Stop everything", "Erase"])
async def test_stopping_and_erasing_take_it(circle: Evening, label: str) -> None:
    await chosen(circle)
    ana = circle["Ana"]
    if label == "Erase":
        look = await ana.press(await ana.command("my"), "See and erase")
        assert "1 sealed country of yours" in look.text
        await ana.press(look, "Erase all of this now")
    else:
        await ana.press(await ana.command("my"), label)
    assert await kept(circle) == 0


async def test_a_country_that_nobody_offers_is_not_kept(circle: Evening) -> None:
    shown = await own(circle)
    option = circle.server.world.channels[str(shown.channel_id)].messages[str(shown.message_id)]
    option.components[0]["components"][0]["options"][0]["value"] = "XX"
    shown.selects[0]["options"][0]["value"] = "XX"
    refused = await circle["Ana"].choose(shown, "XX", menu=shown.selects[0]["placeholder"])
    assert "Nothing was changed" in refused.text
    assert await kept(circle) == 0
