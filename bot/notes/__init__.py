"""Notes without a name: saying a thing once without being the person who said it (F13, F14)."""

from bot.core.feature import Feature

FEATURE = Feature("notes")
"""What the other parts of the product may know about this feature."""
