"""An HTML page becomes its article's text and what the page says of itself: title, address, outlet, authors, dates.

The text is trafilatura's, made from what a reader can see: hidden elements are taken out first. Facts are taken from
JSON-LD, then from meta elements, then from the page's own time element. Nothing is fetched.
"""

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from language.hidden_styles import is_invisible
from language.moments import Moment, read_date_line
from language.page_facts import PageFacts, first_told
from language.page_times import VERSION as TIMES_VERSION
from language.page_times import own_time
from warehouse.errors import BadInputError
from warehouse.records import clean_text

VERSION = f"3.{TIMES_VERSION}"

# The same site, as a telephone or a search engine is shown it.
_PREFIXES = re.compile(r"^(?:www\d?|m|mobile|amp)\.")
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|ocid|cmpid|smid|igshid|msclkid)(?:=|$)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_INVISIBLE_CLASS = re.compile(r"(?:^|\s)(?:sr-only|visually-hidden|visuallyhidden|screen-reader-text|u-hidden)(?:\s|$)")
_NEVER_TEXT = ("script", "style", "template", "noscript", "iframe", "object", "svg", "select", "button", "textarea")


class NoPageTextError(BadInputError):
    """An HTML page in which no article could be found."""


@dataclass(frozen=True)
class Page:
    """What a page says, and says of itself. `text` is the article without its title, paragraphs parted by LF."""

    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    published_basis: str | None = None  # "json-ld", "html meta", "time element" or "date line"
    updated: Moment | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()  # what of it could not be read


def read_page(html: str, *, url: str | None = None) -> Page:
    """Read a page. `url` is where it came from, for want of a canonical address in the page itself.

    Raises NoPageTextError when the page holds no article text that a reader could see.
    """
    tree = parse_html(html)
    facts = PageFacts(tree)
    drop_hidden(tree)
    # Trafilatura changes the tree that it works on.
    title = first_told(facts.title, _text_of(tree, "//h1"), _site_less(_text_of(tree, "//title")))
    visible_time = own_time(tree)
    text = _article_text(tree)
    if not re.search(r"\w", text):
        raise NoPageTextError(
            "this page holds no article text: save it again after it has loaded, or paste its text into a .txt file"
        )
    address = canonical_url(first_told(facts.url, url), base=url)
    text, line_moment = _without_head(text, title)
    published, basis = facts.published, facts.published_basis
    if published is None and visible_time is not None:
        published, basis = visible_time, "time element"
    if published is None and line_moment is not None:
        published, basis = line_moment, "date line"
    return Page(
        text=clean_text(text),
        title=clean_text(title) if title else None,
        url=address,
        outlet=facts.outlet or (_host(address) if address else None),
        authors=facts.authors,
        published=published,
        published_basis=basis,
        updated=facts.updated,
        language=facts.language,
    )


def canonical_url(url: str | None, *, base: str | None = None) -> str | None:
    """An absolute http(s) address without fragment and tracking parameters; None where there is none."""
    if not url:
        return None
    try:
        parts = urlsplit(urljoin(base or "", url.strip()))
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    kept = [pair for pair in parts.query.split("&") if pair and not _TRACKING.match(pair)]
    netloc = parts.netloc.rpartition("@")[2].lower()
    return urlunsplit((parts.scheme.lower(), netloc, parts.path or "/", "&".join(kept), ""))


def of_its_own_site(page: Page, final_url: str) -> Page:
    """A page under an address of the site that it came from: any other that it gives itself may be a lie.

    By its address a page can count as a primary record, or take another article's place.
    """
    own = canonical_url(final_url)
    told = page.url if page.url and _site(page.url) == _site(final_url) else own
    outlet = page.outlet
    if page.url and told != page.url and outlet == _host(page.url):
        outlet = None
    return replace(page, url=told, outlet=outlet or _host(final_url))


def _site(url: str) -> str:
    return _PREFIXES.sub("", (urlsplit(url).hostname or "").rstrip("."))


def parse_html(html: str) -> Any:
    """The tree of a page. Raises NoPageTextError where there is none."""
    try:
        tree = lxml_html.document_fromstring(_DECLARATION.sub("", html, count=1))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise NoPageTextError(
            "this page is empty or no HTML: save it again, or paste its text into a .txt file"
        ) from error
    return tree


def drop_hidden(tree: Any) -> None:
    """Take out what no reader of the page sees, so that it cannot pass for the article's text."""
    doomed = []
    for element in tree.iter():
        if not isinstance(element.tag, str):  # a comment or a processing instruction
            doomed.append(element)
        elif element.tag in ("html", "body", "head"):
            continue
        elif (
            element.tag in _NEVER_TEXT
            or "hidden" in element.attrib
            or element.get("aria-hidden") == "true"
            or ("style" in element.attrib and is_invisible(element.get("style") or ""))
            or _INVISIBLE_CLASS.search(element.get("class") or "")
        ):
            doomed.append(element)
        else:
            # Trafilatura takes any style that says "hidden" for one that hides, "overflow: hidden" too.
            element.attrib.pop("style", None)
    for element in doomed:
        if element.getparent() is not None:
            element.drop_tree()


def _article_text(tree: Any) -> str:
    fallback = "\n".join(
        line for element in tree.xpath("//body//p") if (line := " ".join(element.text_content().split()))
    )
    found = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    text = getattr(found, "text", None) or ""
    return text if re.search(r"\w", text) else fallback


def _without_head(text: str, title: str | None) -> tuple[str, Moment | None]:
    """The text without the title and the date line that stand before its first paragraph, and that line's moment."""
    lines = text.split("\n")
    moment = None
    for _ in range(4):
        if len(lines) < 2:
            break
        if title and _folded(lines[0]) == _folded(title):
            lines = lines[1:]
        elif moment is None and (read := read_date_line(lines[0])):
            moment = read[0]
            lines = lines[1:]
        else:
            break
    return "\n".join(lines), moment


def _folded(line: str) -> str:
    return re.sub(r"\W+", " ", line).strip().lower()


def _text_of(tree: Any, path: str) -> str | None:
    for element in tree.xpath(path):
        if text := " ".join(element.text_content().split()):
            return text
    return None


def _site_less(title: str | None) -> str | None:
    """A title element without the outlet's name behind a bar or a dash."""
    if title is None:
        return None
    parts = re.split(r"\s[|–—-]\s", title)
    return max(parts, key=len) if len(parts) > 1 else title


def _host(url: str) -> str | None:
    host = urlsplit(url).hostname
    return host.removeprefix("www.") if host else None
