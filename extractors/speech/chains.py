"""Through whom words came: a ministry quoted by a newspaper, a letter told of by a ministry.

A chain runs from the one who said it to the one who passed it on, as `Claim.attribution` has it.
"""

from collections.abc import Sequence

from extractors.grammar.subjects import Phrase, subject_before
from extractors.grammar.time_phrases import time_phrase_end
from extractors.grammar.tokens import Token
from extractors.grammar.verbs import is_finite
from extractors.grammar.word_classes import BE, CONJUNCTIONS, MODALS, PRONOUNS, SUBORDINATORS, is_adverb
from extractors.speech.attribution import Attribution, find_according, opens_content
from extractors.speech.claimable import claimable
from extractors.speech.cues import Cue
from extractors.speech.people import People
from extractors.speech.reports import ReportReader
from extractors.speech.sources import can_speak
from extractors.speech.speakers import Memory, Speaker, resolve
from extractors.speech.word_sources import quoted_saying
from language.sentences import word_set

VERSION = 3

_COPIES = word_set("translation transcript transcripts copy recording recordings audio video footage text")
_CITING = Cue("cite", "say", strong=False, holds=False)
_PASSIVE = word_set("quoted cited obtained seen reviewed")


def passed_on_by(
    tokens: Sequence[Token], attribution: Attribution, speaker: Speaker | None, people: People
) -> tuple[str, ...]:
    """The chain of an attribution that came through others, empty where the speaker said it to the article itself."""
    if speaker is None:
        return ()
    through = (
        _quoting(tokens)
        or _according(tokens, attribution)
        or _reported(tokens, attribution)
        or _by(tokens, attribution)
    )
    if through is None:
        return ()
    teller = resolve(tokens, through, people, Memory(), 0)
    pronoun = tokens[through.start].low in PRONOUNS | SUBORDINATORS
    copied = any(token.low in _COPIES for token in tokens[through.start : through.end])
    if pronoun or copied or teller is None or teller.vague or teller.name == speaker.name:
        return ()
    return speaker.name, teller.name


def told_within(tokens: Sequence[Token], speaker: Speaker, people: People) -> tuple[Attribution | None, Speaker | None]:
    """Whom a speaker's words say to have said it, and the attribution that does.

    Nobody where the teller is the speaker, or somebody of whom neither a name nor a body is told.
    """
    reports = ReportReader(tokens, [len(tokens)]).read()
    found = claimable(tokens, 0, len(tokens), reports)
    if found is None or found.cue.sort != "say":
        return None, None
    if found.source.opened and tokens[found.source.opened - 1].low in SUBORDINATORS - {"that"}:
        return None, None  # "when the board announced the plan" is told in passing
    if _is_only_possible(tokens, found.verb):
        return None, None  # "ministers can't say that …" tells of nothing said
    teller = resolve(tokens, found.source, people, Memory(), 0)
    if teller is None or teller.vague or not (teller.named or not teller.person) or teller.name == speaker.name:
        return found, None
    return found, teller


def _is_only_possible(tokens: Sequence[Token], verb: int) -> bool:
    lead = verb - 1
    while lead >= 0 and is_adverb(tokens[lead]):
        lead -= 1
    return lead >= 0 and tokens[lead].low in MODALS


def cited_by(
    tokens: Sequence[Token], attribution: Attribution, speaker: Speaker | None, people: People
) -> Speaker | None:
    """Whom a speaker gives for the source: the officials of "the Post reported, citing two officials"."""
    for i, token in enumerate(tokens):
        if token.low != "citing" or token.quoted or speaker is None:
            continue
        stop = i + 1
        while stop < len(tokens) and tokens[stop].is_word and not _ends_phrase(tokens, stop):
            stop += 1
        phrase = Phrase(i + 1, stop, opened=i + 1)
        if stop == i + 1 or not can_speak(tokens, phrase, _CITING):
            return None
        cited = resolve(tokens, phrase, people, Memory(), 0)
        return cited if cited is not None and not cited.vague and cited.name != speaker.name else None
    return None


def _ends_phrase(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    return (
        token.quoted
        or token.low in SUBORDINATORS | CONJUNCTIONS
        or is_finite(tokens, place)
        or time_phrase_end(tokens, place) > place
    )


def _quoting(tokens: Sequence[Token]) -> Phrase | None:
    """ "Y quoted X as saying"."""
    for i, token in enumerate(tokens):
        if token.low in ("quoted", "quotes", "cited") and not token.quoted and quoted_saying(tokens, i) is not None:
            lead = i - 1
            while lead >= 0 and is_adverb(tokens[lead]):
                lead -= 1
            return None if lead < 0 or tokens[lead].low in BE | {"been"} else subject_before(tokens, i)
    return None


def _according(tokens: Sequence[Token], attribution: Attribution) -> Phrase | None:
    """ "“A,” X said, according to Y"."""
    if attribution.cue.lemma == "according to":
        return None
    found = find_according(tokens, 0, len(tokens))
    return found.source if found is not None and not opens_content(tokens, found.verb) else None


def _reported(tokens: Sequence[Token], attribution: Attribution) -> Phrase | None:
    """ "“A,” X said, Y reported"."""
    for i in range(len(tokens) - 2, 0, -1):
        token = tokens[i]
        after = tokens[i + 1]
        past = time_phrase_end(tokens, i + 1)
        ends = not after.is_word or (i + 1 < past and (past >= len(tokens) or not tokens[past].is_word))
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
        saying = tokens[i].low in ("saying", "telling") and i > 0 and tokens[i - 1].low == "as"
        if not (tokens[i].low in _PASSIVE or saying) or tokens[i + 1].low != "by" or tokens[i].quoted:
            continue
        stop = i + 2
        while stop < len(tokens) and tokens[stop].is_word and not _ends_phrase(tokens, stop):
            stop += 1
        if stop > i + 2 and any(token.is_capital for token in tokens[i + 2 : stop]):
            return Phrase(i + 2, stop, opened=i + 2)
    return None
