"""The formats of feeds: RSS, RDF and Atom, JSON Feed, and sitemaps with or without news in them.

XML is read by libxml2 alone. The usual feed parser is lenient by rules in Python: it took minutes for ten thousand
entries, and as long for a small feed that was made to be slow.
"""

import json
from collections.abc import Mapping
from typing import Any

from lxml import etree

from language.feeds import BrokenFeedError, Entry, Listing, NotAFeedError, entry_of, moment_of

_JSON_FEED = "https://jsonfeed.org/version/"
_ATOM = "http://www.w3.org/2005/Atom"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_OF_MEDIA = ("mrss", "itunes", "podcast")  # their titles and links are those of pictures and films
_TEXTS = ("description", "summary", "content", "encoded")
_PUBLISHED = ("published", "pubdate", "issued", "date", "created")
_UPDATED = ("updated", "modified")
_AS_FAR = "it is broken as XML, and was read as far as it goes"


def read_xml(body: bytes, url: str) -> Listing:
    """A feed of RSS, RDF or Atom. One that is broken is read as far as it goes, and says so.

    Raises BrokenFeedError where nothing can be read of it.
    """
    root, is_broken = _tree(body, url, "feed")
    entries = [entry for item in root.iter("{*}item", "{*}entry") if (entry := _of_item(item, url))]
    if is_broken and not entries:
        raise _broken(url, "feed")
    title = next((_words(one) for one in root.iter("{*}title")), None)
    return Listing(
        kind="feed",
        format=_format_of(root),
        title=title[:200] if title else None,
        entries=tuple(entries),
        note=_AS_FAR if is_broken else None,
    )


def _format_of(root: Any) -> str:
    name = etree.QName(root)
    if name.localname.lower() == "feed":
        return "Atom 1.0" if name.namespace == _ATOM else "Atom 0.3"
    if name.localname.lower() == "rdf":
        return "RSS 1.0"
    return f"RSS {(root.get('version') or '').strip()[:5]}".strip()


def _of_item(item: Any, base: str) -> Entry | None:
    told: dict[str, str] = {}
    texts = []
    links: list[tuple[int, str, str]] = []  # how little it is the entry's own page, its address, and the base of that
    for child in item:
        if not isinstance(child.tag, str):
            continue
        name = etree.QName(child)
        if any(other in (name.namespace or "") for other in _OF_MEDIA):
            continue
        field, words = name.localname.lower(), _words(child)
        if field == "link":
            rank = {"alternate": 0, "": 1}.get(child.get("rel", "").lower(), 9 if child.get("rel") else 1)
            links.append((rank, child.get("href") or words, child.base or base))
        elif field == "origlink":
            links.append((-1, words, base))
        elif field in _TEXTS:
            texts.append(words)
        elif words:
            told.setdefault(field, words)
        if field == "guid" and (child.get("ispermalink") or child.get("isPermaLink") or "true").lower() != "false":
            links.append((5, words if words.lower().startswith("http") else "", base))
    usable = sorted((link for link in links if link[1] and link[0] < 9), key=lambda link: link[0])
    return entry_of(
        guid=told.get("guid") or told.get("id") or item.get(_RDF_ABOUT),
        url=usable[0][1] if usable else None,
        base=usable[0][2] if usable else base,
        title=told.get("title"),
        published=next(filter(None, (moment_of(told.get(name)) for name in _PUBLISHED)), None),
        updated=next(filter(None, (moment_of(told.get(name)) for name in _UPDATED)), None),
        text="\n".join(texts),
    )


def _tree(body: bytes, url: str, what: str) -> tuple[Any, bool]:
    """The tree of hostile XML, and whether it is broken: nothing is expanded or fetched, and nothing nests too deep."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(body.lstrip(), parser, base_url=url)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise _broken(url, what)
    return root, any(error.level >= etree.ErrorLevels.ERROR for error in parser.error_log)


def _broken(url: str, what: str) -> BrokenFeedError:
    other = "sitemap" if what == "feed" else "feed"
    return BrokenFeedError(
        f"{url.partition('?')[0]} is broken as XML and nothing in it can be read: tell its publisher, or watch its "
        f"{other}."
    )


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def read_json(body: bytes, url: str) -> Listing:
    """A JSON Feed. Raises NotAFeedError for JSON of another kind, BrokenFeedError for what is none."""
    place = url.partition("?")[0]
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        raise BrokenFeedError(f"{place} is broken as JSON: tell its publisher, or watch its sitemap.") from None
    version = feed.get("version") if isinstance(feed, dict) else None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(version, str) or not version.startswith(_JSON_FEED) or not isinstance(items, list):
        raise NotAFeedError(f"{place} is JSON and no JSON Feed: give the address of a feed or a sitemap.")
    found = (_of_json(item, url) for item in items if isinstance(item, Mapping))
    return Listing(
        kind="feed",
        format=f"JSON Feed {version.removeprefix(_JSON_FEED)[:5]}",
        title=_title(feed.get("title")),
        entries=tuple(entry for entry in found if entry),
    )


def _of_json(item: Mapping[str, Any], base: str) -> Entry | None:
    told = [item.get(name) for name in ("content_html", "content_text", "summary")]
    return entry_of(
        guid=item.get("id"),
        url=item.get("url") or item.get("external_url"),
        base=base,
        title=item.get("title"),
        published=moment_of(item.get("date_published")),
        updated=moment_of(item.get("date_modified")),
        text="\n".join(part for part in told if isinstance(part, str)),
    )


def read_sitemap(body: bytes, url: str) -> Listing:
    """A sitemap, or the index of several. Raises BrokenFeedError where nothing can be read of it."""
    root, is_broken = _tree(body, url, "sitemap")
    is_index = etree.QName(root).localname.lower() == "sitemapindex"
    entries = [entry for child in root if isinstance(child.tag, str) and (entry := _of_sitemap(child, url))]
    if is_index:
        return Listing(kind="sitemap index", format="sitemap index", parts=tuple(entries))
    is_news = any(entry.title or entry.published for entry in entries)
    return Listing(
        kind="sitemap",
        format="news sitemap" if is_news else "sitemap",
        entries=tuple(entries),
        note=_AS_FAR if is_broken else None,
    )


def _of_sitemap(element: Any, base: str) -> Entry | None:
    told: dict[str, str] = {}
    for child in element.iter():
        if isinstance(child.tag, str) and child.text:
            name = etree.QName(child)
            # Pictures and films of a page have a loc and a title of their own.
            if "image" not in (name.namespace or "") and "video" not in (name.namespace or ""):
                told.setdefault(name.localname.lower(), child.text.strip())
    if "loc" not in told:
        return None
    return entry_of(
        guid=None,
        url=told["loc"],
        base=base,
        title=told.get("title"),
        published=moment_of(told.get("publication_date")),
        updated=moment_of(told.get("lastmod")),
    )


def _title(value: object) -> str | None:
    return " ".join(value.split())[:200] or None if isinstance(value, str) else None
