"""The header of a text file: what a document of a desk's own corpus says of itself."""

from language.header_fields import LONGEST_HEADER, header_field

VERSION = 1

FIELDS = ("url", "publisher", "published", "modified", "title", "origin", "type", "language")


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
        closing = next((n for n in range(1, min(len(lines), LONGEST_HEADER)) if lines[n].strip() == "---"), None)
        if closing is None:
            return {}, text, []
        last = closing
    else:
        first = header_field(lines[0])
        if not first or first[0] not in FIELDS:
            return {}, text, []
        last = next((n for n, line in enumerate(lines) if not line.strip()), len(lines))
    while number < last:
        entry = header_field(lines[number])
        if entry and entry[0] in FIELDS:
            fields[entry[0]] = entry[1]
        elif not fenced:
            notes.append(
                f"line {number + 1} of its header is none of {', '.join(FIELDS)}: the text was taken to begin there"
            )
            return fields, "\n".join(lines[number:]), notes
        number += 1
    return fields, "\n".join(lines[last + 1 :]), notes
