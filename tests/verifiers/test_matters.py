"""What seems to be of the same thing and is not: whatever a network says of it, and what the rules make of it."""

from datetime import date

import pytest

from tests.verifiers import builders
from tests.verifiers.matter_pairs import PAIRS, Pair
from tests.verifiers.networks import SaysNetwork, reader
from verifiers.judges.agreement import compare
from verifiers.judges.lexical import LexicalJudge
from verifiers.judges.local_judge import NliJudge
from verifiers.judges.local_reading import Pair as Asked

SURE_OF_IT, SURE_OF_THE_CONTRARY = {"": (0.94, 0.03)}, {"": (0.03, 0.94)}
HALF = 0.5


def shares(pair: Pair, says: dict[str, tuple[float, float]]) -> tuple[float, float]:
    [found] = reader(SaysNetwork(says)).read([Asked(pair.passage, pair.claim, said=date.fromisoformat(pair.said))])
    return found.supports, found.refutes


def name(pair: Pair) -> str:
    return f"{pair.kind} {pair.relation}: {pair.claim[:45]} | {pair.passage[:60]}"


@pytest.mark.parametrize("pair", PAIRS, ids=name)
def test_a_sure_network_supports_only_what_bears_it_out(pair: Pair) -> None:
    supports, _ = shares(pair, SURE_OF_IT)
    assert (supports >= HALF) == (pair.relation == "same")


# Without a day or a number of its own, what a passage says is the network's to tell.
OF_OTHER_FIGURES = [pair for pair in PAIRS if pair.relation == "apart" and any(char.isdigit() for char in pair.passage)]


@pytest.mark.parametrize("pair", OF_OTHER_FIGURES, ids=name)
def test_a_sure_network_refutes_nothing_by_what_is_of_something_else(pair: Pair) -> None:
    _, refutes = shares(pair, SURE_OF_THE_CONTRARY)
    assert refutes < HALF


@pytest.mark.parametrize("pair", PAIRS, ids=name)
def test_the_rules_are_silent_or_right(pair: Pair) -> None:
    claim = builders.claim(pair.claim, said=pair.said)
    found = LexicalJudge().read(claim, [builders.evidence(claim, builders.document(pair.passage, published=pair.said))])
    allowed = {"same": ("supports", "neither"), "other": ("refutes", "neither"), "apart": ("neither",)}
    assert found.readings[0].stance in allowed[pair.relation], found.readings[0].why


def test_the_rules_still_know_a_beginning() -> None:
    claim = builders.claim("Mira Koval has been health minister of Tarnia since 2019.")
    passage = "Mira Koval has been the health minister of Tarnia since 2019."
    [found] = LexicalJudge().read(claim, [builders.evidence(claim, builders.document(passage))]).readings
    assert found.stance == "supports"


def test_two_papers_together_contradict_nothing() -> None:
    claim = builders.claim("The council of Norport opened the new pier in May.")
    papers = [
        builders.evidence(claim, builders.document("The council of Norport met. A band played.", publisher="Gazette")),
        builders.evidence(claim, builders.document("The new pier stayed shut in May. It rained.", publisher="Ledger")),
    ]
    network = _Together()
    found = NliJudge(reader(network)).read(claim, papers)
    assert any("council" in passage and "pier" in passage for passage, _ in network.asked), "they were read together"
    assert found.label == "not_enough_evidence"


class _Together(SaysNetwork):
    """Sure of a contradiction where both papers' sentences stand in one window, and of nothing elsewhere."""

    def __init__(self) -> None:
        super().__init__({"Norport met. The new pier stayed shut": (0.0, 0.99), "Norport met. A band": (0.1, 0.1)})


@pytest.mark.parametrize("written", ["03rd", "00th", "99th", "1ST", "Twelfth"])
def test_a_rank_is_read_however_it_is_written(written: str) -> None:
    claim = f"Smith came {written} place in the race in Lyon."
    assert not [one for one in compare(claim, claim).findings if one.kind == "scope"]
