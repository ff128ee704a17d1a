"""Reach on Discord: asking people, and being asked."""
