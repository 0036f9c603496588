"""Short texts read by the offline extractor, as if they had been published on Monday, 3 March 2025."""

from datetime import UTC, datetime

from extractors.rules import RulesExtractor
from warehouse.records import Article, ArticleVersion, Claim, content_hash

PUBLISHED = datetime(2025, 3, 3, 9, tzinfo=UTC)


def article_of(
    text: str,
    outlet: str | None = None,
    *,
    body: tuple[int, int] | None = None,
    published: datetime | None = PUBLISHED,
) -> tuple[Article, ArticleVersion]:
    """An article and its version. Without a `body` its text is all body."""
    start, end = body or (0, len(text))
    article = Article(
        article_id=Article.id_for(None, text),
        source="test.txt",
        outlet=outlet,
        published_at=published,
        published_precision="day",
        published_zone="UTC",
    )
    version = ArticleVersion(
        version_id="ver_test",
        article_id=article.article_id,
        text=text,
        text_hash=content_hash(text),
        body_start=start,
        body_end=end,
        media_type="text/plain",
        encoding="utf-8",
        first_read_at=PUBLISHED,
    )
    return article, version


def claims_of(text: str, outlet: str | None = None) -> tuple[Claim, ...]:
    """The claims that the rules find in a text that is all body."""
    claims = RulesExtractor().extract_now(*article_of(text, outlet)).claims
    assert all(claim.holds_in(text) for claim in claims)
    return claims


def said(text: str, outlet: str | None = None) -> list[Claim]:
    """The claims that somebody said or holds something."""
    return [claim for claim in claims_of(text, outlet) if claim.kind in ("quote", "position")]
