"""The verifying stage with parts that behave, and with parts that do not: a fault is a Failure and never a verdict."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.verifiers import builders
from verifiers.judges.lexical import LexicalJudge
from verifiers.outcomes import Checked, Limits
from verifiers.planners.offline import OfflinePlanner
from verifiers.protocols import ALL_PURPOSES, Answer, Evidence, Hit, Planned
from verifiers.rules import Rules
from verifiers.verify import Verifier
from warehouse.errors import ClaimhouseError
from warehouse.records import Article, Claim, Document, Failure, Judgement, Purpose, Query, Verdict

ARTICLE_TEXT = (
    "Marsh extended the sanctions against Belarus last week for another year, and nobody in the harbour was surprised."
)
ARTICLE = builders.article(ARTICLE_TEXT)
VERSION = builders.version_of(ARTICLE, ARTICLE_TEXT)
CLAIM = builders.claim(
    "President Helena Marsh extended the sanctions against Belarus for another year last week.",
    about=("2025-02-24", "2025-03-02"),
)
FIRST = builders.document(
    "Helena Marsh prolonged the sanctions on Belarus by one more year on Thursday.",
    publisher="Gazette",
    published="2025-02-28",
)
SECOND = builders.document(
    "President Marsh has renewed the sanctions against Belarus for a further year.",
    publisher="Courier",
    published="2025-03-01",
)
LATER = builders.document(
    "President Marsh renewed the sanctions against Belarus by a year in late February 2025.",
    publisher="Tribune",
    published="2025-03-08",
)


class SourceDownError(ClaimhouseError):
    """The source did not answer."""


@dataclass
class Library:
    """Documents by their order, whatever is asked; or the error of a source that is down."""

    documents: Sequence[Document] = ()
    name: str = "library"
    version: str = "1"
    error: Exception | None = None
    asked: list[date | None] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    live: bool = False
    by_claim: bool = False
    purposes: frozenset[Purpose] = ALL_PURPOSES

    async def search(self, query: Query, claim: Claim, *, published_until: date | None, limit: int) -> Answer:
        self.asked.append(published_until)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        if self.error:
            raise self.error
        in_time = [
            Hit(found, 1.0 / rank)
            for rank, found in enumerate(self.documents, start=1)
            if published_until is None or (found.published_at and found.published_at.date() <= published_until)
        ]
        return Answer(tuple(in_time[:limit]))


class Careless(Library):
    """One that finds whatever it has, and looks at no date."""

    async def search(self, query: Query, claim: Claim, *, published_until: date | None, limit: int) -> Answer:
        return await super().search(query, claim, published_until=None, limit=limit)


@dataclass
class Stubborn:
    """A judge or a planner that raises, answers with a Failure, or cites what it was not given."""

    error: Exception | None = None
    answer: Judgement | Failure | None = None
    name: str = "stubborn"
    version: str = "1"

    async def judge(self, claim: Claim, evidence: Sequence[Evidence], *, run_id: str) -> Judgement | Failure:
        if self.error:
            raise self.error
        assert self.answer
        return self.answer

    async def plan(self, article: Article, claims: Sequence[Claim], *, run_id: str) -> Planned:
        if self.error:
            raise self.error
        return Planned(())


async def check(
    *sources: Library,
    claim: Claim = CLAIM,
    planner: object | None = None,
    judges: Sequence[object] = (),
    previous: Mapping[str, Verdict] | None = None,
    cutoff: str = "now",
    min_origins: int = 2,
    limits: Limits | None = None,
) -> Checked:
    verifier = Verifier(
        planner or OfflinePlanner(),  # type: ignore[arg-type]
        sources,
        judges or [LexicalJudge(clock=lambda: builders.NOW)],  # type: ignore[arg-type]
        rules=Rules(min_origins=min_origins),
        limits=limits,
    )
    [checked] = await verifier.verify(
        ARTICLE,
        VERSION,
        [claim],
        run_id="run_one",
        now=builders.NOW,
        cutoff=cutoff,
        previous=previous or {},  # type: ignore[arg-type]
    )
    return checked


def verdict_of(checked: Checked) -> Verdict:
    assert checked.verdict is not None, checked.failures
    return checked.verdict


async def test_two_origins_support_a_claim_and_leave_their_whole_trail() -> None:
    checked = await check(Library([FIRST, SECOND]))
    verdict = verdict_of(checked)
    assert (verdict.label, verdict.label_when_said, verdict.cause) == ("supported", "supported", "first_check")
    assert {search.outcome for search in checked.searches} == {"found"}
    assert {search.query_id for search in checked.searches} == {query.query_id for query in checked.queries}
    assert set(verdict.cited_passage_ids) <= {passage.passage_id for passage in checked.passages}
    assert set(verdict.judgement_ids) == {judgement.judgement_id for judgement in checked.judgements}
    stored = {document.document_id: document for document in checked.documents}
    for passage in checked.passages:
        assert stored[passage.document_id].text[passage.start : passage.end] == passage.text
    for search in checked.searches:
        assert set(search.document_ids) <= stored.keys()
    assert checked.failures == ()


async def test_one_origin_is_found_and_shown_and_not_enough() -> None:
    verdict = verdict_of(await check(Library([FIRST])))
    assert verdict.label == "not_enough_evidence"
    assert verdict.origins_supporting == 1
    assert verdict.cited_passage_ids
    assert "Gazette (28 February 2025)" in verdict.rationale
    assert verdict_of(await check(Library([FIRST]), min_origins=1)).label == "supported"


async def test_searched_and_found_nothing() -> None:
    checked = await check(Library())
    verdict = verdict_of(checked)
    assert {search.outcome for search in checked.searches} == {"nothing"}
    assert (verdict.label, verdict.cited_passage_ids) == ("not_enough_evidence", ())
    assert verdict.rationale.startswith("No evidence was found. What would settle it:")


class TestFaults:
    @pytest.mark.parametrize("error", [SourceDownError("the library is closed: try again"), RuntimeError("boom")])
    async def test_a_source_that_is_down_is_no_evidence(self, error: Exception) -> None:
        checked = await check(Library(error=error))
        assert checked.verdict is None
        assert not checked.unchanged
        assert {search.outcome for search in checked.searches} == {"failed"}
        assert [(failure.stage, failure.error) for failure in checked.failures] == [("search", type(error).__name__)]

    async def test_failed_and_nothing_have_searches_of_their_own(self) -> None:
        down = await check(Library(error=SourceDownError("closed: try again")))
        up = await check(Library())
        assert not {search.search_id for search in down.searches} & {search.search_id for search in up.searches}

    async def test_one_source_of_two_gives_a_verdict_that_says_what_is_missing(self) -> None:
        checked = await check(Library([FIRST, SECOND]), Library(name="web", error=SourceDownError("closed: try again")))
        assert verdict_of(checked).label == "supported"
        assert "A part of this check failed" in verdict_of(checked).rationale
        assert len(checked.failures) == 1

    async def test_an_outage_never_replaces_a_verdict(self) -> None:
        web = Library([SECOND], name="web")
        before = verdict_of(await check(Library([FIRST]), web))
        assert before.label == "supported"
        web.error = SourceDownError("closed: try again")
        checked = await check(Library([FIRST]), web, previous={CLAIM.claim_id: before})
        assert checked.verdict is None
        assert checked.failures

    @pytest.mark.parametrize("error", [SourceDownError("the model is away: try again"), KeyError("label")])
    async def test_a_judge_that_raises(self, error: Exception) -> None:
        checked = await check(Library([FIRST, SECOND]), judges=[Stubborn(error)])
        assert checked.verdict is None
        assert [failure.stage for failure in checked.failures] == ["judge"]
        assert checked.passages

    async def test_a_judge_that_cites_what_it_was_not_given(self) -> None:
        other = builders.evidence(CLAIM, LATER)
        answer = builders.judgement(CLAIM, [builders.reading(other, "supports")], judge="stubborn")
        checked = await check(Library([FIRST, SECOND]), judges=[Stubborn(answer=answer)])
        assert checked.verdict is None
        assert [failure.error for failure in checked.failures] == ["InvalidJudgementError"]

    async def test_a_planner_that_raises(self) -> None:
        checked = await check(Library([FIRST]), planner=Stubborn(SourceDownError("the model is away: try again")))
        assert checked.verdict is None
        assert [failure.stage for failure in checked.failures] == ["plan"]
        assert checked.searches == ()

    async def test_a_planner_that_proposes_nothing(self) -> None:
        checked = await check(Library([FIRST]), planner=Stubborn())
        assert checked.verdict is None
        assert [failure.error for failure in checked.failures] == ["NoQueryError"]

    async def test_one_claim_s_failure_leaves_the_others_alone(self) -> None:
        undated = builders.claim("Norland has shipped 500 tanks to Freedonia.", said=None)
        verifier = Verifier(OfflinePlanner(), [Library([FIRST, SECOND])], [LexicalJudge()])
        first, second = await verifier.verify(
            ARTICLE, VERSION, [undated, CLAIM], run_id="run_one", now=builders.NOW, cutoff="claim", previous={}
        )
        assert (first.claim_id, second.claim_id) == (undated.claim_id, CLAIM.claim_id)
        assert [failure.error for failure in first.failures] == ["UndatedClaimError"]
        assert second.verdict is not None


class TestTheArticlesOwnStory:
    @pytest.mark.parametrize(
        "own",
        [
            builders.document(f"{ARTICLE_TEXT} By our staff.", publisher="Reprinter"),
            builders.document(
                "Helena Marsh prolonged the sanctions on Belarus by one more year.", publisher="the paper"
            ),
            builders.document("Marsh renewed the sanctions.", publisher="Other", url="https://www.paper.example/two"),
        ],
        ids=["reprint", "same outlet", "same host"],
    )
    async def test_is_never_evidence(self, own: Document) -> None:
        checked = await check(Library([own, FIRST]))
        assert {document.document_id for document in checked.documents} == {FIRST.document_id}
        assert {passage.document_id for passage in checked.passages} == {FIRST.document_id}

    async def test_alone_is_nothing_found(self) -> None:
        own = builders.document(ARTICLE_TEXT, publisher="Reprinter")
        checked = await check(Library([own]))
        assert {search.outcome for search in checked.searches} == {"nothing"}


class TestHistory:
    async def again(self, before: Verdict, *sources: Library, **changes: object) -> Checked:
        return await check(*sources, previous={CLAIM.claim_id: before}, **changes)  # type: ignore[arg-type]

    async def test_the_same_again_writes_no_verdict(self) -> None:
        first = await check(Library([FIRST, SECOND]))
        again = await self.again(verdict_of(first), Library([FIRST, SECOND], version="2"))
        assert again.verdict is None
        assert again.unchanged
        assert again.judgements[0].judgement_id == first.judgements[0].judgement_id

    async def test_nothing_found_again_writes_no_verdict(self) -> None:
        again = await self.again(verdict_of(await check(Library())), Library())
        assert again.unchanged

    async def test_new_evidence(self) -> None:
        before = verdict_of(await check(Library([FIRST])))
        after = verdict_of(await self.again(before, Library([FIRST, SECOND])))
        assert (after.cause, after.follows, after.label) == ("new_evidence", before.verdict_id, "supported")
        assert after.changed == ("new document: Courier (1 March 2025)",)

    async def test_evidence_gone(self) -> None:
        before = verdict_of(await check(Library([FIRST, SECOND])))
        after = verdict_of(await self.again(before, Library([FIRST])))
        assert (after.cause, after.label) == ("evidence_gone", "not_enough_evidence")
        assert after.changed == (f"document gone: {SECOND.document_id}",)

    async def test_another_threshold_is_a_change_of_code(self) -> None:
        before = verdict_of(await check(Library([FIRST])))
        after = verdict_of(await self.again(before, Library([FIRST]), min_origins=1))
        assert (after.cause, after.changed) == ("code_changed", ("rules: min_origins=2 -> min_origins=1",))

    async def test_a_day_of_the_claim_that_was_put_right_is_a_new_verdict(self) -> None:
        later = CLAIM.model_copy(update={"said_from": date(2025, 3, 9), "said_to": date(2025, 3, 9)})
        library = Library([FIRST, LATER])
        before = verdict_of(await check(library, claim=later))
        again = await self.again(before, library)
        after = verdict_of(again)
        assert after.judgement_ids == before.judgement_ids
        assert (before.label_when_said, after.label_when_said) == ("supported", "not_enough_evidence")
        assert (after.cause, after.changed) == ("code_changed", ("the dates of the claim were read anew",))

    async def test_a_label_that_comes_back_is_a_new_verdict(self) -> None:
        first = verdict_of(await check(Library([FIRST])))
        second = verdict_of(await self.again(first, Library([FIRST, SECOND])))
        third = verdict_of(await self.again(second, Library([FIRST])))
        assert third.judgement_ids == first.judgement_ids
        assert third.verdict_id != first.verdict_id


async def test_cut_off_at_the_claim_nothing_later_is_used() -> None:
    library = Library([FIRST, SECOND, LATER])
    checked = await check(library, cutoff="claim")
    assert set(library.asked) == {date(2025, 3, 3)}
    assert LATER.document_id not in {document.document_id for document in checked.documents}
    assert {search.published_until for search in checked.searches} == {date(2025, 3, 3)}


async def test_cut_off_at_the_claim_a_page_that_was_changed_later_or_has_no_date_is_not_used() -> None:
    changed = FIRST.model_copy(update={"document_id": "doc_changed", "modified_at": builders.midnight("2025-03-05")})
    undated = SECOND.model_copy(update={"document_id": "doc_undated", "published_at": None})
    checked = await check(Careless([changed, undated, FIRST, LATER]), cutoff="claim")
    assert {document.document_id for document in checked.documents} == {FIRST.document_id}


@pytest.mark.parametrize(
    ("said", "said_before", "asked_until"),
    [
        (date(2025, 3, 3), datetime(2025, 3, 4, 4, 30, tzinfo=UTC), date(2025, 3, 4)),  # an evening in New York
        (date(2025, 3, 4), datetime(2025, 3, 3, 23, tzinfo=UTC), date(2025, 3, 4)),  # a morning in Tokyo
    ],
)
async def test_cut_off_at_the_claim_it_is_the_minute_that_counts(
    said: date, said_before: datetime, asked_until: date
) -> None:
    claim = CLAIM.model_copy(update={"said_from": said, "said_to": said, "said_before": said_before})
    before, after = (
        page.model_copy(update={"published_at": said_before + timedelta(hours=hours), "published_precision": "minute"})
        for page, hours in ((FIRST, -2), (SECOND, 2))
    )
    library = Library([before, after])
    checked = await check(library, claim=claim, cutoff="claim")
    assert {document.document_id for document in checked.documents} == {before.document_id}
    assert set(library.asked) == {asked_until}


async def test_searches_at_once_are_bounded() -> None:
    library = Library([FIRST])
    claims = [builders.claim(f"Norland has shipped {number} tanks to Freedonia.") for number in range(10)]
    verifier = Verifier(
        OfflinePlanner(), [library], [LexicalJudge()], limits=Limits(concurrent_searches=2, claims_per_plan=3)
    )
    checked = await verifier.verify(
        ARTICLE, VERSION, claims, run_id="run_one", now=builders.NOW, cutoff="now", previous={}
    )
    assert [one.claim_id for one in checked] == [claim.claim_id for claim in claims]
    assert 1 <= library.most_at_once <= 2


class TestVersionKey:
    def key(
        self, library: Library | None = None, limits: Limits | None = None, min_origins: int = 2, cutoff: str = "now"
    ) -> str:
        verifier = Verifier(
            OfflinePlanner(),
            [library or Library()],
            [LexicalJudge()],
            rules=Rules(min_origins=min_origins),
            limits=limits,
        )
        return verifier.version_key(cutoff)  # type: ignore[arg-type]

    def test_changes_with_all_that_could_change_an_outcome(self) -> None:
        keys = [
            self.key(),
            self.key(Library(version="2")),
            self.key(Library(name="web")),
            self.key(limits=Limits(passages_per_claim=3)),
            self.key(min_origins=1),
            self.key(cutoff="claim"),
        ]
        assert len(set(keys)) == len(keys)

    def test_does_not_change_with_how_fast_it_is(self) -> None:
        assert self.key(limits=Limits(concurrent_claims=1, concurrent_searches=1)) == self.key()

    def test_a_source_that_is_down_has_a_key_all_the_same(self) -> None:
        class Down(Library):
            @property
            def version(self) -> str:  # type: ignore[override]
                raise SourceDownError("closed: try again")

            @version.setter
            def version(self, value: str) -> None:
                pass

        assert self.key(Down()) != self.key()


def test_a_verifier_without_sources_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Verifier(OfflinePlanner(), [], [LexicalJudge()])
