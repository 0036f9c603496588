"""Two processes that write and one that reads at once: nobody sees an error, nothing is lost, nothing is doubled."""

from pathlib import Path

from benchmarks.writers_and_reader import measure


def test_two_write_and_one_reads_and_nobody_is_in_the_way(tmp_path: Path) -> None:
    found = measure(tmp_path, seconds=None, commits=8)
    assert (found.errors, found.findings) == ((), ())
    assert (found.commits, found.lost, found.doubled) == (16, 0, 0)
    assert found.reads > 0
