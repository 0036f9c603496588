"""What verbs and nouns of saying, thinking, wanting and judging take for their content: the frames of each cue.

`extractors.speech.cues` holds the verbs that make a claim of somebody's words. The frames here cover every attribution
that a text makes, also of wishes, stances and impressions, which say who holds what though nobody need have said it.
"""

from dataclasses import dataclass
from typing import Literal

from extractors.grammar.phrases import PHRASES, phrasal_forms
from extractors.speech.cues import CUES
from language.sentences import word_set

VERSION = 3

# clause: "said (that) A"; that: only with "that"; question: "asked whether A"; infinitive: "vowed to A"; object: "wants
# B to A"; thing: "praised A"; quote: quoted words.
Frame = Literal["clause", "that", "question", "infinitive", "object", "thing", "quote"]


@dataclass(frozen=True, slots=True)
class Frames:
    """What a cue takes: its frames, and the prepositions that lead to its content ("called for A")."""

    lemma: str
    frames: frozenset[Frame]
    through: frozenset[str] = frozenset()

    def takes(self, frame: Frame) -> bool:
        return frame in self.frames


_CLAUSES = word_set(
    "say tell write add insist explain argue claim state declare reply tweet quip allege assert remark exclaim "
    "note warn deny acknowledge admit concede confirm report suggest post respond continue conclude reveal stress "
    "emphasize emphasise predict recall recount maintain contend disclose estimate reiterate repeat joke observe "
    "testify caution complain boast lament affirm hint imply clarify counter retort forecast believe think expect "
    "fear hope promise vow pledge swear threaten assure inform recommend propose announce feel assume suspect "
    "guess advise teach figure reason muse opine intone interject protest proclaim profess confess attest certify "
    "theorize speculate surmise hypothesize fret worry rejoice gripe grumble bemoan marvel gush brag crow crack "
    "text email yell shout scream whisper murmur mutter cry chant bark snap scoff sneer thunder volunteer venture "
    "chime deadpan dream doubt bet concur object remind read mean signal indicate find show"
)
_THATS = word_set(
    "know learn realize realise understand demonstrate prove recognize recognise determine discover agree decide "
    "rule demand urge ask request insist plead beg convince persuade satisfy allow presume imagine foresee "
    "envision remember forget gather sense perceive see hear dispute disagree caution ensure mandate require "
    "prefer wish charge underscore highlight illustrate calculate project estimate rumor decree signal"
)
_QUESTIONS = word_set(
    "ask wonder question explain say know tell discuss debate determine reveal consider doubt inquire describe "
    "see understand outline recall examine decide show detail note ponder remember speculate illustrate mention"
)
_INFINITIVES = word_set(
    "want hope plan seek refuse vow pledge promise intend decide agree offer threaten decline propose choose "
    "swear aim wish prefer hesitate aspire opt resolve volunteer vote commit demand ask claim love expect long "
    "desire consent elect"
)
_OBJECTS = word_set(
    "want urge ask tell expect order advise encourage implore beg press prompt instruct invite request warn "
    "challenge allow persuade convince like remind need require command forbid counsel exhort believe consider "
    "find prefer lobby pressure call"
)
_THINGS = word_set(
    "announce explain deny acknowledge admit concede confirm report suggest reveal stress emphasize emphasise "
    "predict recall lament reiterate repeat disclose recommend propose mention promise pledge describe cite "
    "discuss question dispute tout highlight reference echo voice express support oppose endorse criticize "
    "criticise praise attack defend reject dismiss denounce condemn mock blast slam welcome applaud favor favour "
    "prefer invoke hail decry deride ridicule disavow disown repudiate renounce embrace champion back contest "
    "challenge deem consider compare portray depict characterize characterise like love hate loathe dislike "
    "despise fear doubt resent regret blame accuse thank congratulate commend salute admire respect trust call "
    "label brand dub name declare ask tell assure warn urge encourage remind want demand see view regard find "
    "believe claim debate rebut refute rebuke chide lambaste lambast excoriate assail rip skewer bash trash knock "
    "hammer bemoan deplore extol laud celebrate cheer vow offer request order advocate quote list outline address "
    "answer underscore underline notice estimate show forecast contemplate plan retweet tweet email post convince "
    "persuade reassure ignore downplay minimize minimise note identify teach brief paint rate rank imply allege "
    "threaten know understand compliment vilify demonize smear taunt insult scold admonish reprimand upbraid "
    "berate fault castigate pan protest touting envision imagine"
)
_THROUGH: dict[str, str] = {
    "talk": "about of",
    "speak": "about of against",
    "call": "for on",
    "refer": "to",
    "point": "to",
    "respond": "to",
    "react": "to",
    "argue": "for against about over",
    "complain": "about of",
    "warn": "about of against",
    "worry": "about over",
    "comment": "on about",
    "focus": "on",
    "agree": "with on to",
    "disagree": "with on",
    "think": "about of",
    "ask": "about for",
    "push": "for",
    "apologize": "for to",
    "apologise": "for to",
    "vote": "for against",
    "rail": "against",
    "insist": "on",
    "hint": "at",
    "allude": "to",
    "boast": "of about",
    "brag": "about",
    "joke": "about",
    "lie": "about",
    "dream": "of",
    "hope": "for",
    "know": "about",
    "wonder": "about",
    "vouch": "for",
    "advocate": "for",
    "object": "to",
    "elaborate": "on",
    "believe": "in",
    "wish": "for",
    "tweet": "about",
    "write": "about",
    "testify": "about",
    "gush": "over about",
    "muse": "about",
    "appeal": "for to",
    "sympathize": "with",
    "side": "with",
    "plead": "for",
    "balk": "at",
    "scoff": "at",
    "expound": "on",
    "lobby": "for against",
    "inquire": "about",
    "fret": "about over",
    "concur": "with",
    "lash": "out",
    "conceive": "of",
    "approve": "of",
    "disapprove": "of",
    "care": "about",
    "condemn": "",
    "look": "to",
}
# Nouns for somebody's words and stances: "X's claim that A", "calls for A", "criticism of A".
_NOUNS: dict[str, str] = {
    "claim": "that of about",
    "claims": "that of about",
    "assertion": "that of about",
    "assertions": "that of about",
    "allegation": "that of about",
    "allegations": "that of about",
    "accusation": "that of about",
    "accusations": "that of about",
    "statement": "that on about",
    "statements": "that on about",
    "suggestion": "that of",
    "belief": "that in",
    "opinion": "that on of",
    "view": "that on of",
    "views": "that on of about",
    "finding": "that",
    "findings": "that",
    "warning": "that about of",
    "warnings": "that about of",
    "complaint": "that about",
    "complaints": "that about",
    "argument": "that for against about",
    "concern": "that about over",
    "concerns": "that about over",
    "fear": "that of about",
    "fears": "that of about",
    "hope": "that to of for",
    "hopes": "that to of for",
    "promise": "that to of",
    "promises": "that to of",
    "pledge": "that to",
    "vow": "that to",
    "plan": "to for",
    "plans": "to for",
    "proposal": "to for that",
    "proposals": "to for that",
    "decision": "to on",
    "call": "for to on",
    "calls": "for to on",
    "demand": "for that",
    "demands": "for that",
    "criticism": "of about from",
    "criticisms": "of",
    "critique": "of",
    "praise": "for of",
    "support": "for of",
    "opposition": "to",
    "endorsement": "of",
    "rejection": "of",
    "defense": "of",
    "denial": "that of",
    "admission": "that of",
    "acknowledgment": "that of",
    "acknowledgement": "that of",
    "announcement": "that of about",
    "description": "of",
    "account": "of",
    "comment": "that about on",
    "comments": "that about on",
    "remark": "that about on",
    "remarks": "that about on",
    "attack": "on against",
    "attacks": "on against",
    "question": "about of whether",
    "questions": "about whether on",
    "doubt": "about that whether",
    "doubts": "about that whether",
    "refusal": "to",
    "desire": "to for",
    "insistence": "that on",
    "contention": "that",
    "prediction": "that of",
    "predictions": "that of",
    "conclusion": "that",
    "notion": "that of",
    "idea": "that of",
    "theory": "that",
    "charge": "that of",
    "charges": "that of",
    "rumors": "that of about",
    "rumor": "that of about",
    "reports": "that of",
    "report": "that",
    "rhetoric": "about on",
    "stance": "on",
    "position": "on that",
    "positions": "on",
    "embrace": "of",
    "mention": "of",
    "understanding": "that of",
    "willingness": "to",
    "reluctance": "to",
    "commitment": "to",
    "invitation": "to",
    "request": "to for that",
    "requests": "to for that",
    "threat": "to that",
    "threats": "to that",
    "skepticism": "about of that",
    "confidence": "that in",
    "optimism": "that about",
    "sense": "that",
    "feeling": "that",
    "impression": "that of",
    "consensus": "that",
    "message": "that",
    "assurance": "that of",
    "assurances": "that of",
    "revelation": "that of",
    "speculation": "that about",
    "assessment": "that of",
    "estimate": "that of",
    "defence": "of",
}
# Adjectives of mind: "was confident that A", "is critical of A".
_ADJECTIVES: dict[str, str] = {
    "confident": "that in of about",
    "convinced": "that of",
    "worried": "that about",
    "concerned": "that about",
    "sure": "that",
    "certain": "that",
    "aware": "that of",
    "hopeful": "that about",
    "optimistic": "that about",
    "skeptical": "of about that",
    "sceptical": "of about that",
    "critical": "of",
    "supportive": "of",
    "proud": "of that to",
    "afraid": "of that to",
    "clear": "that about",
    "adamant": "that about",
    "willing": "to",
    "unwilling": "to",
    "reluctant": "to",
    "eager": "to",
    "determined": "to",
    "happy": "to that about with",
    "angry": "at about that",
    "wary": "of",
    "fond": "of",
    "interested": "in",
    "opposed": "to",
    "dismissive": "of",
    "unhappy": "with about that",
    "comfortable": "with",
    "surprised": "that by to",
    "disappointed": "that in with by",
    "glad": "that to",
    "nervous": "about",
    "committed": "to",
    "prepared": "to",
    "ready": "to",
    "keen": "to on",
    "inclined": "to",
    "doubtful": "that about",
    "mindful": "that of",
    "tired": "of",
    "frustrated": "with by that",
    "upset": "that about with",
    "sorry": "that for about",
    "grateful": "that for to",
}
# With a subject and a complement that nobody in particular vouches for: "seems to A", "is expected to A".
SEEMING = word_set("seem seems seemed appear appears appeared")
_IMPERSONAL = word_set("expected said believed thought reported rumored rumoured alleged known seen viewed regarded")
_IRREGULAR: dict[str, str] = {
    "said": "say", "told": "tell", "written": "write", "wrote": "write", "thought": "think", "spoke": "speak",
    "spoken": "speak", "found": "find", "swore": "swear", "sworn": "swear", "knew": "know", "known": "know",
    "felt": "feel", "taught": "teach", "meant": "mean", "understood": "understand", "saw": "see", "seen": "see",
    "heard": "hear", "sought": "seek", "chose": "choose", "chosen": "choose", "foresaw": "foresee",
    "shown": "show", "rebutted": "rebut", "forbade": "forbid", "read": "read", "bet": "bet", "lied": "lie",
}  # fmt: skip
_DOUBLING = word_set(
    "plan slam quip admit rebut extol dub brag beg rip trash pan permit bet jab lag nag commit hit refer"
)


_TOWARDS = word_set("over at in about")


def _inflect(lemma: str) -> tuple[list[str], str]:
    """The finite forms and the participle in -ing of a regular verb."""
    stem = lemma + lemma[-1] if lemma in _DOUBLING and not lemma.endswith("sh") else lemma
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        third, past = lemma[:-1] + "ies", lemma[:-1] + "ied"
    else:
        third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
        past = lemma + "d" if lemma.endswith("e") else stem + "ed"
    if lemma.endswith("ie"):
        return [lemma, third, past], lemma[:-2] + "ying"
    bare = lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else stem
    return [lemma, third, past], bare + "ing"


def _tables() -> tuple[dict[str, Frames], dict[str, Frames]]:
    lists: tuple[tuple[Frame, frozenset[str]], ...] = (
        ("clause", _CLAUSES),
        ("that", _CLAUSES | _THATS),
        ("question", _QUESTIONS),
        ("infinitive", _INFINITIVES),
        ("object", _OBJECTS),
        ("thing", _THINGS),
        ("quote", _CLAUSES | _THINGS | word_set("call describe ask wonder read demand reply")),
    )
    lemmas = set(_THROUGH).union(*(words for _, words in lists), {cue.lemma for cue in CUES.values()} - set(PHRASES))
    stances = {cue.lemma for cue in CUES.values() if cue.sort != "say"}
    irregular: dict[str, list[str]] = {}
    for form, lemma in _IRREGULAR.items():
        irregular.setdefault(lemma, []).append(form)
    finite: dict[str, Frames] = {}
    participles: dict[str, Frames] = {}
    for lemma in sorted(lemmas):
        taken: set[Frame] = {frame for frame, words in lists if lemma in words}
        through = frozenset(_THROUGH.get(lemma, "").split())
        if lemma in stances:
            taken.add("thing")
            through |= _TOWARDS
        frames = Frames(lemma, frozenset(taken), through)
        forms, participle = _inflect(lemma)
        if lemma in irregular:
            forms = [*forms[:2], *irregular[lemma], *(["showed"] if lemma == "show" else [])]
        for form in forms:
            finite.setdefault(form, frames)
        participles.setdefault(participle, frames)
    for phrase in PHRASES:
        forms, participle = phrasal_forms(phrase)
        frames = Frames(phrase, frozenset(("clause", "that", "question", "thing", "quote")))
        finite.update(dict.fromkeys(forms, frames))
        participles[participle] = frames
    return finite, participles


FINITE, PARTICIPLES = _tables()
NOUNS: dict[str, frozenset[str]] = {noun: word_set(through) for noun, through in _NOUNS.items()}
ADJECTIVES: dict[str, frozenset[str]] = {word: word_set(through) for word, through in _ADJECTIVES.items()}
IMPERSONAL = _IMPERSONAL
# Verbs whose base form is a noun too: it is a verb only after a plural subject.
ALSO_NOUNS = word_set(
    "claim report state note show plan view call support question demand promise fear hope estimate signal "
    "forecast attack back challenge order request vow pledge threat doubt worry comment remark talk debate offer "
    "praise blame answer address charge contest cast rate rank name label brand email text tweet post quote list "
    "outline paint favor favour love hate trust respect welcome mock blast slam hammer knock bash trash rip "
    "skewer smear protest appeal figure reason project volunteer advocate champion lament regret recall mention "
    "reference voice highlight need want wish aim sense guess find focus push lash vote look point joke bet dream "
    "desire command counsel press prompt invite pressure lobby insult assault contemplate object delegate rebuke"
)
