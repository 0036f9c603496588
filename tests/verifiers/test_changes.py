"""What may be a later change of the world, and what is a figure for the very time that a claim is about."""

from datetime import date

import pytest

from tests.verifiers import builders
from verifiers.changes import may_have_changed
from warehouse.records import Claim, ClaimKind

SAID = date(2025, 3, 15)
MARCH = ("2025-03-01", "2025-03-31")


def measured(text: str, *, about: tuple[str, str] | None = None, kind: ClaimKind = "quantity") -> Claim:
    return builders.claim(text, kind=kind, said="2025-03-15", about=about)


RATE = measured("Unemployment in Arden stands at 4.1 percent.")
RATE_OF_MARCH = measured("Unemployment in Arden was 4.1 percent in March 2025.", about=MARCH)
DEATHS = measured("In March 2025, 40 people died on the roads of Arden.", about=MARCH)
ROAD = measured("In March 2025 the road of Arden was 120 km long.", about=MARCH)
STATE = measured("The bridge of Arden is closed.", kind="state")


@pytest.mark.parametrize(
    ("claim", "passage", "published", "changed"),
    [
        (RATE, "Unemployment in Arden was 5.2 percent in March.", "2025-03-28", False),
        (RATE, "Unemployment in Arden was 5.2 percent in March.", "2025-04-20", False),
        (RATE, "Unemployment in Arden was 5.2 percent in the first quarter.", "2025-04-20", False),
        (RATE, "Unemployment in Arden was 5.2 percent in 2025.", "2025-12-20", True),
        (RATE, "Unemployment in Arden rose to 5.2 percent.", "2025-03-28", True),
        (RATE, "Unemployment in Arden was 5.2 percent in April.", "2025-05-20", True),
        (RATE, "Unemployment in Arden was lower in March, and rose to 5.2 percent in April.", "2025-05-20", True),
        (RATE_OF_MARCH, "Unemployment in Arden stood at 5.2 percent.", "2025-03-28", False),
        (RATE_OF_MARCH, "Unemployment in Arden stood at 5.2 percent.", "2025-04-28", True),
        # what adds up may have grown since, and never shrinks
        (DEATHS, "In March 2025, 61 people died on the roads of Arden.", "2025-04-02", True),
        (DEATHS, "In March 2025, 31 people died on the roads of Arden.", "2025-04-02", False),
        # in another unit it is the same figure
        (ROAD, "In March 2025 the road of Arden was 74.6 miles long.", "2025-04-02", True),
        # a state may change within a month
        (STATE, "The bridge of Arden was open to all traffic in March.", "2025-03-28", True),
    ],
)
def test_a_figure_for_the_same_time_is_no_later_change(
    claim: Claim, passage: str, published: str, changed: bool
) -> None:
    item = builders.evidence(claim, builders.document(passage, published=published))
    assert may_have_changed(claim, item, SAID, date.fromisoformat(published)) is changed
