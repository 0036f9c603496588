"""Who is said to have said what in one clause: the source, the cue, the words attributed, and how faithfully."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from extractors.grammar.subjects import Phrase, subject_after, subject_before, within_title
from extractors.grammar.time_phrases import time_phrase_end
from extractors.grammar.tokens import Token
from extractors.grammar.verb_forms import ALSO_PARTICIPLES, NOT_PAST
from extractors.grammar.verbs import finite_verbs, is_finite
from extractors.grammar.word_classes import (
    BE,
    DETERMINERS,
    HAVE,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    WEEKDAYS,
    is_adverb,
)
from extractors.speech.cues import CUES, Cue
from extractors.speech.sources import agrees, can_speak
from language.sentences import word_set

VERSION = 11


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution within the tokens of a sentence; all places are token indices.

    `content` is the attributed stretch that is not in quotation marks, as [start, end); it may hold quoted words.
    `direct`: a whole quotation belongs to it. `partial`: only words of the content are quoted.
    """

    cue: Cue
    verb: int
    source: Phrase
    content: tuple[int, int]
    direct: bool
    partial: bool
    inverted: bool = False


_ACCORDING = Cue("according to", "say", strong=True, holds=False)
_TAKE_THINGS = frozenset(("announce", "deny", "confirm", "predict", "estimate", "promise"))
# What somebody dismisses by saying something: employees and lawsuits are dismissed by doing it.
_SAID_THINGS = word_set(
    "claim claims allegation allegations accusation accusations report reports criticism criticisms suggestion "
    "suggestions idea ideas notion rumor rumors rumour rumours concern concerns fear fears warning warnings "
    "talk speculation theory theories complaint complaints question questions call calls threat threats remark "
    "remarks comment comments argument arguments statement statements view views proposal proposals demand "
    "demands possibility prospect charge assertion"
)
# Participles of what was written, besides those that end in "-ed".
_SEEN = word_set("seen written shown given known drawn leaked")
_MADE_PUBLIC = frozenset(("published", "released", "issued", "conducted", "posted", "obtained"))
_NOBODY_IN_PARTICULAR = frozenset(("you", "me", "him", "them", "us", "it", "this", "that", "what"))
_WHEN = frozenset(("on", "last", "this", "yesterday", "today", *WEEKDAYS))


def find_attribution(
    tokens: Sequence[Token], start: int, end: int, skip: Container[int] = frozenset()
) -> Attribution | None:
    """The outermost attribution of the clause `tokens[start:end]`, None where it speaks in the article's own voice.

    Cues at the places in `skip` belong to other clauses and do not count.
    """
    according = find_according(tokens, start, end)
    found: list[tuple[int, Attribution]] = []
    for verb in range(start, end):
        cue = CUES.get(tokens[verb].low)
        if (
            cue is None
            or verb in skip
            or tokens[verb].quoted
            or tokens[verb].is_capital
            or is_no_verb(tokens, verb, start)
        ):
            continue
        attribution = read_cue(tokens, start, end, verb, cue)
        if attribution is not None:
            rank = 0 if attribution.direct else 1 if cue.strong else 2
            found.append((rank, attribution))
            if rank == 0:
                break
    if found:
        best = min(found, key=lambda pair: (pair[0] != 0, pair[1].verb if pair[0] != 0 else 0))[1]
        # "X said A, and B" begins before any verb within A.
        if according is None or best.direct:
            return best
    return according


def is_no_verb(tokens: Sequence[Token], verb: int, start: int) -> bool:
    """Whether the word is here a noun, a participle, an infinitive or a passive."""
    if verb == start:
        return True
    before = tokens[verb - 1]
    low = before.low
    if low in (",", '"', "”", "’") or before.quoted:
        return False
    if is_adverb(before) and verb - 2 >= start and tokens[verb - 2].low in HAVE:
        return False
    if (
        low in DETERMINERS
        or (before.is_possessive and not before.quoted)
        or low in PREPOSITIONS
        or low in ("to", "being", "having")
    ):
        # "Some said" is a source and a verb, "most state contests" is not.
        verbal = tokens[verb].low.endswith("ed") or tokens[verb].low in (
            "say",
            "says",
            "said",
            "told",
            "wrote",
            "think",
        )
        alone = low in ("some", "many", "others", "most", "one", "few", "several", "who", "both", "all")
        return not (alone and verbal)
    i = verb - 1
    while i > start and (is_adverb(tokens[i]) or tokens[i].low == "been"):
        if tokens[i].low == "been":
            return True
        i -= 1
    if tokens[i].low in BE and not tokens[verb].low.endswith("ing"):
        return True
    following = tokens[verb + 1] if verb + 1 < len(tokens) else None
    # "the said man", "claims of": a noun after all
    return following is not None and following.low == "of" and tokens[verb].low not in ("spoke", "spoken", "told")


def read_cue(tokens: Sequence[Token], start: int, end: int, verb: int, cue: Cue) -> Attribution | None:
    """The attribution that the cue at `verb` makes, if any."""
    before = _last_quoted_before(tokens, start, verb)
    if before == verb - 1 and within_title(tokens, before, start) < before:
        before = None  # "Ann Lee, host of “Morning Oldport,” said"
    floor = before + 1 if before is not None else start
    while floor < verb and tokens[floor].low in (",", "–", "—"):
        floor += 1
    inverted = False
    source: Phrase | None = None
    if before is not None and floor == verb:
        source = subject_after(tokens[:end], verb)
        inverted = source is not None
    if source is None and floor < verb:
        source = subject_before(tokens, verb, floor)
    if source is None and verb > start and tokens[verb - 1].low == ",":
        # "The plan has failed, said X."
        source = subject_after(tokens[:end], verb)
        inverted = source is not None
        if inverted and not cue.strong:
            return None
    if source is None or not can_speak(tokens, source, cue) or not agrees(tokens, source, verb, cue.lemma):
        return None
    after_source = (source.described_end or source.end) if inverted else verb + 1
    quoted_before = before is not None and _touches(tokens, before, verb, source, inverted)
    rest = skip_to_that(tokens, after_addressee(tokens, after_source, end, cue), end)
    quoted_after = _quote_at(tokens, rest, end)
    whole_before = quoted_before and _is_whole_quote(tokens, start, before)
    if cue.sort == "say" and (whole_before or (quoted_after is not None and _quote_reaches(tokens, quoted_after, end))):
        return Attribution(cue, verb, source, (quoted_after or start, end), True, False, inverted)
    if cue.sort == "say":
        return _indirect(tokens, start, end, verb, cue, source, rest, inverted)
    quoted = any(token.quoted for token in tokens[verb:end])
    if cue.sort == "name" and (not quoted or tokens[verb + 1].quoted):
        return None  # "a site called “Harbour News”" is only its name
    if rest >= end or (cue.lemma == "dismiss" and not _is_of_words(tokens, verb + 1, end)):
        return None
    return Attribution(cue, verb, source, (verb, end), False, quoted, inverted)


def _is_of_words(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether what is dismissed was said, or is called something: "dismissed the claim", "dismissed it as nonsense"."""
    return any(token.quoted or token.low in _SAID_THINGS or token.low in ("as", "that") for token in tokens[start:end])


def _indirect(
    tokens: Sequence[Token], start: int, end: int, verb: int, cue: Cue, source: Phrase, rest: int, inverted: bool
) -> Attribution | None:
    opened = source.opened if not inverted else verb
    if rest < end and tokens[rest].low in (",", "–", "—") and opened > start + 3 and tokens[opened - 1].low == ",":
        content = (start, opened - 1)  # "X has failed, the ministry said, a blow to …"
    elif rest >= end - 1 or tokens[rest].low in (".", "!", "?") or (tokens[rest].low == "," and opened <= start + 3):
        if opened <= start + 3 or not (tokens[opened - 1].low in (",", "–", "—") or tokens[opened - 1].quoted):
            return None
        if cue.lemma == "speak" or not (cue.strong or finite_verbs(tokens, start, opened - 1)):
            return None
        if tokens[start].low in PREPOSITIONS and not finite_verbs(tokens, start, opened - 1):
            return None
        content = (start, opened - 1)
    else:
        content = (rest + 1 if tokens[rest].low in ("that", ":") else rest, end)
        opens = tokens[content[0]].low if content[0] < end else ""
        clause = bool(finite_verbs(tokens, content[0], end))
        by_clause = tokens[rest].low in ("that", "whether", "if", "how", "why", "what") or (
            (clause or (cue.strong and opens not in PREPOSITIONS)) and (opens not in PREPOSITIONS or cue.strong)
        )
        infinitive = opens == "to" and cue.holds
        spoken_of = opens in ("of", "about") or tokens[rest].low == "for"
        quoted = any(token.quoted for token in tokens[content[0] : end])
        if not (
            by_clause
            or infinitive
            or (quoted and (spoken_of or cue.strong or cue.holds or cue.lemma in ("note", "warn", "speak")))
            # "announced a new tax", "denied any part in it": a thing instead of a clause
            or cue.lemma in _TAKE_THINGS
        ):
            return None
    told = [token for token in tokens[content[0] : content[1]] if token.is_word]
    thing = cue.lemma in _TAKE_THINGS and cue.holds and len(told) == 2 and told[0].low in DETERMINERS
    if len(told) < 3 and not thing:  # "denied the allegations"
        return None
    quoted = any(token.quoted for token in tokens[content[0] : content[1]])
    return Attribution(cue, verb, source, content, False, quoted, inverted)


def find_according(tokens: Sequence[Token], start: int, end: int) -> Attribution | None:
    for i in range(start, end - 2):
        if tokens[i].low != "according" or tokens[i + 1].low != "to" or tokens[i].quoted:
            continue
        close = i + 2
        while close < end and not tokens[close].quoted and tokens[close].low not in SUBORDINATORS:
            # "according to a May 4, 2019 report": a comma within a date ends nothing
            dated = tokens[close].low == "," and close + 1 < end and re.fullmatch(r"[12]\d\d\d", tokens[close + 1].low)
            if not tokens[close].is_word and not dated:
                break
            close += 1
        her = tokens[i + 2].low == "her" and close == i + 3  # and not "her report"
        if close == i + 2 or her or tokens[i + 2].low in _NOBODY_IN_PARTICULAR:
            return None
        when = next(
            (k for k in range(i + 3, close) if tokens[k].low in _WHEN and time_phrase_end(tokens, k) == close), close
        )
        while when > i + 3 and tokens[when - 1].low in _MADE_PUBLIC:
            when -= 1
        source = Phrase(i + 2, when, opened=i)
        opens_clause = all(not token.is_word or token.low in ("but", "and", "still") for token in tokens[start:i])
        content = (_behind_aside(tokens, close, end) + 1, end) if opens_clause else (start, i)
        if content[0] >= content[1]:
            return None
        quoted = any(token.quoted for token in tokens[content[0] : content[1]])
        direct = quoted and all(token.quoted or not token.is_word for token in tokens[content[0] : content[1]])
        return Attribution(_ACCORDING, i, source, content, direct, quoted and not direct)
    return None


_WHERE_SAID = 14  # tokens: "said in a letter dated 19 October that"


def opens_content(tokens: Sequence[Token], according: int) -> bool:
    """Whether somebody says that a source tells it: "Lee said that, according to a survey, A"."""
    lead = according - 1 if tokens[according - 1].low == "," else according
    said = any(token.low in CUES and not token.quoted for token in tokens[max(0, lead - _WHERE_SAID) : lead - 1])
    return lead > 1 and tokens[lead - 1].low == "that" and said


def _behind_aside(tokens: Sequence[Token], comma: int, end: int) -> int:
    """The comma that closes what is told of the source, "according to the report, seen by X, …"; else `comma`."""
    first = comma + 1
    if first >= end or tokens[comma].low != "," or tokens[first].quoted:
        return comma
    low = tokens[first].low
    relative = low in ("which", "who", "whose")
    if not relative and not ((low.endswith("ed") and low not in NOT_PAST) or low in ALSO_PARTICIPLES | _SEEN):
        return comma
    # "According to the report, which quoted his doctor, Ann Lee, as saying A, B"
    saying = (k + 1 for k in range(first, end - 1) if tokens[k].low == "as" and tokens[k + 1].low == "saying")
    for close in range(next(saying, first) + 1 if relative else first + 1, end):
        if tokens[close].low != "," or (close + 1 < end and tokens[close + 1].low.isdigit()):
            continue  # "March 4, 2025,"
        told = tokens[first + 1 : close]
        # "wounded people were taken away, …" tells of people, and not of the source
        if (relative or not finite_verbs(told)) and finite_verbs(tokens, close + 1, end):
            return close
        return comma
    return comma


def _last_quoted_before(tokens: Sequence[Token], start: int, verb: int) -> int | None:
    for i in range(verb - 1, start - 1, -1):
        if tokens[i].quoted:
            return i
    return None


def _touches(tokens: Sequence[Token], quoted: int, verb: int, source: Phrase, inverted: bool) -> bool:
    """Whether nothing but the source stands between the quotation and its cue."""
    first = verb if inverted else source.start
    return all(not token.is_word or is_adverb(token) for token in tokens[quoted + 1 : first])


def _is_whole_quote(tokens: Sequence[Token], start: int, last_quoted: int | None) -> bool:
    """Whether all words of the clause up to `last_quoted` are quoted: the clause begins with the quotation."""
    if last_quoted is None:
        return False
    return all(
        token.quoted or not token.is_word or token.low in ("but", "and") for token in tokens[start : last_quoted + 1]
    )


def _quote_at(tokens: Sequence[Token], index: int, end: int) -> int | None:
    """The place of a quotation that begins at `index`, after a comma, a colon or "that" if need be."""
    while index < end and tokens[index].low in (",", ":", "that"):
        index += 1
    return index if index < end and tokens[index].quoted else None


def _quote_reaches(tokens: Sequence[Token], index: int, end: int) -> bool:
    """Whether the quotation at `index` is most of what follows, and so an utterance and not a phrase set off."""
    quoted = sum(token.quoted and token.is_word for token in tokens[index:end])
    rest = sum(token.is_word and not token.quoted for token in tokens[index:end])
    return quoted >= 4 and quoted > rest


def after_addressee(tokens: Sequence[Token], index: int, end: int, cue: Cue) -> int:
    """The place after whom, when and where it was said: "told reporters on Sunday in Rome", "wrote on Telegram"."""
    i = index
    if cue.lemma in ("tell", "assure", "inform"):
        while i < end and tokens[i].is_word and not tokens[i].quoted and tokens[i].low not in SUBORDINATORS:
            if time_phrase_end(tokens, i) > i or (i > index and is_finite(tokens, i)):
                break
            if i > index and tokens[i].low in PREPOSITIONS - {"of"}:
                break
            # "told Reuters only 10% of …": after a name a plain word or a number begins what was told.
            if (
                i > index
                and tokens[i - 1].is_capital
                and not tokens[i].is_capital
                and tokens[i].low not in ("of", "and")
            ):
                break
            if i > index and (
                tokens[i].low in SUBJECT_PRONOUNS or tokens[i].low in ("the", "a", "an", "his", "her", "its", "their")
            ):
                break
            i += 1
    while i < end:
        after = time_phrase_end(tokens, i)
        if i < after < end and is_finite(tokens, after):
            break  # "said last year was the hottest on record"
        if after > i and tokens[i].low != "since":
            i = min(after, end)
            continue
        if (
            i > index - 1
            and tokens[i].low in ("on", "in", "at", "during", "via", "through", "to", "from", "after")
            and tokens[i].low != "to"
        ):
            j = i + 1
            while (
                j < end
                and tokens[j].is_word
                and not tokens[j].quoted
                and tokens[j].low not in SUBORDINATORS
                and j - i < 9
            ):
                # "in an April filing": a time that belongs to a thing ends no place
                if is_finite(tokens, j) or (time_phrase_end(tokens, j) > j and tokens[j - 1].low not in DETERMINERS):
                    break
                j += 1
            stops = (
                j >= end
                or tokens[j].low in ("that", ",", ".", ":")
                or tokens[j].quoted
                or time_phrase_end(tokens, j) > j
            )
            if (
                stops
                and j > i + 1
                and not (j < end and tokens[j].low == "," and finite_verbs(tokens, j, end) and not tokens[j + 1].quoted)
            ):
                i = j
                continue
        break
    return i


def skip_to_that(tokens: Sequence[Token], index: int, end: int) -> int:
    """The "that" to which a phrase of place leads: "said in a filing to the Commission that …"; else `index`."""
    if index >= end or tokens[index].low not in ("in", "at", "on", "to", "during", "through", "via"):
        return index
    for i in range(index + 1, min(end, index + 25)):
        if tokens[i].low == "that":
            return i
        if tokens[i].quoted or tokens[i].low in (",", ";", ":") or is_finite(tokens, i):
            return index
    return index
