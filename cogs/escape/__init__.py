"""Stepping out on Discord."""
