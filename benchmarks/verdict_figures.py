"""What each set says of a system: the rows of `python -m benchmarks.verification`, set by set."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import altered_set, averitec_pool, averitec_sets, calibration_set, saying_set, stance_sets
from benchmarks.altered_set import Pair
from benchmarks.calibration_set import ONE_ORIGIN
from benchmarks.cases import Case
from benchmarks.fitted_labels import fit
from benchmarks.judging import Judged, Read, System
from benchmarks.label_figures import (
    LABELS,
    Answer,
    Measure,
    accuracy,
    balanced_accuracy,
    f1_of,
    figure_row,
    label_rows,
    macro_f1_of,
    recall_of,
    share,
)
from benchmarks.retrieval_sets import SPLITS
from benchmarks.rows import Row, interval
from benchmarks.tuned_thresholds import Thresholds, best_rules, tuned
from benchmarks.written_set import written_cases
from flows.settings import Settings
from verifiers import confidence
from verifiers.confidence import cross_validated
from verifiers.rules import Rules

SHIPPED, THRESHOLDS = "as shipped", "thresholds alone"
THRESHOLD_CLAIMS = 1500  # of AVeriTeC's 3,068 training claims, for the thresholds: trying them all takes its time
SWAPPED_CLAIMS = 200
DEFAULTS = Rules(
    min_origins=Settings.model_fields["min_origins"].default, decide_from=Settings.model_fields["decide_from"].default
)
_LABEL_MEASURES: Mapping[str, Measure] = {
    "accuracy": accuracy,
    "macro_f1": macro_f1_of(LABELS),
    **{f"f1_{label}": f1_of(label) for label in LABELS},
}


async def gold(shared: Path, system: System) -> list[Row]:
    """AVeriTeC's development claims with their own answers."""
    read = await system.read("averitec dev, gold evidence", averitec_sets.gold_cases(shared, "dev"))
    training = await _gold_training(shared, system) if system.is_tuned else ()
    return _averitec_rows("averitec_gold", read, training, system)


async def pool(shared: Path, system: System) -> list[Row]:
    """The same claims with what is found among all answers; thresholds are of training claims searched for alike."""
    rows = {split: averitec_sets.rows_of(shared, split) for split in SPLITS}
    wanted = {"dev": system.drawn(rows["dev"])}
    if system.is_tuned:
        wanted["train"] = rows["train"]
    cases = await averitec_pool.pool_cases(shared, wanted)
    read = await system.read("averitec dev, evidence from the pool", cases["dev"])
    training: tuple[Judged, ...] = ()
    if system.is_tuned:
        training = (await system.read("averitec train, evidence from the pool", cases["train"])).judged
    return _averitec_rows("averitec_pool", read, training, system)


def _averitec_rows(name: str, read: Read, training: Sequence[Judged], system: System) -> list[Row]:

    def rows(told_as: str, said: Sequence[str]) -> list[Row]:
        answers = [(one.case.gold, label) for one, label in zip(read.judged, said, strict=True)]
        return label_rows(name, "dev", told_as, answers, _LABEL_MEASURES, read.spent)

    if not system.is_tuned:
        return rows(system.name, _labels(read.judged, ONE_ORIGIN))
    return [
        *rows(system.name, fit(training, macro_f1_of(LABELS)).labels(read.judged)),
        *rows(SHIPPED, _labels(read.judged, ONE_ORIGIN)),
        *rows(THRESHOLDS, _tuned(training).labels(read.judged)),
        *rows("always refuted", ["refuted"] * len(read.judged)),
    ]


async def _gold_training(shared: Path, system: System) -> tuple[Judged, ...]:
    """AVeriTeC's training claims with their own answers."""
    cases = averitec_sets.gold_cases(shared, "train")
    return (await system.read("averitec train, gold evidence", cases)).judged


def _tuned(training: Sequence[Judged]) -> Thresholds:
    return tuned(averitec_sets.drawn(training, THRESHOLD_CLAIMS))


def _labels(judged: Sequence[Judged], rules: Rules) -> list[str]:
    return [one.label(rules) for one in judged]


def _answers(judged: Sequence[Judged], rules: Rules) -> list[Answer]:
    return [(one.case.gold, label) for one, label in zip(judged, _labels(judged, rules), strict=True)]


async def swapped(shared: Path, system: System) -> list[Row]:
    """The share of claims that are decided on another claim's answers: by the product's defaults, and by less."""
    cases = averitec_sets.swapped_cases(shared, "dev", SWAPPED_CLAIMS)
    read = await system.read("averitec dev, swapped evidence", cases)
    shipped = confidence.shipped()
    said: dict[str, list[str]] = {
        "decided": [one.decide(DEFAULTS, shipped).label for one in read.judged],
        "decided_by_one_origin": _labels(read.judged, ONE_ORIGIN),
    }
    if system.is_tuned:
        said["decided_by_tuned_thresholds"] = _tuned(await _gold_training(shared, system)).labels(read.judged)
    rows = []
    for metric, labels in said.items():
        decided = [label != "not_enough_evidence" for label in labels]
        bounds = interval(decided, share)
        rows.append(figure_row("swapped", "dev", metric, system.name, share(decided), bounds, len(decided), read.spent))
    return rows


async def wice(shared: Path, system: System) -> list[Row]:
    """Supported or not, of a sentence against the whole page that it cites."""
    read = await system.read("wice dev, whole pages", stance_sets.wice_cases(shared))
    measures = {
        "balanced_accuracy": balanced_accuracy,
        "recall_supported": recall_of(stance_sets.SUPPORTED),
        "recall_not_supported": recall_of(stance_sets.NOT_SUPPORTED),
    }
    told = {system.name: ONE_ORIGIN}
    if system.is_tuned:
        documents = await system.read("held-out documents", stance_sets.document_cases(shared))
        chosen = best_rules(documents.judged, lambda rules: balanced_accuracy(_supported(documents.judged, rules)))
        told = {system.name: chosen, SHIPPED: ONE_ORIGIN}
    return [
        row
        for told_as, rules in told.items()
        for row in label_rows("wice", "dev", told_as, _supported(read.judged, rules), measures, read.spent)
    ]


def _supported(judged: Sequence[Judged], rules: Rules) -> list[Answer]:
    """Supported or not, beside what is right."""
    said = [
        stance_sets.SUPPORTED if label == "supported" else stance_sets.NOT_SUPPORTED for label in _labels(judged, rules)
    ]
    return [(one.case.gold, label) for one, label in zip(judged, said, strict=True)]


async def factcheck_bench(shared: Path, system: System) -> list[Row]:
    """The stance of each snippet, and what five of them come to."""
    cases, stances = stance_sets.factcheck_cases(shared)
    stances_of = {case.claim.claim_id: found for case, found in zip(cases, stances, strict=True)}
    read = await system.read("factcheck-bench, five snippets a claim", cases)
    told = {system.name: ONE_ORIGIN}
    if system.is_tuned:
        pages = await system.read("held-out pairs on pages", written_cases(*stance_sets.PAGES))
        measure = macro_f1_of(stance_sets.STANCES)
        chosen = best_rules(pages.judged, lambda rules: measure(_written_stances(pages.judged, rules)))
        told = {system.name: chosen, SHIPPED: ONE_ORIGIN}
    rows = [row for told_as, rules in told.items() for row in _factcheck_rows(read, stances_of, told_as, rules)]
    unclear = sum(stances_of[one.case.claim.claim_id].count(None) for one in read.judged)
    return [
        *rows,
        figure_row("factcheck_bench", "all", "snippets_of_two_stances", system.name, unclear, (None, None), unclear),
    ]


def _written_stances(judged: Sequence[Judged], rules: Rules) -> list[Answer]:
    """What a pair is, beside what it is read as."""
    return [
        ("neither" if one.case.gold == "neutral" else one.case.gold, rules.stance_of(one.readings[0])) for one in judged
    ]


def _factcheck_rows(
    read: Read, stances_of: Mapping[str, Sequence[str | None]], told_as: str, rules: Rules
) -> list[Row]:
    by_claim: list[list[Answer]] = [
        [
            (stance, rules.stance_of(reading))
            for stance, reading in zip(stances_of[one.case.claim.claim_id], one.readings, strict=True)
            if stance is not None
        ]
        for one in read.judged
    ]
    rows = []
    measures = {
        "stance_macro_f1": macro_f1_of(stance_sets.STANCES),
        "stance_accuracy": accuracy,
        **{f"stance_f1_{stance}": f1_of(stance) for stance in stance_sets.STANCES},
    }
    pairs = [pair for found in by_claim for pair in found]
    claims = [place for place, found in enumerate(by_claim) for _ in found]
    for metric, measured in measures.items():
        # Five snippets of one claim are not independent of each other: claims are drawn, not snippets.
        bounds = interval(pairs, measured, groups=claims)
        rows.append(
            figure_row("factcheck_bench", "all", metric, told_as, measured(pairs), bounds, len(pairs), read.spent)
        )
    verdicts = {"f1_true": f1_of("supported"), "f1_false": f1_of("refuted")}
    return rows + label_rows("factcheck_bench", "all", told_as, _answers(read.judged, rules), verdicts, read.spent)


async def altered(shared: Path, system: System) -> list[Row]:
    """Whether a true sentence is supported and the same with one thing changed is not."""
    pairs, read = await _altered(shared, system)
    label_of = {one.case.claim.claim_id: one.label(ONE_ORIGIN) for one in read.judged}
    told = [
        (pair, label_of[pair.original.claim.claim_id], label_of[pair.altered.claim.claim_id])
        for pair in pairs
        if pair.original.claim.claim_id in label_of and pair.altered.claim.claim_id in label_of
    ]
    both = [(pair, first == "supported" and second != "supported") for pair, first, second in told]
    shares = {
        "both_right": both,
        **{
            f"both_right_{change}": [one for one in both if one[0].change == change]
            for change in dict.fromkeys(pair.change for pair, _ in both)
        },
        "original_supported": [(pair, first == "supported") for pair, first, _ in told],
        "altered_supported": [(pair, second == "supported") for pair, _, second in told],
        "altered_refuted": [(pair, second == "refuted") for pair, _, second in told],
    }
    rows = []
    for metric, found in shares.items():
        right = [one for _, one in found]
        bounds = interval(right, share, groups=[pair.article for pair, _ in found])
        rows.append(
            figure_row("altered", "held out", metric, system.name, share(right), bounds, len(right), read.spent)
        )
    return rows


async def _altered(shared: Path, system: System) -> tuple[list[Pair], Read]:
    pairs = system.drawn(altered_set.altered_pairs(shared))
    cases = {case.claim.claim_id: case for pair in pairs for case in (pair.original, pair.altered)}
    return pairs, await system.read("wikinews, originals and altered twins", list(cases.values()), all_of_them=True)


async def saying(shared: Path, system: System) -> list[Row]:
    """How many of a hundred are supported: what somebody said, and that they said it."""
    pairs = system.drawn(saying_set.sayings(shared))
    cases: list[Case] = [case for pair in pairs for case in (pair.so, pair.said)]
    read = await system.read("saying is not so", cases, all_of_them=True)
    article_of = {case.claim.claim_id: pair.article for pair in pairs for case in (pair.so, pair.said)}
    rows = []
    for metric, gold in (("so_supported", "not supported"), ("said_supported", "supported")):
        asked = [one for one in read.judged if one.case.gold == gold]
        yes = [one.label(ONE_ORIGIN) == "supported" for one in asked]
        lower, upper = interval(yes, share, groups=[article_of[one.case.claim.claim_id] for one in asked])
        bounds = round(lower * len(yes)), round(upper * len(yes))
        rows.append(figure_row("saying", "held out", metric, system.name, sum(yes), bounds, len(yes), read.spent))
    return rows


async def calibration(shared: Path, system: System) -> list[Row]:
    """How far confidences hold; no rows of a judge that no calibration ships for."""
    if not system.is_tuned:
        return []
    read = await system.read("held-out pairs that calibrate", calibration_set.cases(shared))
    groups = calibration_set.groups_of([one.case for one in read.judged])
    examples = [
        calibration_set.example(one, system.judges[0].name, group)
        for one, group in zip(read.judged, groups, strict=True)
    ]
    # Of one group are all that are alike, so that they have one confidence.
    confidence_of = dict(cross_validated([one for one in examples if one is not None]))
    found = [(confidence_of[one], one.right) if one is not None and one in confidence_of else None for one in examples]
    return calibration_set.rows(found, system.name, read.spent, groups)
