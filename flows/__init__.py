"""Prefect flows that walk articles through the stages; the command line; settings."""
