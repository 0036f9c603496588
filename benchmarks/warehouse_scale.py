"""How fast a large desk's questions are answered: `python -m benchmarks.warehouse_scale`.

Makes a warehouse of 250,000 claims with a million verdicts (`benchmarks.large_desk`), and measures what those who work
with it wait for: opening it, making the snapshot that SQL users read (after a commit of one article with its verdicts,
as a run does it), and every query of docs/sql.md on that snapshot as `claimhouse sql` runs them: with its limits of
memory and threads, all rows fetched. What stands there for a claim's id is the id of a claim that is undecided, and for
a name that of whoever says most.

`current_verdicts` is filtered by that speaker and by the day with most claims, all columns of all rows. Its limit is
for what DuckDB takes (the rows as Arrow, as it hands them to its command line and to data frames); what Python needs
besides, to make an object of each value, is told without a limit, and so is what a run asks of the warehouse itself,
where no view is kept: what is due.
"""

import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from benchmarks.large_desk import CLAIMS_AT_LEAST, VERDICTS_A_CLAIM, make_desk
from benchmarks.options import Options
from benchmarks.rows import Row, write
from benchmarks.tables import table
from flows.settings import Settings
from warehouse.records import content_id
from warehouse.snapshot import Snapshot, reading
from warehouse.store import Warehouse

CLAIMS = 250_000
TIMES = 5
COMMITTED = 20  # claims that get a verdict between two snapshots: an article's
LIMITS_MS = {"query": 200.0, "filter": 50.0, "snapshot": 3000.0, "open": 300.0}
DOCUMENTED = Path(__file__).parent.parent / "docs" / "sql.md"
# Of an undecided claim there is something to be told by every query, also by the one for gaps.
_FOR_EXAMPLE = """
SELECT
    arg_max(claim_id, (checkworthiness, claim_id)) FILTER (label = 'not_enough_evidence' AND machine_label = label),
    mode(speaker)
FROM current_verdicts
"""


def documented(page: str) -> dict[str, str]:
    """The queries of docs/sql.md by the sentence that stands before each; a second one under it is told so."""
    found: dict[str, str] = {}
    told = ""
    for place, part in enumerate(re.split(r"```sql\n(.*?)```", page, flags=re.DOTALL)):
        if place % 2:
            found[f"{told}, again" if told in found else told] = part
        elif lines := [line for line in part.strip().split("\n\n") if line and not line.startswith("#")]:
            told = re.split(r"[:.]( |$)", " ".join(lines[-1].split()))[0]
    return found


def filled(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """A query of the page, with what a warehouse has put in where it has `'clm_…'` and `'Ada Lund'`."""
    ((claim_id, speaker),) = connection.execute(_FOR_EXAMPLE).fetchall()
    return query.replace("'clm_…'", f"'{claim_id}'").replace("'Ada Lund'", f"'{speaker}'")


def measure(home: Path, *, claims: int, times: int = TIMES, page: str | None = None) -> Iterator[Row]:
    """Make the desk in a folder, and the rows of what was measured, in milliseconds."""
    began = time.perf_counter()
    file = home / "desk.duckdb"
    warehouse = make_desk(file, claims=claims, until=datetime.now(UTC).replace(microsecond=0))
    size = file.stat().st_size

    def row(metric: str, value: float, n: int, kind: str | None = None) -> Row:
        return Row("large desk", kind or "made", metric, "offline", value, n=n, seconds=time.perf_counter() - began)

    yield row("generation_s", time.perf_counter() - began, claims)
    yield row("megabytes", size / 1e6, claims)
    snapshot = Snapshot(file)
    yield row("the first snapshot", _milliseconds(lambda: snapshot.refresh(at_most_every_s=0)), 1)
    yield row("opening the warehouse", _median(lambda: warehouse.read("SELECT 1"), times), times, "open")
    yield row("due_claims() of the warehouse itself", _milliseconds(lambda: warehouse.read("FROM due_claims()")), 1)
    taken = []
    for number in range(times):
        _commit_verdicts(warehouse, number)
        taken.append(_milliseconds(lambda: snapshot.refresh(at_most_every_s=0)))
    yield row(f"a snapshot after {COMMITTED} new verdicts", statistics.median(taken), times, "snapshot")
    settings = Settings(warehouse=warehouse.path)
    yield row("opening the snapshot", _median(lambda: _open_and_ask(settings), times), times, "open")
    with reading(warehouse.path, memory_limit=settings.sql_memory, threads=settings.sql_threads) as connection:
        ((day,),) = connection.execute("SELECT mode(published_at::DATE) FROM current_verdicts").fetchall()
        filters = {
            "current_verdicts of a speaker": "speaker = 'Ada Lund'",
            "current_verdicts of a day": f"published_at >= '{day}' AND published_at < '{day}'::DATE + 1",
        }
        for name, condition in filters.items():
            sql = filled(connection, f"SELECT * FROM current_verdicts WHERE {condition}")  # noqa: S608
            yield row(name, _median(lambda: connection.execute(sql).to_arrow_table(), times), times, "filter")  # noqa: B023
            yield row(f"{name}, in Python", _median(lambda: connection.execute(sql).fetchall(), times), times)  # noqa: B023
        for name, query in documented(page or DOCUMENTED.read_text("utf-8")).items():
            sql = filled(connection, query)
            yield row(name, _median(lambda: connection.execute(sql).fetchall(), times), times, "query")  # noqa: B023


def _open_and_ask(settings: Settings) -> None:
    with reading(settings.warehouse, memory_limit=settings.sql_memory, threads=settings.sql_threads) as connection:
        connection.execute("SELECT 1")


def _commit_verdicts(warehouse: Warehouse, number: int) -> None:
    """New verdicts, each after the one that stands, on the claims of one article."""
    claims = warehouse.read(
        "SELECT c.claim_id FROM claims c JOIN (SELECT article_id FROM articles ORDER BY article_id LIMIT 1 OFFSET ?) a"
        " USING (article_id) SEMI JOIN verdicts v USING (claim_id) ORDER BY c.claim_id LIMIT ?",
        [number, COMMITTED],
    )
    standing = warehouse.latest_verdicts([str(one["claim_id"]) for one in claims])
    now = datetime.now(UTC) + timedelta(seconds=number)
    warehouse.commit(
        verdict.model_copy(
            update={
                "verdict_id": content_id("vdt", verdict.verdict_id, number),
                "follows": verdict.verdict_id if verdict.claim_id == claim_id else None,
                "claim_id": claim_id,
                "cause": "code_changed",
                "decided_at": now,
            }
        )
        for claim_id, verdict in standing.items()
    )


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _median(work: Callable[[], object], times: int) -> float:
    """The median of several, after a first one that nobody counts."""
    work()
    return statistics.median(_milliseconds(work) for _ in range(times))


def is_met(row: Row) -> bool:
    """Whether a row keeps its limit; one that has none does."""
    return row.value < LIMITS_MS.get(row.split, float("inf"))


def printed(rows: list[Row]) -> str:
    """The rows as a table: what was measured, milliseconds, the limit, and whether it is kept."""
    lines = [("what", "ms", "limit", "")]
    for row in rows:
        limit = LIMITS_MS.get(row.split)
        lines.append(
            (row.metric, f"{row.value:.0f}", f"{limit:.0f}" if limit else "", "" if is_met(row) else "NOT met")
        )
    return table(lines)


def main() -> None:
    parser = Options(__doc__)
    parser.add_count("--claims", CLAIMS, least=CLAIMS_AT_LEAST, told=f"with verdicts; {CLAIMS_AT_LEAST} at least")
    parser.add_count("--times", TIMES, told="how often each is measured; the median is told")
    parser.add_json()
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="claimhouse-scale-") as folder:
        rows = list(measure(Path(folder), claims=options.claims, times=options.times))
    print(f"{options.claims} claims with {VERDICTS_A_CLAIM * options.claims} verdicts")
    print(printed(rows))
    if options.json:
        write(options.json, rows)
    raise SystemExit(0 if all(map(is_met, rows)) else 1)


if __name__ == "__main__":
    main()
