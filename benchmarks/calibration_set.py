"""How far the confidence of a verdict holds: the pairs that calibrate it, each told of by curves fitted to the others.

None of them was the judge trained on. The claims are of those rows of the training pool that training/splits.py holds
out and whose label is one of three (one that is only known not to be supported cannot tell a right refutation from a
wrong one), those that were written for the judge and held out (benchmarks/written_set.py), and the originals and
altered twins of benchmarks/altered_set.py, from articles that the training left out; of the first two as many as curves
need. One origin is enough. Supported is right where the passage supports, refuted where it refutes or the claim was
altered. The curves that ship are fitted to all of them (training/confidence.py); what is measured is five-fold, so that
no pair is told of by a curve that has seen it, or another of its article, of its passage or of its words.
"""

import random
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path

from benchmarks import altered_set, tables
from benchmarks.cases import Case, claim_from, evidence_from
from benchmarks.evaluation_data import read_lines
from benchmarks.judging import Judged, Spent
from benchmarks.label_figures import figure_row
from benchmarks.rows import Row, interval
from benchmarks.written_set import written_cases
from training.splits import HELD_OUT, split_of
from verifiers.confidence import Bin, Example, brier, by_threshold, precision_at, reliability
from verifiers.rules import Rules

ONE_ORIGIN = Rules(min_origins=1)
THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
SET, SPLIT = "calibration", "five-fold"
DECIDED_FROM, RIGHT_FROM, SAID_IN, RIGHT_IN = "decided_from_", "right_from_", "said_in_", "right_in_"
# The right label for what a set says of a case.
RIGHT = {
    "supports": "supported",
    "refutes": "refuted",
    "neutral": "not_enough_evidence",
    "not supported": "refuted",  # what was altered
}
Pair = tuple[float, bool]
Measure = Callable[[Sequence[Pair | None]], float]
_DECIDED = 0.4
_OF_POOL, _OF_WRITTEN = 1200, 1500  # claims: curves need no more
_SEED = 47
_LABELS = frozenset({"supports", "refutes", "neutral"})


def pool_cases(shared: Path) -> list[Case]:
    """Rows of the held-out parts of the pool with one of three labels."""
    cases = []
    for row in read_lines(shared, "train/verifier_pool.jsonl"):
        if row["label"] in _LABELS and split_of(row["evidence"]) in HELD_OUT:
            claim = claim_from(row["claim"], "pool", row["evidence"], row["claim"])
            cases.append(Case(claim, evidence_from(claim, [" ".join(row["evidence"].split())]), row["label"]))
    return cases


def cases(shared: Path) -> list[Case]:
    """All pairs that calibrate. Raises MissingDataError where a file is absent."""
    pairs = altered_set.altered_pairs(shared)
    twins = {case.claim.claim_id: case for pair in pairs for case in (pair.original, pair.altered)}
    return [*_drawn(pool_cases(shared), _OF_POOL), *_drawn(written_cases(), _OF_WRITTEN), *twins.values()]


def _drawn(cases: Sequence[Case], most: int) -> list[Case]:
    """At most so many of the cases, drawn with a fixed seed."""
    dice = random.Random(_SEED)  # noqa: S311 - a sample, not a secret
    return dice.sample(list(cases), min(most, len(cases)))


def groups_of(cases: Sequence[Case]) -> list[str]:
    """Which cases hang together: those on one article or passage, those with one claim's words, and what these share.

    An original and its altered twins do, and so do the claims that a pool has on one text.
    """
    above: dict[str, str] = {}

    def top(key: str) -> str:
        while (higher := above.setdefault(key, key)) != key:
            above[key] = key = above[higher]
        return key

    keys = [(case.claim.text, *(item.document.document_id for item in case.evidence)) for case in cases]
    for text, *documents in keys:
        for one in documents:
            above[top(one)] = top(text)
    return [top(text) for text, *_ in keys]


def example(judged: Judged, judge: str, group: str) -> Example | None:
    """The label that a case leans to, one origin being enough, and whether it is right; None where it leans to none."""
    decision = judged.decide(ONE_ORIGIN)
    if decision.score is None:
        return None
    right = decision.leaning == RIGHT.get(judged.case.gold, judged.case.gold)
    return Example(judge, decision.leaning, decision.score, right, group)


def rows(found: Sequence[Pair | None], system: str, spent: Spent, groups: Sequence[Hashable] = ()) -> list[Row]:
    """Precision where the surest 40 % are decided, the Brier score beside a constant's, the thresholds and the bins.

    `found` has a confidence for each claim, and whether its label was right; None where nothing was decided. `groups`
    has which of them hang together.
    """

    def row(metric: str, value: float, measured: Measure | None = None, n: int | None = None) -> Row:
        bounds = interval(found, measured, groups=groups) if measured else (None, None)
        return figure_row(SET, SPLIT, metric, system, value, bounds, len(found) if n is None else n, spent)

    decided = _decided(found)
    if not decided:
        return []
    made = [row("precision_at_40", _precision(found), _precision)]
    base = sum(right for _, right in decided) / len(decided)
    made.append(row("brier", brier(decided), _brier, len(decided)))
    made.append(Row(SET, SPLIT, "brier", "always the share that is right", base * (1 - base), n=len(decided)))
    made.append(row("decided", len(decided) / len(found), lambda some: len(_decided(some)) / len(some)))
    for at in by_threshold(decided, THRESHOLDS, of=len(found)):
        if at.precision is not None:
            made.append(row(f"{DECIDED_FROM}{at.threshold:.2f}", at.decided))
            made.append(row(f"{RIGHT_FROM}{at.threshold:.2f}", at.precision))
    for one in reliability(decided):
        made.append(row(f"{SAID_IN}{one.low:.1f}", one.confidence, n=one.count))
        made.append(row(f"{RIGHT_IN}{one.low:.1f}", one.right, n=one.count))
    return made


def is_detail(row: Row) -> bool:
    """Whether a row is for the table of thresholds or for the plot, and not for the table of figures."""
    return row.set == SET and row.metric.startswith((DECIDED_FROM, RIGHT_FROM, SAID_IN, RIGHT_IN))


def thresholds_table(measured: Sequence[Row]) -> str:
    """Precision against share decided, for a desk that chooses from which confidence on it wants a verdict."""
    value_of = {row.metric: row.value for row in measured if row.set == SET}
    lines = [("decide from", "decided", "right of these")]
    for metric, decided in value_of.items():
        if metric.startswith(DECIDED_FROM):
            threshold = metric.removeprefix(DECIDED_FROM)
            lines.append((threshold, tables.figure(decided), tables.figure(value_of[RIGHT_FROM + threshold])))
    return tables.table(lines)


def bins_of(measured: Sequence[Row]) -> list[Bin]:
    """The bins of the reliability plot, from the rows."""
    mine = {row.metric: row for row in measured if row.set == SET}
    found = []
    for metric, row in mine.items():
        if metric.startswith(SAID_IN):
            low = metric.removeprefix(SAID_IN)
            right = mine[RIGHT_IN + low].value
            found.append(Bin(float(low), float(low) + 0.1, row.n or 0, row.value, right))
    return found


def _decided(found: Sequence[Pair | None]) -> list[Pair]:
    return [one for one in found if one is not None]


def _precision(found: Sequence[Pair | None]) -> float:
    """Precision at the share; where fewer are decided, those that are missing count as wrong."""
    decided = _decided(found)
    at = precision_at(decided, _DECIDED, of=len(found))
    return at if at is not None else sum(right for _, right in decided) / max(round(_DECIDED * len(found)), 1)


def _brier(found: Sequence[Pair | None]) -> float:
    decided = _decided(found)
    return brier(decided) if decided else 0.0


_SIZE, _MARGIN = 320, 44  # pixels


def reliability_plot(bins: Sequence[Bin]) -> str:
    """How often labels were right against what was said of them; a dot's area goes with the number of labels."""
    most = max((one.count for one in bins), default=1)
    marks = []
    for one in bins:
        x, y = _place(one.confidence, one.right)
        told = f"said {one.confidence:.2f}, right {one.right:.2f}, {one.count} labels"
        radius = 2 + 8 * (one.count / most) ** 0.5
        marks.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#1f5fa8"><title>{told}</title></circle>'
        )
    lines = []
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = _place(tick, tick)
        low, high = _MARGIN, _MARGIN + _SIZE
        lines.append(f'<path d="M{x:.1f} {low}V{high}M{low} {y:.1f}H{high}" stroke="#ddd"/>')
        lines.append(f'<text x="{x:.1f}" y="{high + 16}" text-anchor="middle">{tick:.2f}</text>')
        lines.append(f'<text x="{low - 6}" y="{y + 4:.1f}" text-anchor="end">{tick:.2f}</text>')
    (x0, y0), (x1, y1) = _place(0, 0), _place(1, 1)
    whole = _SIZE + 2 * _MARGIN
    middle = whole / 2
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" width="{whole}" height="{whole}" '
            'font-family="sans-serif" font-size="11">',
            "<title>Reliability: how often labels were right, against their confidence</title>",
            f'<rect width="{whole}" height="{whole}" fill="#fff"/>',
            *lines,
            f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}" stroke="#888" stroke-dasharray="4 3"/>',
            *marks,
            f'<text x="{middle}" y="{whole - 8}" text-anchor="middle">confidence</text>',
            f'<text x="12" y="{middle}" text-anchor="middle" transform="rotate(-90 12 {middle})">share right</text>',
            "</svg>",
            "",
        )
    )


def _place(x: float, y: float) -> tuple[float, float]:
    return _MARGIN + x * _SIZE, _MARGIN + (1 - y) * _SIZE
