"""Claims read by a language model, every one held to the article before it counts.

The article goes out in few calls, as numbered sentences; claims come back by sentence number and quote, and what does
not hold to the article is a Failure (see `extractors.proposals`).
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from extractors import building, locating, meaning, outline, proposals, worthiness
from extractors.building import ClaimDraft, build_claims, build_extraction, content_links, extraction_id_for
from extractors.newsroom import Newsroom, shipped_newsroom
from extractors.proposals import ClaimList, ProposedClaim, Reading, UnusableClaimError
from extractors.protocol import Extracted
from gateways.errors import PromptTooLongError, TruncatedError
from gateways.llm import LlmGateway
from gateways.prompts import fenced, load_prompt
from gateways.replies import schema_version
from language import dates, identification, names, quantities, quotations, sentences
from language.model_files import in_thread
from warehouse.records import Article, ArticleVersion, Extraction, Failure, failure_of

VERSION = 2


class LlmExtractor:
    """Reads an article with a model, some `chunk_chars` of it a call."""

    name = "llm"

    def __init__(self, gateway: LlmGateway, *, newsroom: Newsroom | None = None, chunk_chars: int = 6000) -> None:
        """`newsroom` holds the desk's own questions; without it the shipped ones are asked."""
        self._gateway = gateway
        self._newsroom = newsroom or shipped_newsroom()
        self._chunk_chars = chunk_chars
        self._prompt = load_prompt("extractors.prompts", "extract")

    @property
    def version(self) -> str:
        """Ours, that of the language tools, of what weighs the claims, the prompt's, the shape's and the model's."""
        parts = (VERSION, building.VERSION, locating.VERSION, proposals.VERSION, meaning.VERSION, outline.VERSION)
        tools = (
            identification.VERSION,
            dates.VERSION,
            names.VERSION,
            quantities.VERSION,
            quotations.VERSION,
            sentences.VERSION,
        )
        numbers = ".".join(map(str, (*parts, *tools, self._chunk_chars)))
        worth = worthiness.version_of(self._newsroom)
        return f"{numbers}-{worth}-{self._prompt.version}-{schema_version(ClaimList)}-{self._gateway.version}"

    async def extract(self, article: Article, version: ArticleVersion, *, run_id: str) -> Extracted:
        """The claims of one version of an article. A claim that breaks a rule is a Failure, and the others stand.

        Raises the gateway's error where a part of the article could not be read, so that none is left out unnoticed:
        BadReplyError also where nothing that the model proposed for it is in the article.
        """
        reading = await asyncio.to_thread(Reading.of, article, version)
        proposed = await self._ask(reading, reading.chunks(self._chunk_chars), run_id)
        drafts, errors = await asyncio.to_thread(reading.drafts, proposed)
        english = reading.language in (None, "en")
        weighed = await in_thread(partial(worthiness.weigh, version, drafts, self._newsroom, english=english))
        extraction_id = extraction_id_for(article, version, self.name, self.version)
        claims = await asyncio.to_thread(build_claims, article, version, extraction_id, weighed)
        links = content_links(claims, drafts, reading.contents(drafts), self.name)
        now = datetime.now(UTC)
        extraction = build_extraction(
            article,
            version,
            extractor=self.name,
            extractor_version=self.version,
            model=self._gateway.model,
            claim_count=len(claims),
            sentence_count=len(reading.sentences),
            note=_note(proposed, drafts, len(reading.orders)),
            language=reading.language,
            extracted_at=now,
        )
        failures = {failure.failure_id: failure for failure in (_failure(e, extraction, run_id, now) for e in errors)}
        return Extracted(extraction=extraction, claims=claims, links=links, failures=tuple(failures.values()))

    async def _ask(self, reading: "Reading", chunks: Sequence[range], run_id: str) -> list[ProposedClaim]:
        """What the model proposes for each chunk, in order; every chunk is asked for even where one fails."""
        answers = await asyncio.gather(
            *(self._ask_chunk(reading, chunk, run_id) for chunk in chunks), return_exceptions=True
        )
        proposed: list[ProposedClaim] = []
        for answer in answers:
            if isinstance(answer, BaseException):
                raise answer
            proposed += answer
        return proposed

    async def _ask_chunk(self, reading: "Reading", chunk: range, run_id: str) -> list[ProposedClaim]:
        prompt = self._prompt.filled(
            about=fenced("ABOUT", reading.about()),
            article=fenced("ARTICLE", reading.lines(chunk)),
            first=str(chunk[0] + 1),
            last=str(chunk[-1] + 1),
        )
        try:
            answer = await self._gateway.ask(
                prompt,
                ClaimList,
                item_id=reading.article.article_id,
                run_id=run_id,
                article_id=reading.article.article_id,
                objection=lambda answer: reading.objection(reading.of_chunk(answer, chunk), len(chunk)),
            )
        except (TruncatedError, PromptTooLongError):
            if len(chunk) == 1:
                raise
            middle = len(chunk) // 2
            return await self._ask(reading, [chunk[:middle], chunk[middle:]], run_id)
        return await asyncio.to_thread(reading.of_chunk, answer, chunk)


def _note(proposed: Sequence[ProposedClaim], drafts: Sequence[ClaimDraft], orders: int) -> str | None:
    """What the model wrote that was not taken over, and what of the article it was not shown."""
    dropped = sum(draft.text is None for draft in drafts)
    told = []
    if dropped:
        told.append(
            f"{dropped} of {len(proposed)} claims stand in the article's words, "
            "for the model's brought in something else"
        )
    if orders:
        places = "one place" if orders == 1 else f"{orders} places"
        told.append(f"in {places} the article gives orders to a model that reads it, which was not shown them")
    return "; ".join(told) or None


def _failure(error: UnusableClaimError, extraction: Extraction, run_id: str, at: datetime) -> Failure:
    """It is the reading's, and not the article's: another reading closes it."""
    return failure_of(
        error, item_id=extraction.extraction_id, article_id=extraction.article_id, stage="extract", run_id=run_id, at=at
    )
