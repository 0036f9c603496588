"""What a text is about, as a vector: a small sentence encoder in int8 ONNX, run by onnxruntime and tokenizers alone.

Texts on one matter have vectors that point the same way, whichever words they use. The encoder's card,
language/models/embedding/card.md, tells where it is from. Every text is read by itself, and the vectors of the last few
thousand texts are kept, for the same passages come up for many claims of an article.
"""

import functools
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, PositiveInt

from language.model_files import TextNetwork, read_description, version_of

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

VERSION = 1

FOLDER = Path(str(resources.files("language"))) / "models" / "embedding"

_KEPT = 8192  # vectors of 1.5 KB each


class _Description(BaseModel):
    """What model.json says of the other files."""

    longest: PositiveInt  # word pieces that are read of a text
    sha256: dict[str, str]


class EmbeddingModel:
    """The encoder in `folder`, loaded once. Raises ModelFilesError where a file is missing or has another hash."""

    def __init__(self, folder: Path = FOLDER) -> None:
        described = read_description(folder, _Description)
        self._network = TextNetwork(folder, described.sha256, longest=described.longest)
        self._kept: OrderedDict[bytes, NDArray[numpy.float32]] = OrderedDict()
        # One reads at a time, on all threads that the network has: what several ask for at once is read once.
        self._guard = threading.Lock()

    def vectors(self, texts: Sequence[str]) -> "NDArray[numpy.float32]":
        """Vectors [texts, 384] of length 1, in the order of the texts. Of a text that is too long, the beginning."""
        import numpy

        keys = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in texts]
        with self._guard:
            found = {key: self._kept[key] for key in keys if key in self._kept}
            new = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
            found.update(zip(new, self._network.outputs(list(new.values())), strict=True))
            for key, vector in found.items():
                self._kept[key] = vector
                self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        if not keys:
            return numpy.empty((0, 0), numpy.float32)
        return numpy.stack([found[key] for key in keys])


_loading = threading.Lock()


def embedding_model() -> EmbeddingModel:
    """The shipped encoder, loaded when it is first asked for and then kept for the whole process."""
    with _loading:
        return _shipped()


@functools.cache
def _shipped() -> EmbeddingModel:
    return EmbeddingModel()


@functools.cache
def model_version(folder: Path = FOLDER) -> str:
    """Changes with the weights, the tokenizer and the code that runs them; loads none of them."""
    return version_of(VERSION, read_description(folder, _Description))
