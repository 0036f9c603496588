"""What a policy file may say, and the sentence that a bad one gets."""

from datetime import timedelta
from pathlib import Path

import pytest

from flows.recheck_policy import load_policy, shipped_policy
from warehouse.errors import BadInputError


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "policy.toml"
    path.write_text(text, "utf-8")
    return path


def test_without_a_file_the_shipped_policy_holds() -> None:
    policy = load_policy(None)
    assert policy.ages["not_enough_evidence"] == timedelta(days=3)
    assert policy.where is None
    assert policy.when["planner_changed"] is False
    assert sum(policy.when.values()) == len(policy.when) - 1


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    text = 'where = " label = \'refuted\' "\n[age]\nsupported = "never"\nconflicting = "12h"\n[when]\nflagged = false\n'
    policy, shipped = load_policy(written(tmp_path, text)), shipped_policy()
    assert policy.where == "label = 'refuted'"
    assert policy.ages == {**shipped.ages, "supported": None, "conflicting": timedelta(hours=12)}
    assert policy.when == {**shipped.when, "flagged": False}
    assert policy.days("conflicting") == 0.5
    assert policy.version != shipped.version


def test_a_file_with_nothing_is_the_shipped_policy(tmp_path: Path) -> None:
    assert load_policy(written(tmp_path, "")).version == shipped_policy().version


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wher = ''", "wher is no key that there is: did you mean where? use where, age, when"),
        ("[age]\ntrue = '3d'", "age.true is no label that there is: use supported, refuted, conflicting, not_enough"),
        ("[age]\nsuported = '3d'", "age.suported is no label that there is: did you mean supported?"),
        ("[age]\nsupported = '-3d'", "age.supported = '-3d' is no age: write hours, days or weeks"),
        ("[age]\nsupported = 3", "age.supported = 3 is no age"),
        ("[age]\nsupported = '999999999999w'", "is no age"),
        ("[when]\nflags = true", "when.flags is no key that there is: did you mean flagged?"),
        ("[when]\nflagged = 'yes'", "when.flagged must be true or false"),
        ("age = 3", "age must be a table: write [age] on a line of its own"),
        ("where = 3", "where must be a condition in SQL between quotation marks"),
        ("where = ", "is not valid TOML"),
    ],
)
def test_a_bad_policy_is_told_in_one_sentence(tmp_path: Path, text: str, told: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(BadInputError) as caught:
        load_policy(path)
    message = str(caught.value)
    assert message.startswith(f"{path}")
    assert told in message
    assert "\n" not in message
    assert message.endswith(".")


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="cannot be read"):
        load_policy(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInputError, match="not UTF-8"):
        load_policy(tmp_path / "bytes.toml")
