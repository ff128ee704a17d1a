"""A line is looked at before it goes anywhere: what its writer is offered, and that nobody else hears of it."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.checkins.store import CheckinStore
from bot.core.ids import PersonNumber, RoundId
from rehearsal.person import visit
from rehearsal.screen import Screen
from rehearsal.server import Rehearsal
from tests.stories.conftest import Evening, FakeClock, bot_on
from tests.stories.test_audiences import NAMED, close
from tests.stories.test_own_words import allow_lines

OWN = "i dont want to be alive anymore"
TONIGHT = "i am going to end my life tonight"
FRIEND = "my friend says she wants to end her life"
OWN_ES = "ya no quiero vivir"
PLAIN = "a long day, tea helped"


async def ready(circle: Evening, *names: str) -> dict[str, Screen]:
    await allow_lines(circle)
    await circle.open_checkin()
    return {name: await circle.answer(name, "Stormy", NAMED) for name in names}


async def hand_in(circle: Evening, name: str, answered: Screen, line: str, button: str = "Add a line") -> Screen:
    return await circle[name].submit(await circle[name].press(answered, button), {"line": line})


async def test_a_line_of_an_ordinary_day_goes_where_it_is_meant_to(circle: Evening) -> None:
    answered = (await ready(circle, "Ana"))["Ana"]
    assert "looks at it in memory first" in answered.text
    assert PLAIN in (await hand_in(circle, "Ana", answered, PLAIN)).text
    assert PLAIN in (await close(circle)).text


async def test_company_is_offered_before_the_line_goes_anywhere_and_it_can_go_as_it_is(circle: Evening) -> None:
    answered = (await ready(circle, "Ana"))["Ana"]
    offer = await hand_in(circle, "Ana", answered, OWN)
    assert "added nowhere yet" in offer.text
    assert OWN in offer.text
    assert list(offer.buttons) == ["Add it as it is", "Reach someone", "Numbers", "Not now"]
    assert OWN in (await circle["Ana"].press(offer, "Add it as it is")).text
    assert OWN in (await close(circle)).text


async def test_numbers_come_first_when_it_is_about_tonight(circle: Evening) -> None:
    answered = (await ready(circle, "Ana"))["Ana"]
    offer = await hand_in(circle, "Ana", answered, TONIGHT)
    assert next(iter(offer.buttons)) == "Numbers"
    assert offer.text.index("112") < offer.text.index(TONIGHT)
    assert "the numbers come first" in offer.text


async def test_worry_about_a_friend_is_answered_as_worry_about_a_friend(circle: Evening) -> None:
    answered = (await ready(circle, "Ana"))["Ana"]
    assert "someone you worry about" in (await hand_in(circle, "Ana", answered, FRIEND)).text


async def test_the_offer_leads_to_people_and_numbers(circle: Evening) -> None:
    answered = await ready(circle, "Ana", "Bea")
    offer = await hand_in(circle, "Ana", answered["Ana"], OWN)
    assert "112" in (await circle["Ana"].press(offer, "Numbers")).text
    offer = await hand_in(circle, "Bea", answered["Bea"], OWN)
    assert (await circle["Bea"].press(offer, "Reach someone")).text


async def test_not_now_keeps_the_line_for_its_writer_alone_and_is_quiet_for_the_day(circle: Evening) -> None:
    ana = circle["Ana"]
    answered = (await ready(circle, "Ana"))["Ana"]
    left = await ana.press(await hand_in(circle, "Ana", answered, OWN), "Not now")
    assert "Your line waits, and nobody sees it" in left.text
    form = await ana.press(left, "Look at my line")
    assert OWN in form.text or OWN in str(form)
    added = await ana.submit(form, {"line": OWN})
    assert "goes where the answer goes" in added.text


async def test_a_line_that_was_not_let_go_is_added_nowhere(circle: Evening) -> None:
    answered = (await ready(circle, "Ana", "Bea"))["Ana"]
    offer = await hand_in(circle, "Ana", answered, OWN)
    look = await circle["Robin"].press(await circle["Robin"].command("plan"), "How it looks now")
    assert OWN not in look.text
    assert OWN not in (await close(circle)).text
    # Nothing of it stays in the sealed answer either, which a name keeps for 14 days.
    rows = await circle.stores.main.read(lambda tx: tx.all("SELECT round, person FROM checkin_answer"))
    people = await circle.hearth.people.get([PersonNumber(int(str(row["person"]))) for row in rows])
    answers, number = CheckinStore(circle.stores.keyring).answers, RoundId(int(str(rows[0]["round"])))
    kept = await circle.stores.main.read(lambda tx: [answers.get(tx, number, one) for one in people.values()])
    assert {one.waiting or one.line for one in kept if one} == {""}
    assert "closed" in (await circle["Ana"].press(offer, "Add it as it is")).text


async def test_a_line_that_is_not_to_be_looked_at_is_not(circle: Evening) -> None:
    answered = (await ready(circle, "Ana"))["Ana"]
    added = await hand_in(circle, "Ana", answered, TONIGHT, "Add a line, not looked at")
    assert "goes where the answer goes" in added.text


async def test_the_next_day_it_may_be_offered_again(circle: Evening) -> None:
    answered = (await ready(circle, "Ana"))["Ana"]
    left = await circle["Ana"].press(await hand_in(circle, "Ana", answered, OWN), "Not now")
    added = await hand_in(circle, "Ana", left, OWN, "Look at my line")
    assert "nowhere yet" not in added.text
    circle.clock.forward(timedelta(hours=8))
    assert "nowhere yet" in (await hand_in(circle, "Ana", added, OWN, "Change the line")).text


async def test_pressed_twice_at_once_the_line_is_added_once(circle: Evening) -> None:
    ana = circle["Ana"]
    answered = (await ready(circle, "Ana"))["Ana"]
    offer = await hand_in(circle, "Ana", answered, OWN)
    await asyncio.gather(ana.press(offer, "Add it as it is"), ana.press(offer, "Add it as it is"))
    assert (await close(circle)).text.count(OWN) == 1


async def test_the_waiting_line_survives_a_restart(rehearsal: Rehearsal, tmp_path: Path) -> None:
    clock = FakeClock()
    async with visit(rehearsal.url) as people:
        async with bot_on(rehearsal, tmp_path, clock) as (client, hearth, stores):
            evening = Evening(rehearsal, people, client, hearth, stores, clock, tmp_path)
            await evening.set_up()
            await evening.join("Ana")
            offer = await hand_in(evening, "Ana", (await ready(evening, "Ana"))["Ana"], OWN)
        async with bot_on(rehearsal, tmp_path, clock):
            assert OWN in (await people["Ana"].press(offer, "Add it as it is")).text


async def test_nobody_else_hears_of_it_and_no_log_holds_it(
    circle: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    answered = (await ready(circle, "Ana"))["Ana"]
    offer = await hand_in(circle, "Ana", answered, TONIGHT)
    await circle["Ana"].press(offer, "Not now")
    await circle.pass_time(timedelta(minutes=30))
    for name in ("Bea", "Cleo"):
        assert not any("life" in screen.text for screen in await circle[name].look("north-room"))
        assert not await circle[name].notifications()
    # The libraries' own loggers are kept at warnings when Hearth runs; here they are left aside.
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("bot", "cogs"))]
    assert not any("my life" in line or "urgent" in line for line in ours)


async def test_in_spanish_it_is_read_and_said_in_spanish(circle: Evening) -> None:
    await allow_lines(circle)
    await circle.open_checkin()
    ana = circle["Ana"]
    await ana.set(locale="es-ES")
    answered = await ana.press(await circle.post("Ana"), "Stormy")
    answered = await ana.press(answered, "El círculo, con mi nombre")
    answered = await ana.press(answered, "Sí, guárdala para el círculo, con mi nombre")
    offer = await hand_in(circle, "Ana", answered, OWN_ES, "Añadir una línea")
    assert "todavía en ninguna parte" in offer.text
    assert list(offer.buttons) == ["Añadirla como está", "Buscar a alguien", "Números", "Ahora no"]
    assert OWN_ES in (await ana.press(offer, "Añadirla como está")).text
