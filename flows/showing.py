"""`claimhouse show`: one claim with its whole trail, for reading."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from rich.console import Console

from flows.output import printable
from flows.settings import Settings
from flows.showing_searches import gap_lines, search_lines
from warehouse.errors import BadInputError
from warehouse.records import Article, ArticleVersion, Claim, Document, Passage, Verdict
from warehouse.trail import EarlierCheck, Trail, claim_trail

CONTEXT_CHARACTERS = 240


def show_claim(settings: Settings, claim_id: str) -> None:
    """Print the trail of a claim. Raises BadInputError when there is none of that id."""
    trail = claim_trail(settings.warehouse, claim_id)
    if trail is None:
        raise BadInputError(
            f"There is no claim {claim_id} in {settings.warehouse}: see the claim_id column of current_claims."
        )
    console = Console(soft_wrap=True, emoji=False)
    for line in trail_lines(trail):
        # A line of ours is one line, whatever a page's title holds: nothing of it may look like a line of this trail.
        console.print(printable(" ".join(line.splitlines())), markup=False, highlight=False)


def trail_lines(trail: Trail) -> Iterable[str]:
    """The trail as lines of text: the claim, its quote in context, queries, evidence, judgements, verdicts, reviews."""
    claim = trail.claim
    yield f"{claim.claim_id}  {claim.kind}, {trail.status}" + (
        f": {trail.status_reason}" if trail.status_reason else ""
    )
    yield f"  {claim.text}"
    yield from _who_and_when(claim)
    yield f"  worth checking: {claim.checkworthiness:.2f}" + (f" ({'; '.join(claim.reasons)})" if claim.reasons else "")
    yield ""
    if trail.article and trail.version:
        yield from _article(trail.article, trail.version, claim)
    for link in trail.links:
        yield f"  {link.from_claim_id} {link.relation.replace('_', ' ')} {link.to_claim_id}"
    yield from _elsewhere(trail)
    yield from _earlier(trail.earlier)
    yield ""
    yield from search_lines(trail)
    yield ""
    yield from _evidence(trail)
    yield from gap_lines(trail)
    yield ""
    yield "VERDICTS, latest first" if trail.verdicts else "VERDICTS  none"
    for verdict in sorted(trail.verdicts, key=lambda v: v.decided_at, reverse=True):
        yield from _verdict(verdict)
    for review in trail.reviews:
        yield f"  {_moment(review.reviewed_at, 'minute')}  REVIEW by {review.reviewer}: {review.label}. {review.note}"
    yield from _done_by_people(trail)
    if trail.failures:
        yield ""
        yield "FAILURES"
        yield from (f"  {failure.stage}: {failure.message}" for failure in trail.failures)


def _done_by_people(trail: Trail) -> Iterable[str]:
    """What the desk has published of the claim, and what it has still to do."""
    if trail.published:
        yield ""
        yield "PUBLISHED"
    for check in trail.published:
        since = f", {check.status}: {check.last_note}" if check.status != "published" else ""
        yield f"  {check.published_on}  “{check.rating}”  {check.url}{since}"
    if trail.tasks:
        yield ""
        yield "TO DO"
    for task in trail.tasks:
        yield f"  {task.task_id}  {task.kind}: {task.reason}"


def _article(article: Article, version: ArticleVersion, claim: Claim) -> Iterable[str]:
    published = _moment(article.published_at, article.published_precision) or "without a date"
    yield f"ARTICLE  {article.headline or article.source}"
    yield f"  {' | '.join(part for part in (article.outlet, published, article.url or article.source) if part)}"
    yield f"  … {_context(version, claim)} …"


def _elsewhere(trail: Trail) -> Iterable[str]:
    """Where else the article says it, and which other articles do."""
    for mention in trail.claim.mentions if trail.version else ():
        said = trail.version.text[mention.start : mention.end] if trail.version else ""
        yield f"  says it again at {mention.start}: “{' '.join(said.split())}”"
    if trail.elsewhere:
        yield ""
        yield "ALSO SAID IN"
    for other in trail.elsewhere:
        published = f"{other.published_at:%Y-%m-%d}" if other.published_at else None
        where = " | ".join(part for part in (other.headline, other.outlet, published, other.url) if part)
        by = f" by {other.speaker}" if other.speaker else ""
        yield f"  {other.claim_id}{by}{' (a reprint)' if other.is_reprint else ''}"
        yield f"      {where or 'an article without a headline'}"
        yield f"      {other.claim}"


def _earlier(checks: Sequence[EarlierCheck]) -> Iterable[str]:
    """What others, and the desk itself, have made of this claim before. Shown first, and counted for nothing."""
    if checks:
        yield ""
        yield "EARLIER FACT-CHECKS, shown and not counted"
    for check in checks:
        label = f" (= {check.rating_label})" if check.rating_label and check.rating_label != check.rating else ""
        rating = f"“{check.rating}”{label}" if check.rating else "without a rating"
        yield f"  {check.publisher or check.source}, {check.reviewed_on or 'date unknown'}: {rating}"
        yield f"      of “{check.reviewed_claim}”, {check.matched_by or 'how it was matched is not known'}"
        if told := [part for part in (check.title, check.url) if part and part != check.reviewed_claim]:
            yield f"      {' '.join(told)}"
        if check.url is None:  # the desk's own decision has no page: what there is to read stands here
            yield from (f"      {line}" for line in check.text.split("\n")[1:])


def _who_and_when(claim: Claim) -> Iterable[str]:
    if claim.speaker:
        named = " (unnamed)" if claim.speaker_named is False else ""
        passed_on = f", passed on by {', '.join(claim.attribution)}" if claim.attribution else ""
        role = f", {claim.speaker_role}" if claim.speaker_role else ""
        venue = f", {claim.venue}" if claim.venue else ""
        yield f"  said by {claim.speaker}{role}{named}{venue}{passed_on}"
    if claim.said_from or claim.said_to:
        yield f"  said {_days(str(claim.said_from or '?'), str(claim.said_to or '?'))}"
    if claim.about_from or claim.about_to:
        yield f"  about {_days(str(claim.about_from or '?'), str(claim.about_to or '?'))}"


def _evidence(trail: Trail) -> Iterable[str]:
    documents: dict[str, Document] = {document.document_id: document for document in trail.documents}
    readings = [(judgement, reading) for judgement in trail.judgements for reading in judgement.readings]
    yield "EVIDENCE" if trail.passages else "EVIDENCE  none found"
    cited = trail.standing.cited_passage_ids if trail.standing else ()
    passages: list[Passage] = sorted(trail.passages, key=lambda p: (p.passage_id not in cited, p.rank))
    for passage in passages:
        document = documents[passage.document_id]
        published = _moment(document.published_at, document.published_precision) or "date unknown"
        kind = "" if document.document_type == "report" else f" [{document.document_type.replace('_', ' ')}]"
        mark = ", cited" if passage.passage_id in cited else ""
        yield f"  {passage.passage_id}  {document.publisher or document.source}, {published}{kind}{mark}"
        yield f"      {document.title or ''} {document.url or document.path or ''}".rstrip()
        why = f" ({passage.origin_reason})" if passage.origin_reason else ""
        yield f"      origin: {passage.origin}{why}; characters {passage.start} to {passage.end}"
        yield f"      “{' '.join(passage.text.split())}”"
        told = [
            f"      {judgement.judge}: {reading.stance}{f', {reading.why}' if reading.why else ''}"
            for judgement, reading in readings
            if reading.passage_id == passage.passage_id
        ]
        yield from dict.fromkeys(told)  # a second round's judgement reads the first one's passages again


def _verdict(verdict: Verdict) -> Iterable[str]:
    when_said = "" if verdict.label == verdict.label_when_said else f" (when said: {verdict.label_when_said})"
    issues = f" [{', '.join(verdict.issues)}]" if verdict.issues else ""
    sure = "" if verdict.confidence is None else f", {verdict.confidence:.0%} sure"
    decided = _moment(verdict.decided_at, "minute")
    yield f"  {verdict.verdict_id}  {decided}  {verdict.label}{sure}{when_said}{issues}, {verdict.cause}"
    yield f"      {verdict.rationale}"
    if verdict.cited_passage_ids:
        yield f"      cites {', '.join(verdict.cited_passage_ids)}"
    if verdict.changed:
        yield f"      changed: {', '.join(verdict.changed)}"


def _context(version: ArticleVersion, claim: Claim) -> str:
    """A claim among the words of the article around it, without the lines that only name the article, or its page."""
    first, last = min(version.body_start, claim.start), max(version.body_end, claim.end)
    before = version.text[max(first, claim.start - CONTEXT_CHARACTERS) : claim.start]
    after = version.text[claim.end : min(last, claim.end + CONTEXT_CHARACTERS)]
    return " ".join(f"{before}>>>{claim.quote}<<<{after}".split())


def _days(earliest: str, latest: str) -> str:
    return f"on {earliest}" if earliest == latest else f"from {earliest} to {latest}"


def _moment(moment: datetime | None, precision: str | None) -> str | None:
    if moment is None:
        return None
    return moment.date().isoformat() if precision == "day" else f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
