"""A claim as a network is given it: dated and named as the passage does where the passage says less, and no further."""

from datetime import date

import pytest

from verifiers.agreements.days import dated_alike
from verifiers.agreements.names import named_alike
from verifiers.judges.agreement import compare


@pytest.mark.parametrize(
    ("claim", "passage", "read"),
    [
        ("It rained yesterday (28 April 2020).", "Yesterday it rained.", "It rained yesterday."),
        ("Late in the month (21 to 30 June 2020) it rained.", "It rained all month.", "Late in the month it rained."),
        ("It rained on Friday, 8 May 2020, at noon.", "On Friday it rained.", "It rained on Friday, at noon."),
        ("It rained on Friday, May 8, 2020.", "On Friday it rained.", "It rained on Friday."),
        ("It rained on Friday, 8 May 2020.", "On Friday, 15 May, it rained.", "It rained on Friday, 8 May 2020."),
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


def days_against(claim: str, passage: str, published: date) -> list[str]:
    found = compare(claim, passage, said=date(2020, 8, 18), published=published).findings
    return [one.why for one in found if one.kind == "day"]


def test_a_year_in_a_name_is_no_day_of_what_is_told() -> None:
    claim = "On Saturday, 14 March 2020, Norport beat Eastport in the 2020 season of the Coast League."
    passage = "On Saturday, Norport beat Eastport in the 2020 season of the Coast League."
    assert days_against(claim, passage, date(2020, 8, 18)) == ["the passage says Saturday, not Saturday, 14 March 2020"]
    assert days_against(claim, passage, date(2020, 3, 16)) == []


def test_the_sentence_that_tells_the_same_says_when_and_another_one_does_not() -> None:
    claim = "Last year (2011) the Norport fair raised funds for the animal shelter of the town."
    passage = (
        "Last year the Norport fair raised funds for the animal shelter of the town. A study of 2011 counted fairs."
    )
    assert days_against(claim, passage, date(2020, 8, 18))
    assert days_against(claim, passage, date(2012, 8, 18)) == []


def test_a_claim_whose_own_words_for_a_day_clash_is_not_borne_out() -> None:
    wrong = "The pier of Norport closed on Friday, 15 September 2019."
    passage = "The pier of Norport closed on 15 September 2019."
    assert days_against(wrong, passage, date(2019, 9, 16)) == ["15 September 2019 was a Sunday, not a Friday"]
    assert days_against(wrong.replace("Friday", "Sunday"), passage, date(2019, 9, 16)) == []
    in_brackets = "The pier of Norport closed late in August (22 to 31 March 2019)."
    assert (
        "is not 22 to 31 March 2019" in days_against(in_brackets, "The pier of Norport closed.", date(2019, 9, 16))[0]
    )


def test_two_texts_of_one_time_mean_the_same_month() -> None:
    assert (
        days_against("The pier of Norport opened in May.", "The pier of Norport will open in May.", date(2020, 7, 1))
        == []
    )
    assert (
        days_against("The pier of Norport opened in May.", "The pier of Norport opened in May.", date(2017, 7, 1)) != []
    )
