"""The circle of the stories, here too."""

from tests.stories.conftest import circle, founded, rehearsal

__all__ = ["circle", "founded", "rehearsal"]
