"""What a run leaves on Prefect's page beside its tables: how far it is, and at its end what came of it in words."""

import logging
import os
import re
from collections.abc import Awaitable, Mapping
from typing import Any
from uuid import UUID

from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_progress_artifact,
    acreate_table_artifact,
    aupdate_progress_artifact,
)

from flows.output import plain
from warehouse.errors import WarehouseLockedError

_SHOWN = 50  # of what failed; the view open_failures has all
# What would become markup on Prefect's page, which reads the cells of tables as Markdown too: signs of emphasis, links,
# images and HTML, what makes an address a link by itself, and what begins a list.
_MARKUP = re.compile(r"[\\`*\[\]<>&!#|~@]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=www)\.|\A[-+=]", re.IGNORECASE)
_NUMBERED = re.compile(r"\A\d+(?=[.)])")


class ProgressArtifact:
    """The share of a run's items that are done, in whole percents."""

    def __init__(self, artifact_id: UUID, total: int) -> None:
        self._artifact_id = artifact_id
        self._total = total
        self._done = 0

    @classmethod
    async def begin(cls, total: int, things: str) -> "ProgressArtifact":
        """Show that nothing is done yet; `things` says what is counted."""
        artifact_id = await acreate_progress_artifact(progress=0.0, key="progress", description=f"{total} {things}")
        return cls(artifact_id, max(total, 1))

    async def advance(self) -> None:
        """One more is done."""
        before, self._done = self._done, self._done + 1
        percent = 100 * self._done // self._total
        if percent > 100 * before // self._total:
            await aupdate_progress_artifact(artifact_id=self._artifact_id, progress=float(percent))


async def leave_table(key: str, rows: Awaitable[list[dict[str, Any]]], description: str) -> list[dict[str, Any]]:
    """A table, where it has any rows, in which nothing is taken for markup; returns the rows as they are.

    What was done is stored by then: a warehouse that others keep busy costs the run its table, and nothing else.
    """
    try:
        table = await rows
    except WarehouseLockedError as error:
        logging.getLogger(__name__).warning("the table %s is left out: %s", key, error)
        return []
    if table:
        await acreate_table_artifact(key=key, table=_inert(plain(table)), description=description)
    return table


async def leave_summary(result: Mapping[str, Any]) -> None:
    """The end of a run in words: its summary, what it counted and cost, which budget was spent, and what failed."""
    await acreate_markdown_artifact(key="summary", markdown=summary_markdown(result), description=result["summary"])


def summary_markdown(result: Mapping[str, Any]) -> str:
    """The summary of a run's result as Markdown; what it tells of articles is text, never markup."""
    parts = [f"# {str(result['outcome']).replace('_', ' ')}", _plain(result["summary"])]
    if budget := result.get("budget"):
        parts.append(f"**{_plain(budget)}** The view `open_failures` lists what waits.")
    if counts := {name: count for name, count in result.get("counts", {}).items() if count}:
        rows = [f"| {_plain(name.replace('_', ' '))} | {count} |" for name, count in counts.items()]
        parts.append("\n".join(["| what | how many |", "|---|---:|", *rows]))
    if spent := result.get("spent"):
        cost = "at a cost that is not known" if spent["cost_usd"] is None else f"for {spent['cost_usd']:.4f} USD"
        tokens = f"{spent['input_tokens']} tokens read and {spent['output_tokens']} written by a model"
        parts.append(f"{spent['seconds']:.1f} seconds, {tokens}, {cost}.")
    if failures := result.get("failures"):
        parts.append("## Failed")
        parts += [f"- {_plain(failure)}" for failure in failures[:_SHOWN]]
        if len(failures) > _SHOWN:
            parts.append(f"… and {len(failures) - _SHOWN} more, in the view `open_failures`.")
    parts.append(f"Run `{result['run_id']}`, process {os.getpid()}.")
    return "\n\n".join(parts)


def _inert(value: Any) -> Any:
    """A value of JSON in which no text is taken for Markdown or HTML."""
    if isinstance(value, str):
        return _plain(value)
    if isinstance(value, list):
        return [_inert(inner) for inner in value]
    return {name: _inert(inner) for name, inner in value.items()} if isinstance(value, dict) else value


def _plain(text: str) -> str:
    """Text in which nothing is taken for Markdown or HTML, nor any address for a link."""
    marked = _MARKUP.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))
    return _NUMBERED.sub(lambda found: f"{found[0]}\\", marked)
