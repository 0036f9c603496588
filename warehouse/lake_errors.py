"""What DuckLake and PostgreSQL say of a lake, as one sentence that names the fix and holds no password."""

import re

import duckdb

from warehouse.errors import (
    WarehouseDamagedError,
    WarehouseError,
    WarehouseFullError,
    WarehouseLockedError,
    WarehouseMissingError,
    WarehouseNotWritableError,
    WarehouseTooNewError,
)
from warehouse.places import Lake

_MISSING = re.compile(r"does not exist\W+(and )?creating a new DuckLake", re.IGNORECASE)
_SENTENCES: tuple[tuple[str, type[WarehouseError], str], ...] = (
    (
        r"password authentication failed|no password supplied|fe_sendauth",
        WarehouseError,
        "PostgreSQL refused the user or the password for {lake}: set CLAIMHOUSE_LAKE_PASSWORD (or PGPASSWORD)",
    ),
    (
        r"no pg_hba.conf entry|role .* does not exist",
        WarehouseError,
        "PostgreSQL does not let this user in for {lake}: {detail}",
    ),
    (
        r'database "[^"]*" does not exist',
        WarehouseMissingError,
        "there is no such database in PostgreSQL for {lake}: create it with createdb",
    ),
    (
        r"permission denied for",
        WarehouseNotWritableError,
        "PostgreSQL does not let this user write the catalogue of {lake}: {detail}",
    ),
    (
        r"error for HTTP (GET|PUT|HEAD|POST|DELETE)",
        WarehouseLockedError,
        "the object store does not answer for {lake}: see whether it can be reached, and AWS_REGION or, for one "
        "of your own, DUCKDB_S3_ENDPOINT ({detail})",
    ),
    (
        r"Connection refused|could not translate host|timeout expired|No route to host|Network is unreachable"
        r"|server closed the connection|terminating connection|connection to server.*failed|could not connect",
        WarehouseLockedError,
        "PostgreSQL does not answer for {lake}: start it, or mend host and port ({detail})",
    ),
    (
        r"DATA_PATH parameter .* does not match",
        WarehouseError,
        "the files of {lake} lie in another folder than its data_path says: {detail}",
    ),
    (
        r"catalog version mismatch|requires version",
        WarehouseTooNewError,
        "{lake} was made by another version of DuckLake than DuckDB {duckdb} has: upgrade Claimhouse",
    ),
    (
        r"Could not set lock|Conflicting lock|Unique file handle conflict",
        WarehouseLockedError,
        "{lake} is in use by {holder}: wait until it ends, or stop it, and try again",
    ),
    (
        r"not a valid DuckDB database|Not an existing DuckLake|unsupported catalog",
        WarehouseDamagedError,
        "{lake} is not a lake: choose another with --warehouse",
    ),
    (
        r"No space left|File too large|Disk quota|max_temp_directory_size|could not extend file",
        WarehouseFullError,
        "the disk of {lake} is full: free some space and run again, nothing was half-written",
    ),
    (
        r"HTTP 403|AccessDenied|HTTP 401",
        WarehouseNotWritableError,
        "the object store does not let us in for {lake}: see AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY ({detail})",
    ),
    (
        r"Permission denied|Read-only file system|Operation not permitted|read-only mode",
        WarehouseNotWritableError,
        "{lake} cannot be written there: {detail}",
    ),
    (
        r"lake-id.*(HTTP 404|NoSuchBucket)",
        WarehouseMissingError,
        "the object store has no such bucket for {lake}: create it, or mend data_path",
    ),
    (
        r"No such file|NoSuchBucket|HTTP 404|Cannot open file",
        WarehouseDamagedError,
        "a file of {lake} is missing: restore its data_path from a copy ({detail})",
    ),
)


def is_missing_catalogue(error: duckdb.Error) -> bool:
    """Whether the server or the folder is there and holds no catalogue yet."""
    return bool(_MISSING.search(str(error)))


def translated_lake(error: duckdb.Error, lake: Lake) -> WarehouseError:
    """DuckDB's error about a lake as one sentence that names the fix."""
    told = _without_secrets(without_stack(error), lake)
    holder = re.search(r"held in (.+?) \(PID (\d+)\)", told)
    words = {
        "lake": str(lake),
        "duckdb": duckdb.__version__,
        "detail": _detail(told),
        "holder": f"process {holder[2]} ({holder[1]})" if holder else "another process",
    }
    for pattern, kind, sentence in _SENTENCES:
        if re.search(pattern, told, re.IGNORECASE | re.DOTALL):
            return kind(sentence.format(**words))
    if isinstance(error, duckdb.OutOfMemoryException):
        return WarehouseError(f"DuckDB ran out of memory on {lake}: close other programs, or check fewer at once")
    if re.search(r"Failed to commit DuckLake transaction.*(conflict|another transaction)", told, re.DOTALL):
        return WarehouseLockedError(f"another process changed {lake} at the same moment: try again")
    return WarehouseError(f"DuckDB failed on {lake}: {told} (a defect of Claimhouse: please report it)")


def without_stack(error: duckdb.Error) -> str:
    """What DuckDB tells of an error, without the addresses that follow where it is a defect of its own."""
    return str(error).partition("\n\nStack Trace:")[0]


def _detail(told: str) -> str:
    """What the server itself said last: the rest names our own connection again."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    said = [line for line in lines if re.search(r"FATAL|ERROR|refused|timeout|denied|translate|match|HTTP", line)]
    return re.sub(r'^.*?Unable to connect to Postgres at "[^"]*":?\s*', "", (said or lines or [""])[-1])[:300]


def _without_secrets(told: str, lake: Lake) -> str:
    if lake.password is not None and (secret := lake.password.get_secret_value()):
        told = told.replace(secret, "********")
    return re.sub(r"(password\s*=\s*)('(?:[^'\\]|\\.)*'|\S+)", r"\1********", told, flags=re.IGNORECASE)
