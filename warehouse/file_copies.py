"""Whole copies of a file, which cost nothing where the file system lets two files share their blocks (btrfs, XFS)."""

import errno
import os
import shutil
from pathlib import Path
from typing import BinaryIO

_COPY_BYTES = 8 << 20
_NOT_THERE = (errno.EOPNOTSUPP, errno.ENOTTY, errno.EXDEV, errno.EINVAL, errno.ENOSYS)


def copy_whole(source: BinaryIO, target: Path) -> None:
    """Copy an open file, to which nobody writes, under a new name. Raises OSError."""
    with target.open("xb") as file:
        if not _copy_in_the_kernel(source, file):
            source.seek(0)
            shutil.copyfileobj(source, file, _COPY_BYTES)


def _copy_in_the_kernel(source: BinaryIO, target: BinaryIO) -> bool:
    """Whether the system has copied it, sharing blocks if it can: no byte then comes through this process."""
    if not hasattr(os, "copy_file_range"):  # Linux has it
        return False
    done, size = 0, os.fstat(source.fileno()).st_size
    while done < size:
        try:
            copied = os.copy_file_range(source.fileno(), target.fileno(), size - done, done, done)
        except OSError as error:
            if error.errno not in _NOT_THERE:
                raise
            return False
        if not copied:  # some file systems of the kernel's own answer so
            return False
        done += copied
    return True
