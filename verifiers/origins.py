"""Which documents tell one story, and which are the article's own: ten reprints of one dispatch are one origin.

Documents share an origin when they are near-duplicates, carry one wire credit or publisher, or rest, in what they say
of the claim, on one source: an agency that both cite, one ministry's statement, officials whom neither names.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from language.near_duplicates import SHINGLE_WORDS, containment, shingles
from language.near_duplicates import VERSION as NEAR_DUPLICATES_VERSION
from verifiers import attribution
from verifiers.attribution import same_source
from verifiers.protocols import Hit
from verifiers.publishers import host_of, load_publishers, normal_name
from warehouse.records import Article, ArticleVersion, Document

VERSION = f"2.{attribution.VERSION}.{NEAR_DUPLICATES_VERSION}"

SourceKey = frozenset[str]

_COPIED = (
    0.6  # of the shorter text's runs of words: reprints are cut and retouched, independent stories share almost none
)
_EXCERPT_WORDS = 60  # shared with the article: a sentence or two that both have are no reprint
_LIKE_LENGTH = 0.6  # the one text's runs of words for each of the other: so short a text is a reprint if all of it is


def group_origins(
    documents: Sequence[Document], sources: Mapping[str, Collection[SourceKey]] | None = None
) -> dict[str, str]:
    """The origin that each document counts under, by document_id, whatever the order of the documents.

    `sources` has, by document_id, the keys of the sources that a document rests on (`attribution.source_key`). A group
    is named by the origin of its earliest member; undated ones come last, and ties go by document_id.
    """
    named = sources or {}
    members = {document.document_id: document for document in documents}
    group = {document_id: document_id for document_id in members}

    def root(document_id: str) -> str:
        while group[document_id] != document_id:
            document_id = group[document_id]
        return document_id

    for first, second in combinations(sorted(members), 2):
        if root(first) != root(second) and _share_origin(
            members[first], members[second], named.get(first, ()), named.get(second, ())
        ):
            group[root(first)] = root(second)
    names: dict[str, str] = {}
    for document in sorted(members.values(), key=_age):
        names.setdefault(root(document.document_id), document.origin)
    return {document_id: names[root(document_id)] for document_id in members}


def _share_origin(
    first: Document, second: Document, of_first: Collection[SourceKey], of_second: Collection[SourceKey]
) -> bool:
    if normal_name(first.origin) == normal_name(second.origin):
        return True
    if any(same_source(one, other) for one in of_first for other in of_second):
        return True
    return _is_copy(first.text, second.text)


def _age(document: Document) -> tuple[str, str]:
    return (document.published_at.isoformat() if document.published_at else "9999", document.document_id)


def same_story(article_text: str, document: Document) -> bool:
    """Whether a document is the article over again: it, or most of the shorter of the two, stands in the other.

    A short document proves nothing by standing in a longer article: what both say in a sentence, both may have seen.
    """
    if not _is_copy(article_text, document.text):
        return False
    article, other = shingles(article_text), shingles(document.text)
    if len(other) >= _LIKE_LENGTH * len(article):
        return True
    return len(article & other) > _EXCERPT_WORDS - SHINGLE_WORDS


def _is_copy(first: str, second: str) -> bool:
    return containment(first, second) >= _COPIED


@dataclass(frozen=True)
class OwnStory:
    """What is never evidence for an article: itself, its reprints, and what its own outlet or originator publishes."""

    text: str
    url: str | None
    hosts: frozenset[str]
    names: frozenset[str]  # of its outlet and of whom it was taken from, as origins are compared
    _known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, article: Article, version: ArticleVersion) -> "OwnStory":
        """The story of one version of an article."""
        publishers = load_publishers()
        names = {publishers.normal_origin(name) for name in (article.outlet, article.originator) if name}
        host = host_of(article.url)
        return cls(version.body, article.url, frozenset({host} if host else ()), frozenset(names))

    def is_of(self, document: Document) -> bool:
        """Whether a document is this story or comes from whom the story comes from."""
        known = self._known.get(document.document_id)
        if known is None:
            known = self._known[document.document_id] = self._is_of(document)
        return known

    def leave_out(self, hits: Sequence[Hit]) -> list[Hit]:
        """The hits that may be evidence, in their order."""
        return [hit for hit in hits if not self.is_of(hit.document)]

    def _is_of(self, document: Document) -> bool:
        normal = load_publishers().normal_origin
        if (document.url and document.url == self.url) or host_of(document.url) in self.hosts:
            return True
        if {normal(document.publisher or ""), normal(document.origin)} & self.names:
            return True
        return same_story(self.text, document)
