"""Validated replies, kept so that the same question to the same model is asked once."""

from pathlib import Path

from gateways.cache_files import CacheFile

_CREATE = "CREATE TABLE IF NOT EXISTS replies (key TEXT PRIMARY KEY, reply TEXT NOT NULL) WITHOUT ROWID"


class ReplyCache:
    """Replies by key. The key is a hash of all that could change the reply; the prompt itself is not kept."""

    def __init__(self, folder: Path) -> None:
        self._file = CacheFile(folder / "llm-replies.sqlite", _CREATE, "model replies")

    def get(self, key: str) -> str | None:
        """The reply under a key, or None."""
        row = self._file.run("SELECT reply FROM replies WHERE key = ?", (key,))
        return str(row[0]) if row else None

    def put(self, key: str, reply: str) -> None:
        """Keep a reply; a later one under the same key takes its place."""
        self._file.run("INSERT OR REPLACE INTO replies VALUES (?, ?)", (key, reply))
