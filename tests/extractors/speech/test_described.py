"""Sources and subjects that are told by a description: who that is, and that it is somebody at all."""

import pytest

from tests.extractors.texts import claims_of


@pytest.mark.parametrize(
    "guard",
    ["A 58-year-old security guard, whose name was not given,", "A cyclist from Oldport", "A woman", "Another suspect"],
)
def test_he_is_not_the_one_named_before_somebody_without_a_name(guard: str) -> None:
    *_, last = claims_of(f"Marcus Reilly was charged in Oldport. {guard} was struck. He was taken to Oldport Hospital.")
    assert not last.checkable
    assert "Reilly" not in last.text


def test_he_is_the_one_that_a_bodys_words_are_about() -> None:
    *_, said, _ = claims_of(
        "Marcus Reilly and Terrence Boyd were charged in Oldport on Monday.\n"
        "Boyd told detectives that he had driven the car, the affidavit says. He said Reilly had paid Kim Moss $1,500."
    )
    assert said.speaker == "Terrence Boyd"


@pytest.mark.parametrize(
    ("source", "speaker", "role"),
    [
        ("Boyd's attorney, public defender Louis Grant,", "Louis Grant", "public defender"),
        ("Commuter Aileen Ross, 44, from Paisley,", "Aileen Ross", "Commuter"),
        ("Shopper Martha Quill", "Martha Quill", "Shopper"),
        ("Conciliation service Acas", "Acas", "Conciliation service"),
        ("Housing charity Shelter", "Shelter", "Housing charity"),
    ],
)
def test_a_name_behind_what_its_bearer_is(source: str, speaker: str, role: str | None) -> None:
    said = next(one for one in claims_of(f"{source} said 300 homes in Oldport were empty.") if one.kind == "quote")
    assert (said.speaker, said.speaker_role) == (speaker, role)


def test_two_bodies_that_speak_together_are_both_the_speaker() -> None:
    both = "Oldport-based retailer Northby and Arden-based retailer Canal Group"
    (said,) = claims_of(f"{both} announced their plan to sell 300 shops.")
    assert said.speaker == both


@pytest.mark.parametrize(
    "source",
    [
        "Clydeway, which is owned by a group from Oldport,",
        "Clydeway, based in Oldport,",
        "Clydeway, the Norwegian oil company,",
        "President Clyde",
        "Judge Clyde",
    ],
)
def test_what_is_known_to_the_public_has_no_private_views(source: str) -> None:
    (said,) = claims_of(f"{source} accused the union of “holding passengers to ransom”.")
    assert (said.kind, said.checkable) == ("position", True)
    assert said.speaker is not None


def test_somebody_known_by_a_first_name_has() -> None:
    (said,) = claims_of("Vlad, a 23-year-old lawyer, accused the union of “holding passengers to ransom”.")
    assert not said.checkable


def test_two_names_that_somebody_looks_at_are_both_told_in_full() -> None:
    *_, last = claims_of(
        "Ann Lee met Peter Wren in Oldport on Monday.\nMartha Quill laughed at Lee and Wren in Oldport."
    )
    assert last.text == "Martha Quill laughed at Ann Lee and Peter Wren in Oldport."
