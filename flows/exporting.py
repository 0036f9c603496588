"""`claimhouse export`: the fetched originals, for an archive or for another desk."""

from pathlib import Path

from flows.output import message_console, printable
from flows.progress import counted
from flows.settings import Settings
from warehouse.errors import BadInputError, ClaimhouseError
from warehouse.web_archive import Of, export_warc

_FAULTS_SHOWN = 5


class NotWholeError(ClaimhouseError):
    """Originals are missing or damaged, and so are they in what was exported."""


def export_pages(settings: Settings, file: Path, *, claim: str | None, article: str | None, run: str | None) -> None:
    """Write the pages and tell how many. Raises BadInputError for two choices, NotWholeError where originals lack."""
    asked: dict[Of, str | None] = {"claim": claim, "article": article, "run": run}
    chosen = [(of, item) for of, item in asked.items() if item is not None]
    if len(chosen) > 1:
        raise BadInputError("Give one of --claim, --article and --run, or none for all pages.")
    of, item = chosen[0] if chosen else (None, "")
    exported = export_warc(settings.warehouse, file, of=of, item=item)
    message_console().print(printable(f"{counted(exported.pages, 'page')} in {file}."))
    if exported.faults:
        shown = "; ".join(exported.faults[:_FAULTS_SHOWN])
        raise NotWholeError(f"{counted(len(exported.faults), 'page')} could not be exported: {shown}")
