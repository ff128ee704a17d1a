"""The house rules, read from the code; each is a function that names its violations."""
