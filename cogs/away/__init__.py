"""Stepping away, on Discord."""
