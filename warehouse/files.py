"""Files that appear when they are whole: whoever reads one never sees half of it."""

import errno
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from warehouse.errors import BadInputError, ClaimhouseError

DISK_IS_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """A file to write, which takes the target's name at the end of the block, and none where the block fails.

    Raises BadInputError where it cannot be written, ClaimhouseError where there is no room for it.
    """
    draft = target.with_name(f".{target.name}.{uuid.uuid4().hex[:12]}.new")
    try:
        with draft.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        if error.errno in DISK_IS_FULL:
            raise ClaimhouseError(
                f"There is no room for {target} ({error.strerror}): free some space, or name a file on another disk."
            ) from error
        raise BadInputError(f"{target} cannot be written ({error.strerror}): name another file.") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
