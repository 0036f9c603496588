"""Ctrl-C before the command's code is read, sent to a real process while it reads."""

import signal
import subprocess
import sys

from flows.start import _INTERRUPTED

_READ_BEFORE_THE_REST = b"pydantic_core"  # long before flows.cli itself
_RUN = "from flows.start import main; main()"


def test_ctrl_c_while_modules_are_read_is_told_in_one_sentence() -> None:
    command = [sys.executable, "-X", "importtime", "-c", _RUN, "--help"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if _READ_BEFORE_THE_REST in line:
                process.send_signal(signal.SIGINT)
                break
        output, rest = process.communicate(timeout=60)
    told = [line for line in rest.decode().splitlines() if not line.startswith("import time:")]
    assert (process.returncode, output, told) == (_INTERRUPTED, b"", ["Stopped before anything began."])


def test_the_command_runs_as_ever() -> None:
    done = subprocess.run([sys.executable, "-c", _RUN, "--help"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Usage" in done.stdout
