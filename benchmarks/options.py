"""What the command lines of the benchmarks have in common. What is wrong with one is told before anything is measured:
in one sentence that names the way out, with exit code 2."""

import argparse
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn


class Options(argparse.ArgumentParser):
    """A benchmark's options, described by its module's text."""

    def __init__(self, text: str | None) -> None:
        super().__init__(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and leave."""
        self.exit(2, f"{message}; --help tells all options\n")

    def add_shared(self) -> None:
        """`shared`: where the evaluation sets are."""
        self.add_argument("--shared", type=Path, default=Path("../shared"), help="where the evaluation sets are")

    def add_json(self) -> None:
        """`json`: the file that the rows go to; None without it."""
        self.add_argument("--json", type=new_file, metavar="FILE", help="write the rows there as JSON")

    def add_count(self, name: str, default: int | None = None, *, least: int = 1, told: str | None = None) -> None:
        """How many of something: a whole number, `least` or more."""
        self.add_argument(name, type=at_least(least), default=default, metavar="N", help=told)

    def add_seconds(self, name: str, default: float) -> None:
        """A time of more than nothing."""
        self.add_argument(name, type=seconds, default=default, metavar="SECONDS")


def at_least(least: int) -> Callable[[str], int]:
    """A reader of whole numbers from `least` on."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if number < least:
            raise argparse.ArgumentTypeError(f"{text} is not a whole number from {least} on: give one")
        return number

    return read


def seconds(text: str) -> float:
    """Reads a time in seconds."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds above 0: give one")
    return number


def new_file(text: str) -> Path:
    """Reads the name of a file that can be written."""
    file = Path(text)
    if file.is_dir():
        raise argparse.ArgumentTypeError(f"{file} is a folder: name a file in it")
    if not file.parent.is_dir():
        raise argparse.ArgumentTypeError(f"the folder of {file} is not there: make it with mkdir -p {file.parent}")
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        raise argparse.ArgumentTypeError(f"{file} cannot be written: name a file in a folder of yours")
    return file


def file_there(text: str) -> Path:
    """Reads the name of a file that can be read."""
    file = Path(text)
    if not file.is_file():
        raise argparse.ArgumentTypeError(f"{file} is not there: name a file that is")
    return file
