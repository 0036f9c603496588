"""The desk's table of publishers: what the shipped list knows, what documents told, and the desk's edits over both."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from flows.output import read_back, write_csv
from language.countries import country_of
from verifiers.publishers import DECISIVE, Publishers, host_of, load_publishers, normal_name, with_edits
from warehouse.errors import BadInputError, WarehouseMissingError
from warehouse.places import Place
from warehouse.reads import Reads
from warehouse.records import Publisher, PublisherType
from warehouse.snapshot import reading
from warehouse.store import Session, Warehouse

# What the desk may set, by the name that it has on the command line and in a CSV file.
FIELDS: Mapping[str, str] = {
    "host": "host",
    "type": "publisher_type",
    "country": "country",
    "controlled_by": "controlled_by",
    "rating": "rating",
    "note": "note",
}
COLUMNS = ("publisher", *FIELDS, "edited")
CLEARS = "-"  # as a value: what was set before is taken away

_LARGEST_CSV = 20 * 10**6  # bytes
_PROBLEMS_TOLD = 5
_USE = """
SELECT count(DISTINCT document_id) AS documents, standing, counts
FROM evidence_origins WHERE list_contains($1::VARCHAR[], publisher) GROUP BY ALL ORDER BY ALL
"""


@dataclass(frozen=True)
class Use:
    """How many documents of a publisher stand as what, in the evidence for claims."""

    standing: str
    documents: int


def publishers_in_force(warehouse: Warehouse, also: Callable[[Reads], None] = lambda _: None) -> Publishers:
    """The shipped list with the desk's edits over it. Rows that a newer list tells better are brought up to date.

    `also` sees the warehouse in the same opening.
    """
    found = load_publishers()

    def stale(reads: Reads) -> list[Publisher]:
        nonlocal found
        rows = reads.publishers()
        found = with_edits(load_publishers(), rows)
        also(reads)
        return [newer for row in rows if (newer := found.brought_up_to_date(row)) != row]

    warehouse.amend(Publisher, stale)
    return found


def known_rows(path: Place) -> list[Publisher]:
    """The rows of the table as they would count now. Raises WarehouseError where there is no warehouse."""
    with reading(path, memory_limit="1GB", threads=2) as connection:
        rows = Session(connection, path).publishers()
    publishers = with_edits(load_publishers(), rows)
    return [publishers.brought_up_to_date(row) for row in rows]


def look_up(path: Place, name: str) -> tuple[Publisher, list[Use]]:
    """One publisher, by its name or host, and how its documents count. Raises BadInputError where nothing knows it."""
    try:
        with reading(path, memory_limit="1GB", threads=2) as connection:
            session = Session(connection, path)
            rows = session.publishers()
            publishers = with_edits(load_publishers(), rows)
            found = _named(rows, name, publishers)
            used = session.read(_USE, [[row.publisher for row in found]])
    except WarehouseMissingError:
        found, used, publishers = [], [], load_publishers()
    if not found:
        found = [_new_row(name, publishers)]
        if found[0].publisher_type == "unknown":
            raise BadInputError(
                f"Neither the list nor any evidence knows a publisher {name}: claimhouse publishers list shows those "
                "that evidence came from, and claimhouse publishers set makes one known."
            )
    uses = [Use(str(row["standing"]), int(row["documents"])) for row in used]
    return publishers.brought_up_to_date(found[0]), uses


def edit(warehouse: Warehouse, name: str, values: Mapping[str, str]) -> list[Publisher]:
    """Set fields of a publisher, by its name or host: of every row that goes by it, or of a new one. Returns the rows.

    Raises BadInputError for a value that cannot be one.
    """
    return _amend(warehouse, [(name, _fields(values))])


def import_csv(warehouse: Warehouse, path: Path) -> list[Publisher]:
    """Set what a CSV file says otherwise than the table; all of it, or nothing. Returns the rows that were changed.

    Columns `publisher`, and any of `host`, `type`, `country`, `controlled_by`, `rating`, `note`; others are left alone.
    An empty cell leaves a field as it is, and "-" clears it. Raises BadInputError naming the lines that cannot be used.
    """
    wanted: list[tuple[str, dict[str, str | None]]] = []
    problems: list[str] = []
    for line, row in _csv_rows(path):
        name = row.get("publisher") or row.get("host")
        try:
            if not name:
                raise BadInputError("it names no publisher")
            wanted.append((name, _fields(row)))
        except BadInputError as error:
            problems.append(f"line {line}: {error}")
    if problems:
        more = f"; and {len(problems) - _PROBLEMS_TOLD} more" if len(problems) > _PROBLEMS_TOLD else ""
        raise BadInputError(f"{path} was not imported, for {'; '.join(problems[:_PROBLEMS_TOLD])}{more}")
    return _amend(warehouse, wanted)


def as_csv(rows: Iterable[Publisher]) -> str:
    """Rows as `import_csv` reads them."""
    out = io.StringIO()
    write_csv(out, COLUMNS, map(cells, rows))
    return out.getvalue()


def cells(row: Publisher) -> list[str]:
    """A row's values in the order of COLUMNS."""
    values = [getattr(row, field) or "" for field in FIELDS.values()]
    shown = {field: name for name, field in FIELDS.items()}
    return [row.publisher, *values, " ".join(shown.get(one, one) for one in row.edited)]


def matters(rows: Sequence[Publisher]) -> bool:
    """Whether any of the rows has an edit that changes what is counted."""
    return any(set(row.edited) & set(DECISIVE) for row in rows)


def _amend(warehouse: Warehouse, wanted: Sequence[tuple[str, Mapping[str, str | None]]]) -> list[Publisher]:
    changed: dict[str, Publisher] = {}

    def amended(reads: Reads) -> list[Publisher]:
        rows = {row.publisher: row for row in reads.publishers()}
        for name, fields in wanted:
            publishers = with_edits(load_publishers(), rows.values())
            for row in _named(rows.values(), name, publishers) or [_new_row(name, publishers)]:
                now = publishers.brought_up_to_date(row)
                edits = {field: value for field, value in fields.items() if getattr(now, field) != value}
                if edits:
                    edited = tuple(sorted({*now.edited, *edits}))
                    changed[row.publisher] = rows[row.publisher] = now.model_copy(update={**edits, "edited": edited})
        # What an edit by a host changes of other rows is brought up to date with it.
        publishers = with_edits(load_publishers(), rows.values())
        return [publishers.brought_up_to_date(row) for row in rows.values()]

    warehouse.amend(Publisher, amended)
    return list(changed.values())


def _named(rows: Iterable[Publisher], name: str, publishers: Publishers) -> list[Publisher]:
    """The rows that go by a name or a host: by the very name, else by the host, else by the house that both are of."""
    rows = list(rows)
    host = _as_host(name, publishers)
    own = publishers.own_name(None, _address(host)) if host else publishers.own_name(name, None)
    return (
        [row for row in rows if normal_name(row.publisher) in (normal_name(name), host)]
        or [row for row in rows if row.host and row.host == host]
        or [row for row in rows if publishers.own_name(row.publisher, _address(row.host)) == own]
    )


def _new_row(name: str, publishers: Publishers) -> Publisher:
    """A row for a publisher that no evidence has come from, with what the list knows of it."""
    host = _as_host(name, publishers)
    listed = publishers.hosts.get(host) if host else publishers.names.get(normal_name(name))
    if listed is None:
        return publishers.brought_up_to_date(Publisher(publisher=host or name.strip(), host=host_of(_address(host))))
    return publishers.brought_up_to_date(Publisher(publisher=listed.name, host=host or publishers.first_host(listed)))


def _as_host(name: str, publishers: Publishers) -> str | None:
    """The host that a name is, with or without the rest of an address; None where it is a name.

    Where anybody publishes, the account is meant: "t.me/harbour_news".
    """
    plain = name.strip()
    if " " in plain or "." not in plain.strip("."):
        return None
    address = plain if "//" in plain else f"https://{plain}"
    return publishers.account(address) or host_of(address)


def _address(host: str | None) -> str | None:
    return f"https://{host}/" if host else None


def _fields(values: Mapping[str, str]) -> dict[str, str | None]:
    """The record's fields for what the desk gave. An empty value is none; "-" clears. Raises BadInputError."""
    found: dict[str, str | None] = {}
    for name, field in FIELDS.items():
        value = values.get(name, "").strip()
        if not value:
            continue
        if value == CLEARS:
            found[field] = "unknown" if name == "type" else None
        else:
            found[field] = _READ.get(name, str)(value)
    return found


def _type(value: str) -> str:
    word = value.casefold().replace("-", "_").replace(" ", "_")
    if word not in get_args(PublisherType):
        raise BadInputError(f"{value} is no type of publisher: use {', '.join(get_args(PublisherType))}")
    return word


def _country(value: str) -> str:
    known = country_of(value)
    if known is None:
        raise BadInputError(f"{value} is no country that is known: write it in English, such as Russia or South Korea")
    return known.title()


def _host(value: str) -> str:
    host = host_of(value if "//" in value else f"https://{value}")
    if host is None or "." not in host:
        raise BadInputError(f"{value} is no host: write it as in harbour-post.com")
    return host


_READ: Mapping[str, Callable[[str], str]] = {
    "host": _host,
    "type": _type,
    "country": _country,
    "controlled_by": _country,
}


def _csv_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The lines of a CSV file with their numbers, by the columns' names in lower case."""
    try:
        if path.stat().st_size > _LARGEST_CSV:
            raise BadInputError(f"{path} is larger than {_LARGEST_CSV // 10**6} MB: split it")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInputError(f"{path} cannot be read ({error.strerror}): give the path of a CSV file") from error
    except UnicodeDecodeError:
        raise BadInputError(f"{path} is not UTF-8: save it as CSV UTF-8") from None
    first = text.split("\n", maxsplit=1)[0]
    delimiter = max(",;\t", key=first.count)  # spreadsheets of many countries write semicolons
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        header = [name.strip().casefold() for name in next(reader, [])]
        if not {"publisher", "host"} & set(header):
            raise BadInputError(f"{path} has no column publisher: its first line must name the columns")
        for row in reader:
            if any(cell.strip() for cell in row):
                given: dict[str, Any] = dict(zip(header, (read_back(cell.strip()) for cell in row), strict=False))
                rows.append((reader.line_num, given))
    except csv.Error as error:
        raise BadInputError(f"{path} is no CSV file that can be read ({error})") from error
    return rows
