"""What the offline extractor makes of news sentences: who said what, when, and what of it can be checked."""

from datetime import date

import pytest

from extractors.protocol import Extracted
from extractors.rules import ONLY_ENGLISH, RulesExtractor
from tests.extractors.texts import PUBLISHED, article_of
from warehouse.records import Claim


def read(text: str, *, outlet: str | None = None, body: tuple[int, int] | None = None) -> Extracted:
    extracted = RulesExtractor().extract_now(*article_of(text, outlet, body=body))
    assert all(claim.holds_in(text) for claim in extracted.claims)
    return extracted


def claims(text: str, **options: str) -> tuple[Claim, ...]:
    return read(text, **options).claims  # type: ignore[arg-type]


def only(text: str, **options: str) -> Claim:
    (claim,) = claims(text, **options)
    return claim


# -- who said it --


@pytest.mark.parametrize(
    ("text", "speaker", "role", "fidelity"),
    [
        (
            "“The bridge is closed to all of us,” harbour spokeswoman Ruth Stein told state radio.",
            "Ruth Stein",
            "harbour spokeswoman",
            "verbatim",
        ),
        (
            "“The bridge is closed to all of us,” said Ruth Stein, the mayor of Oldport.",
            "Ruth Stein",
            "mayor of Oldport",
            "verbatim",
        ),
        ("Mayor Ruth Stein said: “The bridge is closed to all of us.”", "Ruth Stein", "Mayor", "verbatim"),
        ("Mayor Ruth Stein said on Friday that the bridge had been closed.", "Ruth Stein", "Mayor", "paraphrase"),
        ("The bridge had been closed for good, Mayor Ruth Stein said.", "Ruth Stein", "Mayor", "paraphrase"),
        ("The bridge had “simply vanished” by noon, according to Mayor Ruth Stein.", "Ruth Stein", "Mayor", "partial"),
        ("According to the Harbour Board, the bridge had been closed.", "Harbour Board", None, "paraphrase"),
        (
            "Ruth Stein, the mayor of Oldport, called the bridge “a disgrace.”",
            "Ruth Stein",
            "mayor of Oldport",
            "partial",
        ),
        (
            "The head of the dockers' union, Paul Moss, said the bridge had been closed.",
            "Paul Moss",
            "head of the dockers' union",
            "paraphrase",
        ),
    ],
)
def test_a_statement_is_put_down_to_its_source(text: str, speaker: str, role: str | None, fidelity: str) -> None:
    said = [claim for claim in claims(text) if claim.kind == "quote"]
    assert [(c.speaker, c.speaker_role, c.quote_fidelity, c.speaker_named) for c in said] == [
        (speaker, role, fidelity, True)
    ]


def test_an_utterance_with_several_sentences_is_one_claim() -> None:
    text = "“We have closed the bridge,” Mayor Ruth Stein said. “It will not open again. Nobody asked us.”"
    claim = only(text)
    assert claim.quote == text
    assert claim.speaker == "Ruth Stein"


def test_a_pronoun_is_the_one_who_spoke_before() -> None:
    text = (
        "Mayor Ruth Stein said on Friday that the bridge had been closed.\n"
        "“We had no choice in the matter,” she said. “It was old.”"
    )
    last = claims(text)[-1]
    assert last.speaker == "Ruth Stein"
    assert "Ruth Stein said" in last.text
    assert last.said_from == last.said_to == date(2025, 2, 28)


def test_a_pronoun_that_could_mean_two_people_is_not_resolved() -> None:
    text = "Mayor Ruth Stein and Governor Ann Lee met in Oldport. “We had no choice in the matter,” she said."
    last = claims(text)[-1]
    assert last.speaker is None
    assert not last.checkable
    assert "not certain who said it" in (last.not_checkable_reason or "")


def test_a_woman_is_never_he() -> None:
    text = "Spokeswoman Ruth Stein said the bridge had been closed. “We had no choice in the matter,” he said."
    assert claims(text)[-1].speaker is None


def test_a_surname_gets_the_full_name_and_role_from_elsewhere() -> None:
    text = "President Ann Lee flew to Oslo on Sunday.\nThe treaty had been signed, Lee said."
    last = claims(text)[-1]
    assert (last.speaker, last.speaker_role) == ("Ann Lee", "President")
    assert last.text == "The treaty had been signed, Ann Lee said."


def test_a_role_before_a_name_gives_one_speaker() -> None:
    text = (
        "The head of state railway Norbane said he saw no end to the strikes.\n"
        "“We are working from a plan in which no train runs at all,” Otto Brandt told reporters Thursday."
    )
    first, second = claims(text)
    assert first.speaker == second.speaker == "Otto Brandt"
    assert second.speaker_role == "head of state railway Norbane"
    assert second.said_from == date(2025, 2, 27)


def test_an_unnamed_source_is_kept_as_described_and_only_its_outlet_knows() -> None:
    text = (
        "A senior harbour official, who spoke on the condition of anonymity, told The Oldport Post that the bridge had "
        "been sold. But he warned that the buyers were “not to be trusted in anything.”"
    )
    for claim in claims(text)[:1] + claims(text)[-1:]:
        assert claim.speaker == "a senior harbour official"
        assert claim.speaker_named is False
        assert claim.status == "sole_witness"


def test_what_was_told_to_another_outlet_can_be_looked_up() -> None:
    text = "Mayor Ruth Stein told The Oldport Post that the bridge had been sold."
    assert claims(text)[0].status == "unchecked"
    assert claims(text, outlet="The Oldport Post")[0].status == "sole_witness"
    assert claims(text)[0].venue == "The Oldport Post"


def test_a_passer_by_s_feeling_is_not_checkable() -> None:
    claim = only("“Personally, I find this terrible,” said Olga, 59, who had come with flowers.")
    assert not claim.checkable
    assert claim.kind in ("opinion", "feeling")
    assert claim.speaker == "Olga"


def test_a_quotation_without_a_source_is_recorded_without_one() -> None:
    claim = only("“Nobody ever asked the people of this town about it.”")
    assert claim.speaker is None
    assert not claim.checkable


# -- what can be checked --


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The court in Oslo issued a warrant against Otto Brandt on Friday.", "event"),
        ("Norway has given hundreds of billions of crowns to Ukraine since 2022.", "quantity"),
        ("The Oldport bridge was the longest in Norway.", "comparison"),
        ("The harbour of Oldport closed because of the strike.", "cause"),
        ("The harbour of Oldport is the property of the state.", "state"),
    ],
)
def test_a_fact_is_checkable(text: str, kind: str) -> None:
    claim = only(text)
    assert (claim.kind, claim.checkable, claim.speaker) == (kind, True, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Will the bridge in Oldport ever open again?", "question"),
        ("The new bridge is a disgrace for Oldport.", "opinion"),
        ("The council should open the bridge in Oldport.", "opinion"),
        ("Others were gleeful.", "feeling"),
        ("The decision stunned the people of Oldport.", "feeling"),
        ("The bridge in Oldport will collapse.", "prediction"),
        ("Many here are waiting to see results.", "state"),
        ("It was carrying coal to Oslo.", "state"),
        ("Not a word about Oldport.", "state"),
    ],
)
def test_what_cannot_be_checked_says_why(text: str, kind: str) -> None:
    claim = only(text)
    assert (claim.kind, claim.checkable, claim.status) == (kind, False, "not_checkable")
    assert claim.not_checkable_reason


def test_a_prediction_with_a_date_waits_for_it() -> None:
    claim = only("Norway will hold elections on 8 September 2025.")
    assert (claim.kind, claim.status, claim.about_from) == ("prediction", "awaiting_event", date(2025, 9, 8))


def test_checkable_content_is_a_claim_of_its_own() -> None:
    extracted = read("“Norway paid 4.2 billion dollars to Ukraine in 2023,” said Mayor Ruth Stein of Oldport.")
    said, content = sorted(extracted.claims, key=lambda claim: claim.kind != "quote")
    assert content.quote == "Norway paid 4.2 billion dollars to Ukraine in 2023"
    assert (content.kind, content.speaker) == ("quantity", "Ruth Stein")
    assert [(link.from_claim_id, link.to_claim_id, link.relation) for link in extracted.links] == [
        (content.claim_id, said.claim_id, "content_of")
    ]


def test_a_number_and_a_sanction_weigh_more_than_small_talk() -> None:
    heavy = only("Parliament in Oslo passed sanctions worth 4 billion dollars against Iran.")
    light = only("The children of Oldport play at the harbour.")
    assert heavy.checkworthiness > 0.8 > 0.4 > light.checkworthiness
    assert any(reason.startswith("+ it can be measured (“4 billion dollars”)") for reason in heavy.reasons)


# -- clauses --


def test_clauses_with_their_own_subjects_are_parted() -> None:
    text = "Oslo led the allies in new sanctions on Iran; the court in Oldport issued a warrant against Otto Brandt."
    assert [claim.quote for claim in claims(text)] == text.split("; ")


@pytest.mark.parametrize(
    "text",
    [
        "If the court in Oslo agrees, the bridge is sold and the harbour is closed.",
        "Mayor Ruth Stein said the bridge had been sold, and the harbour was losing money.",
        "The bridge was not sold and never opened.",
    ],
)
def test_a_condition_a_report_or_a_negation_is_never_cut_off(text: str) -> None:
    assert claims(text)[0].quote == text


def test_a_side_clause_takes_its_main_clause_s_date() -> None:
    text = (
        "The quarrel last week, in which Mayor Ruth Stein accused Otto Brandt of fraud, was seen as a gift to the left."
    )
    (main, side) = claims(text)
    assert not main.checkable
    assert side.quote == "Mayor Ruth Stein accused Otto Brandt of fraud"
    assert (side.speaker, side.said_from, side.said_to) == ("Ruth Stein", date(2025, 2, 24), date(2025, 3, 2))


def test_an_office_told_in_passing_is_a_small_claim() -> None:
    found = claims("Ruth Stein, the mayor of the port of Oldport, opened the bridge on Friday.")
    assert "Ruth Stein is the mayor of the port of Oldport." in [claim.text for claim in found if claim.kind == "state"]


# -- dates and names in the text --


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Oslo extended the sanctions last week.",
            "Oslo extended the sanctions last week (24 February to 2 March 2025).",
        ),
        ("On Friday, Oslo extended the sanctions.", "On Friday, 28 February 2025, Oslo extended the sanctions."),
        ("Oslo extended the sanctions on Friday.", "Oslo extended the sanctions on Friday, 28 February 2025."),
        ("Oslo was sold last June.", "Oslo was sold last June (June 2024)."),
        ("Oslo was at peace until the end of June.", "Oslo was at peace until the end of June 2024."),
        ("Oslo has been at peace since Friday.", "Oslo has been at peace since Friday, 28 February 2025."),
        ("Oslo has been dark since a storm on 18 February.", "Oslo has been dark since a storm on 18 February 2025."),
        ("Oslo has been dark since February 18.", "Oslo has been dark since February 18, 2025."),
        ("Prices in Oslo have risen since June.", "Prices in Oslo have risen since June 2024."),
        ("Oslo extended the sanctions last month.", "Oslo extended the sanctions last month (February 2025)."),
        ("Oslo extended the sanctions last year.", "Oslo extended the sanctions last year (2024)."),
        ("Oslo had sold 12 by 15 May last year.", "Oslo had sold 12 by 15 May last year (2024)."),
        ("Oslo extended the sanctions in May 2024.", "Oslo extended the sanctions in May 2024."),
    ],
)
def test_relative_dates_are_told_in_words(text: str, expected: str) -> None:
    assert only(text).text == expected


def test_quoted_words_are_never_rewritten() -> None:
    text = "President Ann Lee came on Sunday.\n“Lee promised us on Sunday to open the bridge,” Mayor Ruth Stein said."
    said = next(claim for claim in claims(text) if claim.kind == "quote" and claim.speaker == "Ruth Stein")
    assert "“Lee promised us on Sunday to open the bridge,”" in said.text


def test_nothing_outside_the_body_is_claimed_but_names_are_learnt_there() -> None:
    head = "President Ann Lee in Oldport\n\n"
    body = "Lee signed the treaty in Oslo on Sunday."
    text = head + body + "\nMOST READ\nOslo wins the cup again in March"
    extracted = read(text, body=(len(head), len(head) + len(body)))
    (claim,) = extracted.claims
    assert claim.quote == body
    assert claim.text == "Ann Lee signed the treaty in Oslo on Sunday, 2 March 2025."


def test_another_language_is_said_to_be_unknown() -> None:
    text = "Der Stadtrat hat am Montag beschlossen, die alte Brücke am Hafen endgültig zu schließen. " * 3
    extracted = read(text)
    assert extracted.claims == ()
    assert extracted.extraction.note == ONLY_ENGLISH.format(language="German")


async def test_the_protocol_s_method_gives_the_same() -> None:
    text = "The court in Oslo issued a warrant against Otto Brandt on Friday."
    extracted = await RulesExtractor().extract(*article_of(text), run_id="run")
    assert len(extracted.claims) == extracted.extraction.claim_count == 1


# -- when it was said, told apart from other dates --


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ruth Stein, who became mayor in May 2022, said the bridge had cost 40 million euros.", None),
        ("Ruth Stein, elected mayor in May 2022, said the bridge had cost 40 million euros.", None),
        ("After losing the vote in May 2022, Ruth Stein said the bridge had cost 40 million euros.", None),
        ("The bridge had cost 40 million euros, said Ruth Stein, who became mayor in May 2022.", None),
        ("Mayor Ruth Stein has declared tomorrow a day of rest for the dockers of Oldport.", None),
        ("Ruth Stein, who became mayor in May 2022, told reporters on Friday that the bridge had gone.", 28),
        ("On Friday Mayor Ruth Stein said the bridge had cost 40 million euros.", 28),
    ],
)
def test_only_a_date_of_the_verb_of_saying_tells_when_it_was_said(text: str, said: int | None) -> None:
    claim = next(claim for claim in claims(text) if claim.kind == "quote")
    day = date(2025, 2, said) if said else None
    assert (claim.said_from, claim.said_to) == (day, day or PUBLISHED.date())


def test_what_somebody_expects_by_a_date_waits_for_it() -> None:
    (content,) = (
        claim
        for claim in claims("Mayor Ruth Stein said she expects the new harbour baths to open in September 2026.")
        if claim.kind == "prediction"
    )
    assert content.text == "The new harbour baths will open in September 2026."
    assert (content.speaker, content.status) == ("Ruth Stein", "awaiting_event")
    assert (content.about_from, content.about_to) == (date(2026, 9, 1), date(2026, 9, 30))


# -- what can be checked in itself --


@pytest.mark.parametrize(
    "text",
    [
        "The museum, on Harbour Street, will cost 9.5 million euros.",
        "The arena will hold 30,000 people.",
        "About 700 flats will be built.",
        "Half of the families in Oldport own a boat.",
        "About 900 people live in Nordvik.",
        "Nearly 300 dockers face eviction.",
        "A third of the nurses need a second job.",
        "Residents of Oldport pay 120 euros a year for parking.",
    ],
)
def test_planned_figures_and_plural_subjects_can_be_checked(text: str) -> None:
    claim = only(text)
    assert claim.checkable, claim.not_checkable_reason
    assert claim.kind == "quantity"


def test_a_plan_without_a_figure_or_a_date_cannot_be_checked() -> None:
    assert not only("The bridge to Nordvik will be built.").checkable
    assert not only("Three old boats near the harbour market").checkable


# -- bodies that a common noun names, and what is reported of them --


@pytest.mark.parametrize("body", ["opposition", "charity", "union", "regulator", "hospital", "airline", "government"])
def test_a_body_told_by_its_noun_is_the_speaker(body: str) -> None:
    said = next(c for c in claims(f"The {body} said only 3,200 nurses were hired.") if c.kind == "quote")
    assert (said.speaker, said.speaker_named) == (f"the {body}", False)


def test_a_body_named_once_in_full_is_meant_by_its_noun() -> None:
    text = "The Oldport Port Trust met in Oslo on Friday.\nThe trust said 300 dockers had left the harbour."
    said = next(c for c in claims(text) if c.kind == "quote")
    assert (said.speaker, said.speaker_named) == ("Oldport Port Trust", True)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Mayor Ruth Stein said the council had lost 38 million euros.", "The council had lost 38 million euros."),
        ("Mayor Ruth Stein said the council employs 2,400 people.", "The council employs 2,400 people."),
        ("The union said 300 drivers had left.", "300 drivers had left."),
        ("The charity told reporters that it had helped 4,000 families.", "The charity had helped 4,000 families."),
        ("The firm said the ferry was shut, but said nobody was hurt.", "The ferry was shut."),
    ],
)
def test_reported_content_that_can_be_checked_is_a_claim_of_its_own(text: str, content: str) -> None:
    extracted = read(text)
    whole = next(c for c in extracted.claims if c.kind == "quote")
    own = next(c for c in extracted.claims if c.text == content)
    assert own.checkable
    assert own.speaker == whole.speaker
    assert [(link.from_claim_id, link.to_claim_id, link.relation) for link in extracted.links] == [
        (own.claim_id, whole.claim_id, "content_of")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Ruth Stein said the plan was a disgrace.",
        "Mayor Ruth Stein said the council will build more homes.",
        "Mayor Ruth Stein said the reaction that is not reported in the papers.",
    ],
)
def test_views_and_undated_hopes_are_no_claims_apart_from_their_speaker(text: str) -> None:
    assert [claim.kind for claim in claims(text)] == ["quote"]


@pytest.mark.parametrize(
    "line",
    [
        "PORT ALDEN —",
        "PORT ALDEN, 12 May 2025 —",
        "OSLO, May 12 (Reuters) -",
        "LONDON, March 3, 2025 –",
        "ROTTERDAM, Netherlands —",
        "DALE CITY, Iowa (AP) —",
        "SPRINGFIELD, Ill. (AP) —",
        "ST. PAUL, Minn. —",
        "Paris (AFP) –",
        "MUNICH, 6 November 2026 /PRNewswire/ --",
    ],
)
def test_a_dateline_is_no_part_of_a_claim(line: str) -> None:
    claim = only(f"{line} The bridge was closed in 2019.")
    assert (claim.quote, claim.text) == ("The bridge was closed in 2019.", "The bridge was closed in 2019.")
