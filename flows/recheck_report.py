"""What a recheck tells of one article: what came of its due claims."""

from dataclasses import dataclass, replace

from flows.article_report import may_pass
from flows.progress import counted, each_counted
from warehouse.records import Failure


@dataclass(frozen=True)
class RecheckReport:
    """What became of one article's due claims. Counts are of claims."""

    article_id: str
    headline: str | None
    due: int
    decided: int  # new verdicts
    flipped: int  # of these, with another label than the one before
    unchanged: int
    failed: int
    waiting: int = 0  # for a budget to come: the model was not asked
    batched: int = 0  # for a batch: the model was not asked yet
    overtaken: int = 0  # another run checked them meanwhile
    failures: tuple[Failure, ...] = ()
    unfinished: tuple[str, ...] = ()  # the claims among those that failed that another try may bring through

    @property
    def passing(self) -> tuple[Failure, ...]:
        """What went wrong that another try may bring through; nothing of claims that wait for a batch or a budget."""
        return tuple(failure for failure in self.failures if self.unfinished and may_pass([failure]))

    def after(self, earlier: "RecheckReport") -> "RecheckReport":
        """What became of the article in all, where this try was of the claims that the earlier one left unfinished."""
        return replace(
            self,
            due=earlier.due,
            decided=earlier.decided + self.decided,
            flipped=earlier.flipped + self.flipped,
            unchanged=earlier.unchanged + self.unchanged,
            failed=earlier.failed - len(earlier.unfinished) + self.failed,
            waiting=earlier.waiting + self.waiting,
            batched=earlier.batched + self.batched,
            overtaken=earlier.overtaken + self.overtaken,
        )

    @property
    def line(self) -> str:
        """The same in a line, for who watches the run."""
        parts = [f"{self.due} due"]
        if self.decided:
            parts.append(counted(self.decided, "new verdict"))
        parts += each_counted(
            (self.flipped, "with another label"),
            (self.unchanged, "unchanged"),
            (self.overtaken, "checked by another run meanwhile"),
            (self.batched, "waiting for a batch"),
            (self.waiting, "waiting, for the budget is spent"),
            (self.failed, "failed"),
        )
        return f"{self.headline or self.article_id}: {', '.join(parts)}"
