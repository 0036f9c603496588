"""Which claims are the same claim again: in a newer reading of their article, and in other articles.

Across articles, code decides first: claims with one form (`language.statements`) say the same. Where only the words
differ, and all names, numbers, dates and negations agree, two quotations of one speaker and day are compared by their
words, and a model, if there is one, is asked about the rest. What differs in any of those is never linked.

A new claim is linked to one that the warehouse had before it, and to the one that others are linked to already, so that
no chain of links joins what was not compared. Claims that say the same hang together whichever came first.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from extractors.building import article_day
from extractors.repeats import statement_of
from language import statements
from language.name_book import NameBook
from language.words import are_opposites
from verifiers.sameness import SameClaimJudge
from warehouse.reads import Reads
from warehouse.records import KINDS_OF_SAYING, Article, ArticleVersion, Claim, ClaimForm, ClaimLink

VERSION = 2

_QUOTE_SHARE = 0.6  # of the longer quotation's words: as two translations of one sentence have in common
_QUOTE_WORDS = 5
_SAME_OCCASION = timedelta(days=1)  # a paper may print on the next day what was said
_ASKED_SHARE = 0.34  # below it a model is not asked: the two only name the same things
_CANDIDATES = 3  # for each claim that a model or the words must decide on


def link_successors(claims: Sequence[Claim], predecessors: Sequence[Claim]) -> tuple[ClaimLink, ...]:
    """Links from claims to the ones they succeed: the same words of the same article by the same speaker, read anew.

    A claim whose id is unchanged needs no link. Of several with the same words, one of the same kind is preferred (a
    quotation and its content share their words); each predecessor is succeeded at most once.
    """
    known_before = {claim.claim_id for claim in predecessors}
    known_now = {claim.claim_id for claim in claims}
    fresh = [claim for claim in claims if claim.claim_id not in known_before]
    gone = [claim for claim in predecessors if claim.claim_id not in known_now]
    alike: defaultdict[tuple[str, str | None], list[Claim]] = defaultdict(list)
    for old in gone:
        alike[old.quote, old.speaker].append(old)
    successor_of: dict[str, Claim] = {}
    linked: set[str] = set()
    for same_kind in (True, False):
        for claim in fresh:
            if claim.claim_id in linked:
                continue
            left = (one for one in alike[claim.quote, claim.speaker] if one.claim_id not in successor_of)
            found = next((one for one in left if one.kind == claim.kind or not same_kind), None)
            if found is not None:
                successor_of[found.claim_id] = claim
                linked.add(claim.claim_id)
    return tuple(
        ClaimLink(from_claim_id=claim.claim_id, to_claim_id=old_id, relation="succeeds", made_by=f"matching-{VERSION}")
        for old_id, claim in successor_of.items()
    )


def claim_forms(claims: Iterable[Claim], article: Article, version: ArticleVersion) -> tuple[ClaimForm, ...]:
    """The forms of those claims of an article by which the same is surely found elsewhere.

    Only of checkable ones that stand by themselves and name enough: "Two people were hurt" may be said of any day.
    """
    book = NameBook.of(version.body)
    day = article_day(article)
    forms = []
    for claim in claims:
        read = statement_of(claim, book, day) if claim.checkable else None
        if read is not None and read.is_anchored:
            forms.append(
                ClaimForm(
                    claim_id=claim.claim_id,
                    article_id=claim.article_id,
                    form_id=read.form,
                    facts_id=read.facts,
                    words=tuple(sorted(read.words)),
                    day=claim.said_from or claim.said_to or day,
                    made_by=f"statements-{statements.VERSION}",
                )
            )
    return tuple(forms)


def matching_version(judge: SameClaimJudge | None) -> str:
    """Changes with whatever could link other claims."""
    return f"matching-{VERSION}-{statements.VERSION}" + (f"-{judge.name}-{judge.version}" if judge else "")


@dataclass(frozen=True)
class OpenPair:
    """A claim and an earlier one with the same facts in other words, on which nobody has decided yet."""

    claim_id: str
    earlier: Claim


@dataclass
class Matching:
    """One article's claims on their way to the same ones elsewhere."""

    extraction_id: str
    article_id: str
    claims: dict[str, Claim]
    forms: tuple[ClaimForm, ...]
    asks: bool  # whether there is a model for what code cannot decide
    pairs: list[OpenPair] = field(default_factory=list)

    def links(self, reads: Reads) -> list[ClaimLink]:
        """The links that code finds, from a warehouse that has the forms already; leaves the open pairs behind it.

        A claim that is linked already, or that others are linked to, stays as it is.
        """
        linked = {
            claim_id
            for link in reads.links_of([form.claim_id for form in self.forms])
            if link.relation == "same_as"
            for claim_id in (link.from_claim_id, link.to_claim_id)
        }
        fresh = [form for form in self.forms if form.claim_id not in linked]
        if not fresh:
            return []
        same = reads.same_form(sorted({form.form_id for form in fresh}), but_article=self.article_id)
        links = [_link(form.claim_id, same[form.form_id], "form") for form in fresh if form.form_id in same]
        left = [form for form in fresh if form.form_id not in same and (self.asks or self._is_said(form))]
        if left:
            links += self._near(left, reads)
        return links

    def _near(self, forms: Sequence[ClaimForm], reads: Reads) -> list[ClaimLink]:
        share = _ASKED_SHARE if self.asks else _QUOTE_SHARE
        near = reads.same_facts(forms, but_article=self.article_id, share=share, limit=_CANDIDATES)
        links = []
        asked: dict[str, list[str]] = {}
        for form in forms:
            candidates = near.get(form.claim_id, [])
            quoted = [other for other in candidates if self._is_said(form) and is_same_quotation(form, other)]
            if quoted:
                links.append(_link(form.claim_id, min(quoted, key=_earliest).claim_id, "quotation"))
            elif self.asks and candidates:
                asked[form.claim_id] = [other.claim_id for other in sorted(candidates, key=_earliest)]
        wanted = sorted({other for others in asked.values() for other in others})
        read = {claim.claim_id: claim for claim in reversed(reads.claims(wanted))} if wanted else {}
        self.pairs = [OpenPair(claim_id, read[other]) for claim_id, others in asked.items() for other in others]
        return links

    def _is_said(self, form: ClaimForm) -> bool:
        return self.claims[form.claim_id].kind in KINDS_OF_SAYING

    async def judged(self, judge: SameClaimJudge, *, item_id: str, run_id: str) -> list[ClaimLink]:
        """The links that a model finds among the open pairs, each claim's to the earliest that it finds the same.

        Raises ClaimhouseError where it could not be asked: then nothing is known of any of them.
        """
        asked = [(self.claims[pair.claim_id], pair.earlier) for pair in self.pairs]
        answers = await judge.judge(asked, item_id=item_id, run_id=run_id)
        found: dict[str, str] = {}
        for pair, is_same in zip(self.pairs, answers, strict=True):
            if is_same:
                found.setdefault(pair.claim_id, pair.earlier.claim_id)
        return [_link(claim_id, earlier, f"{judge.name}-{judge.version}") for claim_id, earlier in found.items()]


def still_standing(links: Sequence[ClaimLink], reads: Reads) -> list[ClaimLink]:
    """Those of a model's links that the warehouse has room for, now that other articles may have come in between.

    A claim is linked once, and to one that is not itself linked on: a chain would join what was never compared.
    """
    ends = {claim_id for link in links for claim_id in (link.from_claim_id, link.to_claim_id)}
    linked_on = {link.from_claim_id for link in reads.links_of(sorted(ends)) if link.relation == "same_as"}
    linked_to = {link.to_claim_id for link in reads.links_of(sorted(ends)) if link.relation == "same_as"}
    return [
        link for link in links if link.to_claim_id not in linked_on and link.from_claim_id not in linked_on | linked_to
    ]


def is_same_quotation(first: ClaimForm, second: ClaimForm) -> bool:
    """Whether two sayings with the same facts, speaker included, are one told in other words, as translators do."""
    if first.facts_id != second.facts_id or not _same_occasion(first.day, second.day):
        return False
    one, other = set(first.words), set(second.words)
    shared = len(one & other)
    if shared < _QUOTE_WORDS or shared < _QUOTE_SHARE * max(len(one), len(other)):
        return False
    return not any(are_opposites(*pair) for pair in combinations(sorted(one ^ other), 2))


def _same_occasion(first: date | None, second: date | None) -> bool:
    return first is not None and second is not None and abs(first - second) <= _SAME_OCCASION


def _earliest(form: ClaimForm) -> tuple[date, str]:
    return (form.day or date.max, form.claim_id)


def _link(claim_id: str, earlier_id: str, found_by: str) -> ClaimLink:
    return ClaimLink(
        from_claim_id=claim_id,
        to_claim_id=earlier_id,
        relation="same_as",
        made_by=f"matching-{VERSION}-{found_by}",
    )
