"""How check-worthy a sentence is: a small classifier in int8 ONNX, run by onnxruntime and tokenizers alone.

Its card, language/models/checkworthiness/card.md, tells what it was trained on and how well it does. Every sentence is
read by itself: what stands beside it in a batch never changes its estimate.
"""

import functools
import hashlib
import math
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, PositiveFloat, PositiveInt, ValidationError

from warehouse.errors import ClaimhouseError

VERSION = 1

FOLDER = Path(str(resources.files("language"))) / "models" / "checkworthiness"
CLASSES = ("not_factual", "factual_unimportant", "check_worthy")

_MOST_THREADS = 4
_DIGITS = 4  # the estimate is told in ten-thousandths, so that another processor's rounding does not show


class ModelFilesError(ClaimhouseError):
    """The files of a shipped model are missing or are not those that were shipped."""


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
    sha256: dict[Literal["model.onnx", "tokenizer.json"], str]


class CheckworthinessModel:
    """The classifier in `folder`, loaded once. Raises ModelFilesError where a file is missing or has another hash."""

    def __init__(self, folder: Path = FOLDER) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        described = _description(folder)
        files = {name: _checked(folder / name, digest) for name, digest in described.sha256.items()}
        self.thresholds = described.thresholds
        self._temperature = described.temperature
        self._tokenizer = Tokenizer.from_str(files["tokenizer.json"].decode("utf-8"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(described.longest)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(files["model.onnx"], options, providers=["CPUExecutionProvider"])
        # Sentences run beside each other, each on one thread: onnxruntime lets go of the interpreter's lock.
        self._pool = ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1), thread_name_prefix="checkworthiness")

    def estimates(self, texts: Sequence[str]) -> list[Estimate]:
        """The estimates of the texts, in their order. Of a text that is too long, the beginning is judged."""
        different = list(dict.fromkeys(texts))
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(different)]
        found = dict(zip(different, self._pool.map(self._estimate, ids), strict=True))
        return [found[text] for text in texts]

    def _estimate(self, ids: Sequence[int]) -> Estimate:
        import numpy

        (logits,) = self._session.run(None, {"ids": numpy.asarray(ids, dtype=numpy.int64)})
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
    return f"{VERSION}:{hashlib.sha256(_description(folder).model_dump_json().encode()).hexdigest()[:12]}"


def _description(folder: Path) -> _Description:
    path = folder / "model.json"
    try:
        return _Description.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ModelFilesError(f"{path} cannot be read ({error.strerror}): install Claimhouse again.") from None
    except ValidationError as error:
        raise ModelFilesError(
            f"{path} cannot be read ({error.errors()[0]['msg']}): install Claimhouse again."
        ) from None


def _checked(path: Path, digest: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelFilesError(f"{path} cannot be read ({error.strerror}): install Claimhouse again.") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise ModelFilesError(f"{path} is not the file that was shipped (another sha256): install Claimhouse again.")
    return content
