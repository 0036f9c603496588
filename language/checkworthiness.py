"""How check-worthy a sentence is: a small classifier in int8 ONNX, run by onnxruntime and tokenizers alone.

Its card, language/models/checkworthiness/card.md, tells what it was trained on and how well it does. Every sentence is
read by itself: what stands beside it in a batch never changes its estimate.
"""

import functools
import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, PositiveFloat, PositiveInt

from language.model_files import TextNetwork, read_description, version_of

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

VERSION = 1

FOLDER = Path(str(resources.files("language"))) / "models" / "checkworthiness"
CLASSES = ("not_factual", "factual_unimportant", "check_worthy")

_DIGITS = 4  # the estimate is told in ten-thousandths, so that another processor's rounding does not show


@dataclass(frozen=True, slots=True)
class Estimate:
    """Two probabilities for one sentence: that it is worth a fact-checker's time, and that it states a fact at all."""

    check_worthy: float
    factual: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a sentence counts as check-worthy, and as stating a fact; both from cross-validation."""

    check_worthy: float
    factual: float


class _Description(BaseModel):
    """What model.json says of the other files."""

    longest: PositiveInt  # word pieces that are read of a sentence
    temperature: PositiveFloat  # divides the logits, so that the probabilities are neither too sure nor too timid
    thresholds: Thresholds
    sha256: dict[str, str]


class CheckworthinessModel:
    """The classifier in `folder`, loaded once. Raises ModelFilesError where a file is missing or has another hash."""

    def __init__(self, folder: Path = FOLDER) -> None:
        described = read_description(folder, _Description)
        self.thresholds = described.thresholds
        self._temperature = described.temperature
        self._network = TextNetwork(folder, described.sha256, longest=described.longest)

    def estimates(self, texts: Sequence[str]) -> list[Estimate]:
        """The estimates of the texts, in their order. Of a text that is too long, the beginning is judged."""
        return [self._estimate(logits) for logits in self._network.outputs(texts)]

    def _estimate(self, logits: "NDArray[numpy.float32]") -> Estimate:
        scaled = [float(logit) / self._temperature for logit in logits]
        powers = [math.exp(value - max(scaled)) for value in scaled]
        share = {name: power / sum(powers) for name, power in zip(CLASSES, powers, strict=True)}
        return Estimate(round(share["check_worthy"], _DIGITS), round(1 - share["not_factual"], _DIGITS))


_loading = threading.Lock()


def checkworthiness_model() -> CheckworthinessModel:
    """The shipped classifier, loaded when it is first asked for and then kept for the whole process."""
    with _loading:
        return _shipped()


@functools.cache
def _shipped() -> CheckworthinessModel:
    return CheckworthinessModel()


@functools.cache
def model_version(folder: Path = FOLDER) -> str:
    """Changes with the weights, the tokenizer, the calibration and the code that runs them; loads none of them."""
    return version_of(VERSION, read_description(folder, _Description))
