"""Two who write and one who reads, all at full speed: `python -m benchmarks.writers_and_reader`.

Two processes commit checked articles through the store as a run does, and a third asks `current_verdicts` as
`claimhouse sql` does, for a minute. Told are how much was written and read, the reader's times, every error that a user
would have seen, and whether all that was written is there, once, by the queries of `claimhouse doctor`.
"""

import multiprocessing
import statistics
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from benchmarks.options import Options
from benchmarks.rows import Row, write
from flows.settings import Settings
from warehouse.errors import ClaimhouseError
from warehouse.integrity import check_integrity
from warehouse.records import (
    Article,
    ArticleVersion,
    Claim,
    Extraction,
    Record,
    Step,
    Verdict,
    content_hash,
    content_id,
)
from warehouse.snapshot import Snapshot
from warehouse.sql import run_user_sql
from warehouse.store import Warehouse

SECONDS = 60.0
LIMIT_MS = 100.0  # of the reader's 95th percentile
_ASKED = "SELECT claim, label, decided_at FROM current_verdicts ORDER BY decided_at DESC LIMIT 20"


@dataclass(frozen=True)
class Figures:
    """What was measured. `lost` and `doubled` are claims; `findings` are broken rules of `claimhouse doctor`."""

    seconds: float
    commits: int
    reads: int
    median_ms: float
    p95_ms: float
    longest_ms: float
    lost: int
    doubled: int
    errors: tuple[str, ...]
    findings: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing went wrong, however long it took."""
        return not (self.lost or self.doubled or self.errors or self.findings)


def checked_article(writer: int, number: int) -> list[Record]:
    """A small article with a claim that was checked in vain: what one commit of a run holds."""
    now = datetime.now(UTC)
    quote = f"Writer {writer} rescued {number} people."
    text = f"Story {number}\n\n{quote}"
    article_id = content_id("art", writer, number)
    version_id, extraction_id, claim_id = (content_id(kind, writer, number) for kind in ("ver", "ext", "clm"))
    start = text.index(quote)
    return [
        Article(article_id=article_id, source=f"{writer}-{number}.txt", headline=f"Story {number}", published_at=now),
        ArticleVersion(
            version_id=version_id, article_id=article_id, text=text, text_hash=content_hash(text), body_start=start,
            body_end=len(text), media_type="text/plain", encoding="utf-8", first_read_at=now,
        ),
        Extraction(
            extraction_id=extraction_id, article_id=article_id, version_id=version_id, extractor="rules",
            extractor_version="1", claim_count=1, extracted_at=now,
        ),
        Claim(
            claim_id=claim_id, extraction_id=extraction_id, article_id=article_id, version_id=version_id, ordinal=0,
            quote=quote, start=start, end=len(text), text=quote, kind="event", checkable=True, checkworthiness=0.8,
            published_at=now,
        ),
        Verdict(
            verdict_id=content_id("vdt", claim_id), claim_id=claim_id, label="not_enough_evidence",
            label_when_said="not_enough_evidence", rationale="Nothing was found.", cause="first_check", decided_at=now,
            run_id=f"run_{writer}",
        ),
        Step(
            item_id=claim_id, stage="verify", version_key="made", run_id=f"run_{writer}", done_at=now, checked_at=now
        ),
    ]  # fmt: skip


def _write(path: Path, writer: int, commits: int | None, stop: Event, told: "Queue[Any]") -> None:
    """Commit until told to stop, or so many times; each article a second time too, as a run that is repeated does."""
    warehouse = Warehouse(path)
    errors: list[str] = []
    number = 0
    while not stop.is_set() and (commits is None or number < commits):
        records = checked_article(writer, number)
        try:
            warehouse.commit(records)
            warehouse.commit(records)
        except ClaimhouseError as error:
            errors.append(str(error))
        number += 1
    told.put(("written", number, errors))


def _read(path: Path, stop: Event, told: "Queue[Any]") -> None:
    settings = Settings(warehouse=path)
    errors: list[str] = []
    taken: list[float] = []
    while not (stop.is_set() and taken):
        began = time.perf_counter()
        try:
            run_user_sql(
                path, _ASKED, timeout_s=settings.sql_timeout_s, memory_limit=settings.sql_memory,
                threads=settings.sql_threads,
            )  # fmt: skip
        except ClaimhouseError as error:
            errors.append(str(error))
        taken.append((time.perf_counter() - began) * 1000)
    told.put(("read", taken, errors))


def measure(home: Path, *, seconds: float | None, commits: int | None = None) -> Figures:
    """Have them work for so many seconds or, of each writer, so many commits, and count what came of it."""
    path = home / "desk.duckdb"
    Warehouse(path).commit(checked_article(0, 0))
    Snapshot(path).refresh()
    context = multiprocessing.get_context("spawn")
    stop, told = context.Event(), context.Queue()
    writers = [context.Process(target=_write, args=(path, number, commits, stop, told)) for number in (1, 2)]
    reader = context.Process(target=_read, args=(path, stop, told))
    began = time.perf_counter()
    for process in (*writers, reader):
        process.start()
    if seconds is not None:
        time.sleep(seconds)
        stop.set()
    answers = [told.get(), told.get()]
    stop.set()
    answers.append(told.get())
    for process in (*writers, reader):
        process.join()
    taken_s = time.perf_counter() - began
    written = [answer[1] for answer in answers if answer[0] == "written"]
    (taken,) = (answer[1] for answer in answers if answer[0] == "read")
    (row,) = Warehouse(path).read("SELECT count(*) AS lines, count(DISTINCT claim_id) AS claims FROM current_verdicts")
    return Figures(
        seconds=taken_s,
        commits=sum(written),
        reads=len(taken),
        median_ms=statistics.median(taken),
        p95_ms=sorted(taken)[int(0.95 * len(taken))] if len(taken) > 1 else taken[0],
        longest_ms=max(taken),
        lost=1 + sum(written) - row["claims"],
        doubled=row["lines"] - row["claims"],
        errors=tuple(error for answer in answers for error in answer[2]),
        findings=tuple(finding.rule for finding in check_integrity(path)),
    )


def main() -> None:
    parser = Options(__doc__)
    parser.add_seconds("--seconds", SECONDS)
    parser.add_json()
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="claimhouse-writers-") as folder:
        found = measure(Path(folder), seconds=options.seconds)
    print(
        f"{found.commits} articles by two writers, each committed twice, "
        f"and {found.reads} reads in {found.seconds:.0f} s"
    )
    print(
        f"a read takes {found.median_ms:.0f} ms, 95 % of them at most {found.p95_ms:.0f}, "
        f"the longest {found.longest_ms:.0f}"
    )
    print(
        f"lost: {found.lost}, doubled: {found.doubled}, "
        f"errors: {len(found.errors)}, rules broken: {len(found.findings)}"
    )
    for line in (*found.errors[:5], *found.findings):
        print(f"  {line}")
    if options.json:
        names = ("commits", "reads", "median_ms", "p95_ms", "longest_ms", "lost", "doubled")
        rows = [
            Row("two writers", "made", name, "offline", getattr(found, name), seconds=found.seconds) for name in names
        ]
        write(options.json, rows)
    is_met = found.is_sound and found.p95_ms < LIMIT_MS
    print("met" if is_met else "NOT met")
    raise SystemExit(0 if is_met else 1)


if __name__ == "__main__":
    main()
