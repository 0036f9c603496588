"""What must come of it when a service, or a page that it named, fails: a sentence that names the fix, and no verdict.

Every source that is registered and asks the web is tested against every way to fail that the loopback server knows.
"""

import json
import ssl
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from gateways import web_errors as errors
from gateways.web import WebGateway
from tests.certificates import Certificate
from tests.gateways.web_clock import gateway
from tests.loopback_web import LoopbackWeb, page, paywalled, reply
from tests.verifiers import builders
from tests.verifiers.search_services import KEY, ON_THE_WEB, SearchServices, make_source
from tests.web_faults import PAGE_FAULTS, SERVICE_FAULTS, Fault, patience
from verifiers.judges.lexical import LexicalJudge
from verifiers.planners.offline import OfflinePlanner
from verifiers.protocols import Answer, EvidenceSource
from verifiers.sources import SOURCES
from verifiers.sources.candidates import NothingReadError
from verifiers.sources.corpus import CorpusSource
from verifiers.verify import Verifier
from warehouse.errors import TransientError
from warehouse.records import Query

WORLD = [
    {"title": "Lake Veldra", "published": "2024-03-01", "text": "The ferry on Lake Veldra carries 120 people."},
    {"title": "Orn", "published": "2025-01-15", "text": "Orn is a town. Its ferry on Lake Veldra carries many people."},
]
LOCAL = {"corpus", "verdicts"}  # what asks nobody
WITH_TESTS_OF_ITS_OWN = {"factchecks"}  # test_factchecks.py: what it names are fact-checks, not pages to be read
WEB_SEARCHES = [name for name in ON_THE_WEB if name != "wikipedia"]  # whose pages are replies of its service

# Every way in which a page can fail, those of a page that came included.
_PAGES: dict[str, Fault] = {
    **PAGE_FAULTS,
    "a paywall without text": (lambda _: paywalled(), errors.PaywalledError),
    "no text": (lambda _: page("<!doctype html><title>Lake Veldra</title><div id='app'></div>"), errors.NoTextError),
    "a PDF that is none": (lambda _: reply(b"%PDF-1.7 broken", "application/pdf"), errors.NoTextError),
    "nothing at all": (lambda _: page(""), errors.NoTextError),
}


def test_every_source_on_the_web_is_tested_here() -> None:
    assert set(ON_THE_WEB) == set(SOURCES) - LOCAL - WITH_TESTS_OF_ITS_OWN


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with LoopbackWeb() as server:
        yield server


@pytest.fixture
async def gate(web: LoopbackWeb, request: pytest.FixtureRequest) -> AsyncIterator[WebGateway]:
    """A gateway that is patient, unless the test is about a fault that only time tells."""
    fault = getattr(request.node, "callspec", None) and request.node.callspec.params.get("fault")
    _, expected = (SERVICE_FAULTS | _PAGES).get(fault, (None, errors.WebError))
    opened = gateway(web, max_mb=1, attempts=1, **patience(expected))
    yield opened
    await opened.aclose()


@pytest.fixture(params=ON_THE_WEB)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def ask(source: EvidenceSource, text: str = "ferry people") -> Answer:
    query = Query(query_id="qry_1", claim_id="clm_1", text=text, purpose="confirm", planner="t", planner_version="1")
    return await source.search(query, builders.claim(), published_until=None, limit=10)


def check_sentence(message: str, transient: bool) -> None:
    """One sentence that says what to do, in bounds, without a key or a piece of it."""
    assert message.endswith(".")
    assert ": " in message, message
    assert len(message) < 600
    assert not any(KEY[start : start + 8] in message for start in range(len(KEY) - 8))
    if transient:
        assert "again" in message, message


@pytest.mark.parametrize("fault", sorted(SERVICE_FAULTS))
async def test_a_service_that_fails_is_no_empty_answer(
    web: LoopbackWeb, gate: WebGateway, name: str, fault: str
) -> None:
    make, expected = SERVICE_FAULTS[fault]
    services = SearchServices(web, WORLD)
    web.on(services.asked_at(name), make(web))
    with pytest.raises(errors.WebError) as caught:
        await ask(make_source(name, services, gate))
    assert type(caught.value) is OF_ITS_OWN.get((name, fault), expected)
    check_sentence(str(caught.value), caught.value.transient)


# Where a service means something else by a status than HTTP does.
OF_ITS_OWN: dict[tuple[str, str], type[errors.WebError]] = {("serper", "403"): errors.KeyRefusedError}


@pytest.mark.parametrize("name", WEB_SEARCHES)
@pytest.mark.parametrize("fault", sorted(_PAGES))
async def test_a_page_that_fails_is_told_and_the_others_are_read(
    web: LoopbackWeb, gate: WebGateway, name: str, fault: str
) -> None:
    make, expected = _PAGES[fault]
    services = SearchServices(web, WORLD)
    web.on(services.pages[0], make(web))
    answer = await ask(make_source(name, services, gate))
    assert [hit.document.title for hit in answer.hits] == ["Orn"]
    [unread] = answer.unread
    assert (unread.url, unread.title) == (web.url(services.pages[0]), "Lake Veldra")
    assert (unread.error, unread.transient) == (expected.__name__, issubclass(expected, TransientError))
    check_sentence(unread.reason, unread.transient)


@pytest.mark.parametrize("name", WEB_SEARCHES)
@pytest.mark.parametrize("fault", ["500", "404"])
async def test_where_no_page_could_be_read_it_counts_why(
    web: LoopbackWeb, gate: WebGateway, name: str, fault: str
) -> None:
    make, expected = PAGE_FAULTS[fault]
    services = SearchServices(web, WORLD)
    for path in services.pages:
        web.on(path, make(web))
    if issubclass(expected, TransientError):
        with pytest.raises(NothingReadError) as caught:
            await ask(make_source(name, services, gate))
        check_sentence(str(caught.value), transient=True)
    else:
        answer = await ask(make_source(name, services, gate))
        assert answer.hits == ()
        assert [page.error for page in answer.unread] == [expected.__name__] * 2


async def test_a_key_goes_to_its_service_alone(web: LoopbackWeb, gate: WebGateway, name: str) -> None:
    services = SearchServices(web, WORLD)
    source = make_source(name, services, gate)
    assert (await ask(source)).hits
    assert KEY not in repr(source.__dict__) + source.version + source.place
    for request in web.requests:
        told = f"{request.path} {request.query} {request.headers} {request.body!r}"
        assert KEY not in told or request.path == services.asked_at(name)


async def test_a_service_that_finds_nothing_has_found_nothing(web: LoopbackWeb, gate: WebGateway, name: str) -> None:
    services = SearchServices(web, WORLD)
    assert await ask(make_source(name, services, gate), "zeppelin") == Answer()


@pytest.mark.parametrize("kind", ["self-signed", "expired", "other host"])
async def test_a_certificate_that_is_not_valid_ends_the_search(name: str, kind: Certificate) -> None:
    with LoopbackWeb(certificate=kind) as web:
        gate = gateway(web, attempts=1, tls=_trusting(web))
        services = SearchServices(web, WORLD)
        with pytest.raises(errors.TlsInvalidError) as caught:
            await ask(make_source(name, services, gate))
        await gate.aclose()
    check_sentence(str(caught.value), transient=False)
    assert web.requests == [], "nothing is told to a server that nobody vouches for, a key least of all"


@pytest.mark.parametrize("name", WEB_SEARCHES)
async def test_a_page_whose_certificate_is_not_valid_is_told(web: LoopbackWeb, name: str) -> None:
    with LoopbackWeb(certificate="expired") as elsewhere:
        gate = gateway(web, attempts=1, allowed=(elsewhere.host,), tls=_trusting(elsewhere))
        services = SearchServices(web, WORLD)
        services.elsewhere[services.pages[0]] = elsewhere.url("/lake")
        answer = await ask(make_source(name, services, gate))
        await gate.aclose()
    assert [hit.document.title for hit in answer.hits] == ["Orn"]
    assert [page.error for page in answer.unread] == ["TlsInvalidError"]
    check_sentence(answer.unread[0].reason, transient=False)


def _trusting(web: LoopbackWeb) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=web.authority)


async def test_the_run_goes_on_with_the_other_sources(
    web: LoopbackWeb, gate: WebGateway, name: str, tmp_path: Path
) -> None:
    services = SearchServices(web, WORLD)
    make, _ = SERVICE_FAULTS["500"]
    web.on(services.asked_at(name), make(web))
    (tmp_path / "world.jsonl").write_text("\n".join(json.dumps(document) for document in WORLD))
    corpus = CorpusSource(tmp_path / "world.jsonl", tmp_path / "cache")
    corpus.prepare()
    verifier = Verifier(OfflinePlanner(), [corpus, make_source(name, services, gate)], [LexicalJudge()])
    article = builders.article()
    [checked] = await verifier.verify(
        article,
        builders.version_of(article, "The ferry on Lake Veldra carries 120 people."),
        [builders.claim("The ferry on Lake Veldra carries 120 people.", entities=("Lake Veldra",))],
        run_id="run_1",
        now=builders.NOW,
        cutoff="now",
        previous={},
    )
    assert checked.verdict is not None
    assert {failure.error for failure in checked.failures} == {"ServerFailedError"}
    outcomes = {(search.source, search.outcome) for search in checked.searches}
    assert {(name, "failed"), ("corpus", "found")} <= outcomes
    assert (name, "nothing") not in outcomes
