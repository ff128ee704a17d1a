"""A small Discord on your own machine, so that the bot can be tried and tested without an account."""
