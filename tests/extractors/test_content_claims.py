"""What somebody's words say, as claims of their own beside the claim that they were said."""

import pytest

from extractors.first_person import body_of
from extractors.rules import RulesExtractor
from tests.extractors.texts import article_of, claims_of


def contents(text: str) -> list[str]:
    whole, *rest = claims_of(text)
    claims = sorted((whole, *rest), key=lambda claim: (claim.kind not in ("quote", "position"), claim.start))
    return [claim.text for claim in claims if claim.kind not in ("quote", "position", "state")]


def test_two_things_said_in_one_breath_are_two_contents() -> None:
    text = "Mayor Ruth Stein said the bridge had been sold in 2019 and that 40 ferries were bought in 2020."
    assert contents(text) == ["The bridge had been sold in 2019.", "40 ferries were bought in 2020."]


def test_of_two_things_said_in_one_breath_one_may_be_quoted() -> None:
    text = "Mayor Ruth Stein said that “the tax fell by 5 percent” and that 40 ferries were bought in 2020."
    assert contents(text) == ["The tax fell by 5 percent.", "40 ferries were bought in 2020."]


@pytest.mark.parametrize("bound", ["at least", "up to", "as many as", "about"])
def test_a_figure_may_begin_with_its_bound(bound: str) -> None:
    assert contents(f"Mayor Ruth Stein said {bound} 12 people died.") == [f"{bound.capitalize()} 12 people died."]


def test_a_quoted_predicate_with_a_figure_is_a_claim_without_the_comment_behind_it() -> None:
    text = "Mayor Ruth Stein said that the vaccine “loses 5 percent a year,” a claim that is not supported by evidence."
    assert contents(text) == ["The vaccine “loses 5 percent a year”"]


def test_a_claim_made_again_is_told_with_its_time() -> None:
    text = "Mayor Ruth Stein repeated her false claim that crime fell by 40 percent in 2024."
    assert contents(text) == ["Crime fell by 40 percent in 2024."]


def test_what_a_company_says_of_itself_is_told_of_it() -> None:
    text = "Solara Group raised its target to 12 percent. It also said it would cut 400 jobs in Spain."
    assert contents(text)[1:] == ["Solara Group would cut 400 jobs in Spain."]


def test_the_who_asks_nothing() -> None:
    assert contents("Mayor Ruth Stein said WHO doctors saw 914 patients in 2024.") == [
        "WHO doctors saw 914 patients in 2024."
    ]


def test_what_nobody_answers_is_no_statement() -> None:
    text = "The board and the union met. Neither said how it would pay 40 million euros for the bridge."
    assert not any("pay" in content for content in contents(text))


@pytest.mark.parametrize("source", ["The mayor", "A spokeswoman for Quill & Sons"])
def test_a_figure_told_by_somebody_known_by_office_is_a_claim(source: str) -> None:
    assert contents(f"{source} said 12 people had died.") == ["12 people had died."]


def test_there_were_so_many_of_them_is_a_claim_behind_a_time() -> None:
    text = "“Two decades ago, there were 40 ferries in Oldport,” Mayor Ruth Stein said."
    assert [told.startswith("Two decades ago") for told in contents(text)] == [True]


def test_a_bare_number_is_not_torn_from_what_it_counts() -> None:
    text = "Mayor Ruth Stein said 200 nurses had left in Oldport since 2019 and that only 31 had been replaced."
    assert contents(text) == ["200 nurses had left in Oldport since 2019 and that only 31 had been replaced."]


def test_what_a_body_has_done_is_told_of_the_body() -> None:
    text = "“We treated 61,000 people in 2024,” said Ruth Stein, the hospital’s director."
    assert "The hospital treated 61,000 people in 2024." in contents(text)
    text = "“We have closed 14 bridges, and we opened four in 2024,” said Ruth Stein, the mayor of Oldport."
    assert "Oldport has closed 14 bridges, and it opened four in 2024." in contents(text)


@pytest.mark.parametrize(
    "text", ["“{}”, said Ruth Stein, the mayor of Oldport.", "“{}”, Mayor Ruth Stein told reporters."]
)
def test_a_figure_in_a_quotation_is_a_claim_without_a_name(text: str) -> None:
    said = "The original budget was 31 million euros"
    assert contents(text.format(said)) == [f"{said}."]


def test_a_season_before_ends_what_is_told() -> None:
    told = "The flu killed 312 people last winter, up from 198 the winter before"
    assert [text.startswith("The flu killed 312") for text in contents(f"{told}, according to the state.")] == [True]


def test_what_somebody_could_not_say_is_nobody_s_statement() -> None:
    text = "“Ministers can’t say that 40 bridges in Oldport were closed in 2019,” said Mayor Ruth Stein."
    assert {claim.speaker for claim in claims_of(text)} == {"Ruth Stein"}


@pytest.mark.parametrize(
    "text",
    [
        "“We treated 61,000 people in 2024,” said Ruth Stein, a nurse.",  # speaks for no body
        "“We met in 2024,” said Ruth Stein, the mayor of Oldport.",  # gives no figure: "we" may be two people
        "“We will close 14 bridges,” said Ruth Stein, the mayor of Oldport.",  # not done
        "“We closed 14 of our bridges,” said Ruth Stein, the mayor of Oldport.",  # whose is not told
    ],
)
def test_what_we_means_is_not_guessed(text: str) -> None:
    assert not any(claim.text.startswith(("The hospital", "Oldport")) for claim in claims_of(text))


@pytest.mark.parametrize(
    ("role", "body"),
    [
        ("hospital’s medical director", "the hospital"),
        ("mayor of Oldport", "Oldport"),
        ("regional secretary of the nurses’ union", "the nurses’ union"),
        ("spokeswoman for Norvolt", "Norvolt"),
        ("Secretary of State", None),
        ("chief of staff", None),
        ("Russian President", None),
        ("23-year-old lawyer", None),
        (None, None),
    ],
)
def test_the_body_that_a_role_speaks_for(role: str | None, body: str | None) -> None:
    assert body_of(role) == body


@pytest.mark.parametrize(
    "text",
    [
        # ahead, without a date
        "The Harbour Board said free meals would be offered to everybody in Oldport.",
        # what a condition leads to
        "Mayor Ruth Stein said that unless 9 million euros were found, Oldport would have to close the bridge.",
        "“If I had known in 2019, I would have gone to Oldport police,” said Ruth Stein, a nurse.",
        "“Even if I was in Oldport in 2019, I was not on the bridge,” said Ruth Stein, a nurse.",
        # what was found of a thing, and no clause
        "In 2021, a court found Norbank liable for a fire that killed 19 people in Oldport and fined it.",
        # points at something else
        "“It’s the only warm place in Oldport I have known since 2019,” said Ruth Stein, a nurse.",
        # a thing, and the speaker's own next deed
        "The Harbour Bank reported an 18% fall in profit on Friday, missing its aims, and cut its Oldport forecast.",
    ],
)
def test_no_content_that_is_no_fact(text: str) -> None:
    assert contents(text) == []


def test_a_figure_that_is_ahead_is_a_prediction() -> None:
    found = claims_of("The Harbour Board said about 300 contracts in Oldport would not be renewed.")
    assert [claim.kind for claim in found if claim.text.startswith("About")] == ["prediction"]


def test_a_list_of_books_written_says_nothing() -> None:
    (claim,) = claims_of("Ruth Stein wrote four books, of which “The Bridge” (1971) sold more than 300,000 copies.")
    assert (claim.kind, claim.speaker) == ("quantity", None)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Oldport sold 40 ships in 2019, according to police.", "Oldport sold 40 ships in 2019."),
        ("Oldport sold 40 ships in 2019 according to police.", "Oldport sold 40 ships in 2019."),
        ("Oldport sold 40 ships in 2019, according to police, and nobody was told.", "Oldport sold 40 ships in 2019."),
        # what the article adds is no part of it
        ("Ruth Stein said Oldport sold 40 ships, a figure the bank disputes.", "Oldport sold 40 ships."),
        ("According to the Harbour Bank, one in six ships was sold in 2019.", "One in six ships was sold in 2019."),
        # what is told of the source is no part of it
        ("According to a report, seen by The Post, Oldport sold 40 ships.", "Oldport sold 40 ships."),
        ("According to a report, published on March 4, 2024, Oldport sold 40 ships.", "Oldport sold 40 ships."),
        ("According to the Harbour Bank, which is state-owned, Oldport sold 40 ships.", "Oldport sold 40 ships."),
        ("According to police, wounded men fled Oldport in 40 ships.", "Wounded men fled Oldport in 40 ships."),
    ],
)
def test_what_is_so_according_to_somebody_is_a_content(text: str, content: str) -> None:
    assert content in contents(text)


@pytest.mark.parametrize(
    "text",
    [
        "The 40 ships that Oldport sold in 2019, according to police, were old.",
        "The 40 ships were sold in 2019 and then, according to police, sunk in Oldport.",
        "The 40 ships were carried in 2019 followed by, according to police, 2,000 people in Oldport.",
    ],
)
def test_a_report_that_its_source_interrupts_gives_no_half_of_it(text: str) -> None:
    assert contents(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mayor Ruth Stein denied that the toll was too high, saying that steel had risen by 12 percent.",
            ["Steel had risen by 12 percent."],
        ),
        (
            "Mayor Ruth Stein defended it, arguing it would create 400 jobs and adding that Oldport had 900 ships.",
            ["Oldport had 900 ships."],
        ),
        (
            "“The toll is fair,” said Ruth Stein, the mayor, adding that Oldport had 900 ships.",
            ["Oldport had 900 ships."],
        ),
        ("Ruth Stein said Oldport had 900 ships but that “ten times as many” were needed.", ["Oldport had 900 ships."]),
        ("Mayor Ruth Stein denied that the toll was too high, saying it had risen by 12 percent.", []),
        ("Mayor Ruth Stein rejected the plan, insisting that Oldport build 40 ships.", []),
    ],
)
def test_what_is_said_besides_a_position_is_a_content(text: str, expected: list[str]) -> None:
    assert contents(text) == expected


def test_a_chain_of_three_told_from_its_end() -> None:
    text = "The Ministry of Trade said the letter stated that 40 ships were sold, according to The Harbour Times."
    by_speaker = {claim.speaker: claim for claim in claims_of(text) if claim.kind == "quote"}
    assert by_speaker["the letter"].attribution == ("the letter", "the Ministry of Trade", "Harbour Times")
    assert by_speaker["the Ministry of Trade"].attribution == ("the Ministry of Trade", "Harbour Times")
    assert by_speaker["Harbour Times"].attribution == ()


def test_an_amount_of_money_at_the_end_is_part_of_what_was_said() -> None:
    (content,) = [
        one
        for one in claims_of(
            "“Clydeway made a profit of £48m in 2024 and paid its directors £6.2m. Enough,” said Ann Lee."
        )
        if one.kind != "quote"
    ]
    assert content.text == "Clydeway made a profit of £48m in 2024 and paid its directors £6.2m."


def test_a_year_before_a_verb_is_no_number_of_what_stood_before() -> None:
    said = "Ann Lee said the cut was “larger than feared” and that estimates for 2027 would fall by 20 per cent."
    assert not any(one.text.startswith("The cut was “larger than feared” and that") for one in claims_of(said))


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (
            "Ruth Stein quoted from a report by the Harbour Board, which said, according to her, "
            "that 40 ferries had sunk.",
            "Harbour Board",
            "40 ferries had sunk.",
        ),
        (
            "Flights to Oldport were cancelled by Norvair, which said that 31 pilots had called in sick on Friday.",
            "Norvair",
            "31 pilots had called in sick on Friday, 28 February 2025.",
        ),
        (
            "Police in Oldport arrested Otto Brandt, who had said that the bridge was closed on 24 February.",
            "Otto Brandt",
            "The bridge was closed on 24 February 2025.",
        ),
    ],
)
def test_what_those_say_who_are_named_in_passing_is_theirs(text: str, speaker: str, content: str) -> None:
    extracted = RulesExtractor().extract_now(*article_of(text))
    whole, told = extracted.claims
    assert (whole.speaker, told.speaker, told.text) == (None, speaker, content)
    assert [(link.from_claim_id, link.to_claim_id) for link in extracted.links] == [(told.claim_id, whole.claim_id)]


@pytest.mark.parametrize(
    "text",
    [
        "The plan was backed by the dockers' union, which said it would create 400 jobs in Oldport.",
        "The note found in the flat, which said that six people had died in Oldport, was burned.",
        "Oldport police, which said that 40 people had fled, face claims that they failed.",
    ],
    ids=["it may be the plan", "a note is nobody", "where it ends is not sure"],
)
def test_what_is_not_surely_theirs_is_nobody_s(text: str) -> None:
    assert [claim.speaker for claim in claims_of(text)] == [None]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ruth Stein said that, according to a survey by the Harbour Board, 40 ferries had sunk.", "Ruth Stein"),
        (
            "Ruth Stein wrote in a letter that, according to a survey by the Harbour Board, 40 ferries had sunk.",
            "Ruth Stein",
        ),
        (
            "The union welcomed it but said that, according to a survey by the Harbour Board, 40 ferries had sunk.",
            "the union",
        ),
        (
            "Ruth Stein quoted from a report by the Sea Trust, which said that, according to a survey by the Harbour "
            "Board, 40 ferries had sunk.",
            "Sea Trust",
        ),
    ],
    ids=["said that", "in a letter", "the second verb", "in passing"],
)
def test_whom_a_speaker_gives_for_the_source_is_the_source_of_the_content(text: str, speaker: str) -> None:
    *_, content = sorted(claims_of(text), key=lambda claim: claim.start)
    assert content.text == "40 ferries had sunk."
    assert content.speaker == "a survey by the Harbour Board"
    assert content.attribution == ("a survey by the Harbour Board", speaker)


def test_what_a_source_quotes_ends_before_what_the_source_says() -> None:
    text = (
        "According to a report, which quoted her doctor, Paul Moss, as saying she had been ill since 2022, there was "
        "a low risk of 40 more ferries."
    )
    assert all("Paul Moss, as saying" not in claim.text for claim in claims_of(text) if claim.kind != "quote")
