"""An article becomes claims. Each extractor is registered here under the name that an Extraction records."""

from collections.abc import Mapping

from extractors.llm import LlmExtractor
from extractors.protocol import Extractor
from extractors.rules import RulesExtractor

# An extractor that is registered here is tested by tests/extractors/test_extractor_contract.py.
EXTRACTORS: Mapping[str, type[Extractor]] = {RulesExtractor.name: RulesExtractor, LlmExtractor.name: LlmExtractor}
