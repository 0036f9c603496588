"""What a sentence lacks to bear a claim out or to contradict it, in words, where the rules decide nothing."""

from collections.abc import Iterator

from verifiers.judges.alignment import Alignment
from verifiers.telling import day, listed

VERSION = 1

_NEAR_ENOUGH = 0.4  # of a claim's names, numbers and words, without which a passage is of something else
_MOST_WORDS = 3
_MOST_MISSES = 2


def closeness(found: Alignment) -> float:
    """The share of the claim's names, numbers and content words that a sentence has."""
    terms = found.terms
    here = len(found.names_here) + len(found.shared_words) + len(found.agreeing)
    return here / terms.anchors if terms.anchors else 0.0


def what_is_lacking(found: Alignment) -> str:
    """What keeps a sentence from bearing the claim out or against it; empty where it is of something else."""
    if closeness(found) < _NEAR_ENOUGH:
        return ""
    missing = list(_missing(found))[:_MOST_MISSES]
    return listed(missing)


def _missing(found: Alignment) -> Iterator[str]:
    terms = found.terms
    if found.missing_names:
        yield f"it does not name {listed(found.missing_names)}"
    if found.clashing:
        wanted, other = found.clashing[0]
        yield f"it says “{other.text}”, not “{wanted.text}”"
    elif found.missing_quantities:
        yield f"it does not say “{found.missing_quantities[0].text}”"
    if found.missing_days:
        yield f"it does not say “{found.missing_days[0].text}”"
    elif found.time == "other" and found.own_days and (told := found.own_days[0].earliest):
        yield (
            f"it tells of another time, {day(told)}"
            if told == found.own_days[0].latest
            else (f"it tells of another time, “{found.own_days[0].text}”")
        )
    elif found.time == "unknown":
        yield "it does not tell when"
    if found.opposites:
        word, other_word = found.opposites[0]
        there = found.sentence.text[other_word.start : other_word.end]
        yield f"it says “{there}”, not “{terms.facts.text[word.start : word.end]}”"
    elif found.missing_words:
        lacking = [f"“{terms.facts.text[word.start : word.end]}”" for word in found.missing_words[:_MOST_WORDS]]
        yield f"it lacks {listed(lacking)}"
    if found.negations != terms.negations:
        yield "only one of the two denies it"
    if found.open_words:
        yield f"only one of the two says “{min(found.open_words)}”"
    if not found.same_quantifiers:
        yield f"it does not say “{min(terms.facts.quantifiers - found.sentence.quantifiers)}”"
    if not found.same_roles:
        yield "who does what may be another way round"
