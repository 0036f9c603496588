"""The first step of the command `claimhouse`: small, so that a Ctrl-C while all else is still being read is told too.

Reading the rest takes some tenths of a second, in which flows/cli.py cannot yet answer for it.
"""

import sys
from typing import NoReturn

_INTERRUPTED = 130  # as in flows/cli.py, which may not have been read


def main() -> NoReturn:
    """Read the command line's code and run it; leaves with its exit code, or with 130 where it is stopped before."""
    try:
        from flows.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write("Stopped before anything began.\n")
        sys.exit(_INTERRUPTED)
    run()
