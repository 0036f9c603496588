"""The views of a large warehouse that are kept as tables, so that who reads its snapshot need not wait for them.

At first each view is made whole, one after the other. What it says of a claim follows from that claim, its article, the
claims that it succeeds and those that say the same. So the store notes whose rows each commit touches (`note_touched`),
and before a snapshot is made the views' lines on these claims, and on no others, are made again (`keep`): tables of the
views' rows in a schema of their own. Nothing is defined twice. The views themselves are asked, over temporary tables of
the same names as the warehouse's tables and views that hold only what these claims depend on: DuckDB finds what is
temporary before anything else.

In the warehouse the views stay what they are. In a snapshot, which nobody writes, they read the tables (`read_kept`).
A small warehouse keeps nothing, for there the views are fast enough.
"""

from collections.abc import Callable, Iterable

import duckdb

from warehouse.migrations import comments_on, schema_version
from warehouse.records import Record

KEPT_FROM = 50_000  # verdicts in the warehouse
_WHOLE_TO = 3_000_000  # verdicts: with more, making a view whole keeps others from writing for too long
_AT_ONCE = 1000  # things touched that are seen to in one step: what their claims depend on has to fit into memory

# Each has a column claim_id, and its lines on a claim depend on no more than `_CONTEXT` gathers. A view comes after
# those that it reads.
VIEWS = (
    *("same_claims", "claim_lineage", "standing_verdict_ids", "current_claims", "claim_repetitions"),
    *("current_verdicts", "verdict_changes", "verdict_flips", "verdict_positions", "verdict_spans"),
    *("queued_claims", "claim_ages", "claim_treatments"),
)
# What several of them read, which is made once for all of them; some are not kept.
_BENEATH = (
    *("latest_extractions", "claim_lineage", "standing_verdict_ids", "standing_reviews", "current_claims"),
    "claim_repetitions",
)
# Rows that are asked for together lie together, so that few parts of the table are read for a speaker, or for a day.
_IN_ORDER = {"current_verdicts": "ORDER BY date_trunc('quarter', published_at), speaker, published_at"}
# The records on which these views depend. A passage's document is not among them: it comes with it.
_READ = frozenset(
    (
        *("articles", "extractions", "claims", "claim_links", "claim_forms", "passages", "judgements", "verdicts"),
        *("reviews", "tasks", "task_events", "publications", "publication_events", "failures", "steps"),
    )
)
_NAMES = ("claim_id", "article_id", "item_id", "from_claim_id", "to_claim_id", "task_id", "publication_id")

_BEGIN = """
DROP SCHEMA IF EXISTS kept CASCADE;
CREATE SCHEMA kept;
CREATE TABLE kept.touched (item_id VARCHAR);
CREATE TABLE kept.made_from (version VARCHAR);
"""
_TOUCH_ALL = "INSERT INTO kept.touched SELECT article_id FROM articles ORDER BY published_at, article_id"

# Whose lines are made anew: the claims that are touched, those that succeed them, and those that say the same as one of
# these, or said so before.
_DIRTY = """
CREATE TEMP TABLE same_claims AS FROM {main}.same_claims;
CREATE TEMP TABLE dirty AS
WITH RECURSIVE told AS (SELECT DISTINCT item_id FROM kept.touched WHERE rowid <= {last}),
told_articles AS (
    SELECT article_id FROM articles SEMI JOIN told ON told.item_id = article_id
    UNION
    SELECT article_id FROM article_versions SEMI JOIN told ON told.item_id = version_id
    UNION
    SELECT article_id FROM extractions SEMI JOIN told ON told.item_id = extraction_id
),
heirs (claim_id) AS (
    SELECT claim_id FROM (
        SELECT claim_id FROM claims SEMI JOIN told_articles USING (article_id)
        UNION
        SELECT claim_id FROM claims SEMI JOIN told ON told.item_id = claim_id
        UNION
        SELECT claim_id FROM tasks SEMI JOIN told ON told.item_id = task_id
        UNION
        SELECT claim_id FROM publications SEMI JOIN told ON told.item_id = publication_id
    )
    UNION
    SELECT k.from_claim_id FROM heirs h JOIN claim_links k ON k.to_claim_id = h.claim_id AND k.relation = 'succeeds'
),
groups AS (
    SELECT group_id FROM same_claims SEMI JOIN heirs USING (claim_id)
    UNION
    SELECT group_id FROM kept.same_claims SEMI JOIN heirs USING (claim_id)
)
SELECT claim_id FROM heirs
UNION
SELECT claim_id FROM same_claims SEMI JOIN groups USING (group_id)
UNION
SELECT claim_id FROM kept.same_claims SEMI JOIN groups USING (group_id);
"""

# What these lines depend on: the claims themselves, all that they succeed, and those that say the same, with theirs.
_CONTEXT = """
CREATE TEMP TABLE context AS
WITH RECURSIVE ancestors (claim_id) AS (
    SELECT claim_id FROM (
        SELECT claim_id FROM dirty
        UNION
        SELECT claim_id FROM same_claims
        SEMI JOIN (SELECT group_id FROM same_claims SEMI JOIN dirty USING (claim_id)) USING (group_id)
    )
    UNION
    SELECT k.to_claim_id FROM ancestors a JOIN claim_links k ON k.from_claim_id = a.claim_id AND k.relation = 'succeeds'
)
SELECT claim_id FROM ancestors;
CREATE TEMP TABLE articles AS FROM {main}.articles SEMI JOIN (
    SELECT article_id FROM {main}.claims SEMI JOIN context USING (claim_id)
) USING (article_id);
CREATE TEMP TABLE extractions AS FROM {main}.extractions SEMI JOIN articles USING (article_id);
CREATE TEMP TABLE steps AS FROM {main}.steps SEMI JOIN (
    SELECT claim_id AS item_id FROM context
    UNION ALL SELECT article_id FROM articles
    UNION ALL SELECT version_id FROM extractions
    UNION ALL SELECT extraction_id FROM extractions
) USING (item_id);
CREATE TEMP TABLE claim_links AS FROM {main}.claim_links SEMI JOIN context ON context.claim_id = from_claim_id;
"""
_OF_CLAIMS = "SELECT claim_id FROM context"
# By table: its key, and which of its rows. What a verdict cites and combines may have been found for another claim.
_SHADOWED = {
    "claims": ("claim_id", _OF_CLAIMS),
    "claim_forms": ("claim_id", _OF_CLAIMS),
    "verdicts": ("claim_id", _OF_CLAIMS),
    "reviews": ("claim_id", _OF_CLAIMS),
    "passages": ("passage_id", "SELECT unnest(cited_passage_ids) FROM verdicts"),
    "judgements": ("judgement_id", "SELECT unnest(judgement_ids) FROM verdicts"),
}
# Either way the other columns are read only where there is such a row, or near it.
_OF_MANY = "rowid IN (SELECT rowid FROM {main}.{table} WHERE {key} IN ({wanted}))"
_OF_FEW = "list_contains(?, {key})"
_FEW = 30
_SHADOWS = ("articles", "extractions", "steps", "claim_links", *_SHADOWED, "same_claims", *_BENEATH)


def note_touched(connection: duckdb.DuckDBPyConnection, records: Iterable[Record]) -> None:
    """Note, in the transaction that writes these records, what they touch. Nothing where nothing is kept."""
    ids = {
        str(item)
        for record in records
        if record.table in _READ
        for name in _NAMES
        if (item := getattr(record, name, None)) is not None
    }
    if ids and is_kept(connection):
        connection.execute("INSERT INTO kept.touched SELECT unnest(?::VARCHAR[])", [sorted(ids)])


def keep(
    connection: duckdb.DuckDBPyConnection,
    *,
    from_verdicts: int = KEPT_FROM,
    whole_to: int = _WHOLE_TO,
    at_once: int = _AT_ONCE,
) -> bool:
    """Make the next view that is not kept yet, or see to some of what was touched; returns whether more is left.

    It is one transaction, and everything is made again that another version made. What memory does not suffice to make
    whole is made claim by claim, as if all had been touched. Raises duckdb.Error, having changed nothing.
    """
    ((verdicts,),) = connection.execute("SELECT count(*) FROM verdicts").fetchall()
    if not is_kept(connection) and verdicts < from_verdicts:
        return False
    try:
        return _in_transaction(connection, lambda: _keep(connection, is_whole=verdicts <= whole_to, at_once=at_once))
    except duckdb.OutOfMemoryException:
        if not _unmade(connection):
            raise
        return _in_transaction(connection, lambda: _keep(connection, is_whole=False, at_once=at_once))


def _keep(connection: duckdb.DuckDBPyConnection, *, is_whole: bool, at_once: int) -> bool:
    """One step of `keep`."""
    if _made_from(connection) != schema_version():
        connection.execute(_BEGIN)
        connection.execute("INSERT INTO kept.made_from VALUES (?)", [schema_version()])
    if unmade := _unmade(connection):
        if is_whole:
            _make_whole(connection, unmade[0])
        else:
            for view in unmade:
                connection.execute(f"CREATE TABLE kept.{view} AS FROM {view} LIMIT 0")
            connection.execute(_TOUCH_ALL)
        return True
    ((last, is_more),) = connection.execute(
        "SELECT max(rowid), count(*) < (SELECT count(*) FROM kept.touched)"
        " FROM (SELECT rowid FROM kept.touched ORDER BY rowid LIMIT ?)",
        [at_once],
    ).fetchall()
    if last is not None:
        _make_anew(connection, last)
    return bool(is_more)


def forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep nothing: the views are asked again, as in a small warehouse."""
    connection.execute("DROP SCHEMA IF EXISTS kept CASCADE")


def read_kept(connection: duckdb.DuckDBPyConnection) -> None:
    """In a snapshot, have the views that are kept read their tables, under the same names and comments."""
    if not is_kept(connection):
        return
    connection.begin()
    for view in VIEWS:
        connection.execute(f"CREATE OR REPLACE VIEW {view} AS FROM kept.{view}")
    connection.execute(comments_on(VIEWS))
    # A snapshot that is put in the warehouse's place, as a backup is, gets its views back when it is first written.
    connection.execute("DELETE FROM schema_definitions")
    connection.commit()


def is_kept(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether this file keeps views as tables."""
    found = "SELECT count(*) FROM duckdb_schemas() WHERE schema_name = 'kept' AND NOT internal"
    return connection.execute(found).fetchall() != [(0,)]


def _in_transaction(connection: duckdb.DuckDBPyConnection, step: Callable[[], bool]) -> bool:
    connection.begin()
    try:
        is_more = step()
        connection.commit()
    except duckdb.Error:
        connection.rollback()
        raise
    return is_more


def _made_from(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The version of the views that are kept."""
    rows = connection.execute("SELECT version FROM kept.made_from").fetchall() if is_kept(connection) else []
    return str(rows[0][0]) if rows else None


def _unmade(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The views that have no table yet."""
    made = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'kept'").fetchall()
    return [view for view in VIEWS if (view,) not in made]


def _main(connection: duckdb.DuckDBPyConnection) -> str:
    """The schema of the warehouse's own tables and views, by its full name."""
    ((name,),) = connection.execute("SELECT current_database()").fetchall()
    return f'"{name}".main'


def _make_whole(connection: duckdb.DuckDBPyConnection, view: str) -> None:
    """Make the lines of all claims. What is touched meanwhile is seen to afterwards, as it is of the tables beneath."""
    made = VIEWS[: VIEWS.index(view)]
    for beneath in made:
        connection.execute(f"CREATE TEMP VIEW {beneath} AS FROM kept.{beneath}")
    connection.execute(f"CREATE TABLE kept.{view} AS FROM {_main(connection)}.{view} {_IN_ORDER.get(view, '')}")
    for beneath in made:
        connection.execute(f"DROP VIEW temp.{beneath}")


def _make_anew(connection: duckdb.DuckDBPyConnection, last: int) -> None:
    """Make the lines anew that depend on what was touched up to this row of `kept.touched`."""
    main = _main(connection)
    connection.execute(_DIRTY.format(main=main, last=last))
    connection.execute(_CONTEXT.format(main=main))
    for table, (key, wanted) in _SHADOWED.items():
        few = connection.execute(f"SELECT DISTINCT * FROM ({wanted}) LIMIT ?", [_FEW + 1]).fetchall()  # noqa: S608
        which, values = (_OF_MANY, []) if len(few) > _FEW else (_OF_FEW, [[item for (item,) in few]])
        which = which.format(main=main, table=table, key=key, wanted=wanted)
        connection.execute(f"CREATE TEMP TABLE {table} AS FROM {main}.{table} WHERE {which}", values)
    for view in dict.fromkeys((*_BENEATH, *VIEWS)):
        if view in _BENEATH:
            connection.execute(f"CREATE TEMP TABLE {view} AS FROM {main}.{view}")
        if view in VIEWS:
            rows = f"FROM {'temp' if view in _SHADOWS else main}.{view} WHERE claim_id IN (FROM dirty)"
            connection.execute(f"DELETE FROM kept.{view} WHERE claim_id IN (FROM dirty)")  # noqa: S608
            connection.execute(f"INSERT INTO kept.{view} {rows} {_IN_ORDER.get(view, '')}")
    for table in (*_SHADOWS, "dirty", "context"):
        connection.execute(f"DROP TABLE temp.{table}")
    connection.execute(f"DELETE FROM kept.touched WHERE rowid <= {last:d}")  # noqa: S608
