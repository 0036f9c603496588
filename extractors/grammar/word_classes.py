"""The closed classes of English words: auxiliaries, determiners, pronouns, prepositions, words of time and the like."""

from extractors.grammar.tokens import Token
from language.sentences import word_set

VERSION = 1

MODALS = word_set(
    "will would can could may might must shall should cannot won't wouldn't can't couldn't shouldn't mustn't"
)
BE = word_set("is are was were am isn't aren't wasn't weren't")
HAVE = word_set("has have had hasn't haven't hadn't")
DO = word_set("do does did don't doesn't didn't")
AUXILIARIES = MODALS | BE | HAVE | DO

DETERMINERS = word_set(
    "the a an this that these those his her its their our my your some any no every each both all many most several "
    "few another other such one two three four five six seven eight nine ten dozens hundreds thousands"
)
PRONOUNS = word_set(
    "he she it they we i you this that these those there one who everyone everybody nobody someone none"
)
SUBJECT_PRONOUNS = word_set("he she it they we i you one")
PREPOSITIONS = word_set(
    "of in on at by for from to with without about against under over into onto through during before after since "
    "until between among amid near like as than despite within across toward towards beyond including upon around "
    "off per via because behind beside regarding concerning following inside outside above below"
)
SUBORDINATORS = word_set(
    "that which who whom whose where when while because although though unless if whether since after before until "
    "as so whereas why how what"
)
CONJUNCTIONS = word_set("and but or nor yet")
WEEKDAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = word_set("january february march april may june july august september october november december")
TIME_NOUNS = word_set(
    "week month year day night weekend morning afternoon evening decade summer winter spring autumn fall"
)
TIME_ADVERBS = word_set("today yesterday tomorrow tonight recently earlier later now then once soon already ago")
_ADVERBS = word_set(
    "also later then since never ever still just even only once again always often already now soon further first "
    "together not long today yesterday both all"
)


CLOSED_WORDS = PREPOSITIONS | DETERMINERS | SUBORDINATORS | CONJUNCTIONS | PRONOUNS | _ADVERBS | TIME_ADVERBS


def is_adverb(token: Token) -> bool:
    """Whether a token may stand between a subject and its verb: "later", "repeatedly", "not"."""
    return token.low in _ADVERBS or (token.low.endswith("ly") and len(token.low) > 4 and not token.is_capital)
