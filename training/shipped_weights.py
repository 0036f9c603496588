"""The weights of the network that ships, read back from its int8 file, so that a fit can go on from them.

What `training/exporting.py` folds together is taken apart again: each weight times its scale, the channels' sizes given
back, queries as long as they were. What rounding took is gone, and is little beside what a fit changes.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import numpy
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from training.mpnet import FIRST_PLACE, PairClassifier

Stored: TypeAlias = Mapping[str, NDArray[numpy.float32]]

# What an exported product holds of a layer, one under the other.
_PARTS = {
    "attending": ("query", "key", "value"),
    "mixing": ("mixed",),
    "widening": ("widened",),
    "narrowing": ("narrowed",),
}


def read_back(model: PairClassifier, folder: Path) -> None:
    """Give `model` the weights of the network in `folder`. Raises SystemExit where they are not of such a network."""
    parts = sorted(folder.glob("model.onnx.*"))
    graph = onnx.load_from_string(b"".join(part.read_bytes() for part in parts)).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    state = model.state_dict()
    try:
        state |= _ends(stored) | _layers(stored, len(model.layers), heads=model.layers[0].heads)
    except KeyError as missing:
        raise SystemExit(f"{folder} holds no network that `make judge` has made: it lacks {missing}.") from None
    # The exported places begin behind those kept for padding, and end where pairs are cut.
    state["places.weight"][FIRST_PLACE : FIRST_PLACE + len(stored["places"])] = _tensor(stored["places"])
    model.load_state_dict(state)


def _ends(stored: Stored) -> dict[str, Tensor]:
    """The vectors of words and what is read of the last layer."""
    found = {name: _tensor(stored[name]) for name in ("norm.weight", "norm.bias", "joined.bias", "head.bias")}
    found["words.weight"] = _tensor(stored["words.table"]) * _tensor(stored["words.scale"])
    found["distances.weight"] = _tensor(stored["distances"])
    # The exporter names these two by numbers of its own, in the order of their use.
    unnamed = [name.removesuffix("_quantized") for name in stored if name.startswith("onnx::") and "_quantized" in name]
    for layer, name in zip(("joined", "head"), unnamed, strict=True):
        found[f"{layer}.weight"] = _product(stored, name)
    return found


def _layers(stored: Stored, count: int, *, heads: int) -> dict[str, Tensor]:
    found = {}
    for number in range(count):
        for name in ("norm_mixed", "norm_narrowed"):
            for end in ("weight", "bias"):
                found[f"layers.{number}.{name}.{end}"] = _tensor(stored[f"encoder.layers.{number}.{name}.{end}"])
        for product, parts in _PARTS.items():
            stem = f"encoder.{product}.{number}"
            weight = _product(stored, f"{stem}.weight.turned") * _tensor(stored[f"{stem}.evened"])
            bias = _tensor(stored[f"{stem}.bias"])
            for part, own, added in zip(parts, weight.chunk(len(parts)), bias.chunk(len(parts)), strict=True):
                size = (len(own) // heads) ** 0.5 if part == "query" else 1.0
                found[f"layers.{number}.{part}.weight"] = own * size
                found[f"layers.{number}.{part}.bias"] = added * size
    return found


def _product(stored: Stored, name: str) -> Tensor:
    """A weight [outputs, inputs], from eight bits and a scale for each output."""
    whole = stored[f"{name}_quantized"].astype(numpy.float32) - stored[f"{name}_zero_point"].astype(numpy.float32)
    return _tensor(whole * stored[f"{name}_scale"]).T.contiguous()


def _tensor(values: NDArray[numpy.float32]) -> Tensor:
    return torch.from_numpy(values.astype(numpy.float32))
