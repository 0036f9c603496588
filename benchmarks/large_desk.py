"""A warehouse of a large desk's size, made up: the same rows for the same seed and moment.

Articles of sixty outlets over three years, with speakers and topics of which a few come up often, claims that are said
in several articles, a later reading of some articles, verdicts with causes and what they rest on, and what people did.
Every rule of `claimhouse doctor` holds in it. The rows are made inside DuckDB, by `large_desk.sql`: a tenth of what it
takes to hand a million rows over as Arrow, whose strings Python would have to make one by one.
"""

from datetime import datetime
from importlib import resources
from pathlib import Path

from warehouse.connection import connect
from warehouse.store import Warehouse

SEED = 20
VERDICTS_A_CLAIM = 4
CLAIMS_AT_LEAST = 800  # so that everything that is drawn seldom is drawn


def make_desk(path: Path, *, claims: int, until: datetime, seed: int = SEED, memory_limit: str = "6GB") -> Warehouse:
    """Make a warehouse with so many claims that have verdicts, four each on the average.

    `claims` is rounded down to a multiple of 800. `until` is the moment up to which the desk has worked.
    """
    warehouse = Warehouse(path)
    warehouse.prepare()
    rows = resources.files("benchmarks").joinpath("large_desk.sql").read_text("utf-8")
    with connect(path, read_only=False, options={"memory_limit": memory_limit, "threads": "2"}) as connection:
        connection.begin()
        # Macros of constants: what is made of a variable DuckDB takes for volatile, and joins on it one by one.
        connection.execute(f"CREATE TEMP MACRO claims() AS {claims // 800 * 800:d}")
        connection.execute(f"CREATE TEMP MACRO seed() AS {seed:d}")
        connection.execute(f"CREATE TEMP MACRO until() AS TIMESTAMPTZ '{until.isoformat()}'")
        connection.execute(rows)
        connection.commit()
        connection.execute("CHECKPOINT")
    return warehouse
