"""Whole runs with a language model over the wire: what lands, what a second run does, and what an outage leaves."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import loopback_llm as loop
from tests.flows.conftest import EXAMPLE_ARTICLES, EXAMPLE_EVIDENCE, contents
from tests.flows.model_desk import HEALTHY, Desk
from tests.loopback_llm import Behaviour, LoopbackLlm
from warehouse.records import VERDICT_LABELS


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def test_a_run_on_the_example_lands_claims_queries_judgements_and_verdicts_that_cite(desk: Desk):
    with LoopbackLlm(HEALTHY) as llm:
        run = await desk.check(llm, EXAMPLE_ARTICLES, corpus=EXAMPLE_EVIDENCE)
    assert desk.is_sound()
    assert run.outcome == "completed"
    claims = desk.rows("select * from current_claims")
    assert len(claims) >= 30
    assert {claim["status"] for claim in claims} == {"checked", "sole_witness"}
    assert {row["extractor"]: row["model"] for row in desk.rows("from extractions")} == {"llm": "openai:test"}

    purposes = desk.rows("select claim_id, count(distinct purpose) as n from queries group by claim_id")
    assert len(purposes) == run.counts["due"] > 0
    assert all(row["n"] >= 3 for row in purposes)
    assert set(desk.column("select distinct purpose from queries")) >= {"confirm", "refute", "primary_source"}

    judgements = desk.rows("from judgements")
    assert judgements
    assert {(row["judge"], row["model"]) for row in judgements} == {("llm", "openai:test")}
    verdicts = desk.rows("from verdicts")
    assert {verdict["label"] for verdict in verdicts} == set(VERDICT_LABELS)
    assert len(verdicts) == run.counts["decided"] == run.counts["due"]
    decided = [verdict for verdict in verdicts if verdict["label"] != "not_enough_evidence"]
    known = set(desk.column("select passage_id from passages"))
    assert all(verdict["cited_passage_ids"] and known >= set(verdict["cited_passage_ids"]) for verdict in decided)


async def test_every_call_is_kept_with_its_tokens_prompt_and_run_and_the_run_sums_them(desk: Desk):
    with LoopbackLlm(HEALTHY) as llm:
        run = await desk.check(llm)
        assert len(llm.requests) == desk.column("select count(*) from llm_calls")[0]
    calls = desk.rows("from llm_calls")
    assert {call["prompt"] for call in calls} == {"extract", "plan", "judge", "plan_further"}
    for call in calls:
        assert (call["run_id"], call["model"], call["outcome"], call["cached"]) == (
            run.run_id,
            "openai:test",
            "ok",
            False,
        )
        assert (call["input_tokens"], call["output_tokens"], call["attempts"]) == (11, 7, 1)
        assert re.fullmatch(r"[0-9a-f]{16}", call["prompt_version"])
        assert call["cost_usd"] is None, "a server of one's own has no published price"
    items = {call["prompt"]: {one["item_id"] for one in calls if one["prompt"] == call["prompt"]} for call in calls}
    assert (
        items["extract"]
        == items["plan"]
        == items["plan_further"]
        == set(desk.column("select article_id from articles"))
    )
    assert items["judge"] == set(desk.column("select claim_id from judgements"))
    (summary,) = desk.rows("from run_summary")
    assert (summary["llm_calls"], summary["input_tokens"], summary["output_tokens"]) == (
        len(calls),
        11 * len(calls),
        7 * len(calls),
    )
    assert summary["cost_usd"] is None


async def test_a_second_run_asks_the_model_nothing_and_writes_nothing_but_when_it_looked(desk: Desk):
    with LoopbackLlm(HEALTHY) as llm:
        first = await desk.check(llm)
        asked, before = len(llm.requests), contents(desk.home / "desk.duckdb")
        again = await desk.check(llm)
        assert len(llm.requests) == asked
    assert contents(desk.home / "desk.duckdb") == before
    assert (again.counts["decided"], again.counts["unchanged"]) == (0, first.counts["decided"])
    (summary,) = desk.rows(f"from run_summary where run_id = '{again.run_id}'")
    assert (summary["llm_calls"], summary["input_tokens"], summary["cost_usd"]) == (0, 0, 0.0)
    assert set(desk.column("select run_id from llm_calls")) == {first.run_id}


async def test_a_warehouse_that_was_deleted_is_filled_again_from_the_cache_alone(desk: Desk):
    with LoopbackLlm(HEALTHY) as llm:
        await desk.check(llm)
        before = contents(desk.home / "desk.duckdb")
        (desk.home / "desk.duckdb").unlink()
        llm.behaviours = [loop.error(500)]
        asked = len(llm.requests)
        run = await desk.check(llm)
        assert len(llm.requests) == asked
    assert run.outcome == "completed"
    calls = desk.rows("from llm_calls")
    assert len(calls) == asked
    assert all(call["cached"] and call["attempts"] == call["input_tokens"] == 0 for call in calls)
    after = contents(desk.home / "desk.duckdb")
    for told in (before, after):
        del told["llm_calls"]
    assert after == before


# An article is a call for its claims, one for their queries, one for each judgement (three, as there is no evidence on
# one of its claims), and one for further queries on that one. The server dies with the first article done, the second's
# claims taken and one of them judged.
DIES_AFTER = 9
OUTAGES: list[tuple[str, Callable[[LoopbackLlm], Behaviour], str, str]] = [
    ("500", lambda _: loop.error(500), "ModelUnavailableError", "run again later"),
    ("quota", lambda _: loop.error(429, "insufficient_quota"), "QuotaExceededError", "add credit"),
    ("time-out", lambda llm: llm.holds(), "ModelTimeoutError", "CLAIMHOUSE_MODEL_TIMEOUT_S"),
    ("crash", lambda llm: llm.dies(), "ModelConnectionError", "the server is running"),
    ("bad replies", lambda _: loop.text_reply("I would rather not."), "BadReplyError", "follow a JSON schema"),
]
# Tables whose rows are the same whether a check was done in one go or in several.
OF_THE_WORK = (
    *("articles", "article_versions", "extractions", "claims", "claim_links"),
    *("queries", "documents", "passages", "judgements", "verdicts"),
)


@pytest.mark.parametrize(("outage", "error", "advice"), [one[1:] for one in OUTAGES], ids=[one[0] for one in OUTAGES])
async def test_a_server_that_dies_half_way_leaves_failures_and_the_next_run_does_what_is_missing(
    desk: Desk, outage: Callable[[LoopbackLlm], Behaviour], error: str, advice: str
):
    with LoopbackLlm() as llm:
        llm.behaviours = [HEALTHY] * DIES_AFTER + [outage(llm)]
        run = await desk.check(llm, model_timeout_s=0.3 if error == "ModelTimeoutError" else 30.0)
    assert desk.is_sound()
    assert run.outcome == "completed_with_failures"
    # A model that was reached and has no further queries leaves the open claim with the verdict of the first round.
    further = 0 if error == "BadReplyError" else 1
    assert (run.counts["articles"], run.counts["articles_failed"], run.counts["claims_failed"]) == (3, 1, 2 + further)
    failures = desk.rows("from open_failures")
    assert [failure["stage"] for failure in failures].count("judge") == 2
    assert [failure["stage"] for failure in failures].count("plan") == further
    assert [failure["stage"] for failure in failures].count("extract") == 1
    assert {failure["error"] for failure in failures} == {error}
    assert all(advice in failure["message"] for failure in failures)
    failed = {failure["item_id"] for failure in failures}
    judged = set(desk.column("select claim_id from verdicts"))
    assert len(judged) == 6 - further
    assert not failed & judged, "an outage is never a verdict"
    unchecked = desk.rows("select claim_id, status_reason from current_claims where status = 'unchecked'")
    assert {row["claim_id"] for row in unchecked} == {one["item_id"] for one in failures if one["stage"] != "extract"}
    assert all(advice in row["status_reason"] for row in unchecked)
    calls = desk.rows("from llm_calls order by called_at")
    assert [call["outcome"] for call in calls].count("ok") == DIES_AFTER
    assert {call["outcome"] for call in calls} == {"ok", error}
    (summary,) = desk.rows("from run_summary")
    assert summary["input_tokens"] == sum(call["input_tokens"] for call in calls) >= 11 * DIES_AFTER

    with LoopbackLlm(HEALTHY) as llm:
        again = await desk.check(llm)
        asked = [request.schema_name for request in llm.requests]
    assert again.outcome == "completed"
    assert (asked.count("ClaimList"), asked.count("_Plan"), asked.count("_Judged")) == (1, 2, 5)
    assert (again.counts["decided"], again.counts["unchanged"]) == (6 + further, 6 - further)
    assert desk.rows("from open_failures") == []
    assert desk.is_sound()

    with LoopbackLlm(HEALTHY) as llm:
        await desk.check(llm, warehouse=desk.home / "whole.duckdb", cache_dir=desk.home / "fresh")
    pieces, whole = contents(desk.home / "desk.duckdb"), contents(desk.home / "whole.duckdb")
    assert {name: pieces[name] for name in OF_THE_WORK} == {name: whole[name] for name in OF_THE_WORK}


async def test_a_server_that_comes_back_costs_only_the_articles_of_its_absence(desk: Desk):
    with LoopbackLlm(HEALTHY, loop.error(500), HEALTHY) as llm:
        run = await desk.check(llm)
    assert [failure["stage"] for failure in desk.rows("from open_failures")] == ["plan"] * 4
    assert (run.counts["claims_failed"], run.counts["decided"]) == (4, 8)


async def test_a_fault_that_passes_is_tried_again_within_the_run(desk: Desk):
    with LoopbackLlm(loop.error(503), HEALTHY) as llm:
        run = await desk.check(llm, desk.home / "articles" / "0-Northfield.txt", model_attempts=2)
    assert run.outcome == "completed"
    (call,) = desk.rows("from llm_calls where prompt = 'extract'")
    assert (call["outcome"], call["attempts"]) == ("ok", 2)
    assert desk.rows("from failures") == []


async def test_going_from_the_rules_to_the_model_and_back_keeps_both_and_shows_the_last(desk: Desk):
    source = desk.home / "articles" / "0-Northfield.txt"
    with LoopbackLlm(HEALTHY) as llm:
        await desk.check(llm, source, model="offline", base_url=None)
        by_rules = desk.rows("select claim_id, label, verdict_id from current_verdicts order by claim_id")
        await desk.check(llm, source)
        by_model = desk.rows("select claim_id, label, verdict_id from current_verdicts order by claim_id")
        asked = len(llm.requests)
        back = await desk.check(llm, source, model="offline", base_url=None)
        again = await desk.check(llm, source)
        assert [request.schema_name for request in llm.requests[asked:]] == ["_Plan"], "of fewer claims than before"
    assert desk.is_sound()
    assert [row["extractor"] for row in desk.rows("from extractions order by extracted_at")] == ["rules", "llm"]
    assert {row["claim_id"] for row in by_rules} != {row["claim_id"] for row in by_model}
    assert desk.rows("select claim_id from current_claims order by claim_id") == [
        {"claim_id": row["claim_id"]} for row in by_model
    ]
    verdicts = {row["verdict_id"]: row for row in desk.rows("from verdicts")}
    lineage = {(row["claim_id"], row["ancestor_id"]) for row in desk.rows("from claim_lineage")}
    followed = [(row, verdicts[row["follows"]]) for row in verdicts.values() if row["follows"]]
    assert followed, "the model's claims inherit what the rules' claims had"
    assert all((new["claim_id"], old["claim_id"]) in lineage for new, old in followed)
    assert {new["cause"] for new, _ in followed} == {"model_changed"}
    assert {row["cause"] for row in verdicts.values()} == {"first_check", "model_changed"}

    # A claim that both find has the judgement of the one that looked last, and not of the one that looked once.
    shared = {row["claim_id"] for row in by_rules} & {row["claim_id"] for row in by_model}
    assert shared
    judged_by = "select j.judge from verdicts v join judgements j on j.judgement_id = v.judgement_ids[1]"
    for claim_id in shared:
        judges = desk.column(f"{judged_by} where v.claim_id = '{claim_id}' order by v.decided_at")
        assert judges == ["nli", "llm", "nli", "llm"]
    assert (back.counts["decided"], again.counts["decided"]) == (len(shared), len(shared))


async def test_what_a_changed_article_says_as_before_keeps_its_verdict_without_a_question_to_the_model(desk: Desk):
    head = "url: https://herald.example/dam\npublished: 2025-03-03\ntitle: Dam fails above Northfield\n\n"
    first, *others = (
        "The Northfield dam failed on Sunday after a week of rain.",
        "The fire service rescued 40 people from the houses of Northfield.",
        "The council approved 12 million pounds for repairs on Friday.",
    )
    article = desk.article("changing", head + " ".join((first, *others)))
    with LoopbackLlm(HEALTHY) as llm:
        before = await desk.check(llm, article)
        verdicts = {row["claim_id"]: row for row in desk.rows("from verdicts")}
        asked = len(llm.requests)
        # One sentence goes, a new one comes before the others, which now stand elsewhere in the text.
        article.write_text(head + " ".join(("Mayor Ada Lund visited Northfield on Saturday.", *others)), "utf-8")
        after = await desk.check(llm, article)
        questions = llm.requests[asked:]
    assert (before.counts["due"], before.counts["decided"]) == (3, 3)
    assert (after.counts["due"], after.counts["decided"], after.counts["unchanged"]) == (3, 1, 2)
    assert len(desk.rows("from article_versions")) == 2
    judged = [request.user for request in questions if request.schema_name == "_Judged"]
    planned = [request.user for request in questions if request.schema_name in ("_Plan", "_FurtherPlan")]
    assert judged
    assert planned
    assert all("claim: Mayor Ada Lund visited" in text for text in judged)
    assert not [sentence for sentence in others for text in planned if sentence in text]
    assert sum(request.schema_name == "ClaimList" for request in questions) == 1
    now = {row["claim_id"]: row["verdict_id"] for row in desk.rows("from current_verdicts")}
    kept = {claim_id: row["verdict_id"] for claim_id, row in verdicts.items() if claim_id in now}
    assert len(kept) == 2
    assert kept.items() <= now.items()
    with LoopbackLlm(HEALTHY) as llm:
        again = await desk.check(llm, article)
        assert (again.counts["decided"], again.counts["unchanged"], len(llm.requests)) == (0, 3, 0)
    assert desk.is_sound()
