"""A small object store on 127.0.0.1 that speaks as much of S3's protocol as DuckDB asks for, with buckets in memory.

    with LoopbackStore("desk") as store:
        env = store.environment()  # what a process needs to reach it
        store.objects["desk/claims/a.parquet"]

Whoever does not name KEY is answered 403, and what is in no bucket of its 404, as a real one answers.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.sax.saxutils import escape

from tests.loopback_server import LoopbackServer

KEY, SECRET = "key-of-the-desk", "a secret of the desk"  # of a store that lives for one test


class LoopbackStore(LoopbackServer):
    """The server. `objects` are the bytes by bucket and key; `changed` says when each came."""

    def __init__(self, *buckets: str) -> None:
        self.buckets = set(buckets)
        self.objects: dict[str, bytes] = {}
        self.changed: dict[str, datetime] = {}
        self._parts: dict[str, dict[int, bytes]] = {}
        super().__init__(self._handler())

    def environment(self, key: str = KEY) -> dict[str, str]:
        """The variables by which DuckDB finds it."""
        return {
            "AWS_ACCESS_KEY_ID": key,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": "us-east-1",
            "DUCKDB_S3_ENDPOINT": self.host,
            "DUCKDB_S3_USE_SSL": "false",
        }

    def names(self, ending: str = "") -> set[str]:
        """The objects whose key ends so, by bucket and key."""
        return {name for name in self.objects if name.endswith(ending)}

    def _keep(self, name: str, body: bytes) -> None:
        with self._lock:
            self.objects[name] = body
            self.changed[name] = datetime.now(UTC)

    def _listed(self, bucket: str, prefix: str) -> str:
        found = sorted(name for name in self.objects if name.startswith(f"{bucket}/{prefix}"))
        rows = "".join(
            f"<Contents><Key>{quote(name.removeprefix(f'{bucket}/'))}</Key><Size>{len(self.objects[name])}</Size>"
            f"<LastModified>{self.changed[name]:%Y-%m-%dT%H:%M:%S.000Z}</LastModified>"
            f"<ETag>&quot;{_tag(self.objects[name])}&quot;</ETag></Contents>"
            for name in found
        )
        about = f"<Name>{bucket}</Name><Prefix>{escape(prefix)}</Prefix><KeyCount>{len(found)}</KeyCount>"
        return f"<ListBucketResult>{about}<IsTruncated>false</IsTruncated>{rows}</ListBucketResult>"

    def _post(self, name: str, query: dict[str, list[str]], body: bytes) -> str:
        """Begin an upload in parts, complete it, or delete many."""
        if "uploads" in query:
            self._parts[name] = {}
            return f"<InitiateMultipartUploadResult><UploadId>{quote(name)}</UploadId></InitiateMultipartUploadResult>"
        if "uploadId" in query:
            parts = self._parts.pop(name)
            self._keep(name, b"".join(parts[number] for number in sorted(parts)))
            return f"<CompleteMultipartUploadResult><Key>{escape(name)}</Key></CompleteMultipartUploadResult>"
        for key in _between(body.decode(), "<Key>", "</Key>"):
            self.objects.pop(f"{name.strip('/')}/{key}", None)
        return "<DeleteResult></DeleteResult>"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        store = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _asked(self) -> tuple[str, dict[str, list[str]]] | None:
                parts = urlsplit(self.path)
                name = unquote(parts.path).lstrip("/")
                if f"Credential={KEY}/" not in self.headers.get("Authorization", ""):
                    self._say(403, "<Error><Code>AccessDenied</Code></Error>")
                    return None
                if name.partition("/")[0] not in store.buckets:
                    self._say(404, "<Error><Code>NoSuchBucket</Code></Error>")
                    return None
                return name, parse_qs(parts.query, keep_blank_values=True)

            def do_GET(self) -> None:
                if (asked := self._asked()) is None:
                    return
                name, query = asked
                if "list-type" in query:
                    self._say(200, store._listed(name.strip("/"), query.get("prefix", [""])[0]))
                    return
                body = store.objects.get(name)
                if body is None:
                    self._say(404, "<Error><Code>NoSuchKey</Code></Error>")
                    return
                first, _, last = self.headers.get("Range", "bytes=-").removeprefix("bytes=").partition("-")
                wanted = body[int(first or 0) : int(last) + 1 if last else len(body)]
                status = 206 if "Range" in self.headers else 200
                headers = {"Last-Modified": f"{store.changed[name]:%a, %d %b %Y %H:%M:%S GMT}", "ETag": _tag(body)}
                if status == 206:
                    headers["Content-Range"] = f"bytes {first or 0}-{int(first or 0) + len(wanted) - 1}/{len(body)}"
                self._say(status, wanted, **headers)

            def do_HEAD(self) -> None:
                self.do_GET()

            def do_PUT(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"] or 0))
                if (asked := self._asked()) is None:
                    return
                name, query = asked
                if "partNumber" in query:
                    store._parts[name][int(query["partNumber"][0])] = body
                else:
                    store._keep(name, body)
                self._say(200, "", ETag=_tag(body))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"] or 0))
                if (asked := self._asked()) is not None:
                    self._say(200, store._post(*asked, body))

            def do_DELETE(self) -> None:
                if (asked := self._asked()) is not None:
                    store.objects.pop(asked[0], None)
                    self._say(204, "")

            def _say(self, status: int, body: str | bytes, **headers: str) -> None:
                payload = body if isinstance(body, bytes) else body.encode()
                self.send_response(status)
                for name, value in {"Content-Length": str(len(payload)), "Accept-Ranges": "bytes", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(payload)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
                """Say nothing: a test's output is its own."""

        return Handler


def _tag(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]


def _between(text: str, before: str, after: str) -> Iterator[str]:
    for part in text.split(before)[1:]:
        yield part.partition(after)[0]
