"""What an integrity check is: a rule in words, and the query that finds whoever breaks it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """A rule of the warehouse, and the query whose rows (one column: the offender) break it."""

    name: str
    rule: str
    sql: str
