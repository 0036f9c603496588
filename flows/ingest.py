"""The flow that reads what the desk watches and checks what is new there: `claimhouse ingest`, or a deployment of it.

A thin wrapper: one task a watch and one an article, whose logic is `flows.ingest_run`.
"""

import sys

if __name__ == "__main__":  # ends here, so that the flow below is defined once: in the module that the command imports
    from flows.cli import main

    main(["ingest", *sys.argv[1:]])

from typing import Any

from flows.settings import Cutoff, load_settings, prepare_prefect

prepare_prefect(quiet=False)

from prefect import flow, task  # noqa: E402  # only now that Prefect's environment is prepared
from prefect.cache_policies import NO_CACHE  # noqa: E402

from flows.abreast import abreast  # noqa: E402
from flows.article_report import ArticleReport  # noqa: E402
from flows.artifacts import ProgressArtifact, leave_summary, leave_table  # noqa: E402
from flows.events import events_emitted  # noqa: E402
from flows.ingest_run import IngestRun  # noqa: E402
from flows.retrying import Patience, tries, worth_another_try  # noqa: E402
from warehouse.records import WatchedPage  # noqa: E402

WATCHES_AT_ONCE = 16


@task(
    name="read watch",
    task_run_name="{name}",
    cache_policy=NO_CACHE,
    persist_result=False,
    retry_condition_fn=worth_another_try,
)
async def read_watch(name: str, place: int) -> tuple[int, int]:
    """Read one watch, the `place`-th that is due. Fails, visibly, where it does not answer as it should.

    Where what went wrong may pass, Prefect tries it again.
    """
    run = IngestRun.current()
    return await Patience.current().tried(name, run.read(run.due[place]))


@task(
    name="check page",
    task_run_name="{url}",
    cache_policy=NO_CACHE,
    persist_result=False,
    retry_condition_fn=worth_another_try,
)
async def check_page(url: str, page: dict[str, Any]) -> ArticleReport | None:
    """Look at one page, and take it through all the stages where it is new or has changed.

    Where what went wrong may pass, Prefect tries it again.
    """
    look = IngestRun.current().look(WatchedPage.model_validate(page))
    return await Patience.current().tried(url, look)


@flow(name="ingest", persist_result=False, validate_parameters=True)
async def ingest(
    watches: list[str] | None = None,
    now: bool = False,
    corpus: str | None = None,
    model: str | None = None,
    base_url: str | None = None,
    cutoff: Cutoff | None = None,
    warehouse: str | None = None,
) -> dict[str, Any]:
    """Read what is watched and due, and check the articles that are new or have changed.

    Args:
        watches: Names or addresses of watches, read whether they are due or not; all that are due where none is given.
        now: Read all of them, due or not.
        corpus: A folder or file of evidence documents.
        model: "offline", or "provider:model" such as "openai:gpt-5-mini".
        base_url: An OpenAI-compatible server for the model.
        cutoff: "now" for all evidence to date, "claim" for none later than the claim.
        warehouse: The DuckDB file, or the lake, where everything lands.

    Returns:
        Whether anything was due and, if so, the run's id, outcome, counts, a summary of them, what it spent, and what
        failed.
    """
    settings = load_settings(corpus=corpus, model=model, base_url=base_url, cutoff=cutoff, warehouse=warehouse)
    async with events_emitted(), IngestRun.start(settings, watches or (), anyway=now) as run:
        if run is None:
            return {"due": False}
        Patience.begin(run.check.assembly.web)
        one_watch, one_page = read_watch.with_options(**tries(settings)), check_page.with_options(**tries(settings))

        async def note_watch(place: int, result: object) -> None:
            if isinstance(result, Exception):
                run.note_failed(run.due[place], result)

        await abreast(
            run.check,
            range(len(run.due)),
            lambda place: one_watch(run.due[place].name, place),
            note_watch,
            most=WATCHES_AT_ONCE,
        )
        pages = await run.pages()
        progress = await ProgressArtifact.begin(len(pages), "pages")
        Patience.begin(run.check.assembly.web)

        async def note_page(page: WatchedPage, result: ArticleReport | Exception | None) -> None:
            if result is not None:
                run.check.note(page.url, result)
            await progress.advance()

        await abreast(
            run.check,
            pages,
            lambda page: one_page(page.url, page.model_dump(mode="json")),
            note_page,
            most=settings.articles_at_once,
        )
    await leave_table("watches", run.table(), run.summary())
    await leave_table("articles", run.findings(), run.summary())
    await leave_table("verdicts", run.check.verdict_table(), run.summary())
    await leave_table("verdict-changes", run.check.changes(), run.summary())
    result = {
        "due": True,
        "run_id": run.check.run_id,
        "outcome": run.check.outcome,
        "counts": run.check.counts,
        "spent": run.check.spent,
        "summary": run.summary(),
        "article_ids": run.check.article_ids,
        "failures": run.check.failures,
        "budget": run.check.budget_told,
    }
    await leave_summary(result)
    return result
