"""The desk's questions: read from TOML, and every mistake told in one sentence that names its place."""

import os
from pathlib import Path

import pytest

from extractors.newsroom import load_newsroom, shipped_newsroom
from warehouse.errors import SettingsError

GOOD = """
model_weight = 0.5
start = -1
[[question]]
name = "harbour"
reason = "it is about the harbour"
weight = 2
words = ["harbour master", "quay*", "ship's log"]
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "desk.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_desk_takes_its_own_questions_instead_of_the_shipped_ones(tmp_path: Path) -> None:
    newsroom = load_newsroom(written(tmp_path, GOOD))
    assert (newsroom.model_weight, newsroom.start, len(newsroom.question)) == (0.5, -1.0, 1)
    assert load_newsroom(None) is shipped_newsroom()
    assert {question.name for question in shipped_newsroom().question} >= {"power", "measured", "harm", "repeated"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Harbour Master left.", "Harbour Master"),
        ("Both quays are closed.", "quays"),
        ("The ship’s log is gone.", "ship’s log"),
        ("The harbour is closed and the antiquays too.", None),
    ],
)
def test_words_are_whole_in_any_case_and_a_star_ends_them(tmp_path: Path, text: str, found: str | None) -> None:
    (question,) = load_newsroom(written(tmp_path, GOOD)).question
    assert question.word_in(text) == found


def test_the_longest_of_its_words_is_told(tmp_path: Path) -> None:
    text = GOOD.replace('"harbour master"', '"harbour", "harbour master"')
    (question,) = load_newsroom(written(tmp_path, text)).question
    assert question.word_in("The harbour master left.") == "harbour master"


def test_the_version_follows_the_meaning_and_not_the_layout(tmp_path: Path) -> None:
    version = load_newsroom(written(tmp_path, GOOD)).version
    assert load_newsroom(written(tmp_path, "# a remark\n" + GOOD.replace("-1", "-1.0"))).version == version
    assert load_newsroom(written(tmp_path, GOOD.replace("= 2", "= 2.1"))).version != version
    assert load_newsroom(written(tmp_path, GOOD.replace("quay*", "quay"))).version != version


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        (GOOD.replace('"it is', "it is"), r"is not valid TOML: .*line 6.*; correct that place"),
        (GOOD.replace("weight = 2", 'weight = "much"'), r"question 1 \(“harbour”\), key weight: .*valid number"),
        (
            GOOD.replace("weight = 2", "weight = 900"),
            r"question 1 \(“harbour”\), key weight: .*less than or equal to 5",
        ),
        (GOOD.replace("weight = 2", "weight = nan"), r"key weight: .*finite number"),
        (GOOD.replace("weight = 2\n", ""), r"question 1 \(“harbour”\), key weight: is missing: add it"),
        (GOOD.replace("words =", "word ="), r"question 1 \(“harbour”\), key word: is not a key that there is"),
        (GOOD.replace("words =", "features ="), r"question 1 \(“harbour”\), key features, entry 1: .*'number'"),
        (GOOD.replace('"quay*"', '"*"'), r"question 1 \(“harbour”\), key words: “\*” must be words"),
        (GOOD.replace('"quay*"', '"qu*y"'), r"key words: “qu\*y” must be words, with a \* at most at their end"),
        (GOOD[: GOOD.index("words")], r"question 1 \(“harbour”\): it looks at nothing: give it words"),
        (GOOD + GOOD[GOOD.index("[[") :], "two questions have the name “harbour”: rename one"),
        (GOOD.replace("[[question]]", "[question]"), r"key question: must be a list: write \[\[question\]\]"),
        ("start = " + "[" * 5000, "brackets within brackets without end: take them out"),
        ("start = true\nmodel_wait = 1", "key model_wait: is not a key that there is"),
    ],
)
def test_a_mistake_is_told_with_its_place_in_one_sentence(tmp_path: Path, spoilt: str, told: str) -> None:
    path = written(tmp_path, spoilt)
    with pytest.raises(SettingsError, match=told) as caught:
        load_newsroom(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert message.endswith(".")
    assert "\n" not in message


def test_a_file_that_cannot_be_read_is_named_with_the_setting(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml cannot be read .*CLAIMHOUSE_NEWSROOM"):
        load_newsroom(tmp_path / "nowhere.toml")
    path = tmp_path / "desk.toml"
    path.write_bytes(b'# desk\nname = "\xff"')
    with pytest.raises(SettingsError, match="line 2, is not UTF-8"):
        load_newsroom(path)


def test_a_file_that_may_never_end_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(SettingsError, match="is no regular file: set CLAIMHOUSE_NEWSROOM"):
        load_newsroom(tmp_path / "pipe.toml")
    with pytest.raises(SettingsError, match="is larger than 1 MiB: set CLAIMHOUSE_NEWSROOM"):
        load_newsroom(written(tmp_path, "# nothing\n" * 200_000))


def test_a_mark_before_the_text_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "desk.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert load_newsroom(path).start == -1
