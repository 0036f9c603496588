"""How fast the local judge's network reads, how long it takes to be ready, and how large its file is."""

import statistics
import time
from pathlib import Path

from benchmarks.judging import System
from benchmarks.rows import Row
from language.entailment import FOLDER, EntailmentModel

_PASSAGE = " ".join(
    ["the council of the town has said that the old bridge over the river will be closed in the spring"] * 5
)
_CLAIM = "the town will close the old bridge over the river in the spring and build a new one in the year after"
_PAIRS, _PASSES = 60, 5


async def judge(shared: Path, system: System) -> list[Row]:
    """The network alone, on pairs of 125 to 128 tokens; nothing of a model that is asked elsewhere."""
    del shared
    if not system.is_tuned:
        return []
    began = time.perf_counter()
    model = EntailmentModel()
    model.logits([(_PASSAGE, _CLAIM)])
    ready = time.perf_counter() - began
    words = _PASSAGE.split()
    # Each another, for one that is given twice is read once.
    pairs = [(" ".join(words[place:] + words[:place]), _CLAIM) for place in range(_PAIRS)]
    rates, seconds = [], 0.0
    for _ in range(_PASSES):
        began = time.perf_counter()
        model.logits(pairs)
        took = time.perf_counter() - began
        rates.append(_PAIRS / took)
        seconds += took
    size = sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file())
    return [
        Row(
            *("judge", "length 128", "pairs_per_second", system.name, statistics.median(rates), min(rates), max(rates)),
            n=_PAIRS * _PASSES,
            seconds=round(seconds, 2),
            pairs=_PAIRS * _PASSES,
        ),
        Row("judge", "length 128", "load_seconds", system.name, round(ready, 3), n=1, seconds=round(ready, 2)),
        Row("judge", "length 128", "megabytes", system.name, round(size / 1e6, 1)),
    ]
