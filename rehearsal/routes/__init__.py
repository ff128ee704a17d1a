"""The operations of the API this small Discord has, one file per kind of thing."""
