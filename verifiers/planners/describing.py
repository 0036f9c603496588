"""Claims and first rounds of searches as a model is told of them: hostile text on lines that are ours."""

from collections.abc import Iterator, Sequence

from language.identification import language_name
from verifiers.protocols import Tried
from verifiers.safe_text import safe
from warehouse.records import Claim, Search

_LONGEST_NAME = 200
_LONGEST_CLAIM = 600
_LONGEST_PASSAGE = 240
_PASSAGES_TOLD = 4
_OUTCOMES = {"nothing": "nothing", "failed": "out of reach"}


def described(claim: Claim) -> str:
    """The claim on one line, with who said it, when, and what time it is about."""
    about = [f"kind: {claim.kind}"]
    if claim.speaker:
        about.append(f"said by: {safe(claim.speaker)[:_LONGEST_NAME]}")
    if claim.quote_fidelity == "translated":
        about.append("quoted in translation")
    if claim.said_from or claim.said_to:
        about.append(f"said on: {claim.said_from or claim.said_to}")
    elif claim.published_at:
        about.append(f"published on: {claim.published_at.date()}")
    if claim.about_from or claim.about_to:
        about.append(f"about: {claim.about_from or '…'} to {claim.about_to or '…'}")
    return f"{safe(claim.text)[:_LONGEST_CLAIM]} ({'; '.join(about)})"


def tried_lines(number: int, tried: Tried) -> Iterator[str]:
    """The claim with its number and, under it, what is missing, what was tried, and the best of what was read."""
    yield f"[{number}] {described(tried.claim)}"
    yield f"  missing: {safe(tried.why)[:_LONGEST_CLAIM]}"
    for query in tried.queries:
        searches = [search for search in tried.searches if search.query_id == query.query_id]
        text = safe(query.text)[:_LONGEST_NAME]
        spoken = f", in {language_name(query.language)}" if query.language else ""
        yield f"  tried ({query.purpose}{spoken}): {text}: {_found(searches)}"
    for item in tried.evidence[:_PASSAGES_TOLD]:
        document = item.document
        published = document.published_at.date().isoformat() if document.published_at else "date unknown"
        publisher = safe(document.publisher or "publisher unknown")[:_LONGEST_NAME]
        yield f"  read: {publisher}, {published}: {safe(item.passage.text)[:_LONGEST_PASSAGE]}"


def _found(searches: Sequence[Search]) -> str:
    """What each source had for one query, the sources in the order of their names."""
    if not searches:
        return "no source is asked such queries"
    told = []
    for search in sorted(searches, key=lambda one: one.source):
        count = len(search.document_ids)
        documents = f"{count} document{'' if count == 1 else 's'}"
        told.append(f"{search.source} {_OUTCOMES.get(search.outcome, documents)}")
    return ", ".join(told)
