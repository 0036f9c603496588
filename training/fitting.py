"""Fitting the sentence classifier: one seeded run over labelled sentences, resumed after the last whole epoch.

On the CPU the work is done by a bfloat16 copy of the weights, and the steps by full-precision ones.
"""

import copy
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from training.minilm import SentenceClassifier

_SORTED_TOGETHER = 32  # batches whose sentences are sorted by length together


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides a fit. `layer_decay` lowers the rate of each layer below the last; `smoothing` softens labels."""

    epochs: int = 2
    batch: int = 32
    rate: float = 1e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    weight_decay: float = 0.01
    warm_up: float = 0.1
    dropout: float = 0.1
    smoothing: float = 0.05
    longest: int = 96


def fit(
    folder: Path,
    tokenizer: Tokenizer,
    texts: Sequence[str],
    targets: Tensor,
    recipe: Recipe,
    *,
    seed: int,
    state: Path,
) -> SentenceClassifier:
    """The classifier fitted to `texts` with `targets` [sentences, classes], rows that sum to 1.

    `state` keeps the run after each epoch; a run that was stopped goes on from there.
    """
    torch.manual_seed(seed)
    model = SentenceClassifier(folder, targets.shape[1], dropout=recipe.dropout)
    working = copy.deepcopy(model).bfloat16()
    optimiser = torch.optim.AdamW(_groups(model, recipe), fused=True)
    pairs = [
        (own, half) for own, half in zip(model.parameters(), working.parameters(), strict=True) if own.requires_grad
    ]
    peaks = [group["lr"] for group in optimiser.param_groups]
    ids = [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]
    smooth = targets * (1 - recipe.smoothing) + recipe.smoothing / targets.shape[1]
    steps = math.ceil(len(ids) / recipe.batch) * recipe.epochs
    done = 0
    if state.exists():
        kept = torch.load(state, weights_only=True)
        model.load_state_dict(kept["model"])
        optimiser.load_state_dict(kept["optimiser"])
        done = kept["epoch"]
    for epoch in range(done, recipe.epochs):
        torch.manual_seed(seed * 1000 + epoch)
        started, total = time.monotonic(), 0.0
        working.load_state_dict(model.state_dict())
        working.train()
        batches = _batches(ids, recipe.batch, seed * 1000 + epoch)
        for number, places in enumerate(batches, epoch * len(batches)):
            for group, peak in zip(optimiser.param_groups, peaks, strict=True):
                group["lr"] = peak * _rate(number / steps, recipe.warm_up)
            logits = working(*padded([ids[place] for place in places])).float()
            loss = functional.cross_entropy(logits, smooth[places])
            loss.backward()
            for own, half in pairs:
                own.grad = half.grad.float()
                half.grad = None
            torch.nn.utils.clip_grad_norm_([own for own, _ in pairs], 1.0)
            optimiser.step()
            with torch.no_grad():
                for own, half in pairs:
                    half.copy_(own)
            total += loss.item()
        print(
            f"{state.stem}: epoch {epoch + 1} of {recipe.epochs}, loss {total / len(batches):.4f}, "
            f"{time.monotonic() - started:.0f} s",
            flush=True,
        )
        kept = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "epoch": epoch + 1}
        torch.save(kept, state.with_suffix(".new"))
        state.with_suffix(".new").replace(state)
    return model.eval()


def padded(ids: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Token ids of one batch and their mask, both [sentences, tokens]."""
    longest = max(map(len, ids))
    rows = torch.tensor([[*row, *[0] * (longest - len(row))] for row in ids])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in ids])
    return rows, mask


@torch.no_grad()
def logits_of(model: SentenceClassifier, tokenizer: Tokenizer, texts: Sequence[str], batch: int = 64) -> Tensor:
    """The model's logits [sentences, classes] in the order of the texts."""
    ids = [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]
    order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
    found = torch.empty(len(ids), model.head.out_features)
    for first in range(0, len(order), batch):
        places = order[first : first + batch]
        found[places] = model(*padded([ids[place] for place in places]))
    return found


def _groups(model: SentenceClassifier, recipe: Recipe) -> list[dict[str, object]]:
    """The parameters by learning rate, decayed or not: norms and biases are not."""
    depth = len(model.layers)
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("head."):
            rate = recipe.head_rate
        else:
            layer = int(name.split(".")[1]) if name.startswith("layers.") else -1
            rate = recipe.rate * recipe.layer_decay ** (depth - 1 - layer)
        decay = recipe.weight_decay if parameter.ndim > 1 else 0.0
        groups.setdefault((rate, decay), []).append(parameter)
    return [{"params": params, "lr": rate, "weight_decay": decay} for (rate, decay), params in groups.items()]


def _rate(progress: float, warm_up: float) -> float:
    """The share of the peak rate: a straight rise, then a straight fall to nothing."""
    return progress / warm_up if progress < warm_up else (1 - progress) / (1 - warm_up)


def _batches(ids: Sequence[Sequence[int]], size: int, seed: int) -> list[list[int]]:
    """Shuffled batches of sentences of about one length, so that little is padding."""
    dice = random.Random(seed)
    places = list(range(len(ids)))
    dice.shuffle(places)
    batches: list[list[int]] = []
    for first in range(0, len(places), size * _SORTED_TOGETHER):
        near = sorted(places[first : first + size * _SORTED_TOGETHER], key=lambda place: len(ids[place]))
        batches += [near[start : start + size] for start in range(0, len(near), size)]
    dice.shuffle(batches)
    return batches
