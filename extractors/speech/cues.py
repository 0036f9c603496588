"""The verbs by which news tells who said what, by what they take and what they make of the speaker's words."""

from dataclasses import dataclass
from typing import Literal

from extractors.grammar.phrases import PHRASES, phrasal_forms
from language.sentences import word_set

VERSION = 6

# say: takes a quotation or a clause; name: "called it X"; react: tells a stance towards a thing or person.
CueSort = Literal["say", "name", "react"]


@dataclass(frozen=True, slots=True)
class Cue:
    """One form of a reporting verb. `strong`: it hardly ever means anything else, whatever stands before it."""

    lemma: str
    sort: CueSort
    strong: bool
    holds: bool  # tells that somebody holds, demands or rejects something rather than that words were spoken


_STRONG = (
    "say tell write add announce insist explain argue claim state declare reply tweet quip allege assert remark exclaim"
)
_SAY = (
    "note warn deny acknowledge admit concede confirm report suggest post respond continue conclude reveal stress "
    "emphasize emphasise predict comment recall recount maintain contend disclose estimate reiterate repeat joke "
    "observe testify caution complain boast lament ask wonder signal indicate affirm hint imply agree clarify "
    "counter retort forecast believe think expect fear hope promise vow pledge swear threaten assure inform urge "
    "recommend propose show find speak mention " + _STRONG
)
_NAME = "call describe label dub brand characterize characterise"
_REACT = (
    "accuse blame praise criticize criticise condemn denounce slam blast welcome hail extol applaud reject dismiss "
    "oppose endorse demand gloat marvel mock ridicule thank deplore decry rebuke chide lambaste defend question "
    "rebut refute express echo voice commend congratulate"
)
_HOLDS = word_set(
    "deny believe think expect fear hope promise vow pledge swear threaten agree urge recommend propose signal "
    + _REACT
)
_PAST = {
    "say": "said",
    "tell": "told",
    "write": "wrote written",
    "think": "thought",
    "speak": "spoke spoken",
    "find": "found",
    "swear": "swore sworn",
    "show": "showed shown",
    "forecast": "forecast forecasted",
}
_DOUBLED = {
    "admit": "admitt",
    "quip": "quipp",
    "extol": "extoll",
    "dub": "dubb",
    "slam": "slamm",
    "rebut": "rebutt",
}


def _forms(lemma: str) -> list[str]:
    stem = _DOUBLED.get(lemma, lemma)
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        third, past = lemma[:-1] + "ies", lemma[:-1] + "ied"
    else:
        third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
        past = lemma + "d" if lemma.endswith("e") else stem + "ed"
    return [lemma, third, *_PAST.get(lemma, past).split()]


def _build() -> dict[str, Cue]:
    table: dict[str, Cue] = {}
    sorts: tuple[tuple[CueSort, str], ...] = (("say", _SAY), ("name", _NAME), ("react", _REACT))
    for sort, lemmas in sorts:
        for lemma in lemmas.split():
            for form in _forms(lemma):
                table.setdefault(form, Cue(lemma, sort, lemma in _STRONG.split(), lemma in _HOLDS))
    for phrase in PHRASES:
        for form in phrasal_forms(phrase)[0]:
            table[form] = Cue(phrase, "say", strong=True, holds=False)
    return table


CUES: dict[str, Cue] = _build()

# Nouns for those who speak: people by what they do, and bodies that speak through people.
_SPEAKERS = (
    "official officials spokesman spokeswoman spokesperson spokespeople spokesmen minister ministry president "
    "premier chancellor governor mayor senator congressman congresswoman lawmaker lawmakers legislator legislators "
    "deputy secretary ambassador diplomat diplomats envoy aide aides adviser advisers advisor advisors chairman "
    "chairwoman chair chief head leader leaders director manager executive executives founder owner boss editor "
    "editors reporter reporters journalist journalists columnist author authors writer analyst analysts expert "
    "experts economist economists scientist scientists researcher researchers professor academic academics scholar "
    "historian doctor doctors physician nurse lawyer lawyers attorney attorneys prosecutor prosecutors judge judges "
    "court jury police officer officers sheriff detective investigators investigator authorities authority "
    "government administration parliament congress council committee commission agency department bureau company "
    "firm bank group union party organization organisation association team club family families relatives mother "
    "father son daughter brother sister wife husband parents friend friends neighbor neighbors neighbour neighbours "
    "resident residents witness witnesses survivor survivors victim victims supporter supporters critic critics "
    "opponent opponents activist activists protester protesters blogger bloggers soldier soldiers general commander "
    "military army navy force forces rebels militants player coach actor actress singer filmmaker artist student "
    "students teacher teachers worker workers employee employees source sources man woman men women people person "
    "driver pilot captain others many some most several few report study statement letter document documents memo "
    "filing survey poll newspaper magazine website channel broadcaster network tribunal embassy consulate church "
    "bishop pope imam priest king queen prince princess candidate nominee incumbent member members representative "
    "representatives delegate negotiator negotiators veteran retiree voter voters farmer farmers businessman "
    "businesswoman everyone nobody no-one somebody one both all press media white-house firefighters rescuers "
    "findings research data figures polls surveys investigation investigations results records medics campaigners "
    "organisers organizers regulator regulators watchdog groups charities unions companies barrister barristers "
    "solicitor solicitors advocate advocates"
)
SPEAKER_NOUNS = frozenset(_SPEAKERS.split())
# Bodies and papers, of which "he" and "she" are never said.
BODY_NOUNS = word_set(
    "ministry government administration parliament congress council committee commission agency department bureau "
    "company firm bank group union party organization organisation association team club court police report study "
    "statement letter document documents memo filing survey poll newspaper magazine website channel broadcaster "
    "network military army navy force forces embassy consulate church family authorities authority press media "
    "findings research data figures polls surveys investigation investigations results records reports studies "
    "statements tribunal jury opposition charity hospital regulator watchdog trust university college school board "
    "panel inquiry institute foundation society federation alliance coalition campaign chamber assembly senate cabinet "
    "treasury airline operator manufacturer retailer developer supplier carrier museum municipality ombudsman insurer "
    "lender brewery think-tank league publisher studio contractor employer landlord corporation consortium startup "
    "service fund theatre zoo laboratory site sites outlet outlets portal station paper papers tabloid journal daily "
    "memoirs email emails tweet letter letters notice decision ruling article articles footage video videos ad ads "
    "festival plc ltd ltd. inc inc. corp corp. llc gmbh"
)
