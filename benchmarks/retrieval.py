"""How well evidence is found: `python -m benchmarks.retrieval`.

Of every claim of AVeriTeC's development split, are its own answers among the first passages that a check would read?
Measured through the parts that a check uses: the planner's queries, the corpus index, fusing and reranking
(benchmarks/retrieval_sets.py has the task). `bare_claim` is BM25 on the words of the claim; a model's queries are
measured too where --model or the settings name one. With --scale, the time of an index of a million passages.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import retrieval_scale, tables
from benchmarks.evaluation_data import MissingDataError
from benchmarks.options import Options
from benchmarks.retrieval_sets import SPLITS, Answers, Wanted, hits_and_recall, read_answers
from benchmarks.rows import Row, interval, write
from flows.assembly import assemble_gateway
from flows.settings import load_settings
from verifiers.outcomes import Limits
from verifiers.passages import choose_passages
from verifiers.planners.llm import LlmPlanner
from verifiers.planners.offline import OfflinePlanner
from verifiers.protocols import Evidence, QueryPlanner
from verifiers.ranking import Found
from verifiers.sources.corpus import CorpusSource
from warehouse.errors import ClaimhouseError
from warehouse.records import Article, Claim, Query

Scores = tuple[bool, bool, float]

METRICS = ("hit_at_5", "hit_at_10", "recall_at_10")
BARE, OFFLINE = "bare_claim", "offline"
OPENS, CLOSES = (
    "<!-- retrieval figures: written by python -m benchmarks.retrieval -->",
    "<!-- end of retrieval figures -->",
)
_ARTICLE = Article(article_id="art_averitec", source="averitec")
_FIRST = 10  # documents that are looked at
_RUN = "run_benchmark"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and write what was asked for; the exit status."""
    parser = Options(__doc__)
    parser.add_shared()
    parser.add_argument("--split", choices=SPLITS, default="dev", help="train is for choosing, dev for measuring")
    parser.add_json()
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="renew the table between that file's two markers")
    parser.add_argument("--model", metavar="PROVIDER:MODEL", help="measure this model's queries (or CLAIMHOUSE_MODEL)")
    parser.add_count("--claims", told="measure the first N claims only")
    parser.add_argument("--scale", action="store_true", help="measure an index of a million passages too")
    options = parser.parse_args(arguments)
    try:
        if options.markdown:
            tables.check(options.markdown, OPENS, CLOSES)
        gateway = assemble_gateway(load_settings(model=options.model))
        planners: dict[str, QueryPlanner] = {OFFLINE: OfflinePlanner()}
        if gateway:
            planners[gateway.model] = LlmPlanner(gateway)
        rows = asyncio.run(measure(read_answers(options.shared), options.split, planners, first=options.claims))
        if options.scale:
            rows += retrieval_scale.measure(options.shared)
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


async def measure(
    answers: Answers, split: str, planners: Mapping[str, QueryPlanner], *, first: int | None = None
) -> list[Row]:
    """The rows of every system, and what the offline one gains on the bare claim.

    Raises the planner's error where nothing could be planned.
    """
    wanted = answers.claims[split][:first]
    with indexed(answers.texts) as source:
        place_of = {text: place for place, text in enumerate(answers.texts)}
        began = time.monotonic()
        scores = {BARE: [hits_and_recall(await _bare(source, one, place_of), one.answers) for one in wanted]}
        seconds = {BARE: time.monotonic() - began}
        for name, planner in planners.items():
            began = time.monotonic()
            queries = await planned(planner, [one.claim for one in wanted])
            scores[name] = [
                hits_and_recall(await _checked(source, one, queries[one.claim.claim_id], place_of), one.answers)
                for one in wanted
            ]
            seconds[name] = time.monotonic() - began
    rows = [
        _row(split, place, name, scores[name], round(seconds[name], 2))
        for place in range(len(METRICS))
        for name in scores
    ]
    gains = [
        (float(ours[0]) - bare[0], float(ours[1]) - bare[1], ours[2] - bare[2])
        for ours, bare in zip(scores.get(OFFLINE, ()), scores[BARE], strict=OFFLINE in scores)
    ]
    return rows + [_row(split, place, "gain", gains) for place in range(len(METRICS)) if gains]


@contextmanager
def indexed(texts: Sequence[str]) -> Iterator[CorpusSource]:
    """Texts as a corpus, indexed for as long as the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        lines = (json.dumps({"text": text}) + "\n" for text in texts)
        (home / "answers.jsonl").write_text("".join(lines), "utf-8")
        source = CorpusSource(home / "answers.jsonl", home / "index")
        source.prepare()
        yield source


async def _bare(source: CorpusSource, wanted: Wanted, place_of: Mapping[str, int]) -> list[int]:
    """What BM25 finds for the claim as it stands, in the index's own order."""
    claim = wanted.claim
    query = Query(
        query_id=Query.id_for(claim.claim_id, claim.text, "exact_words", BARE, "1"),
        claim_id=claim.claim_id,
        text=claim.text,
        purpose="exact_words",
        planner=BARE,
        planner_version="1",
    )
    answer = await source.search(query, claim, published_until=None, limit=_FIRST)
    return [place_of[hit.document.text] for hit in answer.hits]


async def _checked(
    source: CorpusSource, wanted: Wanted, queries: Sequence[Query], place_of: Mapping[str, int]
) -> list[int]:
    """The documents of the passages that a check would put before a judge, were it to read one of each of ten."""
    evidence = await found(source, wanted.claim, queries, per_claim=_FIRST, per_document=1)
    return [place_of[item.document.text] for item in evidence]


async def found(
    source: CorpusSource, claim: Claim, queries: Sequence[Query], *, per_claim: int, per_document: int
) -> list[Evidence]:
    """The passages that a check would put before a judge after these searches, best first."""
    limit = Limits().documents_per_search
    hits = [
        Found(query, (await source.search(query, claim, published_until=None, limit=limit)).hits) for query in queries
    ]
    return choose_passages(claim, hits, per_claim=per_claim, per_document=per_document)


async def planned(planner: QueryPlanner, claims: Sequence[Claim]) -> dict[str, list[Query]]:
    """The queries for each claim, by its id. Raises the planner's error where nothing could be planned."""
    queries: dict[str, list[Query]] = defaultdict(list)
    size = Limits().claims_per_plan
    for first in range(0, len(claims), size):
        plan = await planner.plan(_ARTICLE, claims[first : first + size], run_id=_RUN)
        if plan.failures:
            # A claim without queries finds nothing, and counts as that.
            print(f"{len(plan.failures)} claims were not planned: {plan.failures[0].message}", file=sys.stderr)
        for query in plan.queries:
            queries[query.claim_id].append(query)
    return queries


def _row(split: str, place: int, system: str, scores: Sequence[tuple[float, ...]], seconds: float | None = None) -> Row:
    def mean(some: Sequence[tuple[float, ...]]) -> float:
        return sum(float(one[place]) for one in some) / len(some)

    lower, upper = interval(scores, mean)
    return Row("averitec", split, METRICS[place], system, mean(scores), lower, upper, len(scores), seconds)


_COLUMNS = ("set", "split", "metric", "offline", "model", "bare claim", "gain on it", "n", "seconds")


def told(rows: Sequence[Row], model: str | None) -> str:
    """The table as markdown, with its date."""
    cells = [_COLUMNS, *(_line(rows, *key, model) for key in dict.fromkeys((r.set, r.split, r.metric) for r in rows))]
    day = f"Measured on {datetime.now(UTC):%Y-%m-%d}"
    return f"{tables.table(cells)}\n\n- {day}{f', the model being {model}.' if model else ', without a model.'}"


def _line(rows: Sequence[Row], name: str, split: str, metric: str, model: str | None) -> tuple[str, ...]:
    mine = {row.system: row for row in rows if (row.set, row.split, row.metric) == (name, split, metric)}
    ours = mine[OFFLINE]

    def cell(system: str | None) -> str:
        return tables.with_interval(mine[system]) if system in mine else ""

    seconds = "" if ours.seconds is None else f"{ours.seconds:.1f}"
    return (name, split, metric, cell(OFFLINE), cell(model), cell(BARE), cell("gain"), str(ours.n or ""), seconds)


if __name__ == "__main__":
    sys.exit(main())
