"""What the offline planner knows beyond a claim's words, from queries.toml: other names, and what leaves a record."""

import functools
import hashlib
import re
import tomllib
from importlib import resources

from pydantic import BaseModel, ConfigDict

FILE = resources.files("verifiers") / "queries.toml"


class Kept(BaseModel):
    """Words that tell of something that leaves a record, and what the record is called."""

    model_config = ConfigDict(extra="forbid")

    words: tuple[str, ...]
    name: str

    def told_by(self, text: str) -> list[str]:
        """Its words that stand in a text, as they are written there."""
        alternatives = "|".join(re.escape(word) for word in sorted(self.words, key=len, reverse=True))
        return re.findall(rf"(?<![\w-])(?:{alternatives})(?![\w-])", text, re.IGNORECASE)


class Known(BaseModel):
    """All of the file."""

    model_config = ConfigDict(extra="forbid")

    other_names: tuple[tuple[str, str], ...]
    record: tuple[Kept, ...]

    def record_of(self, text: str) -> tuple[Kept, list[str]] | None:
        """The first kind of record that a text tells of, with the words that do."""
        return next(((kept, told) for kept in self.record if (told := kept.told_by(text))), None)


@functools.cache
def known() -> Known:
    return Known.model_validate(tomllib.loads(FILE.read_text("utf-8")))


@functools.cache
def version() -> str:
    """Changes with the file."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()[:12]
