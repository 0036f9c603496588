"""Articles that are not a column of paragraphs: live blogs, interviews, transcripts, lists, capitals, other marks."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.protocol import Extracted
from extractors.reading import ReadArticle, read_article
from extractors.rules import ONLY_A_HEADLINE, RulesExtractor
from tests.extractors.texts import article_of, claims_of
from warehouse.records import Claim

ODD = Path(__file__).parent / "odd"
DAY = date(2025, 3, 6)


def article(name: str) -> ReadArticle:
    return of_text((ODD / name).read_text(encoding="utf-8"), name)


def of_text(text: str, name: str = "a.txt") -> ReadArticle:
    return read_article(text.encode(), name, published=DAY, read_at=datetime(2025, 3, 7, tzinfo=UTC))


def extracted(read: ReadArticle) -> Extracted:
    found = RulesExtractor().extract_now(read.article, read.version)
    assert all(claim.holds_in(read.version.text) for claim in found.claims)
    for claim in found.claims:
        for part in (*claim.dates, *claim.quantities):
            assert read.version.text[part.start : part.end] == part.text
    return found


def claims(name: str) -> tuple[Claim, ...]:
    return extracted(article(name)).claims


def with_text(found: tuple[Claim, ...], part: str) -> Claim:
    """The claim whose text is, or begins with, these words."""
    fitting = [claim for claim in found if claim.text.startswith(part)]
    assert len(fitting) == 1, [claim.text for claim in found]
    return fitting[0]


def links(found: Extracted) -> set[tuple[str, str]]:
    texts = {claim.claim_id: claim.text for claim in found.claims}
    return {(texts[link.from_claim_id], texts[link.to_claim_id]) for link in found.links}


# -- live blogs --


def test_each_entry_counts_from_its_own_day_newest_first_over_midnight() -> None:
    found = claims("live_newest_first.txt")
    assert with_text(found, "Police confirmed an hour ago (5 March 2025)").said_to == date(2025, 3, 6)
    bridge = with_text(found, "The Stone Bridge closed today (5 March 2025) after water reached its deck.")
    assert (bridge.about_from, bridge.about_to) == (date(2025, 3, 5), date(2025, 3, 5))
    homes = with_text(found, "About 300 people left their homes yesterday (4 March 2025).")
    assert (homes.about_from, homes.said_from) == (date(2025, 3, 4), date(2025, 3, 5))
    assert with_text(found, "“We have 40 boats").speaker == "Ada Holm"
    assert not any("GMT" in claim.quote or claim.quote in ("Jane Roe", "Piet Lamm", "Bridge closed") for claim in found)


def test_times_before_the_text_and_oldest_first() -> None:
    found = claims("live_oldest_first.txt")
    assert with_text(found, "Mayor Hugo Stern said").speaker == "Hugo Stern"
    assert with_text(found, "Hugo Stern left the hall an hour ago (6 March 2025).").about_from == DAY
    assert not any(re.search(r"[ap]\.m\.", claim.quote) for claim in found)


def test_an_entry_with_a_date_of_its_own_keeps_it() -> None:
    found = claims("live_dated.txt")
    assert with_text(found, "The ferry company cancelled 18 sailings today (5 March 2025).").about_to == date(
        2025, 3, 5
    )
    assert with_text(found, "All 12 schools in Arden are closed today (6 March 2025), the council").said_to == DAY


def test_a_pronoun_never_reaches_into_another_entry() -> None:
    entries = (
        "12:00",
        "She said the town had 3 boats.",
        "11:00",
        "Mayor Mara Voss left.",
        "10:00",
        "He paid 5 crowns.",
    )
    text = "\n\n".join(("Storm", *entries))
    found = extracted(of_text(text)).claims
    assert not any(claim.checkable and "Voss" in (claim.speaker or "") for claim in found)


@pytest.mark.parametrize("published", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, tzinfo=UTC)])
def test_a_live_blog_at_an_end_of_the_calendar_is_read(published: datetime) -> None:
    told = "GMT\n\nHarbour guards shut the {} in Oldport two hours ago.\n\n"
    text = "".join(
        f"{hour}:20 {told.format(what)}" for hour, what in (("01", "bridge"), ("23", "port"), ("22", "lock"))
    )
    article, version = article_of(text, published=published)
    east = article.model_copy(update={"published_zone": "+09:00", "published_precision": "minute"})
    for one in (article, east):
        assert len(RulesExtractor().extract_now(one, version).claims) == 3


def test_prose_with_times_is_no_live_blog() -> None:
    text = "The train left at 10:15. It stopped at 11:20.\n\nAt 12:30 it came home.\n\n13 people were on board today."
    assert {claim.about_from for claim in extracted(of_text(text)).claims if "today" in claim.quote} == {DAY}


# -- interviews and transcripts --


def test_an_answer_is_the_interviewed_person_s_and_a_question_is_no_claim() -> None:
    found = claims("interview_labels.txt")
    assert not any(claim.quote.endswith("?") or claim.quote.startswith(("Q:", "A:")) for claim in found)
    signed = with_text(found, "Mara Voss signed a letter of intent in March 2023.")
    assert (signed.speaker, signed.speaker_role, signed.quote) == (
        "Mara Voss", "mayor of Oldport", "I signed a letter of intent in March 2023."
    )  # fmt: skip
    whole = with_text(found, "Mara Voss said: “No. I signed a letter")
    assert (whole.kind, whole.quote_fidelity, whole.status) == ("quote", "verbatim", "sole_witness")
    # A paragraph without a label goes on with the answer.
    # Nobody knows on which day the interview was, so its "Monday" is not written out.
    assert with_text(found, "Mara Voss’s office published all the invoices on Monday.").checkable
    assert with_text(found, "Ferries will return to Oldport in May 2026.").status == "awaiting_event"
    assert with_text(found, "The town has paid 12 million crowns since last year.").speaker == "Mara Voss"


def test_contents_are_linked_to_what_was_said() -> None:
    found = extracted(article("interview_labels.txt"))
    assert (
        "The contract was signed by the harbour board in June 2023.",
        "Mara Voss said: “No. I signed a letter of intent in March 2023. The contract was signed by the harbour board "
        "in June 2023.”",
    ) in links(found)


def test_a_paper_s_questions_and_the_article_s_own_end() -> None:
    found = claims("interview_outlet.md")
    assert with_text(found, "Ilse Brandt said: “They found 14 faults.”").venue == "The Post"
    assert (
        with_text(found, "Ilse Brandt told the ministry in March 2024.").speaker_role == "director of the Port of Arden"
    )
    assert with_text(found, "Ilse Brandt has led the port since 2017.").speaker is None
    assert not any("You bought" in claim.quote or "So it was known" in claim.quote for claim in found)


def test_questions_in_bold_ask_the_person_of_the_introduction() -> None:
    found = claims("interview_bold.md")
    assert with_text(found, "Ada Holm’s team had measured 4.2 metres").speaker_role == "fire chief of Oldport"
    assert with_text(found, "Ada Holm said: “We warned 300 households").status == "sole_witness"
    assert not any("?" in claim.quote or "**" in claim.text for claim in found)


def test_explainers_with_questions_are_in_the_article_s_voice() -> None:
    text = (
        "What the levy means\n\nThe council of Arden passed a levy.\n\n**What is the levy?**\n\nIt is a tax "
        "of 4 percent."
        "\n\n**Who pays?**\n\nOwners of 1,200 empty houses in Arden pay it.\n\n**When does it start?**\n\n"
        "It starts in May 2025.\n"
    )
    found = extracted(of_text(text, "a.md")).claims
    assert with_text(found, "Owners of 1,200 empty houses").speaker is None


def test_a_transcript_knows_its_speakers_by_their_first_label() -> None:
    found = claims("transcript.txt")
    assert {(claim.speaker, claim.speaker_role) for claim in found} == {
        ("Jane Smith", "council chair"), ("Piet Lamm", "harbour director")
    }  # fmt: skip
    assert with_text(found, "Piet Lamm said: “We found that 40 percent").status == "unchecked"
    assert with_text(found, "Piet Lamm told Mayor Voss on 3 February 2025.").kind == "event"
    assert not any("APPLAUSE" in claim.text or "crosstalk" in claim.text or "?" in claim.text for claim in found)


@pytest.mark.parametrize(
    ("label", "speaker", "named"),
    [
        ("PRESIDENT ANN LEE", "Ann Lee", True),
        ("SEN. PIET O’HARA (D-OH)", "Piet O’Hara", True),
        ("UNIDENTIFIED MALE", "unidentified male", False),
        ("Speaker 2", "speaker 2", False),
        ("((Ann Lee))", "Ann Lee", True),
        ("[00:12] Ann Lee", "Ann Lee", True),
        ("Ann Lee (00:12)", "Ann Lee", True),
    ],
)
def test_labels_of_many_prints(label: str, speaker: str, named: bool) -> None:
    mark = "" if label.startswith("((") else ":"
    text = "Hearing\n\n" + "\n\n".join(
        f"{who}{mark if who == label else ':'} {words}"
        for who, words in [
            (label, "The bridge of Arden was sold in 2019 for 4 million crowns."),
            ("OTTO LIND", "Nobody in Arden was told of the sale before May 2020."),
            (label, "The court in Oslo opened a case against the board in 2021."),
            ("LIND", "The case was closed in Oslo in June 2022."),
        ]
    )
    said = [claim for claim in extracted(of_text(text)).claims if claim.kind == "quote"]
    assert [(claim.speaker, claim.speaker_named) for claim in said] == [
        (speaker, named), ("Otto Lind", True), (speaker, named), ("Otto Lind", True)
    ]  # fmt: skip


def test_initials_of_the_paper_ask_and_initials_of_a_speaker_answer() -> None:
    text = "The Post talks to Ann Lee\n\nAnn Lee, the mayor of Arden, met us on Friday.\n\n" + "\n\n".join(
        [
            "((TP))  Did you buy the bridge in 2019? It was old.",
            "((Ann Lee))  The council of Arden bought the bridge in 2020 for 4 million crowns.",
            "((TP))  Was it safe?",
            "((AL))  I sold the bridge to Oslo in May 2021. Born in Arden and moved to Oslo in 1990.",
        ]
    )
    found = extracted(of_text(text)).claims
    sold = with_text(found, "Ann Lee sold the bridge to Oslo in May 2021.")
    assert (sold.speaker, sold.speaker_role) == ("Ann Lee", "mayor of Arden")
    assert not any("2019" in claim.quote or claim.text.startswith("Born") for claim in found)
    assert {claim.status for claim in found if claim.kind == "quote"} == {"sole_witness"}


def test_colons_in_prose_are_no_labels() -> None:
    text = (
        "Arden votes\n\nPhoto: Ann Lee\n\nNote: The council of Arden met on Tuesday.\n\n"
        "Location: The hall in Arden was full.\n\nGermany: The government paid 4 million euros.\n\nFrance: "
        "The government paid 3 million euros.\n\n"
        "Photo: Otto Lind saw the vote in Arden."
    )
    assert not any(claim.speaker for claim in extracted(of_text(text)).claims)


# -- lists --


def test_items_stand_with_the_beginning_they_share() -> None:
    found = extracted(article("list.txt"))
    hire = with_text(found.claims, "The plan would hire 12 police officers.")
    assert (hire.quote, hire.speaker) == ("hire 12 police officers", None)
    report = with_text(found.claims, "The auditors' report found: The town lost 3 million crowns in 2024.")
    assert (report.kind, report.speaker, report.quote) == (
        "quote", "the auditors' report", "The town lost 3 million crowns in 2024"
    )  # fmt: skip
    assert ("The town lost 3 million crowns in 2024.", report.text) in links(found)
    assert not any(claim.quote in ("The levy", "The libraries", "The plan would:") for claim in found.claims)


# -- capitals, headlines, languages, typography --


def test_capitals_are_read_like_other_text() -> None:
    found = claims("capitals.txt")
    vote = with_text(found, "The Oldport council voted on Tuesday, 4 March 2025, to close two libraries.")
    assert vote.quote == "THE OLDPORT COUNCIL VOTED ON TUESDAY TO CLOSE TWO LIBRARIES."
    said = with_text(found, "Mayor Mara Voss said the town would save")
    assert (said.speaker, said.quantities[0].text) == ("Mara Voss", "3 MILLION CROWNS")
    assert with_text(found, '"We have no money left," Mr. Voss said.').speaker == "Mara Voss"


def test_a_paragraph_in_capitals_takes_its_names_from_the_others() -> None:
    text = (
        "Arden votes\n\nMayor Rose Hill of Arden lost the vote.\n\n"
        "THE HALL OF ARDEN WAS FULL WHEN HILL SAID ON TUESDAY THAT SHE WOULD LEAVE THE COUNCIL IN MAY 2025.\n"
    )
    found = extracted(of_text(text)).claims
    assert any(claim.speaker == "Rose Hill" and "would leave the council in May 2025" in claim.text for claim in found)


def test_a_headline_alone_gives_its_claim_and_says_so() -> None:
    found = extracted(article("headline.txt"))
    assert found.extraction.note == ONLY_A_HEADLINE
    (claim,) = found.claims
    assert (claim.checkable, claim.quote) == (True, "Oldport council votes to close two libraries")


@pytest.mark.parametrize("headline", ["Ten recipes for a rainy autumn", "How did the bridge of Arden fall?"])
def test_a_headline_that_tells_nothing_claims_nothing(headline: str) -> None:
    found = extracted(of_text(f"{headline}\n\nBy Ann Lee\n\n6 March 2025\n"))
    assert found.extraction.note == ONLY_A_HEADLINE
    assert not any(claim.checkable for claim in found.claims)


def test_another_language_is_named_and_left_to_a_model() -> None:
    found = extracted(article("german.txt"))
    assert (found.claims, found.extraction.language) == ((), "de")
    assert "in German" in (found.extraction.note or "")
    assert article("german.txt").article.language == "de"


def test_a_paragraph_in_another_language_is_left_out_with_a_note() -> None:
    found = extracted(article("mixed_languages.txt"))
    assert found.extraction.language == "en"
    assert found.extraction.note == (
        "1 paragraph in German is left out: the offline extractor knows only English, and a language model reads the "
        "others too."
    )
    assert len([claim for claim in found.claims if claim.checkable]) == 3
    assert not any("Bürgermeister" in claim.quote for claim in found.claims)


def test_a_sentence_in_another_script_is_passed_over() -> None:
    said = "Совет Ардена собрался во вторник."
    text = f"Arden votes\n\nThe council of Arden met on Tuesday. {said} Mayor Ann Lee left Oslo.\n"
    quotes = [claim.quote for claim in extracted(of_text(text)).claims]
    assert quotes == ["The council of Arden met on Tuesday.", "Mayor Ann Lee left Oslo."]


@pytest.mark.parametrize(
    ("start", "speaker"),
    [
        ("‘The ferry was inspected", "Otto Lind"),
        ("„Three of the four engines", "Ruth Stein"),
        ("“The owner paid 200,000 crowns", "Max Ort"),
        ("“The council knew of 14 faults in January, said Mr. J. R. Lamm", "J. R. Lamm"),
    ],
)
def test_quotation_marks_of_other_prints(start: str, speaker: str) -> None:
    assert with_text(claims("typography.txt"), start).speaker == speaker


def test_an_unclosed_quotation_mark_swallows_nothing() -> None:
    found = claims("typography.txt")
    assert with_text(found, "The council meets on Friday").speaker is None
    repairs = with_text(found, "Last year the government of Arden paid 1.2 million crowns for repairs in 2024.")
    assert "govern-\nment" in repairs.quote
    assert repairs.quantities[0].low == 1.2e6
    assert with_text(found, "The ferry carried 9,000 people last year (2024).").checkable


# -- what holds for all of them --

PLAIN = "The council of Arden sold the old bridge to the port for 4 million crowns in 2019."
NAMES = sorted(path.name for path in ODD.iterdir() if path.name not in ("german.txt", "headline.txt"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("behind", [True, False])
def test_odd_parts_never_cost_the_claims_of_plain_ones(name: str, behind: bool) -> None:
    read = article(name)
    parts = [read.version.body, f"{PLAIN} {PLAIN.replace('2019', '2021')}"]
    text = "\n\n".join(parts if behind else parts[::-1])
    quotes = [claim.quote for claim in extracted(of_text(f"Arden\n\n{text}\n", name)).claims]
    assert any("in 2019" in quote and "old bridge" in quote for quote in quotes)
    assert any("in 2021" in quote and "old bridge" in quote for quote in quotes)


ENTRIES = st.lists(
    st.sampled_from(
        [
            "Ann Lee sold the bridge today.",
            "He paid 4 million crowns.",
            "“We won",
            "it,” she said.",
            "The plan would:",
            "- end",
        ]
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ENTRIES, min_size=3, max_size=6))
def test_no_claim_crosses_two_entries(entries: list[list[str]]) -> None:
    stamps = [f"{20 - n}:15" for n in range(len(entries))]
    body = "\n\n".join(f"{stamp}\n\n" + "\n\n".join(entry) for stamp, entry in zip(stamps, entries, strict=True))
    read = of_text(f"Storm live\n\n{body}\n")
    for claim in extracted(read).claims:
        assert not any(stamp in claim.quote for stamp in stamps)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["ANN LEE", "OTTO LIND", "VOSS"]), ENTRIES), min_size=4, max_size=8))
def test_no_claim_crosses_two_speakers(turns: list[tuple[str, list[str]]]) -> None:
    turns = [("ANN LEE", ["The bridge of Arden fell."]), ("VOSS", ["It fell in 2019."]), ("ANN LEE", ["Yes."]), *turns]
    read = of_text("Hearing\n\n" + "\n\n".join(f"{who}: {' '.join(words)}" for who, words in turns) + "\n")
    for claim in extracted(read).claims:
        assert not any(f"{who}:" in claim.quote for who in ("LEE", "LIND", "VOSS"))


def test_the_title_behind_an_entrys_time_claims_nothing() -> None:
    entries = "".join(f"{at} {title}\n{text}\n\n" for at, title, text in (
        ("18:20", "That is all for today", "The storm has moved on, forecasters in Oldport say."),
        ("17:45", "Oldport Rail suspends all services", "Oldport Rail says no trains run north of Veld."),
        ("16:30", "Man dies in Veld", "Police say a man of 56 died in Veld at about 14:10."),
    ))  # fmt: skip
    assert {claim.text[:5] for claim in claims_of(entries) if claim.kind == "quote"} == {"The s", "Oldpo", "Polic"}
    assert not any("suspends" in claim.text or "Man dies" in claim.text for claim in claims_of(entries))
