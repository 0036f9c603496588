"""Verdicts on small sets of our own: what is put before a judge, the rows, the page, and a model over the wire."""

import json
import re
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from benchmarks import verification, written_set
from benchmarks.altered_set import altered_pairs, held_out_articles
from benchmarks.averitec_sets import gold_cases, swapped_cases
from benchmarks.calibration_set import bins_of, groups_of, is_detail, reliability_plot, rows, thresholds_table
from benchmarks.cases import Case, claim_from, evidence_from
from benchmarks.judging import Spent
from benchmarks.rows import Row
from benchmarks.saying_set import sayings
from benchmarks.stance_sets import LONG, PAGES, factcheck_cases, wice_cases
from tests import loopback_llm as loop
from tests.loopback_llm import LoopbackLlm, Request
from training.splits import split_of, written_split
from training.written import written

NEWS = """The old bridge in Selm was closed in March 2019 after a flood. It had been built by 40 workers.

Maria Lund was named head of the harbour. Rolf Berger said the ferries had carried 900 people to Norway.

The council of Selm has paid 4,200 crowns for each of the new boats. The boats were brought from Norway in June 2018.
"""


def averitec(number: int, claim: str, label: str, *questions: tuple[str, str, str, str | None]) -> dict[str, Any]:
    return {
        "id": f"x-{number}",
        "claim": claim,
        "claim_date": "3-3-2020",
        "speaker": "Ann Lee",
        "label": label,
        "questions": [
            {
                "question": question,
                "answers": [{"answer": answer, "answer_type": kind, "boolean_explanation": explained}],
            }
            for question, kind, answer, explained in questions
        ],
    }


AVERITEC = [
    averitec(
        1,
        "The harbour of Oldport closed in May.",
        "Supported",
        ("Did the harbour close?", "Boolean", "Yes", "The harbour of Oldport closed in May."),
        ("Who says so?", "Unanswerable", "No answer could be found.", None),
    ),
    averitec(
        2,
        "The mayor of Selm has nine bees.",
        "Refuted",
        ("How many?", "Extractive", "Selm's mayor has three bees.", None),
    ),
    averitec(3, "Nobody knows why.", "Not Enough Evidence", ("Why?", "Unanswerable", "No answer could be found", None)),
    averitec(
        4,
        "The tax doubled.",
        "Conflicting Evidence/Cherrypicking",
        ("Did it?", "Boolean", "No", "The tax did not double."),
        ("In the north?", "Extractive", "There the tax doubled.", None),
    ),
]


def held_out_url() -> str:
    urls = (f"https://example.org/{number}" for number in range(100))
    return next(url for url in urls if int(sha256(url.encode()).hexdigest()[:8], 16) % 5 == 0)


def lines(file: Path, found: list[dict[str, Any]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(row) + "\n" for row in found), "utf-8")


def held_out_pool() -> list[dict[str, str]]:
    """Rows of the judge's training pool that training/splits.py keeps from it: pairs and documents, of each label."""
    rows = []
    claims = {"supports": "The quay {} is open.", "refutes": "The quay {} is shut.", "neutral": "Ice melts."}
    for source in ("fever-nli-dev", "factcg-cg2c-doc"):
        for label, claim in claims.items():
            texts = (f"The quay {number} of {source} is open." for number in count())
            text = next(text for text in texts if split_of(text) == "validation")
            rows.append({"source": source, "evidence": text, "claim": claim.format(text.split()[2]), "label": label})
    return rows


def write_held_out(folder: Path) -> None:
    """One passage of each kind that thresholds are chosen on, of those that training/splits.py keeps from the judge."""
    folder.mkdir()
    for kind in {*LONG, *PAGES}:
        texts = (f"Mill {number} of {kind} is open." for number in count())
        text = next(text for text in texts if written_split(text) == "validation")
        name = text.split()[1]
        block = f"P: {text}\nS: Mill {name} is open.\nR: Mill {name} is shut.\nN: Mill {name} grinds maize.\n"
        (folder / f"{kind}-01.txt").write_text(block, "utf-8")


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shared = tmp_path / "shared"
    for split in ("train", "dev"):
        lines(shared / f"eval/averitec/{split}.jsonl", AVERITEC)
    page = ["Selm lies on a river.", "The bridge of Selm is closed."]
    wice = [("supported", "The bridge of Selm is closed."), ("partially_supported", "It closed in 2011.")]
    lines(
        shared / "eval/wice/dev.jsonl",
        [{"id": str(n), "claim": claim, "evidence": page, "label": label} for n, (label, claim) in enumerate(wice)],
    )
    folder = shared / "eval/factcheck_bench"
    claims = [("Selm has a bridge.", "true"), ("Selm has ten bridges.", "false")]
    lines(
        folder / "subtask4_claim_factuality.jsonl",
        [{"claim": claim, "label": label, "revised_claim": ""} for claim, label in claims],
    )
    stances = [("completely-support", "A bridge stands in Selm."), ("irrelevant", "Cows graze."), ("irrelevant", "")]
    found = [{"claim": claims[0][0], "evidence": text, "stance": stance} for stance, text in stances]
    found.append({"claim": claims[1][0], "evidence": "Selm has one bridge.", "stance": "refute"})
    lines(folder / "subtask3_claim_evidence_stance.jsonl", found)
    lines(
        shared / "news/wikinews.jsonl",
        [
            {"url": held_out_url(), "published": "2019-06-11", "title": "Selm", "text": NEWS},
            {"url": "https://example.org/trained-on", "published": "2019-06-11", "title": "No", "text": NEWS},
        ],
    )
    lines(shared / "train/verifier_pool.jsonl", held_out_pool())
    write_held_out(tmp_path / "written")
    monkeypatch.setattr(written_set, "written", partial(written, folder=tmp_path / "written"))
    monkeypatch.chdir(tmp_path)
    return shared


def test_a_passage_of_averitec_is_a_question_with_its_answer(tiny: Path) -> None:
    cases = gold_cases(tiny, "dev")
    assert [case.gold for case in cases] == ["supported", "refuted", "not_enough_evidence", "conflicting"]
    assert [item.passage.text for item in cases[0].evidence] == [
        "Did the harbour close? Yes. The harbour of Oldport closed in May.",
        "Who says so? No answer could be found.",
    ]
    assert len({item.passage.origin for item in cases[3].evidence}) == 2, "each answer is an origin of its own"
    assert len(gold_cases(tiny, "dev", 2)) == 2
    assert gold_cases(tiny, "dev", 2) == gold_cases(tiny, "dev", 2)


def test_swapped_claims_have_none_of_their_own_answers(tiny: Path) -> None:
    own = [{item.passage.text for item in case.evidence} for case in gold_cases(tiny, "dev")]
    others = [{item.passage.text for item in case.evidence} for case in swapped_cases(tiny, "dev")]
    assert len(others) == len(own)
    assert all(theirs and not mine & theirs for mine, theirs in zip(own, others, strict=True))


def test_pages_are_whole_and_snippets_have_their_stances(tiny: Path) -> None:
    cases = wice_cases(tiny)
    assert [(case.gold, len(case.evidence)) for case in cases] == [("supported", 1), ("not supported", 1)]
    assert cases[0].evidence[0].passage.text == "Selm lies on a river. The bridge of Selm is closed."
    snippets, stances = factcheck_cases(tiny)
    assert [case.gold for case in snippets] == ["supported", "refuted"]
    assert stances == [("supports", "neither"), ("refutes",)], "an empty snippet is none"
    assert [len(case.evidence) for case in snippets] == [2, 1]


@pytest.mark.parametrize("turn", [1, -1])
def test_of_a_snippet_with_two_stances_none_counts(tiny: Path, tmp_path: Path, turn: int) -> None:
    file = tiny / "eval/factcheck_bench/subtask3_claim_evidence_stance.jsonl"
    told = [
        ("A bridge stands in Selm.", "completely-support"),
        ("Cows graze.", "irrelevant"),
        ("A bridge  stands in Selm.", "partially-support"),
        ("Cows graze.", "partially-support"),
    ]
    found = [
        {"claim": "Selm has a bridge.", "evidence": text, "stance": stance}
        for text, stance in told[:2] + told[2:][::turn]
    ]
    lines(file, found)
    [case], [stances] = factcheck_cases(tiny)
    assert [item.passage.text for item in case.evidence] == ["A bridge stands in Selm.", "Cows graze."]
    assert stances == ("supports", None)
    asked = ["--shared", str(tiny), "--only", "factcheck_bench", "--json", str(tmp_path / "rows.json")]
    assert verification.main(asked) == 0
    rows_of = {row["metric"]: row for row in json.loads((tmp_path / "rows.json").read_text("utf-8"))}
    assert rows_of["snippets_of_two_stances"]["value"] == 1
    assert rows_of["stance_accuracy"]["n"] == 1


def test_altered_twins_are_of_held_out_articles_and_share_their_passages(tiny: Path) -> None:
    assert [told.document.url for told in held_out_articles(tiny)] == [held_out_url()]
    pairs = altered_pairs(tiny)
    assert {pair.change for pair in pairs} == {"number", "date", "name", "negation"}
    for pair in pairs:
        assert pair.original.claim.text != pair.altered.claim.text
        texts = [[item.passage.text for item in case.evidence] for case in (pair.original, pair.altered)]
        assert texts[0] == texts[1] != []
    assert all("Berger" not in pair.original.claim.text for pair in pairs), "what somebody said is not the article's"


def test_a_saying_is_read_as_so_and_as_said(tiny: Path) -> None:
    found = sayings(tiny)
    assert len(found) >= 4
    own = [one for one in found if one.said.claim.text.startswith("Rolf Berger said that")]
    assert own
    for one in found:
        passage = one.so.evidence[0].passage.text
        assert one.said.evidence[0].passage.text == passage
        assert one.so.claim.text.rstrip(".").split(" ", 1)[1] in passage
        assert " said that " in one.said.claim.text
        assert one.said.claim.text.split(" said that ")[0] in passage


def test_rows_and_page_are_written(tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"Before.\n{verification.OPENS}\nold\n{verification.CLOSES}\nAfter.\n", "utf-8")
    asked = ["--shared", str(tiny), "--json", str(tmp_path / "rows.json"), "--markdown", str(page)]
    for name in verification.SETS:
        if name not in ("calibration", "judge"):  # too few pairs to calibrate; a speed is no test
            asked += ["--only", name]
    assert verification.main(asked) == 0
    found = json.loads((tmp_path / "rows.json").read_text("utf-8"))
    names = {f"{row['set']}/{row['metric']}" for row in found if row["system"] == "offline"}
    assert {
        *("averitec_gold/accuracy", "averitec_gold/macro_f1", "averitec_gold/f1_not_enough_evidence"),
        *("averitec_gold/f1_conflicting", "averitec_pool/macro_f1", "wice/balanced_accuracy"),
        *("factcheck_bench/stance_macro_f1", "factcheck_bench/f1_true", "swapped/decided"),
        *("altered/both_right", "altered/both_right_number", "saying/so_supported", "saying/said_supported"),
    } <= names
    gold = {row["system"]: row for row in found if (row["set"], row["metric"]) == ("averitec_gold", "accuracy")}
    assert gold["always refuted"]["value"] == 0.25
    assert (gold["offline"]["n"], gold["offline"]["pairs"], gold["offline"]["cost"]) == (4, 6, 0.0)
    text = page.read_text("utf-8")
    assert text.startswith("Before.\n")
    assert text.endswith("After.\n")
    assert "CTU, trained on it .690 (dev)" in text
    assert "another task" in text
    assert "| wice" in capsys.readouterr().out


def test_data_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verification.main(["--shared", str(tmp_path), "--only", "wice"]) == 1
    assert "--shared DIR" in capsys.readouterr().err


def judged(request: Request) -> dict[str, Any]:
    """A model that finds everything supported by the first passage."""
    numbers = {int(number) for number in re.findall(r"^\[(\d+)\] ", request.user, re.MULTILINE)}
    readings = [
        {
            "passage": number,
            "stance": "supports" if number == 1 else "neither",
            "said_by_claimant": False,
            "certainty": 0.9,
            "why": "it says so",
        }
        for number in sorted(numbers)
    ]
    return {
        "reasoning": "The first passage says so.",
        "readings": readings,
        "label": "supported",
        "cited": [1],
        "issues": [],
        "confidence": 0.9,
        "rationale": "The first passage says so.",
    }


def test_a_model_is_measured_beside_it_on_fewer_claims(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LoopbackLlm(loop.answered_by(judged)) as llm:
        monkeypatch.setenv("CLAIMHOUSE_BASE_URL", llm.url)
        asked = ["--shared", str(tiny), "--json", str(tmp_path / "rows.json"), "--model", "openai:tester"]
        assert verification.main([*asked, "--only", "averitec_gold", "--only", "wice", "--claims", "3"]) == 0
        assert 3 + 2 <= len(llm.requests) <= 2 * (3 + 2), "once a claim, or twice where the local judge reads otherwise"
    found = json.loads((tmp_path / "rows.json").read_text("utf-8"))
    mine = {(row["set"], row["metric"]): row for row in found if row["system"] == "openai:tester"}
    assert mine["averitec_gold", "accuracy"]["n"] == 3
    assert mine["averitec_gold", "accuracy"]["tokens"] > 0
    assert mine["wice", "recall_supported"]["value"] == 1.0
    assert mine["wice", "recall_not_supported"]["value"] == 0.0
    assert mine["wice", "balanced_accuracy"]["cost"] is None, "the price of this model is not known"


def test_what_shares_a_passage_an_article_or_its_words_hangs_together(tiny: Path) -> None:
    def case(text: str, passage: str) -> Case:
        claim = claim_from(text, "pool", passage, text)
        return Case(claim, evidence_from(claim, [passage]), "supports")

    cases = [
        case("The quay is open.", "The quay of Selm is open."),
        case("The quay is shut.", "The quay of Selm is open."),
        case("Ice melts.", "Water freezes."),
        case("The quay is shut.", "Someone shut the quay."),
    ]
    first, second, third, fourth = groups_of(cases)
    assert first == second == fourth != third
    pairs = altered_pairs(tiny)
    twins = groups_of([one for pair in pairs for one in (pair.original, pair.altered)])
    assert len(set(twins)) == len({pair.article for pair in pairs}) == 1


FOUND = [(0.9, True)] * 30 + [(0.9, False)] * 3 + [(0.6, True)] * 10 + [(0.6, False)] * 7 + [None] * 50


def test_where_fewer_are_decided_the_missing_ones_count_as_wrong() -> None:
    few = [(0.9, True)] * 27 + [(0.9, False)] * 3 + [None] * 70
    value_of = {row.metric: row.value for row in rows(few, "offline", Spent(pairs=100)) if row.system == "offline"}
    assert value_of["precision_at_40"] == pytest.approx(27 / 40)


def test_confidences_become_rows_a_table_and_a_plot() -> None:
    measured = rows(FOUND, "offline", Spent(pairs=100))
    value_of = {(row.metric, row.system): row.value for row in measured}
    assert value_of["precision_at_40", "offline"] == pytest.approx((30 + 7 * 10 / 17) / 40)
    assert value_of["decided", "offline"] == 0.5
    right = 40 / 50
    assert value_of["brier", "always the share that is right"] == pytest.approx(right * (1 - right))
    assert value_of["brier", "offline"] == pytest.approx((30 * 0.01 + 3 * 0.81 + 10 * 0.16 + 7 * 0.36) / 50)
    assert not is_detail(Row("calibration", "held out", "brier", "offline", 0.1))
    table = thresholds_table(measured).splitlines()
    assert "| 0.80        | .330    | .909           |" in table
    plot = reliability_plot(bins_of(measured))
    assert plot.count("<circle") == 2
    assert "said 0.60, right 0.59, 17 labels" in plot
    assert rows([None, None], "offline", Spent()) == []
