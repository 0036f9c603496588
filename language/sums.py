"""Whether this processor adds up products of bytes exactly, as the networks in int8 need it.

x86 processors without dot products of bytes (VNNI, AMX) add pairs of products in sixteen bits, and what is too large is
cut off: another verdict than elsewhere. onnxruntime can take exact sums there (`session.x64quantprecision`), but takes
them wherever it is told to, and on a processor with AMX the network then reads at less than a third of its speed.
So the processor is asked: one small product, whose true sums are known.
"""

import functools
from pathlib import Path

MODEL = Path(__file__).parent / "models" / "sums" / "model.onnx"
EXACTLY = "session.x64quantprecision", "1"  # the setting of onnxruntime
SHAPE = 16, 64, 32  # rows, inner, columns
_BYTE, _WEIGHT = 255, 127  # the largest that there are


@functools.cache
def fast_sums_are_exact() -> bool:
    """Whether onnxruntime's faster sums of bytes are exact here. Raises OSError where the small product is missing."""
    return sums_are_exact(exactly=False)


def sums_are_exact(*, exactly: bool) -> bool:
    """Whether the sums of a product of large bytes are right, with onnxruntime told to sum `exactly` or not."""
    import numpy
    import onnxruntime

    rows, inner, _ = SHAPE
    options = onnxruntime.SessionOptions()
    if exactly:
        options.add_session_config_entry(*EXACTLY)
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(MODEL.read_bytes(), options, providers=["CPUExecutionProvider"])
    sums = session.run(None, {"bytes": numpy.full((rows, inner), _BYTE, dtype=numpy.uint8)})[0]
    return bool((sums == _BYTE * _WEIGHT * inner).all())
