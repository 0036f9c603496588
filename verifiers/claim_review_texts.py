"""The ClaimReviews of a text, in whatever they come.

A single object, a list, a `@graph`, a DataFeed (https://schema.org/DataFeed, as Data Commons publishes them), JSON
lines, a page of HTML or lines of `<script type="application/ld+json">`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from verifiers.claim_reviews import ClaimReview, Unusable, read_claim_review


@dataclass(frozen=True)
class Placed:
    """What was read, and in which line of the text; None where it is all one."""

    line: int | None
    found: ClaimReview | Unusable


def read_claim_reviews(text: str) -> Iterator[Placed]:
    """Every ClaimReview in a file's text, in order: JSON, JSON lines, or HTML with JSON-LD in it.

    What is broken is an Unusable, one for each line, script or review; a text without any ClaimReview gives nothing.
    """
    text = text.removeprefix("\ufeff").strip()
    if text.startswith("<"):
        yield from _in_html(text)
        return
    try:
        yield from (Placed(None, one) for one in claim_reviews(_loaded(text)))
    except _NotJsonError as error:
        if "\n" not in text:
            yield Placed(None, Unusable(str(error)))
        else:
            yield from _in_lines(text)


def claim_reviews(loaded: object) -> Iterator[ClaimReview | Unusable]:
    """Every ClaimReview in loaded JSON-LD, in order, however deep it stands."""
    named = {str(item["@id"]): item for item in _objects(loaded) if "@id" in item and len(item) > 1}
    for item in _objects(loaded):
        if _is_claim_review(item):
            yield read_claim_review(item, named)


def _in_lines(text: str) -> Iterator[Placed]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        if line.lstrip().startswith("<"):
            yield from (Placed(number, one.found) for one in _in_html(line))
            continue
        try:
            yield from (Placed(number, one) for one in claim_reviews(_loaded(line)))
        except _NotJsonError as error:
            yield Placed(number, Unusable(str(error)))


def _in_html(text: str) -> Iterator[Placed]:
    try:
        # Bytes, for lxml refuses a str that declares an encoding.
        tree = lxml_html.document_fromstring(text.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        yield Placed(None, Unusable("it is no HTML that can be read"))
        return
    for script in tree.xpath("//script[starts-with(normalize-space(@type), 'application/ld+json')]"):
        raw = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        try:
            yield from (Placed(script.sourceline, one) for one in claim_reviews(_loaded(raw)))
        except _NotJsonError as error:
            if "ClaimReview" in raw:
                yield Placed(script.sourceline, Unusable(str(error)))


class _NotJsonError(Exception):
    """The message is the reason as a user is told it."""


def _loaded(text: str) -> object:
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        raise _NotJsonError("its JSON is nested too deeply") from None
    except ValueError:  # of numbers with too many digits, too
        raise _NotJsonError("it is not JSON") from None


def _objects(loaded: object) -> Iterator[dict[str, Any]]:
    """All objects of a JSON value in the order of the text; what stands inside a ClaimReview is a part of it."""
    waiting = [loaded]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif isinstance(one, dict):
            yield one
            if not _is_claim_review(one):
                waiting.extend(reversed(list(one.values())))


def _is_claim_review(item: Mapping[str, Any]) -> bool:
    """Whether its type is ClaimReview, written plainly, with a prefix or as an address."""
    types = item.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and re.split(r"[/:#]", name)[-1] == "ClaimReview" for name in names)
