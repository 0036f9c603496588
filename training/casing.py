"""Learns which English words are written small, for texts that are all in capitals: `python -m training.casing`.

Counts how every word stands in the middle of the sentences of `../shared/train/verifier_pool.jsonl` (each distinct text
once) and writes `language/casing.txt`: the words that mostly stand there without a capital, and the abbreviations that
mostly stand in capitals. It is a table of counts made into two lists; no text of the data is in it.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

DATA = Path("../shared/train/verifier_pool.jsonl")
TABLE = Path("language/casing.txt")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENDS_SENTENCE = re.compile(r"[.!?:;…\"“‘(\[\n][\s\"“‘('\[]*\Z")
_FEWEST = 3  # times that a word must stand in the middle of sentences
_SMALL_SHARE = 0.3
_CAPITALS_SHARE = 0.6


def texts(path: Path) -> Iterator[str]:
    """Every distinct claim and evidence text."""
    seen: set[int] = set()
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            for text in (row["claim"], row["evidence"]):
                if hash(text) not in seen:
                    seen.add(hash(text))
                    yield text


def count(path: Path) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """For each word in lower case: how often it stands small, with a capital, and all in capitals."""
    small, capital, capitals = Counter[str](), Counter[str](), Counter[str]()
    for text in texts(path):
        if text.upper() == text:
            continue
        for match in _WORD.finditer(text):
            word = match.group()
            if not match.start() or _ENDS_SENTENCE.search(text[max(match.start() - 4, 0) : match.start()]):
                continue
            low = word.lower().replace("’", "'")
            if word.islower():
                small[low] += 1
            elif len(word) > 1 and word.isupper():
                capitals[low] += 1
            else:
                capital[low] += 1
    return small, capital, capitals


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--table", type=Path, default=TABLE)
    arguments = parser.parse_args()
    small, capital, capitals = count(arguments.data)
    total = {word: small[word] + capital[word] + capitals[word] for word in {*small, *capital, *capitals}}
    plain = sorted(w for w, n in small.items() if n >= _FEWEST and n >= _SMALL_SHARE * total[w])
    short = sorted(w for w, n in capitals.items() if n >= _FEWEST and n >= _CAPITALS_SHARE * total[w] and len(w) <= 6)
    lines = ["# Written by training/casing.py; words mostly written small, then abbreviations in capitals.", "", *plain]
    arguments.table.write_text("\n".join([*lines, "", *short, ""]), encoding="utf-8")
    print(f"{len(plain)} words and {len(short)} abbreviations from {sum(total.values())} words: {arguments.table}")


if __name__ == "__main__":
    main()
