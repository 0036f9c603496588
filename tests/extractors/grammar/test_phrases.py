"""Several words that are one verb of saying: whose claim it is, and what it says."""

import pytest

from extractors.grammar.tokens import tokenize
from tests.extractors.texts import claims_of


def lows(text: str) -> list[str]:
    return [token.low for token in tokenize(text, 0, len(text))]


@pytest.mark.parametrize(
    "saying",
    [
        "pointed out that",
        "has pointed out",
        "made it clear that",
        "made clear on Monday that",
        "has made it very clear that",
        "made the point that",
        "repeatedly made the false claim that",
        "gave assurances that",
        "issued a statement saying",
        "issued a stark warning that",
        "took to social media to say",
    ],
)
def test_what_is_said_in_several_words_is_somebodys(saying: str) -> None:
    whole, content = claims_of(f"Ann Lee, the mayor, {saying} bus use in Oldport had fallen by 9 per cent.")[:2]
    if whole.kind != "quote":
        whole, content = content, whole
    assert (whole.kind, whole.speaker) == ("quote", "Ann Lee")
    assert (content.text, content.speaker) == ("Bus use in Oldport had fallen by 9 per cent.", "Ann Lee")


@pytest.mark.parametrize(
    "text",
    [
        "Bus use in Oldport had fallen by 9 per cent, Ann Lee pointed out.",
        "“Bus use in Oldport has fallen by 9 per cent,” Ann Lee pointed out.",
        "Bus use in Oldport, Ann Lee pointed out, had fallen by 9 per cent.",
        "Ann Lee rejected the plan, pointing out that bus use in Oldport had fallen by 9 per cent.",
    ],
)
def test_it_may_stand_behind_or_amid_what_is_said(text: str) -> None:
    assert "Ann Lee" in {claim.speaker for claim in claims_of(text) if "9 per cent" in claim.text}


@pytest.mark.parametrize(
    "text",
    [
        "The gun pointed out of the window at Oldport station on Monday.",
        "Oldport made clear progress on 9 of the 12 issues that matter.",
        "Oldport made the case for a second bridge in 2024.",
        "Ann Lee gave 9 assurances in Oldport on Monday.",
        "The council issued a statement in Oldport on Monday.",
        "Oldport took to the field on Monday.",
    ],
)
def test_words_that_only_look_like_it_are_read_by_themselves(text: str) -> None:
    assert not any(" " in low for low in lows(text))
    assert all(claim.speaker is None for claim in claims_of(text))


def test_a_phrase_is_a_verb_where_a_verb_of_one_word_would_be_one() -> None:
    assert lows("Critics point out that")[1:] == ["out point", "that"]
    (claim,) = claims_of("As pointed out in the report, Oldport closed 9 schools in 2024.")
    assert claim.speaker is None
