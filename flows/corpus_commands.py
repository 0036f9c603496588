"""`claimhouse corpus add|list|remove|stats`: the desk's standing corpus."""

from datetime import UTC
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.output import FORMATS, message_console, plain, print_json_line, print_table, printable
from flows.settings import Settings, load_settings
from warehouse.errors import BadInputError

corpus_app = typer.Typer(
    name="corpus",
    help="The desk's standing corpus: evidence that is searched when no --corpus is given.",
    no_args_is_help=False,
    rich_markup_mode=None,
)

FormatOption = Annotated[str, typer.Option("--format", metavar="table|csv|json")]
PROBLEMS_SHOWN = 5


@corpus_app.command("add")
def add(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Folders or files of evidence.")],
) -> None:
    """Read evidence and keep it in the desk's corpus."""
    from flows import corpora

    settings = load_settings()
    with corpora.list_to_oneself(settings):
        roots, added = corpora.with_paths(corpora.read_roots(settings.corpus_list), paths)
        if not added:
            _say("Nothing new: it is all in the desk's corpus already. The next check reads what changed in it.")
            return
        _say(f"Reading {', '.join(str(root.path) for root in added)} …")
        corpus = corpora.standing_corpus(settings, roots)
        report = corpus.prepare()
        corpora.write_roots(settings.corpus_list, roots)  # only now: what cannot be read does not stay on the list
    problems = [problem for problem in (*report.unreadable, *report.notes) if any(r.holds(problem.path) for r in added)]
    for problem in problems[:PROBLEMS_SHOWN]:
        _say(str(problem))
    for held in corpus.overview():
        if held.root in added:
            _print(f"{held.root.path}: {_count(held.documents, 'document')}, {_count(held.problems, 'problem')}")
    _warn_of_another(settings)


@corpus_app.command("list")
def list_(format_: FormatOption = "table") -> None:
    """Show what the desk's corpus is made of, as it was last read."""
    from flows import corpora

    _check_format(format_)
    settings = load_settings()
    roots = corpora.read_roots(settings.corpus_list)
    if not roots:
        _say("The desk's corpus is empty: say `claimhouse corpus add PATH…`.")
        return
    rows = [
        (
            str(held.root.path),
            held.documents,
            held.passages,
            held.problems,
            held.indexed_at.astimezone(UTC).isoformat(timespec="minutes") if held.indexed_at else None,
            held.root.path.exists(),
        )
        for held in corpora.standing_corpus(settings, roots).overview()
    ]
    print_table(("path", "documents", "passages", "problems", "last_indexed", "there"), rows, format_)
    _warn_of_another(settings)


@corpus_app.command("remove")
def remove(path: Annotated[Path, typer.Argument(metavar="PATH", help="As `claimhouse corpus list` shows it.")]) -> None:
    """Take evidence out of the desk's corpus; the files themselves stay, and so does what was judged by them."""
    from flows import corpora

    settings = load_settings()
    with corpora.list_to_oneself(settings):
        roots, gone = corpora.without_path(corpora.read_roots(settings.corpus_list), path)
        corpora.write_roots(settings.corpus_list, roots)
        if roots:
            corpora.standing_corpus(settings, roots).prepare()
        else:
            corpora.standing_corpus(settings, (gone,)).forget()
    _print(f"{gone.path} is no longer in the desk's corpus; {_count(len(roots), 'place')} left.")


@corpus_app.command("stats")
def stats(
    corpus: Annotated[
        Path | None, typer.Option("--corpus", metavar="DIR", help="Of this evidence instead of the desk's corpus.")
    ] = None,
    format_: FormatOption = "table",
) -> None:
    """Show in figures what there is to search: documents, publishers, days, languages, size."""
    from flows import corpora
    from verifiers.sources.corpus_overview import statistics

    _check_format(format_)
    settings = load_settings(corpus=corpus)
    source = corpora.corpus_of(settings)
    if source is None:
        raise BadInputError("The desk's corpus is empty: say `claimhouse corpus add PATH…`, or give --corpus DIR.")
    if source.as_indexed() is None:
        _say(f"Reading the evidence in {source.shown} …")
        source.prepare()
    index = source.as_indexed()
    if index is None:
        raise BadInputError(f"The corpus {source.shown} cannot be indexed: see claimhouse doctor.")
    told = statistics(index)
    languages = {name or "not stated": count for name, count in told.languages.items()}
    figures: dict[str, Any] = {
        "documents": told.documents,
        "duplicates": told.duplicates,
        "passages": told.passages,
        "publishers": told.publishers,
        "undated": told.undated,
        "undated_share": round(told.undated_share, 3),
        "first_published": told.first_day,
        "last_published": told.last_day,
        "languages": languages,
        "index_mb": round(told.index_bytes / 1e6, 2),
    }
    if format_ == "json":
        print_json_line(figures)
        return
    figures["languages"] = ", ".join(f"{name} {count}" for name, count in languages.items())
    print_table(("figure", "value"), [(name, plain(value)) for name, value in figures.items()], format_)


def _check_format(format_: str) -> None:
    if format_ not in FORMATS:
        raise BadInputError(f"--format {format_} is not known: use {', '.join(FORMATS)}.")


def _warn_of_another(settings: Settings) -> None:
    if settings.corpus:
        _say(f"CLAIMHOUSE_CORPUS is set, so checks search {settings.corpus} and not the desk's corpus.")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _say(message: str) -> None:
    message_console().print(printable(message))


def _print(message: str) -> None:
    typer.echo(printable(message))
