"""What date expressions mean, told by tables; and the rules that hold for any text."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language import dates
from language.dates import find_dates, local_day

MONDAY = date(2025, 3, 3)


def resolved(text: str, anchor: date | None = MONDAY) -> list[tuple[str, str | None, str | None, str]]:
    return [
        (m.text, str(m.earliest) if m.earliest else None, str(m.latest) if m.latest else None, m.certainty)
        for m in find_dates(text, anchor)
    ]


def days(text: str, anchor: date | None = MONDAY) -> list[str]:
    """Every mention as "earliest..latest", a single day alone, "-" where unresolved."""
    found = []
    for mention in find_dates(text, anchor):
        first, last = mention.earliest, mention.latest
        found.append("-" if first is None else str(first) if first == last else f"{first}..{last}")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("signed on 2025-02-24 in Oslo", ["2025-02-24"]),
        ("signed on March 3, 2025.", ["2025-03-03"]),
        ("signed on 3 March 2025", ["2025-03-03"]),
        ("on the 24th of February 2022", ["2022-02-24"]),
        ("Friday, January 4, 2019", ["2019-01-04"]),
        ("in February 2025", ["2025-02-01..2025-02-28"]),
        ("in 2022", ["2022-01-01..2022-12-31"]),
        ("the 2016 elections", ["2016-01-01..2016-12-31"]),
        ("in the 1990s", ["1990-01-01..1999-12-31"]),
        ("through the 2020s", ["2020-01-01..2029-12-31"]),
        ("since the late '90s", ["1996-09-01..2025-03-03"]),
        ("the fourth quarter of 2024", ["2024-10-01..2024-12-31"]),
        ("in Q4 2024", ["2024-10-01..2024-12-31"]),
        ("the first half of 2023", ["2023-01-01..2023-06-30"]),
        ("in the 19th century", ["1801-01-01..1900-12-31"]),
        ("the summer of 2022", ["2022-06-01..2022-08-31"]),
        ("between 2019 and 2021", ["2019-01-01..2021-12-31"]),
        ("from March 3 to 5, 2025", ["2025-03-03..2025-03-05"]),
        ("from October to December 2024", ["2024-10-01..2024-12-31"]),
        ("the 2019-21 programme", ["2019-01-01..2021-12-31"]),
    ],
)
def test_absolute_expressions_mean_the_same_with_any_anchor(text: str, expected: list[str]) -> None:
    assert days(text) == expected
    if "since" not in text:
        assert days(text, None) == expected
        assert all(mention.anchor is None for mention in find_dates(text, MONDAY))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister said on Sunday that he was tired.", ["2025-03-02"]),
        ("They met on Monday.", ["2025-03-03"]),
        ("They met on Friday.", ["2025-02-28"]),
        ("They will meet on Friday.", ["2025-03-07"]),
        ("The talks will resume on Monday.", ["2025-03-03"]),
        ("Officials said the vote will be held on Thursday.", ["2025-03-06"]),
        ("The vote will be held Thursday, officials said.", ["2025-03-06"]),
        ("He said at 11 p.m. on Saturday that it would rain.", ["2025-03-01"]),
        ("next Sunday", ["2025-03-16"]),
        ("last Monday", ["2025-02-24"]),
        ("They arrived on Friday last week.", ["2025-02-28"]),
        ("yesterday and today", ["2025-03-02", "2025-03-03"]),
        ("The court rules tomorrow.", ["2025-03-04"]),
        ("A storm came last night.", ["2025-03-02"]),
        ("last week", ["2025-02-24..2025-03-02"]),
        ("next week", ["2025-03-10..2025-03-16"]),
        ("last month", ["2025-02-01..2025-02-28"]),
        ("earlier this year", ["2025-01-01..2025-03-03"]),
        ("later this year", ["2025-03-03..2025-12-31"]),
        ("last year", ["2024-01-01..2024-12-31"]),
        ("Crowds gathered over the weekend.", ["2025-03-01..2025-03-02"]),
        ("Bloggers this weekend praised it.", ["2025-03-01..2025-03-02"]),
        ("They will gather this weekend.", ["2025-03-08..2025-03-09"]),
        ("The regatta takes place this weekend.", ["2025-03-08..2025-03-09"]),
        ("The regatta over the weekend is a triumph.", ["2025-03-01..2025-03-02"]),
        ("The raid took place on Feb. 24.", ["2025-02-24"]),
        ("It was signed in October.", ["2024-10-01..2024-10-31"]),
        ("It will be signed in October.", ["2025-10-01..2025-10-31"]),
        ("two days ago", ["2025-03-01"]),
        ("two weeks ago", ["2025-02-17..2025-02-23"]),
        ("Prices fell since 2022.", ["2022-01-01..2025-03-03"]),
        ("He has waited since Friday.", ["2025-02-28..2025-03-03"]),
        ("the past three years", ["2022-03-03..2025-03-03"]),
        ("Look where we stand, three years in.", ["2022-03-03..2025-03-03"]),
        ("last summer", ["2024-06-01..2024-08-31"]),
        ("in early March", ["2025-03-01..2025-03-10"]),
        ("early last weekend", ["2025-03-01"]),
        ("late last weekend", ["2025-03-02"]),
    ],
)
def test_relative_expressions_are_told_from_the_article_s_day(text: str, expected: list[str]) -> None:
    assert days(text) == expected
    assert days(text, None) == ["-"] * len(expected)


@pytest.mark.parametrize(
    ("text", "anchor", "expected"),
    [
        ("The Sept. 11 attacks killed thousands.", date(2024, 11, 5), "2001-09-11"),
        ("The terrorist attacks of Sept. 11 killed thousands.", date(2024, 11, 5), "2001-09-11"),
        ("He joined the Jan. 6 riot.", date(2024, 11, 5), "2021-01-06"),
        ("He fled the 7 October massacre.", date(2024, 12, 5), "2023-10-07"),
        ("He left after the Sept. 11 meeting.", date(2024, 12, 5), "2024-09-11"),
        ("He left after the March 6 attack.", date(2024, 12, 5), "2024-03-06"),
        ("He left after an Oct. 7 attack.", date(2024, 12, 5), "2024-10-07"),
        ("He fled the Sept. 11 attack in Benghazi.", date(2012, 12, 5), "2012-09-11"),
        ("He fled the Oct. 7 attack.", date(1999, 12, 5), "1999-10-07"),
    ],
)
def test_a_day_that_names_an_attack_is_of_the_attack_s_year(text: str, anchor: date, expected: str) -> None:
    assert days(text, anchor) == [expected]


def test_soon_after_its_day_an_attack_s_name_is_unsure() -> None:
    (soon,) = find_dates("He fled the Oct. 7 attack.", date(2024, 10, 9))
    (later,) = find_dates("He fled the Oct. 7 attack.", date(2024, 12, 9))
    assert (soon.certainty, later.certainty) == ("approximate", "exact")


@pytest.mark.parametrize(
    ("text", "anchor", "expected"),
    [
        # News leaves the year out of what is near, whatever the verb.
        ("The court set Jan. 15 as the day.", date(2024, 12, 20), ["2025-01-15"]),
        ("The ship sank on Dec. 28.", date(2025, 1, 3), ["2024-12-28"]),
        ("He was born on Feb. 29 and sang.", date(2025, 3, 3), ["2024-02-29"]),
        # A weekday fixes the year.
        ("on Saturday, April 25, they rested", date(1998, 5, 3), ["1998-04-25"]),
        ("last February", date(2025, 3, 3), ["2024-02-01..2024-02-29"]),
        # What is done is over, though the same day of this year is near.
        ("The clerk was arrested on April 20.", date(2026, 3, 3), ["2025-04-20"]),
        ("The act, passed in April, stands.", date(2026, 3, 3), ["2025-04-01..2025-04-30"]),
        ("The race was postponed on April 20.", date(2026, 3, 3), ["2026-04-20"]),
        ("The act will be passed in April.", date(2026, 3, 3), ["2026-04-01..2026-04-30"]),
        ("They wed on Friday the 13th.", date(2026, 3, 3), ["2026-02-13"]),
        ("They will wed on Friday the 13th.", date(2026, 3, 3), ["2026-03-13"]),
        ("The museum opens on Monday.", date(2026, 3, 3), ["2026-03-09"]),
        ("Talks resume Thursday.", date(2026, 3, 3), ["2026-03-05"]),
        (
            "The years 2022, 2023, 2024 and 2025.",
            date(2026, 3, 3),
            [f"{y}-01-01..{y}-12-31" for y in range(2022, 2026)],
        ),
        ("He has sung there since at least 2019.", date(2026, 3, 3), ["2019-01-01..2019-12-31"]),
        ("It could open as early as April.", date(2026, 3, 3), ["2026-04-01..2026-04-30"]),
        ("in the year to March", date(2026, 11, 9), ["2025-04-01..2026-03-31"]),
        ("the three months ended September 2025", date(2026, 11, 9), ["2025-07-01..2025-09-30"]),
        ("In April 31 sailors drowned.", date(2025, 5, 3), ["2025-04-01..2025-04-30"]),
        # "May" and "Will" are a month and names, "may" and "will" tell of what is to come.
        ("Sales fell in May and June.", date(2025, 9, 10), ["2025-05-01..2025-05-31", "2025-06-01..2025-06-30"]),
        ("Sales may fall in June.", date(2025, 9, 10), ["2026-06-01..2026-06-30"]),
        ("Anna May on Tuesday signed it.", date(2025, 9, 10), ["2025-09-09"]),
        ("Will Stone on Sunday hit him.", date(2025, 9, 10), ["2025-09-07"]),
        ("The singer will on Sunday open it.", date(2025, 9, 10), ["2025-09-14"]),
        ("Will the singer open it on Sunday?", date(2025, 9, 10), ["2025-09-14"]),
        ("Harbour Will Be Closed in June", date(2025, 9, 10), ["2026-06-01..2026-06-30"]),
    ],
)
def test_a_year_left_out_is_the_near_one(text: str, anchor: date, expected: list[str]) -> None:
    assert days(text, anchor) == expected


@pytest.mark.parametrize(
    "text",
    [
        "He may leave, and they march on.",
        "Ms. May resigned before the March for Peace began its second hour.",
        "The Sun reported it, and The Sunday Times followed.",
        "More than 2024 people came; 1900 people left.",
        "The bill costs $2022 and weighs 2022 kg.",
        "Resolution 1973 and Flight 2020 were cited.",
        "They won 2-1 in the second half.",
        "Every Friday and each Monday the shop closes.",
        "Of these, 1846 persons stayed and 1720 had left.",
        "An overnight stay costs nothing.",
        "In two weeks it sold out, for it had taken a year to write.",
        "Easter Island has statues, and the 9/11 Commission wrote a report.",
        "The fall of Troy and the spring in her step.",
        "Friday the 13th is a film.",
        "Europe Today reported it.",
        "The ratio was 3:1 at 1.5 metres.",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert resolved(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "on the first anniversary of the wedding",
        "on the eve of the vote",
        "since the coup",
        "a few days ago",
        "They spoke recently.",
        "the day before",
        "two days after the vote",
        "on Independence Day",
        "on 03/04/2025",
        "on 29 February 2023",
        "on February 30.",
    ],
)
def test_what_cannot_be_resolved_is_told_so(text: str) -> None:
    assert [(m.earliest, m.latest, m.certainty) for m in find_dates(text, MONDAY)] == [(None, None, "unresolved")]


def test_an_expression_is_told_from_a_date_nearby() -> None:
    assert days("It burned on March 1. The next day it rained.") == ["2025-03-01", "2025-03-02"]
    assert days("two days after March 3, 2024")[0] == "2024-03-05"
    assert days("the third anniversary of the February 24, 2022 attack")[0] == "2025-02-24"


def test_a_day_of_the_week_that_the_date_is_not_makes_it_approximate() -> None:
    [wrong] = find_dates("on Monday, February 13, 2026", MONDAY)
    [right] = find_dates("on Friday, February 13, 2026", MONDAY)
    assert (wrong.earliest, wrong.certainty) == (date(2026, 2, 13), "approximate")
    assert (right.earliest, right.certainty) == (date(2026, 2, 13), "exact")


def test_what_is_vague_is_approximate() -> None:
    assert {
        m.certainty for text in ("in late 2023", "three years in.", "last winter") for m in find_dates(text, MONDAY)
    } == {"approximate"}


def test_offsets_count_from_the_offset_given() -> None:
    (mention,) = find_dates("met on Friday", MONDAY, offset=100)
    assert (mention.start, mention.end, mention.text) == (107, 113, "Friday")


@pytest.mark.parametrize(
    ("zone", "dateline", "expected"),
    [
        ("+09:00", None, date(2025, 3, 3)),
        ("+09:00", "WASHINGTON", date(2025, 3, 2)),
        ("+09:00", "Washington, D.C.", date(2025, 3, 2)),
        ("+09:00", "MOSCOW", date(2025, 3, 3)),
        ("+09:00", "KYIV, Ukraine", date(2025, 3, 3)),
        ("+09:00", "LOS ANGELES/SEATTLE", date(2025, 3, 2)),
        ("+09:00", "Nowhere", date(2025, 3, 3)),
        ("America/New_York", None, date(2025, 3, 2)),
        (None, None, date(2025, 3, 3)),
    ],
)
def test_the_article_s_day_is_the_dateline_s(zone: str | None, dateline: str | None, expected: date) -> None:
    assert local_day(datetime(2025, 3, 3, 2, 10, tzinfo=UTC), zone, dateline) == expected


anchors = st.none() | st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
PIECES = """
on in the last next this week year May March 3 2025 Friday , . ago two years since between and to 1990s quarter Q4
earlier later weekend spring anniversary of “ ’s 31 Feb. 30 century 20th first now early late half invasion invaded eve
after before day following then Easter Thanksgiving overnight recent weeks hours 48 quarter ended to The that
"""
pieces = st.sampled_from([*PIECES.split(), "\n"])


@given(st.text() | st.lists(pieces, max_size=30).map(" ".join), anchors, st.integers(0, 1000))
def test_any_text_gives_ordered_spans_that_slice_to_their_text(text: str, anchor: date | None, offset: int) -> None:
    last = 0
    for mention in find_dates(text, anchor, offset=offset):
        assert text[mention.start - offset : mention.end - offset] == mention.text
        assert mention.start >= last
        last = mention.end
        assert (mention.earliest is None) == (mention.latest is None) == (mention.certainty == "unresolved")
        if mention.earliest and mention.latest:
            assert mention.earliest <= mention.latest


@given(st.lists(pieces, max_size=30).map(" ".join))
def test_without_an_anchor_nothing_is_resolved_against_one(text: str) -> None:
    assert all(mention.anchor is None for mention in find_dates(text, None))


GOLDEN = (
    "On Friday the council met for the second time since 2021; it will vote on March 20, two weeks after its last "
    "meeting, and early next year moves to a hall built in the 1930s. A year ago it had refused, in the third quarter "
    "of 2023 too."
)


def test_golden() -> None:
    """When this changes, raise VERSION in language/dates.py."""
    assert (dates.VERSION, resolved(GOLDEN)) == (
        "14.4.1",
        [
            ("Friday", "2025-02-28", "2025-02-28", "exact"),
            ("since 2021", "2021-01-01", "2025-03-03", "exact"),
            ("March 20", "2025-03-20", "2025-03-20", "exact"),
            ("two weeks after", None, None, "unresolved"),
            ("early next year", "2026-01-01", "2026-04-30", "approximate"),
            ("the 1930s", "1930-01-01", "1939-12-31", "exact"),
            ("A year ago", "2024-02-01", "2024-04-30", "approximate"),
            ("the third quarter of 2023", "2023-07-01", "2023-09-30", "exact"),
        ],
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a programme, after any word; a day, after a stop and at the head of a paragraph
        ("She told the Harbour’s Today programme that it had closed.", []),
        ("It was Moss. Yesterday it closed.", ["2025-03-02"]),
        ("Harbour news\nYesterday it closed.", ["2025-03-02"]),
        # what is fixed for a day ahead, told in the present
        ("Oldport have won, one more than Milltown, who host Harbour on Friday.", ["2025-03-07"]),
        ("Oldport hosted Milltown on Friday.", ["2025-02-28"]),
        # what was ahead of another day
        ("The generals had told him in October that it would fall within 10 days.", ["2024-10-01..2024-10-31", "-"]),
        ("It will fall within 10 days.", ["2025-03-03..2025-03-13"]),
    ],
)
def test_days_that_are_told_from_another_day_or_by_no_word_for_it(text: str, expected: list[str]) -> None:
    assert days(text) == expected


def test_what_is_spelt_out_in_brackets_is_so() -> None:
    assert days("yesterday (22 June 2020)") == ["2020-06-22", "2020-06-22"]
    assert days("yesterday evening (late, on 22 June 2020)") == ["2025-03-02", "2020-06-22"]


def test_later_than_planned_is_no_date() -> None:
    *_, later = find_dates("It opened in May 2024, two months later than planned.", date(2025, 3, 3))
    assert later.earliest is None or later.earliest.month == 5


def test_a_year_earlier_is_told_from_what_the_sentence_is_about() -> None:
    text = "Prices rose by 3 percent in August 2024, down from 4.5 in July 2024 but double that of a year earlier."
    *_, earlier = find_dates(text, date(2025, 3, 3))
    assert (earlier.text, earlier.earliest) == ("a year earlier", date(2023, 8, 1))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("He was asked in 2023. His successor signed it in March of that year.", 2023),
        ("It began in May 2019 and ended in March of the same year.", 2019),
        ("It ended in March of that year.", None),
    ],
)
def test_a_month_of_that_year_is_of_the_year_before_it(text: str, year: int | None) -> None:
    *_, month = find_dates(text, date(2026, 2, 19))
    assert (month.earliest.year if month.earliest else None) == year


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Prices rose in September 2024, more than a month earlier.", date(2024, 8, 1), date(2024, 8, 31)),
        ("Prices rose in February 2024, less than a year earlier.", date(2023, 2, 1), date(2023, 2, 28)),
    ],
)
def test_a_month_before_a_whole_month_is_a_whole_month(text: str, first: date, last: date) -> None:
    *_, earlier = find_dates(text, date(2025, 3, 3))
    assert (earlier.earliest, earlier.latest) == (first, last)
