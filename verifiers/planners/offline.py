"""Queries without a model: from a claim's names, numbers, dates, head words and quotations."""

import re
from collections.abc import Iterable, Sequence

from language.quotations import VERSION as QUOTATIONS_VERSION
from language.quotations import find_quotations
from language.words import STOP_WORDS
from language.words import VERSION as WORDS_VERSION
from verifiers.protocols import Planned, Tried
from warehouse.records import Article, Claim, Purpose, Query

VERSION = f"1.{QUOTATIONS_VERSION}.{WORDS_VERSION}"

_MOST_WORDS = 16  # of one query: more only dilute it
_FEWEST_QUOTED = 3  # words of a quotation that are worth looking for as they stand
_MOST_QUOTED = 12

# Things that leave a record of their own: a text, a count, a ruling that can be read instead of a report of it.
_RECORDED = re.compile(
    r"\b(?:act|acts|agreement|amendment|bill|budget|census|charter|constitution|contract|convention|conviction|court|decree"
    r"|directive|election|elections|emergency|figures|indictment|inquiry|judgment|law|lawsuit|legislation|mandate"
    r"|notice|order|ordinance|pact|parliament|patent|referendum|regulation|report|resolution|ruling|sanctions"
    r"|senate|congress|statistics|statute|summit|survey|tariff|tariffs|treaty|tribunal|verdict|vote|voted|votes|warrant"
    r"|warrants)\b",
    re.IGNORECASE,
)
# The words of a claim that say that somebody said it, or when it was said, are no help in finding out whether it is so.
_EMPTY_TABLE = """
said says told added stated announced claimed wrote according noted warned insisted today yesterday tomorrow monday
tuesday wednesday thursday friday saturday sunday week weekend month day morning evening night last next recently
"""
_EMPTY = frozenset(_EMPTY_TABLE.split())
# A number with its separators, initials, or a word with its apostrophes and hyphens.
_WORD = re.compile(r"\d+(?:[.,]\d+)*%?|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’-][^\W_]+)*")
_ACTION = re.compile(r"\w{3,}(?:ed|ing)", re.IGNORECASE)


class OfflinePlanner:
    """Two to four queries a claim, each of another purpose, always the same for the same claim."""

    name = "offline"
    version = VERSION

    async def plan(self, article: Article, claims: Sequence[Claim], *, run_id: str) -> Planned:
        """The queries of all claims, in order. Never fails: a claim always has words."""
        return Planned(tuple(query for claim in claims for query in self.queries(claim)))

    async def plan_further(self, article: Article, tried: Sequence[Tried], *, run_id: str) -> Planned:
        """Nothing: all that can be made of a claim's own words is proposed at first."""
        return Planned(())

    def queries(self, claim: Claim) -> tuple[Query, ...]:
        """The queries of one claim; no two have the same text."""
        proposed: list[tuple[Purpose, str]] = [
            ("confirm", _confirming(claim)),
            ("refute", _refuting(claim)),
            ("exact_words", _exact_words(claim)),
            ("primary_source", _of_record(claim)),
        ]
        texts: dict[str, Purpose] = {}
        for purpose, text in proposed:
            if text:
                texts.setdefault(text, purpose)
        if not texts:
            texts[claim.text] = "confirm"
        return tuple(
            Query(
                query_id=Query.id_for(claim.claim_id, text, purpose, self.name, self.version),
                claim_id=claim.claim_id,
                text=text,
                purpose=purpose,
                planner=self.name,
                planner_version=self.version,
            )
            for text, purpose in texts.items()
        )


def _confirming(claim: Claim) -> str:
    """All that tells this event from others: names, numbers, the day's month, what was done."""
    names = _name_words(claim)
    found = list(dict.fromkeys([*_telling_words(claim), *_month(claim)]))
    # Of a long claim the names and numbers first, and then as many other words as there is room for.
    by_worth = sorted(found, key=lambda word: not (word.lower() in names or any(map(str.isdigit, word))))
    kept = set(by_worth[:_MOST_WORDS])
    return _joined(word for word in found if word in kept)


def _refuting(claim: Claim) -> str:
    """The same matter without what may be wrong about it: no numbers, and not the very verb."""
    names = _name_words(claim)
    kept = [
        word
        for word in _telling_words(claim)
        if word.lower() in names or not (any(map(str.isdigit, word)) or _ACTION.fullmatch(word))
    ]
    return _joined([*kept, *_month(claim)]) if len(kept) > 1 else ""


def _exact_words(claim: Claim) -> str:
    """The longest quotation as it stands, in marks, with who is to have said it."""
    quoted = [claim.quote[one.inner_start : one.inner_end] for one in find_quotations(claim.quote)]
    if not quoted and claim.quote_fidelity == "verbatim":
        quoted = [claim.quote]
    longest = max((_WORD.findall(text) for text in quoted), key=len, default=[])
    if len(longest) < _FEWEST_QUOTED:
        return ""
    return " ".join(filter(None, [claim.speaker, f'"{" ".join(longest[:_MOST_QUOTED])}"']))


def _of_record(claim: Claim) -> str:
    """What it is called in its own record: the names and the act, with the year."""
    acts = [match.group() for match in _RECORDED.finditer(claim.text)]
    if not acts:
        return ""
    names = _name_words(claim)
    act_words = {act.lower() for act in acts}
    kept = [word for word in _telling_words(claim) if word.lower() in names or word.lower() in act_words]
    year = [str(claim.about_from.year)] if claim.about_from else []
    return _joined([*kept, *year]) if len(kept) > 1 else ""


def _telling_words(claim: Claim) -> list[str]:
    """The claim's words that tell it from others, in order: no stop words, no words of saying or of relative time."""
    names = _name_words(claim)
    found = []
    for word in _WORD.findall(claim.text):
        lowered = word.lower().replace("’", "'")
        if lowered in names or not (lowered in STOP_WORDS or lowered in _EMPTY):
            found.append(word)
    return found


def _name_words(claim: Claim) -> frozenset[str]:
    return frozenset(
        word.lower() for name in claim.entities for word in _WORD.findall(name) if word.lower() not in STOP_WORDS
    )


def _month(claim: Claim) -> list[str]:
    """The month and year that the claim is about, where it is about one."""
    first, last = claim.about_from, claim.about_to
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return []
    return [f"{first:%B}", str(first.year)]


def _joined(found: Iterable[str]) -> str:
    return " ".join(list(dict.fromkeys(found))[:_MOST_WORDS])
