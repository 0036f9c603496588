"""The search task: what its documents are, how it is scored, its table, and the gain that is asked of the planner."""

import asyncio
import json
from datetime import date
from pathlib import Path

import pytest

from benchmarks import retrieval, retrieval_scale
from benchmarks.retrieval_sets import claim_of, hits_and_recall, read_answers
from benchmarks.rows import Row
from verifiers.planners.offline import OfflinePlanner


def answer(text: str, kind: str = "Extractive", explained: str | None = None) -> dict[str, str | None]:
    return {"answer": text, "answer_type": kind, "boolean_explanation": explained}


def claim(number: int, text: str, *answers: dict[str, str | None]) -> dict[str, object]:
    return {
        "id": f"dev-{number}",
        "claim": text,
        "claim_date": "3-3-2020",
        "speaker": " Ann Lee ",
        "label": "Refuted",
        "justification": "Because.",
        "questions": [{"question": f"Secret question {number}?", "answers": list(answers)}],
    }


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    rows = [
        claim(
            1,
            "The harbour of Oldport closed.",
            answer("The port of  Oldport shut\nin May."),
            answer("No.", "Boolean", "It shut."),
        ),
        claim(2, "Oldport shut its harbour.", answer("The port of Oldport shut in May.")),
        claim(
            3, "Nobody knows.", answer("No answer could be found.", "Unanswerable"), answer("No answer could be found")
        ),
        claim(4, "The mayor of Selm keeps bees.", answer("Selm's mayor has three hives.")),
    ]
    folder = tmp_path / "eval" / "averitec"
    folder.mkdir(parents=True)
    (folder / "dev.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (folder / "train.jsonl").write_text(json.dumps(claim(5, "It rained.", answer("Rain fell."))) + "\n", "utf-8")
    return tmp_path


def test_answers_are_documents_once_each_and_questions_stay_unread(tiny: Path) -> None:
    answers = read_answers(tiny)
    told = ["Rain fell.", "The port of Oldport shut in May.", "No. It shut.", "Selm's mayor has three hives."]
    assert list(answers.texts) == told
    own = [{answers.texts[place] for place in one.answers} for one in answers.claims["dev"]]
    assert own == [{told[1], told[2]}, {told[1]}, {told[3]}], (
        "what cannot be answered is left out, twins count for both"
    )
    queries = [query.text for one in answers.claims["dev"] for query in OfflinePlanner().queries(one.claim)]
    assert not any("Secret" in text or "Because" in text or "hives" in text for text in queries)


def test_a_claim_has_what_an_extractor_would_know() -> None:
    found = claim_of(claim(1, "Arden built 12 bridges in May 2019."))
    assert (found.speaker, found.said_from) == ("Ann Lee", date(2020, 3, 3))
    assert (found.about_from, found.about_to) == (date(2019, 5, 1), date(2019, 5, 31))
    assert found.entities == ("Arden",)


def test_scores_are_of_the_first_five_and_ten() -> None:
    ranked = list(range(20))
    assert hits_and_recall(ranked, frozenset({4, 9, 15})) == (True, True, 2 / 3)
    assert hits_and_recall(ranked, frozenset({5, 15})) == (False, True, 0.5)
    assert hits_and_recall(ranked, frozenset({15})) == (False, False, 0.0)


def test_the_rows_and_the_table_are_written(tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"Before.\n{retrieval.OPENS}\nold\n{retrieval.CLOSES}\nAfter.\n", "utf-8")
    asked = ["--shared", str(tiny), "--json", str(tmp_path / "rows.json"), "--markdown", str(page)]
    assert retrieval.main(asked) == 0
    rows = json.loads((tmp_path / "rows.json").read_text("utf-8"))
    names = {(row["set"], row["metric"], row["system"]) for row in rows}
    assert {
        ("averitec", metric, system) for metric in retrieval.METRICS for system in ("bare_claim", "offline")
    } <= names
    found = {row["metric"]: row for row in rows if row["system"] == "offline"}
    assert found["hit_at_5"]["value"] == 1.0
    assert found["recall_at_10"]["value"] == pytest.approx(5 / 6), "“No. It shut.” has no word of its claim"
    assert {row["n"] for row in rows} == {3}
    assert page.read_text("utf-8").startswith("Before.\n")
    assert page.read_text("utf-8").endswith("After.\n")
    assert "| averitec | dev   | hit_at_5" in capsys.readouterr().out


def test_data_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert retrieval.main(["--shared", str(tmp_path)]) == 1
    assert "--shared DIR" in capsys.readouterr().err


def test_a_gain_has_its_own_cell() -> None:
    rows = [
        Row("averitec", "dev", "hit_at_5", "offline", 0.7, 0.6, 0.8, 500, 12.0),
        Row("averitec", "dev", "hit_at_5", "bare_claim", 0.6, 0.5, 0.7, 500, 1.0),
        Row("averitec", "dev", "hit_at_5", "gain", 0.1, -0.05, 0.12, 500),
    ]
    line = retrieval.told(rows, None).splitlines()[2]
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert cells[3:7] == [".700 [.600, .800]", "", ".600 [.500, .700]", ".100 [-.050, .120]"]


def test_the_planner_and_the_encoder_find_more_than_the_bare_claim(shared: Path) -> None:
    """On training claims, few enough for a test; what is asked for holds for all of them."""
    answers = read_answers(shared)
    rows = asyncio.run(retrieval.measure(answers, "train", {"offline": OfflinePlanner()}, first=150))
    gains = {row.metric: row.value for row in rows if row.system == "gain"}
    assert min(gains.values()) > 0.02


def test_an_index_is_measured_whatever_its_size(shared: Path) -> None:
    rows = {row.metric: row for row in retrieval_scale.measure(shared, passages=2_000, queries=3)}
    assert rows["build_seconds"].n == pytest.approx(2_000, rel=0.05)
    assert set(rows) == {"build_seconds", "build_rss_mb", "query_ms", "reranked_query_ms"}
    assert all(row.value > 0 for row in rows.values())
