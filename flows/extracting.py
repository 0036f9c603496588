"""`claimhouse claims`: extraction alone, of which nothing is stored but what a model cost."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from extractors.protocol import Extracted
from flows.assembly import assemble_extractor, assemble_gateway, assemble_web
from flows.call_costs import calls_kept
from flows.claim_lines import claim_fields
from flows.output import message_console, print_json_line, print_table, printable
from flows.settings import Settings
from flows.sources import expand_sources, parse_published, read_source
from gateways.errors import BudgetSpentError
from warehouse.errors import ClaimhouseError
from warehouse.records import Claim, random_id

_COLUMNS = ("at", "what is claimed", "kind", "said by", "said", "about", "worth", "why")


class NotAllReadError(ClaimhouseError):
    """Some of several articles could not be read; the claims of the others are shown."""


async def run_claims(
    settings: Settings, arguments: Sequence[str], *, published: str | None, url: str | None, as_json: bool
) -> None:
    """Print the claims of each article, and tell what a model proposed that does not hold to it.

    Raises NotAllReadError at the end if one of several could not be read, BudgetSpentError if it was not asked for the
    budget's sake, and what befell it where there is but one.
    """
    day = parse_published(published)
    extractor = assemble_extractor(assemble_gateway(settings), settings)
    sources = expand_sources(arguments, allowed_hosts=settings.allowed_hosts)
    run_id = random_id("run")
    failed: list[tuple[str, ClaimhouseError]] = []
    web = assemble_web(settings)
    try:
        async with calls_kept(settings):
            for source in sources:
                try:
                    read = await read_source(source, web, url=url, published=day, read_at=datetime.now(UTC))
                    extracted = await extractor.extract(read.article, read.version, run_id=run_id)
                except ClaimhouseError as error:
                    if len(sources) == 1:
                        raise
                    failed.append((source, error))
                    continue
                _show(source, extracted, as_json=as_json)
    finally:
        await web.aclose()
    if failed:
        is_spent = any(isinstance(error, BudgetSpentError) for _, error in failed)
        raise (BudgetSpentError if is_spent else NotAllReadError)(" | ".join(f"{one}: {why}" for one, why in failed))


def _show(source: str, extracted: Extracted, *, as_json: bool) -> None:
    for told in (*(failure.message for failure in extracted.failures), extracted.extraction.note):
        if told:
            message_console().print(printable(f"{source}: {told}"))
    if as_json:
        for claim in extracted.claims:
            print_json_line(claim_fields(claim, extracted.links))
    else:
        print_table(_COLUMNS, map(_row, extracted.claims), "table")


def _row(claim: Claim) -> tuple[object, ...]:
    speaker = ", ".join(part for part in (claim.speaker, claim.speaker_role) if part)
    if len(claim.attribution) > 1:
        speaker += f" (through {', '.join(claim.attribution[1:])})"
    said = ", ".join(part for part in (_days(claim.said_from, claim.said_to), claim.venue) if part)
    status = () if claim.status in ("unchecked", "not_checkable") else (claim.status.replace("_", " "),)
    why = claim.not_checkable_reason or "; ".join((*status, *claim.reasons))
    about = _days(claim.about_from, claim.about_to)
    return (claim.start, claim.text, claim.kind, speaker, said, about, f"{claim.checkworthiness:.2f}", why)


def _days(earliest: date | None, latest: date | None) -> str:
    """A stretch of days in words that fit a cell."""
    if earliest is None or latest is None:
        return f"by {latest}" if latest else f"from {earliest}" if earliest else ""
    return str(earliest) if earliest == latest else f"{earliest} to {latest}"
