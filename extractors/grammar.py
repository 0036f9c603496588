"""Just enough English grammar to read news without a tagger: tokens, finite verbs, subjects, times.

Everything here is a heuristic over closed word lists and neighbours. Where it is unsure it says no, so that a caller
keeps the whole sentence instead of a wrong piece of it.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from language.quotations import Quotation
from language.sentences import word_set

VERSION = 4


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or punctuation mark at [start, end) of the article's text; `quoted` inside quotation marks."""

    text: str
    low: str  # lower case, straight apostrophes
    start: int
    end: int
    quoted: bool

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_possessive(self) -> bool:
        return self.low.endswith(("'s", "s'"))


_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}(?:['’]s)?|(?:[A-Z]\.)(?=\s[A-Z])|[ap]\.m\.?"
    r"|(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Prof|Rev|St|Jr|Sr|Inc|Co|Corp|Ltd|Capt|Adm|Maj|No|vs)\."
    r"|[$€£¥]?\d+(?:[.,:]\d+)*[\w%]*(?:-\w+)*|[^\W\d_]\w*(?:(?:[.'’&-](?=\w)|(?<=s)['’](?=\s))(?:\w+|(?=\s)))*|\S"
)


def tokenize(text: str, start: int, end: int, quotations: Sequence[Quotation] = ()) -> list[Token]:
    """The tokens of `text[start:end]`, with `quoted` set inside the given quotations (sorted, not overlapping)."""
    tokens = []
    for match in _TOKEN.finditer(text, start, end):
        index = bisect_right(quotations, match.start(), key=attrgetter("start")) - 1
        quoted = index >= 0 and match.start() < quotations[index].end
        word = match.group()
        tokens.append(Token(word, word.lower().replace("’", "'"), match.start(), match.end(), quoted))
    return tokens


MODALS = word_set(
    "will would can could may might must shall should cannot won't wouldn't can't couldn't shouldn't mustn't"
)
BE = word_set("is are was were am isn't aren't wasn't weren't")
HAVE = word_set("has have had hasn't haven't hadn't")
DO = word_set("do does did don't doesn't didn't")
AUXILIARIES = MODALS | BE | HAVE | DO
_CONTRACTED = re.compile(r"(?:i|you|he|she|it|we|they|that|there|who|what)'(?:s|re|ve|ll|d|m)\Z")

# Past tenses that do not end in -ed, without those that are far more often something else ("left" stays: it is news).
PAST = word_set(
    "arose ate awoke beat became began bent bet bit bled blew bore bought bound bred broke brought built burnt "
    "burst came caught chose clung cost crept cut dealt drank dreamt drew drove dug fed fell felt fit fled flew "
    "forbade forced forgot forgave fought found froze gave got grew had heard held hid hit hung hurt kept knelt "
    "knew laid leapt leant learnt led left lent lit lost made meant met misled mistook outdid overcame overthrew "
    "oversaw overtook paid proved put quit ran rang rebuilt rewrote rode rose said sang sank sat saw sent set shook "
    "shone shot showed shrank shut slept slid slung sold sought sped spent spoke spread sprang stole stood stuck "
    "strode struck strove stung sued swam swept swore swung taught threw thought told took tore understood "
    "underwent undertook upheld wept went withdrew withheld withstood woke won wore wove wrote"
)
_ALSO_PARTICIPLES = word_set(
    "laid led held made found built caught brought told hit set put sent sold won shot cut lost paid left bought "
    "taught fought thought kept met read struck heard felt spent hurt hung bound bred burnt dealt fed lent shut "
    "split spread stuck swept understood"
)
_NOT_PAST = word_set(
    "need bed red shed seed feed weed deed breed speed indeed hundred kindred sacred naked wicked united exceed "
    "proceed succeed reed bleed sled creed"
)
_PRESENT_STEMS = word_set(
    "accept accuse act add admit affect agree aim allege allow announce appeal appear apply argue ask assert attack "
    "attend back ban become begin believe belong blame break bring build buy call carry cause celebrate choose cite "
    "claim close come condemn confirm consider consist contain contend continue control cost cover create criticize "
    "cut deal decide declare decline defend demand deny depend describe destroy develop die differ disagree discuss "
    "drive earn emerge employ end enjoy enter exceed exist expect explain express extend face fail fall favor fear "
    "feel fight fill find follow force gain get give go govern grow happen hate have help hit hold hope host hurt "
    "include increase indicate insist intend involve join keep kill know lack last launch lead learn leave let lie "
    "like live look lose love maintain make mark matter mean meet move need note occur offer open operate oppose "
    "order own pay plan play plead point pose prefer prepare present prevent produce promise propose protect prove "
    "provide push put raise reach read receive recognize recommend refuse regard reject rely remain remember remove "
    "represent require resign resume return reveal rise rule run say see seek seem sell send serve set share show "
    "sign signal sit speak stand start state stay stop stress strike struggle suffer suggest support take talk "
    "target tell tend think threaten trust try turn urge use vary visit vote vow wait walk want warn watch welcome "
    "win wish wonder work worry write"
)


# Read as verbs only where a sentence has no other: as nouns or adjectives most of them are at least as frequent.
_OTHER_STEMS = word_set(
    "absorb abandon abolish accelerate accompany account accumulate achieve acquire adapt address adjust administer "
    "adopt advance advise advocate affect aid alert align allocate alter amend amount anticipate apologise apologize "
    "appoint approach approve arrange arrest arrive assemble assess assign assist assume attach attain attempt "
    "attract attribute auction average avoid award balance bar base bear beat belong benefit bid bill block boast "
    "bolster boost border borrow boycott breach broadcast burn cancel capture cast centre center chair challenge "
    "change charge chart circulate classify clash climb collaborate collapse collect combine command commemorate "
    "comment commission commit compare compensate compete complete comply comprise concern conclude conduct confer "
    "confront connect constitute construct consult consume contact contest contract contradict contribute convert "
    "convey cook cooperate coordinate correspond count crash criticise criticize cross damage date debate decrease "
    "deepen define delay deliver deploy deprive derive deserve design detail detain detect deter determine devote "
    "differentiate direct disappear discourage display dispute dissolve distribute divide dominate donate double "
    "draft draw drop earmark ease educate elect eliminate embrace emit emphasise emphasize enable encompass "
    "encourage endanger endorse enforce engage enhance enjoy enlist ensure entail entitle equal escape establish "
    "estimate evaluate evolve examine exchange exclude execute exempt exercise exert exhibit expand expel experience "
    "expire exploit explore export expose feature file finance finish fit fix flee float flow fluctuate fly focus "
    "forbid foresee form forbid foster frame free freeze fuel fulfil fulfill function fund generate graduate grant "
    "guarantee guard guide handle harm head hinder hire house identify ignore illustrate implement imply import "
    "impose imprison improve incorporate inform inhabit inherit inject inspect inspire install instruct integrate "
    "interact interfere interpret intervene introduce invade invest investigate invite issue jail joke judge jump "
    "justify label land lend level license licence link list lobby lock lower maintain manage manufacture march "
    "market measure mention merge migrate monitor motivate name narrow negotiate notice number obey oblige observe "
    "obtain occupy offset operate organise organize originate outnumber outlaw outline overlook oversee overturn "
    "pass patrol peak perform permit persist plant pledge possess postpone pour practise practice praise precede "
    "predate predict press prevail price print process proclaim profit progress prohibit project prompt prosecute "
    "publish punish purchase pursue qualify query question quote rally range rank rate ratify react reappear rebuild "
    "recall recommend record recover recruit reduce refer reflect reform register regulate rehearse reinforce reject "
    "relate release relocate rename renew rent replace reply report rescue reserve reside resist resolve respect "
    "respond rest restore restrict result retain retire reverse revert review revise revive reward ride risk "
    "sail score scrap screen seal search secure select separate settle shape shed shelter shift ship shoot shrink "
    "shut slow smoke smuggle solve span specialise specialize specify sponsor spread stage stand stem store stretch "
    "structure study submit succeed summon supervise supply suppress surge surpass surround survey survive suspend "
    "sustain switch symbolise symbolize teach test testify threaten tie top total trace track trade train transfer "
    "transform translate transmit transport travel treat trigger trim triple unite update upgrade urge value view "
    "violate warn wash weaken weigh widen withdraw witness wound yield"
)


def _third(stem: str) -> str:
    if stem == "have":
        return "has"
    if stem.endswith(("s", "sh", "ch", "x", "o")):
        return stem + "es"
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return stem[:-1] + "ies"
    return stem + "s"


# A few third persons are nouns first: "attacks", "talks", "reports"; they count only after a name or a pronoun.
PRESENT = frozenset(_third(stem) for stem in _PRESENT_STEMS)
_PLAIN_PRESENT = _PRESENT_STEMS
_ANY_THIRD = PRESENT | frozenset(_third(stem) for stem in _OTHER_STEMS)
_ANY_STEM = _PRESENT_STEMS | _OTHER_STEMS

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
_TIME_ADVERBS = word_set("today yesterday tomorrow tonight recently earlier later now then once soon already ago")
_SENTENCE_ADVERBS = word_set(
    "but and yet so however meanwhile still also moreover furthermore therefore thus instead nevertheless "
    "nonetheless then besides separately additionally similarly overall finally initially reportedly apparently "
    "perhaps later afterwards afterward or personally"
)
_ADVERBS = word_set(
    "also later then since never ever still just even only once again always often already now soon further first "
    "together not long today yesterday both all"
)


CLOSED_WORDS = PREPOSITIONS | DETERMINERS | SUBORDINATORS | CONJUNCTIONS | PRONOUNS | _ADVERBS | _TIME_ADVERBS


def is_adverb(token: Token) -> bool:
    """Whether a token may stand between a subject and its verb: "later", "repeatedly", "not"."""
    return token.low in _ADVERBS or (token.low.endswith("ly") and len(token.low) > 4 and not token.is_capital)


def is_base_form(low: str) -> bool:
    """Whether a word is the base form of a verb that this grammar knows."""
    return low in _ANY_STEM


def is_finite(tokens: Sequence[Token], index: int) -> bool:
    """Whether the token at `index` looks like a finite verb where it stands."""
    token = tokens[index]
    low = token.low
    if not token.is_word:
        return False
    if low in AUXILIARIES:
        return not (token.is_capital and index > 0 and low in ("may", "will"))
    if _CONTRACTED.match(low) and not low.endswith("who's"):
        return True
    if token.is_capital and index > 0 and tokens[index - 1].is_word:
        return False
    before = tokens[index - 1] if index else None
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
        return low in PAST or (low.endswith("ed") and after is not None and not _is_plural(after))
    if before is not None and (before.low in PREPOSITIONS or before.low in ("to", "be", "been", "being", "having")):
        return False
    if low in PAST:
        # ", laid bare in …," and ", led by …," only describe what stands before the comma.
        return not (before is not None and before.low in (",", "–", "—", "(") and low in _ALSO_PARTICIPLES)
    if low.endswith("ed") and len(low) > 3 and "-" not in low.removeprefix("co-") and low not in _NOT_PAST:
        # ", regarded by many as" and "people killed in" only describe; "X, killed Y" does not occur.
        return not (
            before is None or (before.low in (",", "–", "—", "(") and after is not None and after.low in PREPOSITIONS)
        )
    if low in PRESENT and before is not None:
        return (
            before.is_capital
            or before.low in PRONOUNS
            or (
                not _is_plural(before)
                and before.low.isalpha()
                and (after is None or not after.is_word or after.low != "of")
                and low not in _NOUNS_FIRST
            )
        )
    if low in _PLAIN_PRESENT and before is not None:
        return before.low in ("they", "we", "i", "you", "who", "which", "that") or (
            _is_plural(before) and not before.is_possessive and after is not None and low not in _NOUNS_FIRST
        )
    return False


_NOUNS_FIRST = word_set(
    "acts aims appeals attacks backs bans breaks calls causes claims controls costs covers cuts deals demands "
    "drives ends faces falls fears fights finds forces gains hits holds hopes hosts increases keeps lacks leads "
    "lies lives looks loves marks matters means meets moves needs notes offers opens orders owns pays plans plays "
    "points presents promises pushes raises reaches reads returns rises rules runs sets shares shows signs signals "
    "stands starts states stays stops stresses strikes supports takes talks targets tries turns uses visits votes "
    "vows waits walks wants watches wins wishes works worries act aim appeal attack back ban break call cause claim "
    "control cost cover cut deal demand drive end face fall fear fight force gain hit hold hope host increase lack "
    "lead lie live look love mark matter mean move note offer open order own pay plan play point present promise "
    "push raise reach read return rise rule run set share show sign signal stand start state stay stop stress "
    "strike support talk target try turn use visit vote vow wait walk watch win wish work worry"
) - word_set("wants means tries takes meets keeps finds leads holds faces needs")


def _may_be_finite(tokens: Sequence[Token], index: int) -> bool:
    token, before, after = tokens[index], tokens[index - 1], tokens[index + 1]
    low = token.low
    if not low.isalpha() or token.is_capital or low in CLOSED_WORDS:
        return False
    if before.low in (",", "–", "—", ")") and (low in PAST or (low.endswith("ed") and low not in _NOT_PAST)):
        return True
    if before.is_capital or (is_adverb(before) and index > 1 and tokens[index - 2].is_capital):
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
    if token.is_capital or (token.low not in _ANY_THIRD and token.low not in _ANY_STEM):
        return False
    place = index - 1
    while place > 0 and (is_adverb(tokens[place]) or tokens[place].low in (")", "]", "both", "each", "either")):
        if tokens[place].low in (")", "]"):
            # "the Identification System (AIS) covers": a bracket says again what stands before it.
            while place > 0 and tokens[place].low not in ("(", "["):
                place -= 1
        place -= 1
    before = tokens[place]
    if before.low in ("they", "we", "you", "i"):
        return token.low in _ANY_STEM
    if before.low in ("he", "she", "it"):
        return token.low in _ANY_THIRD
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
    if token.low in _ANY_STEM:
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


_FOREIGN_PLURALS = word_set("algae bacteria data media criteria phenomena fungi alumni")
_IRREGULAR_PLURALS = word_set("people police men women children percent cattle staff youth fish sheep")
_PLURAL_OPENERS = word_set("half most many all both some few several two three four five six seven eight nine ten")
_FRACTIONS = word_set("third quarter fifth tenth majority")
_APPROXIMATELY = word_set("about around over under nearly almost roughly some than at least most up to more fewer")
_MORE_BASE_FORMS = word_set("rent cycle commute travel smoke drink eat study share sleep teach train sit lie stay")


def _is_plural_noun(token: Token) -> bool:
    return _is_plural(token) or token.low in _IRREGULAR_PLURALS


def _agrees_in_plural(tokens: Sequence[Token], start: int, index: int) -> bool:
    """Whether the token at `index` is a base form after a plural subject: "About 900 people live in Oldport"."""
    token, before = tokens[index], tokens[index - 1]
    if token.low not in _PRESENT_STEMS | _MORE_BASE_FORMS or token.is_capital or not before.is_word:
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


def time_phrase_end(tokens: Sequence[Token], index: int) -> int:
    """Where a phrase of time that begins at `index` ends ("on Sunday", "last week", "in March 2021"), else `index`."""
    i = index
    if i < len(tokens) and tokens[i].low in (
        "on",
        "in",
        "by",
        "during",
        "late",
        "early",
        "since",
        "over",
        "at",
        "until",
    ):
        i += 1
    if i < len(tokens) and tokens[i].low in ("late", "early", "the"):
        i += 1
    if i >= len(tokens):
        return index
    low = tokens[i].low
    follows = tokens[i + 1].low if i + 1 < len(tokens) else ""
    if low in WEEKDAYS or low in _TIME_ADVERBS:
        i += 1
        if i < len(tokens) and tokens[i].low in ("morning", "afternoon", "evening", "night"):
            i += 1
        return i
    if low in MONTHS and tokens[i].is_capital:
        i += 1
        while i < len(tokens) and (
            tokens[i].low.isdigit()
            or (
                tokens[i].low == ","
                and i + 1 < len(tokens)
                and tokens[i + 1].low.isdigit()
                and len(tokens[i + 1].low) == 4
            )
        ):
            i += 1
        return i
    if low in ("last", "this", "next", "past", "previous", "following") and (
        follows in TIME_NOUNS or follows in WEEKDAYS or follows in MONTHS
    ):
        return i + 2
    if low == "weekend":
        return i + 1
    if low.isdigit() and follows in MONTHS:
        return i + 3 if i + 2 < len(tokens) and tokens[i + 2].low.isdigit() and len(tokens[i + 2].low) == 4 else i + 2
    if low.isdigit() and len(low) == 4 and 1500 < int(low) < 2200:
        return i + 1
    return index


def skip_openers(tokens: Sequence[Token], start: int, last: int) -> int:
    """The place after words that only open a clause: conjunctions, sentence adverbs, phrases of time."""
    i = start
    while i <= last:
        if tokens[i].low in _SENTENCE_ADVERBS or tokens[i].low == ",":
            i += 1
            continue
        if (
            is_adverb(tokens[i])
            and i < last
            and not tokens[i].is_possessive
            and tokens[i].low not in ("only", "both", "all", "not", "even")
        ):
            i += 1
            continue
        after = time_phrase_end(tokens, i)
        if i < after <= last:
            i = after
            continue
        return i
    return i
