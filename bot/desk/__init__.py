"""The moderators' desk: the circles of a server, and what is missing for them to work."""

from bot.core.feature import Feature

FEATURE = Feature(name="desk")
"""What the other parts of the product may know about this feature."""
