"""What a network made of a text, remembered beyond the process: what is checked again is mostly what was read before.

The same text and the same network come to the same numbers, so that nothing but time depends on what is remembered. No
text is kept, but a hash of it. Who keeps it, and how much, is for whoever runs the check to say: see `remember_in`.
"""

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

_CHECK_BYTES = 4

Text = TypeVar("Text", str, tuple[str, str])


class Outputs(Protocol):
    """Bytes by key. It may forget, but never raises."""

    def get(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """Those of the keys that are there."""
        ...

    def put(self, values: Mapping[bytes, bytes]) -> None:
        """Keep them for other processes too."""
        ...


_outputs: ContextVar[Outputs | None] = ContextVar("_outputs", default=None)


def remember_in(outputs: Outputs | None) -> None:
    """Have what this task, and those that it begins, read from now on kept there, and looked for there first."""
    _outputs.set(outputs)


def recalled(network: str, texts: Sequence[Text]) -> "dict[Text, NDArray[numpy.float32]]":
    """What the network, of which `network` tells all that matters, made of those of the texts that are remembered."""
    import numpy

    outputs = _outputs.get()
    if outputs is None or not texts:
        return {}
    keys = {_key(network, text): text for text in texts}
    found = outputs.get(list(keys))
    return {
        keys[key]: numpy.frombuffer(value[_CHECK_BYTES:], dtype="<f4").astype(numpy.float32)
        for key, value in found.items()
        if value[:_CHECK_BYTES] == _check(key, value[_CHECK_BYTES:])
    }


def remember(network: str, made: "Mapping[Text, NDArray[numpy.float32]]") -> None:
    """Keep what the network made of texts."""
    outputs = _outputs.get()
    if outputs is None or not made:
        return
    values = {_key(network, text): vector.astype("<f4").tobytes() for text, vector in made.items()}
    outputs.put({key: _check(key, value) + value for key, value in values.items()})


def _key(network: str, text: str | tuple[str, str]) -> bytes:
    told = repr((network, text))  # unambiguous, whatever the texts hold
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()


def _check(key: bytes, value: bytes) -> bytes:
    """What tells a value that is not as it was written: a wrong vector would pass for a right one."""
    return zlib.crc32(key + value).to_bytes(_CHECK_BYTES, "big")
