"""A configured model on the sets, over the wire: small sets of our own, and a server on this machine that answers."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks import extraction
from tests import loopback_llm as loop
from tests.loopback_llm import LoopbackLlm, Request

NEWS = "The bridge is shut. “We have 1,200 houses standing empty,” said Mara Voss. It rained all day in Arden."
SECOND = "Ferries run again. “We have 12 ferries on the river now,” said Mara Voss. Nobody was hurt in Arden."


SENTENCES = {
    "Taxes rose by 4 percent in Arden.": True,
    "Arden spent 3 million crowns on dikes.": True,
    "I thank you all for coming tonight.": False,
    "What a day this is for all of us.": False,
}


def document(text: str) -> dict[str, Any]:
    content, source = text[text.index("“") : text.index("”") + 1], "Mara Voss"
    spans = {
        name: [[text.index(words), text.index(words) + len(words)]]
        for name, words in (("content", content), ("source", source))
    }
    return {"id": text[:9], "published": "2025-03-03", "text": text, "attributions": [{**spans, "cue": []}]}


def write_sets(shared: Path) -> None:
    for folder in ("claimbuster", "policlaim", "polnear"):
        (shared / "eval" / folder).mkdir(parents=True)
    with (shared / "eval/claimbuster/groundtruth.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("Text", "Verdict"), *((text, "1" if yes else "0") for text, yes in SENTENCES.items())]
        )
    labelled = [json.dumps({"sentence": text, "label": "1" if yes else "0"}) for text, yes in SENTENCES.items()]
    (shared / "eval/policlaim/test.jsonl").write_text("\n".join(labelled), "utf-8")
    lines = [json.dumps(document(text)) for text in (NEWS, SECOND)]
    (shared / "eval/polnear/dev.jsonl").write_text("\n".join(lines), "utf-8")


def claim(sentence: int, quote: str, **fields: Any) -> dict[str, Any]:
    return {
        "sentence": sentence,
        "quote": quote,
        "text": quote,
        "kind": "quantity",
        "speaker": None,
        "speaker_role": None,
        "speaker_named": None,
        "attribution": [],
        "venue": None,
        "said_when": None,
        "about_when": None,
        "translated": False,
        "not_checkable": None,
        "only_witness": False,
        "checkworthiness": 0.9,
        "reasons": ["a number"],
        **fields,
    }


def answer(request: Request) -> dict[str, Any]:
    """A model that finds the claims with a number in them, and who said them."""
    found = []
    for number, sentence in re.findall(r"^\[(\d+)\] (.+)$", request.user, re.MULTILINE):
        quoted = re.search(r"“[^”]+”", sentence)
        if quoted:
            found.append(claim(int(number), quoted.group(), speaker="Mara Voss", speaker_named=True))
        elif re.search(r"\d", sentence):
            found.append(claim(int(number), sentence))
    return {"claims": found}


@pytest.fixture
def wired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_sets(tmp_path / "shared")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMHOUSE_MODEL_ATTEMPTS", "1")
    return tmp_path


def measure(home: Path, llm: LoopbackLlm, monkeypatch: pytest.MonkeyPatch, *options: str) -> int:
    sets = () if "--only" in options else ("--only", "polnear")
    monkeypatch.setenv("CLAIMHOUSE_BASE_URL", llm.url)
    asked = ["--shared", str(home / "shared"), "--json", str(home / "rows.json"), "--model", "openai:tester"]
    return extraction.main([*asked, *sets, *options])


def given(home: Path) -> dict[tuple[str, str], tuple[float, int]]:
    """The model's figures: (set, metric) -> (value, n)."""
    rows = json.loads((home / "rows.json").read_text("utf-8"))
    return {(row["set"], row["metric"]): (row["value"], row["n"]) for row in rows if row["system"] == "openai:tester"}


def test_the_model_is_measured_beside_the_rules(
    wired: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with LoopbackLlm(loop.answered_by(answer)) as llm:
        assert measure(wired, llm, monkeypatch) == 0
        assert len(llm.requests) == 2
    assert given(wired) == {("polnear", "attribution_f1"): (1.0, 2), ("polnear", "attribution_f1_quoted"): (1.0, 2)}
    rows = json.loads((wired / "rows.json").read_text("utf-8"))
    assert {(row["set"], row["metric"]) for row in rows if row["system"] == "offline"} > set(given(wired))
    assert "the model being openai:tester" in capsys.readouterr().out


def test_a_model_that_finds_less_scores_less(wired: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def finds_one(request: Request) -> dict[str, Any]:
        return answer(request) if "1,200" in request.user else {"claims": []}

    with LoopbackLlm(loop.answered_by(finds_one)) as llm:
        assert measure(wired, llm, monkeypatch) == 0
    assert given(wired)["polnear", "attribution_f1"] == (pytest.approx(2 / 3), 2)


def test_sentences_are_put_to_the_model_as_articles(wired: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sets = ("--only", "claimbuster", "--only", "policlaim")
    with LoopbackLlm(loop.answered_by(answer)) as llm:
        assert measure(wired, llm, monkeypatch, *sets) == 0
        assert len(llm.requests) == len(SENTENCES)  # each once, for both sets have the same ones
    assert given(wired) == {("claimbuster", "macro_f1"): (1.0, 4), ("policlaim", "f1"): (1.0, 4)}


def test_a_claim_below_the_threshold_is_verifiable_and_not_worth_checking(
    wired: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMHOUSE_CHECKWORTHINESS_THRESHOLD", "1")
    with LoopbackLlm(loop.answered_by(answer)) as llm:
        assert measure(wired, llm, monkeypatch, "--only", "claimbuster", "--only", "policlaim") == 0
    assert given(wired)["claimbuster", "macro_f1"] == (pytest.approx(1 / 3), 4)
    assert given(wired)["policlaim", "f1"] == (1.0, 4)


def test_no_more_is_asked_for_than_was_allowed(wired: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with LoopbackLlm(loop.answered_by(answer)) as llm:
        assert measure(wired, llm, monkeypatch, "--documents", "1") == 0
        assert len(llm.requests) == 1
    assert given(wired)["polnear", "attribution_f1"] == (1.0, 1)


def test_what_could_not_be_read_is_left_out_and_told(
    wired: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuses_one(request: Request) -> loop.Answer:
        return (loop.refusal() if "12 ferries" in request.user else loop.answered_by(answer))(request)

    with LoopbackLlm(refuses_one) as llm:
        assert measure(wired, llm, monkeypatch) == 0
    assert given(wired)["polnear", "attribution_f1"] == (1.0, 1)
    assert "polnear: 1 of 2 could not be read and are left out" in capsys.readouterr().err


def test_a_model_that_cannot_be_reached_makes_no_figures(
    wired: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with LoopbackLlm(loop.error(401)) as llm:
        assert measure(wired, llm, monkeypatch) == 1
        assert len(llm.requests) == 1
    assert not (wired / "rows.json").exists()
    assert capsys.readouterr().err.count("\n") == 1
