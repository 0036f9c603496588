"""Every processor gets exact sums of bytes, and none pays for them that has them anyway."""

from pathlib import Path

import onnxruntime
import pytest

from language import model_files, sums
from language.model_files import ModelFilesError, TextNetwork, read_description

EXACTLY = "session.x64quantprecision"


class OpenedError(Exception):
    """A network was to be opened: with exact sums, or without."""


def open_a_network() -> TextNetwork:
    folder = Path(model_files.__file__).parent / "models" / "embedding"
    return TextNetwork(folder, read_description(folder, model_files._Files).sha256, longest=128)


def asked_for_exact_sums(_: bytes, options: onnxruntime.SessionOptions, **__: object) -> None:
    try:
        raise OpenedError(options.get_session_config_entry(EXACTLY) == "1")
    except RuntimeError:
        raise OpenedError(False) from None


@pytest.mark.parametrize("fast_are_exact", [True, False])
def test_exact_sums_are_asked_for_where_the_fast_ones_are_not(
    fast_are_exact: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_files, "fast_sums_are_exact", lambda: fast_are_exact)
    monkeypatch.setattr(onnxruntime, "InferenceSession", asked_for_exact_sums)
    with pytest.raises(OpenedError) as opened:
        open_a_network()
    assert opened.value.args == (not fast_are_exact,)


def test_the_sums_that_a_network_is_opened_with_are_exact_on_this_processor() -> None:
    assert sums.sums_are_exact(exactly=not sums.fast_sums_are_exact())


def test_where_sums_are_exact_both_ways_a_text_comes_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    if not sums.fast_sums_are_exact():
        pytest.skip("the fast sums of this processor are not exact")
    ids = list(range(1000, 1120))
    fast = open_a_network()._output(None, ids)
    monkeypatch.setattr(model_files, "fast_sums_are_exact", lambda: False)
    assert (open_a_network()._output(None, ids) == fast).all()


def test_sums_that_are_less_than_they_should_be_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "_WEIGHT", sums._WEIGHT + 1)
    assert not sums.sums_are_exact(exactly=True)


def test_a_missing_product_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sums.fast_sums_are_exact.cache_clear()
    monkeypatch.setattr(sums, "MODEL", tmp_path / "model.onnx")
    with pytest.raises(ModelFilesError, match=r"cannot be read .* install Claimhouse again\."):
        open_a_network()
