"""Switches for each purpose on Discord."""
