"""What an extractor is, and what it hands back."""

from dataclasses import dataclass
from typing import Protocol

from warehouse.records import Article, ArticleVersion, Claim, ClaimLink, Extraction, Failure


@dataclass(frozen=True)
class Extracted:
    """One reading of one ArticleVersion: its claims in the order of the text, how they hang together, what went wrong.

    Where the whole reading failed the extractor raises; a Failure here is one claim's, and the others stand.
    """

    extraction: Extraction
    claims: tuple[Claim, ...]
    links: tuple[ClaimLink, ...] = ()
    failures: tuple[Failure, ...] = ()


class Extractor(Protocol):
    """Finds the claims of an article."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str:
        """Changes whenever the same article could yield other claims: code VERSIONs, prompt hashes, the model."""
        ...

    async def extract(self, article: Article, version: ArticleVersion, *, run_id: str) -> Extracted:
        """Read one version of an article. Raises ClaimhouseError when nothing can be said of it."""
        ...
