"""Kill -9 of a live worker, many times, and what became of every delivery."""
