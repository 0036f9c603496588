"""What is told of an article as a whole: that all of its evidence is old, and only where it is."""

import pytest

from flows.article_report import old_evidence
from tests.verifiers.builders import article, document
from verifiers.outcomes import Checked

ARTICLE = article()  # of 3 March 2025


def found(*days: str | None) -> list[Checked]:
    return [
        Checked("clm_1", documents=(document("One.", published=days[0]),)),
        Checked("clm_2", documents=tuple(document(f"Two {day}.", published=day) for day in days)),
    ]


def test_evidence_that_is_all_old_is_told_once_with_the_newest_day() -> None:
    assert old_evidence(ARTICLE, found("2019-05-01", "2020-12-30", "2020-01-01")) == (
        "All evidence that was found is older than the article of 3 March 2025, the newest of 30 December 2020: "
        "what it tells as new needs newer sources."
    )


@pytest.mark.parametrize(
    "days",
    [
        ("2019-05-01", "2025-03-01"),  # some of it may tell of what is new
        ("2019-05-01", "2024-12-20"),
        ("2019-05-01", None),  # who knows
        ("2019-05-01", "2025-06-01"),
    ],
)
def test_nothing_is_told_where_some_may_be_newer(days: tuple[str | None, ...]) -> None:
    assert old_evidence(ARTICLE, found(*days)) is None


def test_nothing_is_told_without_evidence_or_without_a_day_of_the_article() -> None:
    assert old_evidence(ARTICLE, [Checked("clm_1", unchanged=True)]) is None
    assert old_evidence(ARTICLE.model_copy(update={"published_at": None}), found("2019-05-01")) is None
