"""A server on a port of 127.0.0.1 that lives for as long as a `with` block: what the scripted ones have alike."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


class LoopbackServer:
    """Serves with `handler` from entering on. `released` is set on leaving, so that no answer is held for longer."""

    def __init__(
        self, handler: type[BaseHTTPRequestHandler], *, server: type[ThreadingHTTPServer] = ThreadingHTTPServer
    ) -> None:
        self.released = threading.Event()
        self._lock = threading.Lock()
        self._server = server(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def host(self) -> str:
        """What a setting must allow for this server to be reached."""
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
