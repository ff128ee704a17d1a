"""Where rows live: the database contract, SQLite, migrations and encryption."""
