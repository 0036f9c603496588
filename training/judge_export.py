"""The local judge's files: int8 weights in parts below 50 MB each, the tokenizer, and what model.json says of them."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy
import torch
from torch import Tensor
from torch.nn import functional

from language.model_files import TOKENIZER
from training.exporting import OnePair, export
from training.mpnet import WEIGHTS_SHA256, PairClassifier, tokenizer_of

LONGEST = 256  # word pieces of a passage and a claim together
_LARGEST_PART = 45_000_000  # bytes


def write(model: PairClassifier, source: Path, shown: Sequence[tuple[str, str]], target: Path) -> None:
    """Export `model` to the folder `target`, with a temperature of 1; `shown` are pairs that show its activations."""
    target.mkdir(parents=True, exist_ok=True)
    tokenizer = tokenizer_of(source, LONGEST)
    export(
        OnePair(model.eval(), LONGEST),
        [encoding.ids for encoding in tokenizer.encode_batch(list(shown))],
        target / "model.onnx",
    )
    content = (target / "model.onnx").read_bytes()
    (target / "model.onnx").unlink()
    parts = {
        f"model.onnx.{number}": content[first : first + _LARGEST_PART]
        for number, first in enumerate(range(0, len(content), _LARGEST_PART), 1)
    }
    for old in target.glob("model.onnx.*"):
        old.unlink()
    for name, part in parts.items():
        (target / name).write_bytes(part)
    tokenizer.save(str(target / TOKENIZER), pretty=False)
    describe(target, temperature=1.0, names=(*parts, TOKENIZER))


def describe(target: Path, *, temperature: float, names: Sequence[str] | None = None) -> None:
    """Write model.json anew for the files that are there."""
    names = names or sorted(json.loads((target / "model.json").read_text("utf-8"))["sha256"])
    described = {
        "longest": LONGEST,
        "temperature": round(temperature, 4),
        "sha256": {name: hashlib.sha256((target / name).read_bytes()).hexdigest() for name in names},
        "source_sha256": WEIGHTS_SHA256,
    }
    (target / "model.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")


def temperature_of(logits: "numpy.ndarray[tuple[int, int], numpy.dtype[numpy.float32]]", targets: Tensor) -> float:
    """The temperature with the least loss, where `targets` [pairs, classes] mark the classes that a label admits."""
    values = torch.from_numpy(logits)
    losses = {step / 20: float(admitted_loss(values / (step / 20), targets)) for step in range(8, 81)}
    return min(losses, key=lambda one: losses[one])


def admitted_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Cross-entropy where a label may admit several classes: minus the log of their summed probability."""
    return -(functional.log_softmax(logits, 1) + (targets - 1) * 1e4).logsumexp(1).mean()
