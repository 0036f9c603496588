"""What a fact-check sets out to rate is a claim without the label that it stands behind."""

import pytest

from tests.extractors.texts import claims_of

_REST = "\nVERDICT: False.\n\nThe bridge in Oldport was sold in 2019."


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("CLAIM: 40 ferries have sunk in Oldport since 2019.", "40 ferries have sunk in Oldport since 2019."),
        ("Claim 2: 40 ferries have sunk in Oldport.", "40 ferries have sunk in Oldport."),
        ("WHAT WAS CLAIMED: 40 ferries have sunk in Oldport.", "40 ferries have sunk in Oldport."),
        # whose words they are is not told, so marks around them all say nothing
        ("The claim: “Oldport spent £9 million on this.”", "Oldport spent £9 million on this."),
        ("Claim: Ferry traffic has “collapsed” in Oldport.", "Ferry traffic has “collapsed” in Oldport."),
    ],
)
def test_a_claim_that_is_rated_is_told_without_its_label(paragraph: str, expected: str) -> None:
    first, *_ = claims_of(paragraph + _REST)
    assert (first.text, first.speaker, first.checkable) == (expected, None, True)


def test_the_claim_of_somebody_told_of_has_its_speaker() -> None:
    first, *_ = claims_of("Claim: Mayor Ruth Stein said 40 ferries had sunk." + _REST)
    assert (first.text, first.speaker) == ("Mayor Ruth Stein said 40 ferries had sunk.", "Ruth Stein")


def test_a_claim_in_a_sentence_is_no_label() -> None:
    first, *_ = claims_of("The claim cost 40 people in Oldport their homes." + _REST)
    assert first.text == first.quote == "The claim cost 40 people in Oldport their homes."
