"""When a person must look again: the tasks that new verdicts and reviews open and close.

The store asks for them in the very transaction that brings a verdict or a review, so that no way of making one (a
check, a re-check, a batch) can leave a contradiction unseen, and a process that is killed leaves both or neither.

| what is new | what it does |
|---|---|
| a verdict other than the desk's decision | opens a contradiction; what is shown stays the decision |
| a verdict other than what is published | opens a correction, in place of a contradiction |
| a verdict that says the same again | closes what an earlier verdict had opened |
| a review | closes the claim's contradictions: a person has looked again |
| a review other than what is published | opens a correction |
| a review that says what is published | closes its corrections |

`not_enough_evidence` of the machine contradicts nobody: it only does not know. While a task is open no other is opened
for the same decision or publication. One that a person closed does not come back for the same label, unless the
evidence has changed since.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from warehouse.columns import column_list, record_from
from warehouse.reads import Reads
from warehouse.records import MACHINE, MOMENT, Cause, Label, Record, Review, Task, TaskEvent, Verdict

_NEW_EVIDENCE: frozenset[Cause] = frozenset({"new_evidence", "evidence_gone"})

# Every name in these queries is a record's own field; values are parameters.
# The claims in question with those that they succeed (up) and those that succeed them (down).
_FAMILY = """
WITH RECURSIVE wanted AS (SELECT DISTINCT unnest($1::VARCHAR[]) AS claim_id),
up (claim_id, other_id, distance) AS (
    SELECT claim_id, claim_id, 0 FROM wanted
    UNION
    SELECT u.claim_id, k.to_claim_id, u.distance + 1
    FROM up u JOIN claim_links k ON k.from_claim_id = u.other_id AND k.relation = 'succeeds'
    WHERE u.distance < 100
),
down (claim_id, other_id, distance) AS (
    SELECT claim_id, claim_id, 0 FROM wanted
    UNION
    SELECT d.claim_id, k.from_claim_id, d.distance + 1
    FROM down d JOIN claim_links k ON k.to_claim_id = d.other_id AND k.relation = 'succeeds'
    WHERE d.distance < 100
),
family AS (SELECT claim_id, other_id FROM up UNION SELECT claim_id, other_id FROM down)
"""
_REVIEW = f"""
{_FAMILY}
SELECT u.claim_id AS wanted_id, {column_list(Review, "r")}
FROM up u JOIN reviews r ON r.claim_id = u.other_id
QUALIFY row_number() OVER (PARTITION BY u.claim_id ORDER BY r.reviewed_at DESC, r.review_id DESC) = 1
"""  # noqa: S608
_PUBLISHED = f"""
{_FAMILY}
SELECT f.claim_id AS wanted_id, p.publication_id, p.rating, p.label, p.published_on
FROM family f JOIN publication_states p ON p.claim_id = f.other_id AND p.status <> 'withdrawn'
ORDER BY p.publication_id
"""  # noqa: S608
_TASKS = f"""
{_FAMILY}
SELECT f.claim_id AS wanted_id, e."by" AS closed_by, {column_list(Task, "t")}
FROM family f JOIN tasks t ON t.claim_id = f.other_id
LEFT JOIN task_events e ON e.task_id = t.task_id AND e.event = 'closed'
ORDER BY e."at" NULLS LAST, t.task_id
"""  # noqa: S608

_OPENED = """
SELECT task_id, "at" FROM task_events WHERE event = 'opened' AND task_id IN (SELECT unnest(?::VARCHAR[]))
"""


@dataclass(frozen=True)
class Published:
    """A publication that was not withdrawn, as it stands."""

    publication_id: str
    rating: str
    label: Label
    published_on: date


@dataclass(frozen=True)
class KnownTask:
    """A task, and who closed it; None while it is open."""

    task: Task
    closed_by: str | None


@dataclass
class _Standing:
    """What stands for one claim: the desk's decision, what is published, and the tasks there have been."""

    review: Review | None = None
    published: list[Published] = field(default_factory=list)
    tasks: list[KnownTask] = field(default_factory=list)

    def open(self, subject_id: str) -> list[Task]:
        """The open tasks about a review or a publication."""
        return [one.task for one in self.tasks if one.closed_by is None and _subject(one.task) == subject_id]

    def is_answered(self, subject_id: str, verdict: Verdict) -> bool:
        """Whether a person is looking at it already, or has looked at the same label on the same evidence."""
        if self.open(subject_id):
            return True
        closed = [one for one in self.tasks if _subject(one.task) == subject_id and one.closed_by != MACHINE]
        return bool(closed) and closed[-1].task.label == verdict.label and verdict.cause not in _NEW_EVIDENCE


def tasks_after(reads: Reads, verdicts: Sequence[Verdict], reviews: Sequence[Review]) -> list[Record]:
    """The tasks and events that follow from verdicts and reviews which are new in the warehouse that `reads` sees."""
    if not (verdicts or reviews) or not reads.read("SELECT 1 FROM reviews LIMIT 1"):
        return []
    standing = _standing(reads, {one.claim_id for one in verdicts} | {one.claim_id for one in reviews})
    latest = {one.claim_id: one for one in sorted(verdicts, key=lambda one: one.decided_at)}
    records: list[Record] = []
    for verdict in latest.values():
        records += _after_verdict(reads, verdict, standing[verdict.claim_id])
    for review in reviews:
        records += _after_review(reads, review, standing[review.claim_id])
    return records


def closing(reads: Reads, task_ids: Sequence[str], *, by: str, note: str, at: datetime) -> list[TaskEvent]:
    """The events that close tasks, each later than what opened its task, whatever the clocks of two machines say."""
    rows = reads.read(_OPENED, [list(task_ids)]) if task_ids else []
    earliest = {str(row["task_id"]): row["at"] + MOMENT for row in rows}
    return [
        TaskEvent(
            event_id=TaskEvent.id_for(task_id, "closed"),
            task_id=task_id,
            event="closed",
            by=by,
            note=note,
            at=max(at, earliest.get(task_id, at)),
        )
        for task_id in task_ids
    ]


def _standing(reads: Reads, claim_ids: set[str]) -> dict[str, _Standing]:
    found: defaultdict[str, _Standing] = defaultdict(_Standing)
    wanted = [sorted(claim_ids)]
    for row in reads.read(_REVIEW, wanted):
        claim_id = str(row.pop("wanted_id"))
        found[claim_id].review = record_from(Review, row)
    for row in reads.read(_PUBLISHED, wanted):
        claim_id = str(row.pop("wanted_id"))
        found[claim_id].published.append(Published(**row))
    for row in reads.read(_TASKS, wanted):
        claim_id, closed_by = str(row.pop("wanted_id")), row.pop("closed_by")
        found[claim_id].tasks.append(KnownTask(record_from(Task, row), closed_by))
    return found


def _after_verdict(reads: Reads, verdict: Verdict, standing: _Standing) -> Iterator[Record]:
    if verdict.label == "not_enough_evidence":
        return
    says = f"the machine now says {_words(verdict.label)} ({_words(verdict.cause)})"
    for published in standing.published:
        if published.label == verdict.label:
            yield from _agreed(reads, standing.open(published.publication_id), verdict)
        elif not standing.is_answered(published.publication_id, verdict):
            task = _task("correction", verdict.claim_id, verdict.label, f"{_as_published(published)}; {says}.",
                         verdict_id=verdict.verdict_id, publication_id=published.publication_id)  # fmt: skip
            yield from _opened(task, MACHINE, verdict.decided_at)
    review = standing.review
    if review is None or standing.published:
        return
    if review.label == verdict.label:
        yield from _agreed(reads, standing.open(review.review_id), verdict)
    elif not standing.is_answered(review.review_id, verdict):
        told = f"{review.reviewer} decided on {_day(review.reviewed_at)} that it is {_words(review.label)}; {says}."
        task = _task("contradiction", verdict.claim_id, verdict.label, told, verdict_id=verdict.verdict_id,
                     review_id=review.review_id)  # fmt: skip
        yield from _opened(task, MACHINE, verdict.decided_at)


def _after_review(reads: Reads, review: Review, standing: _Standing) -> Iterator[Record]:
    looked = [one.task.task_id for one in standing.tasks if one.closed_by is None and one.task.kind == "contradiction"]
    note = f"decided anew: {_words(review.label)}"
    yield from closing(reads, looked, by=review.reviewer, note=note, at=review.reviewed_at)
    for published in standing.published:
        if published.label == review.label:
            confirmed = [task.task_id for task in standing.open(published.publication_id)]
            yield from closing(reads, confirmed, by=review.reviewer, note=note, at=review.reviewed_at)
        elif not standing.open(published.publication_id):
            told = f"{_as_published(published)}; {review.reviewer} has decided since that it is {_words(review.label)}."
            task = _task("correction", review.claim_id, review.label, told, review_id=review.review_id,
                         publication_id=published.publication_id)  # fmt: skip
            yield from _opened(task, review.reviewer, review.reviewed_at)


def _agreed(reads: Reads, tasks: Iterable[Task], verdict: Verdict) -> list[TaskEvent]:
    """What an earlier verdict had opened is closed; what a person's decision opened is for a person."""
    ids = [task.task_id for task in tasks if task.verdict_id is not None]
    return closing(
        reads, ids, by=MACHINE, note=f"the machine says {_words(verdict.label)} again", at=verdict.decided_at
    )


def _task(
    kind: str,
    claim_id: str,
    label: Label,
    reason: str,
    *,
    verdict_id: str | None = None,
    review_id: str | None = None,
    publication_id: str | None = None,
) -> Task:
    return Task.model_validate(
        {
            "task_id": Task.id_for(kind, claim_id, verdict_id, review_id, publication_id),
            "kind": kind,
            "claim_id": claim_id,
            "label": label,
            "reason": reason,
            "verdict_id": verdict_id,
            "review_id": review_id,
            "publication_id": publication_id,
        }
    )


def _opened(task: Task, by: str, at: datetime) -> tuple[Record, ...]:
    event_id = TaskEvent.id_for(task.task_id, "opened")
    return task, TaskEvent(event_id=event_id, task_id=task.task_id, event="opened", by=by, note=task.reason, at=at)


def _subject(task: Task) -> str | None:
    return task.publication_id or task.review_id


def _as_published(published: Published) -> str:
    return f"Published on {_day(published.published_on)} as “{published.rating}”"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _words(name: str) -> str:
    return name.replace("_", " ")
