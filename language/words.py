"""Words of English news: stop words, stems, negation, opposites and groups of like meaning.

Everything is lower case and small on purpose: general words of reporting, not a thesaurus. A stem is Snowball's
English (Porter2, https://snowballstem.org/algorithms/english/stemmer.html) after irregular forms are brought to their
base, so that "rose" and "rising" meet.
"""

import re
import threading
from functools import lru_cache

from snowballstemmer.english_stemmer import EnglishStemmer

VERSION = 1

_STOP_TABLE = """
a about above according across after again against ago all almost along already also although always am amid among an
and another any anyone anything are aren't around as at away back be became because become been before began behind
being below beside besides between beyond both but by came can can't cannot could couldn't despite did didn't do does
doesn't doing don't done down during each either else elsewhere enough especially even ever every everyone everything
few for from further gave get gets getting give given go goes going gone got had hadn't has hasn't have haven't having
he he'd he'll he's her here hers herself him himself his how however i i'd i'll i'm i've if in indeed instead into is
isn't it it'd it'll it's its itself just least less let like made mainly make makes making many may maybe me meanwhile
might mine more moreover most mostly much must my myself neither never nevertheless no nobody none nor not nothing now
of off often on once one only onto or other others otherwise our ours ourselves out over own per perhaps put quite
rather really said same say saying says see seen shall she she'd she'll she's should shouldn't since so some someone
something sometimes soon still such take taken takes taking than that that's the their theirs them themselves then
there there's therefore these they they'd they'll they're they've thing things this those though through throughout
thus to together told too took toward towards under unless until up upon us use used using usually very via was wasn't
we we'd we'll we're we've well went were weren't what whatever when whenever where whether which while who whole whom
whose why will with within without won't would wouldn't yes yet you you'd you'll you're you've your yours yourself
"""

# The irregular verbs and plurals that news uses: form -> base.
_IRREGULAR_TABLE = """
arise arose arisen; be was were been is are am being; beat beaten; become became; begin began begun; bid bade; bind
bound; bleed bled; blow blew blown; break broke broken; bring brought; build built; burn burnt; buy bought; catch
caught; choose chose chosen; come came; cost; creep crept; deal dealt; die dead died dying; dig dug; do did done does;
draw drew drawn; drink drank drunk; drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt; fight
fought; find found; flee fled; fly flew flown; forbid forbade forbidden; forget forgot forgotten; forgive forgave;
freeze froze frozen; get got gotten; give gave given; go went gone goes; grow grew grown; hang hung; have had has;
hear heard; hide hid hidden; hold held; keep kept; know knew known; lay laid; lead led; leave left; lend lent; lie
lied; lose lost; make made; mean meant; meet met; mistake mistook; overcome overcame; overtake overtook overtaken;
oversee oversaw overseen; overthrow overthrew overthrown; pay paid; ride rode ridden; ring rang rung; rise rose risen;
run ran; say said; see saw seen; seek sought; sell sold; send sent; shake shook shaken; shoot shot; show shown; shrink
shrank shrunk; shut; sing sang sung; sink sank sunk; sit sat; sleep slept; slide slid; speak spoke spoken; spend
spent; split; stand stood; steal stole stolen; stick stuck; strike struck stricken; strive strove; swear swore sworn;
sweep swept; swim swam; take took taken; teach taught; tear tore torn; tell told; think thought; throw threw thrown;
understand understood; undertake undertook; uphold upheld; wake woke woken; wear wore worn; win won; withdraw withdrew
withdrawn; withhold withheld; write wrote written; man men; woman women; child children; person people persons; life
lives; wife wives; leader leaders; half halves; crisis crises; analysis analyses; medium media; foot feet; datum data
"""

# Words that report the same kind of event. A group is named by its first word; a word stands in one group only.
_LIKE_MEANING_TABLE = """
die kill death decease perish fatality fatal dead
injure wound hurt injury casualty
extend prolong renew continue lengthen extension renewal continuation
meet talk negotiate summit negotiation meeting
say tell state announce declare claim
approve adopt pass ratify endorse approval
reject refuse veto rebuff rejection refusal
rise increase climb grow jump surge soar gain growth
fall drop decrease decline plunge slump shrink tumble
win victory triumph
lose loss
begin start launch commence open onset
end stop halt cease finish conclude terminate termination
lift remove ease waive
ban prohibit bar outlaw forbid prohibition
allow permit authorise authorize let permission
arrest detain custody detention
release free
accuse charge indict allege indictment accusation
convict sentence conviction
acquit clear exonerate acquittal
resign quit resignation
appoint name nominate appointment
dismiss fire sack oust dismissal
elect vote election
attack strike bomb shell bombing airstrike assault
invade invasion incursion
destroy demolish wreck destruction
build construct construction
buy purchase acquire acquisition
sell sale
sign agree accord agreement pact treaty deal
suspend pause freeze suspension
resume restart restore resumption
withdraw retreat pullout withdrawal
send deploy dispatch deployment
give donate provide supply deliver grant
aid assistance help support
warn caution warning
demand urge
visit trip travel
bury funeral burial inter
war conflict fighting
protest demonstrate demonstration rally march
confirm verify
deny dispute denial
show reveal indicate find
pay spend
"""

# Pairs that cannot both be true of one subject at one time. Phrases are matched by their stems.
_OPPOSITES_TABLE = """
rise fall; increase decrease; increase fall; rise decline; rise drop; gain lose; grow shrink; jump plunge; surge
slump; climb drop; soar plunge; increase decline; increase drop; extend end; extend lift; prolong end; renew end;
renew lift; renew expire; extend expire; continue end; continue stop; impose lift; impose ease; win lose; victory
defeat; approve reject; adopt reject; pass reject; ratify reject; approve veto; for against; support oppose; favor
oppose; favour oppose; back oppose; arrive leave; arrive depart; enter leave; begin end; start stop; start end; open
close; launch halt; resume suspend; resume pause; resume halt; restore suspend; allow ban; permit ban; allow forbid;
allow prohibit; permit prohibit; legal illegal; arrest release; detain release; detain free; convict acquit; guilty
innocent; hire fire; appoint dismiss; accept reject; accept refuse; agree refuse; agree disagree; confirm deny; admit
deny; acknowledge deny; buy sell; import export; invade withdraw; deploy withdraw; advance retreat; alive dead;
survive die; live die; true false; strengthen weaken; raise cut; raise lower; raise reduce; increase cut; increase
reduce; expand cut; expand shrink; expand reduce; majority minority; more less; more fewer; higher lower; high low; up
down; before after; first last; north south; east west; join leave; sign repeal; enact repeal; uphold overturn;
succeed fail; success failure; public private; major minor; friend enemy; ally enemy; improve worsen; better worse;
peaceful violent; unanimous divided; present absent; include exclude; early late; cause prevent; optimistic
pessimistic; safe dangerous; male female; man woman; boy girl; mother father; son daughter; brother sister; husband
wife
"""

_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*(?:-[^\W_]+)*")
_TOKEN_PART = re.compile(r"[^\W_]+(?:[.'’,][^\W_]+)*")
_LONGEST_WORD = 60  # beyond it is no word: a key, a hash, noise

_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|nowhere|without|cannot|hardly|scarcely|barely"
    r"|(?:do|does|did|is|are|was|were|has|have|had|ca|could|would|should|wo|must|need|ai|might|sha)n['’]t"
    r"|(?:fail(?:s|ed|ing)?|refus(?:es?|ed|ing)|declin(?:es?|ed|ing)) to|(?:den(?:y|ies|ied|ying))"
    r"|stopped short of|ruled out|rul(?:es|ing) out|far from|no longer|falsely|untrue|false)\b",
    re.IGNORECASE,
)
# Negative in form, not in meaning.
_NOT_NEGATION = re.compile(
    r"\bnot (?:only|just|merely|least|to mention)\b|\bno (?:doubt|fewer than|less than|wonder|matter|sooner)\b"
    r"|\bnothing (?:but|short of)\b|\bwithout (?:doubt|question)\b|\bNo\. ?\d",
    re.IGNORECASE,
)

STOP_WORDS = frozenset(_STOP_TABLE.split())

_stemmer = EnglishStemmer()
_stemmer_lock = threading.Lock()  # a Snowball stemmer keeps the word it works on in itself


def _irregular() -> dict[str, str]:
    forms: dict[str, str] = {}
    for group in _IRREGULAR_TABLE.split(";"):
        base, *others = group.split()
        for form in others:
            forms.setdefault(form, base)
    return forms


_IRREGULAR = _irregular()


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of one word, in lower case, with a curly apostrophe made straight and a possessive 's taken off."""
    plain = word.lower().replace("’", "'")
    plain = plain.removesuffix("'s")
    plain = plain.strip("'")
    if len(plain) > _LONGEST_WORD or "." in plain:  # "u.s": a stemmer would make it "u."
        return plain
    base = _IRREGULAR.get(plain, plain)
    with _stemmer_lock:
        return str(_stemmer.stemWord(base))


def is_past_form(word: str) -> bool:
    """Whether a word in lower case may be a verb's past or its participle: "killed", "fell", "taken"."""
    return word.endswith("ed") or (word in _IRREGULAR and not word.endswith(("s", "ing")))


def words(text: str) -> list[str]:
    """The words and numbers of a text, in order, as written; "U.S." stays whole, hyphenated compounds too."""
    return [match.group() for match in _WORD.finditer(text)]


def content_words(text: str) -> list[str]:
    """The stems of a text's content words, in order: no stop words, compounds in parts, numbers without commas."""
    stems = []
    for match in _TOKEN_PART.finditer(text):
        raw = match.group()
        if raw[0].isdigit():
            stems.append(raw.replace(",", "").lower())
            continue
        for part in raw.split(",") if "," in raw else (raw,):
            lowered = part.lower().replace("’", "'")
            if lowered not in STOP_WORDS and (len(lowered) > 1 or lowered.isdigit()):
                stems.append(stem(lowered))
    return [found for found in stems if found]


def is_negated(text: str) -> bool:
    """Whether a clause says that something is not so ("not", "never", "refused to", "denied", ...)."""
    return bool(negation_cues(text))


def negation_cues(text: str) -> list[str]:
    """The negating words of a text, in lower case, in order."""
    return [cue for cue, _, _ in negations(text)]


def negations(text: str) -> list[tuple[str, int, int]]:
    """The negating words of a text, in lower case, each with its place [start, end), in order."""
    if not _NEGATION.search(text):
        return []
    told = _NOT_NEGATION.sub(lambda match: " " * len(match.group()), text)
    return [(match.group().lower(), match.start(), match.end()) for match in _NEGATION.finditer(told)]


def _groups() -> dict[str, str]:
    group_of: dict[str, str] = {}
    for line in _LIKE_MEANING_TABLE.strip().splitlines():
        names = line.split()
        for name in names:
            group_of.setdefault(stem(name), stem(names[0]))
    return group_of


def _opposites() -> frozenset[tuple[str, str]]:
    pairs = set()
    for pair in _OPPOSITES_TABLE.split(";"):
        first, second = pair.split()
        pairs.add((stem(first), stem(second)))
        pairs.add((stem(second), stem(first)))
    return frozenset(pairs)


_GROUP_OF = _groups()
_OPPOSITES = _opposites()


def meaning(stemmed: str) -> str:
    """The group of like meaning that a stem belongs to, named by its first word's stem; else the stem."""
    return _GROUP_OF.get(stemmed, stemmed)


def are_opposites(first: str, second: str) -> bool:
    """Whether two stems are opposites: "rise" and "fall", "extend" and "lift"."""
    return (first, second) in _OPPOSITES
