"""The flow that checks due claims again, on a schedule: `python -m flows.reprocess`, or a deployment of it.

A thin wrapper: one task an article, whose logic is `flows.due`, `flows.rechecking` and `flows.recheck_run`.
"""

import sys

if __name__ == "__main__":  # ends here, so that the flow below is defined once: in the module that the command imports
    from flows.cli import main

    main(["reprocess", *sys.argv[1:]])

from pathlib import Path
from typing import Any

from flows.settings import Cutoff, load_settings, prepare_prefect

prepare_prefect(quiet=False)

from prefect import flow, task  # noqa: E402  # only now that Prefect's environment is prepared
from prefect.cache_policies import NO_CACHE  # noqa: E402

from flows.abreast import abreast  # noqa: E402
from flows.artifacts import ProgressArtifact, leave_summary, leave_table  # noqa: E402
from flows.events import events_emitted  # noqa: E402
from flows.recheck_policy import load_policy  # noqa: E402
from flows.recheck_report import RecheckReport  # noqa: E402
from flows.recheck_run import RecheckRun  # noqa: E402
from flows.retrying import Patience, tries, worth_another_try  # noqa: E402


@task(
    name="recheck article",
    task_run_name="{article_id}",
    cache_policy=NO_CACHE,
    persist_result=False,
    retry_condition_fn=worth_another_try,
)
async def recheck_article(article_id: str) -> RecheckReport:
    """The due claims of one article. Fails, visibly, where the article's check broke down.

    Where what went wrong may pass, Prefect tries the claims that it befell again.
    """
    return await Patience.current().tried(article_id, RecheckRun.current().recheck_article(article_id))


@flow(name="reprocess", persist_result=False, validate_parameters=True)
async def reprocess(
    policy: str | None = None,
    where: str | None = None,
    batch: bool = False,
    corpus: str | None = None,
    model: str | None = None,
    base_url: str | None = None,
    cutoff: Cutoff | None = None,
    warehouse: str | None = None,
) -> dict[str, Any]:
    """Check again the claims that are due; what comes of it lands in the warehouse.

    Args:
        policy: A TOML file that says when claims are due; without one the policy that ships.
        where: A condition in SQL over current_verdicts; the claims that it holds for are due as well.
        batch: Ask the model by OpenAI's Batch API: the answers come within a day, at half the price, and a later run
            takes them up. Every run, with or without it, takes up what has come.
        corpus: A folder or file of evidence documents, in place of the desk's corpus.
        model: "offline", or "provider:model" such as "openai:gpt-5-mini".
        base_url: An OpenAI-compatible server for the model.
        cutoff: "now" for all evidence to date, "claim" for none later than the claim.
        warehouse: The DuckDB file, or the lake, where everything lands.

    Returns:
        The run's id, outcome, counts, a summary of them, what it spent, what changed, what failed, what became of the
        open batches and how many of them could not be looked at, and which budget was spent, if one was.
    """
    settings = load_settings(corpus=corpus, model=model, base_url=base_url, cutoff=cutoff, warehouse=warehouse)
    read = load_policy(Path(policy) if policy else None)
    async with events_emitted(), RecheckRun.start(settings, read, where=where, batch=batch) as run:
        one_article = recheck_article.with_options(**tries(settings))
        progress = await ProgressArtifact.begin(len(run.articles), "articles")
        Patience.begin(run.assembly.web)

        async def note(article_id: str, result: RecheckReport | Exception) -> None:
            run.note(article_id, result)
            await progress.advance()

        await abreast(run, run.articles, one_article, note, most=settings.articles_at_once)
    changes = await leave_table("verdict-changes", run.changes(), run.summary())
    result = {
        "run_id": run.run_id,
        "outcome": run.outcome,
        "counts": run.counts,
        "spent": run.spent,
        "summary": run.summary(),
        "changes": changes,
        "failures": run.failures,
        "batches": run.batches_told,
        "batches_unasked": run.batches_unasked,
        "budget": run.budget_told,
    }
    await leave_summary(result)
    return result
