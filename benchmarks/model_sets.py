"""The configured model on the sets: the product's own LlmExtractor, asked through its own gateway.

Each sentence of ClaimBuster and PoliClaim is put to it as an article of its own. It is check-worthy where a claim that
can be checked reaches the threshold of the settings, and has a verifiable claim where any claim can be checked. On
PolNeAR a claim with a speaker is an attribution whose content is the claim's quote; of two claims of one speaker
that lie within each other the inner one counts. Whom the model names is not compared with the set's source spans, for
it gives the fullest name and not the words in that place; dates are this project's own reading and not the model's.

At most `items` articles or sentences of a set are asked for, drawn with a fixed seed, for each costs money. What could
not be read is left out, and told on standard error.
"""

import asyncio
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from benchmarks import attribution_sets, worthiness_sets
from benchmarks.articles import article_of
from benchmarks.rows import Row, interval
from extractors.llm import LlmExtractor
from gateways.llm import LlmGateway
from warehouse.errors import ClaimhouseError
from warehouse.records import Claim

Item = TypeVar("Item")
Measured = TypeVar("Measured")

SETS = ("polnear", "claimbuster", "policlaim")
_SEED = 20
_RUN = "run_benchmark"


async def measure(shared: Path, gateway: LlmGateway, sets: Sequence[str], *, items: int, threshold: float) -> list[Row]:
    """The model's rows for those of the sets that it can be measured on.

    Raises MissingDataError where a set is absent, and the gateway's error where nothing could be read.
    """
    extractor = LlmExtractor(gateway)
    model, rows = gateway.model, list[Row]()
    if "polnear" in sets:
        rows += await _attributions(extractor, model, _drawn(attribution_sets.read_documents(shared, "dev"), items))
    if "claimbuster" in sets:
        drawn = _drawn(worthiness_sets.claimbuster_sentences(shared), items)
        answers, seconds = await _answers(extractor, "claimbuster", drawn, threshold)
        rows.append(_row("claimbuster", "groundtruth", "macro_f1", model, worthiness_sets.macro_f1, answers, seconds))
    if "policlaim" in sets:
        drawn = _drawn(worthiness_sets.policlaim_sentences(shared), items)
        answers, seconds = await _answers(extractor, "policlaim", drawn, 0.0)
        rows.append(_row("policlaim", "test", "f1", model, worthiness_sets.f1, answers, seconds))
    return rows


async def _answers(
    extractor: LlmExtractor, name: str, sentences: Sequence[worthiness_sets.Sentence], threshold: float
) -> tuple[list[worthiness_sets.Answer], float]:
    """Whether a claim of each sentence can be checked and reaches the threshold, what is true, and the seconds."""
    began = time.monotonic()
    readings = await _read_all(extractor, name, [text for text, _ in sentences])
    answers = [
        (any(claim.checkable and claim.checkworthiness >= threshold for claim in claims), sentences[place][1])
        for place, claims in readings
    ]
    return answers, time.monotonic() - began


def _row(
    name: str,
    split: str,
    metric: str,
    model: str,
    measured: Callable[[Sequence[Measured]], float],
    items: Sequence[Measured],
    seconds: float,
    size: int | None = None,
) -> Row:
    lower, upper = interval(items, measured)
    return Row(name, split, metric, model, measured(items), lower, upper, size or len(items), round(seconds, 2))


async def _attributions(
    extractor: LlmExtractor, model: str, documents: Sequence[tuple[str, list[attribution_sets.Stated]]]
) -> list[Row]:
    began = time.monotonic()
    readings = await _read_all(extractor, "polnear", [text for text, _ in documents])
    seconds = time.monotonic() - began
    counts = [
        attribution_sets.count(documents[place][1], _stated(documents[place][0], claims)) for place, claims in readings
    ]
    everything, quoted = sum(one.gold for one in counts), sum(one.gold_quoted for one in counts)
    overall_f1, quoted_f1 = attribution_sets.overall_f1, attribution_sets.quoted_f1
    return [
        _row("polnear", "dev", "attribution_f1", model, overall_f1, counts, seconds, everything),
        _row("polnear", "dev", "attribution_f1_quoted", model, quoted_f1, counts, seconds, quoted),
    ]


def _stated(text: str, claims: Sequence[Claim]) -> list[attribution_sets.Stated]:
    said = [claim for claim in claims if claim.speaker is not None]
    inner = [
        one
        for one in said
        if not any(
            other.speaker == one.speaker
            and (other.start, other.end) != (one.start, one.end)
            and one.start <= other.start
            and other.end <= one.end
            for other in said
        )
    ]
    spans = dict.fromkeys((claim.start, claim.end) for claim in inner)
    return [attribution_sets.stated(text, [span], []) for span in spans]


async def _read_all(extractor: LlmExtractor, name: str, texts: Sequence[str]) -> list[tuple[int, tuple[Claim, ...]]]:
    """The place and the claims of each text that could be read; the first one alone, so that an outage costs little."""
    first = await _read(extractor, texts[0])
    rest = await asyncio.gather(*(_read(extractor, text) for text in texts[1:]), return_exceptions=True)
    found = [(0, first)]
    failed: list[ClaimhouseError] = []
    for place, reading in enumerate(rest, 1):
        if isinstance(reading, ClaimhouseError):
            failed.append(reading)
        elif isinstance(reading, BaseException):
            raise reading
        else:
            found.append((place, reading))
    if failed:
        print(f"{name}: {len(failed)} of {len(texts)} could not be read and are left out: {failed[0]}", file=sys.stderr)
    return found


async def _read(extractor: LlmExtractor, text: str) -> tuple[Claim, ...]:
    return (await extractor.extract(*article_of(text, "benchmark"), run_id=_RUN)).claims


def _drawn(items: Sequence[Item], count: int) -> list[Item]:
    dice = random.Random(_SEED)  # noqa: S311 - a sample, not a secret
    return list(items) if len(items) <= count else dice.sample(list(items), count)
