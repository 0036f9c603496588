"""What a page links to: the feeds that it names, and the links that read like headlines of articles."""

import re
from urllib.parse import urlsplit

from language.decoding import decode
from language.feeds import Entry, Listing, entry_of
from language.pages import canonical_url, parse_html

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp)\.")
# What leads to lists of articles, to the paper itself or to pictures, and not to an article.
_NO_ARTICLE = re.compile(
    r"/(?:tags?|topics?|categor(?:y|ies)|authors?|people|sections?|search|login|signin|register|subscribe|account"
    r"|newsletters?|about|contact|privacy|terms|cookies?|imprint|jobs|advertis\w+|help|faq|feeds?|rss|page)(?:/|$)",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|mp[34]|pdf|zip|xml|json|css|js)$", re.IGNORECASE)
_DATED = re.compile(r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?:[/-]|\b)")
_NUMBERED = re.compile(r"\d{5,}")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


def feeds_named(body: bytes, url: str, *, charset: str | None = None) -> tuple[str, ...]:
    """The feeds that a page names as its own, in its order. Raises NoPageTextError for what is no page."""
    tree = parse_html(decode(body, declared=charset)[0])
    found: dict[str, None] = {}
    for link in tree.iter("link"):
        relation = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" in relation and kind in _FEED_TYPES:
            address = canonical_url(link.get("href"), base=url)
            if address:
                found[address] = None
    return tuple(found)


def read_links(body: bytes, url: str, *, charset: str | None = None) -> Listing:
    """The links of a page that lead to articles of the same site, in its order. Raises NoPageTextError for no page.

    A link counts where its words read like a headline and its address like an article's: a date, a number or a name of
    several words in it. What stands in menus and at the foot of the page does not count.
    """
    tree = parse_html(decode(body, declared=charset)[0])
    base = canonical_url(next((one.get("href") for one in tree.iter("base") if one.get("href")), None), base=url) or url
    titles: dict[str, str] = {}
    for link in tree.iter("a"):
        address = canonical_url(link.get("href"), base=base)
        is_menu = next(link.iterancestors("nav", "footer"), None) is not None
        if not address or is_menu or not _is_article(address, url):
            continue
        words = " ".join(link.text_content().split())
        if len(words) > len(titles.get(address, "")):
            titles[address] = words
        titles.setdefault(address, "")
    found = (
        entry_of(guid=None, url=address, base=base, title=words)
        for address, words in titles.items()
        if _is_headline(words)
    )
    title = next((" ".join(one.text_content().split()) for one in tree.iter("title")), None)
    # The words of a link may change with the hour ("3 minutes ago"): only its address tells that it is new.
    entries = tuple(Entry(guid=one.guid, url=one.url, title=one.title) for one in found if one)
    return Listing(kind="page", format="links of a page", title=title[:200] if title else None, entries=entries)


def _is_article(address: str, page: str) -> bool:
    parts = urlsplit(address)
    if _site(address) != _site(page) or parts.path in ("", "/") or address == canonical_url(page):
        return False
    if _NO_ARTICLE.search(parts.path) or _FILE.search(parts.path):
        return False
    last = parts.path.rstrip("/").rpartition("/")[2]
    several_words = len([word for word in re.split(r"[-_]", last) if len(word) > 1]) >= 3
    return several_words or bool(_DATED.search(parts.path) or _NUMBERED.search(f"{parts.path}?{parts.query}"))


def _is_headline(words: str) -> bool:
    return len(words.split()) >= 3 or len(_HAN.findall(words)) >= 6


def _site(address: str) -> str:
    return _PREFIX.sub("", (urlsplit(address).hostname or "").rstrip("."))
