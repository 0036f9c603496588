"""Speech that is printed with the speaker's name before it: interviews, transcripts, questions and answers.

A label counts only where the article is plainly printed so: labels recur, or questions alternate with answers. A
paragraph without a label goes on with the last speaker's words, until the article speaks of that speaker by name.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from language.countries import country_of
from language.sentences import Span, word_set
from language.words import STOP_WORDS

VERSION = 2

_FEWEST_TURNS = 3
_FEWEST_QUESTIONS = 2
_FEWEST_BARE_QUESTIONS = 3
_SHARE_OF_TURNS = 0.25  # of the paragraphs from the first label on
_LONGEST_QUESTION = 400

_STAMP = r"[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:\s?[ap]\.?m\.?)?[\])]?"
_LABEL = re.compile(
    rf"(?:{_STAMP}\s*[-–—|]?\s*)?"
    rf"(?:\(\((?P<wiki>[^()\n]{{1,60}})\)\)\s*:?|(?P<label>[A-ZÀ-Þ][^:\n!?“”\"\[\]]{{0,90}}?)\s*(?:{_STAMP}\s*)?:)(?:\s+|\Z)"
)
_ASK_OR_ANSWER = re.compile(
    r"(?P<label>Q|A|QUESTION|ANSWER|Question|Answer)(?P<number>\d{0,2})(?:[:.](?=\s|\Z)|\s?[–—](?=\s)|(?=\s{2}))\s*"
)
_ABBREVIATED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Prof|Rev|Hon|Sec|Amb|St|Jr|Sr|MR|MRS|MS|DR|SEN|REP"
    r"|GOV|GEN|COL|LT|SGT|PROF|REV|HON|SEC|AMB|ST|JR|SR|[A-Z])\."
)
_PARTICLES = word_set("de da di la le van von der den bin ibn al el dos del du ten ter of the and for")
_NO_LABELS = word_set(
    "photo photos image images picture source sources note notes correction clarification update updates updated "
    "editor read more watch video listen date time location where when what who why how cost costs price "
    "prices rating score "
    "result results breaking live analysis opinion exclusive background timeline related summary conclusion "
    "introduction contact email phone address website url link tel fax tags topics by credit caption warning example "
    "step tip fact myth claim verdict rule total winner category director starring genre runtime age born died "
    "height weight team group game day week month year part chapter section item figure table updated disclaimer "
    "copyright subject from to cc re sent following follow share trending context bottom line monday tuesday "
    "wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december"
)
_CREDIT = re.compile(r"(?:image|photo|picture|video|credit|source)s?\Z", re.IGNORECASE)
_INTERJECTIONS = word_set("yeah yes no well oh ok okay look listen right sure thanks thank hello hi")
_INTERVIEWERS = word_set("q question interviewer")
_PRESS = word_set("reporter journalist press correspondent reporters media")
_UNNAMED = word_set(
    "unidentified unknown male female man woman speaker reporter crowd audience member members voice voices "
    "participant protester moderator host anchor narrator announcer operator translator interpreter "
    "questioner caller juror "
    "witness question all group person #"
)
_FIRST_PERSON = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|me|[Ww]e(?:['’](?:re|ve|d|ll))?|[Oo]ur|us)\b")
_SINGULAR = re.compile(r"\bI(?:['’](?:m|ve|d|ll))?\b")
_RULE = re.compile(r"(?:[*_–—-]\s*){3,}\Z|#+\Z")
_TOLD = re.compile(r"\b(?:said|says|told|according to)\b")


@dataclass(frozen=True, slots=True)
class Turn:
    """A paragraph [start, end) that somebody speaks from `words` on; `asks` where it is the interviewer."""

    start: int
    words: int
    end: int
    label: str  # as printed first for that speaker; "" for the one who is interviewed
    asks: bool


@dataclass(frozen=True)
class Dialogue:
    """The turns of an article by where their paragraphs start. `interview`: with the article's own reporter."""

    turns: Mapping[int, Turn]
    interview: bool
    asker: str | None = None  # the label of the paper that asks

    @property
    def start(self) -> int:
        return min(self.turns)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of those who answer, in the order of their first words."""
        return tuple(dict.fromkeys(turn.label for turn in self.turns.values() if not turn.asks))


@dataclass(frozen=True)
class _Part:
    """A paragraph with the label that it may begin with."""

    span: Span
    label: str | None
    words: int
    question: bool  # it asks from beginning to end and has no label
    bold: bool


def find_dialogue(
    text: str, paragraphs: Sequence[Span], *, bold: Sequence[Span] = (), outlets: frozenset[str] = frozenset()
) -> Dialogue | None:
    """The dialogue among the paragraphs, or None. `outlets`: names in lower case, without "the", of who may ask."""
    strong = {(span.start, span.end) for span in bold}
    parts = [_part_of(text, span, strong) for span in paragraphs]
    keys = Counter(key_of(part.label) for part in parts if part.label)
    first = next((i for i, part in enumerate(parts) if part.label), None)
    if first is not None and _is_labelled(text, parts[first:], keys):
        return _labelled(text, parts, outlets)
    return _bare(text, parts)


def key_of(label: str) -> str:
    """What is the same in "JANE SMITH, CHAIR" and "Ms. Smith": the surname in lower case."""
    base = bare_label(label)
    words = base.lower().replace("’", "'").split()
    return words[-1].strip(".'") if words else base.lower()


def bare_label(label: str) -> str:
    """A label without what follows the name: the role behind a comma, the state or party in brackets."""
    return re.split(r"[,(\[–—]| - ", label, maxsplit=1)[0].strip()


def is_unnamed(label: str) -> bool:
    """Whether a label says only what somebody is: "UNIDENTIFIED MALE", "Speaker 2", "AUDIENCE MEMBER"."""
    words = re.findall(r"[^\W\d_]+", bare_label(label).lower())
    return bool(words) and all(word in _UNNAMED for word in words)


def _part_of(text: str, span: Span, bold: set[tuple[int, int]]) -> _Part:
    label, words = None, span.start
    short = _ASK_OR_ANSWER.match(text, span.start, span.end)
    if short:
        label, words = short["label"], short.end()
    else:
        found = _LABEL.match(text, span.start, span.end)
        if found and (found["wiki"] or _is_label(found["label"])):
            label, words = (found["wiki"] or found["label"]).strip(), found.end()
    plain = span.of(text)
    question = label is None and plain.endswith("?") and len(plain) <= _LONGEST_QUESTION and "”" not in plain
    return _Part(span, label, words, question, (span.start, span.end) in bold)


def _is_label(label: str) -> bool:
    """Whether words before a colon can be somebody's name, and not "Photo" or "The plan would"."""
    if re.search(r"\.\s", _ABBREVIATED.sub("", label)) or label.endswith("."):
        return False
    base = bare_label(label)
    words = base.split()
    if not 1 <= len(words) <= 5 or country_of(base):
        return False
    first = words[0].lower().strip("'’.")
    if first in _NO_LABELS or (first in STOP_WORDS | _INTERJECTIONS and first != "the" and len(first) > 1):
        return False
    if words[-1].lower().strip("'’.") in _NO_LABELS or _CREDIT.search(words[-1]):
        return False
    return all(word[0].isupper() or word[0].isdigit() or word.lower() in _PARTICLES for word in words)


def _is_labelled(text: str, parts: Sequence[_Part], keys: Counter[str]) -> bool:
    """Whether an article is printed with labels: enough of them, and the same again."""
    total = sum(keys.values())
    asked = keys["q"] + keys["question"]
    if asked >= _FEWEST_QUESTIONS:
        return True
    if total < _FEWEST_TURNS or total < _SHARE_OF_TURNS * len(parts) or max(keys.values()) < 2:
        return False
    return len(keys) >= 2


def _labelled(text: str, parts: Sequence[_Part], outlets: frozenset[str]) -> Dialogue:
    same = _initials({part.label for part in parts if part.label})
    by_key: dict[str, list[_Part]] = {}
    for part in parts:
        if part.label:
            by_key.setdefault(same.get(part.label) or key_of(part.label), []).append(part)
    asking = {key for key, turns in by_key.items() if _asks(text, key, turns, outlets)}
    answering = {key for key in by_key if key not in asking}
    fullest = {key: _fullest(turns) for key, turns in by_key.items()}
    turns: dict[int, Turn] = {}
    current: str | None = None
    for part in parts:
        if part.label is not None:
            current = same.get(part.label) or key_of(part.label)
        elif current is None or not _goes_on(text, part, current):
            current = None
            continue
        elif current in asking and not answering:
            current = ""  # answers without a label behind labelled questions
        label = "" if current in ("", "a", "answer") else fullest[current]
        turns[part.span.start] = Turn(part.span.start, part.words, part.span.end, label, current in asking)
    private = bool(asking - _PRESS - {"question"}) and len(answering) <= 1
    papers = [fullest[key] for key in by_key if key in asking - _INTERVIEWERS - _PRESS]
    return Dialogue(turns, private, papers[0] if len(papers) == 1 else None)


def _initials(labels: set[str]) -> dict[str, str]:
    """For a label of initials the key of the one other label that it stands for: "AL" is "Ann Lee"."""
    spelled = by_initials(labels)
    found: dict[str, str] = {}
    for label in filter(are_initials, labels):
        fitting = {key_of(name) for name in spelled.get(label, ())}
        if len(fitting) == 1:
            found[label] = fitting.pop()
    return found


def are_initials(label: str) -> bool:
    """Whether a label can be somebody's initials."""
    return 2 <= len(label) <= 3 and label.isalpha() and label.isupper()


def by_initials(names: Iterable[str]) -> dict[str, set[str]]:
    """Names by their initials: "Ann Lee" by "AL"."""
    found: dict[str, set[str]] = {}
    for name in names:
        found.setdefault("".join(word[0] for word in bare_label(name).split()), set()).add(name)
    return found


def _asks(text: str, key: str, turns: Sequence[_Part], outlets: frozenset[str]) -> bool:
    """Whether a label is the interviewer's: "Q", the outlet's own name, or a paper's that only asks."""
    if key in _INTERVIEWERS | _PRESS:
        return True
    name = bare_label(turns[0].label or "").lower()
    if is_unnamed(name):
        return False
    if name.removeprefix("the ") in outlets:
        return True
    # A name in full, or one that stands for it, is somebody's who may also state things.
    asked = sum("?" in part.span.of(text) for part in turns)
    alone = name.startswith("the ") or all(" " not in bare_label(part.label or "") for part in turns)
    return alone and 2 * asked >= len(turns)


def _fullest(turns: Sequence[_Part]) -> str:
    return max((part.label or "" for part in turns), key=lambda label: (len(label.split()), len(label)))


def _goes_on(text: str, part: _Part, key: str) -> bool:
    """Whether a paragraph without a label is still the last speaker's: the article's own names the speaker."""
    plain = part.span.of(text)
    if _RULE.fullmatch(plain):
        return False
    if "“" in plain and _TOLD.search(plain) and not _FIRST_PERSON.search(re.sub(r"“[^”]*”", "", plain)):
        return False
    return len(key) < 3 or re.search(rf"(?<!\w){re.escape(key)}(?!\w)", plain, re.IGNORECASE) is None


def _bare(text: str, parts: Sequence[_Part]) -> Dialogue | None:
    """Questions that stand alone, each with its answer behind it, told in the first person."""
    strong = [i for i, part in enumerate(parts) if part.bold and part.question]
    asked = strong if len(strong) >= _FEWEST_QUESTIONS else [i for i, part in enumerate(parts) if part.question]
    if len(asked) < (_FEWEST_QUESTIONS if asked is strong else _FEWEST_BARE_QUESTIONS):
        return None
    answers = [parts[i + 1 : j] for i, j in zip(asked, [*asked[1:], len(parts)], strict=True)]
    told = [" ".join(re.sub(r"“[^”]*”", "", part.span.of(text)) for part in answer) for answer in answers]
    personal = sum(bool(_FIRST_PERSON.search(words)) for words in told)
    if 2 * personal < len(answers) or not any(_SINGULAR.search(words) for words in told):
        return None
    turns: dict[int, Turn] = {}
    asking = set(asked)
    for i, part in enumerate(parts[asked[0] :], asked[0]):
        asks = i in asking or (asked is strong and part.bold)
        if not asks and not _goes_on(text, part, ""):
            break
        turns[part.span.start] = Turn(part.span.start, part.span.start, part.span.end, "", asks)
    return Dialogue(turns, True)
