"""A phone that somebody else may look through, on Discord."""
