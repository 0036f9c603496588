"""A plain text of a set as an article without a date, all of it body."""

from datetime import UTC, datetime

from warehouse.records import Article, ArticleVersion, content_hash, content_id

_READ_AT = datetime(2025, 1, 1, tzinfo=UTC)  # of no effect on what is found


def article_of(text: str, source: str) -> tuple[Article, ArticleVersion]:
    """The article that a text of a set stands for, and its version. `source` names the set."""
    article = Article(article_id=content_id("art", source, text), source=source)
    version = ArticleVersion(
        version_id=content_id("ver", source, text),
        article_id=article.article_id,
        text=text,
        text_hash=content_hash(text),
        body_start=0,
        body_end=len(text),
        media_type="text/plain",
        encoding="utf-8",
        first_read_at=_READ_AT,
    )
    return article, version
