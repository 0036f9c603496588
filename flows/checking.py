"""`claimhouse check`: the flow, watched from a terminal."""

import asyncio
from typing import Any

from rich.console import Console

from flows.check import check
from flows.claim_lines import claim_lines
from flows.output import print_json_line, print_table, printable
from flows.progress import reporting
from flows.settings import load_settings
from warehouse.errors import ClaimhouseError
from warehouse.store import Warehouse


class RunFailedError(ClaimhouseError):
    """Something of a run failed; what did is told and stored."""


def run_check(sources: list[str], options: dict[str, Any], *, as_json: bool) -> None:
    """Run the flow and show what came of it. Raises RunFailedError when an article or a claim of it failed."""
    messages = Console(stderr=True)
    given = {name: value for name, value in options.items() if value is not None}
    with reporting(messages):
        result: dict[str, Any] = asyncio.run(check(sources, **given))
    settings = load_settings(warehouse=given.get("warehouse"))
    lines = claim_lines(Warehouse(settings.warehouse, lock_timeout=settings.lock_timeout_s), result["article_ids"])
    if as_json:
        for line in lines:
            print_json_line(line)
    else:
        _print_claims(lines)
    messages.print(result["summary"], markup=False, highlight=False, soft_wrap=True)
    counts = result["counts"]
    if counts["articles"] == 1 and result["failures"]:
        raise RunFailedError(result["failures"][0])
    if counts["articles_failed"] or counts["claims_failed"]:
        raise RunFailedError(
            f"{counts['articles_failed']} articles and {counts['claims_failed']} claims failed: the view open_failures "
            f"tells why; the same command tries them again."
        )


def _print_claims(lines: list[dict[str, Any]]) -> None:
    rows = [
        (
            line["claim_id"][:12],
            printable(line["text"]),
            line["speaker"] or "",
            line["label"] or line["status"],
            line["label_when_said"] if line["label_when_said"] != line["label"] else "",
            line["rationale"] or line["status_reason"] or "",
        )
        for line in lines
    ]
    print_table(("claim", "what is claimed", "said by", "verdict", "when said", "why"), rows, "table")
