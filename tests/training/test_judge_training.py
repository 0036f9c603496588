"""What the judge is trained on, by which loss and at which rates; the fitting where the training group is installed."""

import math
from collections import Counter

import pytest

from training.pairs import plain, reworded
from training.splits import split_of
from training.stages import ADMITTED, FIRST, SECOND, first_pairs, held_out, second_pairs, third_pairs

ROWS = [
    {"source": source, "evidence": f"The {source} bridge {number} was closed.", "claim": "It was.", "label": "supports"}
    for source in ("mnli-dev", "snli-dev", "fm2-dev", "factcg-cg2c-doc", "summedits_email", "another")
    for number in range(700)
]
MADE = [
    {"passage": f"The bridge {number} was closed.", "claim": "It is open.", "label": "refutes", "kind": kind}
    for kind in ("number", "same", "said, not so")
    for number in range(400)
]


def test_the_first_stage_reads_short_pairs_that_are_not_held_out() -> None:
    chosen = first_pairs(ROWS)
    assert {pair.passage.split()[1] for pair in chosen} == {"mnli-dev", "snli-dev", "fm2-dev"}
    assert {split_of(pair.passage) for pair in chosen} == {"train"}
    assert len(chosen) == sum(split_of(row["evidence"]) == "train" for row in ROWS[:2100])
    assert chosen == first_pairs(ROWS)


def test_the_second_stage_has_no_kind_too_often_and_long_pairs_too() -> None:
    chosen = second_pairs(ROWS, MADE)
    assert chosen == second_pairs(ROWS, MADE)
    made = Counter(pair.label for pair in chosen if pair.claim == "It is open.")
    assert made["refutes"] == 230 + 400 + 400
    sources = Counter(pair.passage.split()[1] for pair in chosen if pair.claim == "It was.")
    assert sources["factcg-cg2c-doc"] == sources["summedits_email"] == 450
    assert not {"snli-dev", "another"} & set(sources)
    assert all(split_of(pair.passage) == "train" for pair in chosen if pair.claim == "It was.")


def test_the_third_stage_reads_no_document_that_it_would_have_to_cut() -> None:
    long = {"source": "factcg-cg2c-doc", "evidence": "It rained. " * 200, "claim": "It was dry.", "label": "refutes"}
    questions = [{**one, "kind": "question: yes"} for one in MADE]
    chosen = third_pairs([*ROWS, long], [*MADE, *questions])
    assert chosen == third_pairs([*ROWS, long], [*MADE, *questions])
    assert all(pair.claim != "It was dry." for pair in chosen)
    assert Counter(pair.kind for pair in chosen)["question: yes"] == 900
    assert all(split_of(pair.passage) == "train" for pair in chosen if pair.claim == "It was.")


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
    from training.pair_fitting import targets_of
    from training.stages import Labelled

    pairs = [Labelled("p", "c", label, "made") for label in ADMITTED]
    targets = targets_of(pairs)
    assert targets.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 1]]
    logits = torch.tensor([[0.5, 0.2, 0.3]]).log()
    assert float(admitted_loss(logits, targets[3:])) == pytest.approx(-math.log(0.5), abs=1e-5)
    assert float(admitted_loss(logits, targets[1:2])) == pytest.approx(-math.log(0.2), abs=1e-5)
    # Right three times in four with shares of .98: too sure, so the temperature is above 1.
    sure = torch.tensor([[4.0, 0, 0]] * 4)
    assert temperature_of(sure.numpy(), targets[[0, 0, 0, 1]]) > 1


def test_the_rate_rises_falls_and_ends_at_nothing_where_a_stage_cools_down() -> None:
    pytest.importorskip("torch", reason="the training group is not installed")
    pytest.importorskip("onnx", reason="the training group is not installed")
    from training.pair_fitting import _rate

    rates = [_rate(number, 625, SECOND.batches, SECOND) for number in range(SECOND.batches)]
    top = rates.index(max(rates))
    assert rates[0] == 0
    assert rates[: top + 1] == sorted(rates[: top + 1])
    assert rates[top:] == sorted(rates[top:], reverse=True)
    assert rates[-1] == pytest.approx(1 / SECOND.cool_down)
    assert _rate(FIRST.batches, 1133, FIRST.batches, FIRST) > 0.5


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
