"""Who may moderate and who may plan: gates that read the platform's own roles and keep nothing."""

from bot.core.feature import Feature

FEATURE = Feature(name="moderation")
"""What the other parts of the product may know about this feature."""
