"""Quiet days on Discord."""
