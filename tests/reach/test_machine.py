"""In no order does an ask end unseen, page a person twice for one step, or tell whoever asked something untrue."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.reach.machine import Asks

ALWAYS = settings(
    max_examples=25,
    stateful_step_count=30,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large),
)
PROVED = settings(ALWAYS, max_examples=2000, stateful_step_count=40, derandomize=False, print_blob=True)


def test_a_few_evenings_keep_every_promise() -> None:
    run_state_machine_as_test(Asks, settings=ALWAYS)


@pytest.mark.prove
def test_two_thousand_evenings_keep_every_promise() -> None:
    run_state_machine_as_test(Asks, settings=PROVED)
