"""Where a warehouse can be: a DuckDB file, or a lake of Parquet files with a catalogue.

A lake is written `ducklake:` and then its catalogue and, after a question mark, its options with `&` between them:

| what | where |
|---|---|
| `ducklake:postgres:dbname=claimhouse host=db.desk.lan?data_path=/srv/claimhouse/` | catalogue in PostgreSQL |
| `ducklake:claims.ducklake` | catalogue in a DuckDB file, for one machine |

The options: `data_path`, a folder or an object store's address such as `s3://bucket/claims/`; `originals`, the folder
of the pages as they were fetched, where the data are in an object store; `schema`, PostgreSQL's schema of the
catalogue. A `&` or `%` within a value is written `%26` or `%25`. No password ever stands in it: libpq reads
`PGPASSWORD` and `~/.pgpass`, and `CLAIMHOUSE_LAKE_PASSWORD` outranks both.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import unquote

from pydantic import SecretStr

PREFIX = "ducklake:"
_POSTGRES = "postgres:"
_OPTIONS = frozenset({"data_path", "originals", "schema"})
_SECRET_KEYS = frozenset({"password", "sslpassword"})
# A connection string of libpq: key = value, or key = 'a value with \' and blanks'.
_PAIR = re.compile(r"\s*(\w+)\s*=\s*('(?:[^'\\]|\\.)*'|(?:[^\s'\\]|\\.)*)(?=\s|$)")
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_SUCH_AS = "ducklake:postgres:dbname=claimhouse host=127.0.0.1?data_path=/srv/claimhouse/"


@dataclass(frozen=True)
class Lake:
    """A lake: `connection` is the catalogue's file, or libpq's keys and values, without a password.

    `data_path` ends in a slash; the tables lie in `tables/` under it. `str()` is what it was named by, which holds no
    secret.
    """

    catalogue: Literal["file", "postgres"]
    connection: str
    data_path: str
    schema: str
    originals: Path
    text: str
    password: SecretStr | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return self.text

    @property
    def is_remote(self) -> bool:
        """Whether the data lie in an object store."""
        return bool(_REMOTE.match(self.data_path))

    @property
    def tables_path(self) -> str:
        """Where DuckLake keeps the tables' files."""
        return f"{self.data_path}tables/"

    @property
    def file(self) -> Path | None:
        """The catalogue's file, None where it is PostgreSQL's."""
        return Path(self.connection) if self.catalogue == "file" else None


Place: TypeAlias = Path | Lake


def place_of(text: str, password: SecretStr | None = None) -> Place:
    """The place that is named so: a lake where it begins with `ducklake:`, else a file.

    `password` is for a lake's catalogue. Raises ValueError, in words that hold nothing of what was given, for a lake
    that is not named as it must be.
    """
    if not text.startswith(PREFIX):
        return Path(text)
    catalogue, _, asked = text.removeprefix(PREFIX).partition("?")
    options = _options_of(asked)
    if not catalogue.startswith(_POSTGRES):
        return _with_file(catalogue, options, text)
    connection = catalogue.removeprefix(_POSTGRES).strip()
    _check_connection(connection)
    if "data_path" not in options:
        raise ValueError(f"it must say where its files lie, such as {_SUCH_AS}")
    return _lake("postgres", connection, options["data_path"], options, text, password)


def beside(place: Place, name: str) -> Path:
    """The folder of what is kept with a warehouse and is no table, such as `originals`."""
    if isinstance(place, Lake):
        return place.originals if name == "originals" else place.originals.with_name(name)
    return place.with_name(f"{place.name}.{name}")


def _with_file(name: str, options: Mapping[str, str], text: str) -> Lake:
    if re.match(r"\w{2,}:", name) or not name.strip():
        raise ValueError(f"its catalogue must be a file, or PostgreSQL's, such as {_SUCH_AS}")
    if "schema" in options:
        raise ValueError("schema is for a catalogue in PostgreSQL")
    return _lake("file", name, options.get("data_path", f"{Path(name).absolute()}.files"), options, text, None)


def _lake(
    catalogue: Literal["file", "postgres"],
    connection: str,
    data_path: str,
    options: Mapping[str, str],
    text: str,
    password: SecretStr | None,
) -> Lake:
    if not _REMOTE.match(data_path):
        folder = Path(data_path).expanduser().absolute()
        kept = Path(options["originals"]).expanduser().absolute() if "originals" in options else folder / "originals"
        return Lake(catalogue, connection, f"{folder}/", options.get("schema", "public"), kept, text, password)
    if re.match(r"[^/]*//[^/]*@", data_path):
        raise ValueError("its address must hold no key: put it into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
    if "originals" not in options:
        raise ValueError("pages as they were fetched need a folder: add &originals=/a/folder to it")
    kept = Path(options["originals"]).expanduser().absolute()
    address = f"{data_path.rstrip('/')}/"
    return Lake(catalogue, connection, address, options.get("schema", "public"), kept, text, password)


def _options_of(asked: str) -> dict[str, str]:
    options: dict[str, str] = {}
    for part in filter(None, asked.split("&")):
        name, is_given, value = part.partition("=")
        if name not in _OPTIONS or not is_given or not value or name in options:
            raise ValueError(f"after the question mark stand {', '.join(sorted(_OPTIONS))}, each once and with a value")
        options[name] = unquote(value)
    return options


def _check_connection(connection: str) -> None:
    position, keys = 0, set()
    while position < len(connection):
        pair = _PAIR.match(connection, position)
        if pair is None:
            raise ValueError(f"its catalogue must be named by libpq's keys and values, such as {_SUCH_AS}")
        keys.add(pair[1].lower())
        position = pair.end()
    if keys & _SECRET_KEYS:
        raise ValueError("it must hold no password: put it into CLAIMHOUSE_LAKE_PASSWORD, PGPASSWORD or ~/.pgpass")
