"""Hostile text as a model may be shown it."""

from gateways.prompts import neutralised
from language.hostile import disarmed


def safe(text: str) -> str:
    """Hostile text on one line, without what speaks to a model in it, and with nothing that looks like a fence."""
    return neutralised(disarmed(text).text)
