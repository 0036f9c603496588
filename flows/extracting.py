"""`claimhouse claims`: extraction alone, stored nowhere."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from extractors.reading import read_article
from flows.assembly import assemble_extractor, assemble_gateway
from flows.claim_lines import claim_fields
from flows.output import print_json_line, print_table
from flows.settings import Settings
from flows.sources import expand_sources, load_source, parse_published
from gateways.calls import collect_calls
from warehouse.errors import BadInputError, ClaimhouseError
from warehouse.records import Claim, random_id


async def run_claims(
    settings: Settings, arguments: Sequence[str], *, published: str | None, url: str | None, as_json: bool
) -> None:
    """Print the claims of each article. Raises BadInputError at the end if one of several could not be read."""
    day = parse_published(published)
    extractor = assemble_extractor(assemble_gateway(settings))
    sources = expand_sources(arguments)
    run_id = random_id("run")
    failed: list[str] = []
    for source in sources:
        try:
            data = await asyncio.to_thread(load_source, source)
            read = await asyncio.to_thread(
                read_article, data, source, url=url, published=day, read_at=datetime.now(UTC)
            )
            with collect_calls():
                extracted = await extractor.extract(read.article, read.version, run_id=run_id)
        except ClaimhouseError as error:
            if len(sources) == 1:
                raise
            failed.append(f"{source}: {error}")
            continue
        failed += [f"{source}: {failure.message}" for failure in extracted.failures]
        if as_json:
            for claim in extracted.claims:
                print_json_line(claim_fields(claim))
        else:
            print_table(
                ("at", "what is claimed", "kind", "said by", "worth", "why"), map(_row, extracted.claims), "table"
            )
    if failed:
        raise BadInputError(" | ".join(failed))


def _row(claim: Claim) -> tuple[object, ...]:
    speaker = ", ".join(part for part in (claim.speaker, claim.speaker_role) if part)
    why = claim.not_checkable_reason or "; ".join(claim.reasons)
    return (claim.start, claim.text, claim.kind, speaker, f"{claim.checkworthiness:.2f}", why)
