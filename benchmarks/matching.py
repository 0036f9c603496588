"""How fast the same claim is found again, and at what size: `python -m benchmarks.matching [ARTICLES.jsonl]`.

Prints the seconds that one article's claims take to be looked for among as many claims as `--claims` says (a million),
made up of names, numbers, dates and verbs so that some say the same and many share their facts. With a file of articles
(lines with published, title, text) it also reads these, links their claims, and prints the groups for reading.
"""

import json
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from pathlib import Path

from benchmarks.options import Options, file_there
from benchmarks.rows import Row
from extractors.reading import read_article
from extractors.rules import RulesExtractor
from flows.matching import Matching, claim_forms
from warehouse.records import Claim, ClaimForm, Record
from warehouse.store import Warehouse

CLAIMS = 1_000_000
_BATCH = 50_000
_FACTS = 20  # of the made claims, one in so many has facts that others have too
_PER_ARTICLE = 40


def main() -> None:
    parser = Options(__doc__)
    parser.add_argument("file", type=file_there, nargs="?")
    parser.add_count("--claims", CLAIMS)
    parser.add_argument("--groups", action="store_true", help="print every group of claims found to say the same")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = at_size(Path(folder) / "large.duckdb", options.claims)
        if options.file:
            real = Warehouse(Path(folder) / "real.duckdb")
            rows = chain(rows, over_articles(real, options.file, show=options.groups))
        for row in rows:
            print(f"{row.set:12} {row.metric:44} {row.value:12.4f}   n={row.n}", flush=True)


def at_size(file: Path, claims: int) -> Iterator[Row]:
    """The time of one article's look-up and commit in a new warehouse, empty and then of so many claims."""
    warehouse = Warehouse(file, memory_limit="2GB")
    dice = random.Random(7)  # noqa: S311 - made-up claims, not a secret
    new = [_made(dice, f"new_{number}", "art_new") for number in range(_PER_ARTICLE)]
    yield Row("synthetic", "none", "seconds_an_article_empty", "offline", _seconds(warehouse, new), n=0)
    for first in range(0, claims, _BATCH):
        batch = [_made(dice, f"clm_{n}", f"art_{n // _PER_ARTICLE}") for n in range(first, min(first + _BATCH, claims))]
        warehouse.commit(batch)
    warehouse.prepare()
    for number in range(3):
        again = [form.model_copy(update={"claim_id": f"again_{number}_{form.claim_id}"}) for form in new]
        taken = _seconds(warehouse, again)
    yield Row("synthetic", "none", "seconds_an_article", "offline", taken, n=claims)
    size = file.stat().st_size
    yield Row("synthetic", "none", "bytes_a_claim", "offline", size / max(claims, 1), n=claims)


def _seconds(warehouse: Warehouse, forms: Sequence[ClaimForm]) -> float:
    matching = Matching("ext_new", "art_new", {form.claim_id: _claim(form) for form in forms}, tuple(forms), asks=True)
    records: list[Record] = list(forms)
    began = time.monotonic()
    warehouse.commit(records, matching.links)
    return time.monotonic() - began


def _made(dice: random.Random, claim_id: str, article_id: str) -> ClaimForm:
    facts = dice.randrange(500) if dice.randrange(_FACTS) == 0 else dice.randrange(10**9)
    words = tuple(sorted({f"word{int(dice.paretovariate(0.6)) % 5000}" for _ in range(8)}))
    form = dice.randrange(10**6) if dice.randrange(_FACTS) == 0 else claim_id
    return ClaimForm(
        claim_id=claim_id,
        article_id=article_id,
        form_id=f"frm_{form}",
        facts_id=f"fct_{facts}",
        words=words,
        day=date(2020, 1, 1) + timedelta(days=dice.randrange(2000)),
        made_by="benchmark",
    )


def _claim(form: ClaimForm) -> Claim:
    return Claim(
        claim_id=form.claim_id,
        extraction_id="ext_new",
        article_id=form.article_id,
        version_id="ver_new",
        ordinal=0,
        quote="x",
        start=0,
        end=1,
        text="x",
        kind="event",
        checkable=True,
        checkworthiness=0.5,
    )


def over_articles(warehouse: Warehouse, path: Path, *, show: bool) -> Iterator[Row]:
    """The links among real articles, with the time that each part takes for a claim."""
    extractor = RulesExtractor()
    counts = dict.fromkeys(("claims", "forms", "links", "mentions"), 0)
    seconds = dict.fromkeys(("extracting", "reading_forms", "storing_and_linking"), 0.0)
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        row = json.loads(line)
        header = "".join(f"{name}: {row[name]}\n" for name in ("published", "title", "url") if row.get(name))
        data = f"{header}\n{row['text']}".encode()
        read = read_article(data, f"{number}.md", read_at=datetime.now(UTC))
        began = time.monotonic()
        extracted = extractor.extract_now(read.article, read.version)
        seconds["extracting"] += time.monotonic() - began
        began = time.monotonic()
        forms = claim_forms(extracted.claims, read.article, read.version)
        seconds["reading_forms"] += time.monotonic() - began
        by_id = {claim.claim_id: claim for claim in extracted.claims}
        matching = Matching(extracted.extraction.extraction_id, read.article.article_id, by_id, forms, asks=False)
        stored: list[Record] = [read.article, read.version, extracted.extraction, *extracted.claims, *extracted.links]
        began = time.monotonic()
        new = warehouse.commit([*stored, *forms], matching.links)
        counts["links"] += new.get("claim_links", 0) - len(extracted.links)
        seconds["storing_and_linking"] += time.monotonic() - began
        counts["claims"] += len(extracted.claims)
        counts["forms"] += len(forms)
        counts["mentions"] += sum(len(claim.mentions) for claim in extracted.claims)
    for name, value in counts.items():
        yield Row(path.stem, "all", name, "offline", value, n=number + 1)
    for name, taken in seconds.items():
        yield Row(path.stem, "all", f"milliseconds_a_claim_{name}", "offline", 1000 * taken / counts["claims"])
    if show:
        _show(warehouse)


def _show(warehouse: Warehouse) -> None:
    group = None
    for row in warehouse.read("select * from claim_repetitions order by group_id, published_at, claim_id"):
        if row["group_id"] != group:
            print()
            group = row["group_id"]
        print(f"{row['published_at']:%Y-%m-%d} {row['kind']:10} {row['speaker'] or '-'}: {row['claim']}")


if __name__ == "__main__":
    main()
