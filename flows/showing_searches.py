"""What was looked for on a claim and what came of it, and what is missing, as `claimhouse show` prints them."""

from collections.abc import Iterable, Sequence
from typing import get_args

from language.identification import language_name
from warehouse.records import Purpose, Query, Search
from warehouse.trail import Gap, Trail

_PURPOSES: dict[Purpose, str] = {
    "confirm": "to confirm it",
    "refute": "to refute it",
    "primary_source": "for the primary source",
    "earlier_fact_check": "for earlier fact-checks",
    "exact_words": "for the exact words",
}


def search_lines(trail: Trail) -> Iterable[str]:
    """The queries by their purpose and, under each, what each source had for it the last time that it was asked."""
    yield "SEARCHES" if trail.queries else "SEARCHES  none"
    for purpose in get_args(Purpose):
        queries = [query for query in trail.queries if query.purpose == purpose]
        if queries:
            yield f"  {_PURPOSES[purpose]}"
        for query in sorted(queries, key=lambda one: (one.round, one.text)):
            yield f"    {query.text}{_of_query(query)}"
            for search in _latest([one for one in trail.searches if one.query_id == query.query_id]):
                yield from _search(search)


def gap_lines(trail: Trail) -> Iterable[str]:
    """What would settle the claim, which purposes found nothing, what could not be asked, what could not be read."""
    if not trail.gaps:
        return
    yield ""
    yield "MISSING"
    # A verdict that decides nothing says so itself.
    settles = next((gap.would_settle for gap in trail.gaps if gap.would_settle), None)
    if settles and trail.standing is None:
        yield f"  would settle it: {settles}"
    in_vain = _in_vain(trail)
    if in_vain:
        yield f"  nothing was found by any search {', '.join(in_vain)}"
    silent = _of(trail.gaps, "could not be searched")
    for source, reason in dict.fromkeys((gap.source, gap.reason) for gap in silent):
        yield f"  could not be asked: {source}: {reason or 'see FAILURES'}"
    not_asked = {gap.purpose for gap in _of(trail.gaps, "no source is asked this")}
    for purpose in get_args(Purpose):
        if purpose in not_asked:
            yield f"  no source is asked {_PURPOSES[purpose]}"
    for gap in _of(trail.gaps, "page not read"):
        yield f"  could not be read: {gap.url}{f' “{gap.title}”' if gap.title else ''}"
        yield f"      {gap.reason}"


def _of_query(query: Query) -> str:
    told = [f"in {language_name(query.language)}"] if query.language else []
    if query.round > 1:
        told.append("second round")
    return f"  ({', '.join(told)})" if told else ""


def _latest(searches: Sequence[Search]) -> list[Search]:
    """The last search at each source for each last day asked for, the sources by name."""
    latest: dict[tuple[str, str], Search] = {}
    for search in sorted(searches, key=lambda one: one.last_asked_at):
        latest[search.source, str(search.published_until or "")] = search
    return [latest[key] for key in sorted(latest)]


def _search(search: Search) -> Iterable[str]:
    until = f", until {search.published_until}" if search.published_until else ""
    count = len(search.document_ids)
    found = {
        "found": f"{count} document{'' if count == 1 else 's'}",
        "nothing": "nothing",
        "failed": "could not be asked",
    }[search.outcome]
    own = f"; {len(search.left_out)} left out as the article's own story" if search.left_out else ""
    unread = f"; {len(search.unread)} could not be read" if search.unread else ""
    yield f"      {search.source}{until}: {found}{own}{unread}"


def _in_vain(trail: Trail) -> list[str]:
    """The purposes, as they are told, none of whose searches that could be made found anything."""
    found = {query.query_id for query in trail.queries for one in trail.searches if _found(one, query)}
    in_vain = {gap.purpose for gap in _of(trail.gaps, "nothing found")}
    answered = {query.purpose for query in trail.queries if query.query_id in found}
    return [_PURPOSES[purpose] for purpose in get_args(Purpose) if purpose in in_vain - answered]


def _found(search: Search, query: Query) -> bool:
    return search.query_id == query.query_id and search.outcome == "found"


def _of(gaps: Sequence[Gap], kind: str) -> list[Gap]:
    return [gap for gap in gaps if gap.gap == kind]
