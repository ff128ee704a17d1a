"""Who's around on Discord."""
