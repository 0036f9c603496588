"""Through whom words came: a ministry quoted by a newspaper, a letter told of by a ministry.

A chain runs from the one who said it to the one who passed it on, as `Claim.attribution` has it.
"""

from collections.abc import Sequence

from extractors.attribution import Attribution, find_according
from extractors.claimable import claimable
from extractors.grammar import CONJUNCTIONS, PRONOUNS, SUBORDINATORS, Token, is_finite, time_phrase_end
from extractors.people import People
from extractors.reports import ReportReader
from extractors.speakers import Memory, Speaker, resolve
from extractors.subjects import Phrase, subject_before
from language.sentences import word_set

VERSION = 1

_DEEPEST = 3
_PASSIVE = word_set("quoted cited obtained seen reviewed")


def passed_on_by(
    tokens: Sequence[Token], attribution: Attribution, speaker: Speaker | None, people: People
) -> tuple[str, ...]:
    """The chain of an attribution that came through others, empty where the speaker said it to the article itself."""
    if speaker is None:
        return ()
    through = _according(tokens, attribution) or _reported(tokens, attribution) or _by(tokens, attribution)
    if through is None:
        return ()
    teller = resolve(tokens, through, people, Memory(), 0)
    pronoun = tokens[through.start].low in PRONOUNS | SUBORDINATORS
    if pronoun or teller is None or teller.vague or teller.name == speaker.name:
        return ()
    return speaker.name, teller.name


def told_within(
    tokens: Sequence[Token], speaker: Speaker, people: People
) -> tuple[Attribution | None, tuple[Speaker, ...]]:
    """Whom a speaker's words say to have said it: the attribution within them, and its tellers, the innermost first.

    Nobody where the teller is the speaker, or somebody of whom neither a name nor a body is told.
    """
    outermost: Attribution | None = None
    tellers: list[Speaker] = []
    while len(tellers) < _DEEPEST:
        reports = ReportReader(tokens, [len(tokens)]).read()
        found = claimable(tokens, 0, len(tokens), reports)
        if found is None or found.cue.sort != "say":
            break
        teller = resolve(tokens, found.source, people, Memory(), 0)
        known = {speaker.name, *(one.name for one in tellers)}
        if teller is None or teller.vague or not (teller.named or not teller.person) or teller.name in known:
            break
        outermost = outermost or found
        tellers.append(teller)
        tokens = tokens[found.content[0] : found.content[1]]
    return outermost, tuple(reversed(tellers))


def _according(tokens: Sequence[Token], attribution: Attribution) -> Phrase | None:
    """ "“A,” X said, according to Y"."""
    if attribution.cue.lemma == "according to":
        return None
    found = find_according(tokens, 0, len(tokens))
    return found.source if found is not None else None


def _reported(tokens: Sequence[Token], attribution: Attribution) -> Phrase | None:
    """ "“A,” X said, Y reported"."""
    for i in range(len(tokens) - 2, 0, -1):
        token = tokens[i]
        after = tokens[i + 1]
        ends = not after.is_word or time_phrase_end(tokens, i + 1) > i + 1
        if token.low in ("reported", "reports") and not token.quoted and i > attribution.verb and ends:
            phrase = subject_before(tokens, i)
            if (
                phrase is not None
                and phrase.opened
                and tokens[phrase.start - 1].low == ","
                and phrase.start > attribution.verb
            ):
                return phrase
    return None


def _by(tokens: Sequence[Token], attribution: Attribution) -> Phrase | None:
    """ "X was quoted by Y as saying", "in a letter seen by Y"."""
    for i in range(len(tokens) - 2):
        if tokens[i].low not in _PASSIVE or tokens[i + 1].low != "by" or tokens[i].quoted:
            continue
        stop = i + 2
        while (
            stop < len(tokens)
            and tokens[stop].is_word
            and not tokens[stop].quoted
            and tokens[stop].low not in SUBORDINATORS | CONJUNCTIONS
            and not is_finite(tokens, stop)
            and time_phrase_end(tokens, stop) == stop
        ):
            stop += 1
        if stop > i + 2 and any(token.is_capital for token in tokens[i + 2 : stop]):
            return Phrase(i + 2, stop, opened=i + 2)
    return None
