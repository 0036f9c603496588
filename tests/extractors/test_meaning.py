"""A rewrite that says more or less than its quote is found out."""

import pytest

from extractors.meaning import changed_meaning


@pytest.mark.parametrize(
    ("quote", "text", "change"),
    [
        ("He did not sign the treaty", "Otto Lind signed the treaty.", "negation lost"),
        ("The mayor denied that she had taken money", "Mayor Mara Voss had taken money.", "negation lost"),
        ("She never met the owner", "Mara Voss met the owner.", "negation lost"),
        ("No ferry sailed on Monday", "A ferry sailed on Monday.", "negation lost"),
        ("He signed the treaty", "Otto Lind did not sign the treaty.", "negation added"),
        ("the alleged thief of the paintings", "Otto Lind is the thief of the paintings.", "allegation lost"),
        ("He allegedly stole 12 paintings", "Otto Lind stole 12 paintings.", "allegation lost"),
        ("is suspected of killing two men", "Otto Lind is the killer of two men.", "allegation lost"),
        ("a fine of up to 300 crowns", "The fine is 300 crowns.", "upper limit lost"),
        ("at least 45 people died", "In the flood 45 people died.", "lower limit lost"),
        ("more than 45 people died", "In the flood 45 people died.", "lower limit lost"),
        ("about 300 people left", "300 people left Arden.", "estimate lost"),
        ("nearly half of the houses are empty", "Half of the houses in Arden are empty.", "estimate lost"),
        ("If parliament agrees, the levy will rise", "The levy will rise.", "condition lost"),
        ("The levy will rise unless parliament objects", "The levy will rise.", "condition lost"),
        ("The bridge may close in May", "The Stone Bridge will close in May.", "possibility lost"),
        ("The council plans to close two libraries", "The council closed two libraries.", "plan lost"),
        ("The council tried to close the library", "The council closed the library.", "plan lost"),
        ("Only two of the boats were safe", "Two of the boats were safe.", "only lost"),
        ("the dam is likely to fail", "The dam of Arden fails.", "likelihood lost"),
        ("part of the roof fell", "The roof of the hall fell.", "part lost"),
        ("The owner took the money", "The owner certainly took the money.", "“certainly” added"),
        ("The boats were safe", "All of the boats were safe.", "“all” added"),
        ("Exports rose by 5 percent", "Exports of Arden fell by 5 percent.", "opposite"),
        ("The council approved the levy", "The council of Arden rejected the levy.", "opposite"),
        ("He left before the flood", "Otto Lind left after the flood.", "opposite"),
    ],
)
def test_what_is_lost_or_added(quote: str, text: str, change: str) -> None:
    assert change in changed_meaning(text, quote, quote)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("He did not sign the treaty", "Otto Lind did not sign the treaty."),
        ("She didn’t meet the owner", "Mara Voss did not meet the owner."),
        ("If parliament agrees, the levy will rise", "The levy will rise if parliament agrees."),
        ("He asked if the levy would rise", "Otto Lind asked whether the levy would rise."),
        ("He allegedly stole 12 paintings", "Otto Lind is alleged to have stolen 12 paintings."),
        ("up to 300 people left", "Up to 300 people left Arden."),
        ("The bridge, which was not inspected, fell in May", "The Stone Bridge fell in May."),
        ("The council plans to close two libraries", "The council of Arden will close two libraries."),
        ("The bridge could close", "The Stone Bridge can close."),
        ("The levy rose though prices fell", "The levy rose though prices fell in Arden."),
        ("She talked about the bridge", "Mara Voss talked of the bridge."),
        ("It met in May, the month of the flood", "The council met in May."),
        ("over the weekend the bridge fell", "The Stone Bridge fell on 1 to 2 March 2025."),
    ],
)
def test_what_says_the_same(quote: str, text: str) -> None:
    assert changed_meaning(text, quote, quote) == ()


def test_a_word_of_the_sentence_around_the_quote_may_be_told() -> None:
    around = "It is not true that all of the ferries sailed on Monday."
    assert changed_meaning("Not all of the ferries sailed on Monday.", "the ferries sailed on Monday", around) == ()
    assert changed_meaning("All ferries sailed.", "the ferries sailed", around) == ()
