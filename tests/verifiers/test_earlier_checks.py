"""What others have made of a claim is found, kept and shown; no judge reads it, and it counts for nothing."""

from collections.abc import Sequence
from datetime import date

import pytest

from tests.verifiers import builders
from tests.verifiers.test_verify import CLAIM, FIRST, SECOND, Library, SourceDownError, check
from verifiers.judges.lexical import LexicalJudge
from verifiers.outcomes import Checked
from verifiers.planners.earlier_checks import NAME, WithEarlierChecks
from verifiers.planners.offline import OfflinePlanner
from verifiers.protocols import EARLIER_CHECKS, Answer, Evidence, Hit, Planned
from warehouse.records import Article, Claim, Document, Failure, Judgement, Label, Query


def fact_check(
    claim: Claim = CLAIM, *, rating: str = "False", label: Label | None = "refuted", publisher: str = "Ashby Checks"
) -> Document:
    text = f"{claim.text}\nRated “{rating}” by {publisher}."
    document = builders.document(text, publisher=publisher, kind="fact_check")
    return document.model_copy(update={"claim_reviewed": claim.text, "rating": rating, "rating_label": label})


class Checks(Library):
    """A library of earlier fact-checks, which says how each was matched."""

    async def search(self, query: Query, claim: Claim, *, published_until: date | None, limit: int) -> Answer:
        assert query.purpose == "earlier_fact_check"
        answer = await super().search(query, claim, published_until=published_until, limit=limit)
        return Answer(tuple(Hit(hit.document, hit.score, how="the same statement") for hit in answer.hits))


class Seeing(LexicalJudge):
    """A judge that notes what it was given."""

    def __init__(self) -> None:
        super().__init__(clock=lambda: builders.NOW)
        self.seen: list[str] = []

    async def judge(self, claim: Claim, evidence: Sequence[Evidence], *, run_id: str) -> Judgement | Failure:
        self.seen += [item.document.document_id for item in evidence]
        return await super().judge(claim, evidence, run_id=run_id)


async def checked_with(*checks: Document, evidence: Sequence[Document] = (FIRST, SECOND), **fields: object) -> Checked:
    sources = (Library(evidence), Checks(checks, name="factchecks", purposes=EARLIER_CHECKS))
    return await check(*sources, planner=WithEarlierChecks(OfflinePlanner()), **fields)  # type: ignore[arg-type]


async def test_it_is_kept_with_how_it_was_matched() -> None:
    found = fact_check()
    checked = await checked_with(found)
    (search,) = [one for one in checked.searches if one.source == "factchecks"]
    assert search.document_ids == (found.document_id,)
    assert search.matched == {found.document_id: "the same statement"}
    assert found in checked.documents


async def test_no_judge_reads_it() -> None:
    judge, found = Seeing(), fact_check()
    checked = await checked_with(found, judges=[judge])
    assert set(judge.seen) == {FIRST.document_id, SECOND.document_id}
    assert found.document_id not in {passage.document_id for passage in checked.passages}


@pytest.mark.parametrize("label", ["supported", "refuted", "conflicting", "not_enough_evidence", None])
async def test_it_changes_no_verdict_whatever_its_rating(label: Label | None) -> None:
    without = await check(Library((FIRST, SECOND)))
    checked = await checked_with(fact_check(label=label), fact_check(label=label, publisher="Harwick Checks"))
    assert without.verdict is not None
    assert checked.verdict is not None
    assert checked.verdict.verdict_id == without.verdict.verdict_id
    assert checked.verdict.label == "supported"
    assert checked.verdict.origins_supporting == 2
    assert checked.verdict.rationale == without.verdict.rationale


async def test_any_number_of_them_decides_nothing() -> None:
    checks = [fact_check(publisher=f"Desk {n}") for n in range(5)]
    checked = await checked_with(*checks, evidence=())
    assert checked.verdict is not None
    assert checked.verdict.label == "not_enough_evidence"
    assert (checked.verdict.origins_supporting, checked.verdict.origins_refuting) == (0, 0)
    assert checked.verdict.cited_passage_ids == ()


async def test_one_origin_and_a_fact_check_are_one_origin() -> None:
    checked = await checked_with(fact_check(rating="True", label="supported"), evidence=(FIRST,))
    assert checked.verdict is not None
    assert checked.verdict.label == "not_enough_evidence"
    assert checked.verdict.origins_supporting == 1


async def test_it_does_not_make_one_origin_of_two_that_it_draws_on() -> None:
    bridge = fact_check(publisher="Gazette").model_copy(update={"origin": "Courier"})
    checked = await checked_with(bridge)
    assert checked.verdict is not None
    assert checked.verdict.origins_supporting == 2


async def test_that_others_could_be_asked_is_no_answer_where_no_evidence_could_be_looked_for() -> None:
    down = Library(error=SourceDownError("the library does not answer: try again"))
    checks = Checks((fact_check(),), name="factchecks", purposes=EARLIER_CHECKS)
    checked = await check(down, checks, planner=WithEarlierChecks(OfflinePlanner()))
    assert checked.verdict is None
    assert [failure.error for failure in checked.failures] == ["SourceDownError"] * len(checked.failures) != []
    assert any(search.source == "factchecks" and search.outcome == "found" for search in checked.searches)


async def test_fact_checks_that_cannot_be_had_are_a_failure_and_the_evidence_decides() -> None:
    broken = Checks(name="factchecks", purposes=EARLIER_CHECKS, error=SourceDownError("they do not answer: try again"))
    checked = await check(Library((FIRST, SECOND)), broken, planner=WithEarlierChecks(OfflinePlanner()))
    assert checked.verdict is not None
    assert checked.verdict.label == "supported"
    assert [failure.message for failure in checked.failures] == ["they do not answer: try again"]


async def test_fact_checks_alone_are_no_evidence_to_decide_on() -> None:
    checks = Checks((fact_check(),), name="factchecks", purposes=EARLIER_CHECKS)
    checked = await check(checks, planner=WithEarlierChecks(OfflinePlanner()))
    assert checked.verdict is None
    assert [failure.error for failure in checked.failures] == ["NoSourceError"]


async def test_the_added_query_goes_to_those_alone_who_match_by_claim() -> None:
    library, checks = Library((FIRST,)), Checks(name="factchecks", purposes=EARLIER_CHECKS)
    planner = Proposing(builders.query(CLAIM))
    alone = await check(library, planner=planner)
    both = await check(library, checks, planner=WithEarlierChecks(planner))
    (added,) = [query for query in both.queries if query.planner == NAME]
    assert (added.purpose, added.text) == ("earlier_fact_check", CLAIM.text)
    assert [search.source for search in both.searches if search.query_id == added.query_id] == ["factchecks"]
    assert len([one for one in both.searches if one.source == "library"]) == len(alone.searches)


class Proposing(OfflinePlanner):
    """A planner that thinks of earlier fact-checks by itself, or of nothing."""

    def __init__(self, *queries: Query) -> None:
        self.proposed = queries

    async def plan(self, article: Article, claims: Sequence[Claim], *, run_id: str) -> Planned:
        return Planned(self.proposed)


async def test_nothing_is_added_where_the_planner_has_thought_of_it_or_of_nothing() -> None:
    own = builders.query(CLAIM).model_copy(update={"purpose": "earlier_fact_check"})
    for queries in ((own,), ()):
        planner = WithEarlierChecks(Proposing(*queries))
        planned = await planner.plan(builders.article(), [CLAIM], run_id="run_1")
        assert planned.queries == queries


async def test_a_short_article_s_own_words_do_not_make_a_fact_check_its_reprint() -> None:
    claim = builders.claim("Marsh extended the sanctions against Belarus last week for another year.")
    found = fact_check(claim)
    (search,) = [one for one in (await checked_with(found)).searches if one.source == "factchecks"]
    assert search.document_ids == (found.document_id,)
