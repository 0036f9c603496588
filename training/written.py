"""Pairs that were written for the judge, in training/written: what neither the pool has nor a rule can make.

Each passage stands with claims that it bears out in other words, contradicts, or leaves open though they are of its
matter. A large language model wrote them for Claimhouse, out of its head: most of the people and events are invented,
some are known ones, and no text is copied. A file is blocks of lines, an empty line between two blocks: `P:` the
passage, then `S:`, `R:` and `N:`, claims that it supports, that it refutes and of which it tells neither. The name of a
file begins with what its passages are like.

MiniCheck (Tang et al. 2024) showed how far a small network comes with such pairs.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from training.mixture import Labelled
from training.splits import Split, written_split

FOLDER = Path(__file__).parent / "written"
_LABELS = {"S": "supports", "R": "refutes", "N": "neutral"}
KIND = "written: "


def written(split: Split, folder: Path = FOLDER) -> list[Labelled]:
    """The pairs of one split, in the order of the files. Raises SystemExit where a line is none of a block's."""
    pairs = (pair for file in sorted(folder.glob("*.txt")) for pair in read_pairs(file))
    return [pair for pair in pairs if written_split(pair.passage) == split]


def read_pairs(file: Path) -> Iterator[Labelled]:
    """The pairs of one file. Raises SystemExit where a line is none of a block's."""
    kind = f"{KIND}{file.stem.partition('-')[0]}"
    for number, block in _blocks(file.read_text("utf-8").splitlines()):
        passages = [text for mark, text in block if mark == "P"]
        if len(passages) != 1 or block[0][0] != "P" or any(mark not in _LABELS for mark, _ in block[1:]):
            raise SystemExit(f"{file}, line {number}: a block is one line P: and then lines S:, R: and N:.")
        for mark, claim in block[1:]:
            yield Labelled(passages[0], claim, _LABELS[mark], kind)


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Each block as marks with their texts, and the number of its first line."""
    block: list[tuple[str, str]] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            mark, _, text = line.partition(":")
            block.append((mark.strip(), " ".join(text.split())))
        elif block:
            yield number - len(block), block
            block = []
