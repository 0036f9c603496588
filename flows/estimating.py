"""What a re-check would cost at most, by what past runs of the same stages and model cost."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.due import REASONS, Due, Reason
from warehouse.reads import Reads

# What was asked of a model to judge, in the runs that judged with it: over the claims that it was asked of in a run.
# What was asked by batch counts at the price of a call by itself.
_JUDGING = """
SELECT
    count(DISTINCT (run_id, item_id)) AS claims,
    count(*) AS calls,
    sum(input_tokens + output_tokens) AS tokens,
    CASE
        WHEN bool_and(cost_usd IS NOT NULL) THEN sum(cost_usd / CASE WHEN batch_id IS NULL THEN 1 ELSE $2 END)
    END AS cost
FROM llm_calls
WHERE model = $1 AND NOT cached AND prompt IN ('judge', 'second_look')
"""
# And to plan, over the claims that it planned for.
_PLANNING = """
SELECT
    (SELECT count(DISTINCT claim_id) FROM queries WHERE concat(planner, ' ', planner_version) = $2) AS claims,
    count(*) AS calls,
    sum(input_tokens + output_tokens) AS tokens,
    CASE
        WHEN bool_and(cost_usd IS NOT NULL) THEN sum(cost_usd / CASE WHEN batch_id IS NULL THEN 1 ELSE $3 END)
    END AS cost
FROM llm_calls
WHERE model = $1 AND NOT cached AND prompt IN ('plan', 'plan_further')
"""
_PLANNED = """
SELECT DISTINCT q.claim_id
FROM queries q
SEMI JOIN (SELECT unnest($1::VARCHAR[]) AS claim_id) w ON w.claim_id = q.claim_id
WHERE concat(q.planner, ' ', q.planner_version) = $2
"""
_LEAST_PART = 1e-9
_STAGES = ("to judge", "to plan searches")


@dataclass(frozen=True)
class _Rate:
    """What one claim cost at a stage, on average; None where nothing is known."""

    calls: float
    tokens: float
    cost: float | None


@dataclass(frozen=True)
class Estimate:
    """The rows of a table (reason, claims, judged again, calls, tokens, USD), the last their sum, and notes on it."""

    lines: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


@dataclass
class _Sum:
    claims: int = 0
    judged: int = 0
    calls: float = 0.0
    tokens: float = 0.0
    cost: float | None = 0.0

    def add(self, rate: _Rate) -> None:
        self.calls += rate.calls
        self.tokens += rate.tokens
        self.cost = None if self.cost is None or rate.cost is None else self.cost + rate.cost

    def line(self, name: str, *, is_known: bool) -> tuple[str, ...]:
        cost = "?" if self.cost is None else f"{self.cost:.2f}"
        spent = (f"{self.calls:.0f}", f"{self.tokens:.0f}", cost) if is_known else ("?", "?", "?")
        return (name, str(self.claims), str(self.judged), *spent)


def estimate(
    reads: Reads, due: Sequence[Due], *, model: str, planner: str, batch_part: float = 1.0, by_batch: bool = False
) -> Estimate:
    """What these claims would cost at most, by reason. `planner` is name and version, as verdicts have them.

    `batch_part` is what a call by batch costs, as a part of its price, and `by_batch` whether these would be made so.
    """
    searched = [one.claim_id for one in due if one.work == "search"]
    planned = {str(row["claim_id"]) for row in reads.read(_PLANNED, [searched, planner])} if searched else set()
    offline = model == "offline"
    whole = max(batch_part, _LEAST_PART)  # what is free by batch tells nothing of the price
    part = batch_part if by_batch else 1.0
    judging = _Rate(0, 0, 0) if offline else _rate(reads, _JUDGING, [model, whole], part)
    planning = _Rate(0, 0, 0) if offline else _rate(reads, _PLANNING, [model, planner, whole], part)
    sums: dict[Reason, _Sum] = {}
    total = _Sum()
    missing: set[str] = set()
    for one in due:
        judges = one.work != "decide"
        plans = one.work == "search" and one.claim_id not in planned
        for each in (sums.setdefault(one.reason, _Sum()), total):
            each.claims += 1
            each.judged += judges
            for stage, needed, rate in zip(_STAGES, (judges, plans), (judging, planning), strict=True):
                if not needed:
                    continue
                if rate is None:
                    missing.add(stage)
                else:
                    each.add(rate)
    lines = [sums[reason].line(reason, is_known=not missing) for reason in REASONS if reason in sums]
    return Estimate((*lines, total.line("all", is_known=not missing)), tuple(_notes(model, missing, total, part)))


def _rate(reads: Reads, sql: str, values: Sequence[object], part: float) -> _Rate | None:
    (row,) = reads.read(sql, values)
    if not row["claims"] or not row["calls"]:
        return None
    claims = row["claims"]
    cost = None if row["cost"] is None else row["cost"] * part / claims
    return _Rate(row["calls"] / claims, float(row["tokens"]) / claims, cost)


def _notes(model: str, missing: set[str], total: _Sum, part: float) -> list[str]:
    if model == "offline":
        return ["No model is asked: offline nothing costs money."]
    if missing:
        asked = " and ".join(stage for stage in _STAGES if stage in missing)
        return [f"{model} has not been asked {asked} in this warehouse yet, so there is nothing to estimate from."]
    notes = [
        f"At most: by what {model} cost for a claim so far. A claim that is searched again costs no call to judge "
        "where the same passages are found."
    ]
    if part < 1:
        notes.append(f"By batch: {part:.0%} of the price of calls by themselves.")
    if total.cost is None:
        notes.append(f"The price of {model} is not known, so the money is not told.")
    return notes
