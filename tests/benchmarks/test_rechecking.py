"""The benchmark of re-checking, on a desk of a hundred claims."""

from pathlib import Path

from benchmarks.rechecking import measure, sentences


def test_no_two_statements_share_a_word() -> None:
    words = [word for text in sentences(50) for word in text.strip(".").split() if word != "to"]
    assert len(set(words)) == len(words)


async def test_nothing_is_done_for_nothing_and_exactly_the_claims_with_something_new_are_judged(tmp_path: Path) -> None:
    found = await measure(tmp_path, claims=100, new=5)
    assert (found.due, found.rows_written) == (0, {"runs": 1})
    assert found.judged == found.expected
    assert len(found.judged) == found.due_changed == 5
