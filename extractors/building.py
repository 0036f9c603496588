"""What every extractor does alike: from a draft of a claim to the Claim, with the rules that no draft may break.

Rule 1: a claim's quote is the article's own text at its offsets, so a draft says where it stands, never what it reads.
Rule 2: a name, number or date in a claim's text comes from the article or from resolving a date against it; otherwise
the rewrite is dropped and the quote is kept (see `extractors.faithful`).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache

from extractors import faithful, repeats
from extractors.repeats import merge_repeats
from extractors.structure.readable import read_through
from language.dates import find_dates, local_day, local_zone
from warehouse.records import (
    Article,
    ArticleVersion,
    Claim,
    ClaimKind,
    ClaimLink,
    DateMention,
    Extraction,
    Quantity,
    QuoteFidelity,
    Status,
    content_id,
)

VERSION = f"4.{repeats.VERSION}"


@dataclass(frozen=True)
class ClaimDraft:
    """A claim as an extractor proposes it. `start` and `end` are offsets into the version's text.

    `text` is the self-contained rewrite, or None where the quote needs none. A draft with a `not_checkable_reason`
    makes a claim that is not checkable; `status` names the other special cases, awaiting_event and sole_witness.
    Without a speaker, `said_from` and `said_to` default to the article's own day, or to `day` where a part of the
    article has its own: its relative dates then count from there. How much a draft is worth checking is told by
    `extractors.worthiness`, for all drafts of an article at once: never more than `most_worth`, a draft that is worth
    less than `least_worth` is let go, and `estimate` is what the extractor's model thinks of it.
    """

    start: int
    end: int
    kind: ClaimKind
    text: str | None = None
    not_checkable_reason: str | None = None
    status: Status = "unchecked"
    estimate: float | None = None
    least_worth: float = 0.0
    most_worth: float = 1.0
    checkworthiness: float = 0.0
    reasons: tuple[str, ...] = ()
    speaker: str | None = None
    speaker_role: str | None = None
    speaker_named: bool | None = None
    attribution: tuple[str, ...] = ()
    venue: str | None = None
    quote_fidelity: QuoteFidelity | None = None
    said_from: date | None = None
    said_to: date | None = None
    about_from: date | None = None
    about_to: date | None = None
    entities: tuple[str, ...] = ()
    dates: tuple[DateMention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    day: date | None = None


def article_day(article: Article) -> date | None:
    """The day it was where the article was written, when it was published: what "Sunday" and "last week" count from."""
    if article.published_at is None:
        return None
    return local_day(article.published_at, article.published_zone, _place(article))


def _place(article: Article) -> str | None:
    """The place whose clock tells the article's day."""
    # Where only the day is known there is no hour that another zone could move to the day before.
    return None if article.published_precision == "day" else article.dateline


def _said_before(article: Article, draft: ClaimDraft) -> datetime | None:
    """The moment by which a draft had been said: when the article came out, or the end of an earlier day in its zone.

    None where the zone is not known. A part of a live blog that has its own day came out at some time of that day.
    """
    own = article_day(article)
    first = draft.said_from or draft.said_to or draft.day or own
    if first == own and draft.day is None and article.published_precision == "minute" and article.published_zone:
        return article.published_at
    zone = local_zone(article.published_zone, _place(article))
    if first is None or zone is None:
        return None
    try:
        return datetime.combine(first, time.max, zone).astimezone(UTC)
    except OverflowError:  # after the year 9999
        return None


def extraction_id_for(article: Article, version: ArticleVersion, extractor: str, extractor_version: str) -> str:
    """The id of one extractor's reading: the text, what a reading uses of the article's metadata, and the extractor."""
    return content_id(
        "ext",
        version.version_id,
        version.body_start,
        version.body_end,
        article.published_at,
        article.published_precision,
        article.published_zone,
        article.dateline,
        article.outlet,
        article.originator,
        article.headline,
        article.authors,
        extractor,
        extractor_version,
        VERSION,
        faithful.VERSION,
    )


def build_extraction(
    article: Article,
    version: ArticleVersion,
    *,
    extractor: str,
    extractor_version: str,
    claim_count: int,
    sentence_count: int,
    extracted_at: datetime,
    model: str | None = None,
    language: str | None = None,
    note: str | None = None,
) -> Extraction:
    """The record of one reading. `follows` is left to the warehouse, which alone knows what was read before."""
    return Extraction(
        extraction_id=extraction_id_for(article, version, extractor, extractor_version),
        article_id=article.article_id,
        version_id=version.version_id,
        extractor=extractor,
        extractor_version=extractor_version,
        model=model,
        language=language or article.language,
        sentence_count=sentence_count,
        claim_count=claim_count,
        note=note,
        extracted_at=extracted_at,
    )


def build_claims(
    article: Article, version: ArticleVersion, extraction_id: str, drafts: Sequence[ClaimDraft]
) -> tuple[Claim, ...]:
    """The claims of the drafts in the order of the text, each statement once, with ids that hash what they say.

    What the article says again is one claim with several mentions (see `extractors.repeats`).

    Keeps rules 1 and 2. Raises ValueError for a draft whose span is empty or leaves the body: an extractor's defect.
    """
    source = source_text(article, version)
    anchor = article_day(article)
    dates = article_dates(version, anchor)
    claims: list[Claim] = []
    seen: set[tuple[int, int, str, str, str | None]] = set()
    occurrences: Counter[tuple[str, str, str, str | None]] = Counter()
    for draft in sorted(drafts, key=lambda d: (d.start, d.end)):
        start, end = _trimmed(version, draft)
        quote = version.text[start:end]
        text = " ".join((draft.text or quote).split())
        day = draft.day or anchor
        if draft.text and not faithful.keeps_to_article(text, quote, source, (*dates, *draft.dates), day):
            text = " ".join(quote.split())
        if (start, end, draft.kind, text, draft.speaker) in seen:
            continue
        seen.add((start, end, draft.kind, text, draft.speaker))
        alike = (draft.kind, quote, text, draft.speaker)
        occurrence = occurrences[alike]
        occurrences[alike] += 1
        said_from, said_to = draft.said_from, draft.said_to
        if draft.speaker is None and said_from is None and said_to is None:
            said_from = said_to = day
        claims.append(
            Claim(
                claim_id=Claim.id_for(article.article_id, draft.kind, quote, text, draft.speaker, occurrence),
                extraction_id=extraction_id,
                article_id=article.article_id,
                version_id=version.version_id,
                ordinal=len(claims),
                quote=quote,
                start=start,
                end=end,
                text=text,
                kind=draft.kind,
                checkable=draft.not_checkable_reason is None,
                not_checkable_reason=draft.not_checkable_reason,
                checkworthiness=draft.checkworthiness,
                reasons=draft.reasons,
                speaker=draft.speaker,
                speaker_role=draft.speaker_role,
                speaker_named=draft.speaker_named,
                attribution=draft.attribution,
                venue=draft.venue,
                quote_fidelity=draft.quote_fidelity,
                said_from=said_from,
                said_to=said_to,
                about_from=draft.about_from,
                about_to=draft.about_to,
                published_at=article.published_at,
                entities=draft.entities,
                dates=draft.dates,
                quantities=draft.quantities,
                status="not_checkable" if draft.not_checkable_reason is not None else draft.status,
                said_before=_said_before(article, draft),
            )
        )
    merged = merge_repeats(claims, version.body, anchor)
    return tuple(claim.model_copy(update={"ordinal": ordinal}) for ordinal, claim in enumerate(merged))


def content_links(
    claims: Sequence[Claim], drafts: Sequence[ClaimDraft], contents: Sequence[tuple[int, int]], made_by: str
) -> tuple[ClaimLink, ...]:
    """The links from contents to the claims that they were said. `contents`: pairs of places in `drafts`.

    What was merged into another claim stands for that one.
    """
    places = {(claim.start, claim.end, claim.kind, claim.speaker): claim.claim_id for claim in claims}
    merged = {(one.start, one.end, claim.kind): claim.claim_id for claim in claims for one in claim.mentions}
    links: dict[tuple[str, str], ClaimLink] = {}
    for pair in contents:
        content, whole = (
            places.get((draft.start, draft.end, draft.kind, draft.speaker))
            or merged.get((draft.start, draft.end, draft.kind))
            for draft in (drafts[i] for i in pair)
        )
        if content and whole and content != whole:
            links[content, whole] = ClaimLink(
                from_claim_id=content, to_claim_id=whole, relation="content_of", made_by=made_by
            )
    return tuple(links.values())


def _trimmed(version: ArticleVersion, draft: ClaimDraft) -> tuple[int, int]:
    """The draft's span without white space at its ends."""
    start, end = draft.start, draft.end
    if not version.body_start <= start < end <= version.body_end:
        raise ValueError(f"the span {start}-{end} is not inside the body {version.body_start}-{version.body_end}")
    while start < end and version.text[start].isspace():
        start += 1
    while start < end and version.text[end - 1].isspace():
        end -= 1
    if start == end:
        raise ValueError(f"the span {draft.start}-{draft.end} holds nothing but white space")
    return start, end


def source_text(article: Article, version: ArticleVersion) -> str:
    """All that the article says of itself: the whole text with its headline, its outlet, place and authors."""
    about = (article.headline, article.outlet, article.originator, article.dateline, *article.authors)
    read = readable_text(version.text)
    texts = (version.text,) if read == version.text else (version.text, read)
    return "\n".join((*texts, *(part for part in about if part)))


@lru_cache(maxsize=8)
def readable_text(text: str) -> str:
    """A text without invisible characters, words broken at line ends, and capitals throughout."""
    return read_through(text).text


@lru_cache(maxsize=8)
def article_dates(version: ArticleVersion, anchor: date | None) -> tuple[DateMention, ...]:
    """What every date means that the body mentions, resolved against the anchor, and the anchor itself."""
    found = find_dates(readable_text(version.body), anchor)
    if anchor is None:
        return tuple(found)
    own = DateMention(text=anchor.isoformat(), start=0, end=0, earliest=anchor, latest=anchor)
    return (*found, own)
