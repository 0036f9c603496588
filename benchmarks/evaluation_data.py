"""The evaluation sets beside the project: `../shared`, or where --shared says. They are no part of the repository."""

import json
from pathlib import Path
from typing import Any


class MissingDataError(Exception):
    """A set, or an optional package that a row needs, is not here; the message says what to do."""


def read_lines(shared: Path, path: str) -> list[dict[str, Any]]:
    """The rows of one JSON-lines file of the shared folder. Raises MissingDataError where it is absent."""
    file = shared / path
    if not file.is_file():
        raise MissingDataError(f"{file} is not there: say where the evaluation sets are with --shared DIR")
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
