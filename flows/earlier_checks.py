"""Earlier fact-checks and the desk's own decisions, from the settings to sources that are ready to be asked."""

from pathlib import Path

from pydantic import SecretStr

from flows.desk_reviews import ReviewedClaims
from flows.importing import imported_folder
from flows.progress import counted, reporter
from flows.settings import Settings, api_key
from gateways.web import WebGateway
from verifiers.sources.factchecks import FactCheckReport, FactCheckSource
from verifiers.sources.google_factchecks import GoogleFactChecks
from verifiers.sources.verdicts import VerdictsSource
from warehouse.reads import Reads
from warehouse.store import Warehouse

PROBLEMS_SHOWN = 5
_GOOGLE = "google-factcheck"  # whose key is GOOGLE_FACTCHECK_API_KEY


def google_key() -> SecretStr | None:
    """The key of Google's Fact Check Tools; None where it is not set."""
    return api_key(_GOOGLE)


def assemble_fact_checks(settings: Settings, web: WebGateway) -> FactCheckSource | None:
    """The source of earlier fact-checks, not yet read: those of the settings and those that were imported.

    None where there are neither, nor Google's key.
    """
    key = google_key()
    imported = imported_folder(settings)
    entries = (*settings.fact_check_entries, *([str(imported)] if imported.is_dir() else []))
    if not entries and key is None:
        return None
    google = GoogleFactChecks(web, key) if key else None
    return FactCheckSource(entries, cache_dir=_feeds(settings), web=web, google=google)


async def read_fact_checks(source: FactCheckSource) -> None:
    """Read them, and tell how many there are and what could not be used. Raises ClaimhouseError."""
    report = await source.prepare()
    problems = [*(f"Left out of the fact-checks: {one}" for one in report.unreadable), *map(str, report.notes)]
    for problem in problems[:PROBLEMS_SHOWN]:
        reporter().say(problem)
    if len(problems) > PROBLEMS_SHOWN:
        reporter().say(f"… and {len(problems) - PROBLEMS_SHOWN} more remarks on the fact-checks.")
    reporter().say(f"Earlier fact-checks: {where(source, report)}.")


def where(source: FactCheckSource, report: FactCheckReport) -> str:
    """How many fact-checks there are at hand, and whether Google is asked for more."""
    at_hand = counted(report.reviews, "fact-check")
    return f"{at_hand} at hand, and those that Google knows of" if source.live else at_hand


def has_decided(reads: Reads) -> bool:
    """Whether the desk has decided on anything: until then its own decisions are no source."""
    return bool(reads.read("SELECT 1 FROM reviews LIMIT 1"))


def assemble_verdicts(warehouse: Warehouse) -> tuple[VerdictsSource, ReviewedClaims]:
    """The desk's own decisions as a source, with what fills it."""
    reviewed = ReviewedClaims(warehouse)
    return VerdictsSource(reviewed), reviewed


def _feeds(settings: Settings) -> Path:
    return settings.cache_dir / "factchecks"
