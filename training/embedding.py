"""Make the encoder that ships: `python -m training.embedding SHARED`, or `make embedding`.

all-MiniLM-L6-v2 as it was published, in int8: nothing is trained. SHARED/train/verifier_pool.jsonl shows the exporter
the size of the activations, so that rounding keeps what matters.
"""

import argparse
import hashlib
import json
from pathlib import Path

from torch import Tensor, nn
from torch.nn import functional

from training.exporting import OneSentence, export
from training.minilm import WEIGHTS_SHA256, SentenceClassifier, source_folder, tokenizer_of

TARGET = Path(__file__).parents[1] / "language" / "models" / "embedding"
LONGEST = 128  # word pieces: what the encoder was trained on, and a passage of news
_CALIBRATION = 300  # texts


class _Direction(nn.Module):
    """Vectors [..., values] become vectors of length 1."""

    def forward(self, vectors: Tensor) -> Tensor:
        return functional.normalize(vectors, dim=-1)


def main() -> None:
    """Read the command line, export, describe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, nargs="?", default=Path("../shared"))
    pool = parser.parse_args().shared / "train" / "verifier_pool.jsonl"
    if not pool.is_file():
        raise SystemExit(f"{pool} is not there: give the folder that holds train/verifier_pool.jsonl.")
    rows = [json.loads(line) for line in pool.read_text("utf-8").splitlines()]
    texts = [text for row in rows[:: 2 * len(rows) // _CALIBRATION] for text in (row["claim"], row["evidence"])]

    folder = source_folder()
    tokenizer = tokenizer_of(folder, LONGEST)
    encoder = SentenceClassifier(folder, 1, dropout=0.0)
    encoder.head = _Direction()  # the mean over the word pieces is the sentence's vector
    TARGET.mkdir(parents=True, exist_ok=True)
    shown = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    export(OneSentence(encoder.eval()), shown, TARGET / "model.onnx")
    tokenizer.save(str(TARGET / "tokenizer.json"), pretty=False)
    described = {
        "longest": LONGEST,
        "sha256": {name: _sha256(TARGET / name) for name in ("model.onnx", "tokenizer.json")},
        "source_sha256": WEIGHTS_SHA256,
    }
    (TARGET / "model.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(described, indent=2))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
