"""`claimhouse export` and `claimhouse import`: what leaves the desk, and what other desks have found."""

from pathlib import Path
from typing import Annotated

import typer

from flows.settings import load_settings
from warehouse.errors import BadInputError

WarehouseOption = Annotated[
    str | None,
    typer.Option("--warehouse", metavar="FILE|ducklake:…", help="A file or a lake; default: ./claimhouse.duckdb"),
]


def export(
    parquet: Annotated[Path | None, typer.Option("--parquet", metavar="FILE", help="The verdicts as Parquet.")] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="As CSV, safe to open in a spreadsheet; - prints it.")
    ] = None,
    jsonl: Annotated[Path | None, typer.Option("--jsonl", metavar="FILE", help="As JSON lines; - prints them.")] = None,
    query: Annotated[
        str | None, typer.Option("--query", metavar="SQL", help="What this finds, not current_verdicts.")
    ] = None,
    claimreview: Annotated[
        Path | None,
        typer.Option("--claimreview", metavar="FILE", help="What is published, as a feed of ClaimReview; - prints it."),
    ] = None,
    publication: Annotated[
        str | None,
        typer.Option("--publication", metavar="ID", help="With --claimreview: only this one, by itself."),
    ] = None,
    embed: Annotated[
        bool, typer.Option("--embed", help="With --publication: as a <script> to paste into the page of the check.")
    ] = False,
    warc: Annotated[
        Path | None,
        typer.Option("--warc", metavar="FILE", help="The fetched pages as a web archive; .warc.gz compresses it."),
    ] = None,
    claim: Annotated[
        str | None, typer.Option("--claim", metavar="ID", help="With --warc: only what was found for this claim.")
    ] = None,
    article: Annotated[
        str | None, typer.Option("--article", metavar="ID", help="With --warc: only for this article's claims.")
    ] = None,
    run: Annotated[
        str | None,
        typer.Option(
            "--run", metavar="ID", help="With --warc: only what this run was the first to find, or decided on."
        ),
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Write the verdicts, what is published, or the evidence's pages to a file, which appears when it is whole."""
    from flows.exporting import export_pages, export_table
    from flows.publication_feed import export_publications

    tables = {"parquet": parquet, "csv": csv, "jsonl": jsonl}
    files = [file for file in (*tables.values(), claimreview, warc) if file is not None]
    if len(files) != 1:
        raise BadInputError("Give one of --parquet, --csv, --jsonl, --claimreview and --warc, with the file to write.")
    if query is not None and (claimreview or warc):
        raise BadInputError("--query goes with --parquet, --csv or --jsonl.")
    if claimreview is None and (publication is not None or embed):
        raise BadInputError("--publication and --embed go with --claimreview.")
    if embed and publication is None:
        raise BadInputError("--embed makes a snippet of one published check: name it with --publication.")
    if warc is None and (claim or article or run):
        raise BadInputError("--claim, --article and --run go with --warc: choose verdicts with --query.")
    settings = load_settings(warehouse=warehouse)
    if warc is not None:
        export_pages(settings, warc, claim=claim, article=article, run=run)
    elif claimreview is not None:
        export_publications(settings, claimreview, publication=publication, embed=embed)
    else:
        form, file = next((form, file) for form, file in tables.items() if file is not None)
        export_table(settings, file, form, query)


def import_(
    file: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="ClaimReview markup: JSON-LD, a DataFeed, JSON lines, HTML.")
    ],
    warehouse: WarehouseOption = None,
) -> None:
    """Take other desks' fact-checks into the earlier fact-checks that every check looks through."""
    from flows.importing import import_fact_checks

    import_fact_checks(load_settings(warehouse=warehouse), file)
