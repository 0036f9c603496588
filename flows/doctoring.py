"""`claimhouse doctor`: what is configured, what answers, whether the warehouse is sound."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.metadata import version
from urllib.parse import urlsplit

from rich.console import Console

from extractors.newsroom import load_newsroom
from flows.assembly import assemble_corpus, assemble_gateway, assemble_searches, assemble_warehouse, assemble_web
from flows.batches_told import batch_lines
from flows.budgets import budget_lines
from flows.earlier_checks import assemble_fact_checks, where
from flows.output import printable
from flows.progress import counted
from flows.settings import Settings, keys_set, prefect_server
from gateways.prices import load_prices
from gateways.web_robots import TOKEN
from language import checkworthiness, embedding, entailment
from verifiers.sources import google_factchecks
from warehouse.batches import open_batches
from warehouse.errors import ClaimhouseError
from warehouse.integrity import check_integrity
from warehouse.store import place_exists

COMPONENTS = ("duckdb", "prefect", "langchain", "openai", "pydantic", "tantivy")


async def examine(settings: Settings) -> bool:
    """Print what was found, a line each; False when something that is configured does not answer or is not sound."""
    console = Console(soft_wrap=True, emoji=False)

    def say(mark: str, what: str, finding: str) -> None:
        console.print(f"{mark:<5} {what:<10} {printable(finding)}", markup=False, highlight=False)

    say("", "versions", ", ".join(f"{name} {version(name)}" for name in COMPONENTS))
    say("", "keys", ", ".join(f"{name} {'set' if is_set else 'not set'}" for name, is_set in keys_set().items()))
    sound = True
    examinations: dict[str, Callable[[Settings], Awaitable[str]]] = {
        "model": _model,
        "budget": _budget,
        "batches": _batches,
        "newsroom": _newsroom,
        "ranking": _ranking,
        "judge": _judge,
        "corpus": _corpus,
        "web": _web,
        "factchecks": _fact_checks,
        "channels": _channels,
        "warehouse": _warehouse,
        "prefect": _prefect,
    }
    for what, examination in examinations.items():
        try:
            say("ok", what, await examination(settings))
        except ClaimhouseError as error:
            sound = False
            say("FAIL", what, str(error))
    async for answers, name, finding in examine_searches(settings):
        sound = sound and answers
        say("ok" if answers else "FAIL", name, finding)
    return sound


async def examine_searches(settings: Settings) -> AsyncIterator[tuple[bool, str, str]]:
    """Of each source on the web that is set up: whether it answers, its name, and what it answered or what is wrong."""
    web = assemble_web(settings)
    try:
        searches = assemble_searches(settings, web)
        for search in searches:
            try:
                yield True, search.name, await search.check()
            except ClaimhouseError as error:
                yield False, search.name, str(error)
        if not searches:
            yield True, "searches", "none is set up: .env.example tells how wikis and web searches are"
    finally:
        await web.aclose()


async def _model(settings: Settings) -> str:
    gateway = assemble_gateway(settings)
    if gateway is None:
        return "offline: rules and the local judge, no key needed"
    call = await gateway.check()
    return f"{settings.model} answers in {call.seconds:.1f} s"


async def _budget(settings: Settings) -> str:
    prices = load_prices(settings.prices)
    listed = sum(len(models) for models in prices.tables.values())
    return "; ".join([*budget_lines(settings), f"prices of {listed} models as of {prices.as_of}"])


async def _batches(settings: Settings) -> str:
    """The open batches as they were last seen: looking at them anew is for a reprocess, which stores what it sees."""
    warehouse = assemble_warehouse(settings)
    if not await asyncio.to_thread(warehouse.exists):
        return "none is open"
    with warehouse.session() as session:
        lines = batch_lines(open_batches(session))
    return "; ".join(lines) or "none is open"


async def _newsroom(settings: Settings) -> str:
    newsroom = load_newsroom(settings.newsroom)
    await asyncio.to_thread(checkworthiness.checkworthiness_model)
    asked = settings.newsroom or "the shipped newsroom.toml"
    model = checkworthiness.model_version()
    return f"{len(newsroom.question)} questions of {asked}, and the check-worthiness model {model}"


async def _ranking(settings: Settings) -> str:
    await asyncio.to_thread(embedding.embedding_model)
    return f"passages are ranked by the encoder {embedding.model_version()}"


async def _judge(settings: Settings) -> str:
    await asyncio.to_thread(entailment.entailment_model)
    beside = "" if settings.offline else ", beside the model,"
    return f"passages are read{beside} by rules and by the network {entailment.model_version()}"


async def _corpus(settings: Settings) -> str:
    corpus = assemble_corpus(settings)
    if corpus is None:
        return (
            "none is set: say claimhouse corpus add, or give --corpus or CLAIMHOUSE_CORPUS, to have documents of your "
            "own searched"
        )
    report = await asyncio.to_thread(corpus.prepare, thorough=True)
    found = f"{corpus.shown}: {report.documents} documents, {report.passages} passages"
    if report.damage:
        found += f"; its index could not be used ({report.damage}) and was built anew"
    remarks = (*report.unreadable, *report.notes)
    return f"{found}; {report.problem_count} remarks, the first: {remarks[0]}" if remarks else found


async def _web(settings: Settings) -> str:
    """How the web is asked. Nothing is fetched: that would tell of the page and not of the web."""
    contact = settings.web_contact or "no contact, which some sites ask for: set CLAIMHOUSE_WEB_CONTACT"
    found = [f"pages are asked for as {TOKEN}, with {contact}"]
    if settings.web_proxy:
        proxy = urlsplit(settings.web_proxy.get_secret_value()).hostname
        found.append(f"through the proxy {proxy}, which must itself refuse the addresses of its own network")
    if settings.allowed_hosts:
        found.append(f"of private hosts only {', '.join(settings.allowed_hosts)}")
    folder = settings.cache_dir / "web"
    kept = await asyncio.to_thread(lambda: sum(file.stat().st_size for file in folder.glob("*") if file.is_file()))
    found.append(f"{kept / 2**20:.0f} MB of at most {settings.web_cache_mb:g} are kept in {folder}")
    return "; ".join(found)


async def _fact_checks(settings: Settings) -> str:
    web = assemble_web(settings)
    try:
        source = assemble_fact_checks(settings, web)
        if source is None:
            return f"none are set: give CLAIMHOUSE_FACTCHECKS or {google_factchecks.KEY} to see what others have found"
        report = await source.prepare()
        await source.check()
        found = where(source, report)
        remarks = (*report.unreadable, *report.notes)
        return f"{found}; {counted(len(remarks), 'remark')}, the first: {remarks[0]}" if remarks else found
    finally:
        await web.aclose()


async def _channels(settings: Settings) -> str:
    """Whether the channels' addresses can be used. Nothing is sent."""
    if not settings.channels:
        return "none is set: give CLAIMHOUSE_NOTIFY to be told what happened"
    from gateways.notify import ChannelSender

    for channel in settings.channels:
        await asyncio.to_thread(ChannelSender, channel, timeout_s=settings.notify_timeout_s)
    told = (f"{one.name} ({one.service}; {', '.join(one.kinds) or 'everything'})" for one in settings.channels)
    return f"told what happened: {', '.join(told)}"


async def _warehouse(settings: Settings) -> str:
    if not await asyncio.to_thread(place_exists, settings.warehouse):
        return f"{settings.warehouse} is not there yet: the first check makes it"
    findings = await asyncio.to_thread(check_integrity, settings.warehouse)
    if findings:
        raise UnsoundWarehouseError("; ".join(str(finding) for finding in findings))
    return f"{settings.warehouse} is sound"


class UnsoundWarehouseError(ClaimhouseError):
    """An integrity query found rows that break a rule."""


async def _prefect(settings: Settings) -> str:
    from prefect import get_client
    from prefect.exceptions import PrefectException

    where = prefect_server() or "a temporary server, for PREFECT_API_URL is not set"
    try:
        async with get_client() as client:
            trouble = await client.api_healthcheck()
    except (RuntimeError, OSError, PrefectException) as error:
        trouble = error
    if trouble is not None:
        raise PrefectSilentError(
            f"Prefect does not answer at {where} ({type(trouble).__name__}): start it with `prefect server start`, or "
            f"unset PREFECT_API_URL."
        )
    return f"answers at {where}"


class PrefectSilentError(ClaimhouseError):
    """The configured Prefect server, or a temporary one, does not answer."""
