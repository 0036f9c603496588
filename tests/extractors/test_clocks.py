"""What time a claim is about, and when it was said: articles of Monday, 3 March 2025."""

from datetime import UTC, datetime

import pytest

from extractors.rules import RulesExtractor
from tests.extractors.texts import article_of, claims_of


def told(first: object, last: object) -> str:
    return "-" if first is None and last is None else str(first) if first == last else f"{first or ''}..{last or ''}"


def about(text: str, beginning: str = "") -> str:
    claim = next(one for one in claims_of(text) if one.text.startswith(beginning))
    return told(claim.about_from, claim.about_to)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lowland has spent $3 billion on dikes since the flood in 2022.", "2022-01-01..2025-03-03"),
        ("Lowland closed 40 schools on Friday.", "2025-02-28"),
        ("Lowland closed 40 schools.", "-"),
        # What was decided is over; what was decided upon is not.
        ("The court in Oldport ordered Anna Berg to appear on April 5.", "-"),
        ("Anna Berg was in Oldport on Thursday before a hearing planned for March 20.", "2025-02-27"),
        # Years that only say which one is meant.
        ("The 1973 building in Oldport was home to 1,000 people.", "-"),
        ("Anna Berg won the 2016 election in Lowland.", "2016-01-01..2016-12-31"),
        ("Anna Berg, who ran in the 2016 election, resigned on Friday.", "2025-02-28"),
        ("Anna Berg, who led Lowland in 2016, resigned on Friday.", "2025-02-28"),
        ("Anna Berg resigned on Friday, closing a career that began in 1998.", "2025-02-28"),
        ("Anna Berg was questioned in Oldport on Friday after a raid on Tuesday.", "2025-02-28"),
        (
            "Both sides met in Oldport last month for their first talks since the flood of 2022.",
            "2025-02-01..2025-02-28",
        ),
        ("The bridge in Oldport, built in 1927, carries 38,000 cars a day.", "-"),
        ("The dam in Oldport, which was completed in 1974, supplies 600,000 people.", "-"),
        ("The company in Oldport, founded in 1998 by Anna Berg, now employs 1,200 people.", "-"),
        ("The dam in Oldport, which burst in 1974, killed 40 people.", "1974-01-01..1974-12-31"),
        ("Anna Berg is the first to lead Oldport, which was founded in 1961.", "-"),
        ("Lowland jailed Anna Berg, who was arrested in 2021.", "-"),
        ("The war in Lowland, which began in 2021 when the army rose, has killed 900 people.", "-"),
        # What a figure is compared with is no time of what is told.
        ("The repairs in Oldport cost $4 million, more than the $3,500 that Lowland had set aside in January.", "-"),
        ("Inflation in Lowland fell to 7.9% in February from 8.7% in January.", "2025-02-01..2025-02-28"),
        ("The rate in Lowland has risen to 6.6%, a level last seen in 2008.", "-"),
        ("Lowland has paid $3 million, less than half of what it pledged in 2022.", "-"),
        ("Lowland will vote on 24 March on a toll of $6, down from the $8 proposed last year.", "2025-03-24"),
        ("Lowland bought 12 ferries on Tuesday and 14 ferries on Thursday.", "2025-02-25..2025-02-27"),
        ("The bridge in Oldport will remain shut until May 2025.", "2025-03-03..2025-05-31"),
        ("The war in Lowland has cost 900 lives, three years in.", "2022-03-03..2025-03-03"),
    ],
)
def test_a_claim_is_about_the_time_of_what_it_tells(text: str, expected: str) -> None:
    assert about(text) == expected


def said(text: str, speaker: str) -> str:
    claim = next(one for one in claims_of(text) if one.speaker == speaker)
    return told(claim.said_from, claim.said_to)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Berg, the mayor of Oldport, said on Friday that 40 schools were shut.", "2025-02-28"),
        ("Anna Berg, the mayor of Oldport, said that 40 schools were shut on Friday.", "..2025-03-03"),
    ],
)
def test_a_claim_was_said_when_the_article_tells_that(text: str, expected: str) -> None:
    assert said(text, "Anna Berg") == expected


def test_a_work_speaks_when_it_was_published() -> None:
    text = "According to a survey published in 2017 by the Lowland Institute, 84% of drivers were too fast."
    claim = claims_of(text)[0]
    assert told(claim.said_from, claim.said_to) == "2017-01-01..2017-12-31"


def test_yesterday_in_a_quotation_is_the_day_before_it_was_said() -> None:
    text = "“Lowland bought 12 ferries from Highland yesterday,” Anna Berg, the mayor of Oldport, said on Friday."
    contents = [one for one in claims_of(text) if one.kind != "quote" and one.speaker == "Anna Berg"]
    for claim in (claims_of(text)[0], *contents):
        (mention,) = (one for one in claim.dates if one.text == "yesterday")
        assert (str(mention.earliest), str(mention.anchor), mention.certainty) == ("2025-02-27", "2025-02-28", "exact")
    (content,) = contents
    assert told(content.about_from, content.about_to) == "2025-02-27"
    assert "(27 February 2025)" in content.text


def test_the_second_sentence_of_a_quotation_counts_from_the_same_day() -> None:
    text = "“We will sell it. Yesterday 12 people came,” Anna Berg, the mayor of Oldport, said on Friday."
    days = {str(one.earliest) for claim in claims_of(text) for one in claim.dates if one.text == "Yesterday"}
    assert days == {"2025-02-27"}


def test_this_year_in_an_interview_of_some_month_is_that_month_s_year() -> None:
    text = "In an interview published in June 2023, Anna Berg said: “This year we built 40 homes, and 12 yesterday.”"
    (year, yesterday) = claims_of(text)[0].dates[1:]
    assert (str(year.earliest), str(year.latest), year.certainty) == ("2023-01-01", "2023-12-31", "exact")
    assert (str(yesterday.earliest), str(yesterday.latest)) == ("2023-05-31", "2023-06-29")
    assert yesterday.certainty == "approximate"


def test_yesterday_in_a_quotation_of_unknown_date_is_approximate_and_not_written_out() -> None:
    text = "“Lowland bought 12 ferries from Highland yesterday,” Anna Berg, the mayor of Oldport, said."
    for claim in (one for one in claims_of(text) if one.speaker == "Anna Berg"):
        (mention,) = claim.dates
        assert (str(mention.earliest), mention.certainty) == ("2025-03-02", "approximate")
        assert "March" not in claim.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # who somebody is, and what happened then
        ("Mayor Ruth Stein, who was elected in 2019, has closed 40 schools.", "-"),
        ("Her husband, a pilot whom she married in 1958, died in 1999.", "1999-01-01..1999-12-31"),
        ("Otto Brandt, who left Oldport in 2019.", "2019-01-01..2019-12-31"),
        ("Two of four cranes ordered in 2023 for Oldport arrived on the ship Halden on Friday.", "2025-02-28"),
        ("A bridge in Oldport built in 1931 was closed to lorries on Friday.", "2025-02-28"),
        ("The Oldport board was elected in 2019 and dissolved in 2023.", "2019-01-01..2023-12-31"),
        # what a figure is compared with
        ("The Harbour Party stood at 33.8 percent, down nine points from 2021.", "-"),
        (
            "Oldport saw 412 fires in 2024, down 3 percent on 2023 but above every year until 2018.",
            "2024-01-01..2024-12-31",
        ),
        ("Prices in Oldport rose by 3 percent in January from a year earlier.", "2025-01-01..2025-01-31"),
        ("Ferry traffic rose 17% in Jan.-Feb. compared with the same months of 2023.", "2025-01-01..2025-02-28"),
        ("Ferries sold 40 tickets in May 2024, twice as many as in the three months before.", "2024-05-01..2024-05-31"),
        ("Prices in Oldport rose from 12 euros in 2021 to 15 euros in 2023.", "2021-01-01..2023-12-31"),
    ],
)
def test_a_date_beside_the_deed_is_not_its_time(text: str, expected: str) -> None:
    assert about(text) == expected


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("GENEVA, Feb. 24 (Reuters) - ", "2025-02-24"),
        ("GENEVA, 24 February (Reuters) - ", "2025-02-24"),
        ("GENEVA (Reuters) - ", "2025-03-03"),
        # a day ahead, and one that is long over, is not when it was written
        ("GENEVA, March 9 (Reuters) - ", "2025-03-03"),
        ("GENEVA, Dec. 9 (Reuters) - ", "2025-03-03"),
    ],
)
def test_a_dateline_without_a_year_tells_the_day_that_a_story_counts_from(dateline: str, day: str) -> None:
    first = claims_of(f"{dateline}Lowland sold 40 ferries on Monday.")[0]
    assert str(first.about_from) == str(first.said_from) == day


def test_a_dateline_at_the_turn_of_a_year_is_of_the_year_before() -> None:
    article, version = article_of(
        "GENEVA, Dec. 30 (Reuters) - Lowland sold 40 ferries on Monday.", published=datetime(2025, 1, 2, tzinfo=UTC)
    )
    (first,) = RulesExtractor().extract_now(article, version).claims
    assert str(first.about_from) == "2024-12-30"
