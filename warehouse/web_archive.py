"""`claimhouse export --warc`: the pages that evidence was fetched from, as they came, in the web archives' own format.

WARC 1.1 (https://iipc.github.io/warc-specifications/): a response record for each page, with the headers that were
kept, and a metadata record beside it that names what of the warehouse rests on it. There are no request records, for
requests are not kept.
"""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO, Literal

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from warehouse.errors import BadInputError, WarehouseError
from warehouse.files import whole_file
from warehouse.originals import Originals
from warehouse.places import Place
from warehouse.reads import Reads
from warehouse.records import Fetch
from warehouse.snapshot import reading
from warehouse.store import Session

Of = Literal["claim", "article", "run"]

# The body is kept decompressed and whole: what told how it was sent would no longer be true of it.
_OF_SENDING = frozenset(("content-encoding", "content-length", "transfer-encoding"))
_OK = 200
_SAFE_IN_HEADERS = str.maketrans({"\r": " ", "\n": " ", "\x00": " "})

# The claims that the export is about, as $1 names them: each with those that it succeeds.
_CLAIMS = {
    "claim": """
        SELECT ancestor_id AS claim_id FROM claim_lineage
        WHERE starts_with(claim_id, $1) OR starts_with(claim_id, 'clm_' || $1)
    """,
    "article": """
        SELECT DISTINCT l.ancestor_id AS claim_id FROM claims c JOIN claim_lineage l ON l.claim_id = c.claim_id
        WHERE c.article_id = $1
    """,
}
_OF_CLAIMS = """
WITH wanted AS ({claims}),
found AS (
    SELECT unnest(s.document_ids) AS document_id FROM searches s SEMI JOIN wanted w ON w.claim_id = s.claim_id
    UNION
    SELECT p.document_id FROM passages p SEMI JOIN wanted w ON w.claim_id = p.claim_id
)
"""
# A search is of the run that made it first: what a later run found again, and decided on, is told by its verdicts.
_OF_RUN = """
WITH found AS (
    SELECT unnest(document_ids) AS document_id FROM searches WHERE run_id = $1
    UNION
    SELECT unnest(string_split(versions['documents'], ' ')) FROM verdicts WHERE run_id = $1
)
"""
_EVERYTHING = "WITH found AS (SELECT document_id FROM documents)"
_FETCHES = """
SELECT f.*, list_sort(list(d.document_id)) AS document_ids
FROM found
JOIN documents d ON d.document_id = found.document_id
JOIN fetches f ON f.fetch_id = d.fetch_id
GROUP BY ALL
ORDER BY f.fetched_at, f.fetch_id
"""
_KNOWN = {
    "claim": "SELECT 1 FROM claims WHERE starts_with(claim_id, $1) OR starts_with(claim_id, 'clm_' || $1) LIMIT 1",
    "article": "SELECT 1 FROM articles WHERE article_id = $1",
    "run": "SELECT 1 FROM runs WHERE run_id = $1",
}


@dataclass(frozen=True)
class Exported:
    """What was written: how many pages, and what is wrong with the originals that are missing in it."""

    pages: int
    faults: tuple[str, ...]


def export_warc(path: Place, target: Path, *, of: Of | None = None, item: str = "") -> Exported:
    """Write the pages behind a claim, an article or a run, or all of them, to a file; gzipped where it ends in .gz.

    The file appears when it is whole. Raises BadInputError where there is no such item or the file cannot be written,
    WarehouseError as `reading` does.
    """
    with reading(path, memory_limit="1GB", threads=2) as connection:
        reads = Session(connection, path)
        if of is not None and not reads.read(_KNOWN[of], [item]):
            raise BadInputError(f"There is no {of} {item} in {path}: see the {of}_id columns of the tables.")
        pages = _pages(reads, of, item)
    with whole_file(target) as file:
        return _write(file, target.name, pages, Originals(path))


def _pages(reads: Reads, of: Of | None, item: str) -> list[tuple[Fetch, list[str]]]:
    """The fetches, the earliest first, each with the documents that were made of it."""
    chosen = _EVERYTHING if of is None else _OF_RUN if of == "run" else _OF_CLAIMS.format(claims=_CLAIMS[of])
    rows = reads.read(chosen + _FETCHES, [item] if of else [])
    return [
        (Fetch.model_validate({name: row[name] for name in Fetch.model_fields}), row["document_ids"]) for row in rows
    ]


def _write(file: BinaryIO, name: str, pages: Sequence[tuple[Fetch, list[str]]], originals: Originals) -> Exported:
    writer = WARCWriter(file, gzip=name.endswith(".gz"), warc_version="1.1")
    info = {"software": f"claimhouse/{version('claimhouse')}", "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record(name, info))
    faults: list[str] = []
    for fetch, document_ids in pages:
        try:
            body = originals.get(fetch.body_hash)
        except WarehouseError as error:
            faults.append(f"{fetch.final_url}: {error}")
            continue
        _write_page(writer, fetch, document_ids, body)
    return Exported(len(pages) - len(faults), tuple(faults))


def _write_page(writer: WARCWriter, fetch: Fetch, document_ids: Sequence[str], body: bytes) -> None:
    headers = [(key, value) for key, value in sorted(fetch.headers.items()) if key.lower() not in _OF_SENDING]
    if "content-type" not in {key.lower() for key, _ in headers}:
        headers.append(("content-type", fetch.content_type))
    headers.append(("content-length", str(len(body))))
    told = [(_one_line(key), _one_line(value)) for key, value in headers]
    day = fetch.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    response = writer.create_warc_record(
        fetch.final_url,
        "response",
        payload=io.BytesIO(body),
        http_headers=StatusAndHeaders(_status_line(fetch.status), told, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": day},
    )
    writer.write_record(response)
    rests = {
        "via": fetch.url,
        "redirects": list(fetch.redirects),
        "fetch_id": fetch.fetch_id,
        "sha256": fetch.body_hash,
        "documents": list(document_ids),
    }
    metadata = writer.create_warc_record(
        fetch.final_url,
        "metadata",
        payload=io.BytesIO(json.dumps(rests, ensure_ascii=True, indent=1).encode()),
        warc_content_type="application/json",
        warc_headers_dict={
            "WARC-Date": day,
            "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
        },
    )
    writer.write_record(metadata)


def _status_line(status: int) -> str:
    return f"{status} OK" if status == _OK else str(status)


def _one_line(text: str) -> str:
    return text.translate(_SAFE_IN_HEADERS)
