"""What was done by moderators and facilitators, on Discord."""
