"""Which claims are due for another check, and why: decided in a few queries over all claims at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast, get_args

from flows.changed_evidence import changed_evidence
from flows.recheck_policy import Policy
from verifiers.history import is_judge, kind_of
from verifiers.outcomes import Cutoff
from verifiers.publishers import Publishers
from verifiers.sources.corpus import CorpusSource
from verifiers.verify import Verifier
from warehouse.batches import claims_ready, claims_waiting
from warehouse.reads import Reads
from warehouse.records import Cause, Document, Step

# The most pressing first: a claim is told under the first of its reasons.
Reason = Literal[
    "batch",
    "flag",
    "event",
    "where",
    "unfinished",
    "evidence_gone",
    "evidence_new",
    "model",
    "prompt",
    "code",
    "calibration",
    "publishers",
    "planner",
    "age",
]
REASONS: tuple[Reason, ...] = get_args(Reason)
# What is to be done, the least first: combine again what was read, have the frozen evidence read again, search again.
Work = Literal["decide", "replay", "search"]
WORKS: tuple[Work, ...] = get_args(Work)

_SWITCHES: Mapping[Reason, str] = {
    "flag": "flagged",
    "event": "event_came",
    "unfinished": "unfinished",
    "evidence_gone": "evidence_changed",
    "evidence_new": "evidence_changed",
    "model": "model_changed",
    "prompt": "prompt_changed",
    "code": "code_changed",
    "calibration": "calibration_changed",
    "publishers": "publishers_changed",
    "planner": "planner_changed",
}
_OF_CAUSE: Mapping[Cause, Reason] = {"model_changed": "model", "prompt_changed": "prompt", "code_changed": "code"}

_BY_TIME = """
SELECT reason, list(DISTINCT claim_id) AS claim_ids
FROM due_claims(
    moment := $1,
    not_enough_evidence_days := $2,
    conflicting_days := $3,
    supported_days := $4,
    refuted_days := $5,
    threshold := $6
)
GROUP BY reason
"""
# What the lists of publishers, and the desk's edits of them, have to say of the documents that a verdict rests on.
_BY_PUBLISHER = """
SELECT
    v.claim_id,
    any_value(v.versions['publishers']) AS told,
    list(DISTINCT {'publisher': d.publisher, 'url': d.url, 'document_type': d.document_type}) AS documents
FROM (
    SELECT claim_id, versions, unnest(string_split(coalesce(versions['documents'], ''), ' ')) AS document_id
    FROM standing_verdicts
    WHERE versions['publishers'] IS NOT NULL
) v
JOIN documents d ON d.document_id = v.document_id
SEMI JOIN (FROM claims SEMI JOIN latest_extractions USING (extraction_id)) c ON c.claim_id = v.claim_id
GROUP BY v.claim_id
"""
# What no version of a judge, or of the rules, can change is a verdict that rests on no judgement: nothing was found.
_BY_VERSION = """
WITH wanted AS (SELECT unnest($1::VARCHAR[]) AS component, unnest($2::VARCHAR[]) AS version),
standing AS (
    SELECT v.claim_id, v.versions, len(v.judgement_ids) > 0 AS is_judged
    FROM standing_verdicts v
    SEMI JOIN (FROM claims SEMI JOIN latest_extractions USING (extraction_id)) c ON c.claim_id = v.claim_id
),
differing AS (
    SELECT s.claim_id, s.is_judged, w.component, s.versions[w.component] AS before, w.version AS after
    FROM standing s, wanted w
    WHERE s.versions[w.component] IS DISTINCT FROM w.version
    UNION ALL
    SELECT claim_id, is_judged, entry.key, entry.value, NULL
    FROM (SELECT claim_id, is_judged, unnest(map_entries(versions)) AS entry FROM standing)
    WHERE starts_with(entry.key, 'judge.')
      AND NOT ends_with(entry.key, '.model')
      AND entry.key NOT IN (SELECT component FROM wanted)
)
SELECT component, before, after, list(claim_id) AS claim_ids
FROM differing
WHERE is_judged OR NOT (starts_with(component, 'judge.') OR component = 'rules')
GROUP BY ALL
"""
# A verdict that leans to nothing is by no calibration, and another one would not have it lean.
_BY_CALIBRATION = """
SELECT v.claim_id
FROM standing_verdicts v
SEMI JOIN (FROM claims SEMI JOIN latest_extractions USING (extraction_id)) c ON c.claim_id = v.claim_id
WHERE v.origins_supporting + v.origins_refuting > 0
  AND v.versions['calibration'] IS DISTINCT FROM $1
  AND (v.versions['calibration'] IS NOT NULL OR v.label <> 'not_enough_evidence')
"""
# A claim that waits for its day can be looked at on no day before, and what only its outlet can know on none.
_OF_CLAIMS = """
WITH wanted AS (SELECT unnest($1::VARCHAR[]) AS claim_id),
looks AS (
    SELECT s.item_id, max(s.checked_at) AS looked_at
    FROM steps s
    SEMI JOIN wanted w ON w.claim_id = s.item_id
    WHERE s.stage IN ('verify', 'judge')
    GROUP BY s.item_id
)
SELECT c.claim_id, c.article_id, c.extraction_id, l.looked_at
FROM claims c
SEMI JOIN latest_extractions e ON e.extraction_id = c.extraction_id
SEMI JOIN wanted w ON w.claim_id = c.claim_id
LEFT JOIN looks l ON l.item_id = c.claim_id
WHERE c.checkable
  AND c.status <> 'sole_witness'
  AND (c.status <> 'awaiting_event' OR coalesce(coalesce(c.about_to, c.about_from) < $2::TIMESTAMPTZ::DATE, false))
ORDER BY c.article_id, c.ordinal, c.claim_id
"""


@dataclass(frozen=True)
class Due:
    """One claim that is due: its reasons, the most pressing first, and the least that can change what is believed."""

    claim_id: str
    article_id: str
    extraction_id: str
    reasons: tuple[Reason, ...]
    work: Work
    looked_at: datetime | None  # when it was last checked, as far as was known then; see `last_looked`

    @property
    def reason(self) -> Reason:
        return self.reasons[0]


@dataclass(frozen=True)
class Wanted:
    """What decides which claims are due, beside the policy. `matching` are the claims of its `where`."""

    verifier: Verifier
    corpus: CorpusSource | None
    cutoff: Cutoff
    threshold: float
    documents_per_search: int
    matching: frozenset[str] = frozenset()
    model: tuple[str, str] | None = None  # where it is and its name: whoever waits for a batch of it is not due


class _Reasons:
    """Why each claim is due, as it is being found out."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self.of: dict[str, set[Reason]] = defaultdict(set)
        self.work: dict[str, Work] = {}

    def wants(self, reason: Reason) -> bool:
        switch = _SWITCHES.get(reason)
        return switch is None or self._policy.when[switch]

    def add(self, claim_ids: Iterable[str], reason: Reason, work: Work) -> None:
        if not self.wants(reason):
            return
        for claim_id in claim_ids:
            self.of[claim_id].add(reason)
            self.work[claim_id] = max(work, self.work.get(claim_id, work), key=WORKS.index)


def decide_due(reads: Reads, policy: Policy, wanted: Wanted, now: datetime) -> list[Due]:
    """The claims that are due now, by article in the order of its text. Raises WarehouseError, SourceError."""
    found = _Reasons(policy)
    ages = [policy.days(label) for label in ("not_enough_evidence", "conflicting", "supported", "refuted")]
    for row in reads.read(_BY_TIME, [now, *ages, wanted.threshold]):
        found.add(row["claim_ids"], cast("Reason", row["reason"]), "search")
    found.add(wanted.matching, "where", "search")
    for claim_id, work in claims_ready(reads).items():
        found.add([claim_id], "batch", cast("Work", work))
    if wanted.corpus is not None and found.wants("evidence_new"):
        changed = changed_evidence(reads, wanted.corpus.news, limit=wanted.documents_per_search)
        found.add(changed.gone, "evidence_gone", "search")
        found.add(changed.new, "evidence_new", "search")
    versions = wanted.verifier.versions(wanted.cutoff)
    for row in reads.read(_BY_VERSION, [list(versions), list(versions.values())]):
        reason, work = _of_version(row["component"], row["before"], row["after"])
        found.add(row["claim_ids"], reason, work)
    rows = reads.read(_BY_CALIBRATION, [wanted.verifier.calibration_version])
    found.add((str(row["claim_id"]) for row in rows), "calibration", "decide")
    if found.wants("publishers"):
        found.add(_told_otherwise(reads, wanted.verifier.publishers), "publishers", "search")
    for claim_id in claims_waiting(reads, *wanted.model) if wanted.model else ():
        found.of.pop(claim_id, None)
    return _due(reads, found, now)


def _told_otherwise(reads: Reads, publishers: Publishers) -> Iterator[str]:
    """The claims whose verdict rests on documents of publishers of whom something else is known now."""
    known: dict[tuple[object, ...], Document] = {}
    for row in reads.read(_BY_PUBLISHER):
        documents = [known.setdefault(tuple(one.values()), _published_as(one)) for one in row["documents"]]
        if publishers.facts(documents) != row["told"]:
            yield str(row["claim_id"])


def _published_as(told: Mapping[str, Any]) -> Document:
    """A document of which nothing is known but its publisher: no more of it is asked for."""
    nothing = datetime.min.replace(tzinfo=UTC)
    return Document(document_id="", retrieved_at=nothing, source="", text="", text_hash="", origin="", **told)


def _of_version(component: str, before: str | None, after: str | None) -> tuple[Reason, Work]:
    """What a changed version of a component is called, and what is to be done for it."""
    if component == "planner":
        return "planner", "search"
    reason = _OF_CAUSE.get(kind_of(component, before, after), "code")
    if is_judge(component):
        return reason, "replay"
    return reason, "decide" if component == "rules" else "search"


def _due(reads: Reads, found: _Reasons, now: datetime) -> list[Due]:
    if not found.of:
        return []
    return [
        Due(
            claim_id=row["claim_id"],
            article_id=row["article_id"],
            extraction_id=row["extraction_id"],
            reasons=tuple(sorted(found.of[row["claim_id"]], key=REASONS.index)),
            work=found.work[row["claim_id"]],
            looked_at=row["looked_at"],
        )
        for row in reads.read(_OF_CLAIMS, [sorted(found.of), now])
    ]


def last_looked(steps: Iterable[Step]) -> dict[str, datetime]:
    """When each claim was last checked, by a search or on the evidence that it has."""
    looks: dict[str, datetime] = {}
    for step in steps:
        if step.stage in ("verify", "judge"):
            looks[step.item_id] = max(step.checked_at, looks.get(step.item_id, step.checked_at))
    return looks


def by_article(due: Sequence[Due]) -> dict[str, list[Due]]:
    """The due claims of each article; the article with the most pressing reason first."""
    articles: dict[str, list[Due]] = defaultdict(list)
    for one in due:
        articles[one.article_id].append(one)
    pressing = {article_id: min(REASONS.index(one.reason) for one in claims) for article_id, claims in articles.items()}
    return {article_id: articles[article_id] for article_id in sorted(articles, key=lambda key: (pressing[key], key))}


def counts_by_reason(due: Collection[Due]) -> dict[Reason, int]:
    """How many claims are due for each reason, each claim under its most pressing one."""
    counts: dict[Reason, int] = defaultdict(int)
    for one in due:
        counts[one.reason] += 1
    return {reason: counts[reason] for reason in REASONS if reason in counts}
