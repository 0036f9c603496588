"""The shipped encoder: what is near to what, whatever stands beside it, and files that are not the shipped ones."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.embedding import FOLDER, EmbeddingModel, embedding_model, model_version
from language.model_files import ModelFilesError
from tests.conftest import ROOT

JOBS = "Unemployment in Oldport fell to four percent in March."
SAME = "The jobless rate in the harbour town dropped to 4 % this spring."
NEAR = "The number of people out of work rose in Oldport."
OTHER = "The choir sang in the old church on Sunday."
TEXTS = (JOBS, SAME, NEAR, OTHER)
# Other vectors rank otherwise: raise VERSION, then take both over.
GOLDEN_VERSION = "1:ef1fce217ef8"
GOLDEN = (0.557, 0.5, 0.077)  # of JOBS with the others
TOLERANCE = 0.02  # another processor may round otherwise


def test_golden_vectors_change_only_with_a_version() -> None:
    vectors = embedding_model().vectors(TEXTS)
    found = tuple(round(float(one), 3) for one in vectors[1:] @ vectors[0])
    assert model_version() == GOLDEN_VERSION, f"take over {model_version()!r} and {found!r}"
    assert found == pytest.approx(GOLDEN, abs=TOLERANCE)


def test_the_same_said_in_other_words_is_nearer_than_another_matter() -> None:
    jobs, same, near, other = embedding_model().vectors(TEXTS)
    assert jobs @ same > jobs @ near > jobs @ other
    assert jobs @ other < 0.3


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(TEXTS) | st.text(max_size=200), min_size=1, max_size=6))
def test_what_stands_beside_a_text_never_changes_its_vector(texts: list[str]) -> None:
    together = embedding_model().vectors(texts)
    assert together.shape == (len(texts), 384)
    assert numpy.allclose(numpy.linalg.norm(together, axis=1), 1, atol=1e-3)
    alone = EmbeddingModel.vectors(embedding_model(), list(reversed(texts)))
    assert numpy.array_equal(together, alone[::-1])


def test_a_text_that_was_read_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    model = EmbeddingModel()
    first = model.vectors([JOBS, JOBS, OTHER])
    monkeypatch.setattr(model._network, "outputs", lambda texts: pytest.fail("read again") if texts else [])
    assert numpy.array_equal(model.vectors([OTHER, JOBS]), first[[2, 0]])


def test_no_text_and_an_endless_one() -> None:
    assert len(embedding_model().vectors([])) == 0
    assert embedding_model().vectors(["Taxes rose by 4 percent. " * 4000, ""]).shape == (2, 384)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_file_that_is_not_the_shipped_one_is_refused(tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "model")
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ModelFilesError, match=f"{name} is not the file that was shipped"):
        EmbeddingModel(folder)


def test_it_needs_no_training_library_and_loads_only_when_asked() -> None:
    program = (
        "import sys, verifiers.ranking, language.embedding as e\n"
        "assert 'onnxruntime' not in sys.modules, 'loaded before it was asked for'\n"
        "assert e.embedding_model().vectors(['Taxes rose.']).shape == (1, 384)\n"
        "assert not {'torch', 'transformers', 'onnx', 'safetensors'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


def test_the_shipped_files_are_small() -> None:
    assert (FOLDER / "model.onnx").stat().st_size < 25_000_000


def test_what_several_ask_for_at_once_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    model = EmbeddingModel()
    output, read = model._network._output, []
    monkeypatch.setattr(model._network, "_output", lambda called_off, ids: read.append(ids) or output(called_off, ids))
    with ThreadPoolExecutor(4) as pool:
        vectors = list(pool.map(model.vectors, [TEXTS, TEXTS[::-1]] * 4))
    assert len(read) == len(TEXTS)
    assert all(numpy.array_equal(one, vectors[0]) for one in vectors[::2])
    assert numpy.array_equal(vectors[1], vectors[0][::-1])
