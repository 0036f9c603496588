"""`claimhouse serve` on the command line."""

from pathlib import Path
from typing import Annotated

import typer


def serve(
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="FILE", help="Deployments; default: ./prefect.yaml, or those that ship."),
    ] = None,
    at_once: Annotated[int, typer.Option("--at-once", min=1, help="Runs at the same time.")] = 4,
) -> None:
    """Serve all flows with their schedules from this machine, until interrupted; Prefect's page triggers them too."""
    from flows.serving import serve_deployments

    serve_deployments(file, at_once=at_once)
