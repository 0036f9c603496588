"""From settings to working stages: the one place that knows which extractor, planner, sources and judges a run has."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from extractors import reading
from extractors.llm import LlmExtractor
from extractors.newsroom import load_newsroom
from extractors.protocol import Extractor
from extractors.rules import RulesExtractor
from extractors.structure import layout
from flows.budgets import assemble_budget, check_price
from flows.calibrating import calibration_in_force
from flows.corpora import corpus_of
from flows.desk_reviews import ReviewedClaims
from flows.earlier_checks import assemble_fact_checks, assemble_verdicts, has_decided, read_fact_checks
from flows.matching import matching_version
from flows.progress import counted, reporter
from flows.publishers import publishers_in_force
from flows.settings import Settings, api_key
from gateways.llm import LlmGateway
from gateways.network_cache import NetworkCache
from gateways.prices import load_prices
from gateways.web import WebGateway, WebSettings
from language.kept_outputs import remember_in
from verifiers.confidence import shipped
from verifiers.judges.llm import LlmJudge
from verifiers.judges.local_judge import NliJudge
from verifiers.memory import Memory, RememberingPlanner, remembering
from verifiers.outcomes import Limits
from verifiers.planners.earlier_checks import WithEarlierChecks
from verifiers.planners.llm import LlmPlanner
from verifiers.planners.offline import OfflinePlanner
from verifiers.protocols import EvidenceSource, Judge, QueryPlanner
from verifiers.publishers import Publishers
from verifiers.rules import Rules
from verifiers.sameness import LlmSameClaimJudge, SameClaimJudge
from verifiers.sources.brave import BraveSource
from verifiers.sources.corpus import CorpusReport, CorpusSource
from verifiers.sources.searxng import SearxngSource
from verifiers.sources.serper import SerperSource
from verifiers.sources.tavily import TavilySource
from verifiers.sources.wikipedia import WikipediaSource
from verifiers.verify import Verifier
from verifiers.webpages import PageReader
from warehouse.originals import Originals
from warehouse.reads import Reads
from warehouse.records import Calibration
from warehouse.store import Warehouse

PROBLEMS_SHOWN = 5


class SearchOnTheWeb(EvidenceSource, Protocol):
    """A source that is asked over the web."""

    @property
    def place(self) -> str:
        """The hosts that are asked, or the name of the service."""
        ...

    async def check(self) -> str:
        """Ask it something, and tell in a phrase what answered. Raises ClaimhouseError by what went wrong."""
        ...


@dataclass(frozen=True)
class Assembly:
    """The stages of a run, ready to work."""

    warehouse: Warehouse
    gateway: LlmGateway | None  # the way to its model; None offline
    extractor: Extractor
    verifier: Verifier | None  # None where there is no source of evidence
    memory: Memory  # what its planner and judges need not be asked again
    corpus: CorpusSource | None
    same_claim: SameClaimJudge | None  # None offline: then code alone tells which claims say the same
    reviewed: ReviewedClaims | None  # what fills the source of the desk's own decisions; None without any
    web: WebGateway  # the run's own, closed with it
    searches: str | None  # the sources on the web that are asked, as the run tells them
    versions: dict[str, str]  # component -> version, as the run records them


# What a run was assembled from before its flow began; a flow's parameters must be plain values.
_ASSEMBLED: ContextVar[Assembly | None] = ContextVar("assembled", default=None)


@contextmanager
def assembled(assembly: Assembly) -> Iterator[None]:
    """Hand an assembly to the flow that runs in this context."""
    token = _ASSEMBLED.set(assembly)
    try:
        yield
    finally:
        _ASSEMBLED.reset(token)


async def assembly_for(settings: Settings) -> Assembly:
    """The assembly that was handed on, or a new one."""
    return _ASSEMBLED.get() or await assemble(settings)


async def assemble(settings: Settings) -> Assembly:
    """All stages as the settings ask for them, with the corpus indexed. Raises ClaimhouseError naming what to set."""
    remember_in(assemble_network_cache(settings))
    gateway = assemble_gateway(settings)
    extractor = assemble_extractor(gateway, settings)
    corpus = assemble_corpus(settings)
    if corpus is not None:
        reporter().say(f"Reading the evidence in {corpus.shown} …")
        _tell(await asyncio.to_thread(corpus.prepare), corpus.shown)
    warehouse = assemble_warehouse(settings)
    desk = await asyncio.to_thread(_read_desk, warehouse)
    publishers = desk.publishers
    web = assemble_web(settings)
    searches = assemble_searches(settings, web, publishers)
    if searches:
        reporter().say(f"Searching {where_searched(searches)}.")
    elif corpus is None:
        reporter().say(
            "No evidence is set, so claims are found and kept, and no verdict is given: give --corpus DIR, say "
            "`claimhouse corpus add DIR` once, or set up a search as .env.example tells."
        )
    sources: list[EvidenceSource] = [*([corpus] if corpus else []), *searches]
    memory = Memory()
    planner: QueryPlanner = RememberingPlanner(LlmPlanner(gateway), memory) if gateway else OfflinePlanner()
    reviewed: ReviewedClaims | None = None
    if sources:
        if (fact_checks := assemble_fact_checks(settings, web)) is not None:
            await read_fact_checks(fact_checks)
            sources.append(fact_checks)
        if desk.has_decided:
            verdicts, reviewed = assemble_verdicts(warehouse)
            sources.append(verdicts)
        planner = WithEarlierChecks(planner) if fact_checks is not None or reviewed else planner
    local = NliJudge()
    await asyncio.to_thread(local.check)
    judges: list[Judge] = [LlmJudge(gateway, local=local)] if gateway else [local]
    same_claim = LlmSameClaimJudge(gateway) if gateway else None
    limits = Limits(
        documents_per_search=settings.documents_per_search,
        passages_per_claim=settings.passages_per_claim,
        concurrent_searches=settings.searches_at_once,
        search_timeout_s=settings.search_timeout_s,
    )
    rules = Rules(min_origins=settings.min_origins, decide_from=settings.decide_from)
    verifier = None
    if sources:
        verifier = Verifier(
            planner,
            sources,
            [remembering(judge, memory) for judge in judges],
            rules=rules,
            calibration=desk.calibration,
            limits=limits,
            publishers=publishers,
            memory=memory,
        )
    parts: list[Extractor | QueryPlanner | EvidenceSource | Judge] = [extractor, planner, *sources, *judges]
    return Assembly(
        warehouse=warehouse,
        gateway=gateway,
        extractor=extractor,
        verifier=verifier,
        memory=memory,
        corpus=corpus,
        same_claim=same_claim,
        reviewed=reviewed,
        web=web,
        searches=where_searched(searches) or None,
        versions={
            "reading": f"{reading.VERSION}.{layout.VERSION}",
            "matching": matching_version(same_claim),
            **{type(part).__name__: part.version for part in parts},
        },
    )


@dataclass(frozen=True)
class _Desk:
    """What the warehouse tells before anything is checked."""

    publishers: Publishers
    calibration: Calibration
    has_decided: bool


def _read_desk(warehouse: Warehouse) -> _Desk:
    """All of it in one opening. Makes a warehouse where there is none."""
    calibration, decided = shipped(), False

    def also(reads: Reads) -> None:
        nonlocal calibration, decided
        calibration, decided = calibration_in_force(reads), has_decided(reads)

    return _Desk(publishers_in_force(warehouse, also), calibration, decided)


def assemble_warehouse(settings: Settings) -> Warehouse:
    """The warehouse of these settings, which need not exist yet."""
    return Warehouse(settings.warehouse, lock_timeout=settings.lock_timeout_s)


def assemble_gateway(settings: Settings, *, anew: bool = False) -> LlmGateway | None:
    """The way to the configured model; None offline. With `anew` no reply that was kept answers for it.

    Raises ClaimhouseError when the model or its key is not set up.
    """
    if settings.offline:
        return None
    provider = settings.model.split(":", 1)[0]
    budget = assemble_budget(settings)
    gateway = LlmGateway(
        settings.model,
        base_url=settings.base_url,
        api_key=settings.base_url_key if settings.base_url else api_key(provider),
        temperature=settings.model_temperature,
        max_output_tokens=settings.model_max_output_tokens,
        structured_output=settings.model_structured_output,
        timeout_s=settings.model_timeout_s,
        max_attempts=settings.model_attempts,
        max_calls_in_flight=settings.model_calls_in_flight,
        calls_per_minute=settings.model_calls_per_minute,
        cache_dir=None if anew else settings.cache_dir,
        prices=load_prices(settings.prices),
        budget=budget,
    )
    check_price(settings, budget, gateway)
    gateway.open()
    return gateway


def assemble_extractor(gateway: LlmGateway | None, settings: Settings) -> Extractor:
    """The extractor for the model or the rules, asking the desk's questions. Raises SettingsError for bad ones."""
    newsroom = load_newsroom(settings.newsroom)
    return RulesExtractor(newsroom) if gateway is None else LlmExtractor(gateway, newsroom=newsroom)


def assemble_corpus(settings: Settings) -> CorpusSource | None:
    """The evidence corpus, not yet indexed; None without one."""
    return corpus_of(settings)


def assemble_network_cache(settings: Settings) -> NetworkCache | None:
    """Where what the networks read is kept, if anywhere."""
    most_bytes = int(settings.network_cache_mb * 1_000_000)
    return NetworkCache(settings.cache_dir, most_bytes=most_bytes) if most_bytes else None


def assemble_web(settings: Settings) -> WebGateway:
    """The way to the web, for one run in one event loop. Whoever has it closes it."""
    return WebGateway(
        WebSettings(
            contact=settings.web_contact,
            allowed_hosts=settings.allowed_hosts,
            proxy=settings.web_proxy,
            connect_timeout_s=settings.web_connect_timeout_s,
            read_timeout_s=settings.web_read_timeout_s,
            total_timeout_s=settings.web_total_timeout_s,
            max_mb=settings.web_max_mb,
            host_interval_s=settings.web_host_interval_s,
            host_connections=settings.web_host_connections,
            connections=settings.web_connections,
            attempts=settings.web_attempts,
            cache_mb=settings.web_cache_mb,
        ),
        cache_dir=settings.cache_dir / "web" if settings.web_cache_mb else None,
    )


def assemble_searches(
    settings: Settings, web: WebGateway, publishers: Publishers | None = None
) -> list[SearchOnTheWeb]:
    """The sources on the web that are set up, in the order in which they are told."""
    archive = Originals(settings.warehouse)
    reader = PageReader(web, archive, publishers=publishers)
    sources: list[SearchOnTheWeb] = []
    if settings.wikis:
        sources.append(
            WikipediaSource(
                settings.wikis, web, archive, interval_s=settings.wikipedia_interval_s, publishers=publishers
            )
        )
    if settings.searxng:
        sources.append(SearxngSource(settings.searxng, web, reader, interval_s=settings.searxng_interval_s))
    if key := api_key(BraveSource.name):
        sources.append(BraveSource(key, web, reader, interval_s=settings.brave_interval_s))
    if key := api_key(TavilySource.name):
        sources.append(TavilySource(key, web, reader, interval_s=settings.tavily_interval_s))
    if key := api_key(SerperSource.name):
        sources.append(SerperSource(key, web, reader, interval_s=settings.serper_interval_s))
    return sources


def where_searched(searches: Sequence[SearchOnTheWeb]) -> str:
    """The sources on the web as a run tells them: which services see the words of its queries."""
    return ", ".join(f"{search.name} ({search.place})" for search in searches)


def _tell(report: CorpusReport, places: str) -> None:
    problems = [*(f"Left out of the evidence: {problem}" for problem in report.unreadable), *map(str, report.notes)]
    for problem in problems[:PROBLEMS_SHOWN]:
        reporter().say(problem)
    if report.problem_count > PROBLEMS_SHOWN:
        reporter().say(f"… and {report.problem_count - PROBLEMS_SHOWN} more remarks on the evidence.")
    reporter().say(f"Evidence: {counted(report.documents, 'document')} in {places}.")
