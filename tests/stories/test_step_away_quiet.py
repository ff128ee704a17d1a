"""While somebody is away: no message of any kind, nobody asks them, and what they had begun has an end."""

from dataclasses import replace
from datetime import timedelta

from bot.core.delivery.errand import Errand, Outgoing
from bot.core.delivery.outbox import Delivery
from bot.core.ids import PlatformId
from bot.core.lanes import Lane
from bot.mailbox.notices import whisper
from tests.stories.conftest import Evening
from tests.stories.reaching import ask, can_be_asked, pages, reach
from tests.stories.test_mailbox import north, note_for
from tests.stories.test_reach_people import SECOND, asks, has_it
from tests.stories.test_step_away import come_back, step_away
from tests.stories.test_whispers import direct, whispers_on


async def test_what_waits_is_said_in_no_message_until_they_are_back(circle: Evening) -> None:
    await whispers_on(circle, "Ana")
    await step_away(circle)
    await note_for(circle, "Ana")
    await circle.pass_time(timedelta(days=2))
    assert await direct(circle, "Ana") == []
    # Nothing is made to be thrown away again and again meanwhile.
    rows = await circle.stores.main.read(lambda tx: [dict(r) for r in tx.all("SELECT * FROM outbox")])
    assert {row["kind"] for row in rows} == {"away.posts"}
    await come_back(circle)
    await circle.pass_time(timedelta(days=1))
    assert len(await direct(circle, "Ana")) == 1


async def test_no_feature_gets_a_message_through_to_somebody_who_is_away(circle: Evening) -> None:
    ground, who = circle.hearth.ground, PlatformId(int(circle["Ana"].id))
    person = await circle.hearth.people.find(who)
    assert person is not None
    dropped: list[str] = []

    async def compose(_: Delivery) -> Outgoing:
        return Outgoing(whisper(), "en", who=who)

    ground.sender.handle("later.feature", Errand(compose, lambda *_: None, lambda *told: dropped.append(told[2])))
    await step_away(circle)
    delivery = Delivery("later.feature", 1, circle.clock.now(), Lane.REMINDER, person=person.number)
    await ground.database.write(lambda tx: ground.outbox.put(tx, delivery))
    await circle.hearth.settle()
    assert (await direct(circle, "Ana"), dropped) == ([], ["not_wanted"])
    await come_back(circle)
    later = replace(delivery, subject=2)
    await ground.database.write(lambda tx: ground.outbox.put(tx, later))
    await circle.hearth.settle()
    assert len(await direct(circle, "Ana")) == 1


async def test_nobody_asks_somebody_who_is_away_and_their_hours_stay(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    await step_away(circle, "Bea")
    # Whoever asks is not told of somebody who never hears of it.
    assert len(await circle.hearth.asked.willing(await north(circle))) == 1
    await asks(circle)
    assert await pages(circle, "Bea", "Cleo") == {"Cleo": 1}
    await circle.pass_time(timedelta(hours=3))
    assert "Bea" not in await pages(circle, "Bea", "Cleo")
    await come_back(circle, "Bea")
    await ask(circle, "Dani")
    await circle.pass_time(SECOND)
    assert "Bea" in await pages(circle, "Bea", "Cleo")


async def test_whoever_has_an_ask_and_steps_away_leaves_it_to_the_others_at_once(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    await asks(circle)
    await has_it(circle, "Bea")
    before = await pages(circle, "Bea", "Cleo")
    await step_away(circle, "Bea")
    await circle.pass_time(SECOND)
    after = await pages(circle, "Bea", "Cleo")
    assert after["Cleo"] > before["Cleo"]
    assert after["Bea"] == before["Bea"]


async def test_an_open_ask_of_their_own_ends_and_nobody_goes_on_being_asked(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    await asks(circle)
    before = await pages(circle, "Bea", "Cleo")
    await step_away(circle)
    await circle.pass_time(timedelta(minutes=30))
    assert await pages(circle, "Bea", "Cleo") == before
    page = [screen for screen in await circle["Bea"].look(None) if "Look" in screen.buttons][-1]
    assert "North" not in (await reach(circle, "Ana")).text
    assert "It has ended" in (await circle["Bea"].press(page, "Look")).text
    await come_back(circle)
    assert "ask, I look here" not in (await reach(circle, "Ana")).text


async def test_no_log_line_holds_who_it_was(circle: Evening, caplog: object) -> None:
    await step_away(circle)
    person = await circle.hearth.people.find(PlatformId(int(circle["Ana"].id)))
    assert person is not None
    logged = str(getattr(caplog, "text", ""))
    assert circle["Ana"].id not in logged
    assert str(person.number) not in logged
