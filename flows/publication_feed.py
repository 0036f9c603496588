"""`claimhouse export --claimreview`: what the desk has published, as schema.org's ClaimReview in a DataFeed.

A corrected check has its new rating, `dateModified` and a CorrectionComment for each correction. A withdrawn one is no
ClaimReview any more: its item of the feed has `dateDeleted`, so that whoever keeps a copy takes it out.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.desk_ratings import DeskRatings, load_desk_ratings
from flows.exporting import STANDARD_OUTPUT, refuse_own
from flows.output import message_console, plain, printable
from flows.progress import counted
from flows.publishing import standing_publication
from flows.settings import Settings
from language.names import find_names
from warehouse.errors import BadInputError
from warehouse.files import whole_file
from warehouse.snapshot import reading
from warehouse.store import Session

_SHOWN = 10
_PUBLISHED = """
SELECT p.*, c.said_from, c.speaker_role, a.published_at AS article_published_at
FROM current_publications p
LEFT JOIN (
    SELECT claim_id, any_value(article_id) AS article_id, min(said_from) AS said_from, max(speaker_role) AS speaker_role
    FROM claims
    GROUP BY claim_id
) c ON c.claim_id = p.claim_id
LEFT JOIN articles a ON a.article_id = c.article_id
ORDER BY p.published_on, p.publication_id
"""
_CORRECTIONS = """
SELECT publication_id, note, "at" FROM publication_events WHERE event = 'corrected' ORDER BY "at", event_id
"""


def export_publications(settings: Settings, file: Path, *, publication: str | None = None, embed: bool = False) -> None:
    """Write the feed, or the one `publication` that is named, and tell how many; "-" is standard output.

    `embed` makes of the one what a web editor pastes into its page. Raises BadInputError that names what is missing;
    then nothing is written.
    """
    refuse_own(settings, file)
    ratings = load_desk_ratings(settings.ratings)
    with reading(settings.warehouse, memory_limit=settings.sql_memory, threads=settings.sql_threads) as connection:
        reads = Session(connection, settings.warehouse)
        rows, corrections = reads.read(_PUBLISHED), reads.read(_CORRECTIONS)
        if publication is not None:
            chosen = standing_publication(reads, publication, settings.warehouse)["publication_id"]
            rows = [row for row in rows if row["publication_id"] == chosen]
    missing = [] if settings.desk_name else ["the desk's name (set CLAIMHOUSE_DESK_NAME)"]
    missing += [told for row in rows if row["status"] != "withdrawn" for told in _missing(row, ratings)]
    if missing:
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        raise BadInputError(f"Nothing is exported, for this is missing: {'; '.join(missing[:_SHOWN])}{more}.")
    notes: dict[str, list[dict[str, Any]]] = {}
    for one in corrections:
        notes.setdefault(one["publication_id"], []).append(one)
    if publication is not None:
        review = _item(rows[0], notes.get(rows[0]["publication_id"], []), settings, ratings)["item"]
        text = _json({"@context": "https://schema.org", **review})
        _write(file, _snippet(text) if embed else text, 1)
        return
    feed = {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "name": f"Fact-checks of {settings.desk_name}",
        "dataFeedElement": [_item(row, notes.get(row["publication_id"], []), settings, ratings) for row in rows],
    }
    _write(file, _json(feed), len(rows))


def _json(value: dict[str, Any]) -> str:
    return json.dumps(plain(value), ensure_ascii=False, indent=1)


def _snippet(text: str) -> str:
    """JSON-LD as an element of a page: whatever a claim says, it cannot end the element or begin another.

    What HTML, XML or JavaScript could take for theirs is spelled out, which means the same in JSON.
    """
    inert = "".join(f"\\u{ord(ch):04x}" if ch in "<>&\u2028\u2029" else ch for ch in text)
    return f'<script type="application/ld+json">\n{inert}\n</script>'


def _write(file: Path, text: str, publications: int) -> None:
    if file == STANDARD_OUTPUT:
        sys.stdout.write(f"{text}\n")
        return
    with whole_file(file) as target:
        target.write(f"{text}\n".encode())
    message_console().print(printable(f"{counted(publications, 'publication')} in {file}."))


def _missing(row: dict[str, Any], ratings: DeskRatings) -> list[str]:
    named = row["publication_id"]
    wanted = {
        "the claim": row["claim"],
        "who said it (neither a speaker nor the article's outlet is known)": row["speaker"] or row["outlet"],
        "where it appeared (the article has no address)": row["article_url"],
        f"the rating “{row['rating']}” in the list of ratings": ratings.named(row["rating"]),
    }
    return [f"of {named} {what}" for what, value in wanted.items() if not value]


def _item(
    row: dict[str, Any], corrections: list[dict[str, Any]], settings: Settings, ratings: DeskRatings
) -> dict[str, Any]:
    item: dict[str, Any] = {"@type": "DataFeedItem", "dateCreated": row["published_on"]}
    if row["status"] == "withdrawn":
        return item | {"dateDeleted": row["withdrawn_at"], "item": {"@type": "WebPage", "url": row["url"]}}
    changed = {"dateModified": row["corrected_at"]} if row["corrected_at"] else {}
    return item | changed | {"item": _review(row, corrections, settings, ratings) | changed}


def _review(
    row: dict[str, Any], corrections: list[dict[str, Any]], settings: Settings, ratings: DeskRatings
) -> dict[str, Any]:
    desk = {"@type": "Organization", "name": settings.desk_name}
    review: dict[str, Any] = {
        "@type": "ClaimReview",
        "url": row["url"],
        "author": desk | ({"url": settings.desk_url} if settings.desk_url else {}),
        "datePublished": row["published_on"],
        "claimReviewed": row["claim"],
        "reviewRating": _rating(row["rating"], ratings),
        "itemReviewed": _claim(row),
    }
    if corrections:
        review["correction"] = [
            {"@type": "CorrectionComment", "text": one["note"], "datePublished": one["at"]} for one in corrections
        ]
    return review


def _rating(name: str, ratings: DeskRatings) -> dict[str, Any]:
    rating = ratings.named(name)
    told: dict[str, Any] = {"@type": "Rating", "alternateName": name}
    if rating is not None and rating.value is not None:
        told |= {"ratingValue": rating.value, "bestRating": ratings.best, "worstRating": ratings.worst}
    return told


def _claim(row: dict[str, Any]) -> dict[str, Any]:
    """The claim with who said it: the speaker or, where the article says it in its own voice, its outlet."""
    author: dict[str, Any] = {"@type": "Organization", "name": row["outlet"]}
    if row["speaker"]:
        names = find_names(row["speaker"])
        is_body = bool(names) and names[0].kind != "person"
        author = {"@type": "Organization" if is_body else "Person", "name": row["speaker"]}
        author |= {"jobTitle": row["speaker_role"]} if row["speaker_role"] and not is_body else {}
    published: datetime | None = row["article_published_at"]
    page = {"@type": "NewsArticle", "url": row["article_url"], "headline": row["headline"], "datePublished": published}
    claim: dict[str, Any] = {"@type": "Claim", "author": author}
    if said := row["said_from"] or (published.date() if published else None):
        claim["datePublished"] = said
    return claim | {"appearance": [{name: value for name, value in page.items() if value}]}
