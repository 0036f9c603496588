"""Make the check-worthiness model that ships: `python -m training.checkworthiness SHARED`, or `make checkworthiness`.

SHARED/eval/claimbuster holds ClaimBuster's two files. The weights are fitted to crowdsourced.csv without what stands
in groundtruth.csv: once to all of it, and once without each fold of debates. The folds give the temperature and the
thresholds, each sentence judged by a fit that saw nothing of its debate; the mean of all fits' weights is what ships
(a model soup: Wortsman et al., ICML 2022). What is done is kept in `--work`, so that a run that was stopped goes on.
"""

import argparse
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from training.claimbuster import CLASSES, Sentence, folds_by_debate, read_sentences, without_held_out
from training.exporting import OneSentence, export
from training.fitting import Recipe, fit, logits_of
from training.kept import key_of
from training.minilm import WEIGHTS_SHA256, SentenceClassifier, source_folder, tokenizer_of

TARGET = Path(__file__).parents[1] / "language" / "models" / "checkworthiness"
RECIPE = Recipe()
SEED = 1
FOLDS = 3
_CALIBRATION = 300  # training sentences that show the exporter the size of the activations


def main() -> None:
    """Read the command line, fit, calibrate, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, nargs="?", default=Path("../shared"))
    parser.add_argument("--work", type=Path, default=Path(".training/checkworthiness"))
    options = parser.parse_args()
    data = options.shared / "eval" / "claimbuster"
    if not data.is_dir():
        raise SystemExit(f"{data} is not there: give the folder that holds eval/claimbuster.")
    torch.set_num_threads(1)  # of so small a model, one thread is the fastest, and it gives the same weights each time
    sentences = without_held_out(read_sentences(data / "crowdsourced.csv"), read_sentences(data / "groundtruth.csv"))
    print(f"{len(sentences)} sentences to learn from", flush=True)

    folder = source_folder()
    tokenizer = tokenizer_of(folder, RECIPE.longest)
    # What was kept of other sentences or another recipe is none of this run's.
    key = key_of(WEIGHTS_SHA256, SEED, FOLDS, asdict(RECIPE), [asdict(sentence) for sentence in sentences])
    work = options.work / key
    work.mkdir(parents=True, exist_ok=True)
    model = fit(folder, tokenizer, *_lesson(sentences), RECIPE, seed=SEED, state=work / "all.pt")
    held, parts = cross_validated(folder, tokenizer, sentences, work)
    model.load_state_dict(mean_weights([model, *parts]))
    labels = torch.tensor([sentence.label for sentence in sentences])

    TARGET.mkdir(parents=True, exist_ok=True)
    step = max(len(sentences) // _CALIBRATION, 1)
    shown = [encoding.ids for encoding in tokenizer.encode_batch([one.text for one in sentences[::step]])]
    export(OneSentence(model.eval()), shown, TARGET / "model.onnx")
    tokenizer.save(str(TARGET / "tokenizer.json"), pretty=False)
    described = {
        "classes": CLASSES,
        "longest": RECIPE.longest,
        **calibration(held, labels),
        "sha256": {name: _sha256(TARGET / name) for name in ("model.onnx", "tokenizer.json")},
        "source_sha256": WEIGHTS_SHA256,
        "training": {"sentences": len(sentences), "seed": SEED, "folds": FOLDS, "recipe": asdict(RECIPE)},
    }
    (TARGET / "model.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(described, indent=2))


def cross_validated(
    folder: Path, tokenizer: Tokenizer, sentences: Sequence[Sentence], work: Path
) -> tuple[Tensor, list[SentenceClassifier]]:
    """Logits [sentences, classes] of each sentence from a fit that saw nothing of its debate; and the fits."""
    held = torch.empty(len(sentences), len(CLASSES))
    models = []
    folds = folds_by_debate(sentences, FOLDS, SEED)
    for number, fold in enumerate(folds):
        lesson = [sentences[place] for other in folds if other is not fold for place in other]
        state = work / f"fold{number}.pt"
        model = fit(folder, tokenizer, *_lesson(lesson), RECIPE, seed=SEED, state=state)
        told = work / f"fold{number}.logits"
        if not told.exists():
            torch.save(logits_of(model, tokenizer, [sentences[place].text for place in fold]), told.with_suffix(".new"))
            told.with_suffix(".new").replace(told)
        held[fold] = torch.load(told, weights_only=True)
        models.append(model)
    return held, models


def mean_weights(models: Sequence[SentenceClassifier]) -> dict[str, Tensor]:
    """The mean of the weights of fits that began from the same weights."""
    states = [model.state_dict() for model in models]
    return {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}


def calibration(logits: Tensor, labels: Tensor) -> dict[str, object]:
    """The temperature that fits the labels best, and the thresholds, with what they reach in cross-validation.

    Check-worthy: the threshold of the highest macro-F1. Factual: of the highest F2, which weighs finding twice as much
    as being right, for a claim that was missed costs a desk more than a sentence that was read in vain.
    """
    temperature = min(
        (step / 100 for step in range(50, 301, 5)),
        key=lambda value: float(functional.cross_entropy(logits / value, labels)),
    )
    shares = (logits / temperature).softmax(-1)
    worthy, factual = shares[:, 2], 1 - shares[:, 0]
    worthy_from, worthy_reached = _best(worthy, labels == 2, macro_f1)
    factual_from, factual_reached = _best(factual, labels > 0, f2)
    return {
        "temperature": temperature,
        "thresholds": {"check_worthy": worthy_from, "factual": factual_from},
        "cross_validation": {
            "check_worthy_macro_f1": round(worthy_reached, 4),
            "factual_f2": round(factual_reached, 4),
        },
    }


def macro_f1(said: Tensor, true: Tensor) -> float:
    """The mean of the F1 of yes and of no."""
    scores = []
    for value in (True, False):
        hits = float(((said == value) & (true == value)).sum())
        scores.append(2 * hits / max(float((said == value).sum() + (true == value).sum()), 1.0))
    return sum(scores) / 2


def f2(said: Tensor, true: Tensor) -> float:
    """F-beta of yes with beta = 2 (van Rijsbergen 1979): 5 hits / (5 hits + 4 missed + found in vain)."""
    hits, missed, vain = (float(part.sum()) for part in (said & true, ~said & true, said & ~true))
    return 5 * hits / max(5 * hits + 4 * missed + vain, 1.0)


def _best(shares: Tensor, true: Tensor, measure: Callable[[Tensor, Tensor], float]) -> tuple[float, float]:
    reached, threshold = max((measure(shares >= step / 100, true), step / 100) for step in range(5, 96))
    return threshold, reached


def _lesson(sentences: Sequence[Sentence]) -> tuple[list[str], Tensor]:
    labels = torch.tensor([sentence.label for sentence in sentences])
    return [sentence.text for sentence in sentences], functional.one_hot(labels, len(CLASSES)).float()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
