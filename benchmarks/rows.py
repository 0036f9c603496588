"""The rows that a benchmark prints: one figure of one system on one split of one set, with its interval."""

import json
import random
from collections.abc import Callable, Hashable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

Item = TypeVar("Item")

RESAMPLES = 1000
_SEED = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `lower` and `upper` bound its 95 % interval, `n` counts the items measured in `seconds`.

    Of a judge, `pairs` are the passages read, each with its claim; of a model, `tokens` and `cost` (US dollars) are
    what was used: nothing offline, None where the price is not known.
    """

    set: str
    split: str
    metric: str
    system: str  # "offline", the configured model's name, a baseline, or whose published figure it is
    value: float
    lower: float | None = None
    upper: float | None = None
    n: int | None = None
    seconds: float | None = None
    pairs: int | None = None
    tokens: int | None = None
    cost: float | None = None


def write(file: Path, rows: Sequence[Row]) -> None:
    """Write rows as JSON."""
    file.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", "utf-8")


def interval(
    items: Sequence[Item], measure: Callable[[Sequence[Item]], float], *, groups: Sequence[Hashable] = ()
) -> tuple[float, float]:
    """The 95 % bootstrap interval of `measure` over items that are independent of each other (documents, sentences).

    Where they are not, `groups` has for each what it depends on (the article that sentences stand in): whole groups are
    drawn then, and never their items (Davison and Hinkley 1997, 3.8). Percentile bootstrap (Efron 1979), seeded, so
    that the same items give the same interval.
    """
    dice = random.Random(_SEED)  # noqa: S311 - a resampling, not a secret
    by_group: dict[Hashable, list[Item]] = {}
    for item, group in zip(items, groups or range(len(items)), strict=True):
        by_group.setdefault(group, []).append(item)
    parts = list(by_group.values())
    drawn = (dice.choices(parts, k=len(parts)) for _ in range(RESAMPLES))
    values = sorted(measure([item for part in several for item in part]) for several in drawn)
    return values[int(0.025 * RESAMPLES)], values[int(0.975 * RESAMPLES) - 1]
