"""How good extraction is, in one table: `python -m benchmarks.extraction`.

Who said it (PolNeAR), when (AQUAINT; TimeBank is where rules were developed), what is worth checking (ClaimBuster,
PoliClaim), and how fast; offline and, with --model or the settings of the environment, by a model. Each set's module
says how it measures. Nothing is trained on what it is measured on.
"""

import asyncio
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import attribution_sets, date_sets, model_sets, speed_sets, tables, worthiness_sets
from benchmarks.evaluation_data import MissingDataError
from benchmarks.options import Options
from benchmarks.published import PUBLISHED
from benchmarks.rows import Row, write
from flows.assembly import assemble_gateway
from flows.settings import load_settings
from warehouse.errors import ClaimhouseError

Measure = Callable[[Path], list[Row]]

# set -> what measures it
SETS: dict[str, Measure] = {
    "polnear": attribution_sets.measure,
    "aquaint": lambda shared: date_sets.measure(shared, ["aquaint"]),
    "timebank": lambda shared: date_sets.measure(shared, ["timebank"]),
    "claimbuster": lambda shared: worthiness_sets.measure(shared, ["claimbuster"]),
    "policlaim": lambda shared: worthiness_sets.measure(shared, ["policlaim"]),
    "extraction": speed_sets.measure,
}
OTHERS = frozenset((date_sets.DATEPARSER, *(row.system for row in PUBLISHED)))
USED_FOR = {
    "polnear": "PolNeAR: the rules for attribution were developed on train; dev is only measured.",
    "aquaint": "AQUAINT is held out: measured here, never looked at while the rules were written.",
    "timebank": "TimeBank: the rules for dates were developed on it, so its figure flatters.",
    "claimbuster": "ClaimBuster: the score was trained on crowdsourced.csv, less the sentences that stand in "
    "groundtruth.csv, which is only measured.",
    "policlaim": "PoliClaim: nothing of it trained anything or set a threshold; that the threshold is that of highest "
    "F2 in ClaimBuster, and not of highest balanced accuracy, was settled after a first measurement.",
    "extraction": "Wikinews and the seed article: read while the rules were written; here for their time only.",
}
OPENS, CLOSES = "<!-- figures: written by python -m benchmarks.extraction -->", "<!-- end of figures -->"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and write what was asked for; the exit status."""
    parser = Options(__doc__)
    parser.add_shared()
    parser.add_argument("--only", action="append", choices=SETS, metavar="SET", help=f"one of {', '.join(SETS)}")
    parser.add_json()
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="renew the table between that file's two markers")
    parser.add_argument("--model", metavar="PROVIDER:MODEL", help="measure this model too (or CLAIMHOUSE_MODEL)")
    parser.add_count("--documents", 100, told="how much of each set it is asked for")
    options = parser.parse_args(arguments)
    wanted = options.only or list(SETS)
    try:
        if options.markdown:
            tables.check(options.markdown, OPENS, CLOSES)
        settings = load_settings(model=options.model)
        rows = [row for name in wanted for row in SETS[name](options.shared)]
        if gateway := assemble_gateway(settings):
            threshold = settings.checkworthiness_threshold
            asked = model_sets.measure(options.shared, gateway, wanted, items=options.documents, threshold=threshold)
            rows += asyncio.run(asked)
        table = told(rows, gateway.model if gateway else None)
        if options.markdown:
            tables.renew(options.markdown, OPENS, CLOSES, table)
    except (ClaimhouseError, MissingDataError) as error:
        print(error, file=sys.stderr)
        return 1
    print(table)
    if options.json:
        write(options.json, rows)
    return 0


_COLUMNS = ("set", "split", "metric", "offline", "model", "others", "trivial", "n", "seconds")


def told(rows: Sequence[Row], model: str | None) -> str:
    """The table, as markdown that also reads well on a terminal, with its date and what each split was used for."""
    cells = [_COLUMNS, *(_line(rows, *key, model) for key in dict.fromkeys((r.set, r.split, r.metric) for r in rows))]
    notes = [
        f"Measured on {datetime.now(UTC):%Y-%m-%d}" + (f", the model being {model}." if model else ", without a model.")
    ]
    notes += [USED_FOR[name] for name in dict.fromkeys(row.set for row in rows)]
    return "\n".join((tables.table(cells), "", *(f"- {note}" for note in notes)))


def _line(rows: Sequence[Row], name: str, split: str, metric: str, model: str | None) -> tuple[str, ...]:
    mine = [row for row in rows if (row.set, row.split, row.metric) == (name, split, metric)]
    ours = next((row for row in mine if row.system == "offline"), None)
    asked = next((row for row in mine if row.system == model), None)
    others = [row for row in mine if row.system in OTHERS]
    others += [row for row in PUBLISHED if (row.set, row.metric) == (name, metric)]
    trivial = [row for row in mine if row not in (ours, asked) and row.system not in OTHERS]
    return (
        name,
        split,
        metric,
        tables.with_interval(ours) if ours else "",
        tables.with_interval(asked) if asked else "",
        "; ".join(_named(row, split) for row in others),
        "; ".join(_named(row, split) for row in trivial),
        str(ours.n or "") if ours else "",
        f"{ours.seconds:.1f}" if ours and ours.seconds is not None else "",
    )


def _named(row: Row, split: str) -> str:
    where = "" if row.split == split else f" ({row.split})"
    return f"{row.system} {tables.figure(row.value)}{where}"


if __name__ == "__main__":
    sys.exit(main())
