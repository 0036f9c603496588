"""What "it" and "its" stand for: told where the sentence before leaves no choice, left as written elsewhere."""

import pytest

from tests.extractors.texts import claims_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Harbour Party was founded in 1991. It changed its name in 1999.",
            "The Harbour Party changed its name in 1999.",
        ),
        (
            "The Harbour Party was founded in Oldport. Its leader resigned in 1999.",
            "The Harbour Party’s leader resigned in 1999.",
        ),
        (
            "Oldport Council voted on Friday. The council met in Rome in 1998. It closed the bridge in 1999.",
            "Oldport Council closed the bridge in 1999.",
        ),
        (
            "The Harbour Board said it was sure of the bridge. It had been told so in 1999.",
            "The Harbour Board had been told so in 1999.",
        ),
        (
            "Quill Systems Plc, which makes oars, raised its aim after a profit that beat it. Its shares rose 6.3%.",
            "Quill Systems Plc’s shares rose 6.3%.",
        ),
    ],
)
def test_it_is_told_where_it_is_certain(text: str, expected: str) -> None:
    last = claims_of(text)[-1]
    assert last.text == expected
    assert last.checkable


@pytest.mark.parametrize(
    "text",
    [
        # another body is as likely
        "The Harbour Party sued Norbank in 1998. It changed its name in 1999.",
        # a place-holder
        "The Harbour Party was founded in 1991. It is likely that 40 members left in 1999.",
        "The Harbour Party was founded in 1991. It took 40 years to build the bridge.",
        "The Harbour Party was founded in 1991. It was reported on Friday that 40 members had left.",
        "The Harbour Board closed the bridge on Friday. It was built in 1927.",
        # what was said is of a thing of its own
        "The Harbour Board said the bridge was safe. It was closed in 1999.",
        "The bridge carries 38,000 cars a day, according to the Harbour Board. It was closed in 1999.",
        "The bridge carries 38,000 cars a day, the Harbour Board said. It was closed in 1999.",
        # a new paragraph, or a sentence between
        "The Harbour Party was founded in 1991.\nIt changed its name in 1999.",
        "The Harbour Party was founded in 1991. Nothing happened. It changed its name in 1999.",
        # nobody is called it
        "Mayor Ruth Stein was born in 1950. It changed its name in 1999.",
        "Norway was founded in 1905. It changed its name in 1999.",
    ],
)
def test_it_stays_where_it_is_not(text: str) -> None:
    assert claims_of(text)[-1].text.startswith("It ")


@pytest.mark.parametrize("whose", ["Its", "Their", "His", "Her"])
def test_whose_it_is_that_nobody_knows_cannot_be_checked(whose: str) -> None:
    last = claims_of(f"The plans were drawn in Oldport. {whose} shares rose 6.3% to $14.02 on Friday.")[-1]
    assert last.text.startswith(whose)
    assert last.not_checkable_reason == "it does not say by itself whom or what it is about"


def test_whose_it_is_need_not_be_known_of_what_is_named() -> None:
    assert claims_of("The plans were drawn in Oldport. Their author, Otto Brandt, sold 40 ferries.")[-1].checkable


@pytest.mark.parametrize("sentence", ["The former now brings in 58% of sales.", "The latter was sold in 2024."])
def test_which_of_several_it_is_cannot_be_checked_by_itself(sentence: str) -> None:
    last = claims_of(f"Rents grew 21% to $301m and sales fell in Oldport. {sentence}")[-1]
    assert last.not_checkable_reason == "it does not say by itself whom or what it is about"
    assert claims_of("The former plant in Oldport now brings in 58% of sales.")[-1].checkable
