"""What waits for a member on Discord."""
