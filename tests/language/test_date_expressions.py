"""What the many ways of telling a time mean in an article of Monday, 3 March 2025: tables, and rules for any year."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language import days as cal
from language.date_holidays import HOLIDAYS, easter, nth_weekday, orthodox_easter
from language.dates import find_dates

MONDAY = date(2025, 3, 3)


def days(text: str) -> list[str]:
    """Every mention as "earliest..latest", a single day alone, "-" where unresolved, "~" where approximate."""
    found = []
    for mention in find_dates(text, MONDAY):
        first, last = mention.earliest, mention.latest
        told = "-" if first is None else str(first) if first == last else f"{first}..{last}"
        found.append(told + ("~" if mention.certainty == "approximate" else ""))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in the first six months of 2024", "2024-01-01..2024-06-30"),
        ("in the last three months of 2023", "2023-10-01..2023-12-31"),
        ("in the first two months of the year", "2025-01-01..2025-02-28"),
        ("the last half of 1989", "1989-07-01..1989-12-31"),
        ("in the second half of last year", "2024-07-01..2024-12-31"),
        ("in H1 2024", "2024-01-01..2024-06-30"),
        ("the first half of April 2024", "2024-04-01..2024-04-15"),
        ("the last quarter of 2023", "2023-10-01..2023-12-31"),
        ("the first two quarters of 1990", "1990-01-01..1990-06-30"),
        ("in the last week of February", "2025-02-22..2025-02-28~"),
        ("the second week of January 2025", "2025-01-08..2025-01-14~"),
        ("the first weekend of March 2025", "2025-03-01..2025-03-02~"),
        ("the last day of February 2024", "2024-02-29"),
        ("the first Tuesday of November 2024", "2024-11-05"),
        ("the last Monday in May 2024", "2024-05-27"),
        ("on the 15th of last month", "2025-02-15"),
        ("the week before last", "2025-02-17..2025-02-23"),
        ("in the latest quarter", "2024-10-01..2024-12-31~"),
        ("in the third quarter of fiscal 2024", "2024-07-01..2024-09-30~"),
        ("in fiscal 2023", "2023-01-01..2023-12-31~"),
        ("the 2023-24 season", "2023-07-01..2024-06-30~"),
        ("the 2023/24 school year", "2023-07-01..2024-06-30~"),
        ("in the winter of 2023-24", "2023-12-01..2024-02-29~"),
        ("early in 2024", "2024-01-01..2024-04-30~"),
        ("late in February", "2025-02-20..2025-02-28~"),
        ("in the late nineties", "1996-09-01..1999-12-31~"),
        ("in the Sixties", "1960-01-01..1969-12-31"),
        ("by year’s end", "2025-12-01..2025-12-31~"),
    ],
)
def test_parts_of_calendar_periods(text: str, expected: str) -> None:
    assert days(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from 2014 to 2022", "2014-01-01..2022-12-31"),
        ("Feb. 28-March 3", "2025-02-28..2025-03-03~"),
        ("28 February – 3 March 2022", "2022-02-28..2022-03-03"),
        ("from May through July 2024", "2024-05-01..2024-07-31"),
        ("They talked from Monday to Friday.", "2025-02-24..2025-02-28~"),
        ("From roughly 1948 to 1951 he taught.", "1948-01-01..1951-12-31"),
        ("They will talk from Thursday to Tuesday.", "2025-03-06..2025-03-11"),
        ("the week of March 10", "2025-03-10..2025-03-16~"),
        ("the week ending March 2", "2025-02-24..2025-03-02~"),
        ("the weekend of March 8-9", "2025-03-08..2025-03-09~"),
        ("in the year to March 2024", "2023-04-01..2024-03-31"),
        ("the 12 months to September 2023", "2022-10-01..2023-09-30"),
        ("the quarter that ended on Sept. 30, 2024", "2024-07-01..2024-09-30"),
        ("the five years to 2024", "2020-01-01..2024-12-31"),
    ],
)
def test_ranges(text: str, expected: str) -> None:
    assert days(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in January and February 2024", ["2024-01-01..2024-01-31", "2024-02-01..2024-02-29"]),
        ("on 3 March, 4 April or 5 May 2022", ["2022-03-03", "2022-04-04", "2022-05-05"]),
        (
            "In 2019 it was declared on February 6 and on October 22.",
            ["2019-01-01..2019-12-31", "2019-02-06~", "2019-10-22~"],
        ),
        ("in both 2016 and 2020", ["2016-01-01..2016-12-31", "2020-01-01..2020-12-31"]),
    ],
)
def test_a_year_that_stands_once_is_that_of_all(text: str, expected: list[str]) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in the past 24 hours", "2025-03-02..2025-03-03~"),
        ("48 hours ago", "2025-03-01~"),
        ("hours ago", "2025-03-02..2025-03-03~"),
        ("in the last few days", "2025-02-24..2025-03-03~"),
        ("in recent weeks", "2025-01-20..2025-03-03~"),
        ("over the past months", "2024-09-03..2025-03-03~"),
        ("in the coming days", "2025-03-03..2025-03-10~"),
        ("in the months to come", "2025-03-03..2025-09-03~"),
        ("a fortnight ago", "2025-02-17..2025-02-23~"),
        ("a year and a half ago", "2023-09-01..2023-09-30~"),
        ("in two weeks’ time", "2025-03-17..2025-03-23~"),
        ("It will open in two weeks.", "2025-03-17..2025-03-23~"),
        ("It must be done within six months.", "2025-03-03..2025-09-03~"),
        ("A year into the war, the city is in ruins.", "2024-03-03..2025-03-03~"),
        ("A year into the war, the city fell.", "-"),
        ("Drones hit the port overnight.", "2025-03-02..2025-03-03~"),
        ("It is shut until Friday.", "2025-03-07"),
        ("a week from Friday", "2025-03-14"),
        ("at the end of March", "2025-03-22..2025-03-31~"),
    ],
)
def test_times_told_from_the_article_s_day(text: str, expected: str) -> None:
    assert days(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Christmas Day 2024", "2024-12-25"),
        ("on New Year’s Eve", "2024-12-31"),
        ("on Easter Monday 2024", "2024-04-01"),
        ("on Good Friday 2024", "2024-03-29"),
        ("on Ash Wednesday 2025", "2025-03-05"),
        ("on Orthodox Easter 2024", "2024-05-05"),
        ("They met on Thanksgiving.", "2024-11-28"),
        ("on Memorial Day 2024", "2024-05-27"),
        ("on the Fourth of July", "2024-07-04"),
        ("last Christmas", "2024-12-24..2024-12-26"),
        ("since 9/11", "2001-09-11..2025-03-03"),
        ("during Ramadan", "-"),
    ],
)
def test_named_days(text: str, expected: str) -> None:
    assert days(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It burned on March 1. Two days later it rained. The next day it froze.",
            ["2025-03-01", "2025-03-03~", "2025-03-04~"],
        ),
        ("It burned on March 1; earlier that day it had rained.", ["2025-03-01", "2025-03-01~"]),
        (
            "It rose in 2021. That year he left; the previous year he came.",
            ["2021-01-01..2021-12-31", "2021-01-01..2021-12-31~", "2020-01-01..2020-12-31~"],
        ),
        (
            "It was shut on Friday, two days after it was sold on February 26.",
            ["2025-02-28", "2025-02-28~", "2025-02-26"],
        ),
        ("It was shut on Friday, two days after it was sold.", ["2025-02-28", "-"]),
        ("He left the day before January 5.", ["2025-01-04~", "2025-01-05"]),
        ("They met on Friday. The previous Monday he had been away.", ["2025-02-28", "2025-02-24~"]),
        (
            "He moved there in 1950 and has lived there since then.",
            ["1950-01-01..1950-12-31", "1950-01-01..2025-03-03~"],
        ),
        ("Sales rose from a year earlier.", ["2024-02-01..2024-04-03~"]),
        ("Costs rose in 2021. Sales rose from a year earlier.", ["2021-01-01..2021-12-31", "2020-01-01..2020-12-31~"]),
        # of which of two times, is not told; and when a thing was written is the time of neither
        (
            "It rose in 2021 and in 2023. Sales rose from a year earlier.",
            ["2021-01-01..2021-12-31", "2023-01-01..2023-12-31", "-"],
        ),
        (
            "It rose in 2021, it said in a January filing. A year earlier it had fallen.",
            ["2021-01-01..2021-12-31", "2025-01-01..2025-01-31", "2020-01-01..2020-12-31~"],
        ),
        # From the paragraph before only where that one tells of one day.
        ("It burned on March 1.\n\nTwo days later it rained.", ["2025-03-01", "2025-03-03~"]),
        ("It burned on March 1 and on March 3.\n\nTwo days later it rained.", ["2025-03-01", "2025-03-03", "-"]),
        ("It burned on March 1.\n\nIt was put out.\n\nTwo days later it rained.", ["2025-03-01", "-"]),
    ],
)
def test_times_told_from_a_date_nearby(text: str, expected: list[str]) -> None:
    assert days(text) == expected


INVADED = "Lowland invaded Highland on 24 February 2022. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("since the invasion in 2022", ["2022-01-01..2025-03-03~"]),
        ("since the law was passed in 2019", ["2019-01-01..2025-03-03~"]),
        ("since the start of the full-scale invasion in February 2022", ["2022-02-01..2025-03-03~"]),
        (INVADED + "Since the invasion prices have doubled.", ["2022-02-24", "2022-02-24..2025-03-03~"]),
        (INVADED + "Monday marked the third anniversary of the invasion.", ["2022-02-24", "2025-03-03", "2025-02-24~"]),
        (INVADED + "Two days after the invasion they met.", ["2022-02-24", "2022-02-26~"]),
        (INVADED + "On the eve of the invasion all was calm.", ["2022-02-24", "2022-02-23"]),
        (INVADED + "On the eve of the election all was calm.", ["2022-02-24", "-"]),
        (
            "The war, which began on 24 February 2022, goes on. It is the war’s third anniversary.",
            ["2022-02-24", "2025-02-24~"],
        ),
        ("The war was at its worst in 1943. It is the war’s third anniversary.", ["1943-01-01..1943-12-31", "-"]),
        ("the second anniversary of the October 7, 2021, attack", ["2023-10-07~", "2021-10-07"]),
        # Two events of one name: nobody can tell which one is meant.
        (
            "The 2014 invasion and the 2022 invasion differ. Since the invasion nothing holds.",
            ["2014-01-01..2014-12-31", "2022-01-01..2022-12-31", "-"],
        ),
        # Two dates of one event: the narrower one counts.
        (
            "The invasion in 2022 began badly. " + INVADED + "Since the invasion all is lost.",
            ["2022-01-01..2022-12-31", "2022-02-24", "2022-02-24..2025-03-03~"],
        ),
    ],
)
def test_times_told_from_an_event_that_the_article_dates(text: str, expected: list[str]) -> None:
    assert days(text) == expected


@given(st.integers(1600, 4000))
def test_easter_is_a_sunday_in_spring(year: int) -> None:
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


@given(st.integers(1900, 2099))
def test_orthodox_easter_is_a_sunday_at_or_after_easter(year: int) -> None:
    sunday = orthodox_easter(year)
    assert sunday is not None
    assert sunday.weekday() == 6
    assert 0 <= (sunday - easter(year)).days <= 35


@given(st.sampled_from(sorted(HOLIDAYS)), st.integers(1900, 2099))
def test_a_named_day_of_a_year_is_found_by_its_name(name: str, year: int) -> None:
    (mention,) = find_dates(f"It rained on {name} {year}.", MONDAY)
    made = HOLIDAYS[name](year)
    assert (mention.earliest, mention.latest) == (made or (None, None))


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(0, 6), st.sampled_from([1, 2, 3, 4, -1]))
def test_the_nth_weekday_lies_in_its_month(year: int, month: int, weekday: int, number: int) -> None:
    day = nth_weekday(year, month, weekday, number)
    assert day is not None
    assert day.weekday() == weekday
    assert cal.month(year, month)[0] <= day <= cal.month(year, month)[1]
    if number > 0:
        assert (day.day - 1) // 7 + 1 == number


@given(
    st.sampled_from(["first", "second", "third", "last"]),
    st.sampled_from(["day", "week", "weekend", "month", "quarter", "half"]),
    st.sampled_from(["2023", "last year", "March 2024", "February 2023", "the year", "this month", "the 1990s"]),
)
def test_a_part_lies_within_its_period(which: str, unit: str, period: str) -> None:
    whole = find_dates(f"in {period}".replace("the year", "this year"), MONDAY)[0]
    for part in find_dates(f"in the {which} {unit} of {period}", MONDAY):
        if part.earliest and part.latest and whole.earliest and whole.latest:
            assert whole.earliest <= part.earliest
            # The last weekend of a month may end in the next one.
            assert part.latest <= whole.latest or unit == "weekend"


@pytest.mark.parametrize(
    ("text", "earliest"),
    [
        # what is only supposed lies ahead, whatever its tense
        ("Asked how ties would fare if he won the vote on Nov. 8, he shrugged.", date(2016, 11, 8)),
        ("The mayor, if she wins in November, will resign.", date(2016, 11, 1)),
        # whether something was so is a question about the past
        ("He came to see if it was closed on Nov. 8.", date(2015, 11, 8)),
        # what was done lies behind, though what it leads to does not
        ("They will vote for him because of the robbery in Oldport on Friday.", date(2016, 5, 13)),
        # the present tense of a programme
        ("She is going to the fair, which begins Wednesday.", date(2016, 5, 18)),
    ],
)
def test_what_is_supposed_planned_or_given_as_the_reason(text: str, earliest: date) -> None:
    assert [mention.earliest for mention in find_dates(text, date(2016, 5, 16))] == [earliest]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what a change was over counts from the date before it
        ("The plant closed in June 2023. Jobs fell by 400 over the next 12 months.", "2023-07-01..2024-06-30~"),
        ("In March 2022 the bank raised rates; it lost 40 over the following six months.", "2022-04-01..2022-09-30~"),
        ("Moss came on 3 March 2024. He sold 40 ferries in the next two days.", "2024-03-04..2024-03-05~"),
        # without a date nobody can tell
        ("Jobs fell by 400 over the next 12 months.", "-"),
        # what is ahead counts from the article's day
        ("The plant closed in June 2023. Jobs will fall by 400 over the next 12 months.", "2025-03-03..2026-03-03~"),
        ("The plant closed in June 2023. Moss has a plan for the next 12 months.", "2025-03-03..2026-03-03~"),
        # all of the time before or after, and the one day
        ("In May 2024 costs were twice as high as in the three months before.", "2024-02-01..2024-04-30~"),
        ("It closed in June 2024. Costs fell in the quarter by as much as in the three months before.", "-"),
    ],
)
def test_a_stretch_told_from_a_date(text: str, expected: str) -> None:
    assert days(text)[-1] == expected


def test_a_stretch_told_from_a_date_behind_it_ends_there() -> None:
    assert days("Jobs fell in the 12 months after June 2023.")[0] == "2023-07-01..2024-06-30~"
    assert days("Jobs fell in the two years before the storm of 3 March 2024.")[0] == "2022-03-03..2024-03-02~"
    assert days("Moss was seen two days before the storm of 3 March 2024.")[0] == "2024-03-01~"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Traffic rose in Jan.-Apr. 2024.", ["2024-01-01..2024-04-30"]),
        ("Traffic rose in Nov.–Jan.", ["2024-11-01..2025-01-31"]),
        ("Traffic rose in Jan-Feb.", ["2025-01-01..2025-02-28"]),
        ("Jan Moss met Dec Quill in the Sept room.", []),
    ],
)
def test_short_names_of_months_make_a_range(text: str, expected: list[str]) -> None:
    assert days(text) == expected


def test_the_tense_is_that_of_the_clause_and_not_of_one_before_a_semicolon() -> None:
    assert days("The lanes may open; a trial run by Moss in June saved 40 litres.") == ["2024-06-01..2024-06-30"]
