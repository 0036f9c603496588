"""The desk's own decisions as a source: people's, the latest on each claim, as of the day that is asked about."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from tests.verifiers import builders
from verifiers.protocols import Answer
from verifiers.sources.verdicts import DESK, DeskReview, VerdictsSource
from warehouse.records import Claim, Label, Review

CLAIM = builders.claim("Ada Lund has an approval rating of 4 percent.")
OTHER = builders.claim("Ada Lund's approval rating is 4%.")
THIRD = builders.claim("Lund has a 4% approval rating.")


def decided(
    claim: Claim, label: Label, at: datetime, note: str = "Two polls say 57.", reviewer: str = "Ines", **fields: str
) -> DeskReview:
    review = Review(
        review_id=f"rev_{claim.claim_id}_{at:%d%H}",
        claim_id=claim.claim_id,
        label=label,
        note=note,
        reviewer=reviewer,
        reviewed_at=at,
    )
    return DeskReview(review, claim, "both say the same", **fields)


class Filled:
    def __init__(self, *reviews: DeskReview) -> None:
        self.reviews = reviews
        self.version = str(len(reviews))

    async def of_same_claims(self, claim: Claim) -> Sequence[DeskReview]:
        return self.reviews


async def ask(*reviews: DeskReview, until: date | None = None, limit: int = 10) -> Answer:
    source = VerdictsSource(Filled(*reviews))
    return await source.search(builders.query(CLAIM), CLAIM, published_until=until, limit=limit)


def noon(day: int) -> datetime:
    return datetime(2025, 3, day, 12, 30, tzinfo=UTC)


async def test_a_decision_tells_claim_decision_note_reviewer_and_day() -> None:
    (hit,) = (await ask(decided(OTHER, "refuted", noon(5), outlet="Ashby Post", headline="Lund falls"))).hits
    document = hit.document
    assert document.text.split("\n") == [
        OTHER.text,
        "Decided by Ines on 5 March 2025, 12:30 UTC: refuted.",
        "Two polls say 57.",
        "In “Lund falls”, Ashby Post.",
    ]
    assert (document.document_type, document.publisher, document.url) == ("fact_check", DESK, None)
    assert (document.rating, document.rating_label, document.claim_reviewed) == ("refuted", "refuted", OTHER.text)
    assert document.published_at == noon(5)
    assert hit.how == "both say the same"


async def test_the_latest_decision_on_each_claim_stands_and_the_newest_comes_first() -> None:
    answer = await ask(
        decided(OTHER, "supported", noon(7)), decided(OTHER, "refuted", noon(9)), decided(THIRD, "conflicting", noon(8))
    )
    assert [hit.document.rating for hit in answer.hits] == ["refuted", "conflicting"]


async def test_what_was_decided_later_is_not_seen_and_what_stood_then_is() -> None:
    reviews = decided(OTHER, "supported", noon(3)), decided(OTHER, "refuted", noon(9))
    assert [hit.document.rating for hit in (await ask(*reviews, until=date(2025, 3, 5))).hits] == ["supported"]
    assert (await ask(*reviews, until=date(2025, 3, 2))).hits == ()


async def test_what_stood_when_the_claim_was_said_is_seen_and_no_later_decision_of_that_day() -> None:
    said = CLAIM.model_copy(update={"said_before": noon(3)})
    source = VerdictsSource(
        Filled(decided(OTHER, "supported", noon(3)), decided(OTHER, "refuted", noon(3) + timedelta(hours=1)))
    )
    answer = await source.search(builders.query(said), said, published_until=date(2025, 3, 3), limit=10)
    assert [hit.document.rating for hit in answer.hits] == ["supported"]


async def test_the_limit_is_kept_and_no_document_comes_twice() -> None:
    twice = builders.claim(OTHER.text, speaker="Bo Ek")
    reviews = decided(OTHER, "refuted", noon(5)), decided(twice, "refuted", noon(5))
    assert len((await ask(*reviews)).hits) == 1
    assert len((await ask(*reviews, decided(THIRD, "refuted", noon(6)), limit=1)).hits) == 1


def test_its_version_changes_with_the_decisions() -> None:
    one, two = (VerdictsSource(Filled(*[decided(OTHER, "refuted", noon(5))] * n)) for n in (1, 2))
    assert one.version != two.version
