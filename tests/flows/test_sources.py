import errno
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.sources import expand_sources, load_source, parse_published
from gateways.web_errors import AddressRefusedError
from warehouse.errors import BadInputError


def test_a_folder_stands_for_the_articles_below_it_sorted_and_each_once(tmp_path: Path):
    (tmp_path / "deep").mkdir()
    for name in ("b.txt", "a.HTML", "deep/c.md", "notes.pdf"):
        (tmp_path / name).write_text("x")
    found = expand_sources([str(tmp_path), str(tmp_path / "b.txt"), "-"])
    assert [Path(name).name for name in found] == ["a.HTML", "b.txt", "c.md", "-"]


@pytest.mark.parametrize(
    ("argument", "fix"),
    [
        ("http://192.168.0.7/a", "CLAIMHOUSE_WEB_ALLOWED_HOSTS"),
        ("news.example/a", "write https:// before"),
        ("EMPTY", "put .txt, .md, .html, .htm files there"),
    ],
)
def test_what_names_no_article_is_told_with_the_fix(argument: str, fix: str, tmp_path: Path):
    with pytest.raises((BadInputError, AddressRefusedError), match=fix):
        expand_sources([str(tmp_path) if argument == "EMPTY" else argument])


def test_a_text_in_the_place_of_a_file_is_told_and_as_one_of_several_fails_alone(tmp_path: Path):
    (tmp_path / "a.txt").write_text("x")
    text = "The dam failed on Sunday.\n" * 40
    with pytest.raises(
        BadInputError, match=r"“The dam failed on Sunday\. The dam failed…” is too long for .* or - for"
    ):
        expand_sources([text])
    assert expand_sources([text, str(tmp_path / "a.txt")]) == [text, str(tmp_path / "a.txt")]
    with pytest.raises(BadInputError, match="too long for the name of a file"):
        load_source(text)


def test_what_may_not_be_looked_at_is_told_and_as_one_of_several_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "shut").mkdir()
    file = tmp_path / "shut" / "a.txt"
    file.write_text("x")
    stat = os.stat

    def refused(path: Any, **options: Any) -> os.stat_result:
        if Path(path) == file:
            raise PermissionError(errno.EACCES, "Permission denied")
        return stat(path, **options)

    monkeypatch.setattr(os, "stat", refused)
    for named in (lambda: expand_sources([str(file)]), lambda: load_source(str(file))):
        with pytest.raises(BadInputError, match=r"cannot be read \(Permission denied\): check its permissions"):
            named()
    assert expand_sources([str(file), "b.txt"]) == [str(file), "b.txt"]
    assert expand_sources([str(tmp_path)]) == [str(file)]


def test_a_file_that_is_not_there_and_one_that_is_no_file(tmp_path: Path):
    with pytest.raises(BadInputError, match="check the path"):
        load_source(str(tmp_path / "missing.txt"))
    with pytest.raises(BadInputError, match="not a regular file"):
        load_source(str(tmp_path))


def test_a_link_in_a_folder_that_leads_nowhere_is_an_article_that_fails_and_is_not_passed_over(tmp_path: Path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").symlink_to(tmp_path / "gone.txt")
    assert [Path(name).name for name in expand_sources([str(tmp_path)])] == ["a.txt", "b.txt"]
    with pytest.raises(BadInputError, match="link to a file that is gone"):
        load_source(str(tmp_path / "b.txt"))


def test_addresses_are_articles_and_one_that_is_refused_fails_alone():
    named = ["https://news.example/a", "HTTP://news.example/b", "http://10.0.0.1/"]
    assert expand_sources(named) == named
    assert expand_sources(["http://10.0.0.1/"], allowed_hosts=["10.0.0.1"]) == ["http://10.0.0.1/"]


def test_publication_dates():
    assert parse_published(None) is None
    assert parse_published("2025-03-03") == date(2025, 3, 3)
    moment = parse_published("2025-03-03T11:10+09:00")
    assert isinstance(moment, datetime)
    assert moment.astimezone(UTC) == datetime(2025, 3, 3, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize("text", ["3 March 2025", "2025-02-30", "2025-03-03T11:10", "tomorrow"])
def test_a_date_that_does_not_parse_shows_how_to_write_one(text: str):
    with pytest.raises(BadInputError, match="2025-03-03"):
        parse_published(text)
