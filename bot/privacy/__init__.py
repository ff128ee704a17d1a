"""What belongs to a member: their own settings, stopping everything, and being forgotten."""

from bot.core.feature import Feature

FEATURE = Feature(name="privacy")
"""What the other parts of the product may know about this feature."""
