"""The shipped classifier: its scores, their independence of the batch, and files that are not the shipped ones."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.checkworthiness import FOLDER, CheckworthinessModel, checkworthiness_model, model_version
from language.model_files import ModelFilesError
from tests.conftest import ROOT

SENTENCES = (
    "Unemployment fell to 4.1 percent in March, the lowest since 1970.",
    "The Oldport council spent 40 million euros on a bridge that nobody uses.",
    "The children of Oldport play at the harbour.",
    "He told me so in April.",
    "I think that we should all be kinder to each other.",
    "Will it hold?",
    "Thank you very much.",
)
# Other scores are other results for users: train anew or raise VERSION, then take both over.
GOLDEN_VERSION = "1:11388701ab86"
GOLDEN = (
    (0.9865, 0.9941),
    (0.9523, 0.9883),
    (0.0352, 0.9281),
    (0.068, 0.9783),
    (0.0082, 0.0212),
    (0.028, 0.0564),
    (0.0133, 0.0343),
)
# Another processor may round otherwise in the last places of a product.
TOLERANCE = 0.02


def test_golden_scores_change_only_with_a_version() -> None:
    found = [(one.check_worthy, one.factual) for one in checkworthiness_model().estimates(SENTENCES)]
    assert model_version() == GOLDEN_VERSION, f"take over {model_version()!r} and {found!r}"
    for sentence, scores, golden in zip(SENTENCES, found, GOLDEN, strict=True):
        assert scores == pytest.approx(golden, abs=TOLERANCE), sentence


def test_it_tells_facts_worth_checking_from_small_facts_and_from_none() -> None:
    figures, bridge, children, told, view, question, thanks = checkworthiness_model().estimates(SENTENCES)
    limits = checkworthiness_model().thresholds
    assert min(figures.check_worthy, bridge.check_worthy) >= limits.check_worthy
    assert max(one.check_worthy for one in (children, told, view, question, thanks)) < limits.check_worthy
    assert min(one.factual for one in (figures, bridge, children, told)) >= limits.factual
    assert max(one.factual for one in (view, question, thanks)) < limits.factual


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES) | st.text(max_size=300), min_size=1, max_size=8))
def test_what_stands_beside_a_sentence_never_changes_its_score(texts: list[str]) -> None:
    model = checkworthiness_model()
    together = model.estimates(texts)
    assert together == [model.estimates([text])[0] for text in texts]
    assert together == list(reversed(model.estimates(list(reversed(texts)))))
    assert all(0 <= one.check_worthy <= one.factual <= 1 for one in together)


def test_a_text_of_any_length_has_a_score() -> None:
    none, endless = checkworthiness_model().estimates(["", "Taxes rose by 4 percent. " * 4000])
    assert none.check_worthy < 0.2
    assert endless.check_worthy > 0.5
    assert checkworthiness_model().estimates([]) == []


def test_all_threads_share_one_model() -> None:
    with ThreadPoolExecutor(8) as pool:
        models = list(pool.map(lambda _: checkworthiness_model(), range(16)))
    assert len(set(map(id, models))) == 1


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_file_that_is_not_the_shipped_one_is_refused(tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "model")
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ModelFilesError, match=f"{name} is not the file that was shipped .*: install Claimhouse again"):
        CheckworthinessModel(folder)
    (folder / name).unlink()
    with pytest.raises(ModelFilesError, match=f"{name} cannot be read"):
        CheckworthinessModel(folder)


@pytest.mark.parametrize("content", [None, "{", "[]"])
def test_a_missing_or_spoilt_description_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "model.json").write_text(content)
    with pytest.raises(ModelFilesError, match=r"model\.json cannot be read"):
        CheckworthinessModel(tmp_path)


def test_the_version_changes_with_the_thresholds(tmp_path: Path) -> None:
    described = json.loads((FOLDER / "model.json").read_text())
    described["thresholds"]["factual"] += 0.01
    (tmp_path / "model.json").write_text(json.dumps(described))
    assert model_version(tmp_path) != model_version()


def test_it_needs_no_training_library_and_loads_only_when_asked() -> None:
    program = (
        "import sys, extractors, language.checkworthiness as c\n"
        "assert 'onnxruntime' not in sys.modules, 'loaded before it was asked for'\n"
        "assert c.checkworthiness_model().estimates(['Taxes rose by 4 percent.'])[0].factual > 0.5\n"
        "assert not {'torch', 'transformers', 'onnx', 'safetensors'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


def test_the_shipped_files_are_small() -> None:
    assert (FOLDER / "model.onnx").stat().st_size < 25_000_000
