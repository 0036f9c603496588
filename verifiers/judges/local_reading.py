"""What the small network and the code around it make of pairs of a passage and a claim: three shares, and why.

Windows
    A passage longer than a window is read in several, and in a digest of the sentences that are nearest to the claim,
    for what bears out a claim of several parts may stand far apart (verifiers/judges/windows.py). After code has taken
    from each window's shares what it must (verifiers/judges/agreement.py), `supports` is the greatest of any window,
    for one place that bears the claim out is enough, and `refutes` likewise. Where the two come to more than 1 both are
    divided by their sum: a passage that bears a claim out in one place and contradicts it in another is sure of
    neither, so that a supporting window never hides a refuting one elsewhere. `neither` is what is left.

Contradiction
    A network of this size takes much for a contradiction that only tells of somebody else. What lacks a name, a day or
    a number of the claim, without having another in its very place, or has few of its words, is doubted: no verdict
    rests on its contradiction. Of 2,131 windows of news on a like matter (60 training articles) the network alone says
    of 9 that they refute a claim, and after this of 1 (from a share of .8). More is not taken, for on pages and answers
    of the matter itself (3,016 held-out passages; 2,000 claims of AVeriTeC's training part) such a contradiction is
    right as often as any other; less often only where a number is missing.

Speed
    Passages that share nothing with the claim are not read: of the supporting and refuting pairs of the training pool
    it is 147 of 30,414. What was read is kept, by the texts, for as long as the process runs and there is room.
"""

import functools
import re
import threading
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from language import entailment
from language.model_files import check_files
from language.names import find_names
from verifiers.agreements.converse import turned_alike
from verifiers.agreements.days import dated_alike
from verifiers.agreements.described import described_alike
from verifiers.agreements.finding import Kind
from verifiers.agreements.names import is_there, named_alike
from verifiers.agreements.numbers_alike import worded_alike
from verifiers.agreements.told import told
from verifiers.facts import Facts
from verifiers.judges import agreement
from verifiers.judges import windows as cutting
from verifiers.judges.agreement import Agreement, compare
from verifiers.judges.naming import is_named
from verifiers.judges.windows import best_together, groups, shares_nothing, windows_for

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

VERSION = f"12.{cutting.VERSION}.{agreement.VERSION}"

_KEPT = 20_000  # windows with a claim
_TOLD_FROM = 0.05  # shares below this cannot become a stance, whatever code takes from them
_LIKELY = 0.5
_ANOTHER_KEEPS = 0.7  # of refutes, where a passage may speak of somebody else: no verdict can rest on it
_NO_FIGURE_KEEPS = 0.5  # where it lacks a number or a day of the claim
_OF_WHAT: frozenset[Kind] = frozenset({"name", "day", "number"})  # what tells one matter from another
_FIGURES: frozenset[Kind] = frozenset({"day", "number"})
_ABOUT_FROM = 0.45  # the share of a claim's words that a passage must have to contradict it
_PRONOUN = re.compile(r"(?:^|[.!?:;,]\s+|\band\s+)(?:he|she|it|they|his|her|its|their)\b", re.IGNORECASE)
_DIGITS = 4  # of a share: another processor's rounding does not show
_MOST_TOGETHER = 3  # passages


class Network(Protocol):
    """A network from pairs of texts to probabilities: language.entailment.EntailmentModel, or another like it."""

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> "NDArray[numpy.float32]":
        """For each (passage, claim) the probabilities [pairs, 3] of supports, refutes and neither."""
        ...


@dataclass(frozen=True)
class Pair:
    """A passage and a claim, and what is known beside them. `said` and `published` are what relative dates count from.

    `title` is that of the passage's document, `before` what stands before the passage in it; `speaker` is whose claim
    it is, where it is somebody's.
    """

    passage: str
    claim: str
    title: str | None = None
    published: date | None = None
    said: date | None = None
    speaker: str | None = None
    before: str = ""


@dataclass(frozen=True)
class Stances:
    """What a passage makes of a claim: three shares that sum to 1, what code had to say, and the window it rests on.

    `only_said` is the share of supports that was taken because the passage puts it down to somebody (rule 8).
    """

    supports: float
    refutes: float
    neither: float
    why: tuple[str, ...] = ()
    window: str = ""
    only_said: float = 0.0

    @property
    def telling(self) -> float:
        """How near it comes to saying anything."""
        return max(self.supports, self.refutes, self.only_said)


NOTHING = Stances(0.0, 0.0, 1.0)


class LocalReader:
    """Reads pairs with the shipped network, loaded when something has first to be read, or with another one.

    Safe to use from several threads.
    """

    def __init__(self, network: Network | None = None, *, version: str | None = None) -> None:
        """`version` names another network's weights."""
        self._network = network
        self._version = version
        self._kept: OrderedDict[Hashable, Stances] = OrderedDict()
        self._guard = threading.Lock()

    @property
    def version(self) -> str:
        """Changes with the code, the network and its calibration; loads nothing. Raises ModelFilesError."""
        return f"{VERSION}.{self._version or entailment.model_version()}"

    def check(self) -> None:
        """Raises ModelFilesError where the shipped network's files are not as they were shipped; loads nothing."""
        if self._network is None:
            check_files(entailment.FOLDER)

    def read(self, pairs: Sequence[Pair]) -> list[Stances]:
        """What each passage makes of its claim, in the order of the pairs. Raises ModelFilesError."""
        cut = [[] if _is_apart(pair) else windows_for(pair.claim, pair.passage) for pair in pairs]
        read = iter(
            self._read([(window, pair) for pair, several in zip(pairs, cut, strict=True) for window in several])
        )
        return [combined([next(read) for _ in several]) for several in cut]

    def read_together(self, pairs: Sequence[Pair]) -> tuple[tuple[int, ...], Stances]:
        """What the passages of one claim make of it when the best of each are read at once, and which ones those are.

        No places where no two of them add anything to each other.
        """
        near = [place for place, pair in enumerate(pairs) if not _is_apart(pair)]
        if len(near) < 2:
            return (), NOTHING
        claim = pairs[near[0]]
        # What is read must not depend on the order that the passages came in.
        near.sort(key=lambda place: (str(pairs[place].published or "9999"), pairs[place].passage))
        places, text = best_together(claim.claim, [pairs[place].passage for place in near], count=_MOST_TOGETHER)
        if len(places) < 2:
            return (), NOTHING
        together = tuple(near[place] for place in places)
        days = {pairs[place].published for place in together}
        published = days.pop() if len(days) == 1 else None
        whole = Pair(text, claim.claim, published=published, said=claim.said, speaker=claim.speaker)
        return together, self._read([(text, whole)])[0]

    def _read(self, asked: Sequence[tuple[str, Pair]]) -> list[Stances]:
        asked = [(window, _described(window, pair)) for window, pair in asked]
        keys = [(window, pair.title, pair.claim, pair.published, pair.said, pair.speaker) for window, pair in asked]
        with self._guard:
            found = {key: self._kept[key] for key in keys if key in self._kept}
        new = {key: one for key, one in zip(keys, asked, strict=True) if key not in found}
        if new:
            shares = self._open().probabilities(
                [(worded_alike(pair.claim, window), _put_alike(pair.claim, window)) for window, pair in new.values()]
            )
            for (key, (window, pair)), row in zip(new.items(), shares, strict=True):
                found[key] = _after_code(window, pair, *(float(one) for one in row))
        with self._guard:
            for key, stances in found.items():
                self._kept[key] = stances
                self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return [found[key] for key in keys]

    def _open(self) -> Network:
        return self._network or entailment.entailment_model()


def _described(window: str, pair: Pair) -> Pair:
    """The pair with its claim as a window describes what the page has named."""
    before = pair.before + pair.passage.partition(window)[0]
    claim = described_alike(pair.claim, window, title=pair.title or "", before=before)
    return pair if claim == pair.claim else replace(pair, claim=claim)


def _put_alike(claim: str, window: str) -> str:
    """A claim in the words of a window for what both tell: its days, its names, and the side that it is told from."""
    alike = named_alike(dated_alike(claim, window), window)
    return turned_alike(alike, window)


def combined(read: Sequence[Stances]) -> Stances:
    """What the windows of one passage come to together; see the module."""
    if not read:
        return NOTHING
    supports = max(one.supports for one in read)
    refutes = max(one.refutes for one in read)
    total = max(1.0, supports + refutes)
    strongest = max(read, key=lambda one: (max(one.supports, one.refutes), one.window))
    if max(supports, refutes) < _LIKELY:
        strongest = max(read, key=lambda one: (one.telling, one.window))
    supports, refutes = round(supports / total, _DIGITS), round(refutes / total, _DIGITS)
    return Stances(
        supports,
        refutes,
        round(max(0.0, 1.0 - supports - refutes), _DIGITS),
        why=strongest.why,
        window=strongest.window,
        # What it would be for the claim in all, less what it is: together no more than all.
        only_said=round(max(0.0, max(one.supports + one.only_said for one in read) / total - supports), _DIGITS),
    )


def _is_apart(pair: Pair) -> bool:
    return shares_nothing(pair.claim, [pair.passage, pair.title or ""])


def _speaks_of_another(pair: Pair, window: str) -> str:
    """Why what a window says otherwise cannot contradict the claim, however different it is; empty where it can."""
    wanted = groups(pair.claim)
    shared = wanted & groups(f"{window} {pair.title or ''}")
    if len(shared) < _ABOUT_FROM * len(wanted):
        return "what it says otherwise is of something else"
    first = next(iter(find_names(pair.claim)), None)
    if first is None or _PRONOUN.search(window):
        return ""
    named = any(
        is_named(first.text, Facts(text, anchor=None)) or is_there(first, told(text, None))
        for text in (window, pair.title or "")
    )
    return "" if named or shared >= groups(first.text) else f"it does not speak of {first.text}"


def _after_code(window: str, pair: Pair, supports: float, refutes: float, neither: float) -> Stances:
    other = ""
    if max(supports, refutes) < _TOLD_FROM:
        supports, refutes, neither = (round(one, _DIGITS) for one in (supports, refutes, neither))
        return Stances(supports, refutes, neither, window=window)
    found = compare(
        pair.claim, window, said=pair.said, published=pair.published, speaker=pair.speaker, title=pair.title
    )
    if refutes >= _TOLD_FROM:
        apart = _speaks_of_another(pair, window)
        other = apart if refutes > supports else ""  # no reason to tell of a passage that speaks for the claim
        lacking = {one.kind for one in found.findings if one.kind in _OF_WHAT and not one.clashes}
        if apart or lacking:
            keeps = _ANOTHER_KEEPS if lacking.isdisjoint(_FIGURES) else _NO_FIGURE_KEEPS
            refutes, neither = keeps * refutes, neither + (1.0 - keeps) * refutes
    adjusted = found.adjusted(supports, refutes, neither)
    told_apart = tuple(one for one in found.findings if one.kind != "saying")
    only_said = 0.0
    if len(told_apart) < len(found.findings):
        only_said = Agreement(told_apart).adjusted(supports, refutes, neither).supports
    return Stances(
        round(adjusted.supports, _DIGITS),
        round(adjusted.refutes, _DIGITS),
        round(adjusted.neither, _DIGITS),
        why=(*adjusted.why, other) if other else adjusted.why,
        window=window,
        only_said=round(max(0.0, only_said - adjusted.supports), _DIGITS),
    )


@functools.cache
def local_reader() -> LocalReader:
    """The reader with the shipped network, one for the whole process, so that what was read is kept for all."""
    return LocalReader()
