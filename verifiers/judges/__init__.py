"""Judges: what passages make of a claim."""
