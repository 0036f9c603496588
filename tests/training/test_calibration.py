"""Thresholds and the shipped graph, where the training group is installed."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="the training group is not installed")
pytest.importorskip("onnx", reason="the training group is not installed")

from training.checkworthiness import calibration, f2, macro_f1  # noqa: E402
from training.fitting import Recipe, fit, logits_of  # noqa: E402
from training.minilm import source_folder, tokenizer_of  # noqa: E402


def test_measures_on_counts_worked_out_by_hand() -> None:
    said, true = torch.tensor([True, True, False, False]), torch.tensor([True, False, False, False])
    assert macro_f1(said, true) == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert f2(said, true) == pytest.approx(5 / (5 + 1))
    assert f2(true, said) == pytest.approx(5 / (5 + 4))


def test_thresholds_part_what_can_be_parted() -> None:
    logits = torch.tensor([[4.0, 0, 0], [0, 4.0, 0], [0, 0, 4.0]]).repeat(20, 1)
    labels = torch.tensor([0, 1, 2]).repeat(20)
    found = calibration(logits, labels)
    assert found["cross_validation"] == {"check_worthy_macro_f1": 1.0, "factual_f2": 1.0}


def test_a_stopped_fit_goes_on_to_the_same_weights(tmp_path: Path) -> None:
    folder = source_folder()
    tokenizer = tokenizer_of(folder, 32)
    texts = ["Unemployment fell to 4 percent.", "Thank you.", "We built 90 schools.", "Good evening."] * 8
    targets = torch.eye(3)[torch.tensor([2, 0, 2, 0] * 8)]
    torch.set_num_threads(1)
    whole = fit(folder, tokenizer, texts, targets, Recipe(epochs=2), seed=3, state=tmp_path / "whole.pt")
    # The first epoch of the same run, as it was kept, and then the second.
    once = tmp_path / "once.pt"
    stopped = _Stopped(tmp_path, once)
    with pytest.raises(KeyboardInterrupt):
        fit(folder, tokenizer, texts, targets, Recipe(epochs=2), seed=3, state=stopped)  # type: ignore[arg-type]
    resumed = fit(folder, tokenizer, texts, targets, Recipe(epochs=2), seed=3, state=once)
    assert torch.equal(logits_of(whole, tokenizer, texts[:4]), logits_of(resumed, tokenizer, texts[:4]))


class _Stopped:
    """A place for the state, and a hand that stops the run once it was kept there."""

    stem = "stopped"

    def __init__(self, folder: Path, kept: Path) -> None:
        self._new, self._kept = folder / "stopped.new", kept

    def exists(self) -> bool:
        return False

    def with_suffix(self, _: str) -> "_Stopped | Path":
        if not self._new.exists():
            return self._new
        self._new.replace(self._kept)
        raise KeyboardInterrupt
