"""What a training run keeps is told from what another kept, and is there whole or not at all."""

import json
import sys
from pathlib import Path

import pytest

from training import kept, pairs
from training.kept import key_of, key_of_files, key_of_pairs, write_whole


def test_a_key_tells_whatever_differs() -> None:
    keys = [
        key_of("weights", [["passage", "claim", "supports"]], {"epochs": 3}),
        key_of("weights", [["passage", "claim", "refutes"]], {"epochs": 3}),
        key_of("weights", [["passage", "claim", "supports"]], {"epochs": 4}),
        key_of("other weights", [["passage", "claim", "supports"]], {"epochs": 3}),
        key_of("weights", [["passage", "claim", "supports"]]),
    ]
    assert len(set(keys)) == len(keys)
    assert key_of({"a": 1, "b": 2}) == key_of({"b": 2, "a": 1})


def test_pairs_made_of_other_data_or_by_other_code_have_another_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, code = tmp_path / "pool.jsonl", tmp_path / "root" / "training" / "rules.py"
    code.parent.mkdir(parents=True)
    monkeypatch.setattr(kept, "_ROOT", tmp_path / "root")
    keys = []
    for text, rules in (("one", "a = 1"), ("two", "a = 1"), ("two", "a = 2")):
        data.write_text(text, "utf-8")
        code.write_text(rules, "utf-8")
        keys.append(key_of_pairs([data]))
        assert key_of_pairs([data]) == keys[-1]
    assert len(set(keys)) == 3
    assert key_of_files([data, code]) != key_of_files([code, data])


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "pairs.train.jsonl"
    write_whole(target, "before")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            write_whole(target, "after")
    assert target.read_text("utf-8") == "before"
    write_whole(target, "after")
    assert [file.name for file in tmp_path.iterdir()] == [target.name]
    assert target.read_text("utf-8") == "after"


def test_pairs_that_were_half_written_are_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "news").mkdir()
    rows = [
        {
            "source": "fever",
            "evidence": f"The quay {place} is open. Ann Lee runs it.",
            "claim": f"Quay {place} is open.",
            "label": "supports",
        }
        for place in range(40)
    ]
    (tmp_path / "train/verifier_pool.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (tmp_path / "news/wikinews.jsonl").write_text("", "utf-8")
    target = tmp_path / "pairs.jsonl"
    monkeypatch.setattr(sys, "argv", ["pairs", str(tmp_path), str(target)])
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", lambda *_: sys.exit(9))
        with pytest.raises(SystemExit):
            pairs.main()
    assert not target.exists()
    pairs.main()
    assert len(target.read_text("utf-8").splitlines()) > 10
