"""Reading a text that somebody hands in, in memory alone, for its writer alone."""

from bot.core.feature import Feature

FEATURE = Feature("signs")
"""Nothing is kept: no table, no purpose, no permission."""
