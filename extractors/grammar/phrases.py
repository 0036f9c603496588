"""Several words that are one verb of saying: "pointed out", "made it clear", "made the claim", "took to X to say".

The tokens have each as one word, so that whatever reads verbs reads these. Its small letters are the word that tells
what is meant and then the verb, "out pointed": endings are looked at, and an ending of its own is what a verb has.
"""

import re

VERSION = 1

_FORMS = {
    "point": "point points pointed pointing",
    "make": "make makes made making",
    "give": "give gives gave giving",
    "issue": "issue issues issued issuing",
    "take": "take takes took taking",
}
# For the word that tells what a phrase means: its verb.
PHRASES = {"out": "point", "clear": "make", "claim": "make", "warning": "give", "statement": "issue", "say": "take"}
_ALTERNATIVES = {verb: forms.replace(" ", "|") for verb, forms in _FORMS.items()}
_CLAIMED = "claim|point|case|argument|allegation|accusation|assertion|suggestion|observation"
_WARNED = "assurances?|warnings?|notice|reminder"

PHRASE = (
    rf"(?:{_ALTERNATIVES['point']}) (?P<out>out)\b(?! of\b)"
    rf"|(?:{_ALTERNATIVES['make']}) (?:(?:it|this) )?(?:very |quite |\w+ly )?(?P<clear>clear|plain)\b"
    r"(?= (?:that|how)\b| (?:on|in|to|at|during|last|from) [^.;“”]{1,60}?\b(?:that|how)\b)"
    rf"|(?:{_ALTERNATIVES['make']}) (?:the|an?) (?:[\w-]+ ){{0,2}}?(?P<claim>{_CLAIMED})(?= that\b)"
    rf"|(?:{_ALTERNATIVES['give']}) (?:the |an? )?(?:[\w-]+ )?(?P<warning>{_WARNED})(?= that\b)"
    rf"|(?:{_ALTERNATIVES['issue']}) an? (?:[\w-]+ )?"
    r"(?P<statement>statement saying|(?:warning|reminder|alert)(?= that\b))"
    rf"|(?:{_ALTERNATIVES['take']}) to (?:the )?[\w’-]+ (?:[\w’-]+ )?(?P<say>to say)\b"
)


def small_letters(match: "re.Match[str]") -> str | None:
    """How a phrase that `PHRASE` found is told among tokens, None of other words: "out pointed"."""
    kind = next((kind for kind in PHRASES if match[kind] is not None), None)
    return f"{kind} {match.group().split(' ', 1)[0].lower()}" if kind else None


def is_phrase(low: str) -> bool:
    """Whether a token's small letters are those of a phrase."""
    return low in _ALL


def phrasal_forms(kind: str) -> tuple[list[str], str]:
    """The finite forms of a phrase, and its participle in -ing, as tokens have them in small letters."""
    forms = [f"{kind} {form}" for form in _FORMS[PHRASES[kind]].split()]
    return forms[:-1], forms[-1]


_ALL = frozenset(form for kind in PHRASES for forms in (phrasal_forms(kind),) for form in (*forms[0], forms[1]))
