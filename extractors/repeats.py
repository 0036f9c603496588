"""The same statement told again in one article: in the first paragraph, a live blog's summaries, a quote repeated.

Two claims are one where they have the same kind, the same speaker and the same form (`language.statements`), so that no
number, name, date or negation differs. The one that stands best is kept, and remembers the places of the others.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from language import statements
from language.name_book import NameBook
from language.statement_words import EMPTY, plain_word
from language.statements import Statement, read_statement
from language.words import words
from warehouse.records import KINDS_OF_SAYING, Claim, Mention

VERSION = f"1.{statements.VERSION}"

_FEWEST_ANCHORS = 3  # "Yes." and "No, never." answer another question each time
_SHARED = 0.5  # of the longer one's words that two wordings of the same have in common, whatever else differs
_COMMON = 50  # claims of one kind in an article that have a word in common
_FIDELITY = {"verbatim": 0, "partial": 1, "translated": 2, "paraphrase": 3, None: 4}


def merge_repeats(claims: Sequence[Claim], body: str, day: date | None) -> tuple[Claim, ...]:
    """The claims of one article, each statement once, in their order; what is merged does not depend on it.

    `body` tells the full names, `day` what relative dates count from. Merging again changes nothing.
    """
    forms = _forms(claims, body, day)
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        form = forms.get(claim.claim_id)
        groups[(claim.kind, claim.checkable, form) if form else (claim.claim_id,)].append(claim)
    kept: dict[str, Claim] = {}
    for group in groups.values():
        best = min(group, key=_place)
        places = {(one.start, one.end) for one in group if one is not best}
        places |= {(mention.start, mention.end) for one in group for mention in one.mentions}
        places.discard((best.start, best.end))
        mentions = tuple(Mention(start=start, end=end) for start, end in sorted(places))
        kept[best.claim_id] = best.model_copy(update={"mentions": mentions}) if places else best
    return tuple(kept[claim.claim_id] for claim in claims if claim.claim_id in kept)


def _place(claim: Claim) -> tuple[bool, int, int, int, str]:
    """Best first: by a speaker with a name, word for word, early in the text."""
    return (claim.speaker_named is False, _FIDELITY[claim.quote_fidelity], claim.start, claim.end, claim.claim_id)


def _forms(claims: Sequence[Claim], body: str, day: date | None) -> dict[str, tuple[str, str | None]]:
    """The forms and speakers of those claims that another one comes near to, and that stand by themselves."""
    near = _with_neighbours(claims)
    if not near:
        return {}
    book = NameBook.of(body)
    found: dict[str, tuple[str, str | None]] = {}
    alike: dict[tuple[object, ...], Statement] = {}  # the same words over and over are read once
    for claim in near:
        said, about = (claim.said_from, claim.said_to), (claim.about_from, claim.about_to)
        same = (claim.text, claim.kind, claim.speaker, claim.speaker_role, said, about)
        read = alike.get(same) or alike.setdefault(same, statement_of(claim, book, day))
        if read.stands_alone and read.anchors >= _FEWEST_ANCHORS:
            found[claim.claim_id] = (read.form, book.key(claim.speaker) if claim.speaker else None)
    return found


def statement_of(claim: Claim, book: NameBook, day: date | None) -> Statement:
    """A claim taken apart; `day` is the article's own, for a claim that does not tell when it was said."""
    said = claim.said_from or claim.said_to
    return read_statement(
        claim.text,
        day=said or day or (claim.published_at.date() if claim.published_at else None),
        about=(claim.about_from, claim.about_to),
        speaker=claim.speaker,
        role=claim.speaker_role,
        is_said=claim.kind in KINDS_OF_SAYING,
        book=book,
    )


def _with_neighbours(claims: Sequence[Claim]) -> list[Claim]:
    """The claims that share at least half of their words with another of their kind: to read all would take long."""
    kinds: dict[tuple[str, bool], dict[frozenset[str], list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        bag = frozenset(plain_word(word)[0] for word in words(claim.text) if word.lower() not in EMPTY)
        kinds[claim.kind, claim.checkable][bag].append(claim)
    near: list[Claim] = []
    for bags in kinds.values():
        alone = _without_neighbours([*bags])
        near += [claim for bag, group in bags.items() if bag not in alone or len(group) > 1 for claim in group]
    return near


def _without_neighbours(bags: Sequence[frozenset[str]]) -> set[frozenset[str]]:
    holding: dict[str, list[frozenset[str]]] = defaultdict(list)
    for bag in bags:
        for word in bag:
            holding[word].append(bag)
    alone = set()
    for bag in bags:
        shared: Counter[frozenset[str]] = Counter()
        for word in bag:
            if len(holding[word]) <= _COMMON:  # what half of a long article says finds nothing, and takes for ever
                shared.update(holding[word])
        del shared[bag]
        if not any(len(bag & other) >= _SHARED * max(len(bag), len(other)) for other in shared):
            alone.add(bag)
    return alone
