"""What is never evidence for an article: itself, its reprints, and what its own outlet or originator publishes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from language.near_duplicates import SHINGLE_WORDS, is_copied, shingles
from verifiers.origins import COPIED, own_words
from verifiers.protocols import Hit
from verifiers.publishers import Publishers, host_of, load_publishers
from warehouse.records import Article, ArticleVersion, Document, LeftOut

VERSION = 2

_EXCERPT_WORDS = 60  # shared with the article: a sentence or two that both have are no reprint
_LIKE_LENGTH = 0.6  # the one text's runs of words for each of the other: so short a text is a reprint if all of it is


def same_story(article_text: str, document: Document) -> bool:
    """Whether a document is the article over again: it, or much of the shorter of the two, stands in the other.

    A short document proves nothing by standing in a longer article: what both say in a sentence, both may have seen.
    """
    of_article, of_document = own_words(article_text, document.text)
    article, other = shingles(of_article), shingles(of_document)
    if not is_copied(len(article & other), min(len(article), len(other)), COPIED):
        return False
    if len(other) >= _LIKE_LENGTH * len(article):
        return True
    return len(article & other) > _EXCERPT_WORDS - SHINGLE_WORDS


@dataclass(frozen=True)
class OwnStory:
    """One version of an article, ready to tell what is its own story. `why` may be asked by several threads at once."""

    text: str
    begins: int  # where that text begins in the version's
    url: str | None
    host: str | None  # of its outlet alone
    outlet: str | None
    originator: str | None  # whom it was taken from
    publishers: Publishers
    _known: dict[str, str | None] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, article: Article, version: ArticleVersion, publishers: Publishers | None = None) -> "OwnStory":
        """The story of one version of an article."""
        publishers = publishers or load_publishers()
        shared = publishers.is_shared(article.url)
        return cls(
            text=version.body,
            begins=version.body_start,
            url=article.url,
            host=None if shared else host_of(article.url),
            outlet=publishers.own_name(article.outlet, article.url) or None,
            originator=publishers.normal_origin(article.originator) if article.originator else None,
            publishers=publishers,
        )

    def why(self, document: Document) -> str | None:
        """Why a document is no evidence for the article; None where it may be."""
        if document.document_id not in self._known:
            self._known[document.document_id] = self._why(document)
        return self._known[document.document_id]

    def leave_out(self, hits: Sequence[Hit]) -> tuple[list[Hit], list[LeftOut]]:
        """The hits that may be evidence, in their order, and the pages that may not, with the reason."""
        usable: list[Hit] = []
        left_out: list[LeftOut] = []
        for hit in hits:
            if (reason := self.why(hit.document)) is None:
                usable.append(hit)
            else:
                left_out.append(_left_out(hit.document, reason))
        return usable, left_out

    def _why(self, document: Document) -> str | None:
        if document.url and document.url == self.url:
            return "the article itself"
        names = {self.publishers.own_name(document.publisher, document.url)}
        if host := host_of(document.url):
            names.add(host)
        if names & {self.outlet, self.host}:
            return "the article's own outlet"
        credit = self.publishers.credit_of(document)
        if credit is not None and credit == self.outlet:
            return "credits the article's own outlet"
        if self.originator and ({credit} | names) & {self.originator}:
            return f"of {self.publishers.shown(self.originator)}, whom the article was taken from"
        # A fact-check repeats the claim that it is of: of a short article that may be nearly all.
        if document.claim_reviewed is None and same_story(self.text, document):
            return "near-duplicate of the article"
        return None


def _left_out(document: Document, reason: str) -> LeftOut:
    return LeftOut(
        document_id=document.document_id,
        url=document.url,
        publisher=document.publisher,
        title=document.title,
        published_at=document.published_at,
        reason=reason,
    )
