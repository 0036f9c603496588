"""The questions that a desk asks of every claim, read from a TOML file that an editor can change.

The shipped file, newsroom.toml, says what each key means. A desk's own file takes its place as a whole.
"""

import functools
import hashlib
import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from warehouse.errors import SettingsError
from warehouse.records import ClaimKind

Feature = Literal["number", "date", "name", "quoted", "named_speaker", "unnamed_speaker", "repeated"]
Weight = Annotated[float, Field(ge=-5, le=5, allow_inf_nan=False)]

_SHIPPED = "newsroom.toml"
_MAX_BYTES = 2**20
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'"})
# What pydantic calls a fault, in the words of somebody who edits the file.
_FAULTS = {
    "extra_forbidden": "is not a key that there is: take it out, or see the shipped newsroom.toml for the keys",
    "missing": "is missing: add it",
    "tuple_type": "must be a list: write [[question]] in two brackets, and several values between brackets",
    "too_short": "must not be empty: put something between the brackets",
    "string_too_short": "must not be empty: put something between the quotation marks",
}


class Question(BaseModel):
    """One question: a yes from any of its words, features or kinds adds its weight, and its reason is told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=60)]
    reason: Annotated[str, Field(min_length=1, max_length=120)]
    weight: Weight
    words: tuple[Annotated[str, Field(min_length=1, max_length=60)], ...] = ()
    features: tuple[Feature, ...] = ()
    kinds: tuple[ClaimKind, ...] = ()

    @field_validator("words")
    @classmethod
    def _words_hold_letters(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        for word in words:
            if not re.search(r"\w", word) or "*" in word[:-1]:
                raise ValueError(f"“{word}” must be words, with a * at most at their end")
        return words

    @model_validator(mode="after")
    def _looks_at_something(self) -> "Question":
        if not (self.words or self.features or self.kinds):
            raise ValueError("it looks at nothing: give it words, features or kinds")
        return self

    @functools.cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        if not self.words:
            return None
        # The longest first, so that "prime minister" is found rather than "minister".
        words = sorted((" ".join(word.split()).translate(_APOSTROPHES) for word in self.words), key=len, reverse=True)
        alternatives = "|".join(
            re.escape(word.removesuffix("*")) + (r"\w*" if word[-1] == "*" else "") for word in words
        )
        return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)

    def word_in(self, text: str) -> str | None:
        """The first of its words that stands in a text, as it stands there; None where none does."""
        found = self._pattern.search(text.translate(_APOSTROPHES)) if self._pattern else None
        return text[found.start() : found.end()] if found else None


class Newsroom(BaseModel):
    """The desk's questions and how much the model counts beside them. `version` changes with the file's content."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model_weight: Annotated[float, Field(ge=0, le=5, allow_inf_nan=False)] = 1.0
    plain_fact: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.0
    start: Weight = 0.0
    question: tuple[Question, ...] = ()

    @model_validator(mode="after")
    def _names_differ(self) -> "Newsroom":
        names = [question.name for question in self.question]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"two questions have the name “{twice}”: rename one")
        return self

    @functools.cached_property
    def version(self) -> str:
        """A hash of what the file says, whatever its comments and its layout."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]


@functools.cache
def shipped_newsroom() -> Newsroom:
    """The questions that come with Claimhouse."""
    return _parsed(resources.files("extractors").joinpath(_SHIPPED).read_bytes(), _SHIPPED)


def load_newsroom(path: Path | None) -> Newsroom:
    """The desk's own questions, or the shipped ones without a file.

    Raises SettingsError that names the file, the place in it and what to change.
    """
    if path is None:
        return shipped_newsroom()
    try:
        if not path.is_file() and not path.is_dir() and path.exists():  # a device or a pipe may never end
            raise SettingsError(
                f"{path} is no regular file: set CLAIMHOUSE_NEWSROOM to a file of your desk's questions."
            )
        with path.open("rb") as file:
            raw = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read ({error.strerror}): set CLAIMHOUSE_NEWSROOM to a file of your desk's questions."
        ) from None
    if len(raw) > _MAX_BYTES:
        raise SettingsError(
            f"{path} is larger than {_MAX_BYTES // 2**20} MiB: set CLAIMHOUSE_NEWSROOM to a shorter file."
        )
    return _parsed(raw, str(path))


def _parsed(raw: bytes, name: str) -> Newsroom:
    try:
        content = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise SettingsError(f"{name}, line {line}, is not UTF-8: save the file as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{name} is not valid TOML: {error}; correct that place.") from None
    except RecursionError:
        raise SettingsError(f"{name} has brackets within brackets without end: take them out.") from None
    try:
        return Newsroom.model_validate(content)
    except ValidationError as error:
        raise SettingsError(f"{name}, {_fault(error, content)}.") from None


def _fault(error: ValidationError, content: dict[str, Any]) -> str:
    """The first fault: where it is and what to do about it."""
    first = error.errors()[0]
    where = list(first["loc"])
    place = []
    if where[:1] == ["question"] and len(where) > 1 and isinstance(where[1], int):
        questions = content["question"]
        given = questions[where[1]] if isinstance(questions, list) else None
        named = given.get("name") if isinstance(given, dict) else None
        place.append(f"question {where[1] + 1}" + (f" (“{named}”)" if isinstance(named, str) else ""))
        where = where[2:]
    place += [f"key {part}" if isinstance(part, str) else f"entry {part + 1}" for part in where]
    message = _FAULTS.get(first["type"]) or first["msg"].removeprefix("Value error, ")
    told = ", ".join(place)
    return f"{told}: {message}" if told else message
