"""What kind of statement a stretch of text makes, and whether it can be checked at all.

Kinds are told by form: finite verbs, numbers, comparisons, modals, words that judge or feel. The order of the tests is
from what makes a statement uncheckable to the general case.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractors.grammar.time_phrases import skip_openers
from extractors.grammar.tokens import Token
from extractors.grammar.verb_forms import PAST, is_base_form
from extractors.grammar.verbs import finite_verbs, is_finite
from extractors.grammar.word_classes import AUXILIARIES, BE, DETERMINERS, DO, HAVE, MODALS, SUBJECT_PRONOUNS, is_adverb
from language.numbers import ONES
from language.sentences import word_set
from warehouse.records import ClaimKind, DateMention, Quantity

VERSION = 11


# Words that judge: a statement resting on one is a view, whatever else it says.
JUDGING = word_set(
    "absurd amazing appalling astonishing atrocious awesome awful bad baseless beautiful best better boorish brave "
    "brilliant brutally catastrophic clumsy contemptible courageous cowardly crazy cruel dangerous deplorable "
    "despicable disappointing disastrous disgraceful disgusting dreadful evil excellent extraordinary fair "
    "fantastic foolish frightening genius ghastly good great hard heroic hopeless horrible horrific huge "
    "hypocritical idiotic immoral important impossible impressive incredible inexcusable inhumane insane insolent "
    "insulting irresponsible laughable lucky magnificent marvelous mercilessly miserable naive nasty nonsense "
    "odious outrageous outrageously pathetic perfect perfectly pity pointless poor pragmatic quick reckless "
    "remarkable ridiculous right rude sad scandalous shameful shocking silly smart smartly stunning stupid "
    "successful superb surreal terrible terrific tragic tremendous true ugly unacceptable unbelievable unfair "
    "unfortunate unfortunately unpredictable unthinkable useless vile weak wicked wonderful worse worst worthless "
    "wrong pariah nightmare disgrace farce gift masterpiece miracle catastrophe optimistic pessimistic likely "
    "unlikely seems seem appears clearly obviously apparently frankly honestly surely hopefully sadly essentially "
    "entirely"
)
# Of these, the ones that leave a dated, numbered or named deed a fact all the same.
_MILD = word_set(
    "good great hard right better best huge poor weak true perfect important fair quick successful wrong worse "
    "worst likely unlikely appears seems seem smart bad lucky entirely dangerous clearly essentially tragic sad "
    "impossible"
)
FEELING = word_set(
    "afraid angry anxious ashamed delighted devastated disappointed euphoric excited fear fearful fears feel "
    "feeling feels felt furious glad gleeful grateful grieving happy hate hated heartbroken hope hoped hopeful "
    "hopes horrified hurt jealous joy love loved nervous overjoyed pleased pride proud relieved sad saddened scared "
    "shocked sorrow sorry stunned thrilled upset worried worries joyful"
)
_STIRRING = word_set(
    "stunned shocked delighted angered outraged thrilled horrified infuriated amazed astonished dismayed pleased "
    "alarmed"
)
_VAGUE_SUBJECTS = word_set(
    "many some others several most few everyone everybody someone somebody nobody anyone people things something "
    "nothing everything"
)
_SOME = word_set("some many several few most other")
_BARE_SUBJECTS = word_set("it this that they these those he she we you i there")
_ONE_OF_SEVERAL = word_set("first second third former latter other others")
_OWNERS = word_set("his her its their")
_COMPARING = word_set(
    "more less fewer most least first last second third only largest smallest biggest highest lowest longest "
    "shortest oldest youngest newest deadliest record unprecedented earliest latest fastest largest-ever "
    "best-selling double doubled triple tripled half than"
)
# "More than 200 nurses" tells a number; "more than Norway" compares.
_THAN_ANOTHER = re.compile(
    rf"\bthan (?!(?:[$€£¥]?\d|(?:{'|'.join(ONES)}|a|an|half|twice|hundreds|thousands|millions|billions)\b))"
)
_FIRST_OF_NAME = word_set(
    "anniversary lady minister name half quarter degree floor class responders amendment world place time of round"
)
_CAUSING = (
    "because of",
    "led to",
    "due to",
    "resulted in",
    "as a result of",
    "caused",
    "in response to",
    "owing to",
    "thanks to",
    "brought about",
    "stems from",
    "triggered by",
    "prompted by",
    "forced",
    "blamed on",
)
_ORDERING = word_set(
    "let please remember imagine consider look listen vote stop join help call visit see read click share go come don't"
)
_NORMS = word_set("should must ought shouldn't mustn't")
_SEEN_AS = re.compile(
    r"\b(?:is|are|was|were|been) (?:\w+ly )?(?:seen|viewed|regarded|considered|perceived) (?:\w+ )?as\b"
)
_A_WEEK = 7
_WAS_PLANNED = re.compile(r"\b(?:was|were|had been) (?:expected|set|due|scheduled|planned|slated) to\b")
# Before "to" and a verb they tell what is ahead: "is set to open", "due to arrive", but not "due to the rain".
_EXPECTING = word_set("expected set due going scheduled planned plans is are about poised slated")
# "The company never said so": what, stands elsewhere.
_SAID_SO = re.compile(r"\b(?:sa(?:id|ys?)|d(?:id|oes|o|one)|think|thought|hopes?|believes?) so$")
_TRUTH = word_set("true untrue false correct incorrect fact myth lie known proven illegal legal forbidden crime time")
_PARTICIPLES = word_set(
    "done gone made sent held met won lost paid found put set cut hit shot struck begun sworn drawn born worn torn "
    "grown known shown thrown flown become come run spent sold bought brought caught built left led read said told "
    "taught sunk sung"
)
# What a plan lays down in figures: it stands in the plan today, whenever it comes about.
_MEASURING = word_set(
    "cost hold employ have seat house accommodate cover span measure weigh contain include comprise carry last earn "
    "receive charge pay total run stretch serve store generate produce"
)
_LAID_DOWN = word_set("built priced paid worth funded spent allocated invested created provided capped limited set")


@dataclass(frozen=True, slots=True)
class Reading:
    """The kind of a statement, why it cannot be checked (None: it can), and whether it waits for its date."""

    kind: ClaimKind
    reason: str | None = None
    awaits: bool = False


def classify(
    tokens: Sequence[Token],
    *,
    dates: Sequence[DateMention] = (),
    quantities: Sequence[Quantity] = (),
    said: date | None = None,
    names: int = 0,
    subject_known: bool = False,
) -> Reading:
    """What the statement made by these tokens is. `said` is the day it was made; `names` counts the names in it;
    `subject_known` says that a pronoun at its head is resolved.
    """
    words = [token for token in tokens if token.is_word]
    if not words:
        return Reading("state", "no words")
    lows = [token.low for token in words]
    text = (
        " ".join(lows)
        .replace("rather than", "rather")
        .replace("other than", "other")
        .replace("at least", "")
        .replace("at most", "")
    )
    if any(token.low == "?" for token in tokens[-3:]):
        return Reading("question", "a question states nothing")
    first = skip_openers(words, 0, len(words) - 1)
    opener = words[min(first, len(words) - 1)].low
    if (opener in _ORDERING and not finite_verbs(words, 0, min(3, len(words)))) or opener == "let's":
        return Reading("instruction", "an instruction states nothing")
    verbs = finite_verbs(tokens)
    if not verbs:
        return Reading("state", "a fragment without a verb")
    if opener in ("because", "whether") and not any(token.low == "," for token in tokens):
        return Reading("state", "a fragment: only a subordinate clause")
    own_words = _own_words(tokens, words)
    own_lows = [token.low for token in own_words]
    judging = [token.low for i, token in enumerate(own_words) if token.low in JUDGING and not (i and token.is_capital)]
    strongly = [low for low in judging if low not in _MILD]
    if _SEEN_AS.search(text):
        return Reading("opinion", "it does not say who sees it so")
    solid = bool(quantities) or _tells_deed(tokens, verbs)
    # "My Fellow Americans" in the middle of a sentence is a title.
    first_person = any(
        token.low in ("i", "i'm", "i've", "i'd", "i'll", "my", "me", "myself")
        and not (place and token.is_capital and token.low in ("my", "me", "myself"))
        for place, token in enumerate(own_words)
    )
    if _feels(lows, first_person):
        return Reading("feeling", "a feeling cannot be checked")
    future = [token for token in own_words if token.low in ("will", "won't", "shall") or token.low.endswith("'ll")]
    # "It was built in 2019 and was due to last until 2030" tells what was done and what was then planned.
    expecting = _expects(own_lows) and not (_WAS_PLANNED.search(text) and _tells_other_deed(tokens, verbs[0]))
    if tokens[verbs[0]].low in _NORMS and not quantities:
        return Reading("opinion", "it says what should be, not what is")
    if future or expecting or _may_be(tokens, verbs):
        # What is to happen on the very day that it is said has not happened yet.
        # What has been so since a day long past is not ahead.
        ahead = [d for d in dates if d.latest and said and d.latest >= said and not _has_lasted(d, said)]
        if future or expecting:
            if ahead:
                return Reading("prediction", awaits=True)
            planned = bool(quantities) and _tells_measure(words)
            if (future and not planned) or not solid:
                return Reading("prediction", "a prediction without a date")
        elif not quantities:
            return Reading("prediction", "it says what may be, not what is")
        elif opener in ("if", "unless"):
            return Reading("prediction")  # "if the dam breaks, 400 people could drown"
    if strongly and not quantities:
        return Reading("opinion", f"a judgement (“{strongly[0]}”)")
    if len(judging) >= 1 and not solid:
        return Reading("opinion", f"a judgement (“{judging[0]}”)")
    if len(words) < 4:
        return Reading("state", "too short to say something that can be checked")
    if first_person and not solid:
        return Reading("opinion", "a personal view")
    subject = words[min(first, len(words) - 1)].low
    after = words[first + 1].low if first + 1 < len(words) else ""
    placed = bool(names or quantities or dates)
    exists = subject == "there" and placed and (after in BE | HAVE or after in ("remain", "remains", "exist", "exists"))
    exists = exists or (subject == "it" and placed and _points_ahead(words, first))
    owned = subject in _OWNERS and not _is_named_beside(tokens)
    pointing = (subject in _BARE_SUBJECTS and not exists) or owned
    pointing = (pointing and not subject_known) or _SAID_SO.search(text) is not None
    if subject in ("both", "neither") and any(tokens[verb] is words[first + 1] for verb in verbs if after):
        pointing = True  # "both require four doses", but not "both men require"
    if pointing:
        return Reading(
            _plain_kind(tokens, lows, text, quantities, verbs), "it does not say by itself whom or what it is about"
        )
    if _is_of_several(words[first:]):
        return Reading(
            _plain_kind(tokens, lows, text, quantities, verbs), "it does not say by itself whom or what it is about"
        )
    # "some members of the party", "most voters": few or many, they are told by what they are.
    told = subject in _SOME and first + 1 < len(words) and first + 1 not in finite_verbs(words)
    counted = told and (subject == "most" or (placed and after != "of"))
    # "Nobody has been charged over the fire at the Oldport mill" is said of all.
    counted = counted or (subject in ("nobody", "nothing") and placed and _tells_deed(tokens, verbs))
    if (subject in _VAGUE_SUBJECTS and not counted) or text.startswith("not everyone"):
        return Reading(_plain_kind(tokens, lows, text, quantities, verbs), "too vague: it does not say who")
    if not names and not quantities and not dates and not any(low in ("the", "a", "an") for low in lows):
        return Reading(_plain_kind(tokens, lows, text, quantities, verbs), "too vague: no name, number or date")
    return Reading(_plain_kind(tokens, lows, text, quantities, verbs))


def _is_of_several(words: Sequence[Token]) -> bool:
    """Whether it begins with one of several told before: "the former was sold", "the latter now brings in 58%"."""
    if len(words) < 4 or words[0].low != "the" or words[1].low not in _ONE_OF_SEVERAL:
        return False
    verb = next(i for i in range(2, len(words)) if not is_adverb(words[i]) or i + 1 == len(words))
    return is_finite(words, verb)


def _is_named_beside(tokens: Sequence[Token]) -> bool:
    """Whether a name between commas tells what is meant: "Her father, Otto Brandt, was a docker"."""
    comma = next((i for i, token in enumerate(tokens) if token.low == "," and i > 1), len(tokens))
    return comma + 1 < len(tokens) and tokens[comma + 1].is_capital and not finite_verbs(tokens, 0, comma)


def _points_ahead(words: Sequence[Token], place: int) -> bool:
    """Whether the "it" at a place stands for what follows: "it is false that …", "it was Ann Lee who …"."""
    if place + 2 >= len(words) or words[place + 1].low not in BE:
        return False
    for i in range(place + 2, min(place + 9, len(words))):
        if words[i].low in ("that", "who", "to"):
            between = words[place + 2 : i]
            named = all(word.is_capital or word.low in ("and", "not", "of", "the") for word in between)
            cleft = named and words[i].low != "to" and any(word.is_capital for word in between)
            return cleft or (bool(between) and between[-1].low in _TRUTH)
    return False


def _has_lasted(mention: DateMention, said: date) -> bool:
    return mention.latest == said and mention.earliest is not None and (said - mention.earliest).days > _A_WEEK


def _tells_other_deed(tokens: Sequence[Token], verb: int) -> bool:
    """Whether the first verb tells a deed, and no plan."""
    planned = any(token.low in _EXPECTING for token in tokens[verb + 1 : verb + 3])
    return not planned and _tells_deed(tokens, [verb])


def _plain_kind(
    tokens: Sequence[Token], lows: Sequence[str], text: str, quantities: Sequence[Quantity], verbs: Sequence[int]
) -> ClaimKind:
    planned = re.sub(r"\bdue to (\w+)", lambda due: "to" if is_base_form(due[1]) else due[0], text)
    if any(f" {phrase} " in f" {planned} " for phrase in _CAUSING):
        return "cause"
    lows = text.split()
    comparing = (
        any(
            low in _COMPARING
            # "first lady" is a name, "first met" and "was first elected" only tell when.
            and not (low == "first" and (after in _FIRST_OF_NAME or after in PAST or after.endswith("ed")))
            for low, after in zip(lows, [*lows[1:], ""], strict=True)
            if low not in ("last", "second", "third", "half", "only", "record", "more", "than") and after != "than"
        )
        or _THAN_ANOTHER.search(text) is not None
    )
    if comparing:
        return "comparison"
    if any(q.unit is not None or (q.low or 0) >= 3 for q in quantities):
        return "quantity"
    if _tells_deed(tokens, verbs):
        return "event"
    return "state"


def _tells_deed(tokens: Sequence[Token], verbs: Sequence[int]) -> bool:
    """Whether a verb in the past or the perfect tells that something was done or happened."""
    for place in verbs:
        low = tokens[place].low
        if low in MODALS or low in DO:
            continue
        if low in HAVE | BE:
            after = place + 1
            while after < len(tokens) and (is_adverb(tokens[after]) or tokens[after].low == "been"):
                after += 1
            if after < len(tokens) and (
                tokens[after].low.endswith(("ed", "en"))
                or tokens[after].low in PAST
                or tokens[after].low in _PARTICIPLES
            ):
                return True
        elif (low in PAST or low.endswith("ed")) and low not in (
            "felt",
            "thought",
            "seemed",
            "wanted",
            "believed",
            "hoped",
        ):
            return True
    return False


def _tells_measure(words: Sequence[Token]) -> bool:
    """Whether what is planned is a cost, a price, a size or a capacity: "will cost", "will be built"."""
    for i, token in enumerate(words):
        if token.low not in ("will", "shall"):
            continue
        following = [t.low for t in words[i + 1 : i + 5] if not is_adverb(t)]
        if following and following[0] in _MEASURING:
            return True
        if following[:1] == ["be"] and following[1:] and (following[1] in _LAID_DOWN or following[1][0].isdigit()):
            return True
    return False


def _own_words(tokens: Sequence[Token], words: Sequence[Token]) -> Sequence[Token]:
    """The words that are the teller's own: those outside quotation marks, where they make the statement."""
    own = [token for token in words if not token.quoted]
    tells = 2 * len(own) >= len(words) - len(own) and any(not tokens[i].quoted for i in finite_verbs(tokens))
    return own if tells else words


def _expects(lows: Sequence[str]) -> bool:
    """Whether something is told to be ahead: "expected to open", "is to nominate"."""
    return any(
        before in _EXPECTING
        and low == "to"
        and after.isalpha()
        and after not in DETERMINERS
        and not after.endswith("ing")
        and not (before == "due" and not is_base_form(after))
        for before, low, after in zip(lows, lows[1:], lows[2:], strict=False)
    )


def _may_be(tokens: Sequence[Token], verbs: Sequence[int]) -> bool:
    """Whether the main verb only says what is possible; "could not" is a fact of the past."""
    first = tokens[verbs[0]].low
    after = tokens[verbs[0] + 1].low if verbs[0] + 1 < len(tokens) else ""
    return first in ("may", "might") or (first == "could" and after != "not")


def _feels(lows: Sequence[str], first_person: bool) -> bool:
    if first_person and any(low in FEELING for low in lows):
        return True
    stirred = next((i for i, low in enumerate(lows) if i and low in _STIRRING), 0)
    if stirred and (len(lows) <= 10 or lows[stirred - 1] in BE or lows[stirred - 1] == "been"):
        return True
    # "Others were gleeful", "She felt sad": the predicate itself is a feeling. Who was hurt has been injured.
    for i, low in enumerate(lows[:-1]):
        if low in BE or low in ("felt", "feels", "feel"):
            following = [w for w in lows[i + 1 : i + 4] if w not in ("very", "so", "really", "also", "deeply", "not")]
            if (
                following
                and following[0] in FEELING - {"hurt"}
                and (len(lows) <= 6 or low in ("felt", "feels", "feel"))
            ):
                return True
    return False


def is_statement_about_speaker(tokens: Sequence[Token]) -> bool:
    """Whether words are in the first or second person, and so say nothing that stands without their speaker."""
    return any(
        token.low.split("'")[0] in ("i", "we", "you", "our", "my", "us", "your", "me")
        and token.text != "US"
        # "Love Me or Leave Me" in the middle of a sentence is a title.
        and (token.text[:1] == "I" or not token.is_capital or place == 0 or not tokens[place - 1].is_word)
        for place, token in enumerate(tokens)
    )


def opens_with_pronoun(tokens: Sequence[Token]) -> bool:
    """Whether the first word after openers only points at something said before."""
    words = [token for token in tokens if token.is_word]
    if not words:
        return False
    place = min(skip_openers(words, 0, len(words) - 1), len(words) - 1)
    first, then = words[place].low, words[place + 1].low if place + 1 < len(words) else ""
    if first == "one" and then in ("in", "of"):
        return False  # "one in six bolts"
    if first == "there" and then in BE | HAVE:
        return False  # "there were 40 ships in the port"
    return (
        first in ("his", "her", "its", "their")
        or first in _BARE_SUBJECTS
        or first.split("'")[0] in SUBJECT_PRONOUNS
        or first in AUXILIARIES
    )
