"""The bytes of a file become an Article and its ArticleVersion: text, markdown or HTML, with what it says of itself.

What the caller knows (`url`, `published`) outranks what the text says; dates on disk are never used. A page that is
HTML keeps the text that was extracted from it, with its headline as the first line.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePath
from typing import Literal

from extractors.structure.layout import Layout, lay_out
from language.decoding import decode
from language.header_fields import LONGEST_HEADER, header_field
from language.identification import identify
from language.moments import Moment, of_day, of_minute, parse_moment
from language.page_facts import split_authors
from language.pages import Page, canonical_url, of_its_own_site, read_page
from warehouse.errors import BadInputError
from warehouse.records import Article, ArticleVersion, content_hash, content_id

VERSION = 5

MAX_BYTES = 20 * 1024 * 1024
MAX_CHARACTERS = 1_000_000  # of an article's text: a page of the web is mostly something else

MediaType = Literal["text/plain", "text/markdown", "text/html"]


class EmptyArticleError(BadInputError):
    """The file holds nothing but space."""


class ArticleTooLargeError(BadInputError):
    """The file is larger than any article."""


class NoWordsError(BadInputError):
    """The file is text, and has no letters in it."""


class BadAddressError(BadInputError):
    """The address given for an article is none of a page on the web."""


class BadDateError(BadInputError):
    """A date in a file's header is none that can be read."""


@dataclass(frozen=True)
class ReadArticle:
    """An article as it was read: what it is, and the text that it has."""

    article: Article
    version: ArticleVersion


@dataclass(frozen=True)
class _Known:
    """What is known of an article apart from its layout, from the best source to the least."""

    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    originator: str | None = None
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    updated: Moment | None = None
    language: str | None = None


@dataclass(frozen=True)
class FromTheWeb:
    """Where an article was fetched, and what its server says that it is."""

    url: str  # after redirects
    media_type: MediaType
    charset: str | None = None


def read_article(
    data: bytes,
    source: str,
    *,
    url: str | None = None,
    published: date | datetime | None = None,
    read_at: datetime,
    came: FromTheWeb | None = None,
) -> ReadArticle:
    """Read one article. `source` is the file's name or the address as the user called it, "-" for standard input.

    A page of the web is known by the address that it came from, or by the one that it gives itself at the same site.

    A `published` that is a day, and the same day as a date line that also tells the hour, keeps the hour.
    Raises BadInputError, each with the fix: empty, too large, binary, without letters, HTML without an article.
    """
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 2**20
        raise ArticleTooLargeError(
            f"the file has more than {limit} MB, the most that an article may have: hand over the article alone"
        )
    text, encoding = decode(data, declared=came.charset if came else None)
    if not text.strip():
        raise EmptyArticleError("the file is empty: put the article's text into it")
    media_type = came.media_type if came else _media_type(source, text)
    if media_type == "text/html":
        page = read_page(text, url=came.url if came else url)
        page = of_its_own_site(page, came.url) if came else page
        text, known, start, headline = _from_page(page)
    else:
        known, start = _read_header(text)
        known = replace(known, url=came.url) if came else known
        headline = None
    if len(text) > MAX_CHARACTERS:
        raise ArticleTooLargeError(
            f"the text has more than {MAX_CHARACTERS:,} characters, the most that an article may have: hand over its "
            "chapters one by one"
        )
    if not re.search(r"[^\W\d_]", text[start:]):
        raise NoWordsError("the file has no letters in it: hand over the article as text")
    layout = lay_out(text, start=start, headline=headline)
    return _assembled(
        text, encoding, media_type, source, known=known, layout=layout, url=url, published=published, read_at=read_at
    )


def _assembled(
    text: str,
    encoding: str,
    media_type: MediaType,
    source: str,
    *,
    known: _Known,
    layout: Layout,
    url: str | None,
    published: date | datetime | None,
    read_at: datetime,
) -> ReadArticle:
    address = canonical_url(url or known.url)
    if url and address is None:
        raise BadAddressError(f"{url} is no address of a web page: give one that begins with https:// or http://")
    spoken = identify(text[layout.body_start : layout.body_end])
    moment = _published(published, known.published, layout.published)
    updated = known.updated or layout.updated
    article_id = Article.id_for(address, text)
    headline = text[slice(*layout.headline)] if layout.headline else known.title
    text_hash = content_hash(text)
    article = Article(
        article_id=article_id,
        url=address,
        source=source,
        headline=headline,
        outlet=known.outlet,
        originator=known.originator or layout.originator,
        authors=known.authors or layout.authors,
        dateline=layout.dateline,
        published_at=moment.at if moment else None,
        published_precision=moment.precision if moment else None,
        published_zone=moment.zone if moment else None,
        updated_at=updated.at if updated else None,
        language=known.language or (spoken.code if spoken else None),
        corrections=layout.corrections,
    )
    version = ArticleVersion(
        version_id=content_id("ver", article_id, text_hash),
        article_id=article_id,
        text=text,
        text_hash=text_hash,
        body_start=layout.body_start,
        body_end=layout.body_end,
        headline_start=layout.headline[0] if layout.headline else None,
        headline_end=layout.headline[1] if layout.headline else None,
        media_type=media_type,
        encoding=encoding,
        first_read_at=read_at,
    )
    return ReadArticle(article, version)


def _published(given: date | datetime | None, known: Moment | None, line: Moment | None) -> Moment | None:
    """When it was published, by the best source; an hour that a lesser source tells of the same day is kept."""
    if isinstance(given, datetime):
        return of_minute(given)
    best = of_day(given) if given else known or line
    if best is None or best.precision == "minute":
        return best
    for other in (known, line):
        if other and other.at.date() == best.at.date() and (other.precision == "minute" or other.zone):
            return other
    return best


_HTML_START = re.compile(
    r"(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*){0,5}<(?:!doctype\s+html|html|head|body|article)\b", re.DOTALL
)
# What was copied out of a page without its head.
_HTML_BLOCK_END = re.compile(r"</(?:p|div|li|h[1-6]|td|blockquote|section)\s*>", re.IGNORECASE)
_LOOKED_AT = 20_000  # characters


def _media_type(source: str, text: str) -> MediaType:
    """What kind of text it is, by its name and, for want of a telling one, by how it begins."""
    suffix = PurePath(source).suffix.lower()
    if suffix in (".html", ".htm", ".xhtml", ".shtml"):
        return "text/html"
    beginning = text[:2000].lstrip().lower()
    if _HTML_START.match(beginning):
        return "text/html"
    if suffix in (".md", ".markdown"):
        return "text/markdown"
    if len(_HTML_BLOCK_END.findall(text[:_LOOKED_AT])) > 1:
        return "text/html"
    if suffix != ".txt" and re.match(r"(?:---\n|#{1,3} \S)", text.lstrip()):
        return "text/markdown"
    return "text/plain"


def _from_page(page: Page) -> tuple[str, _Known, int, tuple[int, int] | None]:
    """A page's text with its headline as the first line, what it knows, where the rest starts, the headline's span."""
    known = _Known(
        url=page.url,
        title=page.title,
        outlet=page.outlet,
        authors=page.authors,
        published=page.published,
        updated=page.updated,
        language=page.language,
    )
    if page.title is None:
        return page.text, known, 0, None
    return f"{page.title}\n\n{page.text}", known, len(page.title) + 2, (0, len(page.title))


_FIELDS = {
    "url": "url",
    "link": "url",
    "canonical": "url",
    "publisher": "outlet",
    "outlet": "outlet",
    "site": "outlet",
    "published": "published",
    "date": "published",
    "updated": "updated",
    "modified": "updated",
    "title": "title",
    "headline": "title",
    "author": "authors",
    "authors": "authors",
    "byline": "authors",
    "language": "language",
    "lang": "language",
    "origin": "originator",
    "originator": "originator",
}


def _read_header(text: str) -> tuple[_Known, int]:
    """The `name: value` lines that a file may begin with, up to a blank line or between `---`, and where they end."""
    lead = len(text) - len(text.lstrip())
    lines = text[lead:].split("\n", LONGEST_HEADER + 1)
    fenced = lines[0].strip() == "---"
    fields: dict[str, str] = {}
    length = lead + (len(lines[0]) + 1 if fenced else 0)
    for line in lines[1:] if fenced else lines:
        stripped = line.strip()
        if stripped == "---" if fenced else not stripped:
            break
        entry = header_field(stripped)
        name = _FIELDS.get(entry[0]) if entry else None
        if entry and name:
            fields.setdefault(name, entry[1])
        elif not fenced:
            # The text begins without a blank line; a lone "Published: ..." above it is a date line, told elsewhere.
            if len(fields) < 2:
                return _Known(), lead
            break
        length += len(line) + 1
    else:
        return _Known(), lead  # no text follows
    if not fields or (set(fields) <= {"published", "updated"} and not fenced):
        return _Known(), lead
    end = min(length + (4 if fenced else 0), len(text))
    return (
        _Known(
            url=fields.get("url") or None,
            title=fields.get("title") or None,
            outlet=fields.get("outlet") or None,
            originator=fields.get("originator") or None,
            authors=tuple(split_authors(fields["authors"])) if fields.get("authors") else (),
            published=_date_of(fields.get("published")),
            updated=_date_of(fields.get("updated")),
            language=fields["language"].split("-")[0].lower()[:8] if fields.get("language") else None,
        ),
        end,
    )


def _date_of(value: str | None) -> Moment | None:
    if not value:
        return None
    moment = parse_moment(value)
    if moment is None:
        raise BadDateError(
            f"the header's date {value[:60]!r} cannot be read: write it as 2025-03-03 or 2025-03-03T11:10Z"
        )
    return moment
