"""The ratings that a desk publishes: its own words, each with the label that it says."""

import tomllib
from importlib import resources
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from warehouse.errors import BadInputError, SettingsError
from warehouse.records import Label

_MAX_BYTES = 1_000_000


class DeskRating(BaseModel):
    """One rating: the name that readers see, the label that it says, and its place on the scale, if it has one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=100)
    label: Label
    value: int | None = None


class DeskRatings(BaseModel):
    """All ratings of a desk, in the order of its file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    best: int | None = None
    worst: int | None = None
    rating: tuple[DeskRating, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_scale(self) -> Self:
        if (self.best is None) != (self.worst is None):
            raise ValueError("a scale has both ends: give best and worst, or neither")
        names = [_folded(one.name) for one in self.rating]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"the rating “{twice}” stands there twice: take one out")
        for one in self.rating:
            if one.value is None:
                continue
            if self.best is None or self.worst is None:
                raise ValueError(f"“{one.name}” has a value, and the scale has no ends: give best and worst")
            if not min(self.best, self.worst) <= one.value <= max(self.best, self.worst):
                raise ValueError(f"the value of “{one.name}” lies outside the scale")
        return self

    def named(self, name: str) -> DeskRating | None:
        """The rating of that name, whatever its case and spaces; None where there is none."""
        return next((one for one in self.rating if _folded(one.name) == _folded(name)), None)

    def chosen(self, name: str) -> DeskRating:
        """The same for what somebody typed. Raises BadInputError that lists the ratings."""
        found = self.named(name)
        if found is None:
            listed = ", ".join(one.name for one in self.rating)
            raise BadInputError(f"{name} is no rating of this desk: use {listed}, or add it to CLAIMHOUSE_RATINGS.")
        return found


def load_desk_ratings(path: Path | None) -> DeskRatings:
    """The desk's own ratings, or the shipped ones without a file. Raises SettingsError that names what to change."""
    if path is None:
        return _parsed(resources.files("flows").joinpath("ratings.toml").read_bytes(), "flows/ratings.toml")
    try:
        if not path.is_file():
            raise SettingsError(f"{path} is no file: set CLAIMHOUSE_RATINGS to a copy of flows/ratings.toml.")
        with path.open("rb") as file:
            raw = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read ({error.strerror}): set CLAIMHOUSE_RATINGS to a copy of flows/ratings.toml."
        ) from None
    if len(raw) > _MAX_BYTES:
        raise SettingsError(
            f"{path} is larger than {_MAX_BYTES // 10**6} MB: set CLAIMHOUSE_RATINGS to a list of ratings."
        )
    return _parsed(raw, str(path))


def _parsed(raw: bytes, name: str) -> DeskRatings:
    try:
        content = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise SettingsError(f"{name} is not UTF-8: save the file as UTF-8.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{name} is not valid TOML: {error}; correct that place.") from None
    try:
        return DeskRatings.model_validate(content)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part + 1) if isinstance(part, int) else part for part in fault["loc"])
        told = fault["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}{f', {where}' if where else ''}: {told}.") from None


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
