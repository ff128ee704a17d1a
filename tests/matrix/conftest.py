"""The circle of the stories, here too."""

from tests.stories.conftest import circle, evening, founded, rehearsal, whole

__all__ = ["circle", "evening", "founded", "rehearsal", "whole"]
