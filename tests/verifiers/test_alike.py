"""A claim as a network is given it: dated and named as the passage does where the passage says less, and no further."""

import pytest

from verifiers.agreements.days import dated_alike
from verifiers.agreements.names import named_alike
from verifiers.judges.agreement import compare


@pytest.mark.parametrize(
    ("claim", "passage", "read"),
    [
        ("It rained yesterday (28 April 2020).", "Yesterday it rained.", "It rained yesterday."),
        ("Late in the month (21 to 30 June 2020) it rained.", "It rained all month.", "Late in the month it rained."),
        ("It rained last year (2018).", "Last year it rained.", "It rained last year."),
        ("It rained yesterday (28 April 2020).", "It rained on Tuesday.", "It rained yesterday (28 April 2020)."),
        ("The bridge closed on April 2, 2020.", "On April 2 it closed.", "The bridge closed on April 2."),
        ("The bridge closed on 2 April 2020.", "On 2 April it closed.", "The bridge closed on 2 April."),
        ("The bridge closed in May 2020.", "It closed in May.", "The bridge closed in May."),
        ("The bridge closed in May 2020.", "It closed in May 2019.", "The bridge closed in May 2020."),
        ("The bridge closed on April 2, 2020.", "It closed on April 2, 2019.", "The bridge closed on April 2, 2020."),
        ("The bridge closed on April 2, 2020.", "It closed on April 22.", "The bridge closed on April 2, 2020."),
    ],
)
def test_a_date_is_put_as_the_passage_puts_it_where_that_says_less(claim: str, passage: str, read: str) -> None:
    assert dated_alike(claim, passage) == read


@pytest.mark.parametrize(
    ("claim", "passage", "read"),
    [
        ("Mara Lindqvist left.", "Lindqvist left on Monday.", "Lindqvist left."),
        ("Anna met Mara Lindqvist's aunt.", "Lindqvist's aunt met Anna.", "Anna met Lindqvist's aunt."),
        ("Mara Lindqvist left.", "Mara Lindqvist left on Monday.", "Mara Lindqvist left."),
        ("Mara Lindqvist left.", "Jon Lindqvist left on Monday.", "Mara Lindqvist left."),
        ("Mara Lindqvist left.", "Jon Lindqvist came. Lindqvist left.", "Mara Lindqvist left."),
        ("Mara Lindqvist left.", "The mayor left on Monday.", "Mara Lindqvist left."),
    ],
)
def test_a_person_is_named_as_the_passage_names_them_unless_it_may_be_another(
    claim: str, passage: str, read: str
) -> None:
    assert named_alike(claim, passage) == read


def test_who_somebody_is_that_speaks_is_told_in_the_papers_own_voice() -> None:
    passage = "Mara Lindqvist, the speaker of the city council of Oldport, announced that the bridge would close."
    so = compare("Mara Lindqvist is the speaker of the city council of Oldport.", passage)
    assert "saying" not in {one.kind for one in so.findings}
    only_said = compare("The bridge of Oldport would close.", passage)
    assert "saying" in {one.kind for one in only_said.findings}
