"""What a page says of itself in JSON-LD and meta elements: title, address, outlet, authors, moments, language."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from language.moments import Moment, parse_moment
from language.page_times import own_time
from warehouse.records import clean_text

_ARTICLE_TYPES = re.compile(
    r"(?:News|Report|Analysis|Opinion|Review|Scholarly|Tech|Background|Satirical)?\w*(?:Article|Posting)$"
)
_PUBLISHED_METAS = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.created",
    "dcterms.date",
    "publication_date",
    "publish-date",
    "publish_date",
    "pubdate",
    "date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "published",
)
_UPDATED_METAS = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
    "lastmod",
)
_AUTHOR_METAS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_OUTLET_METAS = ("og:site_name", "application-name", "dc.publisher", "publisher", "article:publisher")


class PageFacts:
    """What JSON-LD and meta elements say."""

    def __init__(self, tree: Any) -> None:
        articles = list(json_ld_articles(tree))
        metas = _metas(tree)
        self.title = first_told(*(_string(item.get("headline")) for item in articles), metas.get("og:title"))
        self.url = first_told(
            *tree.xpath("//link[@rel='canonical']/@href"),
            metas.get("og:url"),
            *(_address(item) for item in articles),
        )
        names = (_name_of(item.get("publisher")) for item in articles)
        outlets = (metas.get(name) for name in _OUTLET_METAS)
        self.outlet = next((clean_text(name) for name in (*names, *outlets) if name and "://" not in name), None)
        self.authors = _authors(articles, metas)
        self.published, self.published_basis = None, None
        if moment := _first_moment(_string(item.get("datePublished")) or "" for item in articles):
            self.published, self.published_basis = moment, "json-ld"
        elif moment := _first_moment(metas.get(name, "") for name in _PUBLISHED_METAS):
            self.published, self.published_basis = moment, "html meta"
        elif moment := own_time(tree, marked=True):
            self.published, self.published_basis = moment, "time element"
        self.updated = _first_moment(_string(item.get("dateModified")) or "" for item in articles) or _first_moment(
            metas.get(name, "") for name in _UPDATED_METAS
        )
        languages = (
            *tree.xpath("/html/@lang"),
            *(_string(item.get("inLanguage")) for item in articles),
            metas.get("og:locale"),
        )
        named = first_told(*languages)
        self.language = re.split(r"[-_]", named)[0].lower()[:8] if named else None


def _metas(tree: Any) -> dict[str, str]:
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = (element.get("content") or "").strip()
        if name and content:
            metas.setdefault(name.lower(), content)
    return metas


def json_ld_articles(tree: Any) -> Iterator[dict[str, Any]]:
    """What a page tells of its articles in JSON-LD; each is an object of schema.org."""
    for element in tree.xpath("//script[@type='application/ld+json']"):
        try:
            loaded = json.loads((element.text or "").strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):  # a page's broken metadata is no reason to refuse its text
            continue
        for item in _objects(loaded):
            types = item.get("@type")
            names = types if isinstance(types, list) else [types]
            if any(isinstance(name, str) and _ARTICLE_TYPES.match(name) for name in names):
                yield item


def _objects(loaded: Any) -> Iterator[dict[str, Any]]:
    """The objects at the top of a JSON-LD block, those of its graph and a page's main one among them."""
    for item in loaded if isinstance(loaded, list) else [loaded]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (inner for inner in (graph if isinstance(graph, list) else []) if isinstance(inner, dict))
            main = item.get("mainEntity")
            if isinstance(main, dict):
                yield main


def _string(value: Any) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return " ".join(value.split()) if isinstance(value, str) and value.strip() else None


def _name_of(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _string(value.get("name")) if isinstance(value, dict) else _string(value)


def _address(item: dict[str, Any]) -> str | None:
    main = item.get("mainEntityOfPage")
    if isinstance(main, dict):
        main = main.get("@id")
    return _string(item.get("url")) or _string(main)


def _authors(articles: list[dict[str, Any]], metas: dict[str, str]) -> tuple[str, ...]:
    found: list[str] = []
    for item in articles:
        value = item.get("author") or item.get("creator")
        found += [name for one in (value if isinstance(value, list) else [value]) if (name := _name_of(one))]
        if found:
            break
    if not found:
        found = next(([metas[name]] for name in _AUTHOR_METAS if name in metas and "://" not in metas[name]), [])
    names = [part for name in found for part in split_authors(name)]
    return tuple(dict.fromkeys(clean_text(name) for name in names))


def split_authors(byline: str) -> list[str]:
    """ "By Ann Lee and Bo Ek" -> the two; addresses and empty parts are left out."""
    plain = re.sub(r"^\s*(?:by|written by|reporting by|story by|text by|from)\s*:?\s+", "", byline, flags=re.IGNORECASE)
    parts = re.split(r"\s*(?:,|;|\band\b|&|\|)\s*", plain)
    return [part.strip() for part in parts if part.strip() and "@" not in part and "://" not in part]


def first_told(*values: str | None) -> str | None:
    """The first that says anything, without white space around it."""
    return next((value.strip() for value in values if value and value.strip()), None)


def _first_moment(values: Iterable[str]) -> Moment | None:
    return next((moment for value in values if (moment := parse_moment(value))), None)
