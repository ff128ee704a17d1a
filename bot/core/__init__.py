"""What every feature stands on: ports, notices, refusals, texts, storage, time."""
