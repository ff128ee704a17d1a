"""Reminders to oneself on Discord."""
