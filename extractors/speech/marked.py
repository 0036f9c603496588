"""The tokens of a unit, with what attributions are read from and what they have taken up."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.grammar.subjects import Phrase
from extractors.grammar.tokens import Token
from extractors.grammar.verbs import is_finite

VERSION = 1

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Report:
    """One attribution; all places are token indices, [start, end).

    `source` is None where nobody in particular is told ("it is expected"); what describes it is its own part of it.
    """

    cue: Span
    source: Phrase | None
    contents: tuple[Span, ...]
    lemma: str
    frame: str

    @property
    def verb(self) -> int:
        """The place of the cue's verb, its last word."""
        return self.cue[1] - 1


class Marked:
    """Tokens, which of them are finite verbs, and which belong to an attribution that has been read."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.n = len(tokens)
        self.verbs = bytearray(is_finite(tokens, i) for i in range(self.n))
        self.finite = bytearray(self.verbs[i] and not token.quoted for i, token in enumerate(tokens))
        self.taken = bytearray(self.n)  # within a content
        self.cued = bytearray(self.n)  # a cue

    def take(self, report: Report) -> None:
        """Mark what an attribution takes up."""
        for i in range(*report.cue):
            self.cued[i] = 1
        for begin, stop in report.contents:
            for i in range(begin, stop):
                self.taken[i] = 1


def quoted_runs(tokens: Sequence[Token], start: int, end: int) -> list[Span]:
    """The quotations among `tokens[start:end]` as stretches of tokens, marks included."""
    runs: list[Span] = []
    opened: int | None = None
    for i in range(start, end):
        if tokens[i].quoted:
            opened = i if opened is None else opened
        elif opened is not None:
            runs.append((opened, i))
            opened = None
    if opened is not None:
        runs.append((opened, end))
    return runs


def joined(runs: Sequence[Span], tokens: Sequence[Token]) -> list[Span]:
    """Stretches that follow each other with no word between, as one."""
    joined: list[Span] = []
    for begin, stop in sorted(runs):
        if joined and not any(t.is_word for t in tokens[joined[-1][1] : begin]):
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((begin, stop))
    return joined
