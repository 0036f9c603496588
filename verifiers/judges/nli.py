"""The local judge on a file of one's own: lines of {passage, claim} in, three probabilities a line out.

    python -m verifiers.judges.nli FILE.jsonl

Each line of standard output has the probabilities supports, refutes and neither, which sum to 1, the number of the line
that was read, and what else stood in it but passage and claim. `-` reads standard input. A line that cannot be read is
told on standard error, the others are judged all the same, and the exit code is 2.

The judge itself is in verifiers/judges/local_judge.py, what it reads with in verifiers/judges/local_reading.py.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, TextIO

from verifiers.judges.local_judge import NliJudge
from verifiers.judges.local_reading import LocalReader, Pair, Stances
from warehouse.errors import BadInputError, ClaimhouseError

__all__ = ["LocalReader", "NliJudge", "Pair", "Stances", "judge_lines", "main"]

_AT_ONCE = 128  # pairs, so that all cores have work and results come as they are made
_USAGE = "usage: python -m verifiers.judges.nli FILE.jsonl   (- reads standard input)"
_TEXTS = ("passage", "claim")


class BadLineError(BadInputError):
    """A line is no pair."""


@dataclass(frozen=True)
class Line:
    """A pair with the number of its line, and what else stood there."""

    number: int
    pair: Pair
    rest: Mapping[str, Any]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Judge the file that is named, and leave with an exit code: 2 for bad input, 1 where the model is not there."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if len(given) != 1 or given[0] in ("-h", "--help"):
            raise BadInputError(_USAGE)
        with _opened(given[0]) as lines:
            code = judge_lines(lines, LocalReader(), sys.stdout, sys.stderr)
    except BrokenPipeError:
        _write_no_more()
        code = 0
    except OSError as error:
        _write_no_more()
        sys.stderr.write(
            f"It cannot go on ({error.strerror}): see that the input can be read and the output written.\n"
        )
        code = 1
    except ClaimhouseError as error:
        sys.stderr.write(f"{error}\n")
        code = error.exit_code
    sys.exit(code)


def judge_lines(lines: Iterable[bytes], reader: LocalReader, results: TextIO, messages: TextIO) -> int:
    """Judge lines as they come, in their order; the exit code. Raises ModelFilesError."""
    bad = judged = 0

    def good() -> Iterator[Line]:
        nonlocal bad
        for number, raw in enumerate(lines, 1):
            try:
                line = _line(number, raw)
            except BadLineError as error:
                bad += 1
                messages.write(f"{error}\n")
                continue
            if line is not None:
                yield line

    waiting = good()
    while batch := list(islice(waiting, _AT_ONCE)):
        judged += len(batch)
        read = reader.read([line.pair for line in batch])
        results.writelines(f"{json.dumps(_result(*one))}\n" for one in zip(batch, read, strict=True))
        results.flush()
    if not judged and not bad:
        messages.write('There is nothing to judge: give lines of {"passage": …, "claim": …}.\n')
    return BadLineError.exit_code if bad or not judged else 0


def _write_no_more() -> None:
    """What is still to be written would fail once more as the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _opened(name: str) -> BinaryIO:
    if name == "-":
        if sys.stdin is None:
            raise BadInputError("Standard input is closed: name a file.")
        return sys.stdin.buffer
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise BadInputError(f"{name} cannot be read ({error.strerror}).") from None


def _line(number: int, raw: bytes) -> Line | None:
    """The pair of a line; None for a blank one. Raises BadLineError telling what is wrong with it."""
    try:
        text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        row = json.loads(text, parse_constant=_refuse) if text.strip() else None
    except UnicodeDecodeError:
        raise BadLineError(f"Line {number} is not UTF-8.") from None
    except (ValueError, RecursionError) as error:
        told = error.msg if isinstance(error, json.JSONDecodeError) else "it cannot be read"
        raise BadLineError(f"Line {number} is not JSON ({told}).") from None
    if row is None and not text.strip():
        return None
    if not isinstance(row, dict):
        raise BadLineError(f"Line {number} is not an object with passage and claim.")
    for name in _TEXTS:
        if not isinstance(row.get(name), str):
            raise BadLineError(f"Line {number} has no text under “{name}”.")
    if not row["claim"].strip():
        raise BadLineError(f"Line {number} has an empty claim.")
    passage, claim = (row[name].encode("utf-8", "replace").decode("utf-8") for name in _TEXTS)
    return Line(number, Pair(passage, claim), {name: value for name, value in row.items() if name not in _TEXTS})


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _result(line: Line, stances: Stances) -> dict[str, Any]:
    shares = {"supports": stances.supports, "refutes": stances.refutes, "neither": stances.neither}
    ours = {"line": line.number, **shares, "why": "; ".join(stances.why)}
    return {"line": line.number} | dict(line.rest) | ours


if __name__ == "__main__":
    main()
