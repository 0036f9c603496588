"""Small questions about stretches of tokens that drafting asks."""

from collections.abc import Sequence

from extractors.grammar.clauses import Clause
from extractors.grammar.time_phrases import skip_openers
from extractors.grammar.tokens import Token
from extractors.grammar.verb_forms import PAST
from extractors.grammar.verbs import finite_verbs, is_finite
from extractors.grammar.word_classes import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    PREPOSITIONS,
    is_adverb,
)
from extractors.kinds import Reading
from extractors.speech.attribution import Attribution
from extractors.speech.cues import CUES
from extractors.speech.people import People, name_runs
from language.numbers import ONES
from language.sentences import word_set
from warehouse.records import ClaimKind

VERSION = 12

# What opens an aside behind a source's words.
_ADDS = word_set("which who whose while although though with after when where as")
_PERIODS = word_set(
    "day days night week weeks weekend month months quarter quarters season seasons year years decade decades spring "
    "summer autumn fall winter"
)
_BREAKING_OFF = word_set("the a an then")
_RELATIVES = frozenset(("that", "who", "which"))
# What an article calls something that was said.
_COMMENTS = word_set("figure number claim charge accusation allegation assertion statement view position argument")


def kind_of_private(reading: Reading) -> tuple[ClaimKind, str]:
    """What the words of somebody unknown are, and why they cannot be checked: nobody can find out who said them."""
    if reading.kind in ("opinion", "feeling", "prediction", "question", "instruction") and reading.reason:
        return reading.kind, reading.reason
    return "opinion", "a personal view of somebody who is not known in public"


def goes_on(tokens: Sequence[Token], attribution: Attribution) -> bool:
    """Whether a report goes on after its source interrupts it: "The data were, the study says, closely linked"."""
    first, last = attribution.content
    while last > first and tokens[last - 1].low == ",":  # the comma of ", according to X" parts, and says nothing
        last -= 1
    content = tokens[first:last]
    if not finite_verbs(content) or not any(t.is_word for t in content[-1:]) or unfinished(content):
        return True
    after = max(attribution.source.end, attribution.source.described_end)
    if attribution.cue.lemma != "according to" or after + 1 >= len(tokens) or tokens[after].low != ",":
        return False
    # "…, according to X, and he left" adds; "The women, according to X, are safe" has only begun before its source.
    adds = tokens[after + 1]
    return adds.is_word and adds.low not in CONJUNCTIONS | _ADDS and not adds.low.endswith("ing")


def leads_unquoted(tokens: Sequence[Token], attribution: Attribution) -> bool:
    """Whether the speaker's words begin before the quotation does: "The plan's “fatal flaws,” she wrote, “…”"."""
    first = attribution.verb if attribution.inverted else attribution.source.opened
    lead = tokens[skip_openers(tokens, 0, first - 1) : first] if first else ()
    return any(t.quoted for t in lead) and any(t.is_word and not t.quoted for t in lead)


def unfinished(content: Sequence[Token]) -> bool:
    """Whether words break off: "were", "followed by", "and then"; "the winter before" does not."""
    if content[-1].low in ("before", "after") and len(content) > 2 and content[-2].low in _PERIODS:
        return False
    return content[-1].low in PREPOSITIONS | AUXILIARIES | CONJUNCTIONS | _BREAKING_OFF


def before_second_predicate(tokens: Sequence[Token]) -> int:
    """Where ", and" adds a second predicate to the same subject, so that what stands before it is whole; else 0."""
    if any(token.low in ("if", "unless", "whether", "not", "no", "never") for token in tokens):
        return 0
    for i in range(4, len(tokens) - 2):
        if tokens[i].low == "," and tokens[i + 1].low in ("and", "but") and not tokens[i].quoted:
            adds = tokens[i + 2].low in MODALS or is_finite(tokens, i + 2)
            return i if adds and finite_verbs(tokens, 0, i) else 0
    return 0


_POINTING = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she"}


def leaning_start(tokens: Sequence[Token], clauses: Sequence[Clause], clause: Clause, people: People) -> int:
    """Where the text of a clause has to begin so that "his" and "her" in it point where they did in the sentence.

    "A accused B of ingratitude and C warned that his patience …": whose it is only the whole tells. A pronoun that is
    the clause's own subject is resolved elsewhere.
    """
    before = [c for c in clauses if c.end <= clause.start and c.side == clause.side]
    if not before:
        return clause.start
    own = tokens[clause.start : clause.end]
    pointing = {_POINTING[token.low] for token in own[1:] if token.low in _POINTING and not token.quoted}
    left = tokens[before[-1].start : before[-1].end]
    named_here = {run.name(own) for run in name_runs(own)}
    for run in name_runs(left):
        person = people.find(run.name(left))
        if person is None or person.name in named_here or run.name(left) in named_here:
            continue
        if pointing and (person.gender is None or person.gender in pointing):
            return before[-1].start
    return clause.start


def is_progressive(tokens: Sequence[Token]) -> bool:
    """Whether the statement tells of something under way, which is a view of it more often than a fact."""
    verbs = finite_verbs(tokens)
    return any(
        tokens[v].low in ("is", "are") and any(t.low.endswith("ing") for t in tokens[v + 1 : v + 4]) for v in verbs
    )


_DEMANDS = word_set("insist recommend propose urge ask suggest request demand")


def is_demanded(lemma: str, content: Sequence[Token]) -> bool:
    """Whether a clause says what somebody wants, not what is so: "insisted that the budget include the wall"."""
    stop = next((i for i, t in enumerate(content) if t.low in (",", "which", "who", "that") and i), len(content))
    return lemma in _DEMANDS and not any(is_finite(content, i) for i in range(stop))


_EXPECTS = word_set("expects expected expect predicts predicted forecasts forecast")


def expected_thing(content: Sequence[Token]) -> Sequence[Token]:
    """What a speaker is told to expect: "the bridge to open in May" of "she expects the bridge to open in May"."""
    if len(content) < 6 or content[0].low not in ("he", "she", "it", "they") or content[1].low not in _EXPECTS:
        return ()
    thing = content[2:]
    return thing if infinitive_after_subject(thing) is not None else ()


def before_more_said(content: Sequence[Token]) -> Sequence[Token]:
    """What stands before a second verb of saying: "A was shut" of "A was shut, but said B was open"."""
    for i in range(3, len(content) - 1):
        if content[i].low in CONJUNCTIONS and not content[i].quoted:
            cue = CUES.get(content[i + 1].low)
            if cue is not None and cue.sort == "say" and is_finite(content, i + 1):
                return content[: i - 1] if content[i - 1].low == "," else content[:i]
    return content


def parted_reports(content: Sequence[Token]) -> list[Sequence[Token]]:
    """What was said in one breath, apart: "A was shut" and "B was open" of "A was shut and that B was open"."""
    parts: list[Sequence[Token]] = []
    start = 0
    for i in range(4, len(content) - 4):
        if content[i].low not in ("and", "but") or content[i + 1].low != "that" or content[i].quoted:
            continue
        stop = i - 1 if content[i - 1].low == "," else i
        if finite_verbs(content, start, stop) and finite_verbs(content, i + 2) and not _counts_bare(content, i + 2):
            parts.append(content[start:stop])
            start = i + 2
    return [*parts, content[start:]]


def wholly_quoted(content: Sequence[Token]) -> bool:
    """Whether it begins and ends in one quotation and has nothing beside it."""
    return bool(content) and all(token.quoted for token in content)


def _counts_bare(content: Sequence[Token], start: int) -> bool:
    """Whether a clause begins with a number of what stood before it: "only 31 had been replaced"."""
    verb = next(iter(finite_verbs(content, start)), start)
    before = content[verb - 1]
    led = verb - 2 >= start and content[verb - 2].low in PREPOSITIONS  # "estimates for 2027 would fall"
    return (
        verb > start
        and not led
        and (before.low[0].isdigit() or before.low in ONES or before.low in ("more", "others", "half"))
    )


def has_subject(words: Sequence[Token]) -> bool:
    """Whether a sentence does not begin with its verb: "Born in Oslo and moved to Arden" leaves out who."""
    first = words[0].low if words else ""
    return not (first in PAST or first.endswith(("ed", "ing")) or first in ("born", "been", "grown", "taken"))


def stands_alone(content: Sequence[Token]) -> bool:
    """Whether reported words are a clause with a verb of its own, none of it quoted, that points at nobody else."""
    if not content or any(t.quoted for t in content) or content[0].low == "being":
        return False
    if any(t.low in ("him", "them", "he", "she", "himself", "herself") for t in content):
        return False
    if infinitive_after_subject(content) is not None:
        return True
    within = False  # a relative clause
    for verb in finite_verbs(content):
        before = verb - 1
        while before >= 0 and is_adverb(content[before]):
            before -= 1
        led = content[before].low if before >= 0 else ""
        # "the reaction that is not transmitted": neither verb is the clause's own; nor is "ordered" in "a fire that
        # killed two and ordered"
        if led not in _RELATIVES | AUXILIARIES and not (within and led in ("and", "or", "but")):
            return True
        within = within or led in _RELATIVES
    return False


def before_comment(content: Sequence[Token]) -> Sequence[Token]:
    """Without what the article adds about what was said: "nine were closed, a figure the ministry disputes"."""
    for i in range(len(content) - 1, 3, -1):
        if content[i].low in _COMMENTS and content[i - 1].low in ("a", "an"):
            if content[i - 2].low == ",":
                return content[: i - 2]
            if content[i - 2].low in ("”", '"', "’") and content[i - 3].low == ",":
                return content[: i - 1]  # "that it “wanes by 5%,” a claim that …"
    return content


def behind_claim(content: Sequence[Token]) -> Sequence[Token]:
    """What is claimed in "his false claim that crime fell", said again; all of any other words."""
    for i in range(1, min(5, len(content) - 3)):
        if content[i].low == "that" and content[i - 1].low in _COMMENTS and content[0].low in DETERMINERS:
            return content[i + 1 :]
    return content


def means_itself(content: Sequence[Token]) -> bool:
    """Whether words begin with the "it" of a body that speaks of itself, and not of "it was raining"."""
    own = HAVE | DO | PAST - {"took", "made"} | {"would", "will"}
    return len(content) > 2 and content[0].low == "it" and content[1].low in own


def infinitive_after_subject(tokens: Sequence[Token]) -> int | None:
    """The place of the "to" that follows a subject without a verb of its own: "the bridge to open in May"."""
    place = next((i for i, token in enumerate(tokens) if token.low == "to"), 0)
    if not place or place + 1 >= len(tokens) or finite_verbs(tokens, 0, place):
        return None
    subject, after = tokens[:place], tokens[place + 1]
    named = subject[0].is_capital or subject[0].low in DETERMINERS or subject[0].low[0].isdigit()
    verbal = after.low.isalpha() and not after.is_capital and after.low not in DETERMINERS | PREPOSITIONS
    whole = all(token.is_word and not token.quoted for token in subject) and not finite_verbs(tokens)
    return place if named and verbal and whole else None


def quoted_stretches(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The places of the words of each quotation within a sentence, without the marks."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for i, token in enumerate([*tokens, None]):
        if token is not None and token.quoted:
            start = i if start is None else start
        elif start is not None:
            first, last = start, i
            while first < last and not tokens[first].is_word:
                first += 1
            while last > first and not tokens[last - 1].is_word and tokens[last - 1].low not in ("%", "?"):
                last -= 1
            if last > first:
                found.append((first, last))
            start = None
    return found
