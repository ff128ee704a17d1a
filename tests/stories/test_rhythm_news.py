"""News of a rhythm: a note for whoever started it and wished one, given and taken back by their own press."""

from datetime import timedelta

import pytest

from bot.checkins import NEWS
from bot.checkins.news import RESTS
from bot.core.ids import PlatformId
from bot.core.refusals import Refusal
from bot.core.storage.reading import number
from tests.stories.conftest import Evening
from tests.stories.test_mailbox import held, north
from tests.stories.test_rhythm import WEEK, start


async def test_who_started_it_is_kept_only_for_who_wished_it_and_goes_with_the_yes(circle: Evening) -> None:
    async def kept() -> int:
        row = await circle.stores.main.read(lambda tx: tx.one("SELECT count(*) AS held FROM checkin_rhythm_news"))
        return 0 if row is None else int(str(row["held"]))

    await start(circle)
    assert await kept() == 0
    started = await start(circle, on="3", told=True)
    assert "You hear of it in /my" in started.text
    assert await kept() == 1
    robin = circle["Robin"]
    await robin.press(await robin.command("my"), "Stop everything")
    assert await kept() == 0
    card = await robin.press(await robin.command("plan"), "Rhythm: Thursday, 19:00")
    assert "This rhythm runs" in card.text


async def test_somebody_who_plans_from_outside_takes_the_yes_to_news_back_by_its_own_switch(
    circle: Evening,
) -> None:
    await start(circle, told=True)
    robin = circle["Robin"]
    switches = await robin.press(await robin.command("my"), "North: what I say yes to")
    assert "News of rhythms I start" in switches.text
    await robin.press(switches, "Switch off: News of rhythms I start")
    news = await circle.stores.main.read(lambda tx: tx.one("SELECT 1 AS found FROM checkin_rhythm_news"))
    assert news is None
    assert "North: what I say yes to" not in (await robin.command("my")).buttons


async def test_nobody_is_offered_a_switch_to_news_that_would_bring_none(circle: Evening) -> None:
    ana = circle["Ana"]
    switches = await ana.press(await ana.command("my"), "North: what I say yes to")
    assert "News of rhythms" not in switches.text
    with pytest.raises(Refusal, match=r"core\.stale"):
        await circle.hearth.consents.switch_on(PlatformId(int(ana.id)), await north(circle), NEWS)


async def test_starting_it_changed_without_news_keeps_nothing_of_who_heard_before(circle: Evening) -> None:
    await start(circle, told=True)
    robin = circle["Robin"]
    card = await robin.press(await robin.command("plan"), "Rhythm: Tuesday, 19:00")
    changed = await robin.choose(await robin.press(card, "Change it"), "1200", menu="At what time")
    started = await robin.press(changed, "Start it, without news of it")
    assert "No news of it waits for you" in started.text
    assert await held(circle, "checkin_rhythm_news") == 0
    kept = (await robin.press(await robin.command("my"), "See and erase")).text
    assert "sealed entry of check-ins" not in kept
    assert "3 notes of what you did as a moderator or facilitator" in kept


async def test_news_that_it_rests_does_not_come_once_it_runs_again(circle: Evening) -> None:
    await start(circle, told=True)
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT rhythm FROM checkin_rhythm"))
    assert row is not None
    rhythm = number(row, "rhythm")
    # As if it had begun to rest, and somebody had let it come again before the news went.
    dues, now = circle.hearth.ground.dues, circle.clock.now()
    await circle.stores.main.write(lambda tx: dues.add(tx, RESTS, rhythm, now))
    await circle.hearth.settle()
    assert "note waits" not in (await circle["Robin"].command("my")).text


async def test_whoever_wished_it_hears_once_that_it_rests(circle: Evening) -> None:
    await start(circle, told=True)
    await circle.pass_time(3 * WEEK + timedelta(days=5))
    robin = circle["Robin"]
    home = await robin.command("my")
    assert "1 note waits in /my" in home.text
    read = await robin.press(home, "Waiting for you")
    assert "Your rhythm (Tuesday, 19:00) rests" in read.text
    assert "A rhythm you started" in read.text
    await circle.pass_time(WEEK)
    assert "note waits" not in (await robin.command("my")).text


async def test_whoever_did_not_wish_it_hears_nothing(circle: Evening) -> None:
    await start(circle)
    await circle.pass_time(3 * WEEK + timedelta(days=5))
    assert "note waits" not in (await circle["Robin"].command("my")).text
