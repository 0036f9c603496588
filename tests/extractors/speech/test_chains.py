"""Through whom the words came: claims of sentences of our own."""

import pytest

from tests.extractors.texts import claims_of, said


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (
            "“We closed it,” Mayor Ruth Stein said, according to the Oldport Post.",
            ("Ruth Stein", "Oldport Post"),
        ),
        ("“We closed it for good,” Mayor Ruth Stein said, the Oldport Post reported.", ("Ruth Stein", "Oldport Post")),
        ("“We closed it for good,” Norinfo quoted Mayor Ruth Stein as saying.", ("Ruth Stein", "Norinfo")),
        ("Norinfo quoted Mayor Ruth Stein as saying it was closed.", ("Ruth Stein", "Norinfo")),
        ("Mayor Ruth Stein was quoted by Norinfo as saying that it was closed.", ("Ruth Stein", "Norinfo")),
        ("Mayor Ruth Stein was quoted as saying by Norinfo that it was closed.", ("Ruth Stein", "Norinfo")),
        ("In a letter seen by Norinfo, Mayor Ruth Stein said it was closed.", ("Ruth Stein", "Norinfo")),
        # to the article itself
        ("“We closed it for good,” Mayor Ruth Stein said.", ()),
        ("Mayor Ruth Stein said on Friday that it was closed for good.", ()),
        ("“We closed it for good,” Mayor Ruth Stein said, according to a recording of the meeting.", ()),
        ("A statement released by the Harbour Board said it was closed.", ()),
    ],
)
def test_words_that_came_through_others_have_their_chain(text: str, chain: tuple[str, ...]) -> None:
    (claim,) = said(text)
    assert claim.attribution == chain
    assert claim.speaker is not None
    assert not chain or claim.speaker == chain[0]


def test_a_chain_of_three_and_the_fact_at_its_end() -> None:
    text = (
        "The Oldport Post reported that the ministry had said that a letter from the bank stated that the bridge had "
        "cost 40 million euros in 2019."
    )
    claims = claims_of(text)
    assert [(claim.speaker, claim.attribution) for claim in claims] == [
        ("Oldport Post", ()),
        ("the ministry", ("the ministry", "Oldport Post")),
        ("a letter from the bank", ("a letter from the bank", "the ministry", "Oldport Post")),
        ("a letter from the bank", ("a letter from the bank", "the ministry", "Oldport Post")),
    ]
    assert claims[-1].text == "The bridge had cost 40 million euros in 2019."
    assert claims[-1].kind == "quantity"


def test_what_is_reported_on_the_word_of_others_is_theirs() -> None:
    claims = claims_of("The Oldport Post, citing two officials, reported that the bridge was sold to Otto Brandt.")
    assert [(claim.speaker, claim.attribution) for claim in claims] == [
        ("Oldport Post", ()),
        ("two officials", ("two officials", "Oldport Post")),
    ]
