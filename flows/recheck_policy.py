"""When claims are checked again, as a TOML file says it. The shipped one, recheck.toml, says what each key means."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from warehouse.errors import BadInputError
from warehouse.records import VERDICT_LABELS, Label, content_id

SHIPPED = "recheck.toml"

_LARGEST_BYTES = 2**20
_LONGEST_AGE = timedelta(days=36_500)
_AGE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([hdw])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_NEVER = "never"


@dataclass(frozen=True)
class Policy:
    """What makes a claim due. An age of None is never reached."""

    ages: Mapping[Label, timedelta | None]
    when: Mapping[str, bool]
    where: str | None = None
    name: str = SHIPPED

    @property
    def version(self) -> str:
        """Of what it says, whatever file says it."""
        ages = {label: age.total_seconds() if age else None for label, age in self.ages.items()}
        return content_id("pol", ages, dict(self.when), self.where).removeprefix("pol_")[:12]

    def days(self, label: Label) -> float | None:
        """The age of a label in days."""
        age = self.ages[label]
        return None if age is None else age / timedelta(days=1)


@cache
def shipped_policy() -> Policy:
    """The one that comes with Claimhouse."""
    read = tomllib.loads(resources.files("flows").joinpath(SHIPPED).read_text(encoding="utf-8"))
    ages = {label: _age(read["age"][label]) for label in VERDICT_LABELS}
    return Policy(ages, read["when"], where=read["where"] or None)


def load_policy(path: Path | None) -> Policy:
    """The policy of a file, over the shipped one; without a file that. Raises BadInputError naming what to change."""
    if path is None:
        return shipped_policy()
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise BadInputError(
                f"{path} is larger than {_LARGEST_BYTES // 2**20} MiB: --policy takes a short TOML file."
            )
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadInputError(f"{path} cannot be read ({error.strerror}): give --policy a TOML file.") from None
    except UnicodeDecodeError:
        raise BadInputError(f"{path} is not UTF-8: save the file as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise BadInputError(f"{path} is not valid TOML: {error}; correct that place.") from None
    except RecursionError:
        raise BadInputError(f"{path} has brackets within brackets without end: take them out.") from None
    try:
        return _policy(content, str(path))
    except _FaultError as fault:
        raise BadInputError(f"{path}: {fault}.") from None


class _FaultError(Exception):
    """What is wrong with a policy, without the file's name and the full stop."""


def _policy(content: dict[str, Any], name: str) -> Policy:
    base = shipped_policy()
    _known(content, ("where", "age", "when"), "", "key")
    ages, when = _table(content, "age"), _table(content, "when")
    _known(ages, VERDICT_LABELS, "age.", "label")
    _known(when, tuple(base.when), "when.", "key")
    where = content.get("where", base.where or "")
    if not isinstance(where, str):
        raise _FaultError("where must be a condition in SQL between quotation marks")
    for key, value in when.items():
        if not isinstance(value, bool):
            raise _FaultError(f"when.{key} must be true or false")
    read: dict[Label, timedelta | None] = {}
    for label in VERDICT_LABELS:
        try:
            read[label] = _age(ages[label]) if label in ages else base.ages[label]
        except ValueError:
            raise _FaultError(
                f"age.{label} = {ages[label]!r} is no age: write hours, days or weeks such as "
                f'"12h", "3d" or "2w", or "{_NEVER}"'
            ) from None
    return Policy(read, {**base.when, **when}, where=where.strip() or None, name=name)


def _table(content: dict[str, Any], name: str) -> dict[str, Any]:
    table = content.get(name, {})
    if not isinstance(table, dict):
        raise _FaultError(f"{name} must be a table: write [{name}] on a line of its own, and its keys below it")
    return table


def _known(table: Mapping[str, Any], known: tuple[str, ...], prefix: str, what: str) -> None:
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            meant = f"did you mean {near[0]}? " if near else ""
            raise _FaultError(f"{prefix}{key} is no {what} that there is: {meant}use {', '.join(known)}")


def _age(value: Any) -> timedelta | None:
    """Raises ValueError for what is no age."""
    if value == _NEVER:
        return None
    match = _AGE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(value)
    count = float(match[1])
    if count * _UNITS[match[2]].total_seconds() > _LONGEST_AGE.total_seconds():
        raise ValueError(value)
    return count * _UNITS[match[2]]
