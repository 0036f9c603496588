"""Records for the tests of the verifying stage, with every field that a test does not care about filled in."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from verifiers.judges.recorded import label_of
from verifiers.protocols import Evidence
from warehouse.records import (
    Article,
    ArticleVersion,
    Claim,
    ClaimKind,
    Document,
    Judgement,
    Label,
    Passage,
    Query,
    Reading,
    Stance,
    Standing,
    VerdictIssue,
    content_hash,
)

NOW = datetime(2025, 3, 10, 12, tzinfo=UTC)


def midnight(day: str | date | None) -> datetime | None:
    if day is None:
        return None
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(day, time(), UTC)


def article(
    text: str = "", *, url: str | None = "https://paper.example/one", outlet: str | None = "The Paper"
) -> Article:
    return Article(
        article_id=Article.id_for(url, text),
        url=url,
        source="one.txt",
        outlet=outlet,
        published_at=midnight("2025-03-03"),
        published_precision="day",
    )


def version_of(of: Article, text: str) -> ArticleVersion:
    return ArticleVersion(
        version_id=f"ver_{content_hash(text)[:12]}",
        article_id=of.article_id,
        text=text,
        text_hash=content_hash(text),
        body_start=0,
        body_end=len(text),
        media_type="text/plain",
        encoding="utf-8",
        first_read_at=NOW,
    )


def claim(
    text: str = "Arden extended the levy by a year.",
    *,
    kind: ClaimKind = "event",
    speaker: str | None = None,
    said: str | None = "2025-03-03",
    about: tuple[str, str] | None = None,
    quote: str | None = None,
    entities: Sequence[str] = (),
    attribution: Sequence[str] = (),
) -> Claim:
    quote = text if quote is None else quote
    return Claim(
        claim_id=Claim.id_for("art_one", kind, quote, text, speaker, 0),
        extraction_id="ext_one",
        article_id="art_one",
        version_id="ver_one",
        ordinal=0,
        quote=quote,
        start=0,
        end=len(quote),
        text=text,
        kind=kind,
        checkable=True,
        checkworthiness=0.8,
        speaker=speaker,
        speaker_named=True if speaker else None,
        attribution=tuple(attribution),
        said_from=date.fromisoformat(said) if said else None,
        said_to=date.fromisoformat(said) if said else None,
        about_from=date.fromisoformat(about[0]) if about else None,
        about_to=date.fromisoformat(about[1]) if about else None,
        published_at=midnight(said),
        entities=tuple(entities),
    )


def document(
    text: str = "Arden has prolonged the levy by twelve months.",
    *,
    publisher: str | None = "Gazette",
    published: str | None = "2025-03-01",
    kind: str = "report",
    url: str | None = None,
    title: str | None = None,
    origin: str | None = None,
) -> Document:
    url = url or f"https://{(publisher or 'nowhere').lower().replace(' ', '-')}.example/{content_hash(text)[:8]}"
    return Document(
        document_id=Document.id_for(url, text),
        url=url,
        title=title,
        publisher=publisher,
        published_at=midnight(published),
        published_precision="day" if published else None,
        published_basis="front matter" if published else None,
        retrieved_at=NOW,
        source="corpus",
        text=text,
        text_hash=content_hash(text),
        origin=origin or publisher or "unknown",
        document_type=kind,  # type: ignore[arg-type]
    )


def query(of: Claim, text: str = "levy") -> Query:
    return Query(
        query_id=Query.id_for(of.claim_id, text, "confirm", "test", "1"),
        claim_id=of.claim_id,
        text=text,
        purpose="confirm",
        planner="test",
        planner_version="1",
    )


def evidence(
    of: Claim, found: Document, *, origin: str | None = None, rank: int = 1, standing: Standing | None = None
) -> Evidence:
    """The whole document as one passage."""
    origin = origin or found.origin
    return Evidence(
        passage=Passage(
            passage_id=Passage.id_for(
                of.claim_id, found.document_id, 0, len(found.text), origin, None, standing or found.document_type
            ),
            claim_id=of.claim_id,
            query_id="qry_one",
            document_id=found.document_id,
            start=0,
            end=len(found.text),
            text=found.text,
            rank=rank,
            score=1.0,
            origin=origin,
            standing=found.document_type if standing is None else standing,
        ),
        document=found,
    )


def reading(of: Evidence, stance: Stance, *, own_words: bool = False, why: str = "") -> Reading:
    return Reading(passage_id=of.passage.passage_id, stance=stance, score=0.9, said_by_claimant=own_words, why=why)


def judgement(
    of: Claim,
    readings: Sequence[Reading],
    *,
    judge: str = "lexical",
    label: Label | None = None,
    issues: Sequence[VerdictIssue] = (),
) -> Judgement:
    """Without a label, with the one that its readings come to."""
    label = label or label_of(readings)
    return Judgement(
        judgement_id=Judgement.id_for(of.claim_id, judge, "1", label, readings, (), "read"),
        claim_id=of.claim_id,
        judge=judge,
        judge_version="1",
        label=label,
        issues=tuple(issues),
        readings=tuple(readings),
        rationale="read",
        judged_at=NOW,
    )
