"""How far verdicts can be trusted, in one table: `python -m benchmarks.verification`.

Through the judges that a check has and `verifiers.combine`: labels of real claims (AVeriTeC), long pages (WiCE), web
snippets (Factcheck-Bench), evidence that has nothing to do with the claim, sentences with one thing changed, sayings,
how far a confidence holds, and how fast it is; offline and, with --model or the settings of the environment, by a
model. Each set's module says how it measures. Nothing is trained or chosen on what it is measured on.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import calibration_set, judge_speed, tables, verdict_figures
from benchmarks.evaluation_data import MissingDataError
from benchmarks.judging import System
from benchmarks.options import Options
from benchmarks.published import PUBLISHED
from benchmarks.rows import Row, write
from benchmarks.verdict_figures import SHIPPED, THRESHOLDS
from flows.assembly import assemble_gateway
from flows.settings import load_settings
from verifiers.judges.llm import LlmJudge
from verifiers.judges.nli import NliJudge
from warehouse.errors import ClaimhouseError

OFFLINE = "offline"
SETS: Mapping[str, Callable[[Path, System], Awaitable[list[Row]]]] = {
    "averitec_gold": verdict_figures.gold,
    "averitec_pool": verdict_figures.pool,
    "wice": verdict_figures.wice,
    "factcheck_bench": verdict_figures.factcheck_bench,
    "swapped": verdict_figures.swapped,
    "altered": verdict_figures.altered,
    "saying": verdict_figures.saying,
    "calibration": verdict_figures.calibration,
    "judge": judge_speed.judge,
}
USED_FOR = {
    "averitec_gold": "AVeriTeC: “offline” decides by a small layer over the judge's shares that was fitted to its "
    "3,068 training claims, “thresholds alone” by thresholds chosen on {thresholds} of those, “as shipped” by the "
    "product's own with one origin enough. No weight that ships was trained on it.",
    "averitec_pool": "AVeriTeC, evidence from the pool: the same, with training claims that were searched for alike."
    " HerO's evidence is from the web: another task.",
    "wice": "WiCE: the threshold was chosen on held-out documents of the judge's training pool and on held-out long "
    "passages written for it, “as shipped” it is the product's; the figures of others are of its test split.",
    "factcheck_bench": "Factcheck-Bench: the thresholds were chosen on held-out passages like snippets, written for "
    "the judge, “as shipped” they are the product's.",
    "altered": "Wikinews, altered and sayings: articles that the judge's training left out.",
    "calibration": "Calibration: pairs that the judge was not trained on, each told of by curves fitted to the others.",
    "judge": "The judge's speed holds for the machine, and for what else ran there.",
}
PLOT = "reliability.svg"
OPENS, CLOSES = (
    "<!-- verdict figures: written by python -m benchmarks.verification -->",
    "<!-- end of verdict figures -->",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and write what was asked for; the exit status."""
    parser = Options(__doc__)
    parser.add_shared()
    parser.add_argument("--only", action="append", choices=SETS, metavar="SET", help=f"one of {', '.join(SETS)}")
    parser.add_json()
    parser.add_argument(
        "--with",
        action="append",
        type=Path,
        metavar="FILE",
        dest="earlier",
        default=[],
        help="tell the rows of an earlier run (its --json) too",
    )
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="renew the table between that file's two markers")
    parser.add_argument("--model", metavar="PROVIDER:MODEL", help="measure this model too (or CLAIMHOUSE_MODEL)")
    parser.add_count("--claims", 50, told="how many claims of each set it is asked")
    parser.add_count("--first", told="measure N claims of each set only, offline too")
    options = parser.parse_args(arguments)
    try:
        if options.markdown:
            tables.check(options.markdown, OPENS, CLOSES)
        gateway = assemble_gateway(load_settings(model=options.model))
        local = NliJudge()
        local.check()
        systems = [System(OFFLINE, [local], most=options.first)]
        if gateway:
            judges = [LlmJudge(gateway, local=local)]
            systems.append(System(gateway.model, judges, most=options.claims, is_tuned=False))
        rows = [row for file in options.earlier for row in _earlier(file)]
        rows += asyncio.run(measure(options.shared, systems, options.only or list(SETS)))
        table = told(rows, gateway.model if gateway else None)
        if options.markdown:
            tables.renew(options.markdown, OPENS, CLOSES, table)
            if bins := calibration_set.bins_of([row for row in rows if row.system == OFFLINE]):
                plot = calibration_set.reliability_plot(bins)
                options.markdown.with_name(PLOT).write_text(plot, "utf-8")
    except (ClaimhouseError, MissingDataError) as error:
        print(error, file=sys.stderr)
        return 1
    print(table)
    if options.json:
        write(options.json, rows)
    return 0


def _earlier(file: Path) -> list[Row]:
    """The rows that an earlier run wrote. Raises MissingDataError where they are not there."""
    try:
        return [Row(**row) for row in json.loads(file.read_text("utf-8"))]
    except (OSError, ValueError, TypeError) as error:
        raise MissingDataError(f"{file} has no rows of an earlier run: write them with --json {file}") from error


async def measure(shared: Path, systems: Sequence[System], wanted: Sequence[str]) -> list[Row]:
    """The rows of every system on the sets wanted.

    Raises MissingDataError where a set is absent, and the judge's error where nothing of one could be judged.
    """
    return [row for name in wanted for system in systems for row in await SETS[name](shared, system)]


_COLUMNS = (
    *("set", "split", "metric", "offline", "as shipped", "thresholds alone", "model", "others", "trivial"),
    *("n", "pairs", "seconds", "tokens", "cost"),
)


def told(rows: Sequence[Row], model: str | None) -> str:
    """The table, as markdown that also reads well on a terminal, with its date and what was chosen on what."""
    main = [row for row in rows if not calibration_set.is_detail(row)]
    keys = dict.fromkeys((row.set, row.split, row.metric) for row in main)
    day = f"Measured on {datetime.now(UTC):%Y-%m-%d}" + (
        f", the model being {model}." if model else ", without a model."
    )
    claims = verdict_figures.THRESHOLD_CLAIMS
    used_for = [
        USED_FOR[name].format(thresholds=claims) for name in dict.fromkeys(row.set for row in main) if name in USED_FOR
    ]
    parts = [tables.table([_COLUMNS, *(_line(main, *key, model) for key in keys)])]
    parts.append("\n".join(f"- {note}" for note in (day, *used_for)))
    ours = [row for row in rows if row.system == OFFLINE]
    if calibration_set.bins_of(ours):
        parts.append("What a desk gets that asks for a confidence (`CLAIMHOUSE_DECIDE_FROM`), of all these pairs:")
        parts.append(calibration_set.thresholds_table(ours))
        parts.append(f"![Reliability: how often labels were right, against their confidence]({PLOT})")
    return "\n\n".join(parts)


def _line(rows: Sequence[Row], name: str, split: str, metric: str, model: str | None) -> tuple[str, ...]:
    mine = {row.system: row for row in rows if (row.set, row.split, row.metric) == (name, split, metric)}
    ours, asked = mine.get(OFFLINE), mine.get(model or "")
    named = {OFFLINE, SHIPPED, THRESHOLDS, model}
    others = [row for row in PUBLISHED if (row.set, row.metric) == (name, metric)]
    trivial = [row for system, row in mine.items() if system not in named]

    def cell(row: Row | None) -> str:
        return tables.with_interval(row) if row else ""

    return (
        *(name, split, metric, cell(ours), cell(mine.get(SHIPPED)), cell(mine.get(THRESHOLDS)), cell(asked)),
        "; ".join(f"{row.system} {tables.figure(row.value)} ({row.split})" for row in others),
        "; ".join(f"{row.system} {tables.figure(row.value)}" for row in trivial),
        str(ours.n or "") if ours else "",
        str(ours.pairs or "") if ours else "",
        f"{ours.seconds:.1f}" if ours and ours.seconds is not None else "",
        str(asked.tokens or "") if asked else "",
        _cost(ours, asked),
    )


def _cost(ours: Row | None, asked: Row | None) -> str:
    """What the model's answers cost, in US dollars; offline it is nothing."""
    if asked is not None:
        return "unknown" if asked.cost is None else f"${asked.cost:.2f}"
    return f"${ours.cost:.0f}" if ours is not None and ours.cost is not None else ""


if __name__ == "__main__":
    sys.exit(main())
