"""What is known of an article before it is checked, and what has been gathered for it and is not stored yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from verifiers.outcomes import Checked
from verifiers.publishers import Publishers
from warehouse.reads import Reads
from warehouse.records import MOMENT, Article, Claim, Failure, Fetch, LlmCall, Record, Search, Step, Verdict


def last_verified(steps: Sequence[Step]) -> dict[tuple[str, str], datetime]:
    """When each claim was last verified, by the claim and the version key that it was verified under.

    An earlier one does not count: another verdict stands since, so that going back to it is a check of its own.
    """
    verified = [step for step in steps if step.stage == "verify"]
    last: dict[str, datetime] = {}
    for step in verified:
        last[step.item_id] = max(step.checked_at, last.get(step.item_id, step.checked_at))
    return {
        (step.item_id, step.version_key): step.checked_at for step in verified if step.checked_at == last[step.item_id]
    }


def sources_answering_again(reads: Reads, checked: Sequence[Checked]) -> list[str]:
    """The sources that had failed as a whole and have now answered, and nothing else: their Failures can close."""
    searches = [search for result in checked for search in result.searches]
    failed = {search.source for search in searches if search.outcome == "failed"}
    answering = sorted({search.source for search in searches} - failed)
    if not answering:
        return []
    rows = reads.read(
        "select distinct item_id from failures where stage = 'search' and list_contains(?, item_id)", [answering]
    )
    return [str(row["item_id"]) for row in rows]


def broken_down(reads: Reads, article_id: str | None) -> list[str]:
    """The items under which it is stored that a check of this article broke down: one that comes through closes it."""
    rows = reads.read(
        "select distinct item_id from failures where stage = 'verify' and (item_id = $1 or item_id in "
        "(select version_id from article_versions where article_id = $1)) order by item_id",
        [article_id],
    )
    return [str(row["item_id"]) for row in rows]


def landed(reads: Reads, verdicts: Iterable[Verdict], now: datetime) -> list[Verdict]:
    """The verdicts that still follow the one that stands for their claim; of the others another run was faster.

    They are of the moment in which they land, and later than what landed before, whatever the clocks of two machines
    say: who decided on a claim while its evidence was judged did not see what came of that.
    """
    by_claim = {verdict.claim_id: verdict for verdict in verdicts}
    standing = reads.latest_verdicts(sorted(by_claim))
    reviews = reads.read(
        "select claim_id, reviewed_at from standing_reviews where list_contains(?, claim_id)", [sorted(by_claim)]
    )
    reviewed_at = {str(row["claim_id"]): row["reviewed_at"] + MOMENT for row in reviews}
    found = []
    for claim_id, verdict in by_claim.items():
        stands = standing.get(claim_id)
        if verdict.follows == (stands.verdict_id if stands else None):
            at = max(now, reviewed_at.get(claim_id, now), stands.decided_at if stands else now)
            found.append(verdict.model_copy(update={"decided_at": at}))
    return found


def searches_again(reads: Reads, searches: Sequence[Search]) -> list[Search]:
    """The searches as they are to be stored: what a source answers as it did before it answered otherwise, with when.

    What it answers as it did the last time writes nothing.
    """
    if not searches:
        return []
    rows = reads.read(
        "select search_id, query_id, source, published_until, asked_again_at, "
        "coalesce(asked_again_at, searched_at) as last_asked_at "
        "from searches where query_id in (select unnest(?::varchar[]))",
        [sorted({search.query_id for search in searches})],
    )
    stored = {str(row["search_id"]): row for row in rows}
    latest: dict[tuple[object, ...], datetime] = {}
    for row in rows:
        question = (row["query_id"], row["source"], row["published_until"])
        latest[question] = max(row["last_asked_at"], latest.get(question, row["last_asked_at"]))
    found = []
    for search in searches:
        if (before := stored.get(search.search_id)) is None:
            found.append(search)
            continue
        last = latest[search.query_id, search.source, search.published_until]
        is_again = before["last_asked_at"] < last < search.searched_at
        at = search.searched_at if is_again else before["asked_again_at"]
        found.append(search.model_copy(update={"asked_again_at": at}))
    return found


def unchanged_claims(article: Article, claims: Sequence[Claim], known: "Known") -> frozenset[str]:
    """The claims of a new reading that the one before has in the very same words and with the same meaning.

    They may stand elsewhere in the text. None where the article now says other things of itself: other dates of the
    same words can change what comes of them.
    """
    if known.article is None or _telling(known.article) != _telling(article):
        return frozenset()
    before = {claim.claim_id: _meaning(claim) for claim in known.latest_claims}
    return frozenset(claim.claim_id for claim in claims if before.get(claim.claim_id) == _meaning(claim))


def _telling(article: Article) -> dict[str, object]:
    """What an article says of itself, but for what was added to it later."""
    return article.model_dump(exclude={"source", "updated_at", "corrections"})


def _meaning(claim: Claim) -> dict[str, object]:
    """All that is known of a claim but where it stands and how much it is worth beside the others of its text."""
    place = {"extraction_id", "version_id", "ordinal", "start", "end", "mentions", "checkworthiness", "reasons"}
    told = claim.model_dump(exclude=place)
    for name in ("dates", "quantities"):
        for one in told[name]:
            one["start"], one["end"] = one["start"] - claim.start, one["end"] - claim.start
    return told


@dataclass
class Work:
    """What has been gathered for one article and is not stored yet.

    `decided` are the verdicts, each with the step that is done with it; `overtaken` those of them that came too late.
    """

    run_id: str
    source: str
    calls: list[LlmCall]
    publishers: Publishers
    article_id: str | None = None
    records: list[Record] = field(default_factory=list)
    decided: list[tuple[Verdict, Step | None]] = field(default_factory=list)
    overtaken: int = 0
    failures: list[Failure] = field(default_factory=list)
    searches: list[Search] = field(default_factory=list)
    fetches: dict[str, Fetch] = field(default_factory=dict)
    note: str | None = None
    repeated: int = 0
    unmatched: int = 0  # claims on which a model could not be asked
    unasked: int = 0  # claims on which it was not asked, for the budget was spent

    def share_calls(self, claims: Sequence[Claim]) -> None:
        """The calls that were made so far read the article: each of its claims has its part in what they cost."""
        claim_ids = tuple(claim.claim_id for claim in claims)
        self.calls[:] = [call.model_copy(update={"claim_ids": claim_ids}) for call in self.calls]

    def add_outcome(self, result: Checked, step: Step | None = None) -> None:
        """All that came of the check of one claim is to be stored, with the step that is done with it."""
        self.searches += result.searches
        self.records += [
            *result.queries,
            *result.documents,
            *filter(None, map(self.publishers.record_of, result.documents)),
            *result.passages,
            *result.judgements,
        ]
        if result.verdict:
            self.decided.append((result.verdict, step))
        elif step:
            self.records.append(step)
        self.fetches.update({fetch.fetch_id: fetch for fetch in result.fetches})
        self.failures += result.failures

    def landing(self, reads: Reads, now: datetime) -> list[Record]:
        """What can only be told as the rest lands: the verdicts that are not too late, with their steps, the searches
        and the fetches."""
        verdicts = landed(reads, [verdict for verdict, _ in self.decided], now)
        self.overtaken = len(self.decided) - len(verdicts)
        in_time = {verdict.claim_id for verdict in verdicts}
        steps = [step for verdict, step in self.decided if step and verdict.claim_id in in_time]
        return [*self.found_of(reads), *verdicts, *steps]

    def found_of(self, reads: Reads) -> list[Record]:
        """The searches and the fetches."""
        return [*searches_again(reads, self.searches), *self._fetches_of(reads)]

    def _fetches_of(self, reads: Reads) -> list[Record]:
        """How the documents came that this commit brings: a page that says what it said before is not told of again."""
        if not self.fetches:
            return []
        rows = reads.read("select distinct fetch_id from documents where list_contains(?, fetch_id)", [[*self.fetches]])
        return [self.fetches[str(row["fetch_id"])] for row in rows]


@dataclass(frozen=True)
class Known:
    """What the warehouse knows of an article: the claims of this very reading, or else of the one that is current."""

    extraction_id: str  # of this very reading, whether it was done before or not
    article: Article | None
    claims: tuple[Claim, ...] | None = None
    # By claim and version key; of the claims of the reading that is current, where this one was not done before.
    verified: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    matched_under: frozenset[str] = frozenset()  # version keys
    latest_id: str | None = None
    latest_claims: tuple[Claim, ...] = ()
    latest_matched_under: frozenset[str] = frozenset()
    note: str | None = None
