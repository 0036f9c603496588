"""The flow that fact-checkers trigger on articles: `python -m flows.check SOURCE…`, or the deployment `check/check`.

A thin wrapper: one task an article, whose logic is `flows.pipeline` and `flows.runs`.
"""

import sys

if __name__ == "__main__":  # ends here, so that the flow below is defined once: in the module that the command imports
    from flows.cli import main

    main(["check", *sys.argv[1:]])

from typing import Any

from flows.settings import Cutoff, load_settings, prepare_prefect

prepare_prefect(quiet=False)

from prefect import flow, task  # noqa: E402  # only now that Prefect's environment is prepared
from prefect.cache_policies import NO_CACHE  # noqa: E402

from flows.abreast import abreast  # noqa: E402
from flows.article_report import ArticleReport  # noqa: E402
from flows.artifacts import ProgressArtifact, leave_summary, leave_table  # noqa: E402
from flows.events import events_emitted  # noqa: E402
from flows.retrying import Patience, tries, worth_another_try  # noqa: E402
from flows.runs import CheckRun  # noqa: E402


@task(
    name="check article",
    task_run_name="{source}",
    cache_policy=NO_CACHE,
    persist_result=False,
    retry_condition_fn=worth_another_try,
)
async def check_article(source: str) -> ArticleReport:
    """One article through all the stages. Fails, visibly, where the article could not be read or no claims be taken.

    Where what went wrong may pass, Prefect tries it again.
    """
    return await Patience.current().tried(source, CheckRun.current().check_article(source))


@flow(name="check", persist_result=False, validate_parameters=True)
async def check(
    sources: list[str],
    corpus: str | None = None,
    published: str | None = None,
    url: str | None = None,
    model: str | None = None,
    base_url: str | None = None,
    cutoff: Cutoff | None = None,
    warehouse: str | None = None,
) -> dict[str, Any]:
    """Check articles against evidence; what comes of it lands in the warehouse.

    Args:
        sources: Articles: web addresses, .txt, .md or .html files, folders of them, or "-" for standard input.
        corpus: A folder or file of evidence documents.
        published: When the articles were published, where they do not say it: 2025-03-03 or 2025-03-03T11:10+09:00.
        url: The article's canonical address, where it does not say it itself.
        model: "offline", or "provider:model" such as "openai:gpt-5-mini".
        base_url: An OpenAI-compatible server for the model.
        cutoff: "now" for all evidence to date, "claim" for none later than the claim.
        warehouse: The DuckDB file, or the lake, where everything lands.

    Returns:
        The run's id, outcome, counts, a summary of them, what it spent, the ids of its articles, what failed, how many
        articles could not be read, and which budget was spent, if one was.
    """
    settings = load_settings(corpus=corpus, model=model, base_url=base_url, cutoff=cutoff, warehouse=warehouse)
    async with events_emitted(), CheckRun.start(settings, sources, published=published, url=url) as run:
        Patience.begin(run.assembly.web)
        one_article = check_article.with_options(**tries(settings))
        progress = await ProgressArtifact.begin(len(run.sources), "articles")

        async def note(source: str, result: ArticleReport | Exception) -> None:
            run.note(source, result)
            await progress.advance()

        await abreast(run, run.sources, one_article, note, most=settings.articles_at_once)
    await leave_table("verdicts", run.verdict_table(), run.summary())
    await leave_table("verdict-changes", run.changes(), run.summary())
    result = {
        "run_id": run.run_id,
        "outcome": run.outcome,
        "counts": run.counts,
        "spent": run.spent,
        "summary": run.summary(),
        "article_ids": run.article_ids,
        "failures": run.failures,
        "unreadable": run.unreadable,
        "budget": run.budget_told,
    }
    await leave_summary(result)
    return result
