"""Check-ins on Discord."""
