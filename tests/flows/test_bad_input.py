"""Whatever is wrong with what the user gives: one sentence that names the fix, an exit code, nothing lost."""

import os
import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest

from tests.flows.conftest import Cli, contents
from warehouse.integrity import check_integrity

ARTICLE = """Dam fails above Northfield

11:10 GMT, March 3, 2025
NORTHFIELD – The Northfield dam failed on Sunday, and 45 people were rescued by the fire service, the county said.
The council approved 12 million pounds for repairs on Friday.
"""
EVIDENCE = (
    "publisher: The Herald\npublished: 2025-03-02\n\nThe Northfield dam failed on Sunday. 45 people were rescued.\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with one good article and a corpus of one document."""
    (tmp_path / "article.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "herald.txt").write_text(EVIDENCE, "utf-8")
    return tmp_path


def told(result: subprocess.CompletedProcess[str], *, code: int, names: str) -> str:
    """The one sentence on standard error, after checking that it is one and that it names the fix."""
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr
    sentences = [line for line in result.stderr.splitlines() if line.startswith("claimhouse: ")]
    assert len(sentences) == 1, result.stderr
    assert names in sentences[0]
    return sentences[0]


@pytest.mark.parametrize(
    ("arguments", "code", "names"),
    [
        (["check", "missing.txt"], 2, "check the path"),
        (["check", "article.txt", "--xyz"], 2, "No such option: --xyz. See claimhouse --help."),
        (["check", "article.txt", "--published", "3 March"], 2, "2025-03-03"),
        (["check", "article.txt", "--model", "gpt-nonsense"], 2, "provider:NAME"),
        (["check", "article.txt", "--model", "nonsense:model"], 2, "nonsense"),
        (["check", "article.txt", "--model", "openai:gpt-5-mini"], 2, "OPENAI_API_KEY"),
        (["check", "article.txt", "--cutoff", "yesterday"], 2, "--cutoff"),
        (["check", "article.txt", "--corpus", "nowhere"], 2, "nowhere"),
        (["check", "article.txt", "--warehouse", "no/such/folder/x.duckdb"], 3, "no/such/folder"),
        (["check", "article.txt", "--warehouse", f"{'w' * 300}.duckdb"], 3, "choose another file with --warehouse"),
        (["sql", "select 1", "--warehouse", f"{'w' * 300}.duckdb"], 3, "choose another file with --warehouse"),
        (["export", "--csv", f"{'t' * 300}.csv"], 2, "name another file"),
        (["check", ARTICLE * 2], 2, "is too long for the name of a file"),
        (["check", "http://10.0.0.1/story"], 2, "CLAIMHOUSE_WEB_ALLOWED_HOSTS"),
        (["check", "www.news.example/story"], 2, "write https://"),
        (["claims", "http://localhost/story"], 2, "CLAIMHOUSE_WEB_ALLOWED_HOSTS"),
        (["claims", "https://me:secret@news.example/"], 2, "without them"),
        (["claims", "article.txt", "--published", "2025-02-30"], 2, "2025-03-03"),
        (["show", "clm_1"], 3, "claimhouse check"),
        (["sql", "select 1"], 3, "claimhouse check"),
        (["sql", "select 1", "--format", "xml"], 2, "table, csv, json"),
    ],
)
def test_bad_arguments(arguments: list[str], code: int, names: str, desk: Path, cli: Cli):
    told(cli(*arguments), code=code, names=names)
    assert not list(desk.glob("*.duckdb")), "nothing was begun, so nothing may be left behind"


@pytest.mark.parametrize(
    ("name", "content", "names"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "text"),
        ("bare.html", b"<html><head><title>x</title></head><body><script>var a = 1</script></body></html>", "text"),
        ("large.txt", b"The dam failed on Sunday. " * 2_100_000, "MB"),
    ],
)
def test_an_article_that_cannot_be_read_is_a_failure_and_the_others_are_checked(
    name: str, content: bytes, names: str, desk: Path, cli: Cli
):
    (desk / name).write_bytes(content)
    alone = cli("claims", name)
    told(alone, code=2, names=names)

    batch = cli("check", name, "article.txt", "--corpus", "corpus", "--json")
    told(batch, code=1, names="1 article")
    assert batch.stdout.count("\n") >= 2, "the good article's claims are shown"
    failed = cli("sql", "select item_id, stage, message from open_failures", "--format", "csv").stdout.splitlines()
    assert len(failed) == 2
    assert failed[1].startswith(f"{name},read,")
    assert names in failed[1]


def test_a_text_in_the_place_of_a_file_is_a_failure_and_the_others_are_checked(desk: Path, cli: Cli):
    batch = cli("check", ARTICLE * 2, "article.txt", "--corpus", "corpus", "--json")
    told(batch, code=1, names="1 article")
    assert batch.stdout.count("\n") >= 2, "the good article's claims are shown"
    failed = cli("sql", "select stage, message from open_failures", "--format", "csv").stdout.splitlines()
    assert "is too long for the name of a file" in failed[1]


def test_sql_that_writes_or_reads_other_files_is_refused(desk: Path, cli: Cli):
    assert cli("check", "article.txt", "--corpus", "corpus").returncode == 0
    before = cli("sql", "select count(*) from claims", "--format", "csv").stdout
    for statement in ("delete from claims", "copy claims to 'out.csv'", "select * from read_text('article.txt')"):
        refused = cli("sql", statement)
        told(refused, code=2, names="")
        assert refused.stdout == ""
    assert cli("sql", "select count(*) from claims", "--format", "csv").stdout == before
    assert not (desk / "out.csv").exists()


def test_settings_that_cannot_be_used_are_told(desk: Path, cli: Cli):
    told(cli("sql", "select 1", CLAIMHOUSE_SQL_MEMORY="lots"), code=2, names="CLAIMHOUSE_SQL_MEMORY")
    (desk / ".env").write_bytes(b"CLAIMHOUSE_DESK_NAME=Z\xfcrich\n")
    told(cli("check", "article.txt"), code=2, names=".env is no UTF-8 text")


def test_a_warehouse_that_is_no_duckdb_file_is_left_as_it_is(desk: Path, cli: Cli):
    letter = desk / "letter.duckdb"
    letter.write_text("Dear reader, this is not a database.\n" * 400)
    before = letter.read_bytes()
    told(
        cli("check", "article.txt", "--corpus", "corpus", "--warehouse", "letter.duckdb"), code=3, names="letter.duckdb"
    )
    assert letter.read_bytes() == before


def test_a_warehouse_of_a_newer_version_is_left_as_it_is(desk: Path, cli: Cli):
    assert cli("check", "article.txt", "--corpus", "corpus").returncode == 0
    with duckdb.connect(str(desk / "claimhouse.duckdb")) as connection:
        columns = [row[0] for row in connection.execute("describe schema_migrations").fetchall()]
        latest = connection.execute("select * from schema_migrations order by 1 desc limit 1").fetchone()
        assert latest is not None
        newer = [latest[0] + 1000, *latest[1:]]
        marks = ", ".join("?" for _ in columns)
        connection.execute(f"insert into schema_migrations values ({marks})", newer)
    told(cli("check", "article.txt", "--corpus", "corpus"), code=3, names="newer")


def test_a_corpus_with_unreadable_files_uses_the_others_and_names_them(desk: Path, cli: Cli):
    (desk / "corpus" / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    (desk / "corpus" / "gone.txt").symlink_to(desk / "nowhere.txt")
    result = cli("check", "article.txt", "--corpus", "corpus")
    assert result.returncode == 0, result.stderr
    assert "photo.txt" in result.stderr
    assert "gone.txt" in result.stderr
    assert "Evidence: 1 document" in result.stderr


def test_a_full_disk_ends_the_run_with_one_sentence_and_leaves_what_was_there(desk: Path, cli: Cli):
    assert cli("check", "article.txt", "--corpus", "corpus").returncode == 0
    first = contents(desk / "claimhouse.duckdb")["claims"]
    (desk / "second.txt").write_text(ARTICLE.replace("Northfield", "Southfield") * 30, "utf-8")
    # A file that may not grow is what a full disk looks like to the process: the write fails half-way.
    limit = (desk / "claimhouse.duckdb").stat().st_size
    full = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))"
    )
    result = cli("check", "second.txt", "--corpus", "corpus", before=full)
    told(result, code=3, names="free some space")
    assert check_integrity(desk / "claimhouse.duckdb") == []
    stored = contents(desk / "claimhouse.duckdb")["claims"]
    assert all(claim in stored for claim in first)
    assert len({claim["article_id"] for claim in stored}) in (1, 2), "the second article is there whole or not at all"
    assert cli("check", "second.txt", "--corpus", "corpus").returncode == 0
    assert check_integrity(desk / "claimhouse.duckdb") == []


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_standard_output_on_a_full_disk_is_told_in_one_sentence(desk: Path, cli: Cli, unbuffered: str):
    to_full = "import os; os.dup2(os.open('/dev/full', os.O_WRONLY), 1)"
    result = cli("claims", desk / "article.txt", "--json", before=to_full, PYTHONUNBUFFERED=unbuffered)
    told(result, code=1, names="free some space")


def test_a_read_only_disk_ends_the_run_with_one_sentence(desk: Path, cli: Cli):
    disk = desk / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    mounted = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "ro", "none", disk], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        if os.geteuid() == 0:
            pytest.skip("no read-only disk can be mounted here, and a folder's permissions do not stop root")
        disk.chmod(0o555)
    try:
        told(cli("check", "article.txt", "--corpus", "corpus", "--warehouse", "disk/x.duckdb"), code=3, names="disk")
    finally:
        if mounted and not mounted.returncode:
            subprocess.run(["umount", disk], check=True)


def test_a_busy_machine_is_told_apart_from_a_full_disk(desk: Path, cli: Cli) -> None:
    environment = {
        "PREFECT_API_URL": "",
        "PREFECT_HOME": str(desk / "prefect"),  # its database is made first, which takes longer than a second
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "1",
    }
    result = cli("check", "article.txt", "--corpus", "corpus", **environment)
    told(result, code=2, names="say the same again later")
