"""Fitting the local judge: seeded runs over pairs, kept every few minutes and resumed at the very batch.

The work is done by a bfloat16 copy of the weights, on the graphics card where there is one, and the steps by
full-precision ones.
"""

import copy
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from training.judge_export import LONGEST, admitted_loss
from training.mixture import ADMITTED, Labelled
from training.mpnet import PAD, PairClassifier, tokenizer_of

_KEPT_EVERY_S = 240
_SORTED_TOGETHER = 32  # batches whose pairs are sorted by length together
_TOLD_EVERY = 100  # batches
_READ_AT_ONCE = 32  # pairs


@dataclass(frozen=True)
class Recipe:
    """What decides a fit. Rates rise over the `warm_up` of all batches and fall in a straight line to nothing.

    `agreement` weighs how far two readings of a pair, with different parts dropped out, may differ: R-Drop (Liang et
    al. 2021); 0 leaves the second reading out.
    """

    epochs: int = 3
    batch: int = 64
    rate: float = 3e-5
    head_rate: float = 2e-4
    warm_up: float = 0.06
    decay: float = 0.01
    dropout: float = 0.1
    agreement: float = 0.5
    longest: int = LONGEST  # word pieces of a passage and a claim together


def fit(
    model: PairClassifier,
    folder: Path,
    pairs: Sequence[Labelled],
    recipe: Recipe,
    *,
    seed: int,
    state: Path,
    shares: Tensor | None = None,
) -> None:
    """Fit `model` in place. `state` keeps the run; one that was stopped goes on from there, a finished one is read.

    `shares` [pairs, 3] are what to come near to, where it is not enough that they are of classes that a label admits.
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device)
    tokenizer = tokenizer_of(folder, recipe.longest)
    ids = [encoding.ids for encoding in tokenizer.encode_batch([(pair.passage, pair.claim) for pair in pairs])]
    targets = (targets_of(pairs) if shares is None else shares).to(device)
    measure = admitted_loss if shares is None else share_loss
    optimiser = torch.optim.AdamW(_groups(model, recipe), fused=True)
    peaks = [group["lr"] for group in optimiser.param_groups]
    first = 0
    if state.exists():
        kept = torch.load(state, weights_only=True, map_location=device)
        model.load_state_dict(kept["model"])
        optimiser.load_state_dict(kept["optimiser"])
        first = kept["batch"]
    working = copy.deepcopy(model).bfloat16().train()
    both = [
        (own, half) for own, half in zip(model.parameters(), working.parameters(), strict=True) if own.requires_grad
    ]
    own_ones, halves = [own for own, _ in both], [half for _, half in both]
    gradients = [torch.zeros_like(own) for own in own_ones]
    for own, gradient in zip(own_ones, gradients, strict=True):
        own.grad = gradient
    dice = random.Random(seed)
    batches = [one for _ in range(recipe.epochs) for one in _batches(ids, recipe.batch, dice)]
    kept_at, total = time.monotonic(), torch.zeros((), device=device)
    for number in range(first, len(batches)):
        torch.manual_seed(seed * 100_000 + number)
        for group, peak in zip(optimiser.param_groups, peaks, strict=True):
            group["lr"] = peak * _rate(number, len(batches), recipe)
        places = batches[number]
        loss = _loss(
            working, *_padded([ids[place] for place in places], device), targets[places], recipe.agreement, measure
        )
        loss.backward()
        torch._foreach_copy_(gradients, [half.grad for half in halves])
        working.zero_grad()
        torch.nn.utils.clip_grad_norm_(own_ones, 1.0)
        optimiser.step()
        with torch.no_grad():
            torch._foreach_copy_(halves, own_ones)
        total += loss.detach()
        if number % _TOLD_EVERY == _TOLD_EVERY - 1:
            told = float(total) / _TOLD_EVERY
            print(f"run {seed}: batch {number + 1} of {len(batches)}, loss {told:.3f}", flush=True)
            total.zero_()
        if number == len(batches) - 1 or time.monotonic() - kept_at > _KEPT_EVERY_S:
            kept = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "batch": number + 1}
            torch.save(kept, state.with_suffix(".new"))
            state.with_suffix(".new").replace(state)
            kept_at = time.monotonic()
    model.cpu()


@torch.no_grad()
def averaged(model: PairClassifier, others: Sequence[PairClassifier]) -> None:
    """Give `model` the mean of its own weights and those of the others, fitted from the same beginning.

    Such a mean is right more often than each one, and costs no more to run (Wortsman et al. 2022, model soups).
    """
    states = [one.state_dict() for one in (model, *others)]
    model.load_state_dict({name: torch.stack([one[name] for one in states]).mean(0) for name in states[0]})


def targets_of(pairs: Sequence[Labelled]) -> Tensor:
    """Which classes [pairs, 3] the labels admit, as ones."""
    targets = torch.zeros(len(pairs), 3)
    for number, pair in enumerate(pairs):
        targets[number, list(ADMITTED[pair.label])] = 1
    return targets


def share_loss(logits: Tensor, shares: Tensor) -> Tensor:
    """Cross-entropy with shares [pairs, classes] that sum to 1."""
    return -(functional.log_softmax(logits, 1) * shares).sum(1).mean()


@torch.no_grad()
def shares_of(model: PairClassifier, folder: Path, pairs: Sequence[Labelled], *, state: Path) -> Tensor:
    """[pairs, 3]: 1 for a label's only class; of a label that admits several, what `model` gives each, together 1.

    `state` keeps them, so that a run that goes on is drawn to what it was drawn to before.
    """
    if state.exists():
        kept: Tensor = torch.load(state, weights_only=True)
        return kept
    shares = targets_of(pairs)
    unsure = [place for place, pair in enumerate(pairs) if len(ADMITTED[pair.label]) > 1]
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    reading = copy.deepcopy(model).bfloat16().to(device).eval()
    tokenizer = tokenizer_of(folder, LONGEST)
    ids = [one.ids for one in tokenizer.encode_batch([(pairs[place].passage, pairs[place].claim) for place in unsure])]
    for batch in _batches(ids, _READ_AT_ONCE, random.Random(0)):
        told = reading(*_padded([ids[place] for place in batch], device)).float().softmax(1).cpu()
        places = [unsure[place] for place in batch]
        admitted = told * shares[places]
        shares[places] = admitted / admitted.sum(1, keepdim=True)
    torch.save(shares, state.with_suffix(".new"))
    state.with_suffix(".new").replace(state)
    return shares


def _loss(
    model: PairClassifier,
    ids: Tensor,
    mask: Tensor,
    targets: Tensor,
    agreement: float,
    measure: Callable[[Tensor, Tensor], Tensor],
) -> Tensor:
    if not agreement:
        return measure(model(ids, mask).float(), targets)
    logits, again = model(ids.repeat(2, 1), mask.repeat(2, 1)).float().chunk(2)  # at once: twice the work, not the time
    one, other = functional.log_softmax(logits, 1), functional.log_softmax(again, 1)
    apart = (
        functional.kl_div(one, other, log_target=True, reduction="batchmean")
        + functional.kl_div(other, one, log_target=True, reduction="batchmean")
    ) / 2
    return (measure(logits, targets) + measure(again, targets)) / 2 + agreement * apart


def _groups(model: PairClassifier, recipe: Recipe) -> list[dict[str, object]]:
    """The parameters by learning rate, decayed or not: norms and biases are not."""
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            rate = recipe.head_rate if name.startswith(("head", "joined")) else recipe.rate
            groups.setdefault((rate, recipe.decay if parameter.ndim > 1 else 0.0), []).append(parameter)
    return [{"params": params, "lr": rate, "weight_decay": decay} for (rate, decay), params in groups.items()]


def _rate(number: int, count: int, recipe: Recipe) -> float:
    """The share of the peak rate at batch `number` of `count`."""
    progress = number / count
    if progress < recipe.warm_up:
        return progress / recipe.warm_up
    return (1 - progress) / (1 - recipe.warm_up)


def _batches(ids: Sequence[Sequence[int]], size: int, dice: random.Random) -> list[list[int]]:
    """Shuffled batches of pairs of about one length; any beginning of them is a fair sample of all."""
    places = list(range(len(ids)))
    dice.shuffle(places)
    batches: list[list[int]] = []
    for first in range(0, len(places), size * _SORTED_TOGETHER):
        near = sorted(places[first : first + size * _SORTED_TOGETHER], key=lambda place: len(ids[place]))
        some = [near[start : start + size] for start in range(0, len(near), size)]
        dice.shuffle(some)
        batches += some
    return batches


def _padded(ids: Sequence[Sequence[int]], device: torch.device) -> tuple[Tensor, Tensor]:
    longest = max(map(len, ids))
    rows = torch.tensor([[*row, *[PAD] * (longest - len(row))] for row in ids])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in ids])
    return rows.to(device, non_blocking=True), mask.to(device, non_blocking=True)
