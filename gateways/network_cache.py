"""What the networks on this machine made of texts, kept in the cache folder (`language.kept_outputs`)."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from gateways.cache_files import CacheFile

_CREATE = (
    "CREATE TABLE IF NOT EXISTS outputs (number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, output BLOB NOT NULL)"
)
_ROW_BYTES = 1700  # of a vector of 384 values, with its key twice and what SQLite adds
_KEYS_AT_ONCE = 500


class NetworkCache:
    """Bytes by key. `most_bytes` bounds the file, about; what was kept first goes first."""

    def __init__(self, folder: Path, *, most_bytes: int) -> None:
        self._file = CacheFile(folder / "network-outputs.sqlite", _CREATE, "what networks read")
        self._most_rows = most_bytes // _ROW_BYTES

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Those of the keys that are there."""
        found: dict[bytes, bytes] = {}
        for first in range(0, len(keys), _KEYS_AT_ONCE):
            some = keys[first : first + _KEYS_AT_ONCE]
            places = ", ".join("?" * len(some))
            found.update(self._file.rows(f"SELECT key, output FROM outputs WHERE key IN ({places})", some))  # noqa: S608  # question marks
        return found

    def put(self, values: Mapping[bytes, bytes]) -> None:
        """Keep them for other processes too; a later output, where the earlier one was damaged, takes its place."""
        self._file.run_many(
            "INSERT OR REPLACE INTO outputs (key, output) VALUES (?, ?)",
            list(values.items()),
            f"DELETE FROM outputs WHERE number <= (SELECT max(number) FROM outputs) - {self._most_rows}",  # noqa: S608
        )
