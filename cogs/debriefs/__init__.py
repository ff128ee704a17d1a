"""Care for those who answer on Discord."""
