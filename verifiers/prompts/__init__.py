"""The prompts, read through importlib.resources and versioned by hash."""
