"""`claimhouse calibrate`: what the desk's reviews say of how far its verdicts may be believed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flows.frozen import Frozen, frozen
from flows.progress import counted
from verifiers import confidence
from verifiers.combine import combine
from verifiers.confidence import (
    Example,
    Pair,
    brier,
    confidence_of,
    cross_validated,
    fitted,
    reliability,
    shipped,
    version_for,
)
from verifiers.history import CALIBRATION
from verifiers.rules import Rules
from warehouse.errors import ClaimhouseError
from warehouse.reads import Reads
from warehouse.records import Calibration, Claim, Curve, Review, Verdict
from warehouse.store import Warehouse

ENOUGH = 50  # reviews of one judge's verdicts
_OF_EACH = 5  # that were right, and that were wrong
_DATA = "the desk's reviews"

# The latest review of each claim, with the verdict that stood when it was made.
_REVIEWED = """
WITH latest AS (
    SELECT * FROM reviews
    QUALIFY row_number() OVER (PARTITION BY claim_id ORDER BY reviewed_at DESC, review_id DESC) = 1
)
SELECT r.review_id, v.verdict_id
FROM latest r
JOIN claim_lineage l ON l.claim_id = r.claim_id
JOIN verdicts v ON v.claim_id = l.ancestor_id AND v.decided_at <= r.reviewed_at
QUALIFY row_number() OVER (PARTITION BY r.claim_id ORDER BY l.distance, v.decided_at DESC, v.verdict_id) = 1
ORDER BY r.review_id
"""


class TooFewReviewsError(ClaimhouseError):
    """There are not enough reviews to calibrate by."""


@dataclass(frozen=True)
class Reviewed:
    """The desk's reviews as examples. `unsaid`: reviews without a verdict that said anything; `not_whole`: whose
    evidence is no longer as it was."""

    examples: tuple[Example, ...]
    unsaid: int
    not_whole: int


@dataclass(frozen=True)
class Fit:
    """A calibration by reviews, and what it is worth: confidence before and after, on the same examples.

    `before` is by the calibration in force, None for an example that it gives none; `after` by curves that were fitted
    without the example.
    """

    calibration: Calibration
    before: tuple[Pair, ...] | None
    after: tuple[Pair, ...]
    reviewed: Reviewed


def calibration_in_force(reads: Reads) -> Calibration:
    """The desk's own or, where it has none or has gone back, the one that ships."""
    stored = reads.calibration()
    return stored if stored is not None and stored.fitted_on == "reviews" else shipped()


def calibration_of(reads: Reads, verdict: Verdict) -> Calibration | None:
    """The calibration that a verdict's confidence is by; None where it has none, or where it is no longer at hand."""
    names = [name.removeprefix("judge.") for name in verdict.versions if name.startswith("judge.")]
    wanted = verdict.versions.get(CALIBRATION)
    known = [*reads.calibrations(), shipped()]
    return next((one for one in known if wanted and version_for(one, names) == wanted), None)


def reviewed_examples(reads: Reads) -> Reviewed:
    """Each reviewed claim whose verdict, by its readings alone, leaned to a label: its score, and whether it was so.

    The score is that of today's code on the frozen readings; a verdict that was not sure enough counts by its leaning.
    """
    pairs = {str(row["verdict_id"]): str(row["review_id"]) for row in reads.read(_REVIEWED)}
    verdicts = {one.verdict_id: one for one in reads.verdicts(sorted(pairs))}
    claims = {one.claim_id: one for one in reversed(reads.claims([one.claim_id for one in verdicts.values()]))}
    reviews = {one.review_id: one for one in reads.reviews_by_id(sorted(pairs.values()))}
    total = reads.read("SELECT count(DISTINCT claim_id) AS n FROM reviews")[0]["n"]
    examples: list[Example] = []
    not_whole = 0
    for one in frozen(reads, claims, [verdicts[key] for key in sorted(verdicts)]):
        claim = claims.get(one.verdict.claim_id)
        if claim is None or one.faults:
            not_whole += 1
        elif (example := _example(one, claim, reviews[pairs[one.verdict.verdict_id]])) is not None:
            examples.append(example)
    return Reviewed(tuple(examples), total - len(examples) - not_whole, not_whole)


def _example(one: Frozen, claim: Claim, review: Review) -> Example | None:
    rules = Rules.of_version(one.verdict.versions.get("rules", ""))
    decision = combine(claim, one.evidence, one.judgements, rules=rules)
    if decision.score is None:
        return None
    # Two articles with one claim have one verdict, and mostly one review.
    right = decision.leaning == review.label
    return Example(decision.judge, decision.leaning, decision.score, right, group=claim.text)


def fit(warehouse: Warehouse, now: datetime) -> Fit:
    """Fit on the desk's reviews, and store nothing.

    Raises TooFewReviewsError, telling how many there are, and WarehouseMissingError where there is no warehouse.
    """
    warehouse.must_exist()
    with warehouse.session() as session:
        reviewed = reviewed_examples(session)
        follows = session.calibration()
    enough = [one for one in reviewed.examples if one.judge in _judges_with_enough(reviewed.examples)]
    if not enough:
        raise TooFewReviewsError(_too_few(reviewed))
    in_force = follows if follows is not None and follows.fitted_on == "reviews" else shipped()
    tested = cross_validated(enough)
    after = tuple((chance, one.right) for one, chance in tested)
    told = [(confidence_of(in_force, one.judge, one.label, one.score), one.right) for one, _ in tested]
    before = tuple((chance, right) for chance, right in told if chance is not None)
    curves = _with_others(fitted(enough), in_force)
    figures = {"brier_after": brier(after), "right": sum(one.right for one in enough) / len(enough)}
    if len(before) == len(after):
        figures["brier_before"] = brier(before)
    version = str(confidence.VERSION)
    follows_id = follows.calibration_id if follows else None
    return Fit(
        Calibration(
            calibration_id=Calibration.id_for("reviews", version, curves, follows_id),
            fitted_on="reviews",
            version=version,
            data=_DATA,
            reviews=len(enough),
            curves=curves,
            figures=figures,
            follows=follows_id,
            fitted_at=now,
        ),
        before if len(before) == len(after) else None,
        after,
        reviewed,
    )


def _judges_with_enough(examples: Sequence[Example]) -> set[str]:
    right = Counter(one.judge for one in examples if one.right)
    wrong = Counter(one.judge for one in examples if not one.right)
    return {
        judge
        for judge in right.keys() & wrong.keys()
        if right[judge] + wrong[judge] >= ENOUGH and min(right[judge], wrong[judge]) >= _OF_EACH
    }


def _too_few(reviewed: Reviewed) -> str:
    by_judge = Counter(one.judge for one in reviewed.examples)
    told = [
        f"{judge} {count}, of them {sum(one.right for one in reviewed.examples if one.judge == judge)} right"
        for judge, count in sorted(by_judge.items())
    ]
    there = f"there are {'; '.join(told)}" if told else "there is none"
    undecided = f" ({reviewed.unsaid} more on claims that were not decided)" if reviewed.unsaid else ""
    return (
        f"To calibrate takes {ENOUGH} reviewed claims on which one judge decided, at least {_OF_EACH} of them rightly "
        f"and {_OF_EACH} wrongly: {there}{undecided}. Enter more with `claimhouse review`."
    )


def _with_others(curves: tuple[Curve, ...], in_force: Calibration) -> tuple[Curve, ...]:
    """The fitted curves, with those in force for the judges that the reviews tell nothing of."""
    mine = {curve.judge for curve in curves}
    return (*curves, *(curve for curve in in_force.curves if curve.judge not in mine))


def put_in_force(warehouse: Warehouse, calibration: Calibration) -> bool:
    """Store a calibration; whether it is new. From then on verdicts are given with it."""
    return warehouse.commit([calibration])["calibrations"] > 0


def back_to_shipped(warehouse: Warehouse, now: datetime) -> bool:
    """Put the one that ships in force again; False where it is. Raises WarehouseMissingError where there is none."""
    warehouse.must_exist()
    stored = warehouse.calibration()
    if stored is None or stored.fitted_on == "shipped":
        return False
    ours = shipped()
    row = ours.model_copy(
        update={
            "calibration_id": Calibration.id_for("shipped", ours.version, ours.curves, stored.calibration_id),
            "follows": stored.calibration_id,
            "fitted_at": now,
        }
    )
    return put_in_force(warehouse, row)


def now() -> datetime:
    return datetime.now(UTC)


def fit_lines(fit: Fit) -> Iterator[str]:
    """What a fit is worth, for reading: the counts, the reliability table, and the Brier scores."""
    after = fit.after
    right = sum(was_right for _, was_right in after)
    claims = counted(len(after), "reviewed claim")
    yield f"{claims} with a verdict that decided: {right} right, {len(after) - right} wrong."
    if fit.reviewed.unsaid:
        yield f"Left out: {counted(fit.reviewed.unsaid, 'review')} of claims on which nothing was decided."
    if fit.reviewed.not_whole:
        yield f"Left out: {counted(fit.reviewed.not_whole, 'review')} whose evidence is no longer as it was."
    yield ""
    if fit.before is not None:
        yield from _table("as it is", fit.before)
        yield ""
    yield from _table("as it would be, each part by curves fitted on the others", after)
    yield ""
    share = right / len(after)
    constant = brier([(share, was_right) for _, was_right in after])
    before = f"{brier(fit.before):.3f} as it is, " if fit.before is not None else ""
    always = f"{constant:.3f} by always saying {share:.0%}"
    yield f"Brier score (lower is better): {before}{brier(after):.3f} as it would be; {always}."
    for curve in fit.calibration.curves:
        label = f", {curve.label}" if curve.label else ""
        yield f"  {curve.judge}{label}: {curve.method}, {counted(curve.examples, 'example')}"


def _table(title: str, pairs: Sequence[Pair]) -> Iterator[str]:
    yield f"Confidence {title}:"
    yield "  said        claims   mean   right"
    for one in reliability(pairs, bins=10):
        span = f"{one.low:.0%} to {one.high:.0%}"
        yield f"  {span:11} {one.count:6}   {one.confidence:4.0%}    {one.right:4.0%}"
