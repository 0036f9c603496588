"""What the judge is trained on, by which loss and at which rates; the fitting where the training group is installed."""

import math
from collections import Counter
from dataclasses import asdict
from typing import Any

import pytest

from training.mixture import ADMITTED, held_out, mixture
from training.pairs import _of_long, plain, reworded
from training.splits import WHOLE, split_of

ROWS = [
    {"source": source, "evidence": f"The {source} bridge {number} was closed.", "claim": "It was.", "label": "supports"}
    for source in ("mnli-dev", "snli-dev", "fm2-dev", "factcg-cg2c-doc", "summedits_email", "another")
    for number in range(700)
]
MADE = [
    {"passage": f"The bridge {number} was closed.", "claim": "It is open.", "label": "refutes", "kind": kind}
    for kind in ("number", "same", "said, not so")
    for number in range(700)
]


def test_the_mixture_has_all_of_the_pool_that_trains_and_no_made_kind_too_often() -> None:
    chosen = mixture(ROWS, MADE)
    assert chosen == mixture(ROWS, MADE)
    assert Counter(pair.kind for pair in chosen if pair.claim == "It is open.") == {
        "number": 500,
        "same": 700,
        "said, not so": 700,
    }
    of_pool = [pair for pair in chosen if pair.claim == "It was."]
    assert {split_of(pair.passage) for pair in of_pool} == {"train"}
    assert len(of_pool) == sum(split_of(row["evidence"]) == "train" for row in ROWS)


def test_of_a_document_too_long_to_be_read_whole_the_mixture_has_what_the_judge_reads_of_it() -> None:
    filler = "It rained on the hills all day. " * 60
    number = next(
        number
        for number in range(99)
        if split_of(f"{filler}The bridge {number} was closed on Monday. {filler}") == "train"
    )
    long = {
        "source": "factcg-cg2c-doc",
        "evidence": f"{filler}The bridge {number} was closed on Monday. {filler}",
        "claim": "The bridge was closed on Monday.",
        "label": "supports",
    }
    (read,) = _of_long([long, *ROWS])
    assert read.kind == "digest"
    assert read.label == "supports"
    assert f"The bridge {number} was closed on Monday." in read.passage
    assert len(read.passage) < WHOLE
    chosen = mixture([long], [asdict(read)])
    assert [pair.kind for pair in chosen] == ["digest"]


def test_what_is_measured_on_is_of_its_own_split() -> None:
    of_pool, of_rules = held_out(ROWS, MADE[:40], "validation")
    assert {split_of(pair.passage) for pair in of_pool} == {"validation"}
    assert len(of_pool) == sum(split_of(row["evidence"]) == "validation" for row in ROWS)
    assert Counter(pair.kind for pair in of_rules) == {"number": 40}


def test_text_of_the_pool_is_read_as_it_is_written() -> None:
    assert plain("Mara Lindqvist -LRB- born 1970 -RRB- has n't left , she 's here .") == (
        "Mara Lindqvist (born 1970) hasn't left, she's here."
    )


def test_a_reworded_sentence_says_no_more_than_the_sentence() -> None:
    import random

    sentence = "On Monday, Mara Lindqvist, the head of the port, closed the bridge (built in 1970)."
    found = {reworded(sentence, random.Random(seed)) for seed in range(60)}
    assert "Mara Lindqvist closed the bridge." in found
    words = {word.strip(",.()").lower() for word in sentence.split()}
    assert all({word.strip(",.()").lower() for word in one.split()} <= words for one in found)


def test_a_label_that_admits_two_classes_asks_for_their_sum() -> None:
    torch = pytest.importorskip("torch", reason="the training group is not installed")
    pytest.importorskip("onnx", reason="the training group is not installed")
    from training.judge_export import admitted_loss, temperature_of
    from training.mixture import Labelled
    from training.pair_fitting import targets_of

    pairs = [Labelled("p", "c", label, "made") for label in ADMITTED]
    targets = targets_of(pairs)
    assert targets.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 1]]
    logits = torch.tensor([[0.5, 0.2, 0.3]]).log()
    assert float(admitted_loss(logits, targets[3:])) == pytest.approx(-math.log(0.5), abs=1e-5)
    assert float(admitted_loss(logits, targets[1:2])) == pytest.approx(-math.log(0.2), abs=1e-5)
    # Right three times in four with shares of .98: too sure, so the temperature is above 1.
    sure = torch.tensor([[4.0, 0, 0]] * 4)
    assert temperature_of(sure.numpy(), targets[[0, 0, 0, 1]]) > 1


def test_of_a_label_that_admits_two_classes_a_fit_can_be_drawn_to_what_a_network_gives_each() -> None:
    torch = pytest.importorskip("torch", reason="the training group is not installed")
    pytest.importorskip("onnx", reason="the training group is not installed")
    from training.judge_export import admitted_loss
    from training.pair_fitting import share_loss

    one_class, two = torch.tensor([[0.0, 1.0, 0.0]]), torch.tensor([[0.0, 0.7, 0.3]])
    logits = torch.tensor([[0.2, 0.5, 0.3]]).log()
    assert float(share_loss(logits, one_class)) == pytest.approx(float(admitted_loss(logits, one_class)), abs=1e-5)
    assert float(share_loss(logits, two)) == pytest.approx(-0.7 * math.log(0.5) - 0.3 * math.log(0.3), abs=1e-5)
    assert float(share_loss(two.clamp(min=1e-9).log(), two)) < float(share_loss(logits, two))


def test_the_rate_rises_and_falls_to_nothing() -> None:
    pytest.importorskip("torch", reason="the training group is not installed")
    pytest.importorskip("onnx", reason="the training group is not installed")
    from training.pair_fitting import Recipe, _rate

    rates = [_rate(number, 600, Recipe(warm_up=0.1)) for number in range(601)]
    assert rates[0] == rates[-1] == 0
    assert rates[60] == 1
    assert rates[:61] == sorted(rates[:61])
    assert rates[60:] == sorted(rates[60:], reverse=True)


def test_two_readings_of_one_pair_are_drawn_together() -> None:
    torch = pytest.importorskip("torch", reason="the training group is not installed")
    pytest.importorskip("onnx", reason="the training group is not installed")
    from training.judge_export import admitted_loss
    from training.pair_fitting import _loss

    readings = [torch.tensor([[0.8, 0.1, 0.1]]).log(), torch.tensor([[0.4, 0.3, 0.3]]).log()]
    targets = torch.tensor([[1.0, 0, 0]])
    ids = mask = torch.ones(1, 4)

    def loss(agreement: float, given: list[Any]) -> float:
        def reads(ids: Any, _: Any) -> Any:
            return torch.cat(given[: len(ids)])  # a pair that is read twice stands there twice

        return float(_loss(reads, ids, mask, targets, agreement, admitted_loss))

    of_both = float(admitted_loss(readings[0], targets) + admitted_loss(readings[1], targets)) / 2
    assert loss(0.0, readings) == pytest.approx(float(admitted_loss(readings[0], targets)))
    assert loss(0.5, [readings[0], readings[0]]) == pytest.approx(loss(0.0, readings))
    apart = 0.5 * (0.4 * math.log(2) - 0.4 * math.log(1 / 3))  # half of both divergences' sum: .4 of share moves
    assert loss(0.5, readings) == pytest.approx(of_both + 0.5 * apart, abs=1e-5)


def test_the_mean_of_several_runs_has_the_mean_of_their_weights() -> None:
    torch = pytest.importorskip("torch", reason="the training group is not installed")
    pytest.importorskip("onnx", reason="the training group is not installed")
    from training.pair_fitting import averaged

    one, two, three = (torch.nn.Linear(2, 1) for _ in range(3))
    for layer, value in ((one, 1.0), (two, 2.0), (three, 6.0)):
        torch.nn.init.constant_(layer.weight, value)
        torch.nn.init.constant_(layer.bias, -value)
    averaged(one, [two, three])
    assert one.weight.tolist() == [[3.0, 3.0]]
    assert one.bias.tolist() == [-3.0]
    assert two.weight.tolist() == [[2.0, 2.0]]


def test_near_distances_have_buckets_of_their_own_and_directions_differ() -> None:
    pytest.importorskip("torch", reason="the training group is not installed")
    pytest.importorskip("safetensors", reason="the training group is not installed")
    from training.mpnet import distance_buckets

    buckets = distance_buckets(300)
    assert buckets[0, :8].tolist() == [0, 17, 18, 19, 20, 21, 22, 23]
    assert buckets[:8, 0].tolist() == list(range(8))
    assert (buckets[0, 128:] == 31).all()
    assert buckets[200, 0] == 15
    assert (buckets[10:20, 10:20] == buckets[:10, :10]).all()
