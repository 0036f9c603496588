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
        ("The race doctor, J.-P. Quill,", "J.-P. Quill", "race doctor"),
        ("A spokeswoman for Quill & Sons", "a spokeswoman for Quill & Sons", None),
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


@pytest.mark.parametrize("party", ["Democrat", "Republican", "Conservative"])
def test_a_party_is_no_part_of_a_name(party: str) -> None:
    *_, last = claims_of(f"{party} Keisha Brandt won Oldport in 2022. Brandt leads by 9 points in Oldport.")
    assert last.text == "Keisha Brandt leads by 9 points in Oldport."


def test_the_party_is_part_of_a_bodys_name() -> None:
    said = claims_of("The Republican National Committee said 300 homes in Oldport were empty.")
    assert {one.speaker for one in said} == {"Republican National Committee"}


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("Their union, KAWU, says", "KAWU"),
        ("The National Water Board (NWB) says", "National Water Board"),
        ("The Bank of Norvania met on Monday. The bank says", "Bank of Norvania"),
    ],
)
def test_a_body_by_its_name(source: str, speaker: str) -> None:
    assert claims_of(f"{source} 300 homes in Oldport were empty.")[-1].speaker == speaker


def test_what_was_made_public_when_is_no_part_of_a_source() -> None:
    said = claims_of("About 58 percent of Oldport want a bridge, according to an Oldport Herald poll released Tuesday.")
    assert {one.speaker for one in said} == {"an Oldport Herald poll"}


@pytest.mark.parametrize(
    "announced",
    ["AIP chairman Mark Wren, whose book includes a chapter on Oldport, writes", "On Monday Mark Wren commented"],
)
def test_a_paragraph_in_quotation_marks_is_whose_it_was_announced_to_be(announced: str) -> None:
    first, second, *_ = claims_of(
        f"{announced}:\n\n“The bridge at Oldport cost 40 million euros.”\n\n“It opens in May.”"
    )
    assert (first.speaker, first.kind) == ("Mark Wren", "quote")
    assert second.speaker == "Mark Wren"


@pytest.mark.parametrize(("text", "holds"), [("Moss has denied the allegations.", True), ("Moss denied it.", False)])
def test_a_thing_that_is_denied_is_a_position(text: str, holds: bool) -> None:
    *_, denied = claims_of(f"Paul Moss was charged in Oldport on Monday. {text}")
    assert (denied.kind == "position") is holds


@pytest.mark.parametrize("body", ["WHO", "US"])
def test_initials_that_look_like_a_pronoun_speak(body: str) -> None:
    said = claims_of(f"Malaria killed 597,000 people in 2023, the {body} says in its latest report.")
    assert {one.kind for one in said} == {"quote", "quantity"}
    assert all(one.speaker is not None and body in one.speaker for one in said)


def test_an_office_that_is_told_where_the_name_first_stands_is_kept() -> None:
    text = "The bronzes were received by Ann Lee, director-general of the Museum Board.\nLee rejected that in Oldport."
    assert claims_of(text)[-1].speaker_role == "director-general of the Museum Board"


def test_a_clause_about_somebodys_kin_is_no_role() -> None:
    (said,) = [
        c for c in claims_of("Ann Lee, whose aunt was exiled in 1897, asked that it stay in Oldport.") if c.speaker
    ]
    assert said.speaker_role is None


def test_what_several_are_is_nobodys_name() -> None:
    first, *_ = claims_of(
        "The House of Representatives impeached the mayor of Oldport on Monday.\n"
        "Two Democratic Representatives, Ann Lee and Paul Moss, opposed both articles of impeachment in Oldport."
    )
    assert first.text.startswith("The House of Representatives impeached")


@pytest.mark.parametrize("told", ["perception and reality often diverge", "the bridges in Oldport crumble"])
def test_what_is_said_is_somebodys_though_its_verb_is_not_known(told: str) -> None:
    assert claims_of(f"Ann Lee, a criminologist at Oldport State University, said {told}.")[-1].speaker == "Ann Lee"


def test_to_say_goodbye_is_no_claim_of_somebodys() -> None:
    assert all(c.speaker is None for c in claims_of("Ann Lee said goodbye to the people of Oldport on Monday."))


def test_he_in_a_sentence_about_somebody_named_is_not_whoever_spoke_before() -> None:
    *_, last = claims_of(
        "“Nobody believes it,” said Otto Wren, head of the Oldport Party. "
        "Paul Moss, its candidate for mayor, remains in jail in Oldport on graft charges he denies."
    )
    assert last.text.endswith("charges he denies.")


def test_a_body_keeps_its_country() -> None:
    said = claims_of("Prices rose by 2.3 percent in May, the Turkish Statistical Institute (TUIK) said.")
    assert {one.speaker for one in said} == {"Turkish Statistical Institute"}


@pytest.mark.parametrize("office", ["minister", "transport minister"])
def test_the_former_minister_is_who_was_told_to_have_been_one(office: str) -> None:
    text = f"Former transport minister Paul Moss left. The former {office} said 40 ferries had sunk."
    assert {one.speaker for one in claims_of(text) if one.kind in ("quote", "quantity")} == {"Paul Moss"}


@pytest.mark.parametrize(
    "before",
    [
        "Former transport minister Paul Moss met former health minister Ruth Stein. ",
        "Transport minister Paul Moss left. ",
        "",
    ],
    ids=["one of two", "a minister still", "named later"],
)
def test_the_former_minister_is_nobody_s_name_where_it_is_not_certain(before: str) -> None:
    text = f"{before}The former minister said 40 ferries had sunk.\n\nFormer minister Otto Brandt was there."
    (said,) = (one for one in claims_of(text) if one.kind == "quote")
    assert said.speaker == "the former minister"
