"""Parts of the suite that not every computer has."""

import os

import pytest


def need(part: str, why_not: str | None) -> None:
    """Skip with the reason where an optional part is absent; where ``HEARTH_REQUIRE`` names it, that is red."""
    if why_not is not None and part in os.environ.get("HEARTH_REQUIRE", "").split(","):
        pytest.fail(f"HEARTH_REQUIRE names {part}, and {why_not}")
    if why_not is not None:
        pytest.skip(why_not)
