"""Files that appear when they are whole: whoever reads one never sees half of it."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from warehouse.errors import BadInputError


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """A file to write, which takes the target's name at the end of the block, and none where the block fails.

    Raises BadInputError where it cannot be written.
    """
    draft = target.with_name(f".{target.name}.{uuid.uuid4().hex[:12]}.new")
    try:
        with draft.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        raise BadInputError(f"{target} cannot be written ({error.strerror}): name another file.") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
