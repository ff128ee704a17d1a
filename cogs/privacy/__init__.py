"""A member's own home on Discord."""
