"""The fetched pages as a web archive: readable by others, whole, and traced back to what rests on them."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.warehouse.records_made import NOON, Newsroom, fetch_of, newsroom
from verifiers.sources.corpus import CorpusSource
from warehouse.errors import BadInputError
from warehouse.originals import Originals
from warehouse.store import Warehouse
from warehouse.web_archive import export_warc

PAGE = (
    b'<html lang="en"><head><title>Minutes</title></head><body><article><h1>Minutes</h1><p>From Monday the toll on the '
    b"bridge is four euros for each car, as the council of the island has decided after a long debate.</p></article>"
    b"</body></html>"
)


@pytest.fixture
def house(warehouse: Warehouse) -> Newsroom:
    """A newsroom whose one document was fetched, by way of a redirect."""
    made = newsroom()
    fetch = fetch_of(
        Originals(warehouse.path).keep(PAGE),
        url="https://council.example/m",
        final_url="https://council.example/minutes",
        redirects=("https://council.example/old",),
        headers={
            "content-type": "text/html; charset=utf-8",
            "content-encoding": "gzip",
            "last-modified": "Mon, 03 Mar 2025 10:00:00 GMT\r\nX-Forged: yes",
        },
        body_bytes=len(PAGE),
    )
    document = made.document.model_copy(update={"fetch_id": fetch.fetch_id})
    other = fetch_of(Originals(warehouse.path).keep(b"<p>of another claim</p>"), url="https://other.example/")
    stranger = made.document.model_copy(update={"document_id": "doc_other", "fetch_id": other.fetch_id})
    replaced = [document if record is made.document else record for record in made.records()]
    warehouse.commit([*replaced, fetch, other, stranger])
    return made


def records(file: Path) -> list[Any]:
    found = []
    with file.open("rb") as stream:
        iterator = ArchiveIterator(stream, check_digests="raise")
        for record in iterator:
            record.body = record.content_stream().read()
            found.append(record)
    return found


def test_a_claim_s_pages_come_back_as_they_were_fetched(warehouse: Warehouse, house: Newsroom, tmp_path: Path) -> None:
    target = tmp_path / "claim.warc.gz"
    exported = export_warc(warehouse.path, target, of="claim", item=house.toll.claim_id)
    assert (exported.pages, exported.faults) == (1, ())
    info, response, metadata = records(target)
    assert info.rec_type == "warcinfo"
    assert response.rec_type == "response"
    assert response.rec_headers.protocol == "WARC/1.1"
    assert response.rec_headers["WARC-Target-URI"] == "https://council.example/minutes"
    assert response.rec_headers["WARC-Date"] == f"{NOON:%Y-%m-%dT%H:%M:%S}.000000Z"
    assert response.rec_headers["WARC-Payload-Digest"].startswith("sha1:")
    assert response.body == PAGE
    assert response.http_headers.get_statuscode() == "200"
    assert response.http_headers["content-type"] == "text/html; charset=utf-8"
    assert response.http_headers["content-length"] == str(len(PAGE))
    assert response.http_headers["content-encoding"] is None
    assert response.http_headers["x-forged"] is None, "a header of a page makes no header of its own"
    told = json.loads(metadata.body)
    assert metadata.rec_headers["WARC-Concurrent-To"] == response.rec_headers["WARC-Record-ID"]
    assert told["via"] == "https://council.example/m"
    assert told["sha256"] == hashlib.sha256(PAGE).hexdigest()
    assert told["documents"] == [house.document.document_id]


@pytest.mark.parametrize(
    ("of", "pages"), [(None, 2), ("claim", 1), ("article", 1), ("run", 1)], ids=["all", "claim", "article", "run"]
)
def test_what_is_exported_is_chosen(warehouse: Warehouse, house: Newsroom, tmp_path: Path, of: Any, pages: int) -> None:
    items = {None: "", "claim": house.toll.claim_id[4:12], "article": house.article.article_id, "run": "run_1"}
    assert export_warc(warehouse.path, tmp_path / "some.warc", of=of, item=items[of]).pages == pages


def test_a_run_that_decides_on_what_an_earlier_one_found_has_its_pages(
    warehouse: Warehouse, house: Newsroom, tmp_path: Path
) -> None:
    again = house.verdict.model_copy(
        update={
            "verdict_id": "vdt_again",
            "follows": house.verdict.verdict_id,
            "run_id": "run_2",
            "versions": {"documents": f"{house.document.document_id} doc_other"},
        }
    )
    nothing = house.verdict.model_copy(
        update={"verdict_id": "vdt_nothing", "follows": "vdt_again", "run_id": "run_3", "versions": {"documents": ""}}
    )
    runs = [house.run.model_copy(update={"run_id": run_id}) for run_id in ("run_2", "run_3")]
    warehouse.commit([again, nothing, *runs])
    pages = [
        export_warc(warehouse.path, tmp_path / "run.warc", of="run", item=run_id).pages for run_id in ("run_2", "run_3")
    ]
    assert pages == [2, 0]


def test_a_claim_without_pages_of_the_web_gives_an_archive_without_pages(
    warehouse: Warehouse, house: Newsroom, tmp_path: Path
) -> None:
    target = tmp_path / "none.warc"
    assert export_warc(warehouse.path, target, of="claim", item=house.traffic.claim_id).pages == 0
    assert [record.rec_type for record in records(target)] == ["warcinfo"]


@pytest.mark.parametrize("of", ["claim", "article", "run"])
def test_what_is_not_there_is_bad_input(warehouse: Warehouse, house: Newsroom, tmp_path: Path, of: Any) -> None:
    with pytest.raises(BadInputError, match=f"no {of} nobody"):
        export_warc(warehouse.path, tmp_path / "x.warc", of=of, item="nobody")
    with pytest.raises(BadInputError, match="name another file"):
        export_warc(warehouse.path, tmp_path / "nowhere" / "x.warc")
    assert not list(tmp_path.glob("*x.warc*"))


def test_an_original_that_is_gone_is_told_and_the_others_are_written(
    warehouse: Warehouse, house: Newsroom, tmp_path: Path
) -> None:
    digest = hashlib.sha256(PAGE).hexdigest()
    (Originals(warehouse.path).folder / digest[:2] / f"{digest}.gz").unlink()
    exported = export_warc(warehouse.path, tmp_path / "all.warc")
    assert exported.pages == 1
    assert exported.faults[0].startswith("https://council.example/minutes: the original")


def test_it_can_be_evidence_for_another_desk(warehouse: Warehouse, house: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    export_warc(warehouse.path, tmp_path / "evidence" / "claim.warc.gz", of="claim", item=house.toll.claim_id)
    source = CorpusSource(tmp_path / "evidence", tmp_path / "cache")
    report = source.prepare()
    assert report.documents == 1, report.unreadable


def test_two_records_alike_are_one_stream_for_any_reader(warehouse: Warehouse, house: Newsroom, tmp_path: Path) -> None:
    plain = tmp_path / "plain.warc"
    export_warc(warehouse.path, plain)
    assert plain.read_bytes().startswith(b"WARC/1.1\r\n")
    assert len(list(ArchiveIterator(io.BytesIO(plain.read_bytes())))) == 5
