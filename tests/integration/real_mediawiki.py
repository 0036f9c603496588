"""A real MediaWiki on 127.0.0.1: Debian's package, a database of SQLite and PHP's own server, in a folder of its own.

with RealMediaWiki(folder) as wiki:
    wiki.add(PAGES)
    wiki.address  # for CLAIMHOUSE_WIKIPEDIA
"""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape

import pytest

INSTALLED = Path("/usr/share/mediawiki")  # where Debian's package puts it
MISSING = (
    "MediaWiki is not installed on this machine: say `apt-get install --no-install-recommends mediawiki php-cli "
    "php-sqlite3 php-intl`, and `make integration` again."
)
EXTENSIONS = ("sqlite3", "mbstring", "xml", "intl")
START_S = 30

Revisions = Mapping[str, Sequence[tuple[str, str]]]  # title -> (time in ISO 8601, wikitext), oldest first


def require_mediawiki() -> None:
    """Skip what asks the wiki, with one sentence, where the package, or PHP with what it needs, is not here."""
    php = shutil.which("php")
    loaded = subprocess.run([php, "-m"], capture_output=True, text=True, check=True).stdout.split() if php else []
    if not (INSTALLED / "api.php").exists() or not set(EXTENSIONS) <= {name.lower() for name in loaded}:
        pytest.skip(MISSING)


class RealMediaWiki:
    """The wiki. `settings` are lines of PHP at the end of LocalSettings.php; its scripts lie at /w, as on Wikipedia."""

    def __init__(self, folder: Path, *, name: str = "Test wiki", language: str = "en", settings: str = "") -> None:
        self._folder = folder
        self._name = name
        self._language = language
        self._settings = settings
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def add(self, pages: Revisions) -> None:
        """Give the wiki pages with their revisions, and bring its search up to date."""
        dump = self._folder / "pages.xml"
        dump.write_text(_dump(pages), "utf-8")
        self._maintain("importDump.php", "--quiet", str(dump))
        self._maintain("rebuildtextindex.php", "--quiet")

    def delete(self, title: str) -> None:
        """Delete a page with all its revisions."""
        listed = self._folder / "deleted.txt"
        listed.write_text(title, "utf-8")
        self._maintain("deleteBatch.php", "-r", "a test", str(listed))

    def __enter__(self) -> Self:
        web = self._folder / "web"
        web.mkdir(parents=True)
        (web / "w").symlink_to(INSTALLED)
        self._maintain(
            "install.php",
            *("--dbtype", "sqlite", "--dbpath", str(self._folder / "data"), "--dbname", "wiki"),
            *("--server", self.address, "--scriptpath", "/w", "--lang", self._language),
            *("--confpath", str(self._folder), "--pass", "loopback-only-12345"),
            *(self._name, "Keeper"),
        )
        with (self._folder / "LocalSettings.php").open("a", encoding="utf-8") as file:
            file.write(f"\nwfLoadExtension( 'Cite' );\n{self._settings}\n")
        with (self._folder / "server.log").open("wb") as log:
            self._server = subprocess.Popen(
                ["php", "-S", f"127.0.0.1:{self.port}", "-t", str(web)],
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server:
            os.killpg(self._server.pid, signal.SIGTERM)  # its workers too
            self._server.wait(timeout=10)

    @property
    def _environment(self) -> dict[str, str]:
        workers = {"PHP_CLI_SERVER_WORKERS": "2"}
        return os.environ | workers | {"MW_CONFIG_FILE": str(self._folder / "LocalSettings.php")}

    def _maintain(self, script: str, *arguments: str) -> None:
        command = ["php", str(INSTALLED / "maintenance" / script), *arguments]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{script} failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")

    def _wait(self) -> None:
        deadline = time.monotonic() + START_S
        while True:
            try:
                with urllib.request.urlopen(f"{self.address}/w/api.php?format=json", timeout=5):  # noqa: S310  # our own
                    return
            except OSError:
                if time.monotonic() > deadline:
                    raise RuntimeError((self._folder / "server.log").read_text()[-2000:]) from None
                time.sleep(0.1)


def _dump(pages: Revisions) -> str:
    """Pages as MediaWiki exports and imports them."""
    listed = []
    for number, (title, revisions) in enumerate(pages.items(), start=1):
        told = [
            f"<revision><id>{1000 * number + index}</id><timestamp>{at}</timestamp>"
            f"<contributor><username>Ann</username><id>2</id></contributor><model>wikitext</model>"
            f'<format>text/x-wiki</format><text xml:space="preserve">{escape(text)}</text></revision>'
            for index, (at, text) in enumerate(revisions, start=1)
        ]
        listed.append(f"<page><title>{escape(title)}</title><ns>0</ns><id>{number}</id>{''.join(told)}</page>")
    return (
        f'<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">'
        f"{''.join(listed)}</mediawiki>"
    )
