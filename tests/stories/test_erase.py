"""Being forgotten: a receipt by feature with true counts, what stays and why, and rows that go in turns (R175)."""

import pytest

from bot.core.ids import CircleId, PersonNumber, PlatformId
from bot.core.keeping import NotKept, WhyNot
from bot.core.storage import sqlite
from bot.core.storage.database import Transaction
from bot.privacy import store
from rehearsal.screen import Screen
from rehearsal.stories.first import rows_about
from tests.guards.tables import features
from tests.stories.conftest import TEXTS, Evening
from tests.stories.reaching import can_be_asked
from tests.stories.test_mailbox import north

STAYS = tuple(feature.name for feature in features() if feature.leaves)


async def look(circle: Evening, name: str) -> Screen:
    """Open what is kept, which has the button that erases it."""
    return await circle[name].press(await circle[name].command("my"), "See and erase")


async def erase(circle: Evening, name: str) -> Screen:
    """Erase everything, and answer the receipt."""
    return await circle[name].press(await look(circle, name), "Erase all of this now")


async def number_of(circle: Evening, name: str) -> PersonNumber:
    """Answer what Hearth calls somebody."""
    person = await circle.hearth.people.find(PlatformId(int(circle[name].id)))
    assert person is not None
    return person.number


async def with_a_diary(circle: Evening, name: str, entries: int) -> PersonNumber:
    """Give somebody many rows, such as those of years."""
    person, where = await number_of(circle, name), await north(circle)
    await circle.stores.main.write(lambda tx: _diary(tx, person, where, entries))
    return person


def _diary(tx: Transaction, person: PersonNumber, where: CircleId, entries: int) -> None:
    for entry in range(entries):
        tx.run(
            "INSERT INTO checkin_history (entry, person, circle, sealed, day)"
            " VALUES (:entry, :person, :circle, :sealed, '2027-03-01')",
            entry=f"{person}-{entry}",
            person=person,
            circle=where,
            sealed=bytes(1024),
        )


@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize("feature", STAYS)
def test_whatever_leaves_something_says_what_and_why(feature: str, locale: str) -> None:
    assert f"privacy.stays.{feature}" in TEXTS.keys(locale)


def test_nothing_is_said_to_stay_of_a_feature_that_leaves_nothing() -> None:
    said = {key.removeprefix("privacy.stays.") for key in TEXTS.keys("en") if key.startswith("privacy.stays.")}
    assert said == set(STAYS)


async def test_the_receipt_lists_what_the_screen_before_it_listed_and_what_stays_and_why(circle: Evening) -> None:
    await can_be_asked(circle, "Ana")
    await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    before = await look(circle, "Ana")
    receipt = await circle["Ana"].press(before, "Erase all of this now")
    assert "1 entry of “I can be asked”" in before.text
    assert "Gone: 1 entry of “I can be asked”." in receipt.text
    assert "Gone: 2 sealed entries of check-ins." in receipt.text
    for screen in (before, receipt):
        assert "What stays, and why" in screen.text
        assert "Counts of closed check-ins, which name nobody" in screen.text
        assert "Discord's own records" in screen.text


async def test_the_receipt_counts_what_went_and_not_what_was_counted_on_the_screen(circle: Evening) -> None:
    before = await look(circle, "Ana")
    assert "check-ins:" not in before.text
    await with_a_diary(circle, "Ana", 3)
    receipt = await circle["Ana"].press(before, "Erase all of this now")
    assert "Gone: 3 sealed entries of check-ins." in receipt.text


async def test_thousands_of_rows_go_in_turns_and_others_come_in_between(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await with_a_diary(circle, "Ana", 4 * store.TURN)
    turns: list[int] = []

    def noticed(tx: Transaction, *told: object) -> object:
        before = tx.one("SELECT count(*) AS held FROM checkin_history")
        found = real(tx, *told)  # type: ignore[arg-type]
        after = tx.one("SELECT count(*) AS held FROM checkin_history")
        assert before is not None and after is not None
        turns.append(int(str(before["held"])) - int(str(after["held"])))
        return found

    real = store.erase
    monkeypatch.setattr(store, "erase", noticed)
    receipt = await erase(circle, "Ana")
    assert f"Gone: {4 * store.TURN} sealed entries of check-ins." in receipt.text
    assert len(turns) > 4
    assert max(turns) <= store.TURN
    assert rows_about(circle.folder / "data", person) == []


async def test_in_between_the_turns_nothing_of_them_can_be_found_or_asked(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    await can_be_asked(circle, "Ana")
    person = await with_a_diary(circle, "Ana", 3 * store.TURN)
    turns = 0

    def full_after_one(tx: Transaction, *told: object) -> object:
        nonlocal turns
        turns += 1
        if turns > 1:
            raise NotKept(WhyNot.FULL, "no room")
        return real(tx, *told)  # type: ignore[arg-type]

    real = store.erase
    with monkeypatch.context() as disk:
        disk.setattr(store, "erase", full_after_one)
        receipt = await erase(circle, "Ana")
    assert "The disk had no room to let go of every row" in receipt.text
    assert rows_about(circle.folder / "data", person) == ["checkin_history"]
    assert "north-room" not in await circle["Ana"].channels()
    assert "Nothing is kept about you" in (await look(circle, "Ana")).text
    assert "Nobody in North can be asked right now" in (await circle["Bea"].command("reach")).text
    # A sweep comes hourly, and a start does the same.
    await circle.hearth.privacy.erasures.finish()
    assert rows_about(circle.folder / "data", person) == []


async def test_a_disk_with_no_room_for_the_key_erases_nothing_and_says_so(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise NotKept(WhyNot.FULL, "no room")

    screen = await look(circle, "Ana")
    with monkeypatch.context() as disk:
        disk.setattr(circle.stores.people_file, "write", full)
        refused = await circle["Ana"].press(screen, "Erase all of this now")
    assert "no room left" in refused.text
    assert "Erased" not in refused.text
    assert "north-room" in await circle["Ana"].channels()
    assert "Erased" in (await erase(circle, "Ana")).text


async def test_the_log_holds_no_copy_of_what_went(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    await erase(circle, "Ana")
    log = circle.folder / "data" / "hearth.db-wal"
    assert not log.exists() or not log.stat().st_size


async def test_another_program_that_reads_meanwhile_is_told_of_truly(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def held(*_: object) -> None:
        raise sqlite.NotScrubbed

    monkeypatch.setattr(circle.stores.main, "empty_log", held)
    assert "it may remain for now" in (await erase(circle, "Ana")).text
