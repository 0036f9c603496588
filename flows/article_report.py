"""What a run tells of one article: what came of its claims, or why it could not be taken through."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from gateways.errors import BudgetSpentError
from warehouse.records import Failure


def is_waiting(failures: Iterable[Failure]) -> bool:
    """Whether it was the budget that was in the way: then there is nothing to mend, and the next run goes on."""
    return any(failure.error == BudgetSpentError.__name__ for failure in failures)


def may_pass(failures: Iterable[Failure]) -> bool:
    """Whether any of them may pass by itself within minutes, as an outage does and a budget that is spent does not."""
    return any(failure.transient and failure.error != BudgetSpentError.__name__ for failure in failures)


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
    unfinished: tuple[str, ...] = ()  # the claims among those that failed that another try may bring through

    def after(self, earlier: "ArticleReport") -> "ArticleReport":
        """What became of it in all, where this run has tried it before: that try's verdicts are unchanged by now."""
        return replace(
            self,
            dropped=max(self.dropped, earlier.dropped),
            decided=earlier.decided + self.decided,
            unchanged=max(0, self.unchanged - earlier.decided),
            repeated=earlier.repeated + self.repeated,
            note=self.note or earlier.note,
        )
