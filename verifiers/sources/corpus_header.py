"""The header of a text file: what a document of a desk's own corpus says of itself."""

import re

VERSION = 1

FIELDS = ("url", "publisher", "published", "modified", "title", "origin", "type", "language")

_LINE = re.compile(r"(?P<name>[A-Za-z][A-Za-z_-]{0,30})[ \t]*:[ \t]*(?P<value>.*)")
_LONGEST_HEADER = 40  # lines


def split_header(text: str) -> tuple[dict[str, str], str, list[str]]:
    """The header's fields, the text after it, and what in the header was not understood.

    A header begins on the first line with one of FIELDS, `name: value` on each line, and ends at a blank line; between
    two lines `---` (front matter) it may hold fields of any name. A text without one comes back whole.
    """
    lines = text.split("\n")
    fenced = lines[0].strip() == "---"
    fields: dict[str, str] = {}
    notes: list[str] = []
    number = 1 if fenced else 0
    if fenced:
        closing = next((n for n in range(1, min(len(lines), _LONGEST_HEADER)) if lines[n].strip() == "---"), None)
        if closing is None:
            return {}, text, []
        last = closing
    else:
        first = _LINE.fullmatch(lines[0].strip())
        if not first or first["name"].lower() not in FIELDS:
            return {}, text, []
        last = next((n for n, line in enumerate(lines) if not line.strip()), len(lines))
    while number < last:
        line = lines[number].strip()
        entry = _LINE.fullmatch(line)
        if entry and entry["name"].lower() in FIELDS:
            fields[entry["name"].lower()] = entry["value"].strip().strip("\"'").strip()
        elif not fenced:
            notes.append(
                f"line {number + 1} of its header is none of {', '.join(FIELDS)}: the text was taken to begin there"
            )
            return fields, "\n".join(lines[number:]), notes
        number += 1
    return fields, "\n".join(lines[last + 1 :]), notes
