"""Kill -9 of a live worker between claim and mark-sent: nothing is lost, nothing stands twice."""

import pytest

from benchmarks.crash.killing import Plan, run
from benchmarks.crash.sink import Asked
from benchmarks.crash.verdict import Fell, Kill, Verdict, fell_at, posted


def _silent(_: str) -> None:
    pass


async def test_four_kills_lose_nothing_and_double_nothing() -> None:
    verdict = await run(Plan(rows=200, kills=4, rate=100, skip_rest=True), _silent)
    assert verdict.faults() == []


@pytest.mark.prove
async def test_an_outage_longer_than_the_nonce_window_doubles_nothing() -> None:
    verdict = await run(Plan(rows=400, kills=5, seed=2, outage=True), _silent)
    assert verdict.faults() == []


@pytest.mark.prove
async def test_what_arrives_long_after_its_sender_died_is_not_sent_again() -> None:
    verdict = await run(Plan(rows=300, kills=8, seed=3, late=0.3), _silent)
    assert verdict.faults() == []


KILL = Kill(began=10.0, died=20.0, under_way=("a",))


@pytest.mark.parametrize(
    ("asked", "fell"),
    [
        ([], Fell.CLAIMED),
        ([Asked("a", 5.0, 5.1, 5.2)], Fell.CLAIMED),
        ([Asked("a", 21.0, 21.1, 21.2)], Fell.CLAIMED),
        ([Asked("a", 20.01, 20.1, 20.2)], Fell.REQUESTED),
        ([Asked("a", 19.9, 20.1, 20.2)], Fell.REQUESTED),
        ([Asked("a", 19.9, None, None)], Fell.REQUESTED),
        ([Asked("a", 19.9, 19.95, 20.1)], Fell.RECORDED),
        ([Asked("a", 19.9, 19.95, None)], Fell.RECORDED),
        ([Asked("a", 19.9, 19.95, 19.99), Asked("a", 36.0, 36.1, 36.2)], Fell.ANSWERED),
    ],
)
def test_a_kill_is_placed_by_what_the_sink_remembers(asked: list[Asked], fell: Fell) -> None:
    assert fell_at(KILL, asked) == {fell: 1}


def test_a_kill_with_nothing_under_way_is_outside_of_all() -> None:
    assert fell_at(Kill(10.0, 20.0, ()), [Asked("a", 19.9)]) == {}


def test_messages_are_counted_by_what_was_recorded_and_not_merged() -> None:
    asked = [Asked("a", 1, 2), Asked("a", 3, 4), Asked("b", 1, 2), Asked("b", 3, 4, merged=True), Asked("c", 1)]
    assert posted(asked) == {"a": 2, "b": 1}


def _verdict(kills: int = 10, between: int = 10, lost: int = 0, doubled: int = 0, unfinished: int = 0) -> Verdict:
    fell = tuple({Fell.RECORDED: 1} if place < between else {} for place in range(kills))
    return Verdict(100, 10, fell, lost, doubled, merged=0, unfinished=unfinished)


@pytest.mark.parametrize(
    ("verdict", "faults"),
    [
        (_verdict(), 0),
        (_verdict(lost=1), 1),
        (_verdict(doubled=1), 1),
        (_verdict(unfinished=1), 1),
        (_verdict(kills=9, between=9), 1),
        (_verdict(between=1), 1),
        (_verdict(between=2), 0),
        (_verdict(lost=1, doubled=1), 2),
    ],
)
def test_a_run_that_lost_doubled_or_proved_nothing_is_red(verdict: Verdict, faults: int) -> None:
    assert len(verdict.faults()) == faults
