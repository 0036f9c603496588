"""Whom "he", "she", "his" and "her" stand for: told where it is certain, left as written where it is not."""

import pytest

from extractors.speech.given_names import pronoun_of
from tests.extractors.texts import claims_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a given name tells that it is a person's, and whose pronoun fits
        (
            "Martha Quill opened the bridge at Oldport in 1998.\nShe was born in Oldport in 1950.",
            "Martha Quill was born in Oldport in 1950.",
        ),
        # the last subject does not fit, and just one other person told of does
        (
            "The Oldport Council sued Martha Quill in 1998. She was born in Oldport in 1950.",
            "Martha Quill was born in Oldport in 1950.",
        ),
        # whose: at the beginning of a statement
        (
            "Martha Quill opened the bridge at Oldport in 1998. Her father built the first one in 1950.",
            "Martha Quill’s father built the first one in 1950.",
        ),
        # a surname that is a common word too
        (
            "Singer Doris Lake died in Oldport on Friday. Lake sold the bridge in 1998.",
            "Doris Lake sold the bridge in 1998.",
        ),
        # a given name that is a nationality too
        (
            "German Wren said in Oldport that Otto Brandt had sold the bridge in 1998.\nHe left Oldport in 1999.",
            "German Wren left Oldport in 1999.",
        ),
        # a second person of the other sex leaves no doubt
        (
            "Martha Quill met Peter Wren in Oldport in 1998. She sold the bridge in 1999.",
            "Martha Quill sold the bridge in 1999.",
        ),
    ],
)
def test_a_pronoun_is_told_where_it_is_certain(text: str, expected: str) -> None:
    assert claims_of(text)[-1].text == expected


def test_who_spoke_in_the_same_sentence_is_she_and_nobody_before_it() -> None:
    text = (
        "A third sailor, Ruth Stein, left Oldport.\n"
        "Martha Quill said Otto Brandt had sold 40 ferries, “usually on a Sunday,” she said, “when nobody saw him”."
    )
    assert claims_of(text)[-1].speaker == "Martha Quill"


def test_whose_is_not_certain_where_others_are_told_apart_by_nothing_but_speech() -> None:
    text = "{} said that captain Sasha Wren had fallen on Friday. Her team, Alto Mare, said 40 had seen it in Oldport."
    assert any(claim.text.startswith("Her team") for claim in claims_of(text.format("Mayor Kim Moss")))
    assert any(claim.text.startswith("Ruth Stein’s team") for claim in claims_of(text.format("Mayor Ruth Stein")))


def test_an_initial_in_a_list_is_nobody_else() -> None:
    text = "Mayor Ruth Stein won the race in Oldport.\n\nStein sold 40 ferries.\n\n1. R. Stein, 2. O. Brandt"
    assert claims_of(text)[1].text == "Ruth Stein sold 40 ferries."


def test_whom_quoted_words_name_is_not_whom_he_means() -> None:
    text = (
        "“Peter Wren sold the bridge to Otto Brandt,” said Vlad, a lawyer.\n"
        "“Nobody asked us about the bridge at all,” he said."
    )
    assert claims_of(text)[-1].speaker == "Vlad"


@pytest.mark.parametrize(
    "text",
    [
        # two who fit
        "The Oldport Council sued Martha Quill and Ruth Stein in 1998. She was born in Oldport in 1950.",
        # nobody who fits
        "The Oldport Council sued Martha Quill in 1998. He was born in Oldport in 1950.",
        # somebody without a name is meant as likely
        "A judge in Oldport fined a doctor named by Martha Quill in 1998. She was born in Oldport in 1950.",
        # a name of which nothing tells that it is a person's
        "Martha Quill left. The bridge was closed, Harbour Times reported. She was born in Oldport in 1950.",
        # too long ago
        "Martha Quill opened the bridge in 1998.\nIt rained in Oldport.\nIt snowed in Oldport.\nShe was born in 1950.",
        # a surname that is unknown, after somebody else spoke
        "The bridge is old, Martha Quill said. Zorbic was elected in 1998. She was born in Oldport in 1950.",
    ],
)
def test_a_pronoun_that_is_not_certain_stays(text: str) -> None:
    last = claims_of(text)[-1]
    assert last.text.split()[0] in ("He", "She")
    assert not last.checkable


def test_a_pronoun_in_a_split_clause_keeps_the_clause_that_it_points_to() -> None:
    text = (
        "Ruth Stein accused Peter Wren of fraud, and Martha Quill warned that his sale of the bridge was illegal in "
        "Oldport."
    )
    first, second = claims_of(text)
    assert first.text == "Ruth Stein accused Peter Wren of fraud."
    assert second.speaker == "Martha Quill"
    assert second.quote.startswith("Martha Quill warned")
    assert second.text.startswith("Ruth Stein accused Peter Wren of fraud, and Martha Quill warned that his sale")


def test_a_clause_whose_pronoun_is_surely_its_own_stands_alone() -> None:
    text = "Ruth Stein accused the council of fraud, and Martha Quill warned that her sale of the bridge was illegal."
    assert claims_of(text)[-1].text.startswith("Martha Quill warned") is False  # both are women
    text = "The council was accused of fraud, and Martha Quill warned that her sale of the bridge was illegal."
    assert claims_of(text)[-1].text.startswith("Martha Quill warned")


@pytest.mark.parametrize(
    ("name", "pronoun"),
    [("Martha Quill", "she"), ("Jean-Pierre Wren", None), ("Peter Wren", "he"), ("Sasha Wren", None), ("", None)],
)
def test_given_names(name: str, pronoun: str | None) -> None:
    assert pronoun_of(name) == pronoun


@pytest.mark.parametrize(
    "text",
    [
        "Peter (Pete) Wren sold the bridge in Oldport. Mayor Peter Wren was born in 1950.",
        "Oldport elected the ticket Quill/Wren in 1998. Mayor Peter Wren was born in 1950.",
        "Peter “Bob” Wren sold the bridge in Oldport. Mayor Peter Wren was born in 1950.",
    ],
)
def test_a_surname_inside_a_longer_name_is_left_alone(text: str) -> None:
    first = claims_of(text)[0]
    assert first.text == first.quote


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "“We want the old bridge back,” Harry Moss, 30, of Raleigh, N.C., who was there, said on Friday.",
            "Harry Moss",
        ),
        ("Harry Moss, of Oldport, N.Y., said the bridge had been sold in 2019.", "Harry Moss"),
        (
            "The spokesman refused to tell who Peter Wren would choose but said the bridge had been sold in 2019.",
            "the spokesman",
        ),
    ],
)
def test_who_speaks_stands_before_all_that_describes_them(text: str, speaker: str) -> None:
    assert claims_of(text)[0].speaker == speaker
