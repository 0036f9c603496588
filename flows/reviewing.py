"""`claimhouse review`: a person's decision on a claim, which outranks the machine's."""

from datetime import datetime
from typing import get_args

from warehouse.errors import BadInputError
from warehouse.reads import Reads
from warehouse.records import MOMENT, Label, Review
from warehouse.store import Warehouse
from warehouse.trail import known_claim_id

LABELS: tuple[Label, ...] = get_args(Label)

# The last decision on a claim, on one that it succeeds, or on one that succeeds it.
_LAST_DECISION = """
SELECT max(reviewed_at) AS "at" FROM standing_reviews
WHERE claim_id IN (SELECT claim_id FROM claim_lineage WHERE ancestor_id = ?)
"""


def label_from(text: str) -> Label:
    """A label as it is typed: "not enough evidence" and "not-enough-evidence" too. Raises BadInputError."""
    wanted = "_".join(text.lower().replace("-", " ").replace("_", " ").split())
    for label in LABELS:
        if label == wanted:
            return label
    raise BadInputError(f"{text} is not a label: use {', '.join(LABELS)}.")


def add_review(
    warehouse: Warehouse, beginning: str, label: str, *, note: str, reviewer: str, now: datetime
) -> tuple[Review, str, bool]:
    """Store a decision beside those before it; the latest stands. Returns it, the claim's text, and whether it is new.

    The same decision by the same person with the same note, where it stands already, is not stored again.
    Raises BadInputError for a claim that is not there, a label that is none, or a note or name that is empty, and
    WarehouseMissingError where there is no warehouse.
    """
    chosen = label_from(label)
    note, reviewer = " ".join(note.split()), " ".join(reviewer.split())
    if not note or not reviewer:
        raise BadInputError("A review needs its reasons and a name: give --note and --by.")
    warehouse.must_exist()
    with warehouse.session() as session:
        claim_id = known_claim_id(session, beginning, warehouse.path)
        text = session.claims([claim_id])[0].text
    made: list[Review] = []

    def also(reads: Reads) -> list[Review]:
        before = reads.reviews([claim_id])
        standing = before[-1] if before else None
        # Who waited for another's turn took the time before it, and clocks differ: what stands from now on is later.
        (last,) = reads.read(_LAST_DECISION, [claim_id])
        at = max(now, last["at"] + MOMENT) if last["at"] else now
        stands = standing is not None and standing.reviewed_at == last["at"]
        if standing and stands and (standing.label, standing.note, standing.reviewer) == (chosen, note, reviewer):
            made.append(standing)
            return []
        review_id = Review.id_for(claim_id, chosen, note, reviewer, standing.review_id if standing else None)
        review = Review(
            review_id=review_id, claim_id=claim_id, label=chosen, note=note, reviewer=reviewer, reviewed_at=at
        )
        made.append(review)
        return [review]

    new = warehouse.commit([], also)
    return made[0], text, bool(new.get("reviews"))
