"""What a passage makes of a claim, as a small network reads the two together: it supports it, refutes it, or neither.

The network is MPNet in int8 ONNX, run by onnxruntime and tokenizers alone; its card, language/models/judge/card.md,
tells how it was made and where it is weak. Every pair is read by itself. What follows from its shares is for the local
judge to say, which holds them against numbers, dates and names: a network of this size overlooks those.
"""

import functools
import threading
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, PositiveFloat, PositiveInt

from language.model_files import TextNetwork, read_description, version_of

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

VERSION = 1

FOLDER = Path(str(resources.files("language"))) / "models" / "judge"


class _Description(BaseModel):
    """What model.json says of the other files."""

    longest: PositiveInt  # word pieces that are read of a pair
    temperature: PositiveFloat  # by which logits are divided, so that shares are right as often as they say
    sha256: dict[str, str]


class EntailmentModel:
    """The network in `folder`, loaded once. Raises ModelFilesError where a file is missing or has another hash."""

    def __init__(self, folder: Path = FOLDER) -> None:
        described = read_description(folder, _Description)
        self.longest = described.longest
        self._temperature = described.temperature
        self._network = TextNetwork(folder, described.sha256, longest=described.longest)

    def logits(self, pairs: Sequence[tuple[str, str]]) -> "NDArray[numpy.float32]":
        """Logits [pairs, 3] of supports, refutes and neither for pairs of a passage and a claim, in their order."""
        import numpy

        if not pairs:
            return numpy.empty((0, 3), numpy.float32)
        return numpy.stack(self._network.outputs(pairs))

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> "NDArray[numpy.float32]":
        """The same as shares [pairs, 3] that sum to 1, by temperature scaling (Guo et al. 2017)."""
        import numpy

        scaled = self.logits(pairs) / self._temperature
        raised = numpy.exp(scaled - scaled.max(axis=1, keepdims=True)) if len(pairs) else scaled
        shares: NDArray[numpy.float32] = raised / raised.sum(axis=1, keepdims=True)
        return shares


_loading = threading.Lock()


def entailment_model() -> EntailmentModel:
    """The shipped network, loaded when it is first asked for and then kept for the whole process."""
    with _loading:
        return _shipped()


@functools.cache
def _shipped() -> EntailmentModel:
    return EntailmentModel()


@functools.cache
def model_version(folder: Path = FOLDER) -> str:
    """Changes with the weights, the tokenizer and the code that runs them; loads none of them."""
    return version_of(VERSION, read_description(folder, _Description))
