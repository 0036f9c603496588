"""One at a time works on an article, whichever process it is in: what the first one committed, the next one finds.

The warehouse's own lock is held for a commit only. An article is read, searched for and judged for minutes before that,
and two that do so at once would pay a model twice and give two verdicts.
"""

import asyncio
import errno
import fcntl
import hashlib
import os
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from warehouse.errors import WarehouseError, WarehouseFullError, WarehouseMissingError, WarehouseNotWritableError
from warehouse.files import DISK_IS_FULL

_FIRST_WAIT_S = 0.02
_LONGEST_WAIT_S = 0.5
_OFFSETS = 1 << 62  # an offset in a file is less than 2**63


class ArticleLocks(Protocol):
    """Who works on which article, and which runs are at work. `held` does the waiting for every kind of warehouse.

    Both methods may be called from any thread and return at once. A lock goes when its process dies, however it dies.
    """

    def try_take(self, article_id: str) -> bool:
        """Take an article if nobody has it, in this process or another; whether it was taken. Raises WarehouseError."""
        ...

    def release(self, article_id: str) -> None:
        """Give back an article that was taken."""
        ...


@asynccontextmanager
async def held(locks: ArticleLocks, article_id: str, on_wait: Callable[[], None] | None = None) -> AsyncIterator[None]:
    """Have an article to oneself for as long as the block lasts.

    Waits for whoever has it, without an end and without holding up the event loop; `on_wait` is called once where it
    has to. Cancelled while it waits, it has taken nothing. A task that has an article must not take another, nor the
    same again. Raises WarehouseError.

    It asks again and again, also of PostgreSQL, which could wake whoever comes next. A wait lasts as long as a model
    and the web take, minutes, in which a blocked call would keep a thread and a connection of the server's, and could
    not be cancelled. Nor does anybody need a turn: whoever has waited finds the work done and goes at once. Commits,
    which take turns within a second, wait in line (`warehouse.lake_server.held_lock`).
    """
    wait = _FIRST_WAIT_S
    told = on_wait is None
    while not locks.try_take(article_id):
        if not told and on_wait is not None:
            on_wait()
            told = True
        await asyncio.sleep(wait)
        wait = min(wait * 1.5, _LONGEST_WAIT_S)
    try:
        yield
    finally:
        locks.release(article_id)


class FileLocks:
    """Locks for a warehouse that is a file: each article is a byte of one file beside it, which is never written.

    The kernel keeps the locks of bytes, and drops those of a process that ends. It keeps them for the process as a
    whole, and drops them all when any descriptor of the file is closed: so which of the process's tasks has an article
    is known here, and there is one descriptor, from the first lock that is taken until the last is given back.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._guard = threading.Lock()
        self._taken: set[int] = set()
        self._file = -1

    @classmethod
    def of(cls, warehouse: Path) -> "FileLocks":
        """The locks of the warehouse at this path, the same ones whoever asks for them in this process."""
        file = warehouse.resolve()
        path = file.with_name(f".{file.name}.locks")
        with _REGISTERED:
            return _REGISTER.setdefault(path, cls(path))

    def try_take(self, article_id: str) -> bool:
        """Take an article if nobody has it, in this process or another; whether it was taken.

        Raises WarehouseError where the file cannot be made or the disk keeps no locks.
        """
        offset = _offset(article_id)
        with self._guard:
            if offset in self._taken:
                return False
            try:
                if self._file < 0:
                    self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
                if not self._lock(offset):
                    return False
            except OSError as error:
                raise _explained(error, self.path) from error
            finally:
                self._close_if_unused()
            return True

    def release(self, article_id: str) -> None:
        """Give back an article that was taken."""
        offset = _offset(article_id)
        with self._guard:
            self._taken.discard(offset)
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, offset)
            self._close_if_unused()

    def _lock(self, offset: int) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, offset)
        except OSError as error:
            if error.errno in (errno.EAGAIN, errno.EACCES):  # which of them, POSIX leaves to the system
                return False
            raise
        self._taken.add(offset)
        return True

    def _close_if_unused(self) -> None:
        if self._file >= 0 and not self._taken:
            os.close(self._file)
            self._file = -1


_REGISTERED = threading.Lock()
_REGISTER: dict[Path, FileLocks] = {}


def _offset(article_id: str) -> int:
    """The byte that stands for an article. That two have the same one is as good as impossible, and would only cost."""
    return int.from_bytes(hashlib.sha256(article_id.encode()).digest()[:8]) % _OFFSETS


def _explained(error: OSError, path: Path) -> WarehouseError:
    if error.errno in DISK_IS_FULL:
        return WarehouseFullError(f"the disk has no room for {path}: free some space and run again")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return WarehouseNotWritableError(f"{path} cannot be written: make that file and its folder writable")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return WarehouseMissingError(f"the folder {path.parent} for the warehouse does not exist: create it")
    return WarehouseError(f"{path} cannot be locked ({error.strerror}): keep the warehouse on a disk of this machine")
