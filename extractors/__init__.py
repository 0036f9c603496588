"""An article becomes claims. Each extractor is registered here under the name that an Extraction records.

How the rules read, in the order in which a reader of the code may want to follow: `reading` makes an Article of
bytes, `structure` finds how it lies in its text, `rules` takes it part by part; `context` holds what is known of a
part, with its tokens and clauses from `grammar`; `speech` tells who said what; `drafting`, with `content_claims`,
`appositions` and `things`, makes drafts of claims of it, shaped by `kinds`, `clocks` and `selfcontained`;
`worthiness` weighs them by the classifier and the questions of `newsroom`; `building` makes them Claims that hold to
the article (`faithful`), the same one once (`repeats`). With a model, `llm` asks, `proposals` holds each answer to
the `outline` of the article, and `meaning` lets go what says more or less than it quotes; the weighing and building
are the same.
"""

from collections.abc import Mapping

from extractors.llm import LlmExtractor
from extractors.protocol import Extractor
from extractors.rules import RulesExtractor

# An extractor that is registered here is tested by tests/extractors/test_extractor_contract.py.
EXTRACTORS: Mapping[str, type[Extractor]] = {RulesExtractor.name: RulesExtractor, LlmExtractor.name: LlmExtractor}
