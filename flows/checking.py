"""`claimhouse check`: the flow, watched from a terminal."""

import asyncio
import atexit
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from flows.assembly import assemble, assemble_warehouse, assembled
from flows.claim_lines import claim_lines
from flows.output import message_console, output_console, print_json_line, printable
from flows.progress import counted, reporting
from flows.settings import Settings, prefect_server, prepare_prefect
from gateways.errors import BudgetSpentError
from warehouse.errors import BadInputError, ClaimhouseError

if TYPE_CHECKING:
    from prefect.server.api.server import SubprocessASGIServer

SHOWN_IN_FULL = 5  # articles
_STYLES = {"supported": "green", "refuted": "red", "conflicting": "yellow", "not_enough_evidence": "default"}


class RunFailedError(ClaimhouseError):
    """Something of a run failed; what did is told and stored."""


class UnreadableArticleError(BadInputError):
    """The only article of a run could not be read."""


class PrefectFailedError(BadInputError):
    """Prefect's server could not be reached, or failed."""


def run_check(sources: list[str], settings: Settings, options: dict[str, Any], *, as_json: bool) -> None:
    """Run the flow and show what came of it. Raises RunFailedError when an article or a claim of it failed."""
    messages = message_console()
    with reporting(messages):
        result = asyncio.run(_check(sources, settings, options))
    lines = claim_lines(assemble_warehouse(settings), result["article_ids"])
    if as_json:
        for line in lines:
            print_json_line(line)
    elif lines:
        _print_claims(lines)
    messages.print(result["summary"])
    counts = result["counts"]
    if counts["articles"] == 1 and result["failures"]:
        failed = UnreadableArticleError if result["unreadable"] else RunFailedError
        raise failed(result["failures"][0])
    if result["budget"]:
        raise BudgetSpentError(f"{result['budget']}. What waits is in the view open_failures.")
    if counts["articles_failed"] or counts["claims_failed"]:
        raise RunFailedError(
            f"{counted(counts['articles_failed'], 'article')} and {counted(counts['claims_failed'], 'claim')} failed: "
            f"the view open_failures tells why; the same command tries them again."
        )


async def _check(sources: list[str], settings: Settings, options: dict[str, Any]) -> dict[str, Any]:
    """The flow, once all that it needs is ready: what is wrong is told before Prefect takes its time to start."""
    assembly = await assemble(settings)
    await asyncio.to_thread(assembly.warehouse.prepare)
    prepare_prefect(quiet=True)
    from flows.check import check

    with flow_errors_told(), assembled(assembly):
        result: dict[str, Any] = await check(sources, **options)
    return result


@contextmanager
def flow_errors_told() -> Iterator[None]:
    """Raise PrefectFailedError, which names the fix, for what Prefect itself raises where a flow is run."""
    try:
        if not prefect_server():
            _start_server_apart()
        yield
    except ClaimhouseError:
        raise
    except Exception as error:
        if not _is_prefect_s(error):
            raise
        raise PrefectFailedError(_what_prefect_needs(error)) from error


def _start_server_apart() -> None:
    """Start Prefect's temporary server so that a Ctrl-C does not end it, which a terminal sends to it as well.

    Without it the flow that is to be stopped would ask for minutes for a server that is gone. The server inherits that
    the signals are held; since it is not reached by Prefect's own way to end it, it is killed first.
    """
    from prefect.server.api.server import SubprocessASGIServer  # Prefect is slow to import, and reads its settings then
    from prefect.settings import PREFECT_API_URL

    server = SubprocessASGIServer()
    if PREFECT_API_URL.value() or server.running or threading.current_thread() is not threading.main_thread():
        return
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        server.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
    atexit.register(_kill, server)


def _kill(server: "SubprocessASGIServer") -> None:
    if server.server_process is not None:
        server.server_process.kill()


def _what_prefect_needs(error: Exception) -> str:
    """What is wrong with Prefect's server, and what mends it, in a sentence."""
    if server := prefect_server():
        return f"Prefect's server does not answer as it should: start it, or unset PREFECT_API_URL ({server})."
    if "Timeout" in type(error).__name__ or "Timed out" in str(error):
        return (
            "Prefect's temporary server did not start in time, for the machine is busy: say the same again later, or "
            "start a server that stays (prefect server start) and set PREFECT_API_URL."
        )
    return (
        "Prefect's temporary server does not answer as it should: look whether the disk of PREFECT_HOME (by default "
        "~/.prefect) has room and can be written."
    )


def _is_prefect_s(error: Exception) -> bool:
    """Whether an error is one of Prefect's own or of the client that it speaks to its server with."""
    own = type(error).__module__.split(".")[0] in ("prefect", "httpx", "httpcore")
    return own or (isinstance(error, RuntimeError) and "API" in str(error))


def _earlier(check: dict[str, Any]) -> str:
    """What somebody has made of the claim before, in a line."""
    rating = f"“{check['rating']}”" if check["rating"] else "without a rating"
    return f"Checked before by {check['publisher'] or 'somebody'}, {check['reviewed_on'] or 'date unknown'}: {rating}."


def _print_claims(lines: list[dict[str, Any]]) -> None:
    """A claim a row: its verdict, or why it has none, beside what is claimed, who says so, and why it is so decided.

    Of many articles only the claims that were decided are shown: the rest is for SQL.
    """
    many = len({line["article_id"] for line in lines}) > SHOWN_IN_FULL
    table = Table(box=None, show_header=False, padding=(0, 2, 1, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    article = None
    for line in lines:
        if many and line["label"] in (None, "not_enough_evidence"):
            continue
        if line["article_id"] != article:
            article = line["article_id"]
            table.add_row("", Text(printable(line["headline"] or line["source"]), style="bold"))
        verdict = line["label"] or line["status"]
        if line["confidence"] is not None:
            verdict += f"\n{line['confidence']:.0%} sure"
        if line["label"] and line["label_when_said"] != line["label"]:
            verdict += f"\nwhen said: {line['label_when_said']}"
        told = Text(printable(line["text"]))
        if line["speaker"]:
            role = f", {line['speaker_role']}" if line["speaker_role"] else ""
            told.append(f"\nsaid by {printable(line['speaker'] + role)}", style="italic")
        if why := line["rationale"] or line["status_reason"]:
            told.append(f"\n{printable(why)}", style="dim")
        for check in line["earlier_fact_checks"]:
            told.append(f"\n{printable(_earlier(check))}", style="dim")
        table.add_row(Text(f"{verdict}\n{line['claim_id'][:12]}", style=_STYLES.get(line["label"], "dim")), told)
    output_console().print(table)
