"""When a date counts as found and right, told by sentences of our own."""

from datetime import date
from typing import Any

import pytest

from benchmarks.date_sets import Counted, count, f1, read_offline, read_own_day
from benchmarks.timex import Reading, calendar_span, is_right
from language.days import Span

DAY = date(1998, 3, 2)


def span(first: str, last: str | None = None) -> Span:
    return date.fromisoformat(first), date.fromisoformat(last or first)


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("1998-02-27", span("1998-02-27")),
        ("1998-02-27TNI", span("1998-02-27")),
        ("1998-02", span("1998-02-01", "1998-02-28")),
        ("1998", span("1998-01-01", "1998-12-31")),
        ("199", span("1990-01-01", "1999-12-31")),
        ("1998-W09", span("1998-02-23", "1998-03-01")),
        ("1998-W09-WE", span("1998-02-28", "1998-03-01")),
        ("1998-Q4", span("1998-10-01", "1998-12-31")),
        ("1998-H1", span("1998-01-01", "1998-06-30")),
        ("1998-SU", span("1998-06-01", "1998-08-31")),
        ("1998-QX", None),
        ("1998-02-31", None),
        ("PAST_REF", None),
    ],
)
def test_a_calendar_value_is_a_span_of_days(value: str, days: Span | None) -> None:
    assert calendar_span(value) == days


@pytest.mark.parametrize(
    ("value", "mod", "reading", "right"),
    [
        ("1998-02", None, span("1998-02-01", "1998-02-28"), True),
        ("1998-02", None, span("1998-02-02"), False),
        ("1998-02", "START", span("1998-02-01", "1998-02-09"), True),
        ("1998-02", "START", span("1998-03-01", "1998-03-10"), False),
        ("1998-02", None, None, False),
        ("PAST_REF", None, None, True),
        ("PAST_REF", None, span("1998-02-01", "1998-02-28"), True),
        ("PAST_REF", None, span("1998-04-01", "1998-04-30"), False),
        ("FUTURE_REF", None, span("1998-04-01", "1998-04-30"), True),
        ("PRESENT_REF", None, span("1998-03-02"), True),
        ("PRESENT_REF", None, span("1997-03-02"), False),
        ("1998-QX", None, span("1998-01-01", "1998-03-31"), True),
        ("1998-QX", None, span("1997-01-01", "1997-03-31"), False),
    ],
)
def test_a_reading_is_right_where_it_means_the_value(
    value: str, mod: str | None, reading: Span | None, right: bool
) -> None:
    assert is_right(value, mod, Reading(0, 1, reading), DAY) is right


def document(text: str, *timex: tuple[str, str, str]) -> dict[str, Any]:
    """A document in the sets' shape, from (words, type, value)."""
    return {
        "text": text,
        "published": DAY.isoformat(),
        "timex": [
            {
                "start": text.index(words),
                "end": text.index(words) + len(words),
                "type": sort,
                "value": value,
                "mod": None,
            }
            for words, sort, value in timex
        ],
    }


def test_what_is_missed_wrong_and_made_up_counts_against_a_system() -> None:
    text = "They met on Friday and in January. Once in a blue moon, on 27 February, it rained for three days."
    timex = (("Friday", "DATE", "1998-02-27"), ("January", "DATE", "1998-01"), ("blue moon", "DATE", "1998-01-01"))
    counts = count(document(text, *timex, ("three days", "DURATION", "P3D")), read_offline)
    # Right: Friday, January. Missed: the blue moon. Made up: 27 February, which the set does not have.
    assert counts == Counted(right=2, readings=3, expressions=3)
    assert f1([counts]) == pytest.approx(2 / 3)


def test_a_range_answers_for_both_its_ends_and_since_for_its_beginning() -> None:
    text = "It was shut from May 4 to May 9, 1997, and has been open since June 1997."
    counts = count(
        document(
            text,
            ("May 4", "DATE", "1997-05-04"),
            ("May 9, 1997", "DATE", "1997-05-09"),
            ("June 1997", "DATE", "1997-06"),
        ),
        read_offline,
    )
    assert counts == Counted(3, 3, 3)


def test_a_reading_of_another_sort_of_time_is_neither_right_nor_wrong() -> None:
    text = "For the past three years it ran at a loss."
    assert count(document(text, ("the past three years", "DURATION", "P3Y")), read_offline) == Counted(0, 0, 0)


def test_the_trivial_baseline_knows_only_the_day() -> None:
    text = "They met on Monday, and on Friday."
    wanted = document(text, ("Monday", "DATE", "1998-03-02"), ("Friday", "DATE", "1998-02-27"))
    assert count(wanted, read_own_day) == Counted(1, 2, 2)
