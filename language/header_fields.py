"""The `name: value` lines that a text file may begin with, for articles and for evidence alike."""

import re

LONGEST_HEADER = 40  # lines

_LINE = re.compile(r"(?P<name>[A-Za-z][A-Za-z_-]{0,30})[ \t]*:[ \t]*(?P<value>.*)")


def header_field(line: str) -> tuple[str, str] | None:
    """The name, in lower case, and the value without its quotation marks of a header's line; None for any other."""
    entry = _LINE.fullmatch(line.strip())
    return (entry["name"].lower(), entry["value"].strip().strip("\"'").strip()) if entry else None
