"""`claimhouse show`: the whole trail in words, and nothing of a hostile page that a terminal would obey."""

import re
from pathlib import Path

import pytest

from flows.settings import Settings
from flows.showing import show_claim
from tests.flows.conftest import blank_warehouse
from tests.warehouse.records_made import (
    Newsroom,
    event_of,
    failure_at,
    hours,
    newsroom,
    publication_of,
    review_of,
    verdict_on,
)
from warehouse.records import Query, Search, Unread, content_id
from warehouse.store import Warehouse

HOSTILE = "Minutes\x1b[2J\x1b]0;owned\x07\u202e\nVERDICTS, latest first\n  supported\r\x9b31m [bold red]:boom:"


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return blank_warehouse(tmp_path / "claimhouse.duckdb")


def shown(warehouse: Warehouse, house: Newsroom, capsys: pytest.CaptureFixture[str], claim: str = "toll") -> list[str]:
    show_claim(Settings(warehouse=warehouse.path), getattr(house, claim).claim_id)
    return capsys.readouterr().out.splitlines()


def test_no_control_character_and_no_line_of_a_page_reaches_the_terminal(
    warehouse: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    house = newsroom()
    text = f"{house.document.text}{HOSTILE}"
    document = house.document.model_copy(
        update={"title": HOSTILE, "publisher": HOSTILE, "url": f"https://x.example/{HOSTILE}", "text": text}
    )
    wall = Unread(
        url=f"https://y.example/{HOSTILE}", title=HOSTILE, error="NoTextError", reason=HOSTILE, transient=False
    )
    search = house.search.model_copy(update={"unread": (wall,)})
    reading = house.judgement.readings[0].model_copy(update={"why": HOSTILE})
    judgement = house.judgement.model_copy(update={"readings": (reading,)})
    failure = failure_at(house.toll.claim_id, "search", hours(1), message=HOSTILE)
    replaced = {document.document_id: document, search.search_id: search, judgement.judgement_id: judgement}
    records = [replaced.get(getattr(one, one.key[0]), one) for one in house.records()]
    warehouse.commit([*records, failure])
    lines = shown(warehouse, house, capsys)
    out = "\n".join(lines)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out)
    assert "\\x1b[2J" in out, "spelled out, so that a reader sees what was tried"
    assert "[bold red]:boom:" in out
    assert [line for line in lines if line.startswith("VERDICTS")] == ["VERDICTS, latest first"]
    assert [line for line in lines if line == "  supported"] == []


def test_a_claim_is_shown_among_the_words_of_its_article_alone(
    warehouse: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    house = newsroom()
    head = house.version.text[: house.version.body_start].strip()
    version = house.version.model_copy(update={"body_end": house.traffic.end})
    warehouse.commit([version if one is house.version else one for one in house.records()])
    [around] = [line for line in shown(warehouse, house, capsys, "traffic") if ">>>" in line]
    assert head
    assert head not in around
    assert around.endswith(f">>>{house.traffic.quote}<<< …")


def test_searches_are_told_by_purpose_and_source_and_what_is_missing_after_the_evidence(
    warehouse: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    house = newsroom()
    claim_id = house.traffic.claim_id

    def query(text: str, purpose: str, **fields: object) -> Query:
        return Query.model_validate(
            {
                "query_id": content_id("qry", text), "claim_id": claim_id, "text": text, "purpose": purpose,
                "planner": "llm", "planner_version": "1", **fields,
            }
        )  # fmt: skip

    def search(of: Query, source: str, outcome: str, **fields: object) -> Search:
        return Search.model_validate(
            {
                "search_id": content_id("sea", of.query_id, source, fields.get("searched_at")), "query_id": of.query_id,
                "claim_id": claim_id, "source": source, "source_version": "1", "outcome": outcome,
                "searched_at": hours(0), "run_id": "run_1", **fields,
            }
        )  # fmt: skip

    wall = Unread(
        url="https://walled.example/a",
        title="A wall",
        error="PaywalledError",
        reason="read it yourself",
        transient=False,
    )
    confirm = query("traffic on the bridge", "confirm")
    words = query("трафік упав", "exact_words", round=2, language="uk")
    record = query("traffic survey", "primary_source")
    warehouse.commit(
        [
            *house.records(), confirm, words, record,
            search(confirm, "web", "failed", searched_at=hours(-1)),
            search(confirm, "web", "found", document_ids=["doc_1"], unread=[wall.model_dump()]),
            search(confirm, "corpus", "nothing"),
            search(words, "web", "nothing"),
            search(record, "web", "failed"),
            failure_at("web", "search", message="the key was refused: check it"),
        ]
    )  # fmt: skip
    lines = shown(warehouse, house, capsys, "traffic")
    start, end = lines.index("SEARCHES"), lines.index("EVIDENCE  none found")
    assert lines[start:end] == [
        "SEARCHES",
        "  to confirm it",
        "    traffic on the bridge",
        "      corpus: nothing",
        "      web: 1 document; 1 could not be read",
        "  for the primary source",
        "    traffic survey",
        "      web: could not be asked",
        "  for the exact words",
        "    трафік упав  (in Ukrainian, second round)",
        "      web: nothing",
        "",
    ]
    missing = lines[lines.index("MISSING") : lines.index("VERDICTS  none") - 1]
    assert missing[1].startswith("  would settle it: The figure from whoever counts it")
    assert missing[2:] == [
        "  nothing was found by any search for the exact words",
        "  could not be asked: web: the key was refused: check it",
        "  could not be read: https://walled.example/a “A wall”",
        "      PaywalledError: read it yourself",
    ]


def test_a_verdict_is_told_with_its_id_and_what_would_settle_it_once(
    warehouse: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    house = newsroom()
    verdict = verdict_on(
        house.traffic,
        versions={"planner": "llm 1", "rules": "min_origins=2"},
        rationale="No evidence was found. What would settle it: two independent origins.",
    )
    warehouse.commit([*house.records(), verdict])
    lines = shown(warehouse, house, capsys, "traffic")
    assert [line.strip() for line in lines if "settle" in line] == [verdict.rationale]
    (decided,) = [line for line in lines if line.strip().startswith(verdict.verdict_id)]
    assert decided.endswith("not_enough_evidence, first_check")


def test_what_is_published_and_what_is_to_do_is_shown(warehouse: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    house = newsroom()
    review = review_of(house.toll, "supported", hours(1))
    publication = publication_of(house.toll, review)
    warehouse.commit([*house.records(), review])
    warehouse.commit([publication, event_of(publication, "corrected", hours(2))])
    cited = house.verdict.cited_passage_ids
    warehouse.commit(
        [verdict_on(house.toll, house.verdict.verdict_id, hours(3), label="refuted", cited_passage_ids=cited)]
    )
    lines = shown(warehouse, house, capsys)
    at = lines.index("PUBLISHED")
    assert lines[at + 1] == "  2025-03-03  “True”  https://desk.example/1, corrected: We had read the wrong minutes."
    at = lines.index("TO DO")
    assert re.fullmatch(r"  tsk_\w+  correction: Published on 3 March 2025 as “True”; .* refuted .*", lines[at + 1])
    assert not {"PUBLISHED", "TO DO"} & set(shown(warehouse, house, capsys, "traffic"))
