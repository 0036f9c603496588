"""Figures of answers against a set's own labels: accuracy, F1 of each label, their mean, balanced accuracy."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from benchmarks.judging import Spent
from benchmarks.rows import Row, interval
from warehouse.records import Label

LABELS: tuple[Label, ...] = ("supported", "refuted", "not_enough_evidence", "conflicting")
Answer = tuple[str, str]  # what the set says, and what was answered
Measure = Callable[[Sequence[Answer]], float]


def accuracy(answers: Sequence[Answer]) -> float:
    return sum(gold == said for gold, said in answers) / len(answers)


def share(found: Sequence[bool]) -> float:
    """The share of yes; 0 of nothing."""
    return sum(found) / max(len(found), 1)


def f1_of(label: str) -> Measure:
    """F1 of one label; 0 where it was neither given nor true."""
    return lambda answers: _f1s(answers, [label])[0]


def macro_f1_of(labels: Sequence[str]) -> Measure:
    """The mean of the F1 of each of the labels, all counting alike."""
    return lambda answers: sum(_f1s(answers, labels)) / len(labels)


def balanced_accuracy(answers: Sequence[Answer]) -> float:
    """The mean of each true label's recall."""
    counts = Counter(answers)
    true = Counter[str]()
    for (gold, _), count in counts.items():
        true[gold] += count
    return sum(counts[label, label] / total for label, total in true.items()) / len(true)


def recall_of(label: str) -> Measure:
    """The share of a label's items that were answered with it; 0 where there is none."""

    def measured(answers: Sequence[Answer]) -> float:
        asked = [said for gold, said in answers if gold == label]
        return sum(said == label for said in asked) / len(asked) if asked else 0.0

    return measured


def _f1s(answers: Sequence[Answer], labels: Sequence[str]) -> list[float]:
    counts = Counter(answers)
    true, given = Counter[str](), Counter[str]()
    for (gold, said), count in counts.items():
        true[gold] += count
        given[said] += count
    return [
        2 * counts[label, label] / (true[label] + given[label]) if true[label] + given[label] else 0.0
        for label in labels
    ]


def label_rows(
    name: str, split: str, system: str, answers: Sequence[Answer], measures: Mapping[str, Measure], spent: Spent | None
) -> list[Row]:
    """One row a measure, each with its interval over the answers."""
    return [row_of(name, split, metric, system, answers, measured, spent) for metric, measured in measures.items()]


def row_of(
    name: str,
    split: str,
    metric: str,
    system: str,
    answers: Sequence[Answer],
    measured: Measure,
    spent: Spent | None = None,
) -> Row:
    return figure_row(name, split, metric, system, measured(answers), interval(answers, measured), len(answers), spent)


def figure_row(
    name: str,
    split: str,
    metric: str,
    system: str,
    value: float,
    bounds: tuple[float | None, float | None],
    n: int,
    spent: Spent | None = None,
) -> Row:
    """A row with what the reading took."""
    if spent is None:
        return Row(name, split, metric, system, value, *bounds, n)
    seconds = round(spent.seconds, 2)
    return Row(name, split, metric, system, value, *bounds, n, seconds, spent.pairs, spent.tokens, spent.cost)
