"""How long it takes to decide which of many claims are due, and whether exactly those with news are judged again.

`python -m benchmarks.rechecking` makes a warehouse of claims with verdicts, and a corpus of their evidence, in a
temporary folder. Every claim has words of its own, so that a new document speaks of one claim and of no other.
"""

import asyncio
import json
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.options import Options
from flows.assembly import assemble, assembled
from flows.recheck_policy import shipped_policy
from flows.recheck_run import RecheckRun
from flows.settings import Settings
from verifiers.planners.offline import OfflinePlanner
from verifiers.verify import Verifier
from warehouse.records import (
    RECORD_TYPES,
    Article,
    ArticleVersion,
    Claim,
    Document,
    Extraction,
    Judgement,
    Passage,
    Query,
    Reading,
    Record,
    Step,
    Verdict,
    content_hash,
    content_id,
)
from warehouse.store import Warehouse

CLAIMS, NEW = 10_000, 100
LIMIT_S = 5.0

_PER_ARTICLE = 20
_ARTICLES_A_COMMIT = 25
_PAPERS = ("Herald", "Gazette")
_ONSETS = (
    "b",
    "br",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "z",
)
_VOWELS = ("a", "e", "i", "o", "u", "ai", "or")
_CODAS = ("k", "l", "m", "n", "nd", "r", "rt", "s", "x", "zz")


@dataclass(frozen=True)
class Figures:
    """What was measured; `judged` are the claims that were judged again, and `expected` those that should have been."""

    claims: int
    decided_s: float  # from the start of a run with nothing to do to its end
    due: int  # of those, none
    rows_written: dict[str, int]  # by table, where it is not none
    decided_changed_s: float  # to decide, once there are new documents
    due_changed: int
    judged_s: float
    judged: frozenset[str]
    expected: frozenset[str]

    @property
    def is_met(self) -> bool:
        return (
            self.due == 0
            and self.decided_s < LIMIT_S
            and self.rows_written == {"runs": 1}
            and self.judged == self.expected
        )


def sentences(count: int, seed: int = 20) -> list[str]:
    """As many statements, no two with a content word in common."""
    rng = random.Random(seed)  # noqa: S311
    taken: set[str] = set()

    def word() -> str:
        while True:
            made = "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(3))
            if made not in taken:
                taken.add(made)
                return made

    def name() -> str:
        return f"{word().title()} {word().title()}"

    return [f"{name()} {word()}ed {1000 + number} {word()}ites to {name()}." for number in range(count)]


def _document(sentence: str, number: int, paper: str) -> dict[str, str]:
    url = f"https://{paper.lower()}.example/{number}"
    return {"url": url, "publisher": f"The {paper}", "published": "2025-03-02", "text": f"{paper}: {sentence}"}


def _written(folder: Path, name: str, documents: Sequence[dict[str, str]]) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("".join(json.dumps(one) + "\n" for one in documents), "utf-8")


async def _records(number: int, stories: Sequence[tuple[int, str]], verifier: Verifier, now: datetime) -> list[Record]:
    """One article with these claims, each with its queries, evidence, judgement, verdict and step."""
    text = "Story\n\n" + " ".join(sentence for _, sentence in stories)
    article = Article(
        article_id=content_id("art", number), source=f"{number}.txt", headline=f"Story {number}", published_at=now
    )
    version = ArticleVersion(
        version_id=content_id("ver", number), article_id=article.article_id, text=text, text_hash=content_hash(text),
        body_start=7, body_end=len(text), media_type="text/plain", encoding="utf-8", first_read_at=now,
    )  # fmt: skip
    extraction = Extraction(
        extraction_id=content_id("ext", number), article_id=article.article_id, version_id=version.version_id,
        extractor="rules", extractor_version="1", claim_count=len(stories), extracted_at=now,
    )  # fmt: skip
    claims = [
        Claim(
            claim_id=content_id("clm", each), extraction_id=extraction.extraction_id, article_id=article.article_id,
            version_id=version.version_id, ordinal=place, quote=sentence, start=text.index(sentence),
            end=text.index(sentence) + len(sentence), text=sentence, kind="event", checkable=True, checkworthiness=0.8,
            published_at=now,
        )
        for place, (each, sentence) in enumerate(stories)
    ]  # fmt: skip
    planned = await OfflinePlanner().plan(article, claims, run_id="run_made")
    records: list[Record] = [article, version, extraction, *claims, *planned.queries]
    for claim, (each, sentence) in zip(claims, stories, strict=True):
        queries = [query for query in planned.queries if query.claim_id == claim.claim_id]
        records += _judged(claim, queries[0], each, sentence, verifier, now)
    return records


def _judged(
    claim: Claim, query: Query, number: int, sentence: str, verifier: Verifier, now: datetime
) -> Iterator[Record]:
    passages = []
    documents = []
    for paper in _PAPERS:
        told = _document(sentence, number, paper)
        document = Document(
            document_id=Document.id_for(told["url"], told["text"]), url=told["url"], publisher=told["publisher"],
            published_at=datetime(2025, 3, 2, tzinfo=UTC), retrieved_at=now, source="corpus", text=told["text"],
            text_hash=content_hash(told["text"]), origin=paper.lower(),
        )  # fmt: skip
        passage = Passage(
            passage_id=content_id("psg", document.document_id), claim_id=claim.claim_id, query_id=query.query_id,
            document_id=document.document_id, start=0, end=len(document.text), text=document.text, rank=1, score=1.0,
            origin=document.origin,
        )  # fmt: skip
        passages.append(passage)
        documents.append(document)
        yield document
        yield passage
    ids = [one.passage_id for one in passages]
    judgement = Judgement(
        judgement_id=content_id("jdg", claim.claim_id), claim_id=claim.claim_id, judge="nli",
        judge_version=verifier.versions("now")["judge.nli"], label="supported", cited_passage_ids=tuple(ids),
        readings=tuple(Reading(passage_id=one, stance="supports", score=0.9) for one in ids), rationale="It is there.",
        judged_at=now,
    )  # fmt: skip
    versions = {
        **verifier.versions("now"),
        "calibration": verifier.calibration_version or "",
        "publishers": verifier.publishers.facts(documents),
        "documents": " ".join(sorted(one.document_id for one in passages)),
    }
    yield judgement
    yield Verdict(
        verdict_id=content_id("vdt", claim.claim_id), claim_id=claim.claim_id, label="supported",
        label_when_said="supported", rationale="Two origins.", cited_passage_ids=tuple(ids),
        judgement_ids=(judgement.judgement_id,), origins_supporting=2, cause="first_check", versions=versions,
        decided_at=now, run_id="run_made",
    )  # fmt: skip
    yield Step(
        item_id=claim.claim_id, stage="verify", version_key="made", run_id="run_made", done_at=now, checked_at=now
    )


def _counts(warehouse: Warehouse) -> dict[str, int]:
    with warehouse.session() as session:
        return {one.table: session.read(f"SELECT count(*) AS n FROM {one.table}")[0]["n"] for one in RECORD_TYPES}  # noqa: S608


async def measure(home: Path, *, claims: int, new: int) -> Figures:
    """Make the desk in a folder, and measure a run with nothing new and one with `new` documents."""
    settings = Settings(
        warehouse=home / "desk.duckdb", corpus=home / "corpus", cache_dir=home / "cache", model="offline"
    )
    told = list(enumerate(sentences(claims)))
    _written(home / "corpus", "first.jsonl", [_document(text, n, paper) for n, text in told for paper in _PAPERS])
    assembly = await assemble(settings)
    warehouse, verifier = assembly.warehouse, assembly.verifier
    if verifier is None:
        raise RuntimeError("a corpus is set, so there is a verifier")
    groups = [told[first : first + _PER_ARTICLE] for first in range(0, claims, _PER_ARTICLE)]
    for first in range(0, len(groups), _ARTICLES_A_COMMIT):
        batch = enumerate(groups[first : first + _ARTICLES_A_COMMIT], start=first)
        warehouse.commit([one for n, group in batch for one in await _records(n, group, verifier, datetime.now(UTC))])
    before = _counts(warehouse)
    started = time.perf_counter()
    with assembled(assembly):
        async with RecheckRun.start(settings, shipped_policy()) as run:
            due = run.counts["due"]
    decided_s = time.perf_counter() - started
    after = _counts(warehouse)
    written = {name: after[name] - before[name] for name in after if after[name] != before[name]}

    chosen = random.Random(7).sample(told, new)  # noqa: S311
    _written(home / "corpus", "later.jsonl", [_document(text, n, "Courier") for n, text in chosen])
    assembly = await assemble(settings)
    started = time.perf_counter()
    with assembled(assembly):
        async with RecheckRun.start(settings, shipped_policy()) as run:
            decided_changed_s = time.perf_counter() - started
            for article_id in run.articles:
                run.note(article_id, await run.recheck_article(article_id))
    rows = warehouse.read("SELECT claim_id FROM verdicts WHERE run_id = ?", [run.run_id])
    return Figures(
        claims=claims,
        decided_s=decided_s,
        due=due,
        rows_written=written,
        decided_changed_s=decided_changed_s,
        due_changed=run.counts["due"],
        judged_s=time.perf_counter() - started - decided_changed_s,
        judged=frozenset(str(row["claim_id"]) for row in rows),
        expected=frozenset(content_id("clm", number) for number, _ in chosen),
    )


def main() -> None:
    parser = Options(__doc__)
    parser.add_count("--claims", CLAIMS)
    parser.add_count("--new", NEW, told="claims with a new document")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder), claims=given.claims, new=given.new))
    print(f"{found.claims} claims with verdicts, nothing changed: {found.due} due, {found.decided_s:.2f} s")
    print(f"rows written: {found.rows_written}")
    print(
        f"{len(found.expected)} with one new document each: {found.due_changed} due, decided in "
        f"{found.decided_changed_s:.2f} s; {len(found.judged)} judged again in {found.judged_s:.1f} s, "
        f"{'exactly those' if found.judged == found.expected else 'not those'}"
    )
    print("met" if found.is_met else "NOT met")


if __name__ == "__main__":
    main()
