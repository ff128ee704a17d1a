"""Leaving kindly on Discord."""
