"""How a run tells what it is doing: a bar on a terminal, plain lines otherwise, always on standard error."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


def counted(number: int, thing: str) -> str:
    """A number of things in words: "1 claim", "2 claims"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def each_counted(*told: tuple[int, str]) -> list[str]:
    """What there is of several kinds, in their order: "2 unchanged"; nothing of what there is none of."""
    return [f"{number} {what}" for number, what in told if number]


class Reporter(Protocol):
    """Somebody who is told how a run goes on."""

    def begin(self, total: int) -> None: ...

    def say(self, message: str) -> None: ...

    def article_done(self, message: str) -> None: ...


class SilentReporter:
    """Nobody watches: a deployment's run, whose state Prefect shows."""

    def begin(self, total: int) -> None:
        return

    def say(self, message: str) -> None:
        return

    def article_done(self, message: str) -> None:
        return


class LineReporter:
    """One line for each thing that is done, for logs and pipes."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._total = 0
        self._done = 0

    def begin(self, total: int) -> None:
        self._total = total

    def say(self, message: str) -> None:
        self._console.print(message, markup=False, highlight=False, emoji=False, soft_wrap=True)

    def article_done(self, message: str) -> None:
        self._done += 1
        self.say(f"[{self._done}/{self._total}] {message}")


class BarReporter:
    """A progress bar, with what went wrong printed above it."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._task = self._progress.add_task("getting ready", total=None)

    def begin(self, total: int) -> None:
        self._progress.update(self._task, total=total, description="articles")

    def say(self, message: str) -> None:
        self._progress.console.print(message, markup=False, highlight=False, emoji=False, soft_wrap=True)

    def article_done(self, message: str) -> None:
        self.say(message)
        self._progress.advance(self._task)

    @contextmanager
    def shown(self) -> Iterator[None]:
        with self._progress:
            yield


# A flow's parameters must be plain values, so who watches it is handed on beside them.
REPORTER: ContextVar[Reporter] = ContextVar("reporter")
_SILENT = SilentReporter()


def reporter() -> Reporter:
    """Who is watching this run."""
    return REPORTER.get(_SILENT)


@contextmanager
def reporting(console: Console) -> Iterator[None]:
    """Report to this console for as long as the context lasts: a bar if it is a terminal, otherwise lines."""
    if console.is_terminal:
        bar = BarReporter(console)
        token = REPORTER.set(bar)
        try:
            with bar.shown():
                yield
        finally:
            REPORTER.reset(token)
    else:
        token = REPORTER.set(LineReporter(console))
        try:
            yield
        finally:
            REPORTER.reset(token)
