"""A file appears when it is whole."""

from pathlib import Path

import pytest

from tests.full_disk import no_file_beyond
from warehouse.errors import BadInputError, ClaimhouseError
from warehouse.files import whole_file


def test_a_full_disk_leaves_the_file_of_before_and_is_no_bad_input(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("before")
    with (
        no_file_beyond(100),
        pytest.raises(ClaimhouseError, match=r"There is no room for .*out\.csv.*free some space") as raised,
        whole_file(target) as file,
    ):
        file.write(b"x" * 1_000)
    assert not isinstance(raised.value, BadInputError)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"out.csv": "before"}
