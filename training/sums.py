"""A network of one product, whose true sums are known: `python -m training.sums` writes it to language/models/sums.

Where a processor adds up products of two bytes in sixteen bits, its sums come out wrong; `language.sums` asks it.
"""

from pathlib import Path

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

from language.sums import MODEL, SHAPE

_OPSET = 17
_IR_VERSION = 8  # of the time of that opset: readable for every release of onnxruntime that Claimhouse takes


def write(target: Path) -> None:
    """Write the network: from bytes [rows, inner] to their product with the largest signed bytes [inner, columns]."""
    rows, inner, columns = SHAPE
    weights = numpy.full((inner, columns), 127, dtype=numpy.int8)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["bytes", "weights"], ["sums"])],
        "sums",
        [helper.make_tensor_value_info("bytes", TensorProto.UINT8, [rows, inner])],
        [helper.make_tensor_value_info("sums", TensorProto.INT32, [rows, columns])],
        [numpy_helper.from_array(weights, "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR_VERSION)
    onnx.checker.check_model(model)
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(model.SerializeToString())


if __name__ == "__main__":
    write(MODEL)
