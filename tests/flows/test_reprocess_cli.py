"""`claimhouse reprocess` and `claimhouse flag` as a user runs them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flows.conftest import Cli, Start, contents, run_by
from warehouse.integrity import check_integrity
from warehouse.store import Warehouse

STORY = """Dam fails above {place}

11:10 GMT, March 3, 2025
{place} – The {place} dam failed on Sunday, and {count} people were rescued by the fire service, the county said.
"""
EVIDENCE = "{paper} reporters saw it: the {place} dam failed on 2 March 2025 and {count} people were rescued."
PLACES = ("Northfield", "Southfield", "Eastfield", "Westfield")


def add(desk: Path, paper: str, place: str, count: int) -> None:
    header = f"publisher: {paper}\nurl: https://{paper.lower()}.example/{place}\npublished: 2025-03-02\n\n"
    text = EVIDENCE.format(paper=paper, place=place, count=count)
    (desk / "corpus" / f"{paper}-{place}.txt").write_text(header + text, "utf-8")


def checked_desk(home: Path, cli: Cli) -> Path:
    """Four articles that have been checked, each with one paper's evidence."""
    for folder in ("articles", "corpus"):
        (home / folder).mkdir()
    for number, place in enumerate(PLACES):
        (home / "articles" / f"{number}.txt").write_text(STORY.format(place=place, count=40 + number), "utf-8")
        add(home, "Herald", place, 40 + number)
    checked = cli("check", "articles", "--corpus", "corpus")
    assert checked.returncode == 0, checked.stderr
    return home


@pytest.fixture
def desk(tmp_path: Path, cli: Cli) -> Path:
    return checked_desk(tmp_path, cli)


@pytest.fixture(scope="module")
def untouched(start_in: Callable[[Path], Start], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cli]:
    """Such a desk that nothing changes, and the command line in its folder."""
    home = tmp_path_factory.mktemp("untouched")
    cli = run_by(start_in(home))
    return checked_desk(home, cli), cli


def rows(desk: Path, sql: str) -> list[dict[str, object]]:
    return Warehouse(desk / "claimhouse.duckdb").read(sql)


def test_a_dry_run_tells_and_writes_nothing_and_a_run_tells_what_changed(desk: Path, cli: Cli):
    before = contents(desk / "claimhouse.duckdb")
    for place in PLACES[:2]:
        add(desk, "Gazette", place, 40 + PLACES.index(place))
    (desk / "policy.toml").write_text('[age]\nnot_enough_evidence = "never"\n[when]\nunfinished = false\n', "utf-8")
    dry = cli("reprocess", "--policy", "policy.toml", "--corpus", "corpus", "--dry-run")
    assert dry.returncode == 0, dry.stderr
    assert "evidence_new" in dry.stdout
    assert "12 claims of 4 articles." in dry.stdout
    assert "offline nothing costs money" in dry.stdout
    assert contents(desk / "claimhouse.duckdb") == before
    assert rows(desk, "select count(*) as n from runs") == [{"n": 1}]

    done = cli("reprocess", "--policy", "policy.toml", "--corpus", "corpus")
    assert done.returncode == 0, done.stderr
    (run,) = rows(desk, "select outcome, parameters, counts from runs where command = 'reprocess'")
    assert run["outcome"] == "completed"
    flips = rows(desk, "select claim_id from verdict_changes")
    assert f"{len(flips)} with another label" in done.stderr
    assert done.stdout.count("new_evidence: new document: Gazette") == len(flips)
    assert check_integrity(desk / "claimhouse.duckdb") == []


def test_where_and_flag_name_single_claims(desk: Path, cli: Cli):
    (first, second, *_) = [
        str(row["claim_id"]) for row in rows(desk, "from current_verdicts where label is not null order by claim_id")
    ]
    flagged = cli("flag", first, "--note", "A reader wrote.", "--by", "Ada")
    assert flagged.returncode == 0, flagged.stderr
    assert flagged.stdout.startswith(f"{first}  flagged by Ada\n")
    assert "(it was so already)" in cli("flag", first[:14], "--note", "A reader wrote.", "--by", "Ada").stdout
    done = cli("reprocess", "--corpus", "corpus", "--where", f"claim_id = '{second}' -- only this one")
    assert done.returncode == 0, done.stderr
    assert "2 claims due (1 flag, 1 where): 0 new verdicts, 0 with another label, 2 unchanged" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--where", "lable = 'refuted'"], 'the query failed: Binder Error: Referenced column "lable" not found'),
        (["--where", "true); drop table claims; select (true"], "so DROP is refused"),
        (["--where", "label = (select content from read_text('/etc/passwd'))"], "never other files or the network"),
        (["--policy", "none.toml"], "none.toml cannot be read"),
    ],
)
def test_bad_input_is_told_in_one_sentence(untouched: tuple[Path, Cli], arguments: list[str], told: str):
    desk, cli = untouched
    before = contents(desk / "claimhouse.duckdb")
    for extra in ([], ["--dry-run"]):
        result = cli("reprocess", "--corpus", "corpus", *arguments, *extra)
        assert result.returncode == 2, result.stderr
        assert told in result.stderr
        assert "Traceback" not in result.stderr
    assert contents(desk / "claimhouse.duckdb") == before
