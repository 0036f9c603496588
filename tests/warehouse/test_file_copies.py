"""A file is copied whole, whatever the system can do for it."""

import os
import random
from pathlib import Path

import pytest

from warehouse.file_copies import copy_whole

ELSEWHERE = Path("/dev/shm")  # noqa: S108  # another file system than a temporary folder's


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source"
    path.write_bytes(random.Random(7).randbytes(9_000_001))
    return path


def copied(source: Path, target: Path) -> bytes:
    with source.open("rb") as file:
        file.read(5)  # wherever it has been read to
        copy_whole(file, target)
    return target.read_bytes()


def test_by_the_system(source: Path, tmp_path: Path) -> None:
    assert copied(source, tmp_path / "target") == source.read_bytes()


def test_by_hand(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "copy_file_range", raising=False)
    assert copied(source, tmp_path / "target") == source.read_bytes()


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "source").touch()
    assert copied(tmp_path / "source", tmp_path / "target") == b""


@pytest.mark.skipif(not ELSEWHERE.is_dir(), reason="there is no other file system")
def test_to_another_file_system(source: Path) -> None:
    target = ELSEWHERE / f"claimhouse-{os.getpid()}"
    try:
        assert copied(source, target) == source.read_bytes()
    finally:
        target.unlink(missing_ok=True)


def test_nothing_is_overwritten(source: Path, tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        copied(source, tmp_path / "target")
    assert (tmp_path / "target").read_bytes() == b"mine"
