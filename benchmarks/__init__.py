"""Proofs and measurements: what Hearth promises about crashes and speed, shown on this machine."""
