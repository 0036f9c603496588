"""The judge that ships: rules that are right when they speak, a network where they are silent, and code over both.

Who says what
    Where the lexical reading (verifiers/judges/reading.py) takes a side, that side stands, with its reason. Elsewhere
    the network's shares decide, after code has taken from them what names, numbers, dates, negation and attribution
    forbid (verifiers/judges/local_reading.py), and only from `SUPPORTS_FROM` and `REFUTES_FROM` on, or from a little
    less where the passage has nearly all of a claim's words and code finds nothing amiss. They were chosen for a
    precision of nine in ten on the validation part of the training pool and on sentences of the training articles.
Several passages together
    A claim is often borne out by a sentence of one passage and a sentence of another, or by an answer with its
    question. Where no passage takes a side by itself, the best sentences of those that share most with the claim are
    read at once. What comes of it counts once, for the passage that comes nearest to it alone: two halves of one
    inference are not two origins, and half a primary record is none. Both are cited. Each must be such as could support
    the claim by itself: of its time, and of another side. Read together they may support, and never refute.
Rule 8
    That the claim's own side says so supports only that it was said: such a reading is marked, and never counts. What
    a passage puts down to anybody else neither supports a claim nor refutes it.
Dispute
    What has words such as “rumour” or “false” may tell a claim in order to dispute it, and supports nothing.
Time
    A document from before the time that a claim is about tells nothing of what happened then, nor does a passage all of
    whose dates are others. Counts that grow by the day are refuted by no other count.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Literal

from language.model_files import in_thread
from language.sentences import split_sentences
from verifiers.judges import lexical
from verifiers.judges.agreement import compare
from verifiers.judges.alignment import Read
from verifiers.judges.caveats import (
    counts_what_grows,
    is_claimants_own,
    is_of_another_time,
    is_told_by_claimant,
    may_dispute,
)
from verifiers.judges.local_reading import NOTHING, LocalReader, Pair, Stances, local_reader
from verifiers.judges.quoting import is_about_words
from verifiers.judges.reading import SAYS_TOO_LITTLE, read_passage
from verifiers.judges.recorded import label_of, recorded
from verifiers.judges.terms import Terms
from verifiers.judges.windows import groups
from verifiers.protocols import Evidence
from verifiers.sides import day_said, is_too_early, may_count
from verifiers.telling import published_by
from warehouse.records import Claim, Failure, Judgement, Reading, Stance

VERSION = 9

SUPPORTS_FROM = 0.7
REFUTES_FROM = 0.9
WITH_ALL_WORDS_FROM = 0.6  # for supports, where the passage has `_ALL_WORDS` of the claim's and nothing is amiss
_ALL_WORDS = 0.8
_FAR = 0.15  # shares below this say that a passage is about something else
SURE = 0.95  # the share of a side that rules read off: they are wrong less often than the network can say
_BEFORE = 1200  # characters before a passage, in which what it speaks of may be named
_LONGEST_QUOTED = 160  # characters of a window in a reason


class NliJudge:
    """Reads each passage by rules, then by the network, then the silent ones together."""

    name = "nli"
    reads_together: Literal[True] = True

    def __init__(
        self, reader: LocalReader | None = None, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """Without a reader of its own, the process's; the network is loaded when something has to be judged."""
        self._reader = reader or local_reader()
        self._clock = clock

    @property
    def version(self) -> str:
        """Ours, the rules', the code's and the network's. Raises ModelFilesError where the network is not described."""
        return f"{VERSION}.{lexical.VERSION}.{self._reader.version}"

    def check(self) -> None:
        """Raises ModelFilesError where the network's files are not those that were shipped; loads nothing."""
        self._reader.check()

    async def judge(self, claim: Claim, evidence: Sequence[Evidence], *, run_id: str) -> Judgement | Failure:
        """One Reading for each passage, in the order of the evidence. Raises ModelFilesError."""
        return await in_thread(self.read, claim, evidence)

    def read(self, claim: Claim, evidence: Sequence[Evidence]) -> Judgement:
        """The same, at once."""
        terms = Terms(claim)
        by_rule = [
            _unless_too_early(_unless_only_said(read_passage(terms, item), claim, item), claim, item)
            for item in evidence
        ]
        asked = [
            place
            for place, (item, read) in enumerate(zip(evidence, by_rule, strict=True))
            if read.stance == "neither" and not is_too_early(claim, item.document)
        ]
        pairs = [_pair(claim, evidence[place]) for place in asked]
        shares = dict(zip(asked, self._reader.read(pairs), strict=True))
        readings = [
            _of_rules(item, read) if read.stance != "neither" else _of_network(terms, item, read, shares.get(place))
            for place, (item, read) in enumerate(zip(evidence, by_rule, strict=True))
        ]
        cited = [one.passage_id for one in readings if one.stance != "neither"]
        if not cited:
            kept = [
                (place, pair) for place, pair in zip(asked, pairs, strict=True) if _may_be_added(terms, evidence[place])
            ]
            of_it, added = [place for place, _ in kept], [pair for _, pair in kept]
            cited = self._read_together(terms, evidence, readings, of_it, added)
        return self._judgement(claim, evidence, readings, cited)

    def _read_together(
        self,
        terms: Terms,
        evidence: Sequence[Evidence],
        readings: list[Reading],
        asked: Sequence[int],
        pairs: Sequence[Pair],
    ) -> list[str]:
        """Put what the silent passages say together into the reading of the nearest of them, and tell all of those."""
        places, together = self._reader.read_together(pairs)
        stance = _stance(terms.claim, together)
        if stance != "supports":  # halves of two papers contradict nothing that neither of them contradicts
            return []
        inside = [asked[place] for place in places]
        # What rests on a report too is no primary record's word.
        reports = [place for place in inside if evidence[place].passage.standing != "primary_record"]
        first = max(reports or inside, key=lambda place: (_share(readings[place], stance), readings[place].passage_id))
        others = [published_by(evidence[place].document) for place in inside if place != first]
        read = _of_network(terms, evidence[first], Read(), together)
        if read.stance != stance:
            return []
        readings[first] = read.model_copy(update={"why": f"read together with {', '.join(others)}: {read.why}"})
        return [readings[first].passage_id, *(readings[place].passage_id for place in inside if place != first)]

    def _judgement(
        self, claim: Claim, evidence: Sequence[Evidence], readings: Sequence[Reading], cited: Sequence[str]
    ) -> Judgement:
        told = [pair for pair in zip(evidence, readings, strict=True) if pair[1].stance != "neither"]
        rationale = " ".join(
            f"{published_by(item.document)} {one.stance} it ({one.score:.0%}): {one.why}." for item, one in told
        ) or _closest(evidence, readings)
        return recorded(self, claim, label_of(readings), readings, cited, rationale, self._clock())


def _may_be_added(terms: Terms, item: Evidence) -> bool:
    """Whether a passage may be half of what bears a claim out.

    Not what counts as no origin by itself: what tells of another matter or another time, speaks to a model, or is
    somebody's verdict; nor, of anything but words, what the claim's own side says (rule 8).
    """
    claim = terms.claim
    if not may_count(claim, item.passage.standing) or is_of_another_time(terms, item):
        return False
    return is_about_words(claim) or not is_claimants_own(claim, item.document)


def _pair(claim: Claim, item: Evidence) -> Pair:
    document = item.document
    published: date | None = document.published_at.date() if document.published_at else None
    return Pair(
        item.passage.text,
        claim.text,
        title=document.title,
        published=published,
        said=day_said(claim),
        speaker=claim.speaker,
        before=document.text[max(item.passage.start - _BEFORE, 0) : item.passage.start],
    )


def _unless_only_said(read: Read, claim: Claim, item: Evidence) -> Read:
    """What the rules read, but for a support that the passage puts down to somebody else: rule 8 is held twice."""
    if read.stance != "supports" or read.said_by_claimant or is_about_words(claim):
        return read
    pair = _pair(claim, item)
    found = compare(pair.claim, pair.passage, said=pair.said, published=pair.published, speaker=pair.speaker).findings
    return Read(why=read.why) if any(one.kind == "saying" for one in found) else read


def _unless_too_early(read: Read, claim: Claim, item: Evidence) -> Read:
    """What the rules read, but for a denial from before the time: "has not approved it yet" of what came later."""
    return Read(why=read.why) if read.stance == "refutes" and is_too_early(claim, item.document) else read


def _of_rules(item: Evidence, read: Read) -> Reading:
    return Reading(
        passage_id=item.passage.passage_id,
        stance=read.stance,
        score=SURE,
        said_by_claimant=read.said_by_claimant,
        why=read.why,
        supports=SURE if read.stance == "supports" else 0.0,
        refutes=SURE if read.stance == "refutes" else 0.0,
    )


def _of_network(terms: Terms, item: Evidence, silent: Read, shares: Stances | None) -> Reading:
    """The reading that shares come to where the rules are silent, with what they miss.

    Without shares the passage is from before the claim's time, and was not read.
    """
    claim = terms.claim
    if shares is None:
        why = f"it is from before {claim.about_from}, when this was not yet so"
        return _neither(item, NOTHING, why)
    stance = _stance(claim, shares)
    own = stance == "supports" and is_claimants_own(claim, item.document)
    if _is_only_said(claim, item, shares):
        total = min(1.0, shares.supports + shares.only_said)
        why = "; ".join([*shares.why, f"it rests on “{_quoted(claim, shares.window)}”"])
        return _taken(item, "supports", total, min(shares.refutes, round(1.0 - total, 4)), why, own=True)
    if stance != "neither" and is_of_another_time(terms, item):
        return _neither(item, NOTHING, "it tells of another time")
    if stance == "refutes" and counts_what_grows(terms) and not _is_turned_round(claim, item, shares):
        return _neither(item, NOTHING, "; ".join([*shares.why, "such counts grow by the day, and both may be right"]))
    if stance == "supports" and not is_about_words(claim) and may_dispute(claim, shares.window):
        return _neither(item, shares, "the passage may tell it in order to dispute it")
    if stance == "neither":
        return _neither(item, shares, "; ".join(shares.why) or _said(silent) or _unsure(shares))
    reasons = [f"it rests on “{_quoted(claim, shares.window)}”", *shares.why]
    if own:
        reasons.append("it is published by the claimant's own side")
    return _taken(item, stance, shares.supports, shares.refutes, "; ".join(reasons), own=own)


def _is_turned_round(claim: Claim, item: Evidence, shares: Stances) -> bool:
    """Whether a window says the opposite, and no other number: that 14 seats were gained, and not lost."""
    pair = _pair(claim, item)
    found = compare(pair.claim, shares.window, said=pair.said, published=pair.published, speaker=pair.speaker).findings
    opposite = any(one.kind == "polarity" and one.clashes and one.why.startswith("the passage says") for one in found)
    return opposite and not any(one.kind == "number" for one in found)


def _said(silent: Read) -> str:
    """What the rules miss in a passage; nothing where it is the claim that they cannot hold against any."""
    return "" if silent.why == SAYS_TOO_LITTLE else silent.why


def _unsure(shares: Stances) -> str:
    if shares.telling < _FAR:
        return "it is about something else"
    return f"it is not clear enough whether it says so ({shares.supports:.0%} for it, {shares.refutes:.0%} against it)"


def _is_only_said(claim: Claim, item: Evidence, shares: Stances) -> bool:
    """Whether it would bear the claim out, were it not that it only tells that the claim's own side says so."""
    return (
        not is_about_words(claim)
        and shares.supports < SUPPORTS_FROM <= shares.supports + shares.only_said
        and is_told_by_claimant(claim, item)
    )


def _taken(item: Evidence, stance: Stance, supports: float, refutes: float, why: str, *, own: bool) -> Reading:
    return Reading(
        passage_id=item.passage.passage_id,
        stance=stance,
        score=supports if stance == "supports" else refutes,
        said_by_claimant=own,
        why=why,
        supports=supports,
        refutes=refutes,
    )


def _neither(item: Evidence, shares: Stances, why: str) -> Reading:
    return Reading(
        passage_id=item.passage.passage_id,
        stance="neither",
        score=shares.neither,
        why=why,
        supports=shares.supports,
        refutes=shares.refutes,
    )


def _stance(claim: Claim, shares: Stances) -> Stance:
    """The side that a share is large enough for; thresholds above a half leave room for one at most."""
    if shares.supports >= SUPPORTS_FROM:
        return "supports"
    if shares.supports >= WITH_ALL_WORDS_FROM and not shares.why:
        wanted = groups(claim.text)
        if len(wanted & groups(shares.window)) >= _ALL_WORDS * len(wanted):
            return "supports"
    return "refutes" if shares.refutes >= REFUTES_FROM else "neither"


def _share(reading: Reading, stance: Stance) -> float:
    return (reading.supports if stance == "supports" else reading.refutes) or 0.0


def _closest(evidence: Sequence[Evidence], readings: Sequence[Reading]) -> str:
    """Which passage comes nearest to deciding the claim, and what it lacks."""
    nearest = max(
        zip(evidence, readings, strict=True),
        key=lambda pair: (max(pair[1].supports or 0.0, pair[1].refutes or 0.0), pair[1].passage_id),
    )
    return f"Nothing decides it; closest: {published_by(nearest[0].document)}: {nearest[1].why}."


def _quoted(claim: Claim, window: str) -> str:
    """What a reason quotes of a window: from the sentence on that has most of the claim's words, within bounds."""
    text = " ".join(window.split())
    if len(text) <= _LONGEST_QUOTED:
        return text
    wanted = groups(claim.text)
    nearest = max(split_sentences(text), key=lambda span: len(groups(span.of(text)) & wanted))
    start = nearest.start
    told = text[start:]
    if len(told) > _LONGEST_QUOTED:
        told = f"{told[: _LONGEST_QUOTED - 1].rsplit(' ', 1)[0]}…"
    return f"…{told}" if start else told
