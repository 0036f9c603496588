"""Queries without a model: from a claim's names, numbers, dates, rare words and quotations.

Each query has another purpose, and so other words (verifiers/planners/wording.py tells which words there are). What the
planner knows beyond the claim, other names and what the keepers of records call them, is in verifiers/queries.toml.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from language.names import find_names
from verifiers.attribution import is_agency
from verifiers.planners import further, records, wording
from verifiers.planners.further import key_of
from verifiers.planners.wording import best, telling_terms, when, years_around
from verifiers.protocols import Planned, Tried
from warehouse.records import KINDS_OF_SAYING, Article, Claim, Purpose, Query

_MOST_WORDS = 16  # of one query: more only dilute it
_MOST_ASKED = 12  # of a neutral question
_MOST_RECORDED = 6  # words of the claim beside a record's name
_MOST_CHECKED = 7  # words that a fact-check's title may have
_FACT_CHECK = "fact check"
_WRITTEN = re.compile(r"\b(?:wrote|writes|written|tweeted|tweets|posted|posts)\b")


@dataclass(frozen=True)
class _Proposal:
    purpose: Purpose
    text: str
    language: str | None = None


class OfflinePlanner:
    """Two to six queries a claim, each of another purpose, always the same for the same claim."""

    name = "offline"

    @property
    def version(self) -> str:
        """Ours, and that of all that a query's words come from."""
        return f"2.{wording.VERSION}.{further.VERSION}-{records.version()}"

    async def plan(self, article: Article, claims: Sequence[Claim], *, run_id: str) -> Planned:
        """The queries of all claims, in order: each has some. Raises ModelFilesError where files are missing."""
        return Planned(tuple(query for claim in claims for query in self.queries(claim)))

    async def plan_further(self, article: Article, tried: Sequence[Tried], *, run_id: str) -> Planned:
        """At most three queries a claim from what was read and missed; none with the words of one that was tried."""
        return Planned(
            tuple(
                self._query(one.claim, _Proposal(purpose, text), number=2)
                for one in tried
                for purpose, text in further.proposed(one)
            )
        )

    def queries(self, claim: Claim) -> tuple[Query, ...]:
        """The queries of one claim; no two have the same words."""
        makers: tuple[Callable[[Claim], str], ...] = (_confirming, _renamed, _refuting)
        purposes: tuple[Purpose, ...] = ("confirm", "confirm", "refute")
        proposed = [_Proposal(purpose, make(claim)) for purpose, make in zip(purposes, makers, strict=True)]
        proposed += _exact_words(claim)
        proposed.append(_Proposal("primary_source", _of_record(claim)))
        proposed.append(_Proposal("earlier_fact_check", _checked_before(claim)))
        kept: dict[frozenset[str], _Proposal] = {}
        for one in proposed:
            if one.text:
                kept.setdefault(key_of(one.text), one)
        if not kept:
            kept[frozenset()] = _Proposal("confirm", claim.text)
        return tuple(self._query(claim, one) for one in kept.values())

    def _query(self, claim: Claim, proposal: _Proposal, *, number: int = 1) -> Query:
        return Query(
            query_id=Query.id_for(claim.claim_id, proposal.text, proposal.purpose, self.name, self.version),
            claim_id=claim.claim_id,
            text=proposal.text,
            purpose=proposal.purpose,
            planner=self.name,
            planner_version=self.version,
            round=number,
            language=proposal.language,
        )


def _confirming(claim: Claim) -> str:
    """All that tells this event from others: names, figures, the day, what was done."""
    found = telling_terms(claim)
    time = when(claim, exact=True)
    return _joined([*(term.text for term in best(found, _MOST_WORDS - len(time))), *time])


def _renamed(claim: Claim) -> str:
    """The same for texts that use other names: Kenyan for Kenya, the jobless for unemployment."""
    others = wording.other_names(claim, records.known().other_names)
    if not others:
        return ""
    return _joined([*(term.text for term in best(telling_terms(claim), _MOST_WORDS)), *others, *when(claim)])


def _refuting(claim: Claim) -> str:
    """The same matter, asked neutrally: without the figure and the degree that may be wrong, and not the very verb."""
    kept = [term for term in telling_terms(claim) if not term.contested]
    return _joined([*(term.text for term in best(kept, _MOST_ASKED)), *when(claim)]) if len(kept) > 1 else ""


def _exact_words(claim: Claim) -> Iterator[_Proposal]:
    """A quotation as it stands, in marks, with who is to have said it where that is known by name.

    Also in the language that it was said in, where the article gives that.
    """
    speaker = claim.speaker if claim.speaker_named is not False else None
    for language, quoted in wording.quoted_words(claim).items():
        yield _Proposal("exact_words", " ".join(filter(None, [speaker, f'"{quoted}"'])), language)


def _of_record(claim: Claim) -> str:
    """The record itself: what was said in its transcript, what was decided or counted by what its keepers call it."""
    found = telling_terms(claim)
    time = when(claim) or years_around(claim)
    if claim.kind in KINDS_OF_SAYING and claim.speaker and claim.speaker_named is not False:
        if is_agency(claim.speaker):
            return ""  # what an agency reports is no record, and it keeps none
        own = key_of(claim.speaker)
        said = best([term for term in found if not key_of(term.text) <= own], _MOST_RECORDED)
        return _joined([claim.speaker, _kept_as(claim), *(term.text for term in said), *time])
    if not (recorded := records.known().record_of(claim.text)):
        return ""
    kept, told = recorded
    named = best([term for term in found if term.named], _MOST_RECORDED)
    return _joined([*(term.text for term in named), *told[:2], kept.name, *time])


def _kept_as(claim: Claim) -> str:
    """What the record of somebody's words is: where they were said, or the kind of text that holds them."""
    if claim.venue:
        return re.sub(r"^(?:on|in|at) |^(?:an?|the) ", "", claim.venue)
    if _WRITTEN.search(claim.quote):
        return "original post"
    person = any(name.kind == "person" for name in find_names(claim.speaker or ""))
    return "transcript" if person else "statement"


def _checked_before(claim: Claim) -> str:
    """What a fact-check of it would be called."""
    kept = best(telling_terms(claim), _MOST_CHECKED)
    return _joined([*(term.text for term in kept), _FACT_CHECK]) if len(kept) > 1 else ""


def _joined(found: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(found))
