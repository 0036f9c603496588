"""Parts of a sentence that stand alone: coordinated clauses with subjects of their own, and two kinds of side clause.

A part is always one contiguous stretch. Where a split could lose a condition, a negation, a hedge or a subject, the
sentence stays whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.grammar.subjects import names_several
from extractors.grammar.time_phrases import skip_openers, time_phrase_end
from extractors.grammar.tokens import Token
from extractors.grammar.verb_forms import PRESENT
from extractors.grammar.verbs import finite_verbs, is_finite
from extractors.grammar.word_classes import AUXILIARIES, CLOSED_WORDS, DETERMINERS, SUBORDINATORS, is_adverb
from extractors.speech.cues import CUES
from language.sentences import word_set

VERSION = 6

_CONDITIONS = word_set(
    "if unless when whenever although though while because since once until whether as before after even"
)
_CONTRASTS = word_set("while whereas")
_JOINING = _CONTRASTS | word_set("and but yet")
_FEWEST_WORDS = 4
_LONGEST_ASIDE = 15  # tokens
_CAUSING = word_set("because although though while whereas since when after before once until")
_POINTING = word_set("that this these those it such both each all")
_OWNERS = word_set("his her its their")
# "After A did B, C …" holds that A did B; "before A did B" and "if" do not.
_OPENING = word_set("after as although though")
_NO_SIDE = word_set("well a an the if though of for in")


@dataclass(frozen=True, slots=True)
class Clause:
    """The tokens [start, end) of a sentence; `side` for one taken out of another clause, which keeps it too.

    `earlier`: a side clause that happened before its main clause, whose date is not its own.
    """

    start: int
    end: int
    side: bool = False
    earlier: bool = False


def split_clauses(tokens: Sequence[Token]) -> list[Clause]:
    """The clauses of a sentence that can stand alone, in order; the whole sentence where there is just one."""
    sides = _side_regions(tokens)
    inside = {i for begin, stop in sides for i in range(begin, stop)}
    cuts = [0]
    for i in range(1, len(tokens) - 2):
        if i not in inside and _parts_here(tokens, cuts[-1], i):
            cuts.append(i + 1)
    cuts.append(len(tokens))
    clauses = []
    for start, end in pairwise(cuts):
        stop = end
        while (
            stop > start
            and end < len(tokens)
            and (tokens[stop - 1].low in _JOINING | {",", ";"} and not tokens[stop - 1].quoted)
        ):
            stop -= 1
        clauses.append(Clause(start, stop))
        for begin, close in sides:
            if start < begin and close <= end:
                earlier = tokens[begin - 1].low == "after"
                inner = split_clauses(tokens[begin:close])
                clauses.extend(Clause(begin + c.start, begin + c.end, True, earlier) for c in inner if not c.side)
    return clauses


def _parts_here(tokens: Sequence[Token], start: int, i: int) -> bool:
    """Whether an independent clause ends before, and another begins after, the token at `i`."""
    token = tokens[i]
    if token.quoted:
        return False
    if token.low == ";":
        begin = i + 1
    elif token.low in _JOINING and i > start + 2:
        begin = i + 1
        # Without a comma only a name with its own cue or verb right after is surely a new clause.
        if tokens[i - 1].low != "," and not (tokens[begin].is_capital and _has_verb_soon(tokens, begin, 6)):
            return False
        verb = next(iter(finite_verbs(tokens, begin)), None)
        if token.low == "and" and verb is not None and tokens[verb].low in CUES and names_several(tokens, start, i):
            return False  # "Prices rose, the Securities and Exchange Commission said"
        # "X left while Y was away" is one statement, "X said this while Y wrote that" are two.
        if token.low in _CONTRASTS and tokens[i - 1].low != "," and not _has_verb_soon(tokens, begin, 6, cues=True):
            return False
    else:
        return False
    if tokens[start].low in _CONDITIONS or tokens[begin].low in _CONDITIONS:
        return False
    end = _clause_end(tokens, begin)
    if i - start < _FEWEST_WORDS or end - begin < _FEWEST_WORDS or _verb_behind(tokens, begin, end) is None:
        return False
    left = finite_verbs(tokens, start, i)
    if not left or not (_is_whole(tokens, start, i) or (token.low in _CONTRASTS and tokens[i - 1].low == ",")):
        return False
    if any(t.low in ("if", "unless", "whether") and not t.quoted for t in tokens[start:end]):
        return False
    # What follows a reported clause may belong to the report: it parts only with a source of its own.
    reports = [k for k in left if tokens[k].low in CUES and not tokens[k].is_capital]
    if reports or any(t.low in ("that", "according") and not t.quoted for t in tokens[start:i]):
        verb = _verb_behind(tokens, begin, end)
        return verb is not None and tokens[verb].low in CUES
    return True


def _is_whole(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the last clause of a stretch has its verb: "because the president" before "and Congress" has none.

    "Since Thursday" opens no clause.
    """
    opened = (k for k in range(end - 1, start, -1) if tokens[k].low in _CAUSING and not tokens[k].quoted)
    place = next((k for k in opened if max(time_phrase_end(tokens, k), time_phrase_end(tokens, k + 1)) <= k + 1), None)
    return place is None or bool(finite_verbs(tokens, place + 1, end))


def _clause_end(tokens: Sequence[Token], begin: int) -> int:
    for k in range(begin, len(tokens)):
        if tokens[k].low == ";" and not tokens[k].quoted:
            return k
    return len(tokens)


def _has_verb_soon(tokens: Sequence[Token], begin: int, within: int, *, cues: bool = False) -> bool:
    for k in range(begin + 1, min(len(tokens), begin + within)):
        if tokens[k].quoted or not tokens[k].is_word:
            return False
        if is_finite(tokens, k):
            return not cues or tokens[k].low in CUES
        if not (tokens[k].is_capital or is_adverb(tokens[k]) or tokens[k].low in ("of", "the")):
            return False
    return False


def _verb_behind(tokens: Sequence[Token], begin: int, end: int) -> int | None:
    """The verb of a clause that begins with its subject; None where it does not, or the subject needs explaining."""
    first = skip_openers(tokens, begin, end - 1)
    if first >= end:
        return None
    token = tokens[first]
    if not token.is_word or token.quoted or token.low in SUBORDINATORS or token.low.endswith("ing"):
        return None
    plural = token.low.endswith("s") and not is_finite(tokens, first) and token.low not in AUXILIARIES | PRESENT
    opens = token.is_capital or token.low in DETERMINERS or token.low[0].isdigit() or plural
    if token.low in _POINTING or not (opens or _is_role(tokens, first, end)):
        return None
    owned = token.low in _OWNERS
    k = first + 1
    while k < min(end, first + 12):
        if is_finite(tokens, k):
            return None if owned or tokens[k - 1].low in SUBORDINATORS else k
        named = _behind_name(tokens, k, end)
        if named == k and (tokens[k].low in (",", ";", ":") or tokens[k].quoted or tokens[k].low in ("and", "or")):
            return None
        owned = owned and named == k  # "her deputy, Paul Moss, said" tells who it is
        k = max(named, k + 1)
    return None


def _is_role(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether what somebody is stands before their name: "shopkeeper Ed Pym", "harbour master Otto Brandt"."""
    name = next((k for k in range(first, min(first + 3, end)) if tokens[k].is_capital), first)
    led = [token.low for token in tokens[first:name]]
    plain = all(word.isalpha() and word not in CLOSED_WORDS for word in led)
    return bool(led) and plain and name + 1 < end and tokens[name + 1].is_capital and not tokens[name + 1].quoted


def _behind_name(tokens: Sequence[Token], comma: int, end: int) -> int:
    """The verb behind the name of an office or a clause on who it is; else `comma`.

    "The transport secretary, Neil Baxter, insists"; "Ed Pym, who chairs the traders, complained".
    """
    if tokens[comma].low != "," or comma + 1 >= end:
        return comma
    close = comma + 1
    if tokens[close].low == "who":
        while close < min(end, comma + _LONGEST_ASIDE) and tokens[close].low != "," and not tokens[close].quoted:
            close += 1
    while close < end and tokens[close].is_capital and not tokens[close].quoted:
        close += 1
    named = comma + 1 < close < end - 1 and tokens[close].low == ","
    return close + 1 if named and is_finite(tokens, close + 1) else comma


def _side_regions(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Clauses inside another that tell a thing of their own: "After A did B, C", ", in which A did B", "as A did B"."""
    found: list[tuple[int, int]] = []
    opener = 1 if tokens and tokens[0].low in ("but", "and") else 0
    if len(tokens) > _FEWEST_WORDS + opener and tokens[opener].low in _OPENING and not tokens[opener].quoted:
        begin = opener + 1
        stop = _side_end(tokens, begin, len(tokens))
        whole = stop < len(tokens) and not any(t.quoted for t in tokens[begin:stop]) and finite_verbs(tokens, stop)
        if whole and stop - begin >= _FEWEST_WORDS and _verb_behind(tokens, begin, stop) is not None:
            found.append((begin, stop))
    for i in range(len(tokens) - 4):
        if tokens[i].low != "," or tokens[i].quoted or (found and i < found[-1][1]):
            continue
        if tokens[i + 1].low == "in" and tokens[i + 2].low == "which":
            begin = i + 3
        elif tokens[i + 1].low == "as" and tokens[i + 2].low not in _NO_SIDE:
            begin = i + 2
        else:
            continue
        stop = _side_end(tokens, begin, len(tokens))
        if stop - begin >= _FEWEST_WORDS and _verb_behind(tokens, begin, stop) is not None:
            found.append((begin, stop))
    return found


def _side_end(tokens: Sequence[Token], begin: int, end: int) -> int:
    """Where a side clause closes: at a comma, also one within quotation marks, that its main clause follows."""
    for k in range(begin + 2, end - 1):
        if tokens[k].low != ",":
            continue
        following = k + 1
        while following < end and not tokens[following].is_word:
            following += 1
        if following >= end or tokens[following].quoted:
            continue
        if not tokens[k].quoted or tokens[following].low in AUXILIARIES:
            return following if tokens[k].quoted else k
    return end
