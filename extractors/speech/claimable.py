"""Which of a clause's attributions a claim can be made of."""

from collections.abc import Container, Sequence
from dataclasses import replace

from extractors.grammar.subjects import Phrase
from extractors.grammar.tokens import Token
from extractors.grammar.verbs import finite_verbs, is_finite
from extractors.grammar.word_classes import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    is_adverb,
)
from extractors.speech.attribution import Attribution, find_according, is_no_verb, opens_content, read_cue
from extractors.speech.cue_frames import PARTICIPLES
from extractors.speech.cues import BODY_NOUNS, CUES, SPEAKER_NOUNS, Cue
from extractors.speech.figures import PUTTING
from extractors.speech.marked import Report
from extractors.speech.preceding import TAG
from extractors.speech.sources import can_speak
from extractors.speech.word_sources import RELATIVES

VERSION = 11

SAYING = CUES["said"]
_CUE_OF = {cue.lemma: cue for cue in CUES.values()}
_NEGATIONS = frozenset(("not", "never"))
_WHEN = frozenset(("when", "after", "before", "where", "since"))
_SAID = frozenset(("clause", "that", "question", "quote"))


def claimable(
    tokens: Sequence[Token], start: int, end: int, reports: Sequence[Report], skip: Container[int] = frozenset()
) -> Attribution | None:
    """The attribution that a claim can be made of in the clause `tokens[start:end]`: its outermost report of words.

    None where the clause speaks in the article's own voice, or tells only of a wish or a stance. Cues at the places in
    `skip` belong to other clauses.
    """
    according = find_according(tokens, start, end)
    best: Attribution | None = None
    around: Attribution | None = None  # what is said to be "according to" somebody else
    for report in reports:
        if not start <= report.verb < end or report.verb in skip or report.source is None:
            continue
        if is_of_relative(tokens, report.source) or _is_purpose(tokens, report.verb):
            continue
        attribution = _as_attribution(tokens, start, end, report, report.source)
        if attribution is not None and (_is_unsaid(tokens, attribution) or _is_in_passing(tokens, start, attribution)):
            continue
        if attribution is not None and attribution.direct:
            return attribution
        # "The board noted the need to act: “…,” said its head, Ann Lee."
        named_behind = attribution is not None and attribution.inverted and tokens[attribution.verb - 1].quoted
        if best is not None and named_behind and not best.cue.strong and best.cue.sort == "say":
            best = attribution
        best = best or attribution
        if attribution is not None and according is not None and attribution.content[0] <= according.verb:
            around = attribution if according.verb < attribution.content[1] else around
    if according is not None and opens_content(tokens, according.verb):
        return around or best
    # "X said A, and B" begins before any verb within A.
    return according or best


def said_with(tokens: Sequence[Token], end: int, reports: Sequence[Report], outer: Attribution) -> list[Attribution]:
    """What the source of `outer` says besides in the clause that ends at `end`: "denied A, saying that B"."""
    own = [] if outer.direct else [report.contents[-1][1] for report in reports if report.verb == outer.verb]
    last = max(own, default=outer.verb + 1)
    found = []
    for report in reports:
        low = tokens[report.verb].low
        cue = _CUE_OF.get(PARTICIPLES[low].lemma) if low in PARTICIPLES else None
        if (
            cue is None
            or cue.sort != "say"
            or cue.holds
            or report.frame not in ("that", "clause")
            or report.source is None
            or report.source.start != outer.source.start
            or not last <= report.verb < end
        ):
            continue
        attribution = _of_contents(tokens, cue, report, report.source, end)
        if attribution is not None and not attribution.direct:
            found.append(attribution)
    return found


def told_beside(tokens: Sequence[Token], start: int, end: int, reports: Sequence[Report]) -> list[Attribution]:
    """What those say who are named in passing: "It cited a report by the Audit Board, which said that A"."""
    found = []
    for report in reports:
        if not start <= report.verb < end or report.source is None or report.frame not in ("that", "clause"):
            continue
        relative, cue = report.source.start, CUES.get(tokens[report.verb].low)
        if cue is None or cue.sort != "say" or cue.holds or tokens[relative].low not in ("who", "which"):
            continue
        source = _named_before(tokens, relative, start)
        if source is None or not finite_verbs(tokens, start, source.start):
            continue  # "The police, which said A, face allegations": where A ends is not sure
        attribution = _of_contents(tokens, cue, report, source, end)
        # "… the union, which said it would create 400 jobs": that may be the plan which the sentence is about.
        if attribution is None or attribution.direct or tokens[attribution.content[0]].low in SUBJECT_PRONOUNS:
            continue
        if not _is_unsaid(tokens, attribution):
            found.append(attribution)
    return found


def _named_before(tokens: Sequence[Token], relative: int, floor: int) -> Phrase | None:
    """Who or what can speak and stands before the comma of a "who" or "which"; None where it is not plain."""
    last = relative - 2
    if last < floor or tokens[relative - 1].low != ",":
        return None
    first = last + 1
    for i in range(last, floor - 1, -1):
        token = tokens[i]
        inner = token.low in ("of", "for") and i < last and tokens[i + 1].is_capital  # "Ministry of Health"
        closes = token.low in PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS or (
            is_finite(tokens, i) and token.text.islower()
        )
        if not token.is_word or token.quoted or (closes and not inner):
            break
        first = i
        if token.low in DETERMINERS:
            break
    if first > last:
        return None
    named = tokens[last].is_capital or tokens[last].low in SPEAKER_NOUNS | BODY_NOUNS
    return Phrase(first, last + 1, opened=first) if named else None


def is_of_relative(tokens: Sequence[Token], subject: Phrase) -> bool:
    """Whether a subject is that of a relative clause: "who", or the party of "whose party has said"."""
    before = tokens[subject.start - 1].text if subject.start else ""  # not the "WHO"
    return tokens[subject.start].low in (*RELATIVES, "whose") or before in ("who", "whose")


def _is_unsaid(tokens: Sequence[Token], attribution: Attribution) -> bool:
    """Whether it was not said: "has not said that the bridge is closed", but not "not only said that it is"."""
    cue, i = attribution.cue, attribution.verb - 1
    if cue.sort != "say" or cue.holds or attribution.inverted:
        return False
    while i >= 0 and (is_adverb(tokens[i]) or tokens[i].low in AUXILIARIES or tokens[i].low in _NEGATIONS):
        if tokens[i].low in _NEGATIONS or tokens[i].low.endswith("n't"):
            return tokens[i + 1].low not in ("only", "just", "merely")
        i -= 1
    return False


def _is_in_passing(tokens: Sequence[Token], start: int, attribution: Attribution) -> bool:
    """Whether a clause of time tells what its subject called a thing: "Lee voted for it when she called it X"."""
    source = attribution.source
    if attribution.cue.sort == "say" or tokens[source.start].low not in SUBJECT_PRONOUNS:
        return False
    opened = (i for i in range(source.start - 1, start, -1) if tokens[i].low in _WHEN and not tokens[i].quoted)
    place = next(opened, start)
    return bool(finite_verbs(tokens, start, place)) and not finite_verbs(tokens, place + 1, source.start)


def _opens_with_thing(content: Sequence[Token]) -> bool:
    """Whether what was written is a thing and no clause: "four books, of which “The Bridge” sold best"."""
    verb = next(iter(finite_verbs(content)), len(content))
    led = [token for token in content[:verb] if not token.quoted]
    return any(token.low in ("which", "whom") for token in led) and led[0].low not in ("that", "which", "whom", ":")


def _is_purpose(tokens: Sequence[Token], verb: int) -> bool:
    """Whether an infinitive tells what somebody means to say or find, and not what they went on to say."""
    if not verb or tokens[verb - 1].low != "to":
        return False
    return verb < 2 or tokens[verb - 2].low not in ("on", "continued", "came", "used")


def _as_attribution(
    tokens: Sequence[Token], start: int, end: int, report: Report, source: Phrase
) -> Attribution | None:
    if report.frame == "tagged":
        return Attribution(TAG, report.verb, source, report.contents[0], True, False)
    verb = report.verb
    if report.frame == "figure":
        speaks = can_speak(tokens, source, PUTTING)
        return _of_contents(tokens, PUTTING, report, source, end) if speaks else None
    if report.frame == "quoted as saying":
        return _of_contents(tokens, SAYING, report, source, end)
    cue = CUES.get(tokens[verb].low)
    if (
        cue is None
        or tokens[verb].is_capital
        or report.frame.startswith(("noun", "adjective", "seeming", "impersonal"))
    ):
        return None
    first, last = report.contents[0][0], min(report.contents[-1][1], end)
    if cue.lemma == "write" and verb < first and _opens_with_thing(tokens[first:last]):
        return None
    read = None if is_no_verb(tokens, verb, start) else read_cue(tokens, start, end, verb, cue)
    if read is not None:
        opens, stop = read.content
        opens = max(opens, first + (tokens[first].low == "that")) if verb < first else opens
        if cue.sort == "say" and not read.direct and verb < first and opens < last:
            return replace(read, content=(opens, min(stop, last)))
        return read
    if cue.strong and report.frame == "before" and first < verb < last:
        # "The bridge, the mayor said, was sold": it goes on behind its source.
        return Attribution(cue, verb, source, (first, last), False, any(token.quoted for token in tokens[first:last]))
    if cue.sort != "say" or report.frame not in _SAID or not verb < first < last or not can_speak(tokens, source, cue):
        return None
    return _of_contents(tokens, cue, report, source, end)


def _of_contents(tokens: Sequence[Token], cue: Cue, report: Report, source: Phrase, end: int) -> Attribution | None:
    """The attribution of what a report says after its cue; None where that is next to nothing."""
    first, last = report.contents[0][0], min(report.contents[-1][1], end)
    first += tokens[first].low == "that"
    words = [token for token in tokens[first:last] if token.is_word]
    quoted = any(token.quoted for token in words)
    direct = quoted and all(token.quoted for token in words)
    return (
        Attribution(cue, report.verb, source, (first, last), direct, quoted and not direct) if len(words) > 2 else None
    )
