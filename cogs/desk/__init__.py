"""The moderators' desk on Discord."""
