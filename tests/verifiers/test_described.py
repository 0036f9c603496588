"""A claim about "the Harlow Bay council" beside a passage about "the council"."""

import pytest

from tests.verifiers import builders
from tests.verifiers.networks import SaysNetwork, reader
from verifiers.agreements.described import described_alike
from verifiers.judges.local_judge import NliJudge
from verifiers.judges.local_reading import Pair
from verifiers.protocols import Evidence

TITLE = "Harlow Bay adopts budget"


@pytest.mark.parametrize(
    ("claim", "passage", "read"),
    [
        ("The Harlow Bay city council met.", "The council met.", "The council met."),
        ("On Monday the Harlow Bay council’s vote fell.", "The council voted.", "On Monday the council’s vote fell."),
        ("Harlow Bay’s council met.", "The council met.", "The council met."),
        ("The Harlow Bay Council met.", "The council met.", "The council met."),
        ("The mayor of Harlow Bay left.", "The mayor left.", "The mayor left."),
        ("The Harlow Bay city council met.", "The council of Harlow Bay met.", "The Harlow Bay city council met."),
        ("The Harlow Bay city council met.", "The city met.", "The Harlow Bay city council met."),
        ("The Harlow Bay council met.", "The Sundvik council met. The council ate.", "The Harlow Bay council met."),
        ("The mayor of Harlow Bay left.", "The mayor of Sundvik left. The mayor ate.", "The mayor of Harlow Bay left."),
        ("The Harlow Bay council met.", "In Berlin the council met.", "The Harlow Bay council met."),
        ("The Sundvik council met.", "The council met.", "The Sundvik council met."),
    ],
)
def test_a_thing_is_called_as_the_passage_calls_it_where_no_other_may_be_meant(
    claim: str, passage: str, read: str
) -> None:
    assert described_alike(claim, passage, title=TITLE) == read


@pytest.mark.parametrize(
    ("title", "before", "told"),
    [
        ("", "", False),
        (TITLE, "", True),
        ("Harlow Bay follows Westshore", "", False),
        ("", "The Harlow Bay city council met on Monday.", True),
        ("", "The council of Harlow Bay met on Monday.", True),
        ("", "It rained in Harlow Bay on Monday.", False),
        (TITLE, "The Westshore council met on Monday.", False),
    ],
)
def test_the_page_tells_which_one_it_is(title: str, before: str, told: bool) -> None:
    claim = "The Harlow Bay council closed the pool."
    assert (described_alike(claim, "The council closed the pool.", title=title, before=before) != claim) == told


def test_a_network_is_asked_about_it_and_no_name_is_missed() -> None:
    claim, passage = "The Harlow Bay council closed the pool.", "The council closed the pool."
    network = SaysNetwork({})
    reader(network).read([Pair(passage, claim, title=TITLE), Pair(passage, claim)])
    assert network.asked == [(passage, passage), (passage, claim)]


def test_what_stands_before_a_passage_in_its_document_counts() -> None:
    claim = builders.claim("The Harlow Bay council closed the pool.")
    passage = "The council closed the pool."
    network = SaysNetwork({})
    document = builders.document(f"The Harlow Bay council met. It took an hour. {passage}")
    item = builders.evidence(claim, document)
    start = document.text.index(passage)
    item = Evidence(item.passage.model_copy(update={"start": start, "text": passage}), document)
    NliJudge(reader(network)).read(claim, [item])
    assert network.asked == [(passage, passage)]
