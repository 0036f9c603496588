"""Evidence sources: one file each, registered here under the name that a Search records."""

from collections.abc import Mapping

from verifiers.protocols import EvidenceSource
from verifiers.sources.corpus import CorpusSource

# A source that is registered here is tested by tests/verifiers/test_source_contract.py.
SOURCES: Mapping[str, type[EvidenceSource]] = {CorpusSource.name: CorpusSource}
