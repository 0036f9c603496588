"""The archive of originals: the bytes of every page that was fetched as evidence, each once, beside the warehouse.

`<warehouse file>.originals/ab/abcd….gz` is the page whose SHA-256 is abcd…: `zcat` shows it; a lake has `originals/` in
its folder. Bytes are whole and on the disk before anything in the warehouse refers to them, so a process that is killed
in between leaves a page that nobody refers to, and never a reference to a page that is not there.
"""

import errno
import gzip
import hashlib
import os
import uuid
import zlib
from collections.abc import Iterable
from pathlib import Path

from warehouse.errors import (
    WarehouseDamagedError,
    WarehouseError,
    WarehouseFullError,
    WarehouseMissingError,
    WarehouseNotWritableError,
)
from warehouse.files import DISK_IS_FULL
from warehouse.places import Place, beside
from warehouse.store import sweep, sync_folder

_LEVEL = 6
_NAMES = frozenset("0123456789abcdef")


class Originals:
    """The archive of one warehouse. Several processes may keep and get at once; nothing is made before it is used."""

    def __init__(self, warehouse: Place) -> None:
        self.folder = beside(warehouse, "originals")

    def keep(self, body: bytes) -> str:
        """Keep these bytes and return their SHA-256 in hexadecimal; what is there already is not written again.

        Raises WarehouseFullError, WarehouseNotWritableError or WarehouseError, with nothing half-written.
        """
        digest = hashlib.sha256(body).hexdigest()
        path = self._path(digest)
        if path.exists():
            return digest
        try:
            self._write(path, gzip.compress(body, _LEVEL, mtime=0))
        except OSError as error:
            raise _explained(error, self.folder) from error
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes with this hash, checked against it.

        Raises WarehouseMissingError where they are not there, WarehouseDamagedError where they are not what they were.
        """
        path = self._path(digest)
        try:
            body = gzip.decompress(path.read_bytes())
        except FileNotFoundError:
            raise WarehouseMissingError(
                f"the original {digest[:12]} is not in {self.folder}: restore that folder from a copy"
            ) from None
        except (OSError, EOFError, zlib.error) as error:
            raise _damaged(path) from error
        if hashlib.sha256(body).hexdigest() != digest:
            raise _damaged(path)
        return body

    def faults(self, digests: Iterable[str]) -> list[str]:
        """What is wrong with the originals of these hashes, a sentence each: missing, or no longer whole."""
        found = []
        for digest in digests:
            try:
                self.get(digest)
            except WarehouseError as error:
                found.append(str(error))
        return found

    def _path(self, digest: str) -> Path:
        # What names a file must be a hash and nothing else, whatever a table says.
        if len(digest) != 64 or not _NAMES.issuperset(digest):
            raise WarehouseMissingError(f"{digest[:64]!r} is not the SHA-256 of an original: run `claimhouse doctor`")
        return self.folder / digest[:2] / f"{digest}.gz"

    def _make_folders(self) -> None:
        """All folders at once, so that their names are brought to the disk once and not at each of the first pages."""
        self.folder.mkdir(exist_ok=True)
        for number in range(256):
            (self.folder / f"{number:02x}").mkdir(exist_ok=True)
        sync_folder(self.folder)
        sync_folder(self.folder.parent)

    def _write(self, path: Path, data: bytes) -> None:
        """Write a whole file and have it on the disk, under a name that only a whole one ever has."""
        if not path.parent.is_dir():
            self._make_folders()
        draft = path.with_name(f".{path.name}.{uuid.uuid4().hex[:12]}.new")
        try:
            with draft.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)  # two processes with the same page write the same bytes: either may be last
            sync_folder(path.parent)
        finally:
            draft.unlink(missing_ok=True)
        sweep(path.parent, ".*.new")


def _damaged(path: Path) -> WarehouseDamagedError:
    return WarehouseDamagedError(f"the original {path} is damaged: restore it from a copy")


def _explained(error: OSError, folder: Path) -> WarehouseError:
    if error.errno in DISK_IS_FULL:
        return WarehouseFullError(f"the disk has no room for the originals in {folder}: free some space and run again")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return WarehouseNotWritableError(f"the originals cannot be written to {folder}: make that folder writable")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return WarehouseMissingError(f"the folder {folder.parent} for the originals does not exist: create it")
    return WarehouseError(f"the originals cannot be written to {folder} ({error.strerror}): check the disk")
