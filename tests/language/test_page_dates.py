"""Dates from a page's address and from its markup, and none where there is none."""

from datetime import UTC, date, datetime

import pytest

from language.moments import of_day
from language.page_dates import VERSION, date_in_markup, date_in_url
from language.pages import drop_hidden, parse_html

LATEST = datetime(2025, 3, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2024/05/31/mill", date(2024, 5, 31)),
        ("https://a.example/news/2024-05-31-mill.html", date(2024, 5, 31)),
        ("https://a.example/2024/may/31/mill", date(2024, 5, 31)),
        ("https://a.example/2024/Sept/3/mill", date(2024, 9, 3)),
        ("https://a.example/2024/5/3/mill", date(2024, 5, 3)),
        ("https://a.example/20240531/mill", date(2024, 5, 31)),
        ("https://a.example/2024/05/31", date(2024, 5, 31)),
        ("https://a.example/2024/05/mill", None),  # a month is no day
        ("https://a.example/2024/05/3100-jobs", None),
        ("https://a.example/2024/13/31/mill", None),
        ("https://a.example/2024/02/30/mill", None),
        ("https://a.example/20240531123/mill", None),
        ("https://a.example/id-20240531", None),
        ("https://a.example/?d=/2024/05/31/", None),
        ("https://a.example/2024/05/31/from/2023/01/01/", None),  # which of them?
        ("https://a.example/2024/05/31/as/20240531/", date(2024, 5, 31)),
        ("https://2024.example/05/31/", None),
        ("https://a.example/1234/05/31/", None),
    ],
)
def test_the_day_in_an_address(url: str, day: date | None) -> None:
    moment = date_in_url(url)
    assert (moment.at.date() if moment else None) == day
    assert moment is None or moment.precision == "day"


def found(body: str) -> date | None:
    tree = parse_html(f"<html><head><title>Mill</title></head><body><article>{body}</article></body></html>")
    drop_hidden(tree)
    moment = date_in_markup(tree, LATEST)
    return moment.at.date() if moment else None


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("<span class='post-date'>31 May 2024</span><p>Words of the story.</p>", date(2024, 5, 31)),
        ("<div class='published'>2024-05-31</div><p>Words of the story.</p>", date(2024, 5, 31)),
        ("<p class='date'>May 31, 2024</p><p>Words of the story.</p>", date(2024, 5, 31)),
        ("<p>The mill was sold on 31 May 2024, the council said.</p>", None),
        ("<ul><li>2024-05-31: the sale</li></ul><p>Words.</p>", None),
        ("<table><tr><td>31/05/2024</td></tr></table><p>Words.</p>", None),
        ("<p>Words.</p><footer>© 2019-01-01 The Globe</footer>", None),
        ("<aside><span class='date'>2024-01-01</span> Another story</aside><p>Words.</p>", None),
        ("<div class='related'><span class='date'>2024-01-01</span> Another story</div><p>Words.</p>", None),
        ("<span class='date'>31 May 2031</span><p>Words.</p>", None),
        ("<p>Words and no date at all.</p>", None),
    ],
)
def test_a_day_that_markup_shows_as_the_page_s_own(body: str, day: date | None) -> None:
    assert found(body) == day


def test_golden_change_the_version_when_this_changes() -> None:
    shown = found("<div class='meta'>Published 31 May 2024</div><p>Words of the story.</p>")
    assert (VERSION, shown, date_in_url("https://a.example/2024/jun/01/x")) == (
        1,
        date(2024, 5, 31),
        of_day(date(2024, 6, 1)),
    )
