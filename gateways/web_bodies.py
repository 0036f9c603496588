"""Bodies read while they come, in bounds: of bytes as sent, and of bytes as they are once decompressed.

Only gzip and deflate are asked for, and nothing else is taken: every further way to compress is one more way to make
much of little.
"""

import zlib
from collections.abc import AsyncIterable

from gateways.web_errors import BrokenBodyError, TooLargeError

ACCEPT_ENCODING = "gzip, deflate"

_MEGABYTE = 2**20
_AS_IT_IS = ("", "identity", "none")  # the last is no encoding, and is what some servers say


async def read_body(
    chunks: AsyncIterable[bytes], encoding: str, *, declared: int | None, most_sent: int, most: int, place: str
) -> bytes:
    """The whole body, decompressed.

    `encoding` is the Content-Encoding, `declared` the Content-Length, `most_sent` and `most` the limits in bytes as
    sent and decompressed, `place` what messages call the page. Raises TooLargeError as soon as a limit is passed, and
    BrokenBodyError.
    """
    if declared is not None and declared > most_sent:
        raise _too_large(place, most_sent)
    decoder = _decoder(encoding, place)
    sent = 0
    body = bytearray()
    async for chunk in chunks:
        sent += len(chunk)
        if sent > most_sent:
            raise _too_large(place, most_sent)
        body += chunk if decoder is None else decoder.decode(chunk, most + 1 - len(body))
        if len(body) > most:
            raise _too_large(place, most)
    if decoder is not None and sent and not decoder.finished:
        raise _broken(place, "ends too early")
    return bytes(body)


class _Decoder:
    """gzip, of one member or several, or deflate, with its header or without."""

    def __init__(self, gzipped: bool, place: str) -> None:
        self._wbits = zlib.MAX_WBITS | 16 if gzipped else zlib.MAX_WBITS
        self._gzipped = gzipped
        self._place = place
        self._stream = zlib.decompressobj(self._wbits)
        self._begun = False
        self.finished = False

    def decode(self, data: bytes, most: int) -> bytes:
        """At most `most` bytes of what comes out; what is over the limit stays compressed."""
        out = bytearray()
        while data and len(out) < most:
            if self.finished:
                if not self._gzipped or not data.strip(b"\0"):
                    break  # padding, which decoders ignore
                self._stream, self.finished = zlib.decompressobj(self._wbits), False
            try:
                out += self._stream.decompress(data, most - len(out))
            except zlib.error:
                if self._begun or self._gzipped:
                    raise _broken(self._place, "is garbled") from None
                self._stream = zlib.decompressobj(-zlib.MAX_WBITS)  # some servers leave the header of deflate away
                self._begun = True
                continue
            self._begun = True
            self.finished = self._stream.eof
            data = self._stream.unused_data if self.finished else self._stream.unconsumed_tail
        return bytes(out)


def _decoder(encoding: str, place: str) -> _Decoder | None:
    named = [name for part in encoding.lower().split(",") if (name := part.strip()) not in _AS_IT_IS]
    if not named:
        return None
    if named not in (["gzip"], ["x-gzip"], ["deflate"]):
        raise BrokenBodyError(
            f"{place} came compressed as {', '.join(named)[:40]}, which was not asked for: save the page and give that."
        )
    return _Decoder(named != ["deflate"], place)


def _broken(place: str, how: str) -> BrokenBodyError:
    return BrokenBodyError(f"What came from {place} {how} and cannot be decompressed: run again, or save the page.")


def _too_large(place: str, limit: int) -> TooLargeError:
    return TooLargeError(
        f"{place} has more than {limit / _MEGABYTE:g} MB, the most that is read: raise CLAIMHOUSE_WEB_MAX_MB."
    )
