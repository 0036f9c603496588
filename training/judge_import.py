"""Back from the judge's shipped files to a module that can be fitted further, with the weights as they were rounded."""

from pathlib import Path

import numpy
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.mpnet import FIRST_PLACE, PairClassifier

_END = {"layers": ("norm_mixed.weight", "norm_mixed.bias", "norm_narrowed.weight", "norm_narrowed.bias")}


@torch.no_grad()
def read_shipped(model: PairClassifier, folder: Path) -> None:
    """Give `model` the weights of the exported graph in `folder`; the words' and places' vectors stay as they are.

    The weights are those in eight bits times their scales, and the evening-out of channels is undone.
    """
    content = b"".join(part.read_bytes() for part in sorted(folder.glob("model.onnx.*")))
    graph = onnx.load_from_string(content).graph
    found = {one.name: torch.from_numpy(numpy_helper.to_array(one).copy()) for one in graph.initializer}
    products = {
        node.name: node.input[1].removesuffix("_quantized") for node in graph.node if node.op_type == "MatMulInteger"
    }

    def weight(node: str, evened: str | None = None) -> Tensor:
        name = products[node]
        zero = found[f"{name}_zero_point"].float()
        turned = (found[f"{name}_quantized"].float() - zero) * found[f"{name}_scale"].float()
        return turned.T * found[evened] if evened else turned.T

    state = {name: found[name] for name in ("norm.weight", "norm.bias", "joined.bias", "head.bias")}
    state["distances.weight"] = found["distances"]
    state["joined.weight"] = weight("/joined/MatMul_quant")
    state["head.weight"] = weight("/head/MatMul_quant")
    for number, layer in enumerate(model.layers):
        for end in _END["layers"]:
            state[f"layers.{number}.{end}"] = found[f"encoder.layers.{number}.{end}"]
        scale = (layer.query.weight.shape[0] // layer.heads) ** -0.5
        parts = {
            "attending": ("query", "key", "value"),
            "mixing": ("mixed",),
            "widening": ("widened",),
            "narrowing": ("narrowed",),
        }
        for name, own in parts.items():
            product = weight(f"/encoder/{name}.{number}/Gemm.product_quant", f"encoder.{name}.{number}.evened")
            bias = found[f"encoder.{name}.{number}.bias"]
            for part, rows, offsets in zip(own, product.chunk(len(own)), bias.chunk(len(own)), strict=True):
                by = scale if part == "query" else 1.0
                state[f"layers.{number}.{part}.weight"], state[f"layers.{number}.{part}.bias"] = rows / by, offsets / by
    kept = {name for name, _ in model.named_parameters()} - {"words.weight", "places.weight"}
    if kept != set(state):
        raise SystemExit(f"{folder} holds another model than the judge's: {sorted(kept ^ set(state))[:3]}.")
    model.load_state_dict(state, strict=False)
    if not numpy.array_equal(
        found["places"].numpy(), model.places.weight[FIRST_PLACE : FIRST_PLACE + len(found["places"])].numpy()
    ):
        raise SystemExit(f"{folder} was not made from these word and place vectors.")
