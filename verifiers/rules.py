"""The thresholds by which evidence decides: the desk's own, or those of a benchmark."""

import re
from dataclasses import dataclass, fields
from typing import Self

from warehouse.records import Reading, Stance


@dataclass(frozen=True)
class Rules:
    """By how much evidence, and how sure, a claim is decided.

    `min_origins`: how many independent origins make a claim supported or refuted.
    `decide_from`: the calibrated confidence below which nothing is decided; where none is known, it asks for nothing.
    `supports_from`, `refutes_from`: the judge's share from which a passage counts for a claim or against it. Without
    them the judge's own stance stands; with one, a passage that reaches both stands where its share is larger.
    `conflicts_from`: how sure an origin must be for it to stand against the other side.
    """

    min_origins: int = 2
    decide_from: float = 0.0
    supports_from: float | None = None
    refutes_from: float | None = None
    conflicts_from: float = 0.0

    def __post_init__(self) -> None:
        if self.min_origins < 1:
            raise ValueError("min_origins must be at least 1")
        shares = (self.decide_from, self.supports_from, self.refutes_from, self.conflicts_from)
        if not all(share is None or 0.0 <= share <= 1.0 for share in shares):
            raise ValueError("thresholds on shares and on confidence must lie between 0 and 1")

    @property
    def version(self) -> str:
        """Names every rule that is in force: "min_origins=2 decide_from=0.75"."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return " ".join(
            f"{name}={value}" for name, value in given.items() if name == "min_origins" or value != _DEFAULTS[name]
        )

    @classmethod
    def of_version(cls, version: str) -> Self:
        """The rules that a verdict's version names; what it does not name is as it is by default."""
        told = dict(re.findall(r"(\w+)=([\d.e+-]+)", version))
        values = {name: float(value) for name, value in told.items() if name in _DEFAULTS and name != "min_origins"}
        return cls(min_origins=int(told.get("min_origins", cls.min_origins)), **values)

    def stance_of(self, reading: Reading) -> Stance:
        """What a reading counts as: the judge's own stance, or what its shares come to by the thresholds."""
        if self.supports_from is None and self.refutes_from is None:
            return reading.stance
        supports, refutes = shares(reading)
        counts_for = supports >= (0.5 if self.supports_from is None else self.supports_from)
        counts_against = refutes >= (0.5 if self.refutes_from is None else self.refutes_from)
        if counts_for and counts_against:
            return "supports" if supports > refutes else "refutes"
        if counts_for:
            return "supports"
        return "refutes" if counts_against else "neither"


_DEFAULTS = {one.name: one.default for one in fields(Rules)}


def shares(reading: Reading) -> tuple[float, float]:
    """How strongly a passage speaks for a claim and against it, each from 0 to 1.

    A judge that gives no probabilities has its stance, with its score.
    """
    if reading.supports is not None and reading.refutes is not None:
        return reading.supports, reading.refutes
    if reading.stance == "supports":
        return reading.score, 0.0
    return (0.0, reading.score) if reading.stance == "refutes" else (0.0, 0.0)
