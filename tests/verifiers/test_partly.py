"""Claims that are so in part: two statements with a number each, of which sources bear out one."""

import pytest

from tests.verifiers import builders
from verifiers.combine import Decision, combine
from verifiers.rules import Rules


def decide(claim_text: str, *passages: str, min_origins: int = 2, kind: str = "report") -> Decision:
    claim = builders.claim(claim_text, kind="quantity")
    items = [
        builders.evidence(claim, builders.document(text, publisher=f"Paper {place}", kind=kind))
        for place, text in enumerate(passages)
    ]
    readings = [builders.reading(item, "refutes") for item in items]
    judgements = [builders.judgement(claim, readings, label="refuted")]
    return combine(claim, items, judgements, rules=Rules(min_origins=min_origins))


TOLL = "The blast in Orsk killed 12 people and injured 40 soldiers."
PARTLY = [
    (TOLL, "The blast killed 12 people and injured 14 soldiers."),
    (TOLL, "14 soldiers were injured. It killed 12 people, the mayor said."),
    ("The bank cut 300 jobs and closed 12 branches.", "The bank closed 15 branches; 300 jobs were cut."),
    (
        "Unemployment fell to 4.2% and inflation rose to 3 percent.",
        "Inflation rose to 5 percent while unemployment fell to 4.2%.",
    ),
    (
        "The tunnel in Orsk is 120 metres long and cost 40 million euros.",
        "The tunnel is 394 feet long and cost 55 million euros.",
    ),
]
WHOLLY = [
    ("no number is borne out", TOLL, "The blast killed 10 people and injured 14 soldiers."),
    ("both are borne out", TOLL, "The blast killed 12 people and injured 40 soldiers."),
    ("only one is spoken of", TOLL, "The blast injured 14 soldiers."),
    ("it is one statement", "The blast in Orsk killed 12 people.", "The blast killed 10 people."),
    ("the day is no part of its own", "On 3 March 2025 the blast killed 12 people.", "On 3 March 2025 10 people died."),
    (
        "what is told in another unit is no other number",
        "The tunnel in Orsk is 120 metres long and cost 40 million euros.",
        "The tunnel is 394 feet long and cost 40 million euros.",
    ),
    (
        "it is not as many as it says",
        "The blast in Orsk killed more than 500 people and injured 40 soldiers.",
        "The blast killed nearly 500 people and injured 14 soldiers.",
    ),
    ("the number is of another thing", "The bank cut 300 jobs and closed 12 branches.", "The bank lost 300 million."),
]


@pytest.mark.parametrize(("claim", "passage"), PARTLY)
def test_one_number_borne_out_and_another_not_is_conflicting(claim: str, passage: str) -> None:
    decision = decide(claim, passage, f"{passage} More is to follow.")
    assert (decision.label, decision.issues) == ("conflicting", ("partly_true",))


@pytest.mark.parametrize(("claim", "passage"), [case[1:] for case in WHOLLY], ids=[case[0] for case in WHOLLY])
def test_else_it_stays_refuted(claim: str, passage: str) -> None:
    decision = decide(claim, passage, f"{passage} More is to follow.")
    assert (decision.label, decision.issues) == ("refuted", ())


def test_each_part_needs_what_the_whole_would() -> None:
    partly, rest = "The blast killed 12 people and injured 14 soldiers.", "The blast injured 14 soldiers."
    assert decide(TOLL, partly, rest).label == "refuted"
    assert decide(TOLL, partly, f"{rest} It killed 12 people.").label == "conflicting"
    assert decide(TOLL, partly, min_origins=1).label == "conflicting"
    assert decide(TOLL, partly, kind="primary_record").label == "conflicting"


def test_the_rationale_tells_which_part() -> None:
    passage = "The blast killed 12 people and injured 14 soldiers."
    told = decide(TOLL, passage, f"{passage} More is to follow.").rationale
    assert told.startswith("Two independent origins speak of it: Paper 0 (1 March 2025) and Paper 1 (1 March 2025).")
    assert "It is so in part only: “12 people” is borne out, but for “40 soldiers” they have “14 soldiers”." in told
