"""One claim with everything that the warehouse knows of it, for `claimhouse show`."""

from dataclasses import dataclass
from datetime import date, datetime

from warehouse.errors import BadInputError, QueryError
from warehouse.places import Place
from warehouse.reads import Reads
from warehouse.records import (
    Article,
    ArticleVersion,
    Claim,
    ClaimLink,
    Document,
    Extraction,
    Failure,
    Judgement,
    Label,
    Passage,
    Query,
    Review,
    Search,
    Step,
    Verdict,
)
from warehouse.snapshot import reading
from warehouse.store import Session

_CANDIDATES = 5
_ELSEWHERE = """
SELECT claim_id, claim, speaker, headline, outlet, url, published_at, is_reprint
FROM claim_repetitions
WHERE group_id = (SELECT group_id FROM same_claims WHERE claim_id = $1) AND article_id <> $2
ORDER BY published_at NULLS LAST, claim_id
"""
_GAPS = """
SELECT gap, query, purpose, language, source, url, title, reason, would_settle
FROM evidence_gaps WHERE claim_id = $1
ORDER BY gap, purpose, query, source, url
"""


@dataclass(frozen=True)
class Repetition:
    """The same claim in another article. `is_reprint`: that article was taken from a telling that is there already."""

    claim_id: str
    claim: str
    speaker: str | None
    headline: str | None
    outlet: str | None
    url: str | None
    published_at: datetime | None
    is_reprint: bool


_EARLIER = """
SELECT publisher, rating, rating_label, url, reviewed_on, reviewed_claim, matched_by, title, text, source
FROM earlier_fact_checks
WHERE claim_id = $1
ORDER BY reviewed_on DESC NULLS LAST, publisher, document_id
"""


@dataclass(frozen=True)
class EarlierCheck:
    """What a fact-checker, or the desk itself, has made of this claim before: a row of `earlier_fact_checks`."""

    publisher: str | None
    rating: str | None
    rating_label: Label | None
    url: str | None
    reviewed_on: date | None
    reviewed_claim: str
    matched_by: str | None
    title: str | None
    text: str
    source: str


@dataclass(frozen=True)
class Gap:
    """What a claim's evidence lacks, as the view `evidence_gaps` has it."""

    gap: str
    query: str | None
    purpose: str | None
    language: str | None
    source: str | None
    url: str | None
    title: str | None
    reason: str | None
    would_settle: str | None


@dataclass(frozen=True)
class OpenTask:
    """What a person has still to do on a claim: a row of `open_tasks`."""

    task_id: str
    kind: str
    reason: str


@dataclass(frozen=True)
class Published:
    """A check that the desk has published, as its corrections have left it: a row of `publication_states`."""

    url: str
    status: str  # published, corrected or withdrawn
    rating: str
    published_on: date
    last_note: str | None


_TASKS = "SELECT task_id, kind, reason FROM open_tasks WHERE claim_id = $1 ORDER BY opened_at, task_id"
_PUBLISHED = """
SELECT url, status, rating, published_on, last_note FROM publication_states
WHERE list_contains($1, claim_id) ORDER BY published_on, publication_id
"""


@dataclass(frozen=True)
class Trail:
    """A claim's whole trail. What was found for a claim that this one succeeds is part of it.

    `ancestor_ids` are those claims, the nearest first; `verdicts` run from the oldest to the newest, `standing` is the
    one that holds (None while unchecked; `reviews`, oldest first, outrank it); `failures` are the open ones.
    """

    claim: Claim
    status: str
    status_reason: str | None
    article: Article | None
    version: ArticleVersion | None
    extraction: Extraction | None
    ancestor_ids: tuple[str, ...]
    links: tuple[ClaimLink, ...]
    elsewhere: tuple[Repetition, ...]  # where else the same is said, the earliest first
    earlier: tuple[EarlierCheck, ...]  # the newest first
    queries: tuple[Query, ...]
    searches: tuple[Search, ...]
    passages: tuple[Passage, ...]
    documents: tuple[Document, ...]
    judgements: tuple[Judgement, ...]
    verdicts: tuple[Verdict, ...]
    standing: Verdict | None
    reviews: tuple[Review, ...]
    failures: tuple[Failure, ...]
    steps: tuple[Step, ...]
    gaps: tuple[Gap, ...]
    tasks: tuple[OpenTask, ...]  # the first opened first
    published: tuple[Published, ...]  # the first published first


def claim_trail(path: Place, claim_id: str) -> Trail | None:
    """The trail of a claim, named by its id or an unambiguous beginning of it, with or without `clm_`.

    Reads the snapshot, made anew if stale and nobody writes; None where there is no such claim. Raises QueryError for
    an ambiguous beginning, naming the candidates, and WarehouseError as `reading` does.
    """
    with reading(path, memory_limit="1GB", threads=2) as connection:
        reads = Session(connection, path)
        whole_id = claim_id_of(reads, claim_id.strip())
        return _trail_of(reads, whole_id) if whole_id else None


def claim_id_of(reads: Reads, beginning: str) -> str | None:
    """The claim that an id, or an unambiguous beginning of one, names; None for none. Raises QueryError for several."""
    if not beginning:
        raise QueryError("no claim is named: give a claim_id, such as one that `claimhouse check` printed")
    found = reads.read(
        "SELECT claim_id, any_value(text) AS text FROM claims"
        " WHERE starts_with(claim_id, $1) OR starts_with(claim_id, 'clm_' || $1)"
        " GROUP BY claim_id ORDER BY claim_id <> $1, claim_id",
        [beginning],
    )
    if not found:
        return None
    if len(found) > 1 and found[0]["claim_id"] != beginning:
        listed = "; ".join(f"{row['claim_id']} ({row['text'][:60]})" for row in found[:_CANDIDATES])
        more = f" and {len(found) - _CANDIDATES} more" if len(found) > _CANDIDATES else ""
        raise QueryError(f"{beginning} is the beginning of {len(found)} claims, so give more of it: {listed}{more}")
    return str(found[0]["claim_id"])


def known_claim_id(reads: Reads, beginning: str, place: Place) -> str:
    """The claim that is named so in the warehouse at `place`. Raises BadInputError where there is none."""
    claim_id = claim_id_of(reads, beginning.strip())
    if claim_id is None:
        raise BadInputError(f"There is no claim {beginning} in {place}: see the claim_id in current_claims.")
    return claim_id


def _trail_of(reads: Reads, claim_id: str) -> Trail:
    claim = reads.claims([claim_id])[0]
    lineage = reads.read(
        "SELECT ancestor_id FROM claim_lineage WHERE claim_id = ? ORDER BY distance, ancestor_id", [claim_id]
    )
    ids = [str(row["ancestor_id"]) for row in lineage]
    now = reads.read("SELECT status, status_reason FROM current_claims WHERE claim_id = ?", [claim_id])
    passages = reads.passages_for(ids)
    return Trail(
        claim=claim,
        status=now[0]["status"] if now else claim.status,
        status_reason=now[0]["status_reason"] if now else "a newer extraction no longer has this claim",
        article=reads.article(claim.article_id),
        version=reads.version(claim.version_id),
        extraction=reads.extraction(claim.extraction_id),
        ancestor_ids=tuple(ids[1:]),
        links=tuple(reads.links_of([claim_id])),
        elsewhere=tuple(Repetition(**row) for row in reads.read(_ELSEWHERE, [claim_id, claim.article_id])),
        earlier=tuple(EarlierCheck(**row) for row in reads.read(_EARLIER, [claim_id])),
        queries=tuple(reads.queries(ids)),
        searches=tuple(reads.searches(ids)),
        passages=tuple(passages),
        documents=tuple(reads.documents(sorted({passage.document_id for passage in passages}))),
        judgements=tuple(reads.judgements_on(ids)),
        verdicts=tuple(reads.verdicts_on(ids)),
        standing=reads.latest_verdicts([claim_id]).get(claim_id),
        reviews=tuple(reads.reviews(ids)),
        failures=tuple(reads.failures([claim_id, claim.article_id])),
        steps=tuple(reads.steps([claim_id])),
        gaps=tuple(Gap(**row) for row in reads.read(_GAPS, [claim_id])),
        tasks=tuple(OpenTask(**row) for row in reads.read(_TASKS, [claim_id])),
        published=tuple(Published(**row) for row in reads.read(_PUBLISHED, [ids])),
    )
