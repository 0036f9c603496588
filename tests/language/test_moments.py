"""Points in time as pages and date lines write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.moments import parse_moment, read_date_line

NOON = datetime(2025, 3, 3, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "at", "precision", "zone"),
    [
        ("2025-03-03T12:00:00Z", NOON, "minute", "+00:00"),
        ("2025-03-03T07:00:00-0500", NOON, "minute", "-05:00"),
        ("2025-03-03 12:00", NOON, "minute", None),
        ("Mon, 03 Mar 2025 12:00:00 +0000", NOON, "minute", "+00:00"),
        ("21:00 JST, March 3, 2025", NOON, "minute", "+09:00"),
        ("Published: March 3, 2025 at 7:00 a.m. ET", NOON, "minute", "America/New_York"),
        ("3 March 2025, 15:00 UTC+3", NOON, "minute", "+03:00"),
        ("03.03.2025 12.00", NOON, "minute", None),
        ("2025-03-03", datetime(2025, 3, 3, tzinfo=UTC), "day", None),
        ("Monday, March 3, 2025", datetime(2025, 3, 3, tzinfo=UTC), "day", None),
        ("July 4, 2025 7 a.m. ET", datetime(2025, 7, 4, 11, 0, tzinfo=UTC), "minute", "America/New_York"),
    ],
)
def test_a_moment_is_read_with_its_precision_and_zone(
    text: str, at: datetime, precision: str, zone: str | None
) -> None:
    moment = parse_moment(text)
    assert moment is not None
    assert (moment.at.astimezone(UTC), moment.precision, moment.zone) == (at, precision, zone)
    assert read_date_line(text) == (moment, False)


@pytest.mark.parametrize(
    "text", ["", "soon", "March 2025", "2025-13-45", "from March 3, 2025 to March 5, 2025", "03/04/2025", "25:99"]
)
def test_what_names_no_single_day_is_none(text: str) -> None:
    assert parse_moment(text) is None


def test_of_a_zone_that_no_clock_has_nothing_is_known() -> None:
    moment = parse_moment("3 Mar 2025 12:00 +99999999999999")
    assert moment is not None
    assert (moment.at, moment.zone) == (datetime(2025, 3, 3, 12, tzinfo=UTC), None)


def test_a_date_line_holds_nothing_but_a_date() -> None:
    assert read_date_line("The treaty was signed on March 3, 2025.") is None
    assert read_date_line("Jane Doe, March 3, 2025") is None
    assert read_date_line("The bridge | March 3, 2025") is None


@pytest.mark.parametrize(
    "text",
    [
        "March 3, 2025 | Manila",
        "Manila • March 3, 2025 • 5 min read",
        "NEW DELHI, March 3, 2025",
        "EUGENE, Oregon, March 3 2025",
        "WASHINGTON, D.C., March 3, 2025",
        "March 3, 2025 | Boulder, Colorado",
        "March 3, 2025 | World",
        "March 3, 2025 | Updated March 4, 2025",
    ],
)
def test_a_place_or_a_reading_time_may_stand_beside_a_date(text: str) -> None:
    assert read_date_line(text) == read_date_line("March 3, 2025")


def test_an_update_is_told_from_the_first_publication() -> None:
    updated = read_date_line("Updated March 3, 2025, 12:00 GMT")
    assert updated is not None
    assert updated[1] is True


@given(st.text(max_size=250))
def test_any_text_is_read_or_none(text: str) -> None:
    moment = parse_moment(text)
    assert moment is None or moment.at.tzinfo is not None
    read_date_line(text)
