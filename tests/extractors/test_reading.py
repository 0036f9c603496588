"""A file becomes an article: where its body lies, and what it says of itself."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.reading import MAX_BYTES, MAX_CHARACTERS, ReadArticle, read_article
from extractors.structure.layout import read_dateline
from warehouse.errors import BadInputError
from warehouse.records import Article

READ_AT = datetime(2025, 3, 10, tzinfo=UTC)
FIRST = (
    "OSLO – The harbour of the old town was closed on Tuesday after a ferry struck the northern pier, the guard said."
)
SECOND = "All ninety passengers reached the shore, and divers will look at the hull in the morning, a spokesman added."
THIRD = "“Nobody was hurt,” the captain said. “We were lucky.”"
BODY = "\n\n".join([FIRST, SECOND, THIRD])
HEADLINE = "Ferry Strikes Pier, Harbour Is Closed"
FURNITURE = """\
"Wire Services" POPULAR ARTICLES
-
Ten Soups for a Cold Spring
-
Minister Opens Bridge in the North (UPDATE 2)
SITE ACCESS RANKING"""


def read(
    text: str | bytes, source: str = "ferry.txt", *, url: str | None = None, published: date | datetime | None = None
) -> ReadArticle:
    data = text if isinstance(text, bytes) else text.encode()
    return read_article(data, source, url=url, published=published, read_at=READ_AT)


def test_a_page_saved_as_text_is_told_apart_into_its_parts() -> None:
    caption = "A crowd of relatives waits on the quay in Oslo on Tuesday."
    text = f"{HEADLINE}\n\n{caption}\n06:10 JST, March 5, 2025\n{BODY}\n{FURNITURE}"
    got = read(text)
    assert got.version.body == BODY
    assert got.version.text == text
    assert text[got.version.headline_start : got.version.headline_end] == got.article.headline == HEADLINE
    assert got.article.published_at == datetime(2025, 3, 4, 21, 10, tzinfo=UTC)
    assert (got.article.published_precision, got.article.published_zone) == ("minute", "+09:00")
    assert (got.article.dateline, got.article.language) == ("OSLO", "en")


def test_byline_wire_credit_update_and_correction_are_read_and_kept_outside_the_body() -> None:
    text = (
        f"{HEADLINE}\nBy Jane Doe and Bo Ek\nPublished: March 4, 2025, 18:05 GMT\nUpdated: March 5, 2025, 08:00 GMT\n\n"
        f"{BODY.replace('OSLO –', 'OSLO (Reuters) -')}\n\nReporting by Jane Doe; Editing by Al Poe\n"
        "Correction: An earlier version misstated the number of passengers.\n© 2025 The Globe. All rights reserved."
    )
    got = read(text)
    assert got.version.body.startswith("OSLO (Reuters) -")
    assert got.version.body.endswith(THIRD)
    assert got.article.authors == ("Jane Doe", "Bo Ek")
    assert got.article.originator == "Reuters"
    assert got.article.published_at == datetime(2025, 3, 4, 18, 5, tzinfo=UTC)
    assert got.article.updated_at == datetime(2025, 3, 5, 8, 0, tzinfo=UTC)
    assert got.article.corrections == ("An earlier version misstated the number of passengers.",)


def test_a_text_that_begins_with_its_date_line_has_no_headline() -> None:
    got = read(f"Tuesday, March 4, 2025 \n\n\n{SECOND}\n\n{THIRD}")
    assert (got.article.headline, got.article.published_precision) == (None, "day")
    assert got.article.published_at == datetime(2025, 3, 4, tzinfo=UTC)
    assert got.version.body == f"{SECOND}\n\n{THIRD}"


def test_a_date_line_may_begin_with_the_place() -> None:
    got = read(f"{HEADLINE}\nBy Jane Doe\nNEW DELHI, 14 October 2026\n\n{SECOND}\n\n{THIRD}")
    assert got.article.published_at is not None
    assert got.article.published_at.date() == date(2026, 10, 14)
    assert (got.article.dateline, got.article.authors) == ("NEW DELHI", ("Jane Doe",))
    assert got.version.body == f"{SECOND}\n\n{THIRD}"


def test_the_dateline_of_a_press_release_tells_its_day() -> None:
    got = read(f"{HEADLINE}\n\nMUNICH, 6 November 2026 /PRNewswire/ -- {SECOND}\n\n{THIRD}")
    assert got.article.published_at is not None
    assert got.article.published_at.date() == date(2026, 11, 6)
    assert got.article.dateline == "MUNICH"


def test_a_byline_may_have_the_date_behind_a_bar() -> None:
    got = read(f"{HEADLINE}\nBy Jane Doe | 14 October 2026 | 4 min read\n\n{SECOND}\n\n{THIRD}")
    assert got.article.published_at is not None
    assert got.article.published_at.date() == date(2026, 10, 14)
    assert got.article.authors == ("Jane Doe",)


def test_a_text_that_is_nothing_but_its_body_is_all_body() -> None:
    got = read(f"{SECOND}\n\n{THIRD}")
    assert got.version.body == f"{SECOND}\n\n{THIRD}"
    assert (got.article.headline, got.article.published_at, got.article.dateline) == (None, None, None)


@pytest.mark.parametrize(
    "line",
    [
        "Related stories",
        "Read more: Minister opens bridge",
        "Share this article",
        "Subscribe to our newsletter for daily news.",
        "Copyright 2025 The Globe. All rights reserved.",
        "Advertisement",
        "Facebook | Twitter | Email",
        "Tags: ferries, harbours",
        "Most Popular",
        "Follow us on Telegram.",
        "(Reporting by Jane Doe in Oslo; editing by Al Poe)",
        "This story was originally published in February.",
        "The quay at noon. Photo: Jane Doe.",
        "Minister Opens Bridge",
    ],
)
def test_furniture_behind_the_story_is_no_body(line: str) -> None:
    assert read(f"{HEADLINE}\n\n{BODY}\n\n{line}\n").version.body == BODY


@pytest.mark.parametrize("line", ["Advertisement", "Read more: Minister opens bridge", "Related stories"])
def test_furniture_between_paragraphs_does_not_end_the_story(line: str) -> None:
    assert read(f"{HEADLINE}\n\n{FIRST}\n\n{line}\n\n{SECOND}\n\n{SECOND}\n\n{THIRD}").version.body.endswith(THIRD)


SHORT = ["The mayor resigned on 2 June 2024.", "Ann Ek succeeded her.", "The party lost 14 seats."]


@pytest.mark.parametrize(
    "head",
    [
        f"{HEADLINE}\n\n20 May 2025\n\n",
        f"{HEADLINE}\n\n",
        f"{HEADLINE}\nWhat is known so far\n\nBy Jane Doe\n20 May 2025\n\n",
        f"{HEADLINE}\n\nA crowd waits on the quay.\n20 May 2025\n",
        f"{HEADLINE}\n\nBy Jane Doe\n\nA crowd waits on the quay.\n20 May 2025\n",
        f"{HEADLINE}.\n\nA crowd waits on the quay.\n\nBy Jane Doe\n",
        f"{HEADLINE}\n\n20 May 2025\n\nThe quay at noon. Photo: Jane Doe.\n\nListen to this story.\n\n",
        f"{HEADLINE}\n\n20 May 2025\n\nFILE PHOTO: {SECOND}\n\n",
        "20 May 2025\n\n",
        "",
    ],
)
@pytest.mark.parametrize("rest", [[], [SECOND], [SECOND, SECOND, THIRD]])
@pytest.mark.parametrize("furniture", ["", f"\n\nReporting by Jane Doe\n\n{FURNITURE}", "\n\nAdvertisement"])
def test_the_story_begins_with_its_first_sentence_however_short(head: str, rest: list[str], furniture: str) -> None:
    body = "\n\n".join([*SHORT, *rest])
    assert read(f"{head}{body}{furniture}").version.body == body


def test_a_first_paragraph_that_is_a_quote_is_no_headline() -> None:
    body = f"The mayor said: “I resign.”\n\n{SECOND}"
    got = read(body)
    assert (got.version.body, got.article.headline) == (body, None)


def test_dates_within_the_story_do_not_move_its_beginning() -> None:
    body = f"{SHORT[0]}\n\nMay 19, 2025\n\n{SECOND}\n\nMay 18, 2025\n\n{FIRST}"
    got = read(f"{HEADLINE}\n\n20 May 2025\n\n{body}")
    assert got.version.body == body
    assert got.article.published_at == datetime(2025, 5, 20, tzinfo=UTC)


def test_a_paragraph_broken_into_lines_is_body_from_its_first_line() -> None:
    body = (
        "The new parliament will meet on Tuesday with Minister\nAnn Ek in the old town hall to hear the\nmayor speak."
    )
    for head in (f"{HEADLINE}\n\n", f"{HEADLINE}\n\n20 May 2025\n", ""):
        assert read(f"{head}{body}\n\n{SECOND}").version.body == f"{body}\n\n{SECOND}"


def test_a_correction_above_the_story_is_kept_outside_the_body() -> None:
    got = read(f"{HEADLINE}\n\n20 May 2025\n\nCorrection: The ferry had 90 passengers.\n\n{SHORT[0]}\n\n{SECOND}")
    assert got.version.body == f"{SHORT[0]}\n\n{SECOND}"
    assert got.article.corrections == ("The ferry had 90 passengers.",)


@pytest.mark.parametrize(
    "last",
    [
        "Terms of the deal were not disclosed.",
        "Related news was scarce.",
        "Shared grief brought them together.",
        "Follow the rules, he said.",
        "This report was published on Monday.",
    ],
)
def test_a_sentence_that_begins_like_furniture_belongs_to_the_story(last: str) -> None:
    for end in ("", "\n\nHe was 74."):
        assert read(f"{HEADLINE}\n\n{FIRST}\n\n{last}{end}").version.body.endswith(f"{last}{end}")


@pytest.mark.parametrize("line", ["Advertisement", "Read more: Minister opens bridge", "Photo: Jane Doe"])
@pytest.mark.parametrize("behind", ["", f"\n{FURNITURE}", "\n\nMost Popular\nTen Soups for a Cold Spring\nShare"])
def test_short_sentences_behind_an_interruption_belong_to_the_story(line: str, behind: str) -> None:
    body = f"{FIRST}\n\n{line}\n\n{SHORT[1]}\n\nHe was 74."
    assert read(f"{HEADLINE}\n\n{body}{behind}").version.body == body


@pytest.mark.parametrize("last", ["He asked: “Why?”", "The answer was no!", "So be it.", "They left …"])
def test_a_short_last_sentence_belongs_to_the_story(last: str) -> None:
    assert read(f"{HEADLINE}\n\n{FIRST}\n\n{last}\n{FURNITURE}").version.body.endswith(last)


@pytest.mark.parametrize(
    ("first", "headline"),
    [
        ("Q: How much did the ferry cost?", None),
        ("MARSH: How much did the ferry cost?", None),
        ("Ferry: how much did it cost?", "Ferry: how much did it cost?"),
    ],
)
def test_a_turn_of_a_dialogue_is_no_headline(first: str, headline: str | None) -> None:
    text = (
        f"{first}\nOKAFOR: It cost the island 4 million euros.\nMARSH: And who paid for it?\nOKAFOR: The council did."
    )
    assert read(text).article.headline == headline


@pytest.mark.parametrize(
    ("paragraph", "place", "credit"),
    [
        ("MOSCOW – The guard said so.", "MOSCOW", None),
        ("LONDON (Reuters) - The guard said so.", "LONDON", "Reuters"),
        ("Paris (AP) — The guard said so.", "Paris", "AP"),
        ("KHARKIV, Ukraine — The guard said so.", "KHARKIV, Ukraine", None),
        ("NEW YORK/LONDON, March 4 (Reuters) - The guard said so.", "NEW YORK/LONDON", "Reuters"),
        ("WASHINGTON: The guard said so.", "WASHINGTON", None),
        ("UPDATE 1 - The guard said so.", None, None),
        ("ANALYSIS: The guard said so.", None, None),
        ("The guard – so he said – left.", None, None),
        ("Q: Why? - A: Because.", None, None),
        ("NATO – the alliance – agreed.", None, None),
    ],
)
def test_datelines(paragraph: str, place: str | None, credit: str | None) -> None:
    dateline = read_dateline(paragraph)
    assert (dateline and dateline.place, dateline and dateline.credit) == (place, credit)
    if dateline:
        assert paragraph[dateline.end :] == "The guard said so."


def test_a_header_tells_what_the_text_does_not() -> None:
    header = (
        "url: https://globe.example/ferry?utm_source=x\noutlet: The Globe\npublished: 2025-03-04\n"
        "title: Ferry strikes pier\nauthor: Jane Doe"
    )
    for text in (f"{header}\n\n{BODY}", f"---\n{header}\n---\n{BODY}", f"{header}\r\n\r\n{BODY}"):
        got = read(text, "ferry.md")
        assert got.article.url == "https://globe.example/ferry"
        assert (got.article.outlet, got.article.headline, got.article.authors) == (
            "The Globe",
            "Ferry strikes pier",
            ("Jane Doe",),
        )
        assert (got.article.published_at, got.article.published_precision) == (datetime(2025, 3, 4, tzinfo=UTC), "day")
        assert got.version.body == BODY
        assert got.version.media_type == "text/markdown"


def test_a_header_s_bad_date_is_named() -> None:
    with pytest.raises(BadInputError, match="last Tuesday"):
        read(f"title: Ferry\npublished: last Tuesday\n\n{BODY}")


def test_a_first_line_with_a_colon_is_no_header() -> None:
    assert read(f"Update: Ferry Strikes Pier\n\n{BODY}").article.headline == "Update: Ferry Strikes Pier"


def test_markdown_s_heading_is_the_headline_without_its_marks() -> None:
    got = read(f"# {HEADLINE}\n\n*By Jane Doe*\n\n{BODY}\n", "ferry.md")
    assert (got.article.headline, got.article.authors) == (HEADLINE, ("Jane Doe",))
    assert got.version.text[got.version.headline_start : got.version.headline_end] == HEADLINE
    assert got.version.body == BODY


def test_html_gives_its_extracted_text_with_the_headline_first() -> None:
    html = (
        f"<html lang='en'><head><link rel='canonical' href='https://globe.example/ferry'><meta property='og:title' "
        f"content='{HEADLINE}'><meta property='article:published_time' content='2025-03-04T18:05:00+01:00'></head>"
        f"<body><article><h1>{HEADLINE}</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article></body></html>"
    )
    for source in ("ferry.html", "-"):
        got = read(html, source)
        assert got.version.media_type == "text/html"
        assert got.version.text == f"{HEADLINE}\n\n{FIRST}\n{SECOND}\n{THIRD}"
        assert got.version.body == f"{FIRST}\n{SECOND}\n{THIRD}"
        assert (got.version.headline_start, got.version.headline_end) == (0, len(HEADLINE))
        assert (got.article.published_zone, got.article.dateline) == ("+01:00", "OSLO")
        assert got.article.article_id == Article.id_for("https://globe.example/ferry", "")


def test_paragraphs_copied_out_of_a_page_are_read_without_their_tags() -> None:
    got = read(f"<p>{FIRST}</p>\n<p>{SECOND} <em>It rained.</em></p>\n", "ferry.txt")
    assert got.version.media_type == "text/html"
    assert got.version.text == f"{FIRST}\n{SECOND} It rained."
    assert read(f"{FIRST}\n\nA paragraph of HTML ends with </p>.", "ferry.txt").version.media_type == "text/plain"


def test_what_the_caller_knows_comes_first() -> None:
    text = f"{HEADLINE}\n06:10 JST, March 5, 2025\n{BODY}"
    other_day = read(text, published=date(2025, 3, 1)).article
    assert (other_day.published_at, other_day.published_precision) == (datetime(2025, 3, 1, tzinfo=UTC), "day")
    same_day = read(text, published=date(2025, 3, 5)).article
    assert (same_day.published_at, same_day.published_precision) == (datetime(2025, 3, 4, 21, 10, tzinfo=UTC), "minute")
    minute = read(text, published=datetime(2025, 3, 5, 7, 0, tzinfo=UTC)).article
    assert (minute.published_at, minute.published_zone) == (datetime(2025, 3, 5, 7, 0, tzinfo=UTC), "+00:00")
    assert (
        read(f"url: https://a.example/\ntitle: x\n\n{BODY}", url="https://b.example/").article.url
        == "https://b.example/"
    )


def test_ids_hash_the_address_or_the_text_and_never_the_time() -> None:
    first = read(BODY)
    again = read_article(BODY.encode(), "other.txt", read_at=datetime(2030, 1, 1, tzinfo=UTC))
    assert (first.article.article_id, first.version.version_id) == (again.article.article_id, again.version.version_id)
    assert read(BODY + " More.").article.article_id != first.article.article_id
    with_url = [read(text, url="https://a.example/x") for text in (BODY, BODY + " More.")]
    assert with_url[0].article.article_id == with_url[1].article.article_id
    assert with_url[0].version.version_id != with_url[1].version.version_id


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encoding_and_line_ends_change_nothing_of_the_text(encoding: str) -> None:
    got = read(f"{HEADLINE}\r\n\r\n{BODY}".encode(encoding))
    assert got.version.text == f"{HEADLINE}\n\n{BODY}"
    assert got.version.body == BODY


@pytest.mark.parametrize(
    ("data", "source", "fix"),
    [
        (b"", "a.txt", "put the article's text into it"),
        (b" \n\t\n", "a.txt", "put the article's text into it"),
        (b"\xef\xbb\xbf", "a.txt", "put the article's text into it"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.txt", "save the article as"),
        (b"%PDF-1.7 x", "a.pdf", "save the article as"),
        (b"1234 5678 -- 90.", "a.txt", "hand over the article as text"),
        (b"<html><body><script>let a = 1</script></body></html>", "a.html", "paste its text"),
        (b"x" * (MAX_BYTES + 1), "a.txt", "20 MB"),
        (b"word " * (MAX_CHARACTERS // 5 + 1), "a.txt", "chapters"),
    ],
)
def test_bad_input_is_one_sentence_that_names_the_fix(data: bytes, source: str, fix: str) -> None:
    with pytest.raises(BadInputError, match=fix) as caught:
        read(data, source)
    assert "\n" not in str(caught.value)


def test_an_address_that_is_none_is_named() -> None:
    with pytest.raises(BadInputError, match="https://"):
        read(BODY, url="globe dot example")


LINES = st.sampled_from(
    [
        HEADLINE,
        FIRST,
        SECOND,
        THIRD,
        "By Jane Doe",
        "March 4, 2025",
        "-",
        "Related stories",
        "",
        "---",
        "url: x",
        "# A",
        "Reuters",
        "x",
    ]
)


@given(st.text(max_size=300) | st.lists(LINES, max_size=20).map("\n".join), st.sampled_from(["a.txt", "a.md", "-"]))
def test_any_text_is_read_or_named(text: str, source: str) -> None:
    try:
        got = read(text.encode("utf-8", "surrogatepass"), source)
    except BadInputError:
        return
    version = got.version
    assert 0 <= version.body_start < version.body_end <= len(version.text)
    assert version.body.strip()
    if version.headline_start is not None and version.headline_end is not None:
        alone = (version.headline_start, version.headline_end) == (version.body_start, version.body_end)
        assert version.headline_end <= version.body_start or version.body_start == 0 or alone


def test_a_real_page_saved_as_text(shared: Path) -> None:
    got = read((shared / "news" / "seed_article.txt").read_bytes(), published=date(2025, 3, 3))
    lines = got.version.text.split("\n")
    assert got.article.headline == lines[0]
    assert got.article.published_at == datetime(2025, 3, 3, 2, 10, tzinfo=UTC)
    assert (got.article.published_precision, got.article.published_zone) == ("minute", "+09:00")
    assert got.article.dateline == "MOSCOW"
    assert got.version.body.startswith("MOSCOW –")
    assert "News Services" not in got.version.body
    assert "RANKING" not in got.version.body


@pytest.mark.parametrize(
    ("dateline", "published"),
    [("OSLO, Oct 24, 2025 (Reuters) - ", "2025-10-24"), ("OSLO, Oct 24 (Reuters) - ", None)],
)
def test_a_whole_date_in_a_dateline_is_the_day_of_the_story(dateline: str, published: str | None) -> None:
    text = f"Bank’s profit falls\n\n{dateline}The bank said on Friday that its profit had fallen by 18 percent.\n"
    moment = read_article(text.encode(), "x.txt", read_at=READ_AT).article.published_at
    assert (moment and moment.date().isoformat()) == published
