"""A statement as a question and its answer, as interviews, inquiries and fact-checkers have them.

"Was the bridge closed in May? Yes." bears out that it was, "No." contradicts it, and the question alone does neither.
Only sentences with an auxiliary verb are turned around; where and when something was are asked of those that end so.
"""

import random
import re
from collections.abc import Iterator

from training.alterations import Label

Told = tuple[str, str, Label, str]  # passage, claim, label, kind

_AUXILIARIES = "is|was|are|were|has|had|have|will|would|can|could|did|does|do|should"
_SENTENCE = re.compile(rf"^(?P<subject>(?:[\w’'.-]+,? ){{1,9}}?)(?P<verb>{_AUXILIARIES}) (?P<rest>[^.?!]{{8,}})[.!]?$")
_NO_SUBJECT = re.compile(r"\b(?:that|who|which|if|when|while|because|although|but|and)\b", re.IGNORECASE)
_ENDS = (
    (re.compile(r" (?:in|at|from) (?P<answer>[A-Z][\w’'-]+(?:,? [A-Z][\w’'-]+){0,3})$"), "Where"),
    (re.compile(r" (?:in|on|since) (?P<answer>(?:\d{1,2} )?(?:[A-Z][a-z]+ )?(?:\d{1,2}, )?[12]\d{3})$"), "When"),
)
_SMALL = frozenset(
    {"the", "a", "an", "his", "her", "its", "their", "this", "these", "those", "there", "it", "he", "she"}
)
_SMALL_MORE = frozenset({"they", "some", "many", "several", "most", "all", "in", "on", "at", "more", "no"})
_TRUE = ("Yes.", "Yes, it is true.", "Yes, {aux_it}.", "True.", "That is correct.", "Yes.")
_FALSE = ("No.", "No, that is not true.", "No, this is false.", "False.", "That is incorrect.", "No.")
_OPEN = ("It is not known.", "No information about this was found.", "This could not be established.", "Unclear.", "")
_ASKED = ("Is it true that {p}?", "Is there evidence that {p}?", "Has it been confirmed that {p}?")
_ABOUT = ("What is known about {name}?", "Who or what is {name}?", "What do the records say about {name}?")


def asked(sentence: str, dice: random.Random) -> str:
    """The yes-or-no question that a sentence answers with yes: turned around where its verb allows it."""
    found = _SENTENCE.match(sentence)
    if found and not _NO_SUBJECT.search(found["subject"]) and dice.random() < 0.8:
        return f"{found['verb'].capitalize()} {lowered(found['subject'].strip())} {found['rest']}?"
    return dice.choice(_ASKED).format(p=lowered(sentence.rstrip(".!")))


def lowered(text: str) -> str:
    """With a small first letter where the first word is not a name."""
    first = next(iter(text.split(maxsplit=1)), "").lower()
    return text[:1].lower() + text[1:] if first in _SMALL or first in _SMALL_MORE else text


def of_statement(claim: str, dice: random.Random) -> Iterator[Told]:
    """A question about the claim with each kind of answer, and without any."""
    question = asked(claim, dice)
    yield f"{question} {_said(_TRUE, question, dice)}", claim, "supports", "question: yes"
    yield f"{question} {_said(_FALSE, question, dice)}", claim, "refutes", "question: no"
    if dice.random() < 0.6:
        yield f"{question} {dice.choice(_OPEN)}".strip(), claim, "neutral", "question: open"
    turned = _SENTENCE.match(claim)
    for ending, word in _ENDS:
        found = turned and ending.search(turned["rest"])
        if turned and found and not _NO_SUBJECT.search(turned["subject"]):
            rest = turned["rest"][: found.start()]
            question = f"{word} {turned['verb']} {lowered(turned['subject'].strip())} {rest}?"
            answer = found.group().strip()
            yield f"{question} {answer[0].upper()}{answer[1:]}.", claim, "supports", f"question: {word.lower()}"
            yield f"{question} {found['answer']}.", claim, "supports", f"question: {word.lower()}"


def of_evidence(claim: str, evidence: str, label: Label, name: str, dice: random.Random) -> Iterator[Told]:
    """Evidence of a known label, after a question that it answers."""
    question = asked(claim, dice)
    said = {"supports": _TRUE, "refutes": _FALSE}.get(label, _OPEN)
    if dice.random() < 0.5 and label in ("supports", "refutes"):
        yield f"{question} {_said(said, question, dice)} {evidence}", claim, label, "question: explained"
    elif dice.random() < 0.5:
        yield f"{question} {evidence}", claim, label, "question: evidence"
    else:
        yield f"{dice.choice(_ABOUT).format(name=name)} {evidence}", claim, label, "question: about"


def _said(answers: tuple[str, ...], question: str, dice: random.Random) -> str:
    verb = question.split(maxsplit=1)[0].lower()
    return dice.choice(answers).format(aux_it=f"it {verb}" if verb in ("is", "was", "has", "did") else "indeed")
