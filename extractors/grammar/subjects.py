"""Where a verb's subject stands, and what describes it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.grammar.time_phrases import skip_openers, time_phrase_end
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
from language.sentences import word_set

VERSION = 7

# "Sen. Ann Lee, D-N.M., said"
_PARTY = re.compile(r"[DRI]-[A-Z]")


_LONGEST_TITLE = 8  # tokens, marks included
_ARTICLES = word_set("the a an")
_OPENING_NOUN = word_set("the a an its his her their")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase `tokens[start:end]`, and what describes it, `tokens[described_start:described_end]`."""

    start: int
    end: int
    described_start: int = 0
    described_end: int = 0  # equal to described_start: nothing describes it
    opened: int = 0  # where the phrase with everything that belongs to it begins


def subject_before(tokens: Sequence[Token], verb: int, floor: int = 0) -> Phrase | None:
    """The subject that stands before the verb at `verb`, not reaching below `floor`; None where it is not clear.

    Passes over adverbs and auxiliaries, and over descriptions between commas ("X, the chief of Y, said").
    """
    i = verb - 1
    while i >= floor and (is_adverb(tokens[i]) or tokens[i].low in AUXILIARIES or tokens[i].low in ("been", "to")):
        i -= 1
    # "X last week extended", "X on Sunday said"
    for back in range(4, 0, -1):
        if (
            i - back + 1 > floor
            and time_phrase_end(tokens, i - back + 1) == i + 1
            and not _bare_noun(tokens, i - back + 1)
        ):
            i -= back
            break
    if i < floor:
        return None
    described = (0, 0)
    i = within_title(tokens, i, floor)
    while i > floor and tokens[i].low in (",", "–", "—", ")"):
        opener = _description_start(tokens, i, floor)
        if opener is None:
            return None
        described = (opener + 1, described[1] or i)
        i = opener - 1
        home = _before_home(tokens, i, floor)
        if home < i:
            described, i = (home + 2, described[1]), home
        # "Paul Moss, 22, of Oldport, said"
        in_passing = tokens[i].low.isdigit() or _PARTY.match(tokens[i].text)
        if i - 1 > floor and in_passing and tokens[i - 1].low == ",":
            described = (i, described[1])
            i -= 2
    start = phrase_start(tokens, i, floor)
    if start is None or start > i:
        return None
    outer = _before_participle(tokens, start, floor)
    opened = phrase_start(tokens, outer, floor) if outer is not None else None
    if outer is not None and opened is not None and opened <= outer:
        described, i, start = (outer + 2, described[1] or i + 1), outer, opened
    before = _before_relative(tokens, start, floor)
    if before is not None:
        # "Voters who watched the debate said": the debate is what they watched
        i = before
        start = phrase_start(tokens, i, floor)
        if start is None or start > i:
            return None
    return Phrase(start, i + 1, described[0], described[1], start)


def within_title(tokens: Sequence[Token], last: int, floor: int) -> int:
    """The comma that a title in quotation marks closes with, "“Morning Oldport,”"; else `last`."""
    if tokens[last].low not in ("”", '"') or last - 2 <= floor or tokens[last - 1].low != ",":
        return last
    k = last
    while k > floor and tokens[k].quoted:
        k -= 1
    titled = all(token.is_capital for token in tokens[k + 1 : last] if token.is_word)
    return last - 1 if titled and last - k <= _LONGEST_TITLE and tokens[k].is_word else last


def _before_participle(tokens: Sequence[Token], start: int, floor: int) -> int | None:
    """The last word before a participle whose object is what begins at `start`; None where there is none.

    "The judge, jailing a third man, Paul Moss, for a year, said": it is the judge who said it.
    """
    if start - 2 <= floor or tokens[start - 1].low != ",":
        return None
    for i in range(start - 2, max(floor, start - 20), -1):
        token = tokens[i]
        if token.quoted or token.low in (";", ":") or is_finite(tokens, i):
            return None
        if token.low.endswith("ing") and token.text.islower() and tokens[i - 1].low == "," and i - 2 >= floor:
            led = token.low in PREPOSITIONS or not tokens[i - 2].is_word or time_phrase_end(tokens, i - 2) == i - 1
            return None if led or finite_verbs(tokens, floor, i - 1) else i - 2
    return None


def _before_home(tokens: Sequence[Token], last: int, floor: int) -> int:
    """The place before where somebody is from: before the comma of ", of Oldport, N.Y.", else `last`."""
    if last - 4 <= floor or not tokens[last].is_capital:
        return last
    if tokens[last - 1].low != ",":
        # "Ann Lee, of Oldport General Hospital, who had seen it, said"
        k = last
        while k > floor and (tokens[k].is_capital or tokens[k].low in ("of", "the", "and", "for")):
            k -= 1
        placed = k > floor and tokens[k].low == "," and tokens[k + 1].low == "of"
        return k - 1 if placed and tokens[k - 1].is_capital else last
    k = last - 2
    while k > floor and tokens[k].is_capital:
        k -= 1
    if k < last - 2 and tokens[k].low in ("of", "from", "in") and tokens[k - 1].low == ",":
        return k - 2
    return last


def _before_relative(tokens: Sequence[Token], start: int, floor: int) -> int | None:
    """The last word before the "who" of a relative clause whose object begins at `start`; None where it is none."""
    k = start - 1
    while (k > floor and tokens[k].low in PREPOSITIONS | {"the", "a", "an"}) or (k > floor and is_adverb(tokens[k])):
        k -= 1
    if k <= floor or not is_finite(tokens, k):
        return None
    k -= 1
    while k > floor and (is_adverb(tokens[k]) or tokens[k].low in AUXILIARIES):
        k -= 1
    if k <= floor or tokens[k].low not in ("who", "which") or not tokens[k - 1].is_word:
        return None
    return k - 1


def _bare_noun(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index].low in ("the", "at", "2")


def _description_start(tokens: Sequence[Token], close: int, floor: int) -> int | None:
    """The comma that opens the description closed by the comma at `close`."""
    mark = tokens[close].low
    wanted = "(" if mark == ")" else mark
    quoted = 0  # tokens of a title set in marks: "host of “Morning Oldport,”"
    for i in range(close - 1, max(floor, close - 40) - 1, -1):
        token = tokens[i]
        quoted = quoted + 1 if token.quoted else 0
        if quoted > _LONGEST_TITLE or (token.low in ";:" and not token.quoted):
            return None
        if token.low == wanted and not token.quoted:
            first = tokens[i + 1]
            describes = (
                first.low
                in (
                    "the",
                    "a",
                    "an",
                    "who",
                    "whose",
                    "which",
                    "one",
                    "its",
                    "his",
                    "her",
                    "now",
                    "then",
                    "formerly",
                    "also",
                )
                or first.text[0].isdigit()
                or _PARTY.match(first.text)
                or first.is_possessive
                or (tokens[close - 1].text.islower() and any(t.is_possessive for t in tokens[i + 1 : close]))
                or (not first.is_capital and first.low not in CONJUNCTIONS and first.low not in SUBORDINATORS)
                # "The head of the union, Ann Lee, said"
                or (wanted == "," and 2 <= close - i - 1 <= 4 and all(t.is_capital for t in tokens[i + 1 : close]))
                # "Her husband, Paul, said"
                or (wanted == "," and close - i == 2 and first.is_capital and tokens[i - 1].text.islower())
            )
            if wanted == "(" or describes:
                return i if i > floor else None
            if mark == ",":
                continue
            return None
    return None


def phrase_start(tokens: Sequence[Token], last: int, floor: int) -> int | None:
    """Where the noun phrase that ends at `last` begins."""
    if tokens[last].low in SUBJECT_PRONOUNS and not tokens[last].quoted:
        return last
    begin = last
    i = last
    while i >= floor:
        token = tokens[i]
        if token.low == ")" and not token.quoted:
            # "the Board (NTSB) said"
            opening = next((k for k in range(i, max(floor, i - 12) - 1, -1) if tokens[k].low == "("), None)
            if opening is not None and opening > floor:
                i = opening - 1
                continue
        if not token.is_word or token.quoted:
            break
        if token.low in SUBORDINATORS:
            break
        if i != last and is_finite(tokens, i) and not token.is_capital:
            break
        if token.low in CONJUNCTIONS and not _joins_nouns(tokens, i, last, floor):
            break
        begin = i
        i -= 1
    # What opens the clause before its subject: "But", "On Sunday", "In London".
    begin = skip_openers(tokens, begin, last)
    if begin > last:
        return None
    if tokens[begin].low in PREPOSITIONS:
        article = _article_behind(tokens, begin, last)
        if article is not None:
            return article
        # "In London Peskov said": the name after the phrase, if there is just one.
        j = last
        while j > begin and tokens[j].is_capital and tokens[j - 1].is_capital:
            j -= 1
        return j if tokens[j].is_capital and tokens[j - 1].low not in PREPOSITIONS and j > begin + 1 else None
    return begin


def _article_behind(tokens: Sequence[Token], begin: int, last: int) -> int | None:
    """The article that follows the noun of an opening phrase: "Outside the chamber a spokesman said"."""
    for i in range(begin + 2, last):
        if tokens[i].low in _ARTICLES and tokens[i - 1].low not in PREPOSITIONS | DETERMINERS | CONJUNCTIONS:
            return i
    return None


def _joins_nouns(tokens: Sequence[Token], index: int, last: int, floor: int) -> bool:
    """Whether "and" at `index` joins two nouns of one phrase: "The United States and Russia", "Trump and Vance"."""
    if index <= floor or index >= last:
        return False
    before, after = tokens[index - 1], tokens[index + 1]
    if before.low == "," or not before.is_word:
        return False
    if not finite_verbs(tokens, floor, index):
        return True
    return (before.is_capital and after.is_capital) or names_several(tokens, floor, index)


def names_several(tokens: Sequence[Token], start: int, index: int) -> bool:
    """Whether "and" at `index` joins nouns that stand behind a comma, with no verb between: ", the mayor and a clerk".

    Not "in Paris, France and Ann Lee", whose comma belongs to a place.
    """
    comma = next((k for k in range(index - 1, start, -1) if not tokens[k].is_word), None)
    if comma is None or tokens[comma].low != "," or tokens[comma].quoted or not 0 < index - comma - 1 <= _LONGEST_TITLE:
        return False
    first, after = tokens[comma + 1], tokens[index + 1]
    opens = first.low in _OPENING_NOUN or first.is_capital
    goes_on = after.low in _OPENING_NOUN or after.is_capital
    placed = tokens[comma - 1].is_capital and first.is_capital and first.low not in _OPENING_NOUN
    return opens and goes_on and not placed and not any(is_finite(tokens, k) for k in range(comma + 1, index))


def subject_after(tokens: Sequence[Token], verb: int) -> Phrase | None:
    """The subject that follows its verb, as after a quotation: said X, 59, who …; None where none follows."""
    i = verb + 1
    end = i
    while end < len(tokens):
        token = tokens[end]
        if (
            not token.is_word
            or token.quoted
            or token.low in SUBORDINATORS
            or (end > i and token.low in PREPOSITIONS - {"of", "for", "at", "from", "in", "with"})
        ):
            break
        if end > i and ((is_finite(tokens, end) and not token.is_capital) or time_phrase_end(tokens, end) > end):
            break
        if token.low in CONJUNCTIONS and not (end + 1 < len(tokens) and tokens[end + 1].is_capital):
            break
        end += 1
    if end == i or tokens[i].low in PREPOSITIONS or time_phrase_end(tokens, i) > i:
        return None
    described = (0, 0)
    if end < len(tokens) - 1 and tokens[end].low == ",":
        close = end + 1
        while close < len(tokens) and tokens[close].low not in '.;:“"‘' and not tokens[close].quoted:
            close += 1
        if close > end + 1:
            described = (end + 1, close)
    return Phrase(i, end, described[0], described[1], i)
