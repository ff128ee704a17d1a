"""Help lines on Discord."""
