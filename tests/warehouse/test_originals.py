"""The archive of originals: whole or not there, whatever happens to the process, the disk or the file."""

import gzip
import hashlib
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from warehouse.errors import (
    WarehouseDamagedError,
    WarehouseFullError,
    WarehouseMissingError,
    WarehouseNotWritableError,
)
from warehouse.originals import Originals

PAGE = b"<html><p>The toll is 4 euros.</p>" * 100


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "desk.duckdb")


def files(originals: Originals) -> list[Path]:
    return sorted(path for path in originals.folder.rglob("*") if path.is_file())


def test_what_is_kept_is_got_by_its_hash_and_lies_compressed_beside_the_warehouse(originals: Originals) -> None:
    digest = originals.keep(PAGE)
    assert digest == hashlib.sha256(PAGE).hexdigest()
    assert originals.get(digest) == PAGE
    (file,) = files(originals)
    assert file == originals.folder / digest[:2] / f"{digest}.gz"
    assert originals.folder.name == "desk.duckdb.originals"
    assert file.stat().st_size < len(PAGE) / 5
    assert gzip.decompress(file.read_bytes()) == PAGE


def test_the_same_bytes_are_written_once(originals: Originals) -> None:
    digest = originals.keep(PAGE)
    (file,) = files(originals)
    written = file.stat()
    assert originals.keep(PAGE) == digest
    assert originals.keep(b"") != digest
    assert file.stat().st_mtime_ns == written.st_mtime_ns
    assert file.stat().st_ino == written.st_ino
    assert len(files(originals)) == 2


def test_nothing_is_made_before_it_is_used(originals: Originals) -> None:
    with pytest.raises(WarehouseMissingError, match="is not in"):
        originals.get("0" * 64)
    assert not originals.folder.exists()


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "0" * 63, "G" * 64, "0" * 65, "ab/" + "0" * 61])
def test_nothing_but_a_hash_names_a_file(originals: Originals, digest: str) -> None:
    with pytest.raises(WarehouseMissingError, match="not the SHA-256"):
        originals.get(digest)


@pytest.mark.parametrize("damage", ["cut", "other", "noise"])
def test_what_was_damaged_is_never_handed_out(originals: Originals, damage: str) -> None:
    digest = originals.keep(PAGE)
    (file,) = files(originals)
    whole = file.read_bytes()
    changed = {"cut": whole[: len(whole) // 2], "other": gzip.compress(b"another page"), "noise": b"noise"}
    file.write_bytes(changed[damage])
    with pytest.raises(WarehouseDamagedError, match="restore it"):
        originals.get(digest)
    assert len(originals.faults([digest, "0" * 64])) == 2


def test_many_at_once_keep_the_same_pages(originals: Originals) -> None:
    pages = [f"page {number}".encode() * 50 for number in range(20)]
    errors: list[BaseException] = []

    def keep_all() -> None:
        try:
            for page in pages:
                originals.keep(page)
        except BaseException as error:  # noqa: BLE001 - told by the test's own thread
            errors.append(error)

    threads = [threading.Thread(target=keep_all) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(files(originals)) == len(pages)
    assert originals.faults(hashlib.sha256(page).hexdigest() for page in pages) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(originals: Originals) -> None:
    originals.folder.mkdir()
    originals.folder.chmod(0o500)
    with pytest.raises(WarehouseNotWritableError, match="make that folder writable"):
        originals.keep(PAGE)
    originals.folder.chmod(0o700)


def test_no_folder_for_the_warehouse(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissingError, match="create it"):
        Originals(tmp_path / "nowhere" / "desk.duckdb").keep(PAGE)


# Both run in a process of their own: what is limited and what is killed is the whole process.
KEEPS_TOO_MUCH = """
import os, resource, signal, sys
from pathlib import Path
from warehouse.originals import Originals
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    Originals(Path(sys.argv[1])).keep(os.urandom(100_000))
except Exception as error:
    print(type(error).__name__, error)
"""
KEEPS_FOR_EVER = """
import os, sys
from pathlib import Path
from warehouse.originals import Originals
originals = Originals(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    originals.keep(os.urandom(200_000))
"""


def test_a_full_disk_leaves_nothing_half_written(originals: Originals, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", KEEPS_TOO_MUCH, str(tmp_path / "desk.duckdb")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.startswith(WarehouseFullError.__name__)
    assert "free some space" in run.stdout
    assert files(originals) == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 4096


def test_a_process_that_is_killed_leaves_only_whole_originals(originals: Originals, tmp_path: Path) -> None:
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", KEEPS_FOR_EVER, str(tmp_path / "desk.duckdb")],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.3)
        process.send_signal(signal.SIGKILL)
        process.wait()
    kept = [file.stem for file in files(originals) if not file.name.startswith(".")]
    assert kept
    assert originals.faults(kept) == []
