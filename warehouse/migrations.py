"""Brings a warehouse to this version: numbered migrations for tables; views, macros and comments from their files.

Only tables are migrated, for a renamed table breaks the views over it: those are made again after every migration and
whenever their files differ from the ones they were made from.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import duckdb

from warehouse.errors import WarehouseDamagedError, WarehouseTooNewError
from warehouse.places import Lake, Place

_DEFINITION_FILES = ("views.sql", "desk_views.sql", "macros.sql", "comments.sql")

_BOOKKEEPING = """
CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT, name VARCHAR, checksum VARCHAR, applied_at TIMESTAMPTZ);
CREATE TABLE IF NOT EXISTS schema_definitions (checksum VARCHAR, applied_at TIMESTAMPTZ);
"""


@dataclass(frozen=True)
class Migration:
    """One step of the tables' history, from a file `NNNN_name.sql`."""

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


@cache
def shipped_migrations() -> tuple[Migration, ...]:
    """The migrations of this version of Claimhouse, in their order."""
    found = [
        Migration(int(match[1]), match[2], entry.read_text(encoding="utf-8"))
        for entry in resources.files("warehouse.schema").iterdir()
        if (match := re.fullmatch(r"(\d{4})_(\w+)\.sql", entry.name))
    ]
    return tuple(sorted(found, key=lambda migration: migration.number))


@cache
def shipped_definitions() -> str:
    """The SQL that makes the macros, the views and the comments anew."""
    folder = resources.files("warehouse.schema")
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in _DEFINITION_FILES)


def comments_on(names: Sequence[str]) -> str:
    """The SQL that gives these views and their columns their comments."""
    comments = (resources.files("warehouse.schema") / "comments.sql").read_text(encoding="utf-8")
    statement = re.compile(rf"^COMMENT ON (?:VIEW|COLUMN) (?:{'|'.join(names)})\b.*?;$", re.MULTILINE | re.DOTALL)
    return "\n".join(statement.findall(comments))


def pending(
    connection: duckdb.DuckDBPyConnection, path: Place, migrations: Sequence[Migration]
) -> tuple[Migration, ...]:
    """The migrations that a warehouse still lacks. Reads only.

    Raises WarehouseTooNewError for one of a newer Claimhouse, WarehouseDamagedError for a database that is not ours or
    whose applied migrations are not the ones that we know.
    """
    try:
        applied = connection.execute("SELECT number, name, checksum FROM schema_migrations ORDER BY number").fetchall()
    except duckdb.CatalogException as error:
        if connection.execute(
            "SELECT count(*) FROM duckdb_tables() WHERE NOT internal AND database_name = current_database()"
        ).fetchall() != [(0,)]:
            what = "lake" if isinstance(path, Lake) else "DuckDB file"
            raise WarehouseDamagedError(
                f"{path} is a {what} of something else: choose another {what.split()[-1]} with --warehouse"
            ) from error
        return tuple(migrations)
    known = {migration.number: migration for migration in migrations}
    for number, name, checksum in applied:
        if number not in known:
            raise WarehouseTooNewError(
                f"{path} was written by a newer Claimhouse (schema {number}, {name}): upgrade Claimhouse to open it"
            )
        if known[number].checksum != checksum:
            raise WarehouseDamagedError(
                f"migration {number} ({name}) of {path} is not the one that this Claimhouse ships: "
                "install the release that made the warehouse, or start a new one with --warehouse"
            )
    done = {number for number, _, _ in applied}
    return tuple(migration for migration in migrations if migration.number not in done)


def _definitions_checksum(definitions: str, migrations: Sequence[Migration]) -> str:
    """Changes with the definitions, and with the tables that they were last bound to."""
    return hashlib.sha256(f"{definitions}{migrations[-1].number}".encode()).hexdigest()


def schema_version() -> str:
    """Names the schema of this version of Claimhouse: changes with each migration and each definition."""
    return _definitions_checksum(shipped_definitions(), shipped_migrations())[:12]


def is_current(connection: duckdb.DuckDBPyConnection, path: Place) -> bool:
    """Whether a warehouse has every table and view of this version. Reads only; raises as `pending` does."""
    if pending(connection, path, shipped_migrations()):
        return False
    made_from = connection.execute("SELECT checksum FROM schema_definitions").fetchall()
    return made_from == [(_definitions_checksum(shipped_definitions(), shipped_migrations()),)]


def migrate(
    connection: duckdb.DuckDBPyConnection,
    path: Place,
    migrations: Sequence[Migration] | None = None,
    definitions: str | None = None,
) -> None:
    """Bring the open warehouse up to date: each migration in a transaction of its own, then what is defined over them.

    The definitions are run only where they differ from those that the warehouse has. `migrations` and `definitions`
    default to the shipped ones; tests build older warehouses by giving fewer.
    Raises as `pending` does, and duckdb.Error, in which case the migration that failed has left nothing.
    """
    known = shipped_migrations() if migrations is None else migrations
    for migration in pending(connection, path, known):
        _in_transaction(
            connection,
            [_BOOKKEEPING, migration.sql],
            "INSERT INTO schema_migrations VALUES (?, ?, ?, now())",
            [migration.number, migration.name, migration.checksum],
        )
    wanted = shipped_definitions() if definitions is None else definitions
    checksum = _definitions_checksum(wanted, known)
    if connection.execute("SELECT checksum FROM schema_definitions").fetchall() != [(checksum,)]:
        fitting = _without_comments_on_views(connection, wanted) if isinstance(path, Lake) else wanted
        _in_transaction(
            connection,
            [fitting, "DELETE FROM schema_definitions"],
            "INSERT INTO schema_definitions VALUES (?, now())",
            [checksum],
        )


def _without_comments_on_views(connection: duckdb.DuckDBPyConnection, definitions: str) -> str:
    """The same without what DuckLake has no place for: comments on the columns of views."""
    views = "|".join(re.findall(r"CREATE OR REPLACE VIEW (\w+)", definitions))
    on_a_view = re.compile(rf"\s*COMMENT ON COLUMN ({views})\.", re.IGNORECASE)
    kept = [one.query for one in connection.extract_statements(definitions) if not _begins(on_a_view, one.query)]
    return "\n".join(f"{query.rstrip().rstrip(';')};" for query in kept)


def _begins(pattern: re.Pattern[str], query: str) -> bool:
    """Whether a statement, without the comment lines before it, begins so."""
    return bool(pattern.match(re.sub(r"(?m)^\s*--.*$", "", query)))


def _in_transaction(
    connection: duckdb.DuckDBPyConnection, scripts: Sequence[str], note: str, values: list[object]
) -> None:
    connection.begin()
    try:
        for script in scripts:
            connection.execute(script)
        connection.execute(note, values)
    except duckdb.Error:
        connection.rollback()
        raise
    connection.commit()
