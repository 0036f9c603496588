"""Evidence sources: one file each, registered here under the name that a Search records."""

from collections.abc import Mapping

from verifiers.protocols import EvidenceSource
from verifiers.sources.brave import BraveSource
from verifiers.sources.corpus import CorpusSource
from verifiers.sources.factchecks import FactCheckSource
from verifiers.sources.searxng import SearxngSource
from verifiers.sources.serper import SerperSource
from verifiers.sources.tavily import TavilySource
from verifiers.sources.verdicts import VerdictsSource
from verifiers.sources.wikipedia import WikipediaSource

# A source that is registered here is tested by tests/verifiers/test_source_contract.py and, where it is asked over the
# web, by tests/verifiers/test_source_failures.py.
SOURCES: Mapping[str, type[EvidenceSource]] = {
    source.name: source
    for source in (
        CorpusSource,
        WikipediaSource,
        SearxngSource,
        BraveSource,
        TavilySource,
        SerperSource,
        FactCheckSource,
        VerdictsSource,
    )
}
