"""How long the main job takes: `python -m benchmarks.throughput ARTICLES.jsonl`.

Checks the first articles of a file (lines with published, title, text) offline against all others as the corpus, by the
command line as a user runs it, twice: the second time nothing is new, and it shall cost next to nothing. The start of
Prefect is measured apart, by a run over one tiny article.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.options import Options, file_there

ARTICLES = 100


def main() -> None:
    parser = Options(__doc__)
    parser.add_argument("file", type=file_there)
    parser.add_count("--articles", ARTICLES)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.file.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _write_articles(home / "articles", rows[: options.articles])
        (home / "rest.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows[options.articles :]), "utf-8")
        (home / "tiny.txt").write_text("A short text\n\nNothing much was said here on that day.\n", "utf-8")
        first_use = _check(home, "tiny.txt", "--warehouse", "tiny.duckdb")
        start = _check(home, "tiny.txt", "--warehouse", "tiny.duckdb")
        asked = ("articles", "--corpus", "rest.jsonl", "--warehouse", "desk.duckdb")
        first, second = _check(home, *asked), _check(home, *asked)
    articles, documents = len(rows[: options.articles]), len(rows[options.articles :])
    print(f"{articles} articles against {documents} documents, {os.cpu_count()} cores")
    print(f"start alone            {start:8.1f} s   (the very first one {first_use:.1f} s)")
    print(f"first run              {first:8.1f} s   {first - start:8.1f} s without the start")
    print(f"second, nothing new    {second:8.1f} s   {second - start:8.1f} s without the start")
    print(f"second / first         {(second - start) / (first - start):8.1%}   without the start")
    print(f"peak memory            {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:8.0f} MB")


def _write_articles(folder: Path, rows: list[dict[str, str]]) -> None:
    folder.mkdir()
    for number, row in enumerate(rows):
        # Without its address, for the articles of one outlet are no evidence for each other.
        header = "".join(f"{name}: {row[name]}\n" for name in ("published", "title") if row.get(name))
        (folder / f"{number:03}.md").write_text(f"{header}\n{row['text']}", "utf-8")


def _check(home: Path, *arguments: str) -> float:
    """Seconds that one `claimhouse check` takes, its own start included."""
    environment = os.environ | {"PREFECT_HOME": str(home / "prefect"), "CLAIMHOUSE_CACHE_DIR": str(home / "cache")}
    environment.pop("PREFECT_API_URL", None)
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "flows.cli", "check", *arguments, "--model", "offline"],
        cwd=home,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.monotonic() - began


if __name__ == "__main__":
    main()
