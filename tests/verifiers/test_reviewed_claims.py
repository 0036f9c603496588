"""Which fact-checks are of a claim, and which are of another that only sounds like it."""

from datetime import date

import pytest

from tests.language.statement_pairs import DIFFERENT, SAME, Pair
from tests.verifiers import builders
from verifiers.reviewed_claims import ClaimMatcher, Match, Reviewed
from warehouse.records import ClaimKind

DAY = "2025-03-04"


def match(
    text: str,
    reviewed: str,
    *,
    kind: ClaimKind = "event",
    speaker: str | None = None,
    claimant: str | None = None,
    said: str | None = DAY,
    about: tuple[str, str] | None = None,
    claimed: str | None = DAY,
    decided: str | None = DAY,
) -> Match | None:
    claim = builders.claim(text, kind=kind, speaker=speaker, said=said, about=about)
    days = [date.fromisoformat(day) if day else None for day in (claimed, decided)]
    return ClaimMatcher(claim).match(Reviewed(reviewed, claimant, *days))


def _of_pair(pair: Pair, first: str, second: str) -> Match | None:
    kind: ClaimKind = "quote" if pair.said_by else "event"
    return match(first, second, kind=kind, speaker=pair.said_by, claimant=pair.said_by)


@pytest.mark.parametrize("pair", SAME, ids=lambda pair: pair.what)
def test_another_wording_of_it_is_found(pair: Pair) -> None:
    assert _of_pair(pair, pair.first, pair.second)
    assert _of_pair(pair, pair.second, pair.first)


# "On 3 March" and "in March" can be one day: the fact-checker need not repeat it.
@pytest.mark.parametrize(
    "pair", [pair for pair in DIFFERENT if pair.what != "day and month"], ids=lambda pair: pair.what
)
def test_what_differs_in_one_thing_that_matters_is_another_claim(pair: Pair) -> None:
    assert _of_pair(pair, pair.first, pair.second) is None
    assert _of_pair(pair, pair.second, pair.first) is None


@pytest.mark.parametrize(
    "reviewed",
    [
        "Ada Lund's approval rating is 4%",
        "Says Ada Lund's approval rating is at 4 percent.",
        "Claim: Ada Lund has an approval rating of 4%",
        "Lund has a 4% approval rating.",
    ],
)
def test_a_figure_is_found_however_it_is_put(reviewed: str) -> None:
    assert match("Ada Lund has an approval rating of 4 percent.", reviewed, kind="quantity")


@pytest.mark.parametrize(
    "reviewed",
    [
        "Ada Lund's approval rating is 57%",
        "Bo Ek's approval rating is 4%",
        "Ada Lund's approval rating is not 4%",
        "Ada Lund's disapproval rating is 4%",
        "Ada Lund has fled Harwick",
        "Ada Lund Jr. has an approval rating of 4%",
    ],
)
def test_another_claim_about_the_same_person_is_none(reviewed: str) -> None:
    assert match("Ada Lund has an approval rating of 4 percent.", reviewed, kind="quantity") is None


def test_a_figure_without_a_day_is_of_its_time() -> None:
    text, reviewed = "Ada Lund has an approval rating of 4 percent.", "Ada Lund's approval rating is 4%"
    assert match(text, reviewed, kind="quantity", claimed="2024-09-01", decided="2024-09-02")
    assert match(text, reviewed, kind="quantity", claimed="2021-03-04", decided="2021-03-06") is None
    assert match(text, reviewed, kind="quantity", claimed=None, decided=None) is None


def test_what_holds_for_ever_is_found_whenever_it_was_checked() -> None:
    text = "Vaccines against measles cause autism in children."
    assert match(text, text, kind="cause", claimed="2011-01-01", decided="2011-01-05")
    assert match(text, text, kind="cause", claimed=None, decided=None)


def test_nobody_has_checked_what_had_not_happened_yet() -> None:
    text, about = "Ada Lund resigned as mayor of Harwick.", ("2025-03-01", "2025-03-02")
    assert match(text, text, about=about)
    assert match(text, text, about=about, claimed="2024-05-01", decided="2024-05-02") is None


def test_a_day_that_only_one_of_them_states_must_fit_the_other() -> None:
    text, reviewed = "Ada Lund signed the decree on 3 March 2025.", "Ada Lund signed the decree"
    found = match(text, reviewed, claimed="2025-03-05", decided="2025-03-07")
    assert found is not None
    assert found.how == "the same statement, of a day that only one of them tells"
    assert match(text, reviewed, claimed="2024-03-05", decided="2024-03-07") is None
    assert match(text, reviewed, claimed=None, decided=None) is None


def test_that_it_was_said_and_that_it_is_so_are_two_claims() -> None:
    said, content = "Ada Lund said that Harwick has lost its only mill.", "Harwick has lost its only mill."
    assert match(said, content, kind="quote", speaker="Ada Lund", claimant="Ada Lund") is None
    assert match(said, said, kind="quote", speaker="Ada Lund")
    assert match(content, said, kind="state", claimant="Ada Lund"), "fact-checkers quote the claim that they check"
    assert match(content, content, kind="state", claimant="Bo Ek")


def test_who_speaks_of_themselves_is_part_of_the_claim() -> None:
    text = "I won the Harwick marathon in 2019."
    assert match(text, text, speaker="Ada Lund", claimant="Ada Lund")
    assert match(text, text, speaker="Ada Lund", claimant="Bo Ek") is None


def test_what_could_be_of_anybody_is_no_match() -> None:
    assert match("He resigned.", "He resigned.") is None
    assert match("This is the largest one.", "This is the largest one.") is None


def test_in_another_language_only_the_very_same_words_will_do() -> None:
    text = "Der Bürgermeister von Harwick hat die alte Brücke am Hafen gesperrt."
    assert match(text, text)
    assert match(text, text.replace("gesperrt", "nicht gesperrt")) is None


def test_the_surest_match_scores_highest_and_says_how() -> None:
    text = "The Harwick council closed the old stone bridge over the river after the storm."
    same = match(text, text)
    near = match(text, text.replace("old ", ""))
    assert same is not None
    assert near is not None
    assert same.score > near.score
    assert same.how == "the same statement"
    assert "words" in near.how


def test_a_long_text_is_no_claim() -> None:
    assert match("Harwick burns. " * 100, "Harwick burns. " * 100) is None
