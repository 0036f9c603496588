"""What an article tells in passing of who its people are: “X, the chief of Y, said” also says X is the chief of Y."""

from collections.abc import Sequence

from extractors.context import Context
from extractors.grammar.subjects import Phrase
from extractors.grammar.tokens import Token
from extractors.shaping import Drafts, draft_of
from extractors.speech.people import role_after
from extractors.speech.speakers import Speaker

VERSION = 1

_WORTH = 0.3
_FEWEST_TOKENS = 4
_OF_THE_DEAD = frozenset(("late", "died", "killed", "murdered", "slain"))  # of whom "is" would be false


class Appositions:
    """Drafts what appositions tell, of each person once."""

    def __init__(self, context: Context, drafts: Drafts) -> None:
        self._context = context
        self._drafts = drafts
        self._told: set[str] = set()

    def add(self, tokens: Sequence[Token], subject: Phrase, speaker: Speaker | None) -> None:
        """What the description behind a source or subject says, where that is a person with a full name."""
        if (
            speaker is None
            or not speaker.named
            or not speaker.person
            or " " not in speaker.name
            or speaker.name in self._told
        ):
            return
        start, end = subject.described_start, subject.described_end
        if end <= start or tokens[start].low not in ("the", "a", "an") or role_after(tokens, start, end) is None:
            return
        stop = start
        while stop < end and tokens[stop].low not in (",", ";", "who", "which", "–", "—"):
            stop += 1
        if stop - start < _FEWEST_TOKENS or any(token.low in _OF_THE_DEAD for token in tokens):
            return
        self._told.add(speaker.name)
        described = self._context.text[tokens[start].start : tokens[stop - 1].end]
        self._drafts.add(
            draft_of(
                self._context,
                tokens[subject.start].start,
                tokens[stop - 1].end,
                "state",
                f"{speaker.name} is {described}.",
                tokens[subject.start : stop],
                reason=None,
                status="unchecked",
                most_worth=_WORTH,
                reasons=("- who somebody is, told in passing",),
                about=(self._context.day, self._context.day),
            )
        )
