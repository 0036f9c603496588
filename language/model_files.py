"""The small ONNX models that ship in language/models: their files checked, opened, and run on one text at a time.

onnxruntime and tokenizers are all they need. Every text, or pair of texts, is read by itself: what stands beside it in
a batch never changes what a model makes of it, and padding costs nothing. A network may lie in several files,
model.onnx.1 and so on, which are joined in their order. Work of a task that is cancelled ends with the text that is
being read: a slow machine would otherwise keep whoever stops it waiting.
"""

import asyncio
import functools
import hashlib
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from language.kept_outputs import Text, recalled, remember
from language.sums import EXACTLY, MODEL, fast_sums_are_exact
from warehouse.errors import ClaimhouseError

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

_MOST_THREADS = 4


class ModelFilesError(ClaimhouseError):
    """The files of a shipped model are missing or are not those that were shipped."""


class CalledOffError(Exception):
    """Nobody waits any more for what was to be read."""


TOKENIZER = "tokenizer.json"

Result = TypeVar("Result")

Described = TypeVar("Described", bound=BaseModel)


_called_off: ContextVar[threading.Event | None] = ContextVar("_called_off", default=None)


async def in_thread(work: Callable[..., Result], *arguments: object) -> Result:
    """As `asyncio.to_thread`, for work that networks have a part in: they read no more once this task is cancelled."""
    called_off = threading.Event()
    context = copy_context()
    context.run(_called_off.set, called_off)
    try:
        return await asyncio.get_running_loop().run_in_executor(None, context.run, work, *arguments)
    except asyncio.CancelledError:
        called_off.set()
        raise


class TextNetwork:
    """A network from a text's word pieces to one vector, loaded once; safe to use from several threads.

    Raises ModelFilesError where a file is missing or has another hash than it should.
    """

    def __init__(self, folder: Path, sha256: Mapping[str, str], *, longest: int) -> None:
        """`sha256` has the hash of each file; of a text at most `longest` word pieces are read.

        Of a pair that is longer, the longer text is cut at its end.
        """
        import onnxruntime
        from tokenizers import Tokenizer

        told = sorted(sha256.items()), longest, onnxruntime.__version__
        self._told = repr(told)  # all that what it makes of a text depends on
        files = {name: _checked(folder / name, digest) for name, digest in sorted(sha256.items())}
        self._tokenizer = Tokenizer.from_str(files.pop(TOKENIZER).decode("utf-8"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(longest)
        options = onnxruntime.SessionOptions()
        if not _fast_sums_are_exact():  # with exact ones every processor judges alike
            options.add_session_config_entry(*EXACTLY)
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            b"".join(files.values()), options, providers=["CPUExecutionProvider"]
        )
        # Texts run beside each other, each on one thread: onnxruntime lets go of the interpreter's lock.
        self._pool = ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1), thread_name_prefix=folder.name)

    def outputs(self, texts: Sequence[Text]) -> "list[NDArray[numpy.float32]]":
        """What the network makes of each text [values], in their order; of a text that is too long, the beginning.

        Raises CalledOffError where it reads for `in_thread`, whose task was cancelled.
        """
        different = list(dict.fromkeys(texts))
        found = recalled(self._told, different)
        new = [text for text in different if text not in found]
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(new)]
        output = functools.partial(self._output, _called_off.get())
        read = dict(zip(new, self._pool.map(output, ids), strict=True))
        remember(self._told, read)
        return [read[text] if text in read else found[text] for text in texts]

    def _output(self, called_off: threading.Event | None, ids: Sequence[int]) -> "NDArray[numpy.float32]":
        import numpy

        if called_off is not None and called_off.is_set():
            raise CalledOffError
        output: NDArray[numpy.float32] = self._session.run(None, {"ids": numpy.asarray(ids, dtype=numpy.int64)})[0]
        return output


def read_description(folder: Path, kind: type[Described]) -> Described:
    """What a model's model.json says. Raises ModelFilesError where it cannot be read."""
    path = folder / "model.json"
    try:
        return kind.model_validate_json(path.read_bytes())
    except OSError as error:
        raise _unreadable(path, error) from None
    except ValidationError as error:
        raise ModelFilesError(
            f"{path} cannot be read ({error.errors()[0]['msg']}): install Claimhouse again."
        ) from None


class _Files(BaseModel):
    sha256: dict[str, str]


def check_files(folder: Path) -> None:
    """Raises ModelFilesError where a model's file is missing or has another hash than it should; opens no network."""
    for name, digest in read_description(folder, _Files).sha256.items():
        path = folder / name
        try:
            found = path.stat()
        except OSError as error:
            raise _unreadable(path, error) from None
        _check_once(path, digest, (found.st_ino, found.st_size, found.st_mtime_ns))


def version_of(code: int, described: BaseModel) -> str:
    """A version that changes with the code that runs a model and with all that its description says."""
    return f"{code}:{hashlib.sha256(described.model_dump_json().encode()).hexdigest()[:12]}"


@functools.lru_cache(maxsize=64)
def _check_once(path: Path, digest: str, found: tuple[int, int, int]) -> None:
    """Check a file that is as it was `found`: a process with many runs hashes it again only once it is another one."""
    _checked(path, digest)


def _fast_sums_are_exact() -> bool:
    try:
        return fast_sums_are_exact()
    except OSError as error:
        raise _unreadable(MODEL, error) from None


def _unreadable(path: Path, error: OSError) -> ModelFilesError:
    return ModelFilesError(f"{path} cannot be read ({error.strerror}): install Claimhouse again.")


def _checked(path: Path, digest: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise ModelFilesError(f"{path} is not the file that was shipped (another sha256): install Claimhouse again.")
    return content
