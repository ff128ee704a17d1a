"""Reading a draft, in memory and for its writer alone, for what could give away who or where somebody is."""

from bot.core.feature import Feature

FEATURE = Feature("guard")
"""Nothing is kept: no table, no purpose, no permission."""
