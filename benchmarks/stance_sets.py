"""What a judge makes of long pages (WiCE) and of single web snippets (Factcheck-Bench).

`wice`: a sentence of Wikipedia against the whole page that it cites, as one passage; supported, or not (partially
supported and not supported are both not). `factcheck_bench`: a sentence of a chatbot against five snippets. Its
stances are read as three: completely and partially support as supports, refute as refutes, irrelevant as neither; and a
claim that it calls true, false or not decided is measured as supported, refuted or not enough evidence, decided from
those five. A snippet that stands there twice for one claim is one; of those whose stances contradict each other (4 of
3,098) none is taken for right: they are read with the others, and not counted.
"""

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from benchmarks.cases import Case, claim_from, document_from, evidence_from, whole
from benchmarks.evaluation_data import read_lines
from benchmarks.written_set import regraded, written_cases
from training.splits import split_of

STANCES = ("supports", "refutes", "neither")
STANCE_OF: Mapping[str, str] = {
    "completely-support": "supports",
    "partially-support": "supports",
    "refute": "refutes",
    "irrelevant": "neither",
}
VERDICT_OF: Mapping[str, str] = {
    "true": "supported",
    "false": "refuted",
    "not_enough_evidence": "not_enough_evidence",
}
SUPPORTED, NOT_SUPPORTED = "supported", "not supported"
_DOCUMENTS = ("factcg", "summedits")
# Written passages like a page that is cited, and like a snippet that a search brings.
LONG, PAGES = ("long", "pages", "cited"), ("snippets", "facts", "pages", "chatbot")


def wice_cases(shared: Path) -> list[Case]:
    """Each claim of the development split with its page."""
    cases = []
    for row in read_lines(shared, "eval/wice/dev.jsonl"):
        claim = claim_from(row["claim"], "wice", str(row["id"]))
        page = document_from(" ".join(" ".join(row["evidence"]).split()), "page")
        gold = SUPPORTED if row["label"] == "supported" else NOT_SUPPORTED
        cases.append(Case(claim, (whole(claim, page),), gold))
    return cases


def document_cases(shared: Path) -> list[Case]:
    """Claims on whole documents and long passages that trained nothing: of the judge's pool, and written for it."""
    cases = regraded(written_cases(*LONG), SUPPORTED, NOT_SUPPORTED)
    for row in read_lines(shared, "train/verifier_pool.jsonl"):
        if row["source"].startswith(_DOCUMENTS) and split_of(row["evidence"]) != "train":
            claim = claim_from(row["claim"], "pool", row["evidence"], row["claim"])
            gold = SUPPORTED if row["label"] == "supports" else NOT_SUPPORTED
            cases.append(Case(claim, evidence_from(claim, [" ".join(row["evidence"].split())]), gold))
    return cases


def factcheck_cases(shared: Path) -> tuple[list[Case], list[tuple[str | None, ...]]]:
    """Each claim with its snippets and its verdict, and the stance of every snippet in their order.

    The stance is None where the set has two for that snippet.
    """
    verdicts = {
        row["claim"]: VERDICT_OF[row["label"]]
        for row in read_lines(shared, "eval/factcheck_bench/subtask4_claim_factuality.jsonl")
    }
    cases, stances = [], []
    rows = read_lines(shared, "eval/factcheck_bench/subtask3_claim_evidence_stance.jsonl")
    for text, found in groupby(rows, key=lambda row: str(row["claim"])):
        stances_of: dict[str, set[str]] = {}
        for row in found:
            if snippet := " ".join(row["evidence"].split()):
                stances_of.setdefault(snippet, set()).add(STANCE_OF[row["stance"]])
        claim = claim_from(text, "factcheck_bench", text)
        cases.append(Case(claim, evidence_from(claim, list(stances_of)), verdicts[text]))
        stances.append(tuple(next(iter(one)) if len(one) == 1 else None for one in stances_of.values()))
    return cases, stances
