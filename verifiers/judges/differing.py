"""Where two readers of the same passages take opposite sides, so that one of them has to look again."""

from collections.abc import Sequence
from dataclasses import dataclass

from verifiers.judges.quoting import is_about_words
from verifiers.protocols import Evidence
from warehouse.records import Claim, Judgement, Reading, Stance

VERSION = 1

SURE = 0.8  # what the other reader must give the opposite stance: below it, it only wonders
_OPPOSITE: dict[Stance, Stance] = {"supports": "refutes", "refutes": "supports"}


@dataclass(frozen=True)
class Difference:
    """One passage that the two read otherwise. `own_words`: the other takes it for the claim's own side's word."""

    passage_id: str
    first: Stance
    other: Reading
    own_words: bool = False


def put_to_the_test(claim: Claim, evidence: Sequence[Evidence], first: Judgement) -> list[Evidence]:
    """The passages on which a label can rest, by the first reading: all that a second reader need read.

    What is shown and never counted (a fact-check, the claimant's own pages for what is no quotation) is not worth it.
    """
    sides = {one.passage_id for one in first.readings if one.stance != "neither" and not _is_aside(claim, one)}
    uncounted = {"fact_check"} if is_about_words(claim) else {"fact_check", "claimants_side"}
    return [item for item in evidence if item.passage.passage_id in sides and item.passage.standing not in uncounted]


def differences(claim: Claim, first: Judgement, other: Judgement) -> list[Difference]:
    """Where the other reader is sure of the opposite, or says of all that a side rests on that it proves nothing.

    Silence is no difference: a reader who sees neither has seen less, and not otherwise. That somebody's own side says
    so (rule 8) is one only where nothing else bears the label out, for then the label hangs on it.
    """
    of_first = {one.passage_id: one for one in first.readings}
    found = [
        Difference(reading.passage_id, mine.stance, reading)
        for reading in other.readings
        if (mine := of_first[reading.passage_id]).stance in _OPPOSITE
        and reading.stance == _OPPOSITE[mine.stance]
        and share(reading) >= SURE
    ]
    if is_about_words(claim) or first.label not in ("supported", "refuted"):
        return found
    borne_out = [
        reading
        for reading in other.readings
        if of_first[reading.passage_id].stance == ("supports" if first.label == "supported" else "refutes")
    ]
    repeating = [one for one in borne_out if one.said_by_claimant and one.stance == of_first[one.passage_id].stance]
    if borne_out and len(repeating) == len(borne_out):
        found += [Difference(one.passage_id, one.stance, one, own_words=True) for one in repeating]
    return found


def share(reading: Reading) -> float:
    """How sure a judge is of the stance that it read."""
    shares = {"supports": reading.supports, "refutes": reading.refutes}
    given = shares.get(reading.stance)
    return reading.score if given is None else given


def _is_aside(claim: Claim, reading: Reading) -> bool:
    return reading.said_by_claimant and not is_about_words(claim)
