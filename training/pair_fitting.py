"""Fitting the local judge: seeded stages over pairs, kept every few minutes and resumed at the very batch.

On the CPU the work is done by a bfloat16 copy of the weights, and the steps by full-precision ones.
"""

import copy
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from training.judge_export import admitted_loss
from training.mpnet import PAD, PairClassifier, tokenizer_of
from training.stages import ADMITTED, SEED, Labelled, Stage

_KEPT_EVERY_S = 240
_SORTED_TOGETHER = 32  # batches whose pairs are sorted by length together
_TOLD_EVERY = 25  # batches


def fit(model: PairClassifier, folder: Path, pairs: Sequence[Labelled], stage: Stage, state: Path) -> None:
    """Fit `model` in place. `state` keeps the run; one that was stopped goes on from there, a finished one is read."""
    tokenizer = tokenizer_of(folder, stage.longest)
    ids = [encoding.ids for encoding in tokenizer.encode_batch([(pair.passage, pair.claim) for pair in pairs])]
    targets = targets_of(pairs)
    optimiser = torch.optim.AdamW(_groups(model, stage), fused=True)
    peaks = [group["lr"] for group in optimiser.param_groups]
    first = 0
    if state.exists():
        kept = torch.load(state, weights_only=True)
        model.load_state_dict(kept["model"])
        optimiser.load_state_dict(kept["optimiser"])
        first = kept["batch"]
    working = copy.deepcopy(model).bfloat16().train()
    both = [
        (own, half) for own, half in zip(model.parameters(), working.parameters(), strict=True) if own.requires_grad
    ]
    batches = _batches(ids, stage.batch)
    last = min(stage.batches or len(batches), len(batches))
    kept_at, total = time.monotonic(), 0.0
    for number in range(first, last):
        torch.manual_seed(SEED * 100_000 + number)
        for group, peak in zip(optimiser.param_groups, peaks, strict=True):
            group["lr"] = peak * _rate(number, len(batches), last, stage)
        places = batches[number]
        loss = admitted_loss(working(*_padded([ids[place] for place in places])).float(), targets[places])
        loss.backward()
        for own, half in both:
            own.grad = half.grad.float()
            half.grad = None
        torch.nn.utils.clip_grad_norm_([own for own, _ in both], 1.0)
        optimiser.step()
        with torch.no_grad():
            for own, half in both:
                half.copy_(own)
        total += loss.item()
        if number % _TOLD_EVERY == _TOLD_EVERY - 1:
            print(f"{stage.name} stage: batch {number + 1} of {last}, loss {total / _TOLD_EVERY:.3f}", flush=True)
            total = 0.0
        if number == last - 1 or time.monotonic() - kept_at > _KEPT_EVERY_S:
            kept = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "batch": number + 1}
            torch.save(kept, state.with_suffix(".new"))
            state.with_suffix(".new").replace(state)
            kept_at = time.monotonic()


def targets_of(pairs: Sequence[Labelled]) -> Tensor:
    """Which classes [pairs, 3] the labels admit, as ones."""
    targets = torch.zeros(len(pairs), 3)
    for number, pair in enumerate(pairs):
        targets[number, list(ADMITTED[pair.label])] = 1
    return targets


def _groups(model: PairClassifier, stage: Stage) -> list[dict[str, object]]:
    """The parameters by learning rate, decayed or not: norms and biases are not."""
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            rate = stage.head_rate if name.startswith(("head", "joined")) else stage.rate
            groups.setdefault((rate, stage.decay if parameter.ndim > 1 else 0.0), []).append(parameter)
    return [{"params": params, "lr": rate, "weight_decay": decay} for (rate, decay), params in groups.items()]


def _rate(number: int, count: int, last: int, stage: Stage) -> float:
    """The share of the peak rate at batch `number` of `count`, in a run that ends at `last`."""
    progress = number / count
    if progress < stage.warm_up:
        return progress / stage.warm_up
    rate = stage.last + (1 - stage.last) * (1 - progress) / (1 - stage.warm_up)
    return min(rate, (last - number) / stage.cool_down) if stage.cool_down else rate


def _batches(ids: Sequence[Sequence[int]], size: int) -> list[list[int]]:
    """Shuffled batches of pairs of about one length; any beginning of them is a fair sample of all."""
    dice = random.Random(SEED)
    places = list(range(len(ids)))
    dice.shuffle(places)
    batches: list[list[int]] = []
    for first in range(0, len(places), size * _SORTED_TOGETHER):
        near = sorted(places[first : first + size * _SORTED_TOGETHER], key=lambda place: len(ids[place]))
        some = [near[start : start + size] for start in range(0, len(near), size)]
        dice.shuffle(some)
        batches += some
    return batches


def _padded(ids: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    longest = max(map(len, ids))
    rows = torch.tensor([[*row, *[PAD] * (longest - len(row))] for row in ids])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in ids])
    return rows, mask
