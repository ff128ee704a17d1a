"""Circles on Discord: doors, joining, leaving, setting up."""
