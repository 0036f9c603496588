"""Python processes that start at once, for tests of the command line.

A process of one's own is what a user has, and what such a test is about; but four seconds of imports before each
command were most of the suite's time. `ReadyPython` is one process that has imported everything and done nothing else.
Each command is a fork of it, with its own environment, folder, streams and exit code, that can be interrupted, limited
and killed as any process can. It ends as an interpreter does, but for the destructors of libraries: those of DuckDB
would wait for threads that only the first process has.

It serves on a Unix socket. A request is one line of JSON with three file descriptors; the answer is the process's id,
and, when it has ended, its exit code.
"""

import atexit
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, NoReturn, Self

ROOT = Path(__file__).parent.parent
# Linux alone promises that a process which has loaded these libraries may be forked.
IS_POSSIBLE = sys.platform == "linux"

_STARTS_S = 300
# Runs in the ready process. Whoever comes out of `serve` is the fork that was asked for; the rest never does.
_SERVER = "import sys; from tests.ready_python import run, serve; run(serve(sys.argv[1], sys.argv[2]))"


class ReadyPython:
    """A process that has run the imports; `start` and `run` are those of `subprocess`, for a script of Python."""

    def __init__(self, imports: str, environment: Mapping[str, str]) -> None:
        """`environment` is that of the imports: what they read of it, a process started later can change no more."""
        self._folder = tempfile.TemporaryDirectory(prefix="ready")  # a socket's path may have no more than 107 letters
        self._socket = str(Path(self._folder.name) / "socket")
        # Its streams are pipes, as those of the processes to come mostly are: what was a file is taken for a file.
        self._server = subprocess.Popen(
            [sys.executable, "-c", _SERVER, self._socket, imports],
            env=dict(environment) | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.terminate()
        self._server.communicate(timeout=30)
        self._folder.cleanup()

    def start(self, script: str, arguments: Sequence[str], *, cwd: Path, env: Mapping[str, str]) -> "ReadyProcess":
        """Start a process that runs the script, as `subprocess.Popen([python, "-c", script, *arguments], …)` does.

        Its standard input is empty, its standard output and error are pipes.
        """
        request = json.dumps({"script": script, "arguments": list(arguments), "cwd": str(cwd), "env": dict(env)})
        return ReadyProcess(self._connected(), request)

    def _connected(self) -> socket.socket:
        deadline = time.monotonic() + _STARTS_S
        while True:
            connection = socket.socket(socket.AF_UNIX)
            try:
                connection.connect(self._socket)
            except (FileNotFoundError, ConnectionRefusedError):
                connection.close()
                if time.monotonic() > deadline or self._server.poll() is not None:
                    self._server.kill()
                    raise RuntimeError(f"the ready process did not start: {self._server.communicate()[0]}") from None
                time.sleep(0.05)
            else:
                return connection


class ReadyProcess:
    """A started process, with what tests use of `subprocess.Popen`."""

    def __init__(self, connection: socket.socket, request: str) -> None:
        self._connection = connection
        nothing = os.open(os.devnull, os.O_RDONLY)
        out, err = os.pipe(), os.pipe()
        theirs = (nothing, out[1], err[1])
        socket.send_fds(connection, [request.encode() + b"\n"], theirs)
        for descriptor in theirs:
            os.close(descriptor)
        self.stdout = os.fdopen(out[0], encoding="utf-8", errors="replace")
        self.stderr = os.fdopen(err[0], encoding="utf-8", errors="replace")
        self._told = connection.makefile("r")
        self.pid = int(self._told.readline())
        self.returncode: int | None = None

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, negative for a signal; raises TimeoutError."""
        if self.returncode is None:
            self._connection.settimeout(timeout)
            self.returncode = int(self._told.readline())
            self._told.close()
            self._connection.close()
        return self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """All that it writes until it ends. The two streams are read one after the other by a thread each."""
        texts = ["", ""]

        def read(place: int, stream: IO[str]) -> None:
            with stream:
                texts[place] = stream.read()

        readers = [
            threading.Thread(target=read, args=(place, stream), daemon=True)
            for place, stream in enumerate((self.stdout, self.stderr))
        ]
        for reader in readers:
            reader.start()
        self.wait(timeout)
        for reader in readers:
            reader.join(timeout)
        return texts[0], texts[1]


# In the ready process ---------------------------------------------------------------------------------------------


def serve(address: str, imports: str) -> str:
    """Fork a process for each request; returns in it, and nowhere else, with the script that it is to run."""
    exec(imports, {})  # noqa: S102  # a test's own
    gc.freeze()  # what is here for good is neither looked through nor, for that, copied in each fork
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(address)
    listening.listen()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel takes those away that have ended
    parent = os.getppid()
    listening.settimeout(1.0)
    while True:
        try:
            connection, _ = listening.accept()
        except TimeoutError:
            if os.getppid() != parent:  # the tests were killed
                os._exit(0)
            continue
        if os.fork() == 0:
            listening.close()
            return _be_what_is_asked(connection)
        connection.close()


def run(script: str) -> NoReturn:
    """Run a script as the interpreter would run its own, and end the process with its exit code."""
    code = 0
    try:
        exec(script, {"__name__": "__main__"})  # noqa: S102  # a test's own
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else int(left.code is not None)
    except BaseException:  # noqa: BLE001  # an interpreter too tells of whatever comes
        traceback.print_exc()
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _be_what_is_asked(connection: socket.socket) -> str:
    """One process more, which the first waits for: its exit code is the answer."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    connection.settimeout(None)
    data, streams, *_ = socket.recv_fds(connection, 1 << 20, 3)
    while not data.endswith(b"\n"):
        data += connection.recv(1 << 20)
    request: dict[str, Any] = json.loads(data)
    child = os.fork()
    if child:
        for stream in (*streams, 0, 1, 2):
            os.close(stream)
        connection.sendall(f"{child}\n".encode())
        _, status = os.waitpid(child, 0)
        with suppress(OSError):
            connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
        os._exit(0)
    connection.close()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(request["env"])
    time.tzset()
    os.chdir(request["cwd"])
    sys.argv = ["-c", *request["arguments"]]
    return str(request["script"])
