"""The offline extractor: claims by rules of English news grammar, without a model and without a network."""

import asyncio
from datetime import UTC, datetime

from extractors import (
    attribution,
    attributions,
    building,
    chains,
    claimable,
    clauses,
    clocks,
    contents,
    context,
    cue_frames,
    cues,
    drafting,
    extents,
    given_names,
    grammar,
    kinds,
    marked,
    people,
    reports,
    selfcontained,
    shaping,
    speakers,
    spoken,
    stretches,
    subjects,
    things,
    venues,
    voices,
    word_sources,
    worthiness,
)
from extractors.building import build_claims, build_extraction
from extractors.protocol import Extracted
from language import countries, dates, quantities, quotations, sentences
from language.sentences import word_set
from warehouse.records import Article, ArticleVersion, ClaimLink

VERSION = 1

_PARTS = (
    attribution,
    attributions,
    building,
    chains,
    claimable,
    clauses,
    clocks,
    contents,
    context,
    countries,
    cue_frames,
    cues,
    dates,
    drafting,
    extents,
    given_names,
    grammar,
    kinds,
    marked,
    people,
    quantities,
    quotations,
    reports,
    selfcontained,
    shaping,
    sentences,
    speakers,
    spoken,
    stretches,
    subjects,
    things,
    venues,
    voices,
    word_sources,
    worthiness,
)
# Words that make up a quarter of any English text and hardly stand in another language's.
_ENGLISH = word_set(
    "the of and to that is was for with on by from this have has he she they which are were it be at as not"
)
_FEWEST_WORDS = 20
_ENGLISH_SHARE = 0.12
_SAMPLE = 20_000  # code points that tell the language

ONLY_ENGLISH = "The offline extractor knows only English: read this article with a language model instead."


class RulesExtractor:
    """Implements `extractors.protocol.Extractor` without a model."""

    name = "rules"

    @property
    def version(self) -> str:
        """The VERSIONs of every part that has a say in the claims."""
        return ".".join(str(part.VERSION) for part in _PARTS) + f"-{VERSION}"

    async def extract(self, article: Article, version: ArticleVersion, *, run_id: str) -> Extracted:
        """The claims of one version of an article; none, with a note, where it is not in English."""
        return await asyncio.to_thread(self.extract_now, article, version)

    def extract_now(self, article: Article, version: ArticleVersion) -> Extracted:
        """What `extract` does, in this thread."""
        if not is_english(version.body):
            return Extracted(
                build_extraction(
                    article,
                    version,
                    extractor=self.name,
                    extractor_version=self.version,
                    claim_count=0,
                    sentence_count=0,
                    extracted_at=datetime.now(UTC),
                    note=ONLY_ENGLISH,
                ),
                (),
            )
        read = context.read_context(article, version)
        drafts = drafting.Drafter(read).draft()
        extraction_id = building.extraction_id_for(article, version, self.name, self.version)
        claims = build_claims(article, version, extraction_id, worthiness.weigh(version, drafts.claims))
        extraction = build_extraction(
            article,
            version,
            extractor=self.name,
            extractor_version=self.version,
            claim_count=len(claims),
            sentence_count=read.sentence_count,
            extracted_at=datetime.now(UTC),
            language="en",
        )
        places = {(claim.start, claim.end, claim.kind, claim.speaker): claim.claim_id for claim in claims}
        links = []
        for content, whole in drafts.contents:
            ends = [
                places.get((draft.start, draft.end, draft.kind, draft.speaker))
                for draft in (drafts.claims[content], drafts.claims[whole])
            ]
            if ends[0] and ends[1] and ends[0] != ends[1]:
                links.append(
                    ClaimLink(from_claim_id=ends[0], to_claim_id=ends[1], relation="content_of", made_by=self.name)
                )
        return Extracted(extraction, claims, tuple(links))


def is_english(text: str) -> bool:
    """Whether a text reads like English, by its commonest words; too short a text gets the benefit of the doubt."""
    words = [word.strip(".,;:!?\"'“”‘’()").lower() for word in text[:_SAMPLE].split()]
    words = [word for word in words if word]
    letters = [ch for ch in text[:_SAMPLE] if ch.isalpha()]
    latin = sum(ch < "\u0250" for ch in letters)
    if letters and latin < 0.5 * len(letters):
        return False
    if len(words) < _FEWEST_WORDS:
        return True
    return sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words)
