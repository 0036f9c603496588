"""What the exporter folded into an int8 file comes back out of it: a small network, written and read."""

import json
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="the training group is not installed")
pytest.importorskip("onnx", reason="the training group is not installed")

from safetensors.torch import save_file  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402
from tokenizers.models import WordLevel  # noqa: E402
from tokenizers.pre_tokenizers import Whitespace  # noqa: E402

from training.judge import _state, weights_hash  # noqa: E402
from training.judge_export import LONGEST, write  # noqa: E402
from training.mixture import Labelled  # noqa: E402
from training.mpnet import PairClassifier  # noqa: E402
from training.pair_fitting import Recipe  # noqa: E402
from training.shipped_weights import read_back  # noqa: E402

WIDTH, INNER, HEADS, LAYERS, WORDS = 32, 64, 4, 2, 40


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with a small network of MPNet's shape and random weights."""
    torch.manual_seed(3)
    shape = {
        "hidden_size": WIDTH,
        "intermediate_size": INNER,
        "num_attention_heads": HEADS,
        "num_hidden_layers": LAYERS,
        "vocab_size": WORDS,
        "max_position_embeddings": LONGEST + 2,
        "relative_attention_num_buckets": 32,
        "layer_norm_eps": 1e-5,
    }
    (tmp_path / "config.json").write_text(json.dumps(shape), "utf-8")
    weights = {
        "embeddings.word_embeddings.weight": torch.randn(WORDS, WIDTH),
        "embeddings.position_embeddings.weight": torch.randn(LONGEST + 2, WIDTH),
        "encoder.relative_attention_bias.weight": torch.randn(32, HEADS),
    }
    sizes = {f"attention.attn.{letter}": (WIDTH, WIDTH) for letter in "qkvo"}
    sizes |= {"intermediate.dense": (INNER, WIDTH), "output.dense": (WIDTH, INNER)}
    norms = ["embeddings.LayerNorm"]
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        norms += [f"{layer}.attention.LayerNorm", f"{layer}.output.LayerNorm"]
        for name, size in sizes.items():
            weights[f"{layer}.{name}.weight"] = torch.randn(size) / WIDTH**0.5
            weights[f"{layer}.{name}.bias"] = torch.randn(size[0]) / 10
    for name in norms:
        weights[f"{name}.weight"] = 1 + torch.randn(WIDTH) / 10
        weights[f"{name}.bias"] = torch.randn(WIDTH) / 10
    save_file(weights, tmp_path / "model.safetensors")
    tokenizer = Tokenizer(WordLevel({f"w{number}": number for number in range(WORDS)}, unk_token="w3"))  # noqa: S106 - a word
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return tmp_path


def test_weights_read_back_give_nearly_the_logits_of_those_that_were_written(source: Path, tmp_path: Path) -> None:
    written = PairClassifier(source, 3, dropout=0.0).eval()
    texts = [(" ".join(f"w{(place * step) % WORDS}" for place in range(4, 30)), "w5 w6 w7") for step in range(1, 20)]
    write(written, source, texts, tmp_path / "shipped")
    ids = torch.tensor([[(place * step) % WORDS for place in range(4, 36)] for step in range(1, 20)])
    mask = torch.ones_like(ids)
    torch.manual_seed(4)
    read = PairClassifier(source, 3, dropout=0.0).eval()
    with torch.no_grad():
        wanted = written(ids, mask)
        other = read(ids, mask)
        read_back(read, tmp_path / "shipped")
        found = read(ids, mask)
    spread = float(wanted.std())
    assert float((found - wanted).abs().max()) < spread / 5
    assert float((other - wanted).abs().max()) > spread / 2
    for name, value in written.state_dict().items():
        assert torch.allclose(read.state_dict()[name], value, atol=0.05), name


def test_a_file_of_another_network_is_refused(source: Path, tmp_path: Path) -> None:
    write(PairClassifier(source, 3, dropout=0.0), source, [("w4 w5", "w6")], tmp_path / "shipped")
    model = PairClassifier(source, 3, dropout=0.0)
    model.layers.append(model.layers[0])
    with pytest.raises(SystemExit, match="holds no network that `make judge` has made"):
        read_back(model, tmp_path / "shipped")


def test_a_fit_is_told_by_the_weights_that_it_began_with(source: Path) -> None:
    model, same = PairClassifier(source, 3, dropout=0.0), PairClassifier(source, 3, dropout=0.0)
    same.load_state_dict(model.state_dict())
    assert weights_hash(model) == weights_hash(same)
    with torch.no_grad():
        same.layers[1].query.bias[0] += 1e-3
    assert weights_hash(model) != weights_hash(same)


def test_what_is_kept_of_a_fit_is_of_its_weights_its_pairs_and_its_recipe(source: Path) -> None:
    model, other = PairClassifier(source, 3, dropout=0.0), PairClassifier(source, 3, dropout=0.0)
    with torch.no_grad():
        other.layers[1].query.bias[0] += 1e-3
    pairs = [Labelled("The quay is open.", "The quay is open.", "supports", "same")]
    more = [*pairs, Labelled("The quay is open.", "The quay is shut.", "refutes", "same")]
    asked = [
        (model, pairs, Recipe()),
        (model, pairs, Recipe(epochs=9)),
        (model, pairs, None),
        (model, more, Recipe()),
        (other, pairs, Recipe()),
    ]
    assert len({_state("run1", *one) for one in asked}) == len(asked)
    assert _state("run1", model, list(pairs), Recipe()) == _state("run1", model, pairs, Recipe())
