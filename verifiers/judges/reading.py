"""Reads one passage against one claim, and takes a side only where names, numbers, dates and words line up or clash.

Precision comes first: what is hedged, planned, put down to somebody, of another time, or told of others is `neither`.
"""

from collections.abc import Sequence
from datetime import date

from language.words import meaning, negation_cues, stem, words
from verifiers.agreements.differences import DIFFERENCES
from verifiers.agreements.numbers import is_the_same_number
from verifiers.agreements.told import told
from verifiers.attribution import same_source, source_key
from verifiers.facts import Facts, country, telling_of
from verifiers.judges.alignment import Alignment, Read
from verifiers.judges.caveats import GROWING, is_claimants_own, is_same_side, may_dispute
from verifiers.judges.lacking import closeness, what_is_lacking
from verifiers.judges.naming import is_named
from verifiers.judges.quoting import is_about_words, read_quote
from verifiers.judges.relations import is_same_matter
from verifiers.judges.terms import Terms
from verifiers.protocols import Evidence
from verifiers.sides import day_said
from verifiers.telling import day, listed
from warehouse.records import Document, Quantity, Stance

VERSION = 11  # of caveats.py and recorded.py too

SAYS_TOO_LITTLE = "the claim says too little to be told from others"

_FEWEST_ANCHORS = 4  # names, numbers and words that a claim must have: with fewer it may be about anything
_MOST_SPREAD = 2.5  # words of the sentence for each word of the claim over which what they share may be spread
_CLOSE = 3  # words between "not" and what it denies

# What happens to one but once, so that two dates cannot both be right.
_ONCE_TABLE = """
die born bury resign inaugurate assassinate execute murder convict dissolve sink collapse crash abdicate retire
"""
_ONCE = frozenset(meaning(stem(word)) for word in _ONCE_TABLE.split())


def read_passage(terms: Terms, evidence: Evidence) -> Read:
    """What one passage makes of a claim. A passage that speaks for and against it says nothing."""
    claim = terms.claim
    telling = telling_of(evidence.document)
    passage = evidence.passage
    inside = [
        index for index, one in enumerate(telling.sentences) if one.start < passage.end and passage.start < one.end
    ]
    sentences = [telling.sentences[index] for index in inside]
    if is_about_words(claim):
        return read_quote(terms, sentences, evidence.document)
    reads = []
    for place, sentence in enumerate(sentences):
        context = [*sentences[max(0, place - 1) : place], telling.title]
        reads.append(_read_sentence(terms, sentence, context, evidence.document))
    taken = [read for read in reads if read.stance != "neither"]
    if taken and may_dispute(claim, passage.text):
        return Read(why="the passage may tell it in order to dispute it")
    if len({read.stance for read in taken}) > 1:
        return Read(why="the passage speaks for it and against it")
    # Told in the paper's own voice before told as somebody's words.
    if taken:
        return max(taken, key=lambda read: (not read.said_by_claimant, read.score))
    nearest = max(reads, key=lambda read: read.score, default=Read())
    return Read(why=nearest.why)


def _read_sentence(terms: Terms, sentence: Facts, context: Sequence[Facts], document: Document) -> Read:
    if terms.known_by < _FEWEST_ANCHORS or not terms.names or not terms.words:
        return Read(why=SAYS_TOO_LITTLE)
    published = document.published_at.date() if document.published_at else None
    own = _side(Alignment(terms, sentence.own, context, published))
    if own.stance == "neither" and (same := _same_saying(terms, sentence, context, published)):
        return same
    if own.stance != "neither":
        if is_claimants_own(terms.claim, document):
            return Read(own.stance, own.score, True, f"{own.why}; it is published by the claimant's own side")
        return own
    if terms.claim.speaker:
        for one in sentence.attributions:
            if is_same_side(terms.claim, one, context):
                whole = _side(Alignment(terms, sentence, context, published), reported=True)
                if whole.stance == "supports":
                    who = terms.claim.speaker
                    return Read("supports", whole.score, True, f"{whole.why}; it only reports what {who}'s side says")
    return _undecided(terms, sentence, context, published)


def _same_saying(terms: Terms, sentence: Facts, context: Sequence[Facts], published: date | None) -> Read | None:
    """A claim that somebody said it, borne out by a sentence that puts the same down to the same source."""
    if terms.claim.speaker or not terms.facts.attributions:
        return None
    sources = [source_key(one.source) for one in terms.facts.attributions]
    told = [source_key(one.source) for one in sentence.attributions]
    if not any(same_source(one, other) for one in sources for other in told):
        return None
    if any(other and not any(same_source(one, other) for one in sources) for other in told):
        return None  # somebody else says that they said so
    whole = _side(Alignment(terms, sentence, context, published), reported=True)
    return whole if whole.stance == "supports" else None


def _undecided(terms: Terms, sentence: Facts, context: Sequence[Facts], published: date | None) -> Read:
    """Neither, with what is missing; the score says how near it came."""
    whole = Alignment(terms, sentence, context, published)
    why = what_is_lacking(whole)
    if why and sentence.own is not sentence and not terms.facts.attributions:
        own = Alignment(terms, sentence.own, context, published)
        if closeness(own) < closeness(whole):
            who = next((one.source for one in sentence.attributions if one.source), "")
            why = f"it tells only that {who} said so" if who else "it tells only that it was said"
    return Read(why=why, score=closeness(whole) if why else 0.0)


def _side(found: Alignment, *, reported: bool = False) -> Read:
    if (
        not found.names_here
        or found.open_words
        or found.is_only_wanted
        or not found.same_quantifiers
        or not found.same_roles
        or not is_same_matter(found.terms, found.sentence)
        or found.spread > _MOST_SPREAD * len(words(found.terms.facts.text)) + 4
    ):
        return Read()
    read = Read()
    if _supports(found):
        read = Read("supports", found.coverage, why=_agreement(found))
    elif not reported:
        read = _refutation(found)
    if read.stance != "neither" and (why := _differs(found, read.stance)):
        return Read(why=why)
    return read


def _differs(found: Alignment, stance: Stance) -> str:
    """Why the sentence is of another beginning, part, doer or condition, though it has the claim's words.

    What clashes with the claim is no reason against its being refuted.
    """
    claim = found.terms.claim
    ours, theirs = told(claim.text, day_said(claim)), told(found.sentence.text, found.published)
    for check in DIFFERENCES:
        for one in check(ours, theirs):
            if not (one.clashes and stance == "refutes"):
                return one.why
    return ""


def _supports(found: Alignment) -> bool:
    return (
        _names_line_up(found)
        and not found.opposites
        and not found.missing_words
        and not found.missing_quantities
        and _time_lines_up(found)
        and _polarity_lines_up(found)
    )


def _polarity_lines_up(found: Alignment) -> bool:
    """Neither denies anything, or both deny the very thing that the claim says is not so."""
    terms = found.terms
    if not terms.negations or not found.negations:
        return terms.negations == found.negations
    return _cue_of_key(terms.facts, terms) is not None and _cue_of_key(found.sentence, terms) is not None


def _names_line_up(found: Alignment) -> bool:
    """All are there; among three or more, one country may be left unsaid where no other stands in its place.

    Whom a claim tells of may be named only around a sentence ("he"), but not where that tells of somebody else.
    """
    if not found.same_countries or _tells_of_somebody_else(found):
        return False
    missing = found.missing_names
    return not missing or (len(missing) == 1 and len(found.terms.names) >= 3 and country(missing[0]) is not None)


def _tells_of_somebody_else(found: Alignment) -> bool:
    claimed = found.terms.facts.names
    if not claimed or claimed[0].kind == "place" or is_named(claimed[0].text, found.sentence):
        return False
    return any(
        one.kind == claimed[0].kind and country(one.text) is None and not is_named(one.text, found.terms.facts)
        for one in found.sentence.names
    )


def _time_lines_up(found: Alignment) -> bool:
    """Every day that the claim itself names is named too; a day that only the article tells may be near."""
    if found.missing_days:
        return False
    return found.time == "stated" or (found.time == "near" and not found.terms.named_days)


def _refutation(found: Alignment) -> Read:
    """Another number, another day, the opposite, or a plain denial, of what is plainly the same event."""
    terms = found.terms
    if (
        found.missing_names
        or found.tells_of_another
        or not found.same_countries
        or terms.facts.not_done
        or terms.facts.quantifiers != found.sentence.quantifiers
    ):
        return Read()
    negations = found.negations + terms.negations
    names = listed(found.terms.names)
    if negations == 0 and not found.opposites and _other_day(found):
        claimed, other = terms.stated_days[0], found.own_days[0]
        return Read(
            "refutes", found.coverage, why=f"both name {names}, but it says “{other.text}”, not “{claimed.text}”"
        )
    if not _time_lines_up(found):
        return Read()
    if negations == 0 and not found.opposites and found.same_stretch and (clash := _other_number(found)):
        claimed_number, other_number = clash
        return Read(
            "refutes",
            found.coverage,
            why=f"both name {names}, but it says “{other_number.text}”, not “{claimed_number.text}”",
        )
    if negations == 0 and len(found.opposites) == 1 and not found.missing_quantities:
        word, other_word = found.opposites[0]
        rest = [one for one in found.missing_words if one.group != word.group]
        # Only the opposite of what is said to be done: one may hold the record of matches won and of matches lost.
        if word in terms.key_words and word in found.missing_words and len(rest) <= len(terms.words) // 3:
            there = found.sentence.text[other_word.start : other_word.end]
            here = terms.facts.text[word.start : word.end]
            return Read("refutes", found.coverage, why=f"both name {names}, but it says “{there}”, not “{here}”")
    if negations == 1 and not found.opposites and not found.missing_words and not found.missing_quantities:
        denied = terms.facts if terms.negations else found.sentence
        if cue := _cue_of_key(denied, terms):
            which = "the claim" if terms.negations else "the passage"
            return Read("refutes", found.coverage, why=f"both name {names}, but only {which} says “{cue}”")
    return Read()


def _other_day(found: Alignment) -> bool:
    """Whether it happened on another day: to one to whom it happens once, or told with a number that only it has."""
    terms = found.terms
    claimed = [one for one in terms.stated_days if one.earliest == one.latest]
    other = [one for one in found.own_days if one.earliest == one.latest]
    if not (len(terms.stated_days) == len(claimed) == 1 and len(found.own_days) == len(other) == 1):
        return False
    if claimed[0].earliest == other[0].earliest or claimed[0].text not in terms.claim.quote:
        return False
    once = any(word.group in _ONCE for word in terms.words)
    return (once or bool(found.agreeing)) and not found.missing_quantities and not found.missing_words


def _other_number(found: Alignment) -> tuple[Quantity, Quantity] | None:
    terms = found.terms
    if len(found.clashing) != 1 or len(found.missing_quantities) != 1 or found.missing_words:
        return None
    claimed, other = found.clashing[0]
    if any(is_the_same_number(claimed, one) for one in found.sentence.quantities):
        return None  # "54,000 people, 12,000 of them in Arland"
    if claimed.approximate or other.approximate or claimed.unit is None or claimed.unit != other.unit:
        return None
    counted = {word.group for word in terms.words} | {meaning(stem(word)) for word in words(claimed.unit)}
    return None if counted & GROWING else (claimed, other)


def _cue_of_key(facts: Facts, terms: Terms) -> str | None:
    """The negating word that stands right before what the claim says is done, or None."""
    keys = {word.group for word in terms.key_words}
    for word in facts.words:
        if word.group in keys:
            before = " ".join(words(facts.text[: word.start])[-_CLOSE:])
            if cues := negation_cues(before):
                return cues[-1]
    return None


def _agreement(found: Alignment) -> str:
    parts = [f"both name {listed(found.names_here)}"]
    if found.agreeing:
        parts.append(f"both say {listed([one.text for one, _ in found.agreeing])}")
    if found.time == "stated" and found.own_days and (first := found.own_days[0].earliest):
        parts.append(
            f"both speak of {day(first)}" if first == found.own_days[0].latest else "both speak of the same time"
        )
    told = [found.terms.facts.text[word.start : word.end] for word in found.shared_words[:4]]
    parts.append(f"the words “{' … '.join(told)}” are in both")
    return ", ".join(parts)
