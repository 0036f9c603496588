"""The shipped judge's network: what a passage makes of a claim, whatever stands beside it, and files not as shipped."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.entailment import FOLDER, EntailmentModel, entailment_model, model_version
from language.model_files import ModelFilesError, check_files
from tests.conftest import ROOT

PASSAGE = "The harbour bridge in Oldport was closed on Monday after a storm. Nobody was hurt."
SUPPORTED = (PASSAGE, "The harbour bridge in Oldport was closed after a storm.")
REFUTED = (PASSAGE, "Several people were hurt when the storm hit the harbour bridge.")
NEITHER = (PASSAGE, "The choir of Oldport has sixty members.")
PAIRS = (SUPPORTED, REFUTED, NEITHER)
# Other logits judge otherwise: raise VERSION, then take both over.
GOLDEN_VERSION = "1:93a64bcd0c8d"
GOLDEN = (3.54, -1.83, -2.19, -1.85, 4.75, -2.53, -3.54, -1.57, 5.63)
TOLERANCE = 0.1  # what is not int8 another processor may add up in another order


def test_golden_logits_change_only_with_a_version() -> None:
    found = tuple(round(float(one), 2) for one in entailment_model().logits(PAIRS).ravel())
    assert model_version() == GOLDEN_VERSION, f"take over {model_version()!r} and {found!r}"
    assert found == pytest.approx(GOLDEN, abs=TOLERANCE)


def test_supports_refutes_neither_in_this_order() -> None:
    shares = entailment_model().probabilities(PAIRS)
    assert shares.shape == (3, 3)
    assert shares.argmax(axis=1).tolist() == [0, 1, 2]
    assert numpy.allclose(shares.sum(axis=1), 1, atol=1e-5)


def test_that_it_was_said_is_borne_out_and_what_was_said_is_not() -> None:
    passage = "The minister said that the new airport would cost two billion euros."
    so, said = entailment_model().probabilities(
        [
            (passage, "The new airport will cost two billion euros."),
            (passage, "According to the minister, the new airport would cost two billion euros."),
        ]
    )
    assert so[0] < 0.5 < said[0]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(PAIRS) | st.tuples(st.text(max_size=80), st.text(max_size=40)), min_size=1, max_size=4))
def test_what_stands_beside_a_pair_never_changes_its_logits(pairs: list[tuple[str, str]]) -> None:
    together = entailment_model().logits(pairs)
    assert together.shape == (len(pairs), 3)
    assert numpy.array_equal(together, entailment_model().logits(pairs[::-1])[::-1])


def test_no_pair_and_an_endless_one() -> None:
    assert entailment_model().probabilities([]).shape == (0, 3)
    assert entailment_model().logits([("The storm closed the bridge. " * 4000, "The bridge was closed.")]).shape == (
        1,
        3,
    )


@pytest.mark.parametrize("name", ["model.onnx.2", "tokenizer.json"])
def test_a_file_that_is_not_the_shipped_one_is_refused(tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "model")
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    for opened in (EntailmentModel, check_files):
        with pytest.raises(ModelFilesError, match=f"{name} is not the file that was shipped"):
            opened(folder)


def test_a_part_that_is_missing_is_told(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "model")
    (folder / "model.onnx.3").unlink()
    with pytest.raises(ModelFilesError, match=r"model\.onnx\.3 cannot be read"):
        EntailmentModel(folder)


def test_it_needs_no_training_library_and_loads_only_when_asked() -> None:
    program = (
        "import sys, language.entailment as e\n"
        "e.model_version()\n"
        "assert 'onnxruntime' not in sys.modules, 'loaded before it was asked for'\n"
        "assert e.entailment_model().logits([('Taxes rose.', 'Taxes rose.')]).shape == (1, 3)\n"
        "assert not {'torch', 'transformers', 'onnx', 'safetensors'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


def test_no_shipped_file_is_too_large_for_a_repository() -> None:
    sizes = [path.stat().st_size for path in FOLDER.iterdir()]
    assert max(sizes) < 50_000_000
    assert sum(sizes) < 120_000_000
