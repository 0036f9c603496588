"""Copies of a DuckDB file that cost what has changed and not what is there.

DuckDB writes a changed block anew and begins each with a checksum of what it holds. So an earlier copy that nobody
reads any more becomes a copy of the file as it is now by the blocks whose checksums differ, few after a commit. Where
the file system can let two files share their blocks (btrfs, XFS), a whole copy costs nothing at all.
"""

import errno
import fcntl
import os
import shutil
import struct
from pathlib import Path
from typing import BinaryIO

_COPY_BYTES = 8 << 20
_HEADERS = 3 * 4096  # the file's and two of the database's, of which the later holds
_BLOCK = 256 << 10  # bytes, with the checksum; a file of other blocks is copied whole
_CHECKSUM = 8
_SIZE_AT = 4096 + 5 * 8  # where a database's header, after its checksum and four numbers, tells the size of blocks
_SHARE_BLOCKS = 0x40049409  # Linux's FICLONE
_NO_SHARING = (errno.EOPNOTSUPP, errno.ENOTTY, errno.EXDEV, errno.EINVAL, errno.ENOSYS)


def copy_whole(source: BinaryIO, target: Path) -> None:
    """Copy an open file under a new name. Raises OSError."""
    with target.open("xb") as file:
        try:
            fcntl.ioctl(file.fileno(), _SHARE_BLOCKS, source.fileno())
        except OSError as error:
            if error.errno not in _NO_SHARING:
                raise
            source.seek(0)
            shutil.copyfileobj(source, file, _COPY_BYTES)


def take_over(earlier: Path, draft: Path) -> bool:
    """Give an earlier copy that nobody has open a new name, to be written over; returns whether that was possible.

    One that somebody reads is deleted, for he who has it open keeps it. Only Linux can tell a reader in this process.
    """
    lock = getattr(fcntl, "F_OFD_SETLK", None)
    if lock is None:
        return False
    try:
        with earlier.open("rb+") as file:
            # Of the file as a whole, against every lock, those of this process too.
            fcntl.fcntl(file.fileno(), lock, struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0))
            earlier.rename(draft)
    except FileNotFoundError:
        return False
    except OSError:
        # That a reader of this process has the file locked is forgotten as soon as any handle on it is closed.
        earlier.unlink(missing_ok=True)
        return False
    return True


def copy_changes(source: BinaryIO, target: Path) -> int:
    """Make an earlier copy the same as the open file; returns how many bytes were written. Raises OSError."""
    size = os.fstat(source.fileno()).st_size
    written = 0
    with target.open("rb+") as file:
        file.truncate(size)
        comparable = _block_size(source) == _block_size(file) == _BLOCK
        places = [(0, min(_HEADERS, size)), *((at, min(_BLOCK, size - at)) for at in range(_HEADERS, size, _BLOCK))]
        for at, length in places:
            if comparable and at and _at(source, at, _CHECKSUM) == _at(file, at, _CHECKSUM):
                continue
            os.pwrite(file.fileno(), _at(source, at, length), at)
            written += length
    return written


def _at(file: BinaryIO, place: int, length: int) -> bytes:
    return os.pread(file.fileno(), length, place)


def _block_size(file: BinaryIO) -> int:
    told = _at(file, _SIZE_AT, 8)
    return int.from_bytes(told, "little") if len(told) == 8 else 0
