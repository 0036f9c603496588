"""A language model for tests: a few rules that read the prompts as they go over the wire, as a model would.

It sees nothing but what a model is sent: numbered sentences, claims and passages. Served by `tests.loopback_llm`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.loopback_llm import Request

_LINE = re.compile(r"^\[(\d+)\] (?!\(context\) )(.+)$", re.MULTILINE)
_SAID = re.compile(r"[,”] (?:said|says) ((?:[A-Z]\w+ )?[A-Z]\w+)|^((?:[A-Z]\w+ )?[A-Z]\w+) (?:said|has said) that")
_TOLD = re.compile(r"^(.+?), who .*?, told the [A-Z]")
_PASSAGE = re.compile(r"^\((.+?), (\d{4}-\d\d-\d\d|date unknown).*?\) (?=\S)")
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
_NUMBERS = frozenset(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "half", "first"))
_ALIKE = 0.6


def answer(request: Request) -> Any:
    """The reply to any of the three prompts, by the shape that is asked for."""
    replies: dict[str, Callable[[Request], dict[str, Any]]] = {
        "ClaimList": extract,
        "_Plan": plan,
        "_FurtherPlan": plan_further,
        "_Judged": judge,
        "_Ok": lambda _: {"ok": True},
    }
    return replies[request.schema_name](request)


def numbered(text: str) -> list[tuple[int, str]]:
    """The numbered lines of a prompt, without those that are there for context."""
    return [(int(number), line) for number, line in _LINE.findall(text)]


def extract(request: Request) -> dict[str, Any]:
    """One claim a sentence."""
    return {"claims": [claim(number, sentence) for number, sentence in numbered(request.user)]}


def claim(number: int, sentence: str, **fields: Any) -> dict[str, Any]:
    """What is claimed in a sentence, as the extraction's shape has it."""
    kind, speaker, witness = "event", None, False
    if said := _SAID.search(sentence):
        kind, speaker = "quote", said[1] or said[2]
    elif told := _TOLD.search(sentence):
        kind, speaker, witness = "position", told[1], True
    elif sentence.endswith("?"):
        kind = "question"
    elif re.search(r"\d|million|hours", sentence):
        kind = "quantity"
    return {
        "sentence": number,
        "quote": sentence,
        "text": sentence,
        "kind": kind,
        "speaker": speaker,
        "speaker_role": None,
        "speaker_named": None if speaker is None else not witness,
        "attribution": [],
        "venue": None,
        "said_when": None,
        "about_when": None,
        "not_checkable": None,
        "only_witness": witness,
        "translated": False,
        "checkworthiness": 0.95,
        "reasons": ["the public would want to know"],
        **fields,
    }


def plan(request: Request) -> dict[str, Any]:
    """Three queries a claim: its words, its names and numbers, its words as an official record would have them."""
    planned = []
    for number, line in numbered(request.user):
        words = _WORD.findall(line.split(" (kind: ")[0])
        names = [word for word in words if word[0].isupper() or word[0].isdigit()] or words
        texts = {
            "confirm": " ".join(words[:15]),
            "refute": " ".join([*names, "figures"][:15]),
            "primary_source": " ".join(["record of", *words[-10:]]),
        }
        queries = [{"purpose": purpose, "text": text, "language": None} for purpose, text in texts.items()]
        planned.append({"claim": number, "queries": queries})
    return {"claims": planned}


def plan_further(request: Request) -> dict[str, Any]:
    """Nothing more: all that these rules know was proposed at first."""
    return {"claims": [{"claim": number, "queries": []} for number, _ in numbered(request.user)]}


@dataclass(frozen=True)
class Facts:
    """What two sentences are compared by."""

    words: frozenset[str]
    numbers: frozenset[str]
    denied: bool

    @classmethod
    def of(cls, text: str) -> "Facts":
        found = [word.casefold() for word in _WORD.findall(text)]
        numbers = frozenset(word for word in found if word[0].isdigit() or word in _NUMBERS)
        words = frozenset(word[:6] for word in found if len(word) > 3 and word not in numbers)
        return cls(words, numbers, bool({"not", "no", "neither", "never"} & set(found)))

    def stance_of(self, text: str) -> str:
        """What the sentence of a passage that is most like this one makes of it."""
        read = max(map(Facts.of, re.split(r"(?<=[.!?])\s+", text)), key=lambda other: len(self.words & other.words))
        if not self.words or len(self.words & read.words) < _ALIKE * len(self.words):
            return "neither"
        if self.denied != read.denied or (read.numbers and not self.numbers <= read.numbers):
            return "refutes"
        return "supports" if self.numbers <= read.numbers else "neither"


def judge(request: Request) -> dict[str, Any]:
    """The stance of each passage by its words and numbers, and the label that these bear out."""
    found = re.search(r"^claim: (.+)$", request.user, re.MULTILINE)
    assert found is not None
    facts = Facts.of(found[1])
    stances = {number: facts.stance_of(_PASSAGE.sub("", line)) for number, line in numbered(request.user)}
    return judged(stances)


def judged(stances: dict[int, str], **fields: Any) -> dict[str, Any]:
    """A reply in the judge's shape that keeps the rules."""
    sides = sorted(set(stances.values()) - {"neither"})
    label = {"refutes": "refuted", "supports": "supported", "": "not_enough_evidence"}.get(
        sides[0] if len(sides) == 1 else "" if not sides else "both", "conflicting"
    )
    cited = [number for number, stance in stances.items() if stance != "neither"]
    return {
        "reasoning": "The words and the numbers were held against each other.",
        "readings": list(_readings(stances)),
        "label": label,
        "cited": cited,
        "issues": [],
        "confidence": 0.9,
        "rationale": f"Of {len(stances)} passages, {len(cited)} speak of it: {cited}.",
        **fields,
    }


def _readings(stances: dict[int, str]) -> Iterator[dict[str, Any]]:
    for number, stance in stances.items():
        yield {
            "passage": number,
            "stance": stance,
            "said_by_claimant": False,
            "certainty": 0.8,
            "why": f"It {stance} what is claimed." if stance != "neither" else "It is about something else.",
        }
