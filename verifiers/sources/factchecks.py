"""Earlier fact-checks as a source: those that a desk keeps in files and feeds, and those that Google knows of.

They are matched by the claim itself, not by the words of a query (`verifiers.reviewed_claims`). They are shown with
their publisher and their rating, and they are never an origin: what another desk made of a claim is no evidence for it.
"""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from gateways.web import ANY_TYPE, WebGateway
from verifiers import reviewed_claims
from verifiers.claim_reviews import ClaimReview
from verifiers.protocols import EARLIER_CHECKS, Answer, Hit
from verifiers.publishers import load_publishers
from verifiers.ratings import load_ratings
from verifiers.reviewed_claims import ClaimMatcher, Reviewed
from verifiers.sources import factcheck_documents, factcheck_files, factcheck_index, google_factchecks
from verifiers.sources.corpus_files import Problem
from verifiers.sources.factcheck_documents import SOURCE, document_of
from verifiers.sources.factcheck_files import ReadFile
from verifiers.sources.factcheck_index import FactCheckIndex, Kept
from verifiers.sources.google_factchecks import GoogleFactChecks
from warehouse.errors import ClaimhouseError, SourceError
from warehouse.records import Claim, Query, Unread, content_id

VERSION = 1

_COMPARED = 40  # of the fact-checks with the most words in common with a claim
_FOLDED = frozenset({"http", "https"})


@dataclass(frozen=True)
class FactCheckReport:
    """What `prepare` found: how many fact-checks, what could not be used, and details of those that were taken."""

    reviews: int
    unreadable: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


class FactCheckSource:
    """Fact-checks of the files, folders and feeds that `entries` names, and of Google where there is a way to it.

    `prepare` comes before the first search. Feeds are fetched through `web`, and the last copy of each is kept in
    `cache_dir`, for when its server does not answer.
    """

    name = SOURCE
    by_claim = True
    purposes = EARLIER_CHECKS

    def __init__(
        self,
        entries: Sequence[str] = (),
        *,
        cache_dir: Path | None = None,
        web: WebGateway | None = None,
        google: GoogleFactChecks | None = None,
    ) -> None:
        self._entries = tuple(entries)
        self._cache_dir = cache_dir
        self._web = web
        self._google = google
        self._publishers = load_publishers()
        self._ratings = load_ratings()
        self._index: FactCheckIndex | None = None
        self._content = ""
        self._missing: dict[str, ClaimhouseError] = {}  # feeds that could not be read, by address

    @property
    def live(self) -> bool:
        """Whether Google is asked: what it knows changes every day."""
        return self._google is not None

    @property
    def version(self) -> str:
        """Code, the desk's lists and the fact-checks themselves. Raises SourceError before `prepare`."""
        self._prepared()
        code = content_id(
            "fcs",
            factcheck_documents.VERSION,
            factcheck_index.VERSION,
            reviewed_claims.VERSION,
            self._ratings.version,
            self._publishers.version,
            google_factchecks.VERSION if self._google else None,
        )
        return f"{VERSION}:{code.removeprefix('fcs_')[:12]}:{self._content[:16]}"

    async def prepare(self) -> FactCheckReport:
        """Read all files and feeds. A feed that cannot be had, and has no copy here, is missing from every answer.

        Raises BadInputError for a path that does not exist.
        """
        read: list[ReadFile] = []
        self._missing = {}
        for entry in self._entries:
            if entry.partition("://")[0].lower() in _FOLDED:
                read.append(await self._feed(entry))
            else:
                read += await asyncio.to_thread(_read_entry, entry)
        self._index = await asyncio.to_thread(_index_of, read)
        self._content = factcheck_files.content_of([one.digest for one in read])
        problems = [problem for one in read for problem in one.problems]
        return FactCheckReport(
            len(self._index),
            tuple(problem for problem in problems if not problem.kept),
            tuple(problem for problem in problems if problem.kept),
        )

    async def search(self, query: Query, claim: Claim, *, published_until: date | None, limit: int) -> Answer:
        """The fact-checks of this very claim, the surest match and then the newest first.

        Raises what kept a feed or Google from being asked, unless something was found all the same: then that is told
        as unread.
        """
        index = self._prepared()
        failed = dict(self._missing)
        found: list[tuple[str, ClaimReview]] = []
        if self._google is not None and query.text.strip():
            try:
                reviews = await self._google.search(query.text, language=query.language)
                found += [(self._google.address, review) for review in reviews]
            except ClaimhouseError as error:
                failed[self._google.address] = error
        hits = await asyncio.to_thread(self._matched, index, found, claim, published_until)
        if failed and not hits:
            raise next(iter(failed.values()))
        return Answer(tuple(hits[: max(0, limit)]), tuple(_unread(url, error) for url, error in failed.items()))

    async def check(self) -> None:
        """Raise what keeps a feed or Google from being asked, if anything does."""
        for error in self._missing.values():
            raise error
        if self._google is not None:
            await self._google.search("fact-check")

    def _prepared(self) -> FactCheckIndex:
        if self._index is None:
            raise SourceError("The fact-checks were not read: call prepare() before the first search.")
        return self._index

    def _matched(
        self, index: FactCheckIndex, others: Iterable[tuple[str, ClaimReview]], claim: Claim, until: date | None
    ) -> list[Hit]:
        matcher = ClaimMatcher(claim)
        now = datetime.now(UTC)
        kept = [(one.path, one.review) for one in index.nearest(claim.text, _COMPARED)]
        hits: dict[str, Hit] = {}
        for path, review in (*kept, *others):
            if until is not None and (review.last_changed is None or review.last_changed > until):
                continue
            match = matcher.match(reviewed_of(review))
            if match is None:
                continue
            document = document_of(
                review, path=path, publishers=self._publishers, table=self._ratings, retrieved_at=now
            )
            same = _same_page(document.url, document.document_id)
            if same not in hits:
                hits[same] = Hit(document, match.score, ((0, len(review.claim)),), how=match.how)
        return sorted(hits.values(), key=_place)

    async def _feed(self, url: str) -> ReadFile:
        """A feed as it is now or, where it cannot be had, as it was when it could."""
        copy = self._cache_dir / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.feed" if self._cache_dir else None
        try:
            if self._web is None:
                raise SourceError(f"The feed {url} cannot be fetched: this run has no way to the web.")
            body = (await self._web.fetch(url, accept=ANY_TYPE)).body
            read = await asyncio.to_thread(factcheck_files.read_bytes, url, body)
            if copy and read.reviews:
                await asyncio.to_thread(_keep, copy, body)
        except ClaimhouseError as error:
            if copy is None or not copy.is_file():
                self._missing[url] = error
                return ReadFile("", problems=(Problem(url, None, str(error)),))
            body = await asyncio.to_thread(copy.read_bytes)
            read = await asyncio.to_thread(factcheck_files.read_bytes, url, body)
            as_of = datetime.fromtimestamp(copy.stat().st_mtime, UTC).date()
            note = Problem(url, None, f"the copy of {as_of} is used, for it cannot be had now: {error}", kept=True)
            return ReadFile(read.digest, read.reviews, (*read.problems, note))
        return read


def reviewed_of(review: ClaimReview) -> Reviewed:
    """A review as it is compared with a claim."""
    return Reviewed(
        review.claim,
        review.claimant,
        review.claimed.at.date() if review.claimed else None,
        review.reviewed.at.date() if review.reviewed else None,
    )


def _read_entry(entry: str) -> list[ReadFile]:
    return [factcheck_files.read_file(file) for file in factcheck_files.list_files(entry)]


def _index_of(read: Iterable[ReadFile]) -> FactCheckIndex:
    return FactCheckIndex([Kept(path, review) for one in read for path, review in one.reviews])


def _keep(copy: Path, body: bytes) -> None:
    """Keep a feed for bad days; a disk that has no room for it is no reason not to use it now."""
    with suppress(OSError):
        copy.parent.mkdir(parents=True, exist_ok=True)
        replacement = copy.with_suffix(".new")
        replacement.write_bytes(body)
        replacement.replace(copy)


def _same_page(url: str | None, document_id: str) -> str:
    """What tells that two reviews are one: a feed and Google have the same page."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/") if url else document_id


def _place(hit: Hit) -> tuple[float, float, str]:
    document = hit.document
    age = -document.published_at.timestamp() if document.published_at else float("inf")
    return (-hit.score, age, document.document_id)


def _unread(url: str, error: ClaimhouseError) -> Unread:
    return Unread(url=url, title=None, error=error.name, reason=str(error), transient=error.transient)
