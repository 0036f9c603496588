"""A golden test of each part that can change a result: what it makes of fixed input, beside its VERSION.

When one fails, a result has changed: raise the VERSION of the part that changed, and put the new line into golden.json.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.language.statement_pairs import DIFFERENT, SAME
from tests.verifiers import builders, independence_cases
from tests.verifiers.combining import CALIBRATION, decide
from tests.verifiers.contrast import PAIRS
from tests.verifiers.networks import reader
from tests.verifiers.test_combine import CASES, CHANGES, DATES, ISSUES, STANDINGS
from tests.verifiers.test_combine_confidence import CERTAIN
from tests.verifiers.test_confidence import examples
from tests.verifiers.test_wiki_text import PAGE as WIKI_PAGE
from verifiers import combine, confidence, independence, own_story, passages, ranking, reviewed_claims
from verifiers.confidence import fitted
from verifiers.independence import counted
from verifiers.judges.lexical import LexicalJudge
from verifiers.judges.local_judge import NliJudge
from verifiers.own_story import OwnStory
from verifiers.passages import choose_passages
from verifiers.planners.further import proposed
from verifiers.planners.offline import OfflinePlanner
from verifiers.protocols import Hit, Tried
from verifiers.publishers import load_publishers
from verifiers.ranking import Found
from verifiers.ratings import load_ratings
from verifiers.reviewed_claims import ClaimMatcher, Reviewed
from verifiers.rules import Rules
from verifiers.sources import best_spans, query_text, wiki_text
from warehouse.records import content_id

GOLDEN = Path(__file__).with_name("golden.json")


def _judged() -> object:
    judge = LexicalJudge()
    readings = []
    for pair in PAIRS:
        item = builders.evidence(pair.claim, builders.document(pair.passage, published=pair.published))
        [reading] = judge.read(pair.claim, [item]).readings
        readings.append([reading.stance, reading.said_by_claimant, round(reading.score, 6), reading.why])
    return readings


def _read_locally() -> object:
    """With a network whose opinion is fixed: what the rules, the windows and the code around it make of it."""
    judge = NliJudge(reader())
    told = []
    for pair in PAIRS:
        item = builders.evidence(pair.claim, builders.document(pair.passage, published=pair.published))
        judgement = judge.read(pair.claim, [item])
        [reading] = judgement.readings
        told.append([reading.stance, reading.supports, reading.refutes, reading.why, judgement.rationale])
    return told


def _planned() -> object:
    planner = OfflinePlanner()
    told = []
    for pair in PAIRS:
        queries = planner.queries(pair.claim)
        evidence = builders.evidence(pair.claim, builders.document(pair.passage, published=pair.published))
        further = proposed(Tried(pair.claim, queries, (), (evidence,), "No evidence was found."))
        told += [[query.purpose, query.text, query.language] for query in queries] + [list(one) for one in further]
    return told


def _decided() -> object:
    decisions = [decide(case[3]) for case in (*CASES, *DATES)] + [decide(case[5], case[1]) for case in CHANGES]
    decisions += [decide(case[2]) for case in STANDINGS]
    decisions += [decide(case[4], rules=Rules(decide_from=case[3]), calibration=CALIBRATION) for case in CERTAIN]
    decisions += [decide(case[5], judged=case[3], issues=case[4]) for case in ISSUES]
    return [
        [one.label, one.label_when_said, one.issues, one.rationale, one.leaning, one.judge, round(one.score or 0, 6)]
        for one in decisions
    ]


def _fitted() -> object:
    curves = fitted([*examples(400), *examples(120, judge="llm", seed=2)])
    return [[one.judge, one.label, one.method, [round(chance, 4) for chance in one.chances]] for one in curves]


def _chosen() -> object:
    claim = PAIRS[0].claim
    documents = [
        builders.document(f"Nothing new. {pair.passage} That is all.", publisher=f"P{n}")
        for n, pair in enumerate(PAIRS)
    ]
    found = Found(builders.query(claim), tuple(Hit(document, 1.0) for document in documents))
    items = choose_passages(claim, [found], per_claim=8, per_document=2)
    return [[item.passage.start, item.passage.end, item.passage.text, item.passage.origin] for item in items]


def _counted() -> object:
    claim = independence_cases.CLAIM
    evidence = [builders.evidence(claim, document) for document in independence_cases.DOCUMENTS]
    told = [item.passage for item in counted(claim, evidence, load_publishers())]
    own = OwnStory.of(*independence_cases.ARTICLE)
    return [
        [[one.origin, one.origin_reason, one.standing] for one in told],
        [own.why(document) for document in independence_cases.DOCUMENTS],
    ]


def _read_from_wikis() -> object:
    return wiki_text.read_wiki_html(WIKI_PAGE)


def _asked() -> object:
    texts = [pair.claim.text for pair in PAIRS] + [
        '“Two words” -not AND (U.S. or "open',
        "x" * 500,
        "5.5% of $3,000; Kyiv’s",
    ]
    return [query_text.plain_query(text, most_characters=120, most_words=16) for text in texts]


def _best_spans() -> object:
    text = "\n".join(pair.passage for pair in PAIRS)
    return [best_spans.spans_of(text, pair.claim.text) for pair in PAIRS]


def _matched() -> object:
    day = date(2025, 3, 4)
    found = []
    for pair in (*SAME, *DIFFERENT):
        claim = builders.claim(pair.first, kind="quote" if pair.said_by else "event", speaker=pair.said_by)
        match = ClaimMatcher(claim).match(Reviewed(pair.second, pair.said_by, day, day))
        found.append([match.how, round(match.score, 6)] if match else None)
    return found


def _rated() -> object:
    return sorted(load_ratings().labels.items())


PARTS: Mapping[str, tuple[str, Callable[[], object]]] = {
    "judges.lexical": (LexicalJudge.version, _judged),
    "judges.nli": (NliJudge(reader()).version, _read_locally),
    "planners.offline": (OfflinePlanner().version, _planned),
    "combine": (str(combine.VERSION), _decided),
    "confidence": (str(confidence.VERSION), _fitted),
    "passages": (f"{passages.VERSION} {ranking.version()}", _chosen),
    "sources.wiki_text": (str(wiki_text.VERSION), _read_from_wikis),
    "sources.query_text": (str(query_text.VERSION), _asked),
    "sources.best_spans": (best_spans.VERSION, _best_spans),
    "independence": (f"{independence.VERSION} {own_story.VERSION}", _counted),
    "reviewed_claims": (reviewed_claims.VERSION, _matched),
    "ratings": (load_ratings().version, _rated),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_result_changes_only_with_its_version(part: str) -> None:
    version, make = PARTS[part]
    golden, result = json.loads(GOLDEN.read_text())[part], content_id("gold", make())
    if version == golden["version"]:
        assert result == golden["result"], f"the results of {part} have changed: raise its VERSION"
    else:
        pytest.fail(f"{part} has a new VERSION: write {version!r} and {result!r} into golden.json")
