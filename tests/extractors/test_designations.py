""" "The bridge" is told by its name where the article names just one, and left as written elsewhere."""

import pytest

from tests.extractors.texts import claims_of

REOPENED = "The Meridian Bridge reopened on Friday."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{REOPENED} The bridge was built in 1927.", "The Meridian Bridge was built in 1927."),
        (f"Oldport has its bridge back. {REOPENED} The bridge has 4 lanes.", "The Meridian Bridge has 4 lanes."),
        (f"{REOPENED}\nIn 2019 the bridge's bolts broke.", "In 2019 the Meridian Bridge's bolts broke."),
        ("Flights at Oldport Airport stopped. The airport opened in 1961.", "Oldport Airport opened in 1961."),
        ("The Veld City Council met. The City Council met in 1998. The council has 31 seats.",
         "The Veld City Council has 31 seats."),
        (f"{REOPENED} The bridge and the bridge towers were painted in 2019.",
         "The Meridian Bridge and the bridge towers were painted in 2019."),
    ],
)  # fmt: skip
def test_what_has_one_name_is_told_by_it(text: str, expected: str) -> None:
    assert claims_of(text)[-1].text == expected


@pytest.mark.parametrize(
    "text",
    [
        # not named yet, or named in the same statement
        f"The bridge was closed in 1999. {REOPENED}",
        "The bridge was closed in 1999, as the Meridian Bridge was.",
        # another one is spoken of
        f"{REOPENED} A bridge in Corvo is shut. The bridge was closed in 1999.",
        f"{REOPENED} Two bridges were shut. The bridge was closed in 1999.",
        f"{REOPENED} The railway bridge is shut. The bridge was closed in 1999.",
        f"{REOPENED} The Silver Bridge is shut. The bridge was closed in 1999.",
        # no more than a part of a name is known
        "The Old and New Bridge reopened. The bridge was closed in 1999.",
        "The Commission on Rivers met on Friday. The commission was founded in 1999.",
        # of another thing, or in somebody's words
        f"{REOPENED} The bridge committee was founded in 1999.",
        f'{REOPENED} "The bridge was closed in 1999," Ruth Stein, the mayor, said.',
    ],
)
def test_what_leaves_a_choice_stays_as_written(text: str) -> None:
    of_then = [claim for claim in claims_of(text) if "1999" in claim.quote]
    assert of_then
    assert all(claim.text.count("Meridian") == claim.quote.count("Meridian") for claim in of_then)
    assert all(claim.text.count("Rivers") == claim.quote.count("Rivers") for claim in of_then)
