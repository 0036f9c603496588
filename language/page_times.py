"""Which of a page's time elements tell when the page itself was published, and not a comment or another story."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from language.moments import Moment, parse_moment

VERSION = 1

# What stands beside a story: its own date is never in there.
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:(?:related|recommend\w*|teasers?|side-?bar|popular|trending|promo|most-?read|newsletter"
    r"|more-(?:stories|news|from)|latest-(?:news|stories)|outbrain|taboola)(?:$|[\s_-])"
    r"|comments?(?:-?(?:list|section|area))?(?:$|\s))",
    re.IGNORECASE,
)
_BESIDE_TAGS = frozenset({"aside", "nav", "footer"})
_OUTERMOST = frozenset({"html", "body", "main"})


def own_time(tree: Any, *, marked: bool = False) -> Moment | None:
    """The moment of the story's own time element; with `marked`, of one that is marked as the day of publication.

    A page of several stories, none of which is the page's own, has no such moment unless all of them are of one day.
    """
    story = _story(tree)
    path = ".//time[@datetime]" + ("[@itemprop='datePublished' or @pubdate]" if marked else "")
    elements = (tree if story is None else story).xpath(path)
    moments = list(_moments(element for element in elements if _is_own(element, story)))
    if story is None and len({moment.at.date() for moment in moments}) > 1:
        return None
    return moments[0] if moments else None


def _story(tree: Any) -> Any:
    """The article element that is the page's own: the one with its headline, or the only one there is."""
    articles = tree.xpath("//article[not(ancestor::article)]")
    with_headline = [article for article in articles if article.xpath(".//h1")]
    if len(with_headline) == 1:
        return with_headline[0]
    return articles[0] if len(articles) == 1 else None


def _moments(elements: Iterable[Any]) -> Iterator[Moment]:
    for element in elements:
        if (moment := parse_moment(element.get("datetime"))) is not None:
            yield moment


def is_beside(element: Any) -> bool:
    """Whether an element is made for what stands beside a story: other stories, comments, offers."""
    if element.tag in _OUTERMOST or not isinstance(element.tag, str):
        return False
    return element.tag in _BESIDE_TAGS or bool(
        _BESIDE.search(element.get("class") or "") or _BESIDE.search(element.get("id") or "")
    )


def _is_own(element: Any, story: Any) -> bool:
    for outer in element.iterancestors():
        if outer is story:
            return True
        if is_beside(outer) or (outer.tag == "article" and story is not None):  # one inside another is a comment on it
            return False
    return True
