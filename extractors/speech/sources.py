"""Which phrases can be the source of an attribution: who or what can say something, think something, know something."""

import re
from collections.abc import Sequence

from extractors.grammar.subjects import Phrase
from extractors.grammar.tokens import Token
from extractors.grammar.word_classes import (
    AUXILIARIES,
    DETERMINERS,
    DO,
    MODALS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    TIME_NOUNS,
)
from extractors.speech.cues import BODY_NOUNS, SPEAKER_NOUNS, Cue
from language.sentences import word_set

VERSION = 4

_PLURALS = word_set("police people some many others they we i you both most few media men women")
# What things do as well: "the flood claimed six lives", "the sign announced a sale".
_ALSO_THINGS = word_set("claim announce declare assert")
_NOT_SUBJECTS = word_set("it this that there which what these those week month year time while")
_MORE_PEOPLE = word_set(
    "admiral guest colleague partner parent pope guy girl boy kid child aunt uncle cousin nephew niece widow fan "
    "host surgeon medic chef monk nun saint chairperson pollster native local relative client patient rabbi monarch "
    "premier diplomat politician prosecutor bureaucrat democrat republican conservative liberal socialist communist "
    "guard suspect teen youth pedestrian bystander hostage cop nanny athlete spouse fiance heir migrant "
    "fiancee refugee thief clerk fellow mp aristocrat statesman sergeant corporal private lieutenant colonel major "
    "cadet recruit"
)


def can_speak(tokens: Sequence[Token], source: Phrase, cue: Cue) -> bool:
    """Whether a phrase can be who said something."""
    words = [token for token in tokens[source.start : source.end] if token.is_word]
    if not words or len(words) > 25:
        return False
    first = words[0]
    if len(words) == 1 and first.low in SUBJECT_PRONOUNS:
        if first.low == "it":
            return cue.strong and cue.sort == "say"  # "It also said it would cut 400 jobs"
        return first.low not in ("you", "i") and (cue.strong or first.low in ("he", "she", "they", "we", "one"))
    if first.low in _NOT_SUBJECTS and len(words) == 1:
        return False
    if any(token.low in AUXILIARIES for token in words):
        return False
    head = words[-2] if len(words) > 1 and words[-1].low in ("there", "here", "alike") else words[-1]
    for place, token in enumerate(words):
        if (place and token.low in PREPOSITIONS) or token.low == "to":
            head = words[place - 1]
            # "an academic close to the ministry"
            if place > 1 and head.low not in SPEAKER_NOUNS and words[place - 2].low in SPEAKER_NOUNS:
                head = words[place - 2]
            break
    noun = re.sub(r"'s?\Z", "", head.low)
    if head.is_capital and (noun not in DETERMINERS or (len(words) == 1 and noun in SPEAKER_NOUNS)):
        return True
    if noun in SPEAKER_NOUNS | BODY_NOUNS | _MORE_PEOPLE or noun.rsplit("-", 1)[-1] in SPEAKER_NOUNS:
        return True
    # Whatever says something speaks: "the admiral", "one ad", "Nearly six in 10".
    if cue.lemma in _ALSO_THINGS and not is_human(noun):
        return False
    return cue.strong and noun not in TIME_NOUNS | _NOT_SUBJECTS | PREPOSITIONS


def is_body(noun: str) -> bool:
    """Whether a noun means a body, of which "he" and "she" are never said."""
    return noun in BODY_NOUNS


def is_human(noun: str) -> bool:
    """Whether a noun is one for people, by its ending or as a speaker's: "docker", but not "memoirs"."""
    bare = noun.rsplit("-", 1)[-1]
    people = ("er", "or", "ist", "man", "woman", "ian", "ant", "ee", "person", "ess")
    return bare in SPEAKER_NOUNS or bare in _MORE_PEOPLE or bare.endswith(people)


def is_somebody(words: Sequence[str]) -> bool:
    """Whether a phrase, in small letters, tells of one person without a name: "a 58-year-old security guard"."""
    if words[0] not in ("a", "an", "another"):
        return False
    stop = next((i for i, word in enumerate(words) if word in PREPOSITIONS), len(words))
    head = words[stop - 1].rsplit("-", 1)[-1]
    human = head in _MORE_PEOPLE or (head in SPEAKER_NOUNS and head not in BODY_NOUNS)
    return human or any(word.endswith("-year-old") for word in words)


def agrees(tokens: Sequence[Token], source: Phrase, verb: int, lemma: str) -> bool:
    """Whether a verb in its base form has a plural subject: "officials state", but not "a U.S. state"."""
    if tokens[verb].low != lemma or lemma == "forecast":
        return True
    words = [token.low for token in tokens[source.start : source.end] if token.is_word]
    head = next((words[i - 1] for i, word in enumerate(words) if i and word in PREPOSITIONS), words[-1])
    plural = (head.endswith("s") and not head.endswith(("ss", "'s"))) or head in _PLURALS or "and" in words
    return plural or any(token.low in MODALS | DO for token in tokens[source.end : verb])
