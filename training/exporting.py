"""From fitted weights to the shipped model: one text or pair a run, int8 weights, in ONNX's standard operations.

Three measures keep what eight bits would lose. The word vectors are rounded row by row. Before a product, the channels
whose activations are much larger than the others hand part of their size to the weights (SmoothQuant: Xiao et al.,
ICML 2023), measured on training sentences. And as a run reads one sentence alone, the scale of its activations never
depends on another's.
"""

import logging
from collections.abc import Sequence
from pathlib import Path

import numpy
import onnx
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from training.minilm import SentenceClassifier
from training.mpnet import FIRST_PLACE, PairClassifier, distance_buckets

_OPSET = 17
_SHARE = 0.8  # of a channel's size that goes over to the weights


class _Product(nn.Module):
    """A linear layer whose input channels are evened out first."""

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        super().__init__()
        self.weight = nn.Parameter(weight.detach().clone())
        self.bias = nn.Parameter(bias.detach().clone())
        self.register_buffer("evened", torch.ones(weight.shape[1]))
        self.largest = torch.zeros(weight.shape[1])

    def forward(self, hidden: Tensor) -> Tensor:
        if not torch.onnx.is_in_onnx_export():
            self.largest = torch.maximum(self.largest, hidden.detach().abs().amax(0))
        return functional.linear(hidden * self.evened, self.weight, self.bias)

    @torch.no_grad()
    def even_out(self) -> None:
        """Move part of the channels' sizes, as seen so far, into the weights; the result stays the same."""
        sizes = self.largest.clamp(min=1e-4) ** _SHARE / self.weight.abs().amax(0).clamp(min=1e-4) ** (1 - _SHARE)
        self.evened.copy_(1 / sizes)
        self.weight.mul_(sizes)


class _Encoder(nn.Module):
    """The part that both models have: from the vectors of one text's tokens [tokens, width] through all layers."""

    def __init__(self, model: SentenceClassifier | PairClassifier) -> None:
        super().__init__()
        self.layers = model.layers
        self.heads = model.layers[0].heads
        self.width = model.words.weight.shape[1] // self.heads
        self.attending, self.mixing, self.widening, self.narrowing = (nn.ModuleList() for _ in range(4))
        for layer in model.layers:
            weight = torch.cat([layer.query.weight * self.width**-0.5, layer.key.weight, layer.value.weight])
            bias = torch.cat([layer.query.bias * self.width**-0.5, layer.key.bias, layer.value.bias])
            self.attending.append(_Product(weight, bias))
            self.mixing.append(_Product(layer.mixed.weight, layer.mixed.bias))
            self.widening.append(_Product(layer.widened.weight, layer.widened.bias))
            self.narrowing.append(_Product(layer.narrowed.weight, layer.narrowed.bias))

    def forward(self, hidden: Tensor, added: Tensor | None) -> Tensor:
        """`added` [heads, tokens, tokens] is added to the scores, where there is any."""
        parts = zip(self.layers, self.attending, self.mixing, self.widening, self.narrowing, strict=True)
        for layer, attending, mixing, widening, narrowing in parts:
            split = attending(hidden).reshape(-1, 3, self.heads, self.width).permute(1, 2, 0, 3)
            scores = split[0] @ split[1].transpose(-1, -2)
            seen = (scores if added is None else scores + added).softmax(-1) @ split[2]
            mixed = mixing(seen.transpose(0, 1).reshape(-1, self.heads * self.width))
            hidden = layer.norm_mixed(hidden + mixed)
            hidden = layer.norm_narrowed(hidden + narrowing(functional.gelu(widening(hidden))))
        return hidden


class _Words(nn.Module):
    """The vectors of tokens, rounded row by row."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("table", (table / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        return self.table[ids].float() * self.scale[ids]


class OneSentence(nn.Module):
    """Token ids [tokens] become logits [classes]: the classifier for one sentence, without padding and mask."""

    def __init__(self, model: SentenceClassifier) -> None:
        super().__init__()
        self.words = _Words(model.words.weight.detach())
        self.register_buffer("places", (model.places.weight + model.kinds.weight[0]).detach()[:512])
        self.norm, self.head = model.norm, model.head
        self.encoder = _Encoder(model)

    def forward(self, ids: Tensor) -> Tensor:
        hidden = self.encoder(self.norm(self.words(ids) + self.places[: ids.shape[0]]), None)
        logits: Tensor = self.head(hidden.mean(0))
        return logits


class OnePair(nn.Module):
    """Token ids [tokens] of one passage and claim become logits [classes]; at most `longest` of them."""

    def __init__(self, model: PairClassifier, longest: int) -> None:
        super().__init__()
        self.words = _Words(model.words.weight.detach())
        self.register_buffer("places", model.places.weight.detach()[FIRST_PLACE : FIRST_PLACE + longest])
        self.register_buffer("distances", model.distances.weight.detach())
        self.register_buffer("buckets", distance_buckets(longest))
        self.norm, self.joined, self.head = model.norm, model.joined, model.head
        self.encoder = _Encoder(model)

    def forward(self, ids: Tensor) -> Tensor:
        tokens = ids.shape[0]
        added = self.distances[self.buckets[:tokens, :tokens]].permute(2, 0, 1)
        hidden = self.encoder(self.norm(self.words(ids) + self.places[:tokens]), added)
        logits: Tensor = self.head(torch.tanh(self.joined(torch.cat([hidden[0], hidden.mean(0)]))))
        return logits


@torch.no_grad()
def export(single: OneSentence | OnePair, calibration: Sequence[Sequence[int]], target: Path) -> None:
    """Write the model to `target` in int8; `calibration` holds the token ids of texts that show its activations."""
    single.eval()
    for ids in calibration:
        single(torch.tensor(ids))
    for module in single.modules():
        if isinstance(module, _Product):
            module.even_out()
    whole = target.with_suffix(".float.onnx")
    torch.onnx.export(
        single,
        (torch.tensor(calibration[0]),),
        str(whole),
        input_names=["ids"],
        output_names=["logits"],
        dynamic_axes={"ids": {0: "tokens"}},
        opset_version=_OPSET,
        dynamo=False,
    )
    graph = onnx.load(str(whole))
    _part_products(graph)
    onnx.save(graph, str(whole))
    logging.disable(logging.WARNING)  # the quantiser tells of every node that it leaves alone
    quantize_dynamic(
        str(whole), str(target), per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"]
    )
    logging.disable(logging.NOTSET)
    whole.unlink()


def _part_products(model: onnx.ModelProto) -> None:
    """Gemm becomes MatMul and Add, which the quantiser knows how to round."""
    weights = {weight.name: weight for weight in model.graph.initializer}
    nodes = []
    for node in model.graph.node:
        if node.op_type != "Gemm":
            nodes.append(node)
            continue
        turned = any(attribute.name == "transB" and attribute.i for attribute in node.attribute)
        weight = numpy_helper.to_array(weights[node.input[1]])
        name, product = f"{node.input[1]}.turned", f"{node.output[0]}.product"
        model.graph.initializer.append(
            numpy_helper.from_array(numpy.ascontiguousarray(weight.T if turned else weight), name)
        )
        nodes.append(helper.make_node("MatMul", [node.input[0], name], [product], name=f"{node.name}.product"))
        nodes.append(helper.make_node("Add", [product, node.input[2]], [node.output[0]], name=f"{node.name}.sum"))
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    used = {name for node in nodes for name in node.input}
    kept = [weight for weight in model.graph.initializer if weight.name in used]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
