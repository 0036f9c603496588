"""Which words of a sentence are its finite verbs, told without a tagger.

Everything here is a heuristic over closed word lists and neighbours. Where it is unsure it says no, so that a caller
keeps the whole sentence instead of a wrong piece of it.
"""

import re
from collections.abc import Sequence

from extractors.grammar.phrases import is_phrase
from extractors.grammar.time_phrases import skip_openers
from extractors.grammar.tokens import Token
from extractors.grammar.verb_forms import (
    ALSO_PARTICIPLES,
    ANY_STEM,
    ANY_THIRD,
    NOT_PAST,
    NOUNS_FIRST,
    PAST,
    PRESENT,
    PRESENT_STEMS,
)
from extractors.grammar.word_classes import AUXILIARIES, CLOSED_WORDS, DETERMINERS, PREPOSITIONS, PRONOUNS, is_adverb
from language.sentences import word_set

VERSION = 8

_CONTRACTED = re.compile(r"(?:i|you|he|she|it|we|they|that|there|who|what)'(?:s|re|ve|ll|d|m)\Z")
_LONGEST_ASIDE = 15  # tokens
# What a team does, of which British papers speak in the plural: "Eastvale host Westbury on Saturday".
_TEAM_VERBS = word_set("host face play travel visit meet take sit lie lead trail welcome beat need remain stay")
_FOREIGN_PLURALS = word_set("algae bacteria data media criteria phenomena fungi alumni")
_IRREGULAR_PLURALS = word_set("people police men women children percent cattle staff youth fish sheep")
_PLURAL_OPENERS = word_set("half most many all both some few several two three four five six seven eight nine ten")
_FRACTIONS = word_set("third quarter fifth tenth majority")
_APPROXIMATELY = word_set("about around over under nearly almost roughly some than at least most up to more fewer")
_MORE_BASE_FORMS = word_set("rent cycle commute travel smoke drink eat study share sleep teach train sit lie stay")


def is_finite(tokens: Sequence[Token], index: int) -> bool:
    """Whether the token at `index` looks like a finite verb where it stands."""
    token = tokens[index]
    low = token.low
    if not token.is_word:
        return False
    if is_phrase(low):
        return _phrase_is_finite(tokens, index)
    if low in AUXILIARIES:
        return not (token.is_capital and index > 0 and low in ("may", "will"))
    if _CONTRACTED.match(low) and not low.endswith("who's"):
        return True
    if token.is_capital and index > 0 and tokens[index - 1].is_word:
        return False
    before = tokens[index - 1] if index else None
    if before is not None and before.low in ("“", '"') and index > 1:
        before = tokens[index - 2]  # "that the vaccine “loses 5% a year”"
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if before is not None and (before.low in DETERMINERS or before.is_possessive):
        # "the accused", "his left"; but "this led", "many died"
        if before.low not in (
            "this",
            "that",
            "these",
            "those",
            "some",
            "many",
            "all",
            "both",
            "most",
            "one",
            "few",
            "several",
        ):
            return False
        return low in PAST or (
            low.endswith("ed") and low not in NOT_PAST and after is not None and not _is_plural(after)
        )
    if before is not None and (before.low in PREPOSITIONS or before.low in ("to", "be", "been", "being", "having")):
        return False
    if low in PAST:
        # ", laid bare in …," and ", led by …," only describe what stands before the comma.
        return not (before is not None and before.low in (",", "–", "—", "(") and low in ALSO_PARTICIPLES)
    if low.endswith("ed") and len(low) > 3 and "-" not in low.removeprefix("co-") and low not in NOT_PAST:
        # ", regarded by many as" and "people killed in" only describe; "X, killed Y" does not occur.
        return not (
            before is None or (before.low in (",", "–", "—", "(") and after is not None and after.low in PREPOSITIONS)
        )
    if low in PRESENT and before is not None:
        # "Ann Lee, whose book came out in May, writes:"
        announces = before.low == "," and after is not None and after.low in (":", "“", '"')
        return (
            announces
            or _follows_aside(tokens, index)
            or (
                before.is_capital
                or before.low in PRONOUNS
                or (
                    not _is_plural(before)
                    and before.low.isalpha()
                    and (after is None or not after.is_word or after.low != "of")
                    and low not in NOUNS_FIRST
                )
            )
        )
    if low in PRESENT_STEMS and before is not None:
        return before.low in ("they", "we", "i", "you", "who", "which", "that") or (
            _is_plural(before) and not before.is_possessive and after is not None and low not in NOUNS_FIRST
        )
    return False


def _follows_aside(tokens: Sequence[Token], index: int) -> bool:
    """Whether a verb stands behind what is told beside a name, or behind a name: "the mayor, Ann Lee, remains here"."""
    if tokens[index - 1].low != "," or tokens[index].low in NOUNS_FIRST or index + 1 >= len(tokens):
        return False
    opened = next((i for i in range(index - 2, max(index - _LONGEST_ASIDE, 0), -1) if tokens[i].low == ","), 0)
    aside = tokens[opened + 1 : index - 1]
    named = tokens[opened - 1].is_capital or (1 < len(aside) <= 4 and all(token.is_capital for token in aside))
    return opened > 0 and named and tokens[index + 1].low not in ("of", ",")


def _phrase_is_finite(tokens: Sequence[Token], index: int) -> bool:
    """Whether a verb of several words is a finite one: "critics point out", but not "as pointed out" or "to make"."""
    verb = tokens[index].low.rpartition(" ")[2]
    before = tokens[index - 1].low if index else ""
    led = before in PREPOSITIONS | DETERMINERS | {"to", "be", "been", "being", "having"}
    bare = verb in ANY_STEM and before in AUXILIARIES
    return not (verb.endswith("ing") or led or bare)


def _may_be_finite(tokens: Sequence[Token], index: int) -> bool:
    token, before, after = tokens[index], tokens[index - 1], tokens[index + 1]
    low = token.low
    if not low.isalpha() or token.is_capital or low in CLOSED_WORDS:
        return False
    if before.low == "," and after.low == "to" and low in ANY_THIRD:
        return True  # "NASA, which funds it, plans to cut"
    if before.low in (",", "–", "—", ")") and (low in PAST or (low.endswith("ed") and low not in NOT_PAST)):
        return True
    # The "All" and the "In" that a sentence begins with are no names.
    named = before.is_capital and before.low not in PREPOSITIONS | _PLURAL_OPENERS
    if named or (is_adverb(before) and index > 1 and tokens[index - 2].is_capital):
        return low.endswith("s") and not low.endswith(("ss", "'s")) and after.low in CLOSED_WORDS
    ends_like_no_verb = low.endswith(("s", "ing", "ly", "ed", "al", "ous", "ive", "ful", "ion"))
    follows_noun = _is_plural(before) and before.low not in CLOSED_WORDS and before.low.isalpha()
    return (
        follows_noun
        and not ends_like_no_verb
        and (after.low in CLOSED_WORDS or after.low[0].isdigit() or _is_plural(after))
    )


def _verb_of_the_only_clause(tokens: Sequence[Token], start: int, index: int) -> bool:
    """Whether the token at `index` is a known verb that agrees with the word before it: "Green algae absorb carbon"."""
    token = tokens[index]
    if token.is_capital or (token.low not in ANY_THIRD and token.low not in ANY_STEM):
        return False
    place = index - 1
    while place > 0 and (is_adverb(tokens[place]) or tokens[place].low in (")", "]", "both", "each", "either")):
        if tokens[place].low in (")", "]"):
            # "the Identification System (AIS) covers": a bracket says again what stands before it.
            while place > 0 and tokens[place].low not in ("(", "["):
                place -= 1
        place -= 1
    before = tokens[place]
    if before.low in ("they", "we", "you", "i", "both", "many", "most", "some", "few", "others"):
        return token.low in ANY_STEM
    if before.low in ("he", "she", "it"):
        return token.low in ANY_THIRD
    if (
        not before.is_word
        or before.quoted != token.quoted
        or before.low in CLOSED_WORDS | AUXILIARIES
        or before.is_possessive
    ):
        return False
    if index + 1 < len(tokens) and tokens[index + 1].low in ("of", ":"):
        return False
    plural = _is_plural_noun(before) or before.low in _FOREIGN_PLURALS
    if token.low in _TEAM_VERBS and index + 1 < len(tokens) and all(t.is_capital for t in tokens[start:index]):
        return tokens[index + 1].is_capital or tokens[index + 1].low in CLOSED_WORDS
    if token.low in ANY_STEM:
        joined = any(t.low == "and" for t in tokens[max(place - 4, 0) : place])
        if plural or joined or before.low.endswith(("%", "percent")):
            return True
        after = tokens[index + 1].low if index + 1 < len(tokens) else ""
        return after in CLOSED_WORDS and _has_plural_head(tokens, start, place)
    return not plural or before.is_capital


def _has_plural_head(tokens: Sequence[Token], start: int, last: int) -> bool:
    """Whether a subject up to `last` is plural before its first preposition: "Charges of terrorism"."""
    first = skip_openers(tokens, start, last)
    head = next((i for i in range(first + 1, last) if tokens[i].low in PREPOSITIONS), first)
    return head > first and _is_plural_noun(tokens[head - 1]) and all(t.is_word for t in tokens[first : last + 1])


def _is_plural_noun(token: Token) -> bool:
    return _is_plural(token) or token.low in _IRREGULAR_PLURALS


def _agrees_in_plural(tokens: Sequence[Token], start: int, index: int) -> bool:
    """Whether the token at `index` is a base form after a plural subject: "About 900 people live in Oldport"."""
    token, before = tokens[index], tokens[index - 1]
    if token.low not in PRESENT_STEMS | _MORE_BASE_FORMS or token.is_capital or not before.is_word:
        return False
    if before.low in CLOSED_WORDS | AUXILIARIES or before.is_possessive or before.low in _APPROXIMATELY:
        return False
    first = skip_openers(tokens, start, index - 1)
    opener = first
    while opener < index - 1 and tokens[opener].low in _APPROXIMATELY and tokens[opener].low not in _PLURAL_OPENERS:
        opener += 1
    if opener == first and tokens[first].low in PREPOSITIONS:
        return False
    lead = [t for t in tokens[opener:index] if t.is_word]
    if not lead or len(lead) < index - opener:
        return False
    stop = next((i for i, t in enumerate(lead) if i and t.low in PREPOSITIONS), len(lead))
    counted = lead[0].low in _PLURAL_OPENERS or lead[0].low.endswith("%") or lead[0].low[0].isdigit()
    plural = _is_plural_noun(lead[stop - 1]) or (
        stop < len(lead) and (counted or lead[stop - 1].low in _FRACTIONS | {"percent", "cent"})
    )
    if not plural:
        return False
    if _is_plural_noun(before):
        return True
    # "households in Oldport own a boat": between a place and its verb only what follows tells them apart.
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return stop < len(lead) and after is not None and (after.low in CLOSED_WORDS - {"of"} or not after.low[0].isalpha())


def _is_plural(token: Token) -> bool:
    return token.low.endswith("s") and not token.low.endswith(("ss", "us", "is", "'s"))


def finite_verbs(tokens: Sequence[Token], start: int = 0, end: int | None = None) -> list[int]:
    """The places of finite verbs among `tokens[start:end]`.

    Where none is plain, a second look takes what is a verb for want of another: "X, head of Y, died".
    """
    end = len(tokens) if end is None else end
    found = [i for i in range(start, end) if is_finite(tokens, i)]
    if found:
        return found
    found = [i for i in range(start + 1, end - 1) if _agrees_in_plural(tokens, start, i)][:1]
    found = found or [i for i in range(start + 1, end) if _verb_of_the_only_clause(tokens, start, i)][:1]
    return found or [i for i in range(start + 1, end - 1) if _may_be_finite(tokens, i)][:1]
