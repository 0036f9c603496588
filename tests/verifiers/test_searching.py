"""Searching: each question once in a run, and no source that is down, slow or refusing in the others' way."""

import asyncio
import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pytest

from gateways.web_errors import CircuitOpenError, KeyRefusedError, ServerFailedError
from tests.verifiers import builders
from tests.verifiers.test_verify import CLAIM, FIRST, SECOND
from verifiers import searching
from verifiers.judges.lexical import LexicalJudge
from verifiers.outcomes import Checked, Limits
from verifiers.protocols import ALL_PURPOSES, Answer, EvidenceSource, Hit, Planned, Tried
from verifiers.searching import PagesNotReadError, SearchTimeoutError
from verifiers.verify import Verifier
from warehouse.errors import ClaimhouseError, SourceError, WarehouseFullError
from warehouse.records import Article, Claim, Document, Fetch, Purpose, Query, Unread

TEXT = "Arden has prolonged the levy, the paper reports from the capital."
ARTICLE = builders.article(TEXT)
VERSION = builders.version_of(ARTICLE, TEXT)
CLAIMS = [builders.claim(f"Arden prolonged levy number {number} by twelve months.") for number in range(6)]
PAGE = builders.document("Arden has prolonged levy number 1 by twelve months.", publisher="Gazette")


@dataclass
class Words:
    """Proposes, for every claim, a query for each of its texts; those of the further round are none."""

    texts: Sequence[str] = ("levy",)
    purpose: Purpose = "confirm"
    name: str = "words"
    version: str = "1"

    async def plan(self, article: Article, claims: Sequence[Claim], *, run_id: str) -> Planned:
        return Planned(
            tuple(
                builders.query(claim, text.format(claim=claim.claim_id)).model_copy(update={"purpose": self.purpose})
                for claim in claims
                for text in self.texts
            )
        )

    async def plan_further(self, article: Article, tried: Sequence[Tried], *, run_id: str) -> Planned:
        return Planned(())


@dataclass
class Source:
    """A source that answers, fails or takes its time, and remembers what it was asked."""

    name: str = "web"
    answer: Answer = field(default_factory=lambda: Answer((Hit(PAGE, 1.0),)))
    error: Exception | None = None
    seconds: float = 0.0
    version: str = "1"
    live: bool = True
    by_claim: bool = False
    purposes: frozenset[Purpose] = ALL_PURPOSES
    asked: list[str] = field(default_factory=list)

    async def search(self, query: Query, claim: Claim, *, published_until: date | None, limit: int) -> Answer:
        self.asked.append(query.text)
        await asyncio.sleep(self.seconds)
        if self.error:
            raise self.error
        return self.answer


class PacedSource(Source):
    """A source whose searches wait for each other."""

    searches_at_once = 1

    async def search(self, query: Query, claim: Claim, *, published_until: date | None, limit: int) -> Answer:
        async with self._turn:
            return await super().search(query, claim, published_until=published_until, limit=limit)

    @functools.cached_property
    def _turn(self) -> asyncio.Lock:
        return asyncio.Lock()


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def verifier(
    *sources: EvidenceSource, planner: Words | None = None, clock: Clock | None = None, **limits: float
) -> Verifier:
    return Verifier(
        planner or Words(),
        sources,
        [LexicalJudge(clock=lambda: builders.NOW)],
        limits=Limits(**limits),  # type: ignore[arg-type]
        clock=clock or Clock(),
    )


async def check(one: Verifier, claims: Sequence[Claim] = CLAIMS, run_id: str = "run_one") -> list[Checked]:
    return await one.verify(ARTICLE, VERSION, claims, run_id=run_id, now=builders.NOW, cutoff="now", previous={})


class TestEachQuestionOnce:
    async def test_in_a_run_whichever_claim_asks_it(self) -> None:
        source = Source(seconds=0.01)
        stage = verifier(source, planner=Words(["levy", "toll"]))
        checked = await check(stage)
        await check(stage)  # another article of the same run
        assert sorted(source.asked) == ["levy", "toll"]
        assert all(len(one.searches) == 2 and one.verdict for one in checked)
        assert len({search.search_id for one in checked for search in one.searches}) == 2 * len(CLAIMS)

    async def test_and_again_in_the_next_run(self) -> None:
        source = Source()
        stage = verifier(source)
        await check(stage, run_id="run_one")
        await check(stage, run_id="run_two")
        assert source.asked == ["levy", "levy"]

    async def test_but_a_source_that_reads_the_claim_is_asked_for_each(self) -> None:
        source = Source(by_claim=True)
        await check(verifier(source))
        assert len(source.asked) == len(CLAIMS)

    async def test_a_failure_is_not_remembered(self) -> None:
        source = Source(error=SourceError("closed: try again"))
        stage = verifier(source)
        await check(stage, CLAIMS[:1])
        source.error = None
        (checked,) = await check(stage, CLAIMS[:1])
        assert checked.verdict is not None
        assert len(source.asked) == 2

    async def test_what_was_let_go_is_asked_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(searching, "_CHARACTERS_KEPT", len(PAGE.text) + 10)
        source = Source()
        stage = verifier(source, planner=Words(["levy"]))
        await check(stage, CLAIMS[:1])
        await check(verifier(source, planner=Words(["toll"])), CLAIMS[:1])
        stage._planner = Words(["toll"])
        await check(stage, CLAIMS[:1])
        stage._planner = Words(["levy"])
        await check(stage, CLAIMS[:1])
        assert source.asked == ["levy", "toll", "toll", "levy"]


class TestOneSourceOfSeveral:
    async def test_that_hangs_costs_its_own_time_out_and_no_more(self) -> None:
        slow, quick = Source("slow", seconds=3600.0), Source("quick")
        planner = Words([f"levy {number}" for number in range(5)])
        async with asyncio.timeout(120):
            checked = await check(verifier(slow, quick, planner=planner, search_timeout_s=0.2, concurrent_searches=2))
        assert len(quick.asked) == 5
        for one in checked:
            assert one.verdict is not None
            assert {search.source: search.outcome for search in one.searches} == {"slow": "failed", "quick": "found"}
            assert {failure.error for failure in one.failures} <= {
                SearchTimeoutError.__name__,
                CircuitOpenError.__name__,
            }
            assert all(failure.transient for failure in one.failures)
        assert any("raise CLAIMHOUSE_SEARCH_TIMEOUT_S" in one.failures[0].message for one in checked)

    async def test_that_is_asked_at_a_pace_times_out_for_its_own_slowness_alone(self) -> None:
        planner = Words([f"levy {number}" for number in range(4)])
        checked = await check(verifier(PacedSource("paced", seconds=0.2), planner=planner, search_timeout_s=0.5))
        assert all(one.failures == () for one in checked), "four take 0.8 s, and none of them above 0.5"

    async def test_that_lies_on_this_machine_may_take_as_long_as_the_processor_needs(self) -> None:
        own = Source("own", seconds=0.3, live=False)
        checked = await check(verifier(own, planner=Words(["levy"]), search_timeout_s=0.1), CLAIMS[:1])
        assert [search.outcome for one in checked for search in one.searches] == ["found"]

    async def test_that_keeps_failing_is_not_asked_500_times(self) -> None:
        down, up = Source("down", error=ServerFailedError("500: try again", status=500)), Source("up")
        claims = [builders.claim(f"Arden prolonged levy number {number}.") for number in range(100)]
        planner = Words([f"levy {number} {{claim}}" for number in range(5)])
        clock = Clock()
        stage = verifier(down, up, planner=planner, clock=clock, concurrent_searches=1)
        checked = await check(stage, claims)
        assert len(down.asked) <= 5
        assert all(one.verdict for one in checked)
        assert all({failure.error for failure in one.failures} == {"CircuitOpenError"} for one in checked[5:])
        clock.now, down.error = 61.0, None
        (again,) = await check(stage, claims[:1])
        assert again.failures == ()

    async def test_that_refuses_the_key_is_asked_once_and_has_one_failure(self) -> None:
        refusal = KeyRefusedError("the key was refused: check it", status=401)
        refusing, up = Source("refusing", error=refusal), Source("up")
        planner = Words([f"levy {number}" for number in range(5)])
        checked = await check(verifier(refusing, up, planner=planner, concurrent_searches=1))
        assert len(refusing.asked) == 1
        failures = {failure.failure_id: failure for one in checked for failure in one.failures}
        (failure,) = failures.values()
        assert (failure.item_id, failure.stage, failure.error) == ("refusing", "search", "KeyRefusedError")
        assert all(one.verdict and one.failures for one in checked), "each claim is tried again"

    async def test_alone_and_refusing_leaves_every_claim_unchecked_with_the_reason(self) -> None:
        refusing = Source(error=KeyRefusedError("the key was refused: check it", status=401))
        for one in await check(verifier(refusing)):
            assert one.verdict is None
            assert one.claim_id in {failure.item_id for failure in one.failures}
            assert {failure.message for failure in one.failures} == {"the key was refused: check it"}

    async def test_that_is_not_asked_such_queries_leaves_a_failure_and_no_verdict(self) -> None:
        checked = await check(verifier(Source(purposes=frozenset({"refute"}))))
        assert all(one.verdict is None for one in checked)
        assert {failure.error for one in checked for failure in one.failures} == {"NoSourceError"}


def unread(url: str, *, transient: bool) -> Unread:
    error = "WebTimeoutError" if transient else "PaywalledError"
    return Unread(url=url, error=error, reason="it could not be read", transient=transient)


class TestPagesThatCouldNotBeRead:
    async def test_for_now_make_the_claim_be_tried_again(self) -> None:
        pages = tuple(unread(f"https://{n}.example/", transient=True) for n in range(3))
        (checked,) = await check(verifier(Source(answer=Answer((Hit(PAGE, 1.0),), pages))), CLAIMS[:1])
        (failure,) = checked.failures
        assert (failure.error, failure.transient) == (PagesNotReadError.__name__, True)
        assert "3 pages that could not be read now and will be tried again, the first: https://0." in failure.message
        assert checked.verdict is not None
        assert checked.searches[0].unread == pages

    async def test_for_good_are_told_and_not_tried_again(self) -> None:
        answer = Answer((), (unread("https://walled.example/", transient=False),))
        (checked,) = await check(verifier(Source(answer=answer)), CLAIMS[:1])
        assert checked.failures == ()
        assert checked.verdict is not None
        assert checked.searches[0].outcome == "nothing"
        assert checked.searches[0].unread[0].error == "PaywalledError"

    async def test_make_another_search_of_it(self) -> None:
        ids = set()
        for pages in (
            (),
            (unread("https://a.example/", transient=False),),
            (unread("https://b.example/", transient=False),),
        ):
            (checked,) = await check(verifier(Source(answer=Answer((), pages))), CLAIMS[:1])
            ids.add(checked.searches[0].search_id)
        assert len(ids) == 3


async def test_a_disk_that_is_full_ends_the_run_and_is_no_fault_of_the_source() -> None:
    full = Source(error=WarehouseFullError("the disk has no room: free some space"))
    stage = verifier(full, concurrent_searches=1)
    for _ in range(6):  # no circuit opens
        with pytest.raises(WarehouseFullError):
            await check(stage, CLAIMS[:1])
    assert len(full.asked) == 6


async def test_how_a_page_came_is_kept_with_it() -> None:
    fetch = Fetch(
        fetch_id="fet_1", url="https://gazette.example/", final_url="https://gazette.example/", status=200,
        content_type="text/html", body_hash="0" * 64, body_bytes=10, fetched_at=builders.NOW,
    )  # fmt: skip
    page = PAGE.model_copy(update={"fetch_id": "fet_1"})
    (checked,) = await check(verifier(Source(answer=Answer((Hit(page, 1.0, fetch=fetch),)))), CLAIMS[:1])
    assert checked.fetches == (fetch,)


async def test_two_sources_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        verifier(Source(), Source())


@dataclass
class Further(Words):
    """Plans a second round for the claims that it is asked about, as told."""

    further: Sequence[str] = ("levy decree",)
    error: ClaimhouseError | None = None
    tried: list[Tried] = field(default_factory=list)
    calls: int = 0

    async def plan_further(self, article: Article, tried: Sequence[Tried], *, run_id: str) -> Planned:
        self.calls += 1
        self.tried += tried
        if self.error:
            raise self.error
        queries = [builders.query(one.claim, text) for one in tried for text in self.further]
        return Planned(tuple(query.model_copy(update={"round": 2}) for query in queries))


@dataclass
class ByQuery(Source):
    """Finds each document by its own query."""

    documents: dict[str, Document] = field(default_factory=dict)

    async def search(self, query: Query, claim: Claim, *, published_until: date | None, limit: int) -> Answer:
        self.asked.append(query.text)
        found = self.documents.get(query.text)
        return Answer((Hit(found, 1.0),) if found else ())


class TestASecondRound:
    async def test_is_made_for_what_is_not_enough_in_one_call_for_all_of_an_article(self) -> None:
        planner = Further()
        source = ByQuery(documents={"levy": FIRST, "levy decree": SECOND})
        settled, *others = await check(verifier(source, planner=planner), [CLAIM, *CLAIMS])
        assert planner.calls == 1
        assert [one.claim for one in planner.tried] == [CLAIM, *CLAIMS]
        assert {one.verdict.label for one in others if one.verdict} == {"not_enough_evidence"}
        assert settled.verdict is not None
        assert settled.verdict.label == "supported"
        assert settled.verdict.origins_supporting == 2
        assert [query.round for query in settled.queries] == [1, 2]
        assert source.asked == ["levy", "levy decree"]
        assert len(settled.judgements) == 2
        assert settled.verdict.judgement_ids == (settled.judgements[-1].judgement_id,)
        assert set(settled.verdict.cited_passage_ids) <= {passage.passage_id for passage in settled.passages}

    async def test_tells_the_planner_what_was_tried_found_and_missing(self) -> None:
        planner = Further()
        await check(verifier(ByQuery(documents={"levy": FIRST}), planner=planner), [CLAIM])
        (tried,) = planner.tried
        assert [query.text for query in tried.queries] == ["levy"]
        assert [search.outcome for search in tried.searches] == ["found"]
        assert [item.document.publisher for item in tried.evidence] == ["Gazette"]
        assert "one more origin, independent of what was found" in tried.why

    async def test_is_not_made_for_what_is_decided(self) -> None:
        planner = Further(texts=["levy", "toll"])
        source = ByQuery(documents={"levy": FIRST, "toll": SECOND})
        (checked,) = await check(verifier(source, planner=planner), [CLAIM])
        assert checked.verdict is not None
        assert checked.verdict.label == "supported"
        assert planner.calls == 0

    async def test_is_the_last(self) -> None:
        planner = Further(further=["nothing is known of this"])
        (checked,) = await check(verifier(ByQuery(), planner=planner), CLAIMS[:1])
        assert planner.calls == 1
        assert checked.verdict is not None
        assert checked.verdict.label == "not_enough_evidence"

    async def test_that_finds_nothing_new_is_not_judged_again(self) -> None:
        source = ByQuery(documents={"levy": FIRST, "levy decree": FIRST})
        (checked,) = await check(verifier(source, planner=Further()), [CLAIM])
        assert len(checked.searches) == 2
        assert len(checked.judgements) == 1

    async def test_that_cannot_be_planned_leaves_the_claim_undecided_and_to_be_tried_again(self) -> None:
        planner = Further(error=SourceError("the model is away: try again"))
        (checked,) = await check(verifier(ByQuery(documents={"levy": FIRST}), planner=planner), [CLAIM])
        assert checked.verdict is None
        assert [failure.stage for failure in checked.failures] == ["plan"]
        assert checked.judgements, "what was judged is kept"
