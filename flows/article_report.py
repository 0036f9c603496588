"""What a run tells of one article: what came of its claims, or why it could not be taken through."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from extractors.building import article_day
from gateways.errors import BudgetSpentError
from verifiers.outcomes import Checked
from verifiers.telling import day
from warehouse.records import Article, Failure

_OLD = timedelta(days=90)  # before an article: what is older can tell of its background alone


def is_waiting(failures: Iterable[Failure]) -> bool:
    """Whether it was the budget that was in the way: then there is nothing to mend, and the next run goes on."""
    return any(failure.error == BudgetSpentError.__name__ for failure in failures)


def may_pass(failures: Iterable[Failure]) -> bool:
    """Whether any of them may pass by itself within minutes, as an outage does and a budget that is spent does not."""
    return any(failure.transient and failure.error != BudgetSpentError.__name__ for failure in failures)


def old_evidence(article: Article, checked: Sequence[Checked]) -> str | None:
    """That all documents found for an article's claims are much older than it is, in a sentence.

    It is the corpus that is old then, and not each claim that lacks something. None where a document is newer, or where
    the article or a document has no date.
    """
    documents = {document.document_id: document for result in checked for document in result.documents}
    published = [document.published_at for document in documents.values()]
    told = [moment for moment in published if moment]
    written = article_day(article)
    if not told or len(told) < len(published) or written is None or max(told).date() > written - _OLD:
        return None
    return (
        f"All evidence that was found is older than the article of {day(written)}, the newest of {day(max(told))}: "
        "what it tells as new needs newer sources."
    )


class ArticleFailedError(Exception):
    """An article could not be taken through a stage. Its Failure is already stored."""

    def __init__(self, source: str, failure: Failure) -> None:
        super().__init__(f"{source}: {failure.message}")
        self.source = source
        self.failure = failure

    @property
    def may_pass(self) -> bool:
        """Whether another try may succeed."""
        return may_pass([self.failure])


@dataclass(frozen=True)
class ArticleReport:
    """What became of one article in this run. Counts are of claims."""

    source: str
    article_id: str
    headline: str | None
    claims: int
    dropped: int  # proposed by a model and not true to the article: each is a Failure
    worth: int  # at or above the threshold of check-worthiness, and nothing to wait for
    due: int  # of these, with evidence to look for
    decided: int  # new verdicts
    unchanged: int  # nothing to do, or the same judgements as before
    failed: int
    waiting: int = 0  # for a budget to come: the model was not asked
    repeated: int = 0  # claims newly found to be said in another article too
    failures: tuple[Failure, ...] = ()
    note: str | None = None  # what a reader of the claims must know of how the article was read
    of_evidence: str | None = None  # and what of the evidence that was found for them
    unfinished: tuple[str, ...] = ()  # the claims among those that failed that another try may bring through

    @property
    def passing(self) -> tuple[Failure, ...]:
        """What went wrong that another try may bring through."""
        return tuple(failure for failure in self.failures if may_pass([failure]))

    def after(self, earlier: "ArticleReport") -> "ArticleReport":
        """What became of it in all, where this run has tried it before: that try's verdicts are unchanged by now."""
        return replace(
            self,
            dropped=max(self.dropped, earlier.dropped),
            decided=earlier.decided + self.decided,
            unchanged=max(0, self.unchanged - earlier.decided),
            repeated=earlier.repeated + self.repeated,
            note=self.note or earlier.note,
            of_evidence=self.of_evidence or earlier.of_evidence,
        )
